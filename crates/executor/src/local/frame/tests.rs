use annals_domain::RunFailure;
use proptest::prelude::*;

use super::*;

fn lines(node: &str, bytes: &[u8]) -> Observation {
    Observation::Lines(LogChunk {
        node: node.parse().expect("a name"),
        stream: Stream::Stdout,
        at: Timestamp::from_micros(7),
        bytes: bytes.to_vec(),
    })
}

fn read_all(decoder: &mut Decoder) -> Result<Vec<Observation>, FrameError> {
    std::iter::from_fn(|| decoder.decode().transpose()).collect()
}

#[test]
fn a_torn_tail_is_not_there_yet() {
    let frame = encode(&lines("main", b"hello\n")).expect("a frame");
    let mut decoder = Decoder::default();
    decoder.push(&frame[..frame.len() - 1]);
    assert_eq!(decoder.decode(), Ok(None));
    decoder.push(&frame[frame.len() - 1..]);
    assert_eq!(decoder.decode(), Ok(Some(lines("main", b"hello\n"))));
    assert_eq!(decoder.consumed(), frame.len());
}

#[test]
fn a_flipped_bit_is_damage_and_stays_so() {
    let mut frame = encode(&lines("main", b"hello\n")).expect("a frame");
    let last = frame.len() - 2;
    frame[last] ^= 1;
    let mut decoder = Decoder::default();
    decoder.push(&frame);
    assert!(decoder.decode().is_err());
    assert!(decoder.decode().is_err());
}

#[test]
fn zeros_are_damage_not_frames() {
    let mut decoder = Decoder::default();
    decoder.push(&[0; 64]);
    assert!(decoder.decode().is_err());
}

fn observation() -> impl Strategy<Value = Observation> {
    let time = (-1_000_000_000_000_i64..4_000_000_000_000_000).prop_map(Timestamp::from_micros);
    let stream = prop_oneof![Just(Stream::Stdout), Just(Stream::Stderr)];
    let log = (time.clone(), stream, "[a-zA-Z0-9._:-]{1,128}", any::<Vec<u8>>()).prop_map(
        |(at, stream, node, mut bytes)| {
            bytes.push(b'\n');
            let node = node.parse().expect("a name");
            Observation::Lines(LogChunk { node, stream, at, bytes })
        },
    );
    let fact = (time, any::<bool>(), ".*").prop_map(|(at, cancelled, message)| {
        let error_type = annals_domain::ErrorType::Exit;
        let failure = Some(RunFailure { error_type, message });
        Observation::Fact(at, Box::new(Seen::Finished { cancelled, failure }))
    });
    prop_oneof![log, fact]
}

proptest! {
    #[test]
    fn any_split_reads_back_the_same(
        written in proptest::collection::vec(observation(), 0..8),
        cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..8),
    ) {
        let bytes: Vec<u8> =
            written.iter().flat_map(|one| encode(one).expect("a frame")).collect();
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        cuts.push(bytes.len());
        cuts.sort_unstable();
        let (mut decoder, mut read, mut from) = (Decoder::default(), Vec::new(), 0);
        for cut in cuts {
            decoder.push(&bytes[from..cut]);
            read.extend(read_all(&mut decoder).expect("whole frames"));
            from = cut;
        }
        prop_assert_eq!(read, written);
        prop_assert_eq!(decoder.consumed(), bytes.len());
    }

    #[test]
    fn garbled_bytes_never_panic(
        written in observation(),
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        tail in any::<Vec<u8>>(),
    ) {
        let mut bytes = encode(&written).expect("a frame");
        for (at, value) in flips {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        bytes.extend(tail);
        let mut decoder = Decoder::default();
        decoder.push(&bytes);
        let _ = read_all(&mut decoder);
        prop_assert!(decoder.consumed() <= bytes.len());
    }

    #[test]
    fn a_sealed_frame_of_garbage_never_panics(content in any::<Vec<u8>>()) {
        let mut frame = vec![0; PREFIX];
        frame.extend(content);
        seal(&mut frame);
        let mut decoder = Decoder::default();
        decoder.push(&frame);
        let _ = decoder.decode();
    }
}
