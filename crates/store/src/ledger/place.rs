//! Numbers for what is appended: blocks get their places, entries theirs after them.

use std::collections::HashMap;

use annals_domain::Seq;
use annals_domain::ledger::{Entry, NewEntry, SealedBlock, StoredBlock};

use crate::blocks::NodeHead;

/// Gives the blocks their places after `last`, and says where the nodes' logs end then.
pub(super) fn place(
    blocks: &[SealedBlock],
    mut last: Seq,
    nodes: Option<&HashMap<i64, NodeHead>>,
) -> (Vec<StoredBlock>, HashMap<i64, NodeHead>) {
    let mut nodes = nodes.cloned().unwrap_or_default();
    let stored = blocks.iter().map(|block| {
        let head = nodes.entry(block.node).or_default();
        let stored = StoredBlock {
            first_seq: last + 1,
            first_line: head.next_line,
            raw_start: head.next_byte,
            block: block.clone(),
        };
        head.next_line += block.lines;
        head.next_byte += block.raw_len;
        last += block.lines;
        stored
    });
    (stored.collect(), nodes)
}

pub(super) fn lines(blocks: &[SealedBlock]) -> i64 {
    blocks.iter().map(|block| block.lines).sum()
}

pub(super) fn count(entries: &[Entry]) -> i64 {
    i64::try_from(entries.len()).unwrap_or(0)
}

/// Gives entries the numbers after `last`.
pub(crate) fn number(entries: Vec<NewEntry>, last: Seq) -> Vec<Entry> {
    let numbered = (last + 1..).zip(entries);
    numbered.map(|(seq, new)| Entry { seq, kind: new.kind, at: new.at, body: new.body }).collect()
}
