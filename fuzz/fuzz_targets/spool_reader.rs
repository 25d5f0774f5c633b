//! The reader of spools: whatever lies there is read or called damaged, in pieces of any size
//! alike; and what was read is written as it was.

#![no_main]

use annals_domain::Observation;
use annals_executor::local::frame::{Decoder, FrameError, encode};
use arbitrary::{Arbitrary, Unstructured};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, Arbitrary)]
enum Input {
    /// Bytes as they lie on disk.
    Bytes(Vec<u8>),
    /// Frames whose lengths and checksums hold.
    Frames(Vec<Vec<u8>>),
}

fn sealed(content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).expect("a short input").to_le_bytes();
    let checksum = crc32fast::hash(content).to_le_bytes();
    [&length, &checksum, content].concat()
}

/// What is read, how far that is, and what was wrong there.
fn decoded(bytes: &[u8], size: usize) -> (Vec<Observation>, usize, Option<FrameError>) {
    let (mut decoder, mut all) = (Decoder::default(), Vec::new());
    for piece in bytes.chunks(size) {
        decoder.push(piece);
        loop {
            match decoder.decode() {
                Ok(Some(seen)) => all.push(seen),
                Ok(None) => break,
                Err(error) => {
                    assert_eq!(decoder.decode(), Err(error.clone()));
                    return (all, decoder.consumed(), Some(error));
                }
            }
        }
    }
    (all, decoder.consumed(), None)
}

fuzz_target!(|bytes: &[u8]| {
    let Ok((size, input)) = <(u8, Input)>::arbitrary_take_rest(Unstructured::new(bytes)) else {
        return;
    };
    let bytes = match input {
        Input::Bytes(bytes) => bytes,
        Input::Frames(frames) => frames.iter().flat_map(|content| sealed(content)).collect(),
    };
    let whole = decoded(&bytes, bytes.len().max(1));
    assert!(whole.1 <= bytes.len());
    assert_eq!(decoded(&bytes, usize::from(size) + 1), whole);
    for seen in &whole.0 {
        let again = encode(seen).expect("a frame");
        assert_eq!(decoded(&again, 7), (vec![seen.clone()], again.len(), None));
    }
});
