//! Acts on many runs that are under way or over, and how far each is.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use annals_domain::Timestamp;

use super::{BulkAction, BulkPlan};

/// How many acts are kept.
const KEPT: usize = 100;

/// The acts that this server knows of.
#[derive(Default)]
pub(crate) struct Jobs(Mutex<VecDeque<Arc<Job>>>);

/// One act.
pub(crate) struct Job {
    id: String,
    pub(super) action: BulkAction,
    pub(super) plan: BulkPlan,
    begun_at: Timestamp,
    pub(super) changed: AtomicI64,
    pub(super) skipped: AtomicI64,
    pub(super) failed: AtomicI64,
    end: Mutex<End>,
}

/// How an act ended, as far as it has.
#[derive(Default)]
struct End {
    state: BulkState,
    at: Option<Timestamp>,
    error: Option<String>,
}

/// Where an act stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BulkState {
    /// Under way.
    #[default]
    Running,
    /// Every run was gone through.
    Done,
    /// It broke off.
    Stopped,
}

/// How far an act is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkProgress {
    /// Its id.
    pub id: String,
    /// What is done.
    pub action: BulkAction,
    /// What it was to change.
    pub plan: BulkPlan,
    /// Where it stands.
    pub state: BulkState,
    /// Runs that it changed.
    pub changed: i64,
    /// Runs that had changed by themselves, or were gone, when it came to them.
    pub skipped: i64,
    /// Runs that could not be changed.
    pub failed: i64,
    /// Why the last of these could not, or why it broke off.
    pub error: Option<String>,
    /// When it began.
    pub begun_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Jobs {
    /// Takes note of an act that begins.
    pub(super) fn add(
        &self,
        id: String,
        action: BulkAction,
        plan: BulkPlan,
        begun_at: Timestamp,
    ) -> Arc<Job> {
        let (changed, skipped, failed) = Default::default();
        let end = Mutex::default();
        let job = Job { id, action, plan, begun_at, changed, skipped, failed, end };
        let job = Arc::new(job);
        let mut jobs = lock(&self.0);
        jobs.push_back(Arc::clone(&job));
        let beyond = jobs.len().saturating_sub(KEPT);
        jobs.drain(..beyond);
        job
    }

    /// The act with this id.
    pub(super) fn find(&self, id: &str) -> Option<Arc<Job>> {
        lock(&self.0).iter().find(|job| job.id == id).cloned()
    }
}

impl Job {
    /// A run could not be changed.
    pub(super) fn failed(&self, error: String) {
        self.failed.fetch_add(1, Ordering::Relaxed);
        lock(&self.end).error = Some(error);
    }

    /// It is over; it broke off if there is an error.
    pub(super) fn end(&self, at: Timestamp, error: Option<String>) {
        let mut end = lock(&self.end);
        end.at = Some(at);
        end.state = if error.is_some() { BulkState::Stopped } else { BulkState::Done };
        if error.is_some() {
            end.error = error;
        }
    }

    /// How far it is.
    pub(super) fn progress(&self) -> BulkProgress {
        let end = lock(&self.end);
        BulkProgress {
            id: self.id.clone(),
            action: self.action.clone(),
            plan: self.plan.clone(),
            state: end.state,
            changed: self.changed.load(Ordering::Relaxed),
            skipped: self.skipped.load(Ordering::Relaxed),
            failed: self.failed.load(Ordering::Relaxed),
            error: end.error.clone(),
            begun_at: self.begun_at,
            ended_at: end.at,
        }
    }
}
