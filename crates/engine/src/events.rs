//! Events: the ledger as live streams and readers see it, entries and lines in one order.

use std::sync::Arc;

use annals_domain::ledger::{Entry, Line, StoredBlock};
use annals_domain::{NodeName, RunId, Seq};
use annals_store::Appended;

use crate::engine::Inner;
use crate::logs::LogReader;
use crate::{Error, history};

/// The most blocks read for one answer.
const BLOCKS: i64 = 4;
/// The most entries read for one answer.
const ENTRIES: i64 = 500;

/// One thing of a run's ledger.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A status, node, artifact or history entry.
    Entry(Entry),
    /// Consecutive lines of one node; their `seq`s have no gap.
    Lines {
        /// The node that printed them.
        node: NodeName,
        /// The lines, at least one.
        lines: Vec<Line>,
    },
}

impl Event {
    /// The `seq` of its beginning.
    #[must_use]
    pub fn first_seq(&self) -> Seq {
        match self {
            Self::Entry(entry) => entry.seq,
            Self::Lines { lines, .. } => lines.first().map_or(0, |line| line.seq),
        }
    }

    /// The last `seq` it covers.
    #[must_use]
    pub fn last_seq(&self) -> Seq {
        match self {
            Self::Entry(entry) => entry.seq,
            Self::Lines { lines, .. } => lines.last().map_or(0, |line| line.seq),
        }
    }

    /// The part of it after `after`; none if there is none.
    fn after(&self, after: Seq) -> Option<Self> {
        match self {
            _ if self.last_seq() <= after => None,
            Self::Lines { node, lines } if self.first_seq() <= after => {
                let at = lines.partition_point(|line| line.seq <= after);
                Some(Self::Lines { node: node.clone(), lines: lines[at..].to_vec() })
            }
            whole => Some(whole.clone()),
        }
    }
}

/// The names of a run's nodes, by index.
pub(crate) type Names = Arc<[NodeName]>;

pub(crate) fn name(names: &Names, index: i64) -> NodeName {
    let known = usize::try_from(index).ok().and_then(|index| names.get(index));
    known.cloned().unwrap_or_else(NodeName::main)
}

/// The lines of a block after `after`, as an event.
pub(crate) fn lines_of(names: &Names, stored: &StoredBlock, after: Seq) -> Result<Event, Error> {
    let open = open(stored)?;
    let first = stored.first_line + (after + 1 - stored.first_seq).max(0);
    let lines = open.lines(first..=stored.last_line());
    Ok(Event::Lines { node: name(names, stored.block.node), lines })
}

/// Opens a block; one that is damaged is this system's failure.
pub(crate) fn open(stored: &StoredBlock) -> Result<annals_logs::OpenBlock, Error> {
    annals_logs::open(stored).map_err(|error| {
        Error::Internal(format!("the log block at seq {} is damaged: {error}", stored.first_seq))
    })
}

/// The events of one append after `after`.
pub(crate) fn of_appended(names: &Names, appended: &Appended) -> Result<Vec<Event>, Error> {
    let lines = appended.blocks.iter().map(|block| lines_of(names, block, 0));
    let entries = appended.entries.iter().map(|entry| Ok(Event::Entry(entry.clone())));
    lines.chain(entries).collect()
}

/// Those of `events` that come after `after`.
pub(crate) fn after(events: &[Event], after: Seq) -> Vec<Event> {
    events.iter().filter_map(|event| event.after(after)).collect()
}

/// Reads from storage what comes after `after` and is known to be stored up to `bound`, in order.
///
/// Blocks and entries are read one after the other; that nothing beyond `bound` is taken keeps a
/// later append from showing its one half only.
pub(crate) async fn read(
    inner: &Inner,
    run: &RunId,
    log: &mut LogReader,
    names: &Names,
    (after, bound): (Seq, Seq),
) -> Result<Vec<Event>, Error> {
    let entries = inner.store.entries(run, after, ENTRIES).await?;
    let blocks = log.by_seq(after, BLOCKS).await?;
    // Beyond the end of a list that was cut, the other list may not go on yet.
    let cut = |full: bool, last: Option<Seq>| if full { last.unwrap_or(bound) } else { bound };
    let horizon = bound
        .min(cut(entries.len() as i64 == ENTRIES, entries.last().map(|entry| entry.seq)))
        .min(cut(blocks.len() as i64 == BLOCKS, blocks.last().map(StoredBlock::last_seq)));
    let mut events = Vec::new();
    for block in blocks.iter().filter(|block| block.first_seq <= horizon) {
        events.push(lines_of(names, block, after)?);
    }
    let entries = entries.into_iter().filter(|entry| entry.seq <= horizon).collect();
    events.extend(history::fill(inner, run, entries).await?.into_iter().map(Event::Entry));
    events.sort_by_key(Event::first_seq);
    Ok(events)
}
