//! The logs of a run's nodes as text.

use annals_domain::{NodeName, NodeRecord, Run, RunId};

use crate::engine::Engine;
use crate::logs::LogReader;
use crate::{Error, events};

/// How many blocks are read at once.
const BLOCKS: i64 = 8;

/// A stretch of one node's log as text.
#[derive(Debug, Clone, PartialEq)]
pub struct NodeText {
    /// The node.
    pub node: NodeRecord,
    /// The text; bytes that are not UTF-8 become U+FFFD.
    pub text: String,
    /// Whether something before `first_line` was left out for its size.
    pub truncated: bool,
    /// The number of its first line, from 1.
    pub first_line: i64,
}

impl Engine {
    /// The text of each step, and of `setup` where it printed, by start; of each at most
    /// `limit_bytes`, its end.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such run.
    pub async fn texts(&self, run: &RunId, limit_bytes: usize) -> Result<Vec<NodeText>, Error> {
        let run = self.run(run).await?;
        let (mut texts, mut log) = (Vec::new(), self.inner.log_of(&run).await?);
        for node in self.shown(&run).await? {
            texts.push(end_of(&mut log, node, limit_bytes).await?);
        }
        Ok(texts)
    }

    /// Lines `offset_line + 1` to `offset_line + limit_lines` of each node that
    /// [`Engine::texts`] shows.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such run.
    pub async fn text_page(
        &self,
        run: &RunId,
        offset_line: i64,
        limit_lines: i64,
    ) -> Result<Vec<NodeText>, Error> {
        let run = self.run(run).await?;
        let (mut texts, mut log) = (Vec::new(), self.inner.log_of(&run).await?);
        for node in self.shown(&run).await? {
            let first_line = offset_line.saturating_add(1);
            let last_line = offset_line.saturating_add(limit_lines).min(node.log_lines);
            let bytes = bytes(&mut log, &node, first_line, last_line).await?;
            texts.push(NodeText { node, text: text(bytes), truncated: false, first_line });
        }
        Ok(texts)
    }

    /// The nodes that have a row of their own: every step, and `setup` where it printed.
    async fn shown(&self, run: &Run) -> Result<Vec<NodeRecord>, Error> {
        let mut nodes = self.inner.store.nodes(&run.id, run.day()).await?;
        nodes.retain(|node| node.name != NodeName::setup() || node.log_lines > 0);
        nodes.sort_by_key(|node| (node.started_at.is_none(), node.started_at, node.index));
        Ok(nodes)
    }
}

async fn bytes(
    log: &mut LogReader,
    node: &NodeRecord,
    from: i64,
    to: i64,
) -> Result<Vec<u8>, Error> {
    let (mut bytes, mut next) = (Vec::new(), from);
    while next <= to {
        let blocks = log.by_line(node.index, next, BLOCKS).await?;
        let Some(last) = blocks.last() else { break };
        next = last.last_line() + 1;
        for block in &blocks {
            events::open(block)?.append_raw(from..=to, &mut bytes);
        }
    }
    Ok(bytes)
}

/// The end of a node's log in whole lines, at most `limit` bytes.
async fn end_of(log: &mut LogReader, node: NodeRecord, limit: usize) -> Result<NodeText, Error> {
    let (mut parts, mut size, mut before) = (Vec::new(), 0, i64::MAX);
    while size < limit && before > 1 {
        let blocks = log.before_line(node.index, before, BLOCKS).await?;
        let Some(first) = blocks.last() else { break };
        before = first.first_line;
        for block in &blocks {
            let open = events::open(block)?;
            size += open.raw().len();
            parts.push(open.raw().to_vec());
        }
    }
    parts.reverse();
    let bytes = parts.concat();
    let first_line = if parts.is_empty() { 1 } else { before };
    Ok(cut_to(node, bytes, first_line, limit))
}

/// Cuts whole lines off the beginning until at most `limit` bytes are left.
fn cut_to(node: NodeRecord, bytes: Vec<u8>, first_line: i64, limit: usize) -> NodeText {
    let over = bytes.len().saturating_sub(limit);
    let (mut at, mut line) = (0, first_line);
    if over > 0 {
        let ends: Vec<usize> = memchr::memchr_iter(b'\n', &bytes).collect();
        let cut = ends.iter().position(|end| end + 1 >= over);
        if let Some(cut) = cut {
            at = ends[cut] + 1;
            line += i64::try_from(cut).unwrap_or(0) + 1;
        }
    }
    let truncated = line > 1;
    NodeText { node, text: text(bytes[at..].to_vec()), truncated, first_line: line }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned())
}
