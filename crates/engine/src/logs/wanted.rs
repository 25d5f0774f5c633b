//! Which blocks of a log are wanted, and finding them in an index.

use annals_domain::Seq;
use annals_domain::ledger::StoredBlock;
use annals_logs::Placed;
use annals_store::BlockHead;

/// Which blocks.
#[derive(Clone, Copy)]
pub(super) enum Wanted<'w> {
    /// Those of a node from the one that holds this line on.
    ByLine(i64, i64),
    /// Those of a node that begin before this line, the last first.
    Before(i64, i64),
    /// Those of a node from the one that holds this byte on.
    ByByte(i64, i64),
    /// Those of all nodes from the one that holds the first line after this `seq` on.
    BySeq(Seq),
    /// Those with these heads, by `seq`.
    Of(&'w [BlockHead]),
}

impl Wanted<'_> {
    /// Whether so many are all that can be there, as far as one can tell.
    pub(super) const fn is_all(self, found: usize) -> bool {
        match self {
            Self::Of(heads) => found == heads.len(),
            _ => found > 0,
        }
    }

    /// Those of the index, which is by `seq`, at most `limit`.
    pub(super) fn of(self, index: &[Placed], limit: usize) -> Vec<&Placed> {
        let of_node =
            |node: i64| index.iter().filter(move |placed| placed.block.block.node == node);
        match self {
            Self::ByLine(node, line) => {
                let from = of_node(node).filter(|placed| placed.block.last_line() >= line);
                from.take(limit).collect()
            }
            Self::Before(node, line) => {
                let before = of_node(node).filter(|placed| placed.block.first_line < line);
                before.rev().take(limit).collect()
            }
            Self::ByByte(node, byte) => {
                let end = |block: &StoredBlock| block.raw_start + block.block.raw_len;
                of_node(node).filter(|placed| end(&placed.block) > byte).take(limit).collect()
            }
            Self::BySeq(seq) => {
                let after = index.iter().filter(|placed| placed.block.last_seq() > seq);
                after.take(limit).collect()
            }
            Self::Of(heads) => {
                let at = |head: &BlockHead| {
                    index.binary_search_by_key(&head.first_seq, |placed| placed.block.first_seq)
                };
                heads.iter().filter_map(|head| index.get(at(head).ok()?)).collect()
            }
        }
    }
}
