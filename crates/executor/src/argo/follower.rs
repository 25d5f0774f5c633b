//! Follows an attempt: waits for what its Workflow and its pods say, and hands out what came of it.

use std::sync::Arc;
use std::time::Duration;

use annals_domain::{Clock, Place};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use tokio::sync::watch;

use super::Cluster;
use super::account::Account;
use super::outline::Outline;
use super::pod_log::LogPart;
use super::reading::{Part, Reading};
use super::standing::Standing;
use super::workflow::Workflow;
use crate::{AttemptRef, ExecutorError, Follower, Reports};

/// About how many bytes of lines are handed out at once.
const BATCH: usize = 1 << 20;

/// What is said of an attempt whose Workflow was not made by Annals, or was changed.
const FOREIGN: &str = "its Workflow does not say which steps it has";

/// How long to wait before the cluster is told again.
const PAUSE: Duration = Duration::from_secs(1);

/// Waits for so long; without end where there is none.
async fn wait(time: Option<Duration>) {
    match time {
        Some(time) => tokio::time::sleep(time).await,
        None => std::future::pending().await,
    }
}

/// Follows one attempt.
pub(super) struct ArgoFollower {
    attempt: AttemptRef,
    cluster: Cluster,
    clock: Arc<dyn Clock>,
    place: Place,
    standing: watch::Receiver<Standing>,
    reading: Reading,
    /// None until the Workflow was seen.
    account: Option<Account>,
    /// The Workflow as it was last seen.
    workflow: Option<Arc<Workflow>>,
    /// What is known of the pods of a Workflow that is gone.
    after: After,
    /// What is known of the pods of a Workflow that was told to end.
    stillness: Stillness,
    /// Whether the Workflow was told to end, since a pod did not begin.
    told_to_end: bool,
    /// Whether the end was handed out.
    ended: bool,
}

/// What comes after a Workflow is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    /// It is not gone, as far as is known.
    Not,
    /// The cluster is asked which pods there still are.
    Asking,
    /// All pods are known.
    Known,
}

/// Whether what was told to end is still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stillness {
    /// Nobody asked.
    Unknown,
    /// The cluster is asked until it is.
    Asking,
    /// Nothing runs in any pod.
    Still,
}

impl ArgoFollower {
    /// Follows from `place` on; `standing` is what is seen of the attempt.
    pub(super) fn new(
        cluster: &Cluster,
        attempt: &AttemptRef,
        mut standing: watch::Receiver<Standing>,
        clock: Arc<dyn Clock>,
        place: Place,
    ) -> Self {
        // What is seen already is looked at first.
        standing.mark_changed();
        Self {
            attempt: attempt.clone(),
            cluster: cluster.clone(),
            clock,
            place,
            reading: Reading::new(cluster.clone(), standing.clone()),
            standing,
            account: None,
            workflow: None,
            after: After::Not,
            stillness: Stillness::Unknown,
            told_to_end: false,
            ended: false,
        }
    }

    async fn reports(&mut self) -> Result<Reports, ExecutorError> {
        loop {
            while let Some(part) = self.ready() {
                self.take(part);
                self.look()?;
            }
            let reports = self.account.as_mut().map(Account::take).unwrap_or_default();
            if !reports.is_empty() {
                return Ok(Reports::Some(reports));
            }
            if let Some(end) = self.end() {
                return Ok(end);
            }
            // All that was handed out is recorded by now.
            self.tell_to_end().await;
            let overdue = wait(self.waits_for());
            tokio::select! {
                () = overdue => self.give_up(),
                part = self.reading.next() => self.take(part),
                changed = self.standing.changed() => {
                    changed.map_err(|_| ExecutorError::Attempt("nobody watches it".into()))?;
                }
            }
            self.look()?;
        }
    }

    /// How long the pods that have not begun are waited for from now on; none is without end.
    fn waits_for(&self) -> Option<Duration> {
        let (account, workflow) = (self.account.as_ref()?, self.workflow.as_ref()?);
        account.waits_until(workflow, self.cluster.config().pending_limit?)
    }

    fn give_up(&mut self) {
        let limit = self.cluster.config().pending_limit;
        if let (Some(account), Some(workflow), Some(limit)) =
            (&mut self.account, &self.workflow, limit)
        {
            account.give_up(workflow, limit);
        }
    }

    /// Tells the Workflow to end if a pod did not begin.
    async fn tell_to_end(&mut self) {
        let overdue = self.account.as_ref().is_some_and(Account::is_overdue);
        while overdue && !self.told_to_end {
            match self.cluster.terminate(&self.attempt).await {
                Ok(_) => self.told_to_end = true,
                Err(error) => {
                    tracing::warn!("{error}; trying again");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    /// What was read already, as long as not too much waits to be handed out.
    fn ready(&mut self) -> Option<Part> {
        let bytes = self.account.as_ref().map_or(0, Account::bytes);
        if bytes < BATCH { self.reading.ready() } else { None }
    }

    /// What there is to say when everything was handed out.
    fn end(&mut self) -> Option<Reports> {
        let gone = self.after == After::Known && self.reading.is_idle();
        match &self.account {
            Some(account) => account.is_over().then_some(Reports::End),
            None if gone => Some(Reports::Gone("its Workflow is gone from the cluster".into())),
            None => None,
        }
    }

    fn take(&mut self, part: Part) {
        match part {
            Part::Log(pod, LogPart::Lines(lines)) => {
                if let Some(account) = &mut self.account {
                    account.read(&pod, lines);
                }
            }
            Part::Log(pod, end @ (LogPart::Complete | LogPart::Gone)) => {
                self.reading.closed(&pod);
                if let Some(account) = &mut self.account {
                    account.ended(&pod, end == LogPart::Gone);
                }
            }
            Part::Still => self.stillness = Stillness::Still,
            Part::Pods(pods) => {
                self.after = After::Known;
                for (pod, step) in pods {
                    self.open_left(pod, step);
                }
            }
        }
    }

    /// Reads what a pod has to say whose Workflow is gone.
    fn open_left(&mut self, pod: String, step: usize) {
        let open = match &mut self.account {
            Some(account) if account.has_read(&pod, step) => None,
            Some(account) => account.open(pod, step, false),
            None => Some((pod, Default::default())),
        };
        if let Some((pod, place)) = open {
            self.reading.open(&pod, place);
        }
    }

    /// Asks whether anything of what was told to end runs still; answers whether nothing does.
    fn is_still(&mut self) -> bool {
        if self.stillness == Stillness::Unknown {
            self.stillness = Stillness::Asking;
            self.reading.until_still(&self.attempt);
        }
        self.stillness == Stillness::Still
    }

    /// Looks at how the attempt stands.
    fn look(&mut self) -> Result<(), ExecutorError> {
        let (workflow, gone) = {
            let standing = self.standing.borrow_and_update();
            (standing.workflow.clone(), standing.gone)
        };
        if let Some(workflow) = &workflow {
            self.look_at(workflow)?;
        }
        self.workflow = workflow;
        if gone {
            self.look_after();
        }
        Ok(())
    }

    fn look_at(&mut self, workflow: &Workflow) -> Result<(), ExecutorError> {
        if self.account.is_none() {
            let outline = Outline::read(workflow);
            let outline = outline.ok_or_else(|| ExecutorError::Attempt(FOREIGN.into()))?;
            let clock = Arc::clone(&self.clock);
            let image = &self.cluster.config().image;
            self.account = Some(Account::from(&self.place, outline, image, clock)?);
        }
        let still = workflow.is_shut_down() && workflow.is_over() && self.is_still();
        let Some(account) = &mut self.account else { return Ok(()) };
        for (pod, place) in account.look(workflow, still) {
            self.reading.open(&pod, place);
        }
        Ok(())
    }

    /// The Workflow is gone: its pods, which go with it, are read to their ends.
    fn look_after(&mut self) {
        if self.after == After::Not {
            self.after = After::Asking;
            self.reading.list(&self.attempt);
        }
        if self.after == After::Known && self.reading.is_idle() {
            let cancelled = self.workflow.as_ref().is_some_and(|workflow| workflow.is_shut_down());
            if cancelled && !self.is_still() {
                return;
            }
            if let Some(account) = &mut self.account {
                account.gone(cancelled);
            }
        }
    }
}

impl Follower for ArgoFollower {
    fn next(&mut self) -> BoxFuture<'_, Result<Reports, ExecutorError>> {
        async {
            if self.ended {
                return Ok(Reports::End);
            }
            let reports = self.reports().await?;
            self.ended = !matches!(reports, Reports::Some(_));
            Ok(reports)
        }
        .boxed()
    }
}
