//! Reading log lines by number, and searching within a run.

use annals_domain::ledger::{Line, StoredBlock};
use annals_domain::{NodeName, NodeRecord, RunId, Timestamp};
use annals_logs::{Case, Pattern};
use annals_store::BlockHead;

use crate::engine::Engine;
use crate::events::{self, Event, Names};
use crate::logs::LogReader;
use crate::{Error, LineQuery};

/// The most lines in one answer.
const PAGE: usize = 10_000;
/// How many blocks are read at once.
const BLOCKS: i64 = 4;
/// How many blocks' filters are read at once.
const HEADS: usize = 512;
/// How many blocks are read at once of those that may hold a text.
const READ: usize = 4;

/// Lines answered to a [`LineQuery`].
#[derive(Debug, Clone, PartialEq)]
pub struct Lines {
    /// The lines, each with its node's name.
    pub lines: Vec<(NodeName, Line)>,
    /// The lines there are, whatever was asked for.
    pub total_lines: i64,
    /// Whether no line can follow: the node, or the run, has ended.
    pub ended: bool,
    /// When retention removed the lines; there are none to answer then.
    pub removed_at: Option<Timestamp>,
}

/// Which lines are wanted, by number.
struct Wanted {
    from: i64,
    to: i64,
}

impl Wanted {
    const fn takes(&self, number: i64) -> bool {
        self.from <= number && number <= self.to
    }

    /// Whether any of `lines` lines after the first `before` is wanted.
    const fn takes_any(&self, before: i64, lines: i64) -> bool {
        before < self.to && before + lines >= self.from
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
        let wanted =
            Wanted { from: query.from_line.unwrap_or(1), to: query.to_line.unwrap_or(i64::MAX) };
        let node = match query.node {
            None => None,
            Some(name) => {
                let node = nodes.iter().find(|node| node.name == name);
                Some(node.ok_or_else(|| Error::not_found("node", &name))?)
            }
        };
        let mut log = self.inner.log_of(&run).await?;
        let mut lines = match (&query.q, node) {
            (Some(text), _) => Self::searched(&mut log, &nodes, node, &wanted, text).await?,
            (None, Some(node)) => Self::of_node(&mut log, node, &wanted).await?,
            (None, None) => Self::of_all(&mut log, &nodes, &wanted).await?,
        };
        lines.truncate(PAGE);
        let ended = run.state.status.is_terminal() || node.is_some_and(|n| n.log_end.is_some());
        let (total_lines, removed_at) = (count(&nodes, node), log.removed_at());
        Ok(Lines { lines, total_lines, ended, removed_at })
    }

    async fn of_node(
        log: &mut LogReader,
        node: &NodeRecord,
        wanted: &Wanted,
    ) -> Result<Vec<(NodeName, Line)>, Error> {
        let mut lines = Vec::new();
        let mut from = wanted.from;
        while lines.len() < PAGE && from <= wanted.to.min(node.log_lines) {
            let blocks = log.by_line(node.index, from, BLOCKS).await?;
            let Some(last) = blocks.last() else { break };
            from = last.last_line() + 1;
            for block in &blocks {
                let open = events::open(block)?;
                let found = open.line_refs(wanted.from..=wanted.to);
                lines.extend(found.map(|line| (node.name.clone(), line.to_line())));
            }
        }
        Ok(lines)
    }

    /// All nodes by `seq`; a line's number is then its place among them.
    async fn of_all(
        log: &mut LogReader,
        nodes: &[NodeRecord],
        wanted: &Wanted,
    ) -> Result<Vec<(NodeName, Line)>, Error> {
        let (names, total) = (names(nodes), count(nodes, None));
        let (mut lines, mut number, mut after) = (Vec::new(), 0, 0);
        while lines.len() < PAGE && number < wanted.to.min(total) {
            let blocks = log.by_seq(after, BLOCKS).await?;
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
                let kept = (before + 1..).zip(found).filter(|(number, _)| wanted.takes(*number));
                lines.extend(kept.map(|(_, line)| (node.clone(), line)));
            }
        }
        Ok(lines)
    }

    /// Lines that contain a text, of one node or of all by `seq`. Blocks whose filters say that
    /// they cannot hold it are not read.
    async fn searched(
        log: &mut LogReader,
        nodes: &[NodeRecord],
        node: Option<&NodeRecord>,
        wanted: &Wanted,
        text: &str,
    ) -> Result<Vec<(NodeName, Line)>, Error> {
        let pattern =
            Pattern::text(text, Case::Exact).map_err(|error| Error::invalid("q", error))?;
        let names = names(nodes);
        let (mut lines, mut number) = (Vec::new(), 0);
        for blocks in log.sizes().await?.chunks(HEADS) {
            let heads = log.heads((blocks[0].0, blocks[blocks.len() - 1].0)).await?;
            let places = places(heads, node, &mut number);
            let hopeful = places.into_iter().filter(|(before, head)| {
                wanted.takes_any(*before, head.lines) && pattern.may_be_in(head.filter.as_deref())
            });
            let (befores, hopeful): (Vec<i64>, Vec<_>) = hopeful.unzip();
            for (befores, heads) in befores.chunks(READ).zip(hopeful.chunks(READ)) {
                let blocks = log.of(heads).await?;
                for (before, block) in befores.iter().zip(&blocks) {
                    let found = matching(block, *before, wanted, &pattern)?;
                    let name = events::name(&names, block.block.node);
                    lines.extend(found.into_iter().map(|line| (name.clone(), line)));
                }
                if lines.len() >= PAGE {
                    return Ok(lines);
                }
            }
        }
        Ok(lines)
    }
}

fn names(nodes: &[NodeRecord]) -> Names {
    nodes.iter().map(|node| node.name.clone()).collect::<Vec<_>>().into()
}

/// The lines that a node, or all of them, have.
fn count(nodes: &[NodeRecord], node: Option<&NodeRecord>) -> i64 {
    node.map_or_else(|| nodes.iter().map(|node| node.log_lines).sum(), |node| node.log_lines)
}

/// The blocks of a node, or all, each with the lines before it there; `number` goes on counting
/// those of all.
fn places(
    heads: Vec<BlockHead>,
    node: Option<&NodeRecord>,
    number: &mut i64,
) -> Vec<(i64, BlockHead)> {
    let place = |head: BlockHead| {
        let before = node.map_or(*number, |_| head.first_line - 1);
        *number += head.lines;
        (before, head)
    };
    let of_node = |head: &BlockHead| node.is_none_or(|node| node.index == head.node);
    let placed: Vec<_> = heads.into_iter().map(place).collect();
    placed.into_iter().filter(|(_, head)| of_node(head)).collect()
}

/// The wanted lines of a block that match; `before` lines stand before it.
fn matching(
    stored: &StoredBlock,
    before: i64,
    wanted: &Wanted,
    pattern: &Pattern,
) -> Result<Vec<Line>, Error> {
    let open = events::open(stored)?;
    let number = |line: i64| before + line - stored.first_line + 1;
    let found = open.matching(pattern).filter(|line| wanted.takes(number(line.number)));
    Ok(found.map(|line| line.to_line()).collect())
}
