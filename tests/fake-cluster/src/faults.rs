//! What goes wrong, and with which requests.

use std::collections::HashMap;
use std::time::Duration;

/// A kind of request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum On {
    /// Making a Workflow.
    CreateWorkflow,
    /// Making a Secret.
    CreateSecret,
    /// Listing Workflows.
    ListWorkflows,
    /// Watching Workflows.
    WatchWorkflows,
    /// Asking for one Workflow.
    GetWorkflow,
    /// Changing a Workflow.
    PatchWorkflow,
    /// Removing a Workflow.
    DeleteWorkflow,
    /// Asking for one pod.
    GetPod,
    /// Reading a log.
    Log,
    /// Anything else.
    Other,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is done, and this is answered.
    Refused {
        /// The HTTP status.
        code: u16,
        /// The seconds in `Retry-After`, if it is there.
        retry_after: Option<u32>,
    },
    /// All is done, and the answer is this, as from a gateway that did not wait.
    DoneBut(u16),
    /// A watch is told, as its first event, that the version it begins at is gone.
    Gone,
    /// The connection ends after so many bytes of the answer's body.
    Cut(usize),
    /// The answer begins so much later.
    Slow(Duration),
}

/// The faults to come, and the requests so far.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    to_come: Vec<(On, usize, Fault)>,
    asked: HashMap<On, usize>,
}

impl Faults {
    pub(crate) fn add(&mut self, on: On, times: usize, fault: Fault) {
        self.to_come.push((on, times, fault));
    }

    pub(crate) fn asked(&self, on: On) -> usize {
        self.asked.get(&on).copied().unwrap_or(0)
    }

    /// Takes note of a request; the fault that it meets.
    pub(crate) fn meet(&mut self, on: On) -> Option<Fault> {
        *self.asked.entry(on).or_default() += 1;
        let place = self.to_come.iter().position(|(kind, ..)| *kind == on)?;
        let (_, left, fault) = &mut self.to_come[place];
        let fault = *fault;
        *left -= 1;
        if *left == 0 {
            self.to_come.remove(place);
        }
        Some(fault)
    }
}
