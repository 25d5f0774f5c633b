//! The tries of nodes that were tried more than once, read from the run's ledger.

use std::collections::HashMap;

use annals_domain::ledger::{Entry, EntryKind};
use annals_domain::{NodeRecord, RunId, Timestamp};
use serde_json::Value;

use crate::Error;
use crate::engine::Engine;

/// So many entries are read at once.
const PAGE: i64 = 1_000;

/// One try of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Try {
    /// When its process started; none where it never did.
    pub started_at: Option<Timestamp>,
    /// When it had ended; none while it goes on.
    pub ended_at: Option<Timestamp>,
    /// Why it failed, in a sentence.
    pub message: Option<String>,
}

/// Tries by the names of their nodes, each in order.
pub(crate) type Tries = HashMap<String, Vec<Try>>;

impl Engine {
    /// The tries of those of a run's nodes that were tried more than once, as far as its ledger
    /// still tells of them. Nothing is read where there is no such node.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer.
    pub(crate) async fn tries(&self, run: &RunId, nodes: &[NodeRecord]) -> Result<Tries, Error> {
        let again: Vec<_> = nodes.iter().filter(|node| node.tries > 1).collect();
        let mut read = Tries::new();
        let mut after = 0;
        while !again.is_empty() {
            let page = self.inner.store.entries(run, after, PAGE).await?;
            page.iter().for_each(|entry| take(&mut read, entry));
            match page.last() {
                Some(last) => after = last.seq,
                None => break,
            }
        }
        let told = again.into_iter().filter_map(|node| {
            let tries = read.remove(node.name.as_str())?;
            Some((node.name.to_string(), ended(tries, node)))
        });
        Ok(told.collect())
    }
}

/// Adds what an entry tells of a node's tries.
fn take(read: &mut Tries, entry: &Entry) {
    let body = &entry.body;
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let Some(node) = text(body.get("node")).filter(|_| entry.kind == EntryKind::Node) else {
        return;
    };
    let tries = read.entry(node).or_default();
    if let Some(retry) = body.get("retry") {
        let open = tries.pop_if(|last| last.ended_at.is_none());
        let started_at = open.and_then(|open| open.started_at);
        let message = text(retry.get("message"));
        tries.push(Try { started_at, ended_at: Some(entry.at), message });
    } else if text(body.get("state")).as_deref() == Some("running") {
        tries.push(Try { started_at: Some(entry.at), ended_at: None, message: None });
    }
}

/// The last try ends as its node does.
fn ended(mut tries: Vec<Try>, node: &NodeRecord) -> Vec<Try> {
    if let Some(last) = tries.last_mut().filter(|last| last.ended_at.is_none()) {
        last.ended_at = node.ended_at;
        last.message.clone_from(&node.message);
    }
    tries
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_try_has_its_own_times() {
        let mut read = Tries::new();
        let at = Timestamp::from_micros;
        let mut see = |seq: i64, kind: EntryKind, body: Value| {
            take(&mut read, &Entry { seq, kind, at: at(seq), body });
        };
        let running = |node: &str| json!({"node": node, "state": "running"});
        let retry = json!({"node": "a", "state": "running", "retry": {"message": "exit 1"}});
        see(1, EntryKind::Node, running("a"));
        see(2, EntryKind::Node, running("b"));
        see(3, EntryKind::Status, json!({"status": "running"}));
        see(4, EntryKind::Node, retry.clone());
        // The second try never came to start its process.
        see(5, EntryKind::Node, retry);
        see(6, EntryKind::Node, running("a"));
        let failed = |started_at, ended| Try {
            started_at,
            ended_at: Some(at(ended)),
            message: Some("exit 1".into()),
        };
        let open = Try { started_at: Some(at(6)), ended_at: None, message: None };
        assert_eq!(read["a"], [failed(Some(at(1)), 4), failed(None, 5), open]);
        assert_eq!(read["b"].len(), 1);
    }
}
