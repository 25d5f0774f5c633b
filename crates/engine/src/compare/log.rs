//! Where the logs of two runs part. Both are read as bytes, a few blocks at a time, so that a
//! comparison holds no more than these however long the logs are.

use annals_domain::{NodeName, NodeRecord, RunId, head};
use bytes::Bytes;

use super::Pair;
use crate::engine::Engine;
use crate::{Error, LineQuery, LogBytes, WholeRun};

/// The most characters that are told of a line.
const LINE: usize = 4096;

/// How the logs of a node compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogDifference {
    /// The node.
    pub node: String,
    /// The lines that are alike from the beginning.
    pub same_lines: i64,
    /// The first line that differs; none if none does.
    pub first: Option<LogPlace>,
    /// Why the logs cannot be compared, if they cannot.
    pub unknown: Option<String>,
}

/// A line of two logs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPlace {
    /// Its number, from 1.
    pub line: i64,
    /// The first run's; none beyond the end of its log.
    pub a: Option<String>,
    /// The second run's.
    pub b: Option<String>,
}

impl Engine {
    /// Compares the logs of every node.
    pub(super) async fn compare_logs(
        &self,
        a: &WholeRun,
        b: &WholeRun,
        nodes: &[Pair<NodeRecord>],
    ) -> Result<Vec<LogDifference>, Error> {
        let mut all = Vec::new();
        for node in nodes {
            let unknown = removed(a).or_else(|| removed(b));
            let mut compared =
                LogDifference { node: node.name.clone(), same_lines: 0, first: None, unknown };
            if compared.unknown.is_none() {
                compared.same_lines = self.alike(&a.run.id, &b.run.id, node).await?;
                let line = compared.same_lines + 1;
                let place = LogPlace {
                    line,
                    a: self.line(&a.run.id, node.a.as_ref(), line).await?,
                    b: self.line(&b.run.id, node.b.as_ref(), line).await?,
                };
                // Beyond the end of both, there is none.
                compared.first = (place.a.is_some() || place.b.is_some()).then_some(place);
            }
            all.push(compared);
        }
        Ok(all)
    }

    /// How many lines are alike from the beginning.
    async fn alike(&self, a: &RunId, b: &RunId, node: &Pair<NodeRecord>) -> Result<i64, Error> {
        let (Some(of_a), Some(of_b)) = (&node.a, &node.b) else { return Ok(0) };
        let mut a = self.bytes(a, &of_a.name).await?;
        let mut b = self.bytes(b, &of_b.name).await?;
        let mut lines = 0;
        loop {
            let (more_a, more_b) = (a.fill().await?, b.fill().await?);
            let (here, there) = (&a.ahead, &b.ahead);
            let together = here.len().min(there.len());
            let alike = here.iter().zip(&there[..]).take_while(|(a, b)| a == b).count();
            lines += line_ends(&here[..alike]);
            // A last line that one log has not ended is the same line.
            if !(more_a && more_b) || alike < together {
                let last = |rest: &Bytes, more: bool| !more || rest.get(alike) == Some(&b'\n');
                let unended = a.in_line(alike) && last(here, more_a) && last(there, more_b);
                return Ok(lines + i64::from(unended));
            }
            a.pass(alike);
            b.pass(alike);
        }
    }

    async fn bytes(&self, run: &RunId, node: &NodeName) -> Result<Ahead, Error> {
        let text = self.log_text(run, Some(node)).await?;
        Ok(Ahead { log: text.read(0..u64::MAX).await?, ahead: Bytes::new(), last: b'\n' })
    }

    /// A line of a node's log, if there is one.
    async fn line(
        &self,
        run: &RunId,
        node: Option<&NodeRecord>,
        line: i64,
    ) -> Result<Option<String>, Error> {
        let Some(node) = node else { return Ok(None) };
        let query = LineQuery {
            node: Some(node.name.clone()),
            from_line: Some(line),
            to_line: Some(line),
            q: None,
        };
        let found = self.lines(run, query).await?;
        Ok(found.lines.first().map(|(_, line)| head(&line.text(), LINE).to_owned()))
    }
}

/// A log with what was read of it and not compared yet.
struct Ahead {
    log: LogBytes,
    ahead: Bytes,
    /// The byte before that.
    last: u8,
}

impl Ahead {
    /// Reads on where nothing is ahead; false at the end.
    async fn fill(&mut self) -> Result<bool, Error> {
        if self.ahead.is_empty()
            && let Some(bytes) = self.log.next().await?
        {
            self.ahead = bytes;
        }
        Ok(!self.ahead.is_empty())
    }

    fn pass(&mut self, bytes: usize) {
        if let Some(last) = self.ahead.split_to(bytes).last() {
            self.last = *last;
        }
    }

    /// Whether a line has begun before the byte at `place`.
    fn in_line(&self, place: usize) -> bool {
        place.checked_sub(1).map_or(self.last, |before| self.ahead[before]) != b'\n'
    }
}

fn line_ends(bytes: &[u8]) -> i64 {
    i64::try_from(memchr::memchr_iter(b'\n', bytes).count()).unwrap_or(i64::MAX)
}

fn removed(run: &WholeRun) -> Option<String> {
    let at = run.kept.removed_at?;
    Some(format!("the log of run #{} was removed at {at}", run.run.number))
}
