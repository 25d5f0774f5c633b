//! Reading log lines by number, and searching within a run.

use annals_domain::ledger::{Line, StoredBlock};
use annals_domain::{NodeName, NodeRecord, Run, RunId};

use crate::engine::Engine;
use crate::events::{self, Event};
use crate::{Error, LineQuery};

/// The most lines in one answer.
const PAGE: usize = 10_000;
/// How many blocks are read at once.
const BLOCKS: i64 = 4;

/// Lines answered to a [`LineQuery`].
#[derive(Debug, Clone, PartialEq)]
pub struct Lines {
    /// The lines, each with its node's name.
    pub lines: Vec<(NodeName, Line)>,
    /// The lines there are, whatever was asked for.
    pub total_lines: i64,
    /// Whether no line can follow: the node, or the run, has ended.
    pub ended: bool,
}

/// Which lines are wanted, by number.
struct Wanted<'q> {
    from: i64,
    to: i64,
    text: Option<&'q [u8]>,
}

impl Wanted<'_> {
    fn takes(&self, number: i64, bytes: &[u8]) -> bool {
        let found = |text| memchr::memmem::find(bytes, text).is_some();
        (self.from..=self.to).contains(&number) && self.text.is_none_or(found)
    }
}

impl Engine {
    /// Lines of a run, at most 10,000.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such run or node.
    pub async fn lines(&self, run: &RunId, query: LineQuery) -> Result<Lines, Error> {
        let run = self.run(run).await?;
        let nodes = self.inner.store.nodes(&run.id, run.day()).await?;
        let wanted = Wanted {
            from: query.from_line.unwrap_or(1),
            to: query.to_line.unwrap_or(i64::MAX),
            text: query.q.as_deref().map(str::as_bytes),
        };
        match query.node {
            Some(name) => {
                let node = nodes.into_iter().find(|node| node.name == name);
                let node = node.ok_or_else(|| Error::not_found("node", &name))?;
                self.of_node(&run, node, &wanted).await
            }
            None => self.of_all(&run, &nodes, &wanted).await,
        }
    }

    async fn of_node(
        &self,
        run: &Run,
        node: NodeRecord,
        wanted: &Wanted<'_>,
    ) -> Result<Lines, Error> {
        let mut lines = Vec::new();
        let mut from = wanted.from;
        while lines.len() < PAGE && from <= wanted.to.min(node.log_lines) {
            let store = &self.inner.store;
            let blocks = store.blocks_by_line(run.day(), &run.id, node.index, from, BLOCKS).await?;
            let Some(last) = blocks.last() else { break };
            from = last.last_line() + 1;
            for block in &blocks {
                lines.extend(matching(block, wanted)?.map(|line| (node.name.clone(), line)));
            }
        }
        lines.truncate(PAGE);
        let ended = node.log_end.is_some() || run.state.status.is_terminal();
        Ok(Lines { lines, total_lines: node.log_lines, ended })
    }

    /// All nodes by `seq`; a line's number is then its place among them.
    async fn of_all(
        &self,
        run: &Run,
        nodes: &[NodeRecord],
        wanted: &Wanted<'_>,
    ) -> Result<Lines, Error> {
        let names = nodes.iter().map(|node| node.name.clone()).collect::<Vec<_>>().into();
        let total_lines: i64 = nodes.iter().map(|node| node.log_lines).sum();
        let (mut lines, mut number, mut after) = (Vec::new(), 0, 0);
        while lines.len() < PAGE && number < wanted.to.min(total_lines) {
            let blocks = self.inner.store.blocks_by_seq(run.day(), &run.id, after, BLOCKS).await?;
            let Some(last) = blocks.last() else { break };
            after = last.last_seq();
            for block in &blocks {
                let before = number;
                number += block.block.lines;
                if number < wanted.from {
                    continue;
                }
                let Event::Lines { node, lines: found } = events::lines_of(&names, block, 0)?
                else {
                    continue;
                };
                let numbered = (before + 1..).zip(found);
                let kept = numbered.filter(|(number, line)| wanted.takes(*number, &line.bytes));
                lines.extend(kept.map(|(_, line)| (node.clone(), line)));
            }
        }
        lines.truncate(PAGE);
        Ok(Lines { lines, total_lines, ended: run.state.status.is_terminal() })
    }
}

/// The wanted lines of a block.
fn matching(
    stored: &StoredBlock,
    wanted: &Wanted<'_>,
) -> Result<impl Iterator<Item = Line>, Error> {
    let open = events::open(stored)?;
    let range = wanted.from.max(stored.first_line)..=wanted.to.min(stored.last_line());
    let found = open.line_refs(range).filter(|line| wanted.takes(line.number, line.bytes));
    Ok(found.map(|line| line.to_line()).collect::<Vec<_>>().into_iter())
}
