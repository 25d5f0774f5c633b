//! Searching: what matches line by line is found, and no filter passes over it.

#![no_main]

use annals_domain::ledger::StoredBlock;
use annals_domain::{Stream, Timestamp};
use annals_logs::{BlockBuilder, Case, Pattern, open};
use libfuzzer_sys::fuzz_target;
use regex::bytes::RegexBuilder;

fuzz_target!(|input: (bool, bool, &str, &[u8])| {
    let (is_regex, ignore, q, lines) = input;
    let case = if ignore { Case::Ignore } else { Case::Exact };
    let escaped = if is_regex { q.to_owned() } else { regex::escape(q) };
    if q.len() > 60 {
        return;
    }
    let pattern = if is_regex { Pattern::regex(q, case) } else { Pattern::text(q, case) };
    let mut builder = RegexBuilder::new(&escaped);
    builder.multi_line(true).case_insensitive(ignore).size_limit(4 << 20);
    let (Ok(pattern), Ok(one)) = (pattern, builder.build()) else { return };
    let raw = [lines, b"\n"].concat();
    let mut builder = BlockBuilder::new(1);
    builder.push(Stream::Stdout, Timestamp::from_micros(1), &raw).expect("whole lines");
    let block = builder.seal().expect("sealed").expect("lines");
    let stored = StoredBlock { first_seq: 1, first_line: 1, raw_start: 0, block };
    let block = open(&stored).expect("a good block");
    let found: Vec<_> = block.matching(&pattern).map(|line| line.bytes.to_vec()).collect();
    let lines = lines.split(|byte| *byte == b'\n');
    let wanted: Vec<_> = lines.filter(|line| one.is_match(line)).map(<[u8]>::to_vec).collect();
    assert_eq!(found, wanted);
    assert!(wanted.is_empty() || pattern.may_be_in(stored.block.filter.as_deref()));
    for line in found {
        assert!(pattern.matches(&line).iter().all(|range| range.end <= line.len()));
    }
});
