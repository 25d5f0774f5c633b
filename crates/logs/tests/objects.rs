//! Objects: what goes in comes out, and what is damaged is refused.

use std::ops::Range;

use annals_domain::ledger::{SealedBlock, StoredBlock};
use annals_domain::{Stream, Timestamp};
use annals_logs::{BlockBuilder, BlockError, FOOTER, Footer, ObjectBuilder, Placed};
use proptest::prelude::*;

fn sealed(node: i64, lines: &[String], at: i64) -> SealedBlock {
    let mut builder = BlockBuilder::new(node);
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let full = builder.push(Stream::Stdout, Timestamp::from_micros(at), text.as_bytes());
    assert!(full.expect("whole lines").is_empty());
    builder.seal().expect("sealed").expect("lines")
}

fn blocks() -> impl Strategy<Value = Vec<StoredBlock>> {
    let lines = prop::collection::vec("[a-z]{0,20}", 1..5);
    let block = (0..4_i64, lines, any::<i64>(), 1..i64::MAX / 2, 1..i64::MAX / 2);
    let block = block.prop_map(|(node, lines, at, seq, line)| StoredBlock {
        first_seq: seq,
        first_line: line,
        raw_start: seq / 2,
        block: sealed(node, &lines, at),
    });
    prop::collection::vec(block, 0..20)
}

fn object(blocks: &[StoredBlock]) -> (Vec<u8>, Vec<Placed>) {
    let (mut builder, begin) = ObjectBuilder::begin();
    let mut object = begin.to_vec();
    for block in blocks {
        builder.add(block);
        object.extend_from_slice(&block.block.data);
    }
    let (end, placed) = builder.finish().expect("finished");
    object.extend_from_slice(&end);
    (object, placed)
}

fn part(object: &[u8], range: Range<u64>) -> &[u8] {
    let small = |at: u64| usize::try_from(at).expect("small");
    &object[small(range.start)..small(range.end)]
}

/// The whole block at its place.
fn whole(object: &[u8], placed: &Placed) -> Result<StoredBlock, BlockError> {
    let mut block = placed.with_data(part(object, placed.data.clone()).to_vec())?;
    block.block.filter = placed.filter(part(object, placed.filter.clone()))?;
    Ok(block)
}

proptest! {
    #[test]
    fn blocks_are_found_by_the_index(blocks in blocks()) {
        let (object, placed) = object(&blocks);
        let footer = Footer::read(&object, object.len() as u64).expect("a footer");
        let index = footer.index(part(&object, footer.offset..footer.offset + footer.len)).expect("an index");
        prop_assert_eq!(&index, &placed);
        prop_assert_eq!(index.len(), blocks.len());
        for (placed, block) in index.iter().zip(blocks) {
            prop_assert_eq!(whole(&object, placed).expect("a whole block"), block);
        }
    }

    #[test]
    fn a_changed_byte_is_told(
        blocks in blocks(), at in any::<prop::sample::Index>(), bit in 0..8_u32,
    ) {
        let (mut object, placed) = object(&blocks);
        let at = at.index(object.len());
        object[at] ^= 1 << bit;
        let Ok(footer) = Footer::read(&object, object.len() as u64) else { return Ok(()) };
        let bytes = part(&object, footer.offset..footer.offset + footer.len);
        let Ok(index) = footer.index(bytes) else { return Ok(()) };
        prop_assert_eq!(&index, &placed);
        let all: Result<Vec<_>, _> = index.iter().map(|placed| whole(&object, placed)).collect();
        // The first bytes are for people who look what the object is.
        prop_assert_eq!(all.is_ok(), at < 8);
    }
}

#[test]
fn what_is_no_object_is_refused() {
    for bytes in [&[][..], &[0; FOOTER], &[0xff; 100]] {
        Footer::read(bytes, bytes.len() as u64).expect_err("no footer");
    }
    let (object, _) = object(&[]);
    Footer::read(&object, object.len() as u64 + 1).expect_err("of another size");
}
