//! Blocks: what goes in comes out, whatever the lines hold; what is damaged is refused.

use annals_domain::ledger::{Line, SealedBlock, StoredBlock};
use annals_domain::{Stream, Timestamp};
use annals_logs::{BlockBuilder, BlockError, TARGET_RAW, open};
use proptest::prelude::*;

/// Lines of one read: stream, microseconds, the lines without their ends.
type Chunk = (Stream, i64, Vec<Vec<u8>>);

fn chunks() -> impl Strategy<Value = Vec<Chunk>> {
    let stream = prop_oneof![Just(Stream::Stdout), Just(Stream::Stderr)];
    let at = prop_oneof![0_i64..5, any::<i64>(), 1_795_166_102_000_000_i64..1_795_166_103_000_000];
    let byte = any::<u8>().prop_map(|b| if b == b'\n' { 0 } else { b });
    let small = prop::collection::vec(byte, 0..30);
    // Lines that fill a block or overflow it, now and then.
    let large = (0..TARGET_RAW * 2).prop_map(|length| vec![b'x'; length]);
    let line = prop_oneof![40 => small, 1 => large];
    prop::collection::vec((stream, at, prop::collection::vec(line, 0..12)), 0..12)
}

fn bytes(lines: &[Vec<u8>]) -> Vec<u8> {
    lines.iter().flat_map(|line| line.iter().copied().chain([b'\n'])).collect()
}

/// Gathers, seals and stores the chunks, beginning at `seq` and line 1.
fn stored(chunks: &[Chunk], seq: i64) -> Vec<StoredBlock> {
    let mut builder = BlockBuilder::new(3);
    let mut sealed = Vec::new();
    for (stream, at, lines) in chunks {
        let full = builder.push(*stream, Timestamp::from_micros(*at), &bytes(lines));
        sealed.extend(full.expect("whole lines"));
    }
    sealed.extend(builder.seal().expect("sealed"));
    assert!(builder.seal().expect("nothing is left").is_none());
    let (mut first_line, mut raw_start) = (1, 0);
    let mut place = |block: SealedBlock| {
        let stored = StoredBlock { first_seq: seq + first_line - 1, first_line, raw_start, block };
        first_line += stored.block.lines;
        raw_start += stored.block.raw_len;
        stored
    };
    sealed.into_iter().map(&mut place).collect()
}

fn expected(chunks: &[Chunk], seq: i64) -> Vec<Line> {
    let all =
        chunks.iter().flat_map(|(stream, at, lines)| lines.iter().map(move |l| (stream, at, l)));
    let line = |(index, (stream, at, bytes)): (usize, (&Stream, &i64, &Vec<u8>))| Line {
        seq: seq + index as i64,
        node: 3,
        number: 1 + index as i64,
        stream: *stream,
        at: Timestamp::from_micros(*at),
        bytes: bytes.clone(),
    };
    all.enumerate().map(line).collect()
}

/// The block with `data` instead, and a checksum that holds.
fn with_data(mut stored: StoredBlock, data: Vec<u8>) -> StoredBlock {
    stored.block.checksum = crc32fast::hash(&data);
    stored.block.data = data;
    stored
}

/// A block of three lines by two streams.
fn sample() -> StoredBlock {
    let chunks = [
        (Stream::Stdout, 5, vec![b"one".to_vec(), vec![]]),
        (Stream::Stderr, 4, vec![b"x".to_vec()]),
    ];
    stored(&chunks, 10).remove(0)
}

/// The version byte and a frame of `plain`.
fn framed(plain: &[u8]) -> Vec<u8> {
    let mut data = vec![1];
    data.extend(zstd::bulk::compress(plain, 1).expect("compressed"));
    data
}

proptest! {
    #[test]
    fn lines_come_back_as_they_were(chunks in chunks(), seq in 1_i64..1_000_000) {
        let blocks = stored(&chunks, seq);
        let mut lines = Vec::new();
        for stored in &blocks {
            let block = open(stored).expect("a good block");
            let range = block.first_line()..=block.last_line();
            prop_assert_eq!(block.last_line(), stored.last_line());
            prop_assert_eq!(block.number_of(stored.last_seq()), stored.last_line());
            prop_assert_eq!(block.raw().len() as i64, stored.block.raw_len);
            prop_assert!(stored.block.raw_len <= TARGET_RAW as i64 || stored.block.lines == 1);
            lines.extend(block.lines(range));
        }
        prop_assert!(lines == expected(&chunks, seq));
    }

    #[test]
    fn any_range_gives_its_lines_and_their_bytes(
        chunks in chunks(), from in -2_i64..80, length in -2_i64..80,
    ) {
        let all = expected(&chunks, 1);
        let range = from..=from + length;
        let (mut lines, mut raw) = (Vec::new(), Vec::new());
        for stored in stored(&chunks, 1) {
            let block = open(&stored).expect("a good block");
            lines.extend(block.lines(range.clone()));
            block.append_raw(range.clone(), &mut raw);
        }
        let wanted: Vec<_> = all.into_iter().filter(|line| range.contains(&line.number)).collect();
        prop_assert!(lines == wanted);
        let wanted: Vec<_> = wanted.into_iter().map(|line| line.bytes).collect();
        prop_assert!(raw == bytes(&wanted));
    }

    #[test]
    fn any_data_is_refused_or_read_but_no_panic(data: Vec<u8>, plain: Vec<u8>, lines in 1_i64..9, raw_len: i64) {
        let mut stored = sample();
        (stored.block.lines, stored.block.raw_len) = (lines, raw_len);
        prop_assert!(open(&with_data(stored.clone(), data)).is_err());
        for raw_len in [raw_len, raw_len.rem_euclid(64), plain.len() as i64] {
            stored.block.raw_len = raw_len;
            if let Ok(block) = open(&with_data(stored.clone(), framed(&plain))) {
                prop_assert_eq!(block.lines(i64::MIN..=i64::MAX).len() as i64, lines);
            }
        }
    }

    #[test]
    fn changed_runs_are_refused_or_read_but_no_panic(at in 0_usize..8, byte: u8) {
        let good = sample();
        let mut plain = zstd::bulk::decompress(&good.block.data[1..], 1000).expect("a frame");
        plain[at] = byte;
        if let Ok(block) = open(&with_data(good, framed(&plain))) {
            let lines = block.lines(1..=3);
            prop_assert_eq!(lines.iter().map(|line| line.bytes.len() + 1).sum::<usize>(), 7);
        }
    }

    #[test]
    fn a_changed_byte_is_noticed(at: prop::sample::Index, change in 1_u8..) {
        let mut stored = sample();
        let at = at.index(stored.block.data.len());
        stored.block.data[at] ^= change;
        let noticed = matches!(open(&stored), Err(BlockError::Checksum { .. }));
        prop_assert!(noticed);
    }
}

#[test]
fn a_row_that_does_not_fit_its_data_is_refused() {
    assert!(open(&sample()).is_ok());
    let changes: [fn(&mut StoredBlock); 13] = [
        |s| s.block.lines += 1,
        |s| s.block.lines -= 1,
        |s| s.block.lines = 0,
        |s| s.block.lines = i64::MIN,
        |s| s.block.raw_len += 1,
        |s| s.block.raw_len -= 1,
        |s| s.block.raw_len = i64::MAX,
        |s| s.block.raw_len = -1,
        |s| s.block.first_at = Timestamp::from_micros(6),
        |s| s.block.last_at = Timestamp::from_micros(5),
        |s| s.first_seq = 0,
        |s| s.first_seq = i64::MAX,
        |s| s.first_line = i64::MAX,
    ];
    for (index, change) in changes.iter().enumerate() {
        let mut stored = sample();
        change(&mut stored);
        assert!(matches!(open(&stored), Err(BlockError::Garbled(_))), "change {index}");
    }
}

#[test]
fn an_unknown_version_is_said_to_be_one() {
    for (data, version) in [(vec![], None), (vec![0, 1, 2], Some(0)), (vec![2], Some(2))] {
        let error = open(&with_data(sample(), data)).expect_err("no version 1");
        assert!(matches!(error, BlockError::Version(found) if found == version), "{error}");
    }
}

#[test]
fn data_that_swells_is_refused_before_it_does() {
    let bomb = framed(&vec![b'\n'; 64 << 20]);
    assert!(bomb.len() < 10_000);
    let error = open(&with_data(sample(), bomb)).expect_err("too large");
    assert!(error.to_string().contains("decompressed size"), "{error}");
    // A frame that claims little but is followed by another one.
    let mut twice = framed(b"\x01\x02\x0a\x07abcdef\n");
    twice.extend(zstd::bulk::compress(&vec![0; 1 << 20], 1).expect("compressed"));
    assert!(open(&with_data(sample(), twice)).is_err());
}

#[test]
fn what_is_not_whole_lines_is_not_taken() {
    let mut builder = BlockBuilder::new(0);
    let at = Timestamp::from_micros(1);
    assert!(matches!(builder.push(Stream::Stdout, at, b"a\nb"), Err(BlockError::Unended)));
    assert_eq!(builder.push(Stream::Stdout, at, b"").expect("nothing"), []);
    assert_eq!((builder.lines(), builder.raw_len(), builder.first_at()), (0, 0, None));
    assert_eq!(builder.push(Stream::Stdout, at, b"a\n\n").expect("gathered"), []);
    assert_eq!((builder.lines(), builder.raw_len(), builder.first_at()), (2, 3, Some(at)));
}

#[test]
fn a_block_is_sealed_when_it_is_full_and_no_line_is_cut() {
    let mut builder = BlockBuilder::new(0);
    let at = Timestamp::from_micros(1);
    let line = [vec![b'x'; 1023], vec![b'\n']].concat();
    let mut push = |bytes: &[u8]| {
        let sealed = builder.push(Stream::Stdout, at, bytes).expect("gathered");
        sealed.iter().map(|block| (block.lines, block.raw_len)).collect::<Vec<_>>()
    };
    let full = (256, TARGET_RAW as i64);
    assert_eq!(push(&line.repeat(255)), []);
    assert_eq!(push(&line), [full]);
    assert_eq!(push(&line.repeat(700)), [full, full]);
    // 188 lines wait; a line longer than a block seals them and is a block of its own.
    let long = [vec![b'y'; TARGET_RAW], vec![b'\n']].concat();
    assert_eq!(push(&long), [(188, 188 * 1024), (1, TARGET_RAW as i64 + 1)]);
}
