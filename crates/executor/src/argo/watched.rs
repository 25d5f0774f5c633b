//! What a watch tells, made whole: after a disconnection everything is listed anew, and what was
//! removed in between is only seen by its absence.

use std::collections::HashSet;

use kube::runtime::watcher::{Error, Event};

use super::{Workflow, names};
use crate::AttemptRef;

/// What a watch saw.
#[derive(Debug)]
pub enum Change {
    /// The Workflow of an attempt stands so.
    Is(AttemptRef, Box<Workflow>),
    /// The Workflow of an attempt is gone.
    Gone(AttemptRef),
    /// All that there are have been told of; another such word follows each disconnection.
    Complete,
    /// The cluster could not be watched for a while; this was the trouble.
    Trouble(String),
}

/// The attempts that a watch has told of and not seen to be gone.
#[derive(Debug, Default)]
pub(super) struct Watched {
    known: HashSet<AttemptRef>,
    /// Those that the list under way has had.
    listed: HashSet<AttemptRef>,
}

impl Watched {
    /// What an event means.
    pub(super) fn take(&mut self, event: Result<Event<Workflow>, Error>) -> Vec<Change> {
        match event {
            Ok(Event::Init) => {
                self.listed.clear();
                Vec::new()
            }
            Ok(Event::InitApply(workflow)) => self.is(workflow, true),
            Ok(Event::Apply(workflow)) => self.is(workflow, false),
            Ok(Event::InitDone) => self.complete(),
            Ok(Event::Delete(workflow)) => {
                let attempt = names::attempt_of(&workflow);
                let gone = attempt.filter(|attempt| self.known.remove(attempt));
                gone.map(Change::Gone).into_iter().collect()
            }
            Err(error) => vec![Change::Trouble(error.to_string())],
        }
    }

    fn is(&mut self, mut workflow: Workflow, listed: bool) -> Vec<Change> {
        let Some(attempt) = names::attempt_of(&workflow) else { return Vec::new() };
        self.known.insert(attempt.clone());
        if listed {
            self.listed.insert(attempt.clone());
        }
        if let Some(status) = &mut workflow.status {
            status.unpack();
        }
        vec![Change::Is(attempt, Box::new(workflow))]
    }

    fn complete(&mut self) -> Vec<Change> {
        let listed = std::mem::take(&mut self.listed);
        let gone = std::mem::replace(&mut self.known, listed);
        let mut changes: Vec<_> =
            gone.into_iter().filter(|a| !self.known.contains(a)).map(Change::Gone).collect();
        changes.push(Change::Complete);
        changes
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn workflow(run: &str) -> Workflow {
        let text = json!({
            "metadata": {
                "name": run, "labels": {"annals/epoch": "1"}, "annotations": {"annals/run-id": run},
            },
            "spec": {"entrypoint": "x", "templates": []},
        });
        serde_json::from_value(text).expect("a workflow")
    }

    fn short(changes: &[Change]) -> Vec<String> {
        let text = |change: &Change| match change {
            Change::Is(attempt, _) => format!("is {}", attempt.run_id),
            Change::Gone(attempt) => format!("gone {}", attempt.run_id),
            Change::Complete => "complete".to_owned(),
            Change::Trouble(text) => text.clone(),
        };
        changes.iter().map(text).collect()
    }

    #[test]
    fn what_is_gone_after_a_disconnection_is_told() {
        let mut watched = Watched::default();
        let mut take = |event| short(&watched.take(Ok(event)));
        assert_eq!(take(Event::Init), [""; 0]);
        assert_eq!(take(Event::InitApply(workflow("a"))), ["is a"]);
        assert_eq!(take(Event::InitApply(workflow("b"))), ["is b"]);
        assert_eq!(take(Event::InitDone), ["complete"]);
        assert_eq!(take(Event::Apply(workflow("c"))), ["is c"]);
        assert_eq!(take(Event::Delete(workflow("a"))), ["gone a"]);
        assert_eq!(take(Event::Delete(workflow("a"))), [""; 0]);
        // A list that broke off says nothing of what it did not come to.
        assert_eq!(take(Event::Init), [""; 0]);
        assert_eq!(take(Event::Init), [""; 0]);
        assert_eq!(take(Event::InitApply(workflow("c"))), ["is c"]);
        assert_eq!(take(Event::InitDone), ["gone b", "complete"]);
    }
}
