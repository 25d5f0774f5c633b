//! The limit on what is kept of a run's log.
//!
//! Lines are kept whole as long as they fit; the first that does not fit and all after it are not
//! kept, whichever node prints them. The last line of a node's log says so then. That line is all
//! that has to be found again after a restart: whatever comes behind it is passed over.

use std::collections::HashMap;

use annals_domain::ledger::{Line, LogEndKind};
use annals_domain::{LogChunk, NodeRecord, Run, Stream};
use memchr::memrchr;

use crate::engine::Inner;
use crate::{Error, events};

/// What the last line of a log that was cut begins with.
const NOTICE: &str = "annals: the log ends here, at the limit of ";

/// What is kept of a run's log and how much may be.
pub(super) struct Limit {
    most: i64,
    /// The bytes kept of each node's log, without the line that says it was cut.
    bytes: HashMap<i64, i64>,
    /// The nodes whose logs were cut.
    cut: Vec<i64>,
    /// Whether a line did not fit.
    full: bool,
}

/// What is to be done with some lines.
pub(super) enum Fit {
    /// Keep them.
    All,
    /// Keep what is left of them, if anything, and then the line that says so.
    Cut(LogChunk),
    /// Pass them over.
    Nothing,
}

impl Limit {
    /// The limit of a run of which something may be recorded already.
    pub(super) async fn of(inner: &Inner, run: &Run, nodes: &[NodeRecord]) -> Result<Self, Error> {
        let most = inner.settings.max_log_bytes;
        let mut limit = Self { most, bytes: HashMap::new(), cut: Vec::new(), full: false };
        for node in nodes.iter().filter(|node| node.log_lines > 0) {
            let notice = match &node.log_end {
                Some(end) if end.kind == LogEndKind::Cut => Some(node.log_bytes - end.at_byte),
                Some(_) => None,
                None => last_line(inner, run, node).await?.as_ref().and_then(notice_len),
            };
            limit.bytes.insert(node.index, node.log_bytes - notice.unwrap_or(0));
            limit.cut.extend(notice.map(|_| node.index));
        }
        limit.full = !limit.cut.is_empty();
        Ok(limit)
    }

    /// Decides on lines that `node` printed; what does not fit is taken off `chunk`.
    pub(super) fn fit(&mut self, node: i64, chunk: &mut LogChunk) -> Fit {
        if self.cut.contains(&node) {
            return Fit::Nothing;
        }
        let left = if self.full { 0 } else { self.most - self.bytes.values().sum::<i64>() };
        let left = usize::try_from(left).unwrap_or(0);
        let cut = chunk.bytes.len() > left;
        if cut {
            let whole = memrchr(b'\n', &chunk.bytes[..left]).map_or(0, |end| end + 1);
            chunk.bytes.truncate(whole);
        }
        *self.bytes.entry(node).or_default() += i64::try_from(chunk.bytes.len()).unwrap_or(0);
        if !cut {
            return Fit::All;
        }
        self.full = true;
        self.cut.push(node);
        let text = format!("{NOTICE}{} bytes a run; what follows is not kept\n", self.most);
        let (node, bytes) = (chunk.node.clone(), text.into_bytes());
        Fit::Cut(LogChunk { node, stream: Stream::Stderr, at: chunk.at, bytes })
    }

    /// Says of a node that has ended whether its log was cut.
    pub(super) fn mark(&self, node: &mut NodeRecord) {
        let Some(end) = &mut node.log_end else { return };
        if self.cut.contains(&node.index) {
            end.kind = LogEndKind::Cut;
            end.reason = format!("the limit of {} bytes a run; {}", self.most, end.reason);
            end.at_byte = self.bytes.get(&node.index).copied().unwrap_or(0);
        }
    }
}

/// The last line that is kept of a node.
async fn last_line(inner: &Inner, run: &Run, node: &NodeRecord) -> Result<Option<Line>, Error> {
    let (day, last) = (run.day(), node.log_lines);
    let blocks = inner.store.blocks_by_line(day, &run.id, node.index, last, 1).await?;
    let Some(block) = blocks.first() else { return Ok(None) };
    Ok(events::open(block)?.lines(last..=last).pop())
}

/// The bytes of the line that says that a log was cut, if it is one.
fn notice_len(line: &Line) -> Option<i64> {
    let is_one = line.stream == Stream::Stderr && line.bytes.starts_with(NOTICE.as_bytes());
    is_one.then(|| i64::try_from(line.bytes.len()).unwrap_or(0) + 1)
}

#[cfg(test)]
mod tests {
    use annals_domain::{NodeName, Timestamp};

    use super::*;

    fn limit(most: i64) -> Limit {
        Limit { most, bytes: HashMap::new(), cut: Vec::new(), full: false }
    }

    fn fit(limit: &mut Limit, node: i64, text: &str) -> (String, bool) {
        let (name, at) = (NodeName::main(), Timestamp::from_micros(1));
        let bytes = text.as_bytes().to_vec();
        let mut chunk = LogChunk { node: name, stream: Stream::Stdout, at, bytes };
        match limit.fit(node, &mut chunk) {
            Fit::All => (String::from_utf8_lossy(&chunk.bytes).into_owned(), false),
            Fit::Cut(_) => (String::from_utf8_lossy(&chunk.bytes).into_owned(), true),
            Fit::Nothing => ("-".to_owned(), false),
        }
    }

    #[test]
    fn whole_lines_are_kept_up_to_the_limit() {
        let mut of = limit(10);
        assert_eq!(fit(&mut of, 1, "abc\nde\n"), ("abc\nde\n".into(), false));
        assert_eq!(fit(&mut of, 1, "f\nghi\nj\n"), ("f\n".into(), true));
        // A line that would still fit comes after one that did not.
        assert_eq!(fit(&mut of, 1, "\n"), ("-".into(), false));
        assert_eq!(fit(&mut of, 2, "\n"), (String::new(), true));
        assert_eq!((of.bytes[&1], of.bytes[&2]), (9, 0));
    }

    #[test]
    fn where_it_is_cut_does_not_depend_on_how_the_lines_come() {
        let text = "one\ntwo\nthree\nfour\n";
        for most in 0..=20 {
            let whole = fit(&mut limit(most), 1, text);
            let mut by_line = limit(most);
            let lines = text.split_inclusive('\n').map(|line| fit(&mut by_line, 1, line));
            let kept: Vec<_> = lines.filter(|(text, _)| text != "-").collect();
            let joined: String = kept.iter().map(|(text, _)| text.as_str()).collect();
            assert_eq!(whole, (joined, kept.iter().any(|(_, cut)| *cut)), "{most}");
        }
    }
}
