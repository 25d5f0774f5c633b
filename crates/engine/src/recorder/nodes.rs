//! The nodes of a run as the recorder knows them.

use std::collections::HashMap;

use annals_domain::ledger::{LogEnd, LogEndKind, SealedBlock};
use annals_domain::{EnvironmentId, NodeName, NodeOutcome, NodeRecord, NodeState, Timestamp};

pub(super) struct Nodes {
    all: Vec<NodeRecord>,
    /// Why logs of nodes that are about to end are not whole, by the nodes' indexes.
    lost: HashMap<i64, String>,
}

impl Nodes {
    pub(super) fn new(all: Vec<NodeRecord>) -> Self {
        Self { all, lost: HashMap::new() }
    }

    /// The index of a node; `setup` (0) for one that the plan does not have.
    pub(super) fn index(&self, name: &NodeName) -> i64 {
        self.all.iter().find(|node| node.name == *name).map_or(0, |node| node.index)
    }

    fn get(&mut self, name: &NodeName) -> Option<&mut NodeRecord> {
        self.all.iter_mut().find(|node| node.name == *name)
    }

    /// Counts the lines of a block; answers the node if it had ended already, whose counters nobody
    /// else would tell. The platform may have something to say after a node's end.
    pub(super) fn count(&mut self, block: &SealedBlock) -> Option<NodeRecord> {
        let node = self.all.iter_mut().find(|node| node.index == block.node)?;
        node.log_lines += block.lines;
        node.log_bytes += block.raw_len;
        let end = node.log_end.as_mut()?;
        if end.kind == LogEndKind::Complete {
            end.at_byte = node.log_bytes;
        }
        Some(node.clone())
    }

    pub(super) fn named(&mut self, name: &NodeName) -> Option<NodeRecord> {
        self.get(name).cloned()
    }

    /// A node began.
    pub(super) fn begin(
        &mut self,
        name: &NodeName,
        process: Option<String>,
        at: Timestamp,
    ) -> Option<NodeRecord> {
        let node = self.get(name)?;
        node.state = NodeState::Running;
        node.process = process;
        node.started_at = node.started_at.or(Some(at));
        node.tries += 1;
        Some(node.clone())
    }

    /// The environment of a node is there; the node as it is now, and whether it is the first in
    /// that environment.
    pub(super) fn furnish(
        &mut self,
        name: &NodeName,
        environment: &EnvironmentId,
    ) -> Option<(NodeRecord, bool)> {
        let same = |node: &NodeRecord| node.environment_id.as_ref() == Some(environment);
        let first = !self.all.iter().any(same);
        let node = self.get(name)?;
        node.environment_id = Some(environment.clone());
        Some((node.clone(), first))
    }

    /// The nodes of these names that succeeded.
    pub(super) fn succeeded<'n>(&self, names: &[&'n NodeName]) -> Vec<(&'n NodeName, i64)> {
        let index = |name: &NodeName| {
            let node = self.all.iter().find(|node| node.name == *name)?;
            (node.state == NodeState::Success).then_some(node.index)
        };
        names.iter().filter_map(|name| Some((*name, index(name)?))).collect()
    }

    /// A node ended, its output read to the end.
    pub(super) fn end(
        &mut self,
        name: &NodeName,
        outcome: &NodeOutcome,
        at: Timestamp,
    ) -> Option<NodeRecord> {
        let loss = self.lost.remove(&self.index(name));
        let node = self.get(name)?;
        node.state = state(outcome);
        node.ended_at = Some(at);
        node.exit_code = outcome.exit_code.map(i64::from);
        node.message.clone_from(&outcome.message);
        let (kind, reason) = match loss {
            Some(loss) => (LogEndKind::Lost, loss),
            None => (LogEndKind::Complete, reason(outcome)),
        };
        node.log_end = Some(LogEnd { kind, reason, at_byte: node.log_bytes });
        Some(node.clone())
    }

    /// Not all that a node printed could be read, as is said with its end.
    pub(super) fn lose_log(&mut self, name: &NodeName, reason: String) {
        self.lost.insert(self.index(name), reason);
    }

    /// A node will not begin.
    pub(super) fn skip(&mut self, name: &NodeName, reason: String) -> Option<NodeRecord> {
        let node = self.get(name)?;
        node.state = NodeState::Skipped;
        node.log_end =
            Some(LogEnd { kind: LogEndKind::Complete, reason: reason.clone(), at_byte: 0 });
        node.message = Some(reason);
        Some(node.clone())
    }

    /// Whatever had not ended is lost.
    pub(super) fn lose(&mut self, at: Timestamp, reason: &str) -> Vec<NodeRecord> {
        let open = self.all.iter_mut().filter(|node| node.log_end.is_none());
        open.map(|node| {
            let begun = node.state == NodeState::Running;
            node.state = if begun { NodeState::Failure } else { NodeState::Skipped };
            node.ended_at = begun.then_some(at);
            node.message = Some(reason.to_owned());
            let kind = if begun { LogEndKind::Lost } else { LogEndKind::Complete };
            node.log_end =
                Some(LogEnd { kind, reason: reason.to_owned(), at_byte: node.log_bytes });
            node.clone()
        })
        .collect()
    }
}

fn state(outcome: &NodeOutcome) -> NodeState {
    match (outcome.cancelled, &outcome.error_type) {
        (true, _) => NodeState::Cancelled,
        (false, Some(_)) => NodeState::Failure,
        (false, None) => NodeState::Success,
    }
}

/// Why a node's log ended, in words.
fn reason(outcome: &NodeOutcome) -> String {
    if let Some(message) = &outcome.message {
        return message.clone();
    }
    match (outcome.cancelled, outcome.exit_code, outcome.signal) {
        (true, _, _) => "cancelled".to_owned(),
        (_, Some(code), _) => format!("exited with code {code}"),
        (_, None, Some(signal)) => format!("killed by signal {signal}"),
        (_, None, None) => "done".to_owned(),
    }
}
