//! Blocks: lines come back as they were; whatever is read from disk is opened or refused.

#![no_main]

use annals_domain::ledger::{SealedBlock, StoredBlock};
use annals_domain::{Stream, Timestamp};
use annals_logs::{BlockBuilder, open};
use arbitrary::{Arbitrary, Unstructured};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, Arbitrary)]
enum Input {
    /// Lines that are sealed and opened again.
    Lines(Vec<(bool, i64, Vec<u8>)>),
    /// Data as it may lie in a database, with a checksum that holds.
    Data(Row, Vec<u8>),
    /// A frame that can be decompressed to these bytes.
    Frame(Row, Vec<u8>),
}

/// What a block's row says.
#[derive(Debug, Arbitrary)]
struct Row {
    first_seq: i64,
    first_line: i64,
    lines: i64,
    raw_len: i64,
    times: (i64, i64),
}

fn stored(row: &Row, data: Vec<u8>) -> StoredBlock {
    let block = SealedBlock {
        node: 1,
        lines: row.lines,
        raw_len: row.raw_len,
        first_at: Timestamp::from_micros(row.times.0),
        last_at: Timestamp::from_micros(row.times.1),
        checksum: crc32fast::hash(&data),
        filter: None,
        data,
    };
    let (first_seq, first_line) = (row.first_seq, row.first_line);
    StoredBlock { first_seq, first_line, raw_start: 0, block }
}

/// Opens a block; one that opens is what its row says.
fn read(stored: &StoredBlock) {
    let Ok(block) = open(stored) else { return };
    let lines = block.lines(block.first_line()..=block.last_line());
    assert_eq!(lines.len() as i64, stored.block.lines);
    assert_eq!(block.raw().len() as i64, stored.block.raw_len);
    let mut raw = Vec::new();
    block.append_raw(i64::MIN..=i64::MAX, &mut raw);
    assert!(raw == block.raw());
    assert_eq!(block.lines(block.last_line()..=i64::MAX).len(), 1);
}

fn round_trip(chunks: &[(bool, i64, Vec<u8>)]) {
    let mut builder = BlockBuilder::new(1);
    let (mut sealed, mut all) = (Vec::new(), Vec::new());
    for (is_stderr, at, bytes) in chunks {
        let stream = if *is_stderr { Stream::Stderr } else { Stream::Stdout };
        let bytes = [bytes.as_slice(), b"\n"].concat();
        let pushed = builder.push(stream, Timestamp::from_micros(*at), &bytes);
        sealed.extend(pushed.expect("whole lines"));
        all.extend(bytes);
    }
    sealed.extend(builder.seal().expect("sealed"));
    let (mut first, mut raw) = (1, Vec::new());
    for block in sealed {
        let stored = StoredBlock { first_seq: first, first_line: first, raw_start: 0, block };
        raw.extend_from_slice(open(&stored).expect("a good block").raw());
        read(&stored);
        first += stored.block.lines;
    }
    assert!(raw == all, "lines came back otherwise");
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(input) = Input::arbitrary_take_rest(Unstructured::new(bytes)) else { return };
    match input {
        Input::Lines(chunks) => round_trip(&chunks),
        Input::Data(row, data) => read(&stored(&row, data)),
        Input::Frame(mut row, plain) => {
            let frame = zstd::bulk::compress(&plain, 1).expect("compressed");
            let data = [&[1], frame.as_slice()].concat();
            read(&stored(&row, data.clone()));
            // With the sizes that such a frame may have, more of it is looked at.
            (row.first_seq, row.first_line) = (1, 1);
            row.lines = plain.iter().filter(|byte| **byte == b'\n').count() as i64;
            for raw_len in 0..=plain.len().min(64) {
                row.raw_len = (plain.len() - raw_len) as i64;
                read(&stored(&row, data.clone()));
            }
        }
    }
});
