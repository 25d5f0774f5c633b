//! The fair queue: tasks take turns, so that one with a thousand waiting runs starves no other.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use annals_domain::{RunId, TaskId};

/// Runs that wait for a slot, and the slots.
pub(crate) struct Queue(Mutex<State>);

struct State {
    free: usize,
    /// The tasks with waiting runs, in the order of their turns.
    turns: VecDeque<TaskId>,
    waiting: HashMap<TaskId, VecDeque<RunId>>,
    /// All that wait.
    known: HashSet<RunId>,
}

impl Queue {
    pub(crate) fn new(slots: usize) -> Self {
        Self(Mutex::new(State {
            free: slots,
            turns: VecDeque::new(),
            waiting: HashMap::new(),
            known: HashSet::new(),
        }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a run wait behind its task's others; the task's turn comes after every task's that
    /// already waits. One that waits already is let be.
    pub(crate) fn push(&self, task: &TaskId, run: RunId) {
        let mut state = self.state();
        if !state.known.insert(run.clone()) {
            return;
        }
        let runs = state.waiting.entry(task.clone()).or_default();
        runs.push_back(run);
        if runs.len() == 1 {
            state.turns.push_back(task.clone());
        }
    }

    /// Takes a slot and the run whose turn it is; none if there is no slot or no run.
    pub(crate) fn take(&self) -> Option<RunId> {
        let mut state = self.state();
        if state.free == 0 {
            return None;
        }
        let task = state.turns.pop_front()?;
        let runs = state.waiting.get_mut(&task)?;
        let run = runs.pop_front()?;
        if runs.is_empty() {
            state.waiting.remove(&task);
        } else {
            state.turns.push_back(task);
        }
        state.free -= 1;
        state.known.remove(&run);
        Some(run)
    }

    /// Takes a slot for a run that was running before this process began, free or not.
    pub(crate) fn occupy(&self) {
        let mut state = self.state();
        state.free = state.free.saturating_sub(1);
    }

    /// Gives a slot back.
    pub(crate) fn release(&self) {
        self.state().free += 1;
    }

    /// Whether the run waits here.
    pub(crate) fn holds(&self, run: &RunId) -> bool {
        self.state().known.contains(run)
    }

    /// Every run that waits, with its task.
    pub(crate) fn waiting(&self) -> Vec<(TaskId, RunId)> {
        let state = self.state();
        let of = |(task, runs): (&TaskId, &VecDeque<RunId>)| {
            runs.iter().map(|run| (task.clone(), run.clone())).collect::<Vec<_>>()
        };
        state.waiting.iter().flat_map(of).collect()
    }

    /// Takes a waiting run out; false if it does not wait here.
    pub(crate) fn remove(&self, task: &TaskId, run: &RunId) -> bool {
        let mut state = self.state();
        let Some(runs) = state.waiting.get_mut(task) else { return false };
        let Some(at) = runs.iter().position(|waiting| waiting == run) else { return false };
        runs.remove(at);
        let empty = runs.is_empty();
        state.known.remove(run);
        if empty {
            state.waiting.remove(task);
            state.turns.retain(|turn| turn != task);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
        text.parse().unwrap()
    }

    fn drain(queue: &Queue) -> Vec<String> {
        std::iter::from_fn(|| queue.take()).map(|run| run.to_string()).collect()
    }

    #[test]
    fn tasks_take_turns() {
        let queue = Queue::new(10);
        for run in ["a1", "a2", "a3"] {
            queue.push(&id("a"), id(run));
        }
        queue.push(&id("b"), id("b1"));
        assert_eq!(drain(&queue), ["a1", "b1", "a2", "a3"]);
    }

    #[test]
    fn no_more_run_than_there_are_slots() {
        let queue = Queue::new(1);
        queue.push(&id("a"), id("a1"));
        queue.push(&id("a"), id("a2"));
        assert_eq!(drain(&queue), ["a1"]);
        queue.release();
        assert_eq!(drain(&queue), ["a2"]);
    }

    #[test]
    fn a_removed_run_is_never_taken() {
        let queue = Queue::new(10);
        queue.push(&id("a"), id("a1"));
        queue.push(&id("b"), id("b1"));
        assert!(queue.remove(&id("a"), &id("a1")));
        assert!(!queue.remove(&id("a"), &id("a1")));
        queue.push(&id("a"), id("a2"));
        assert_eq!(drain(&queue), ["b1", "a2"]);
    }
}
