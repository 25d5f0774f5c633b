//! The account of an attempt: the lines of its pods and the facts of its Workflow, put in one order.
//!
//! Nothing is told of the end of a pod before its log was read to the end, and nothing of the end of
//! the attempt before that of all its pods.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use annals_domain::{Clock, NodeName, Place, Seen, Stream, Timestamp};

use super::lines::{Line, LogPlace, Origin, Stamped};
use super::outline::Outline;
use super::progress::{Progress, Tries, result_of};
use super::reports::{Mark, MarkOf, Pending, PodPlace, Pods};
use super::status::NodeStatus;
use super::workflow::Workflow;
use crate::{ExecutorError, Report};

/// What was read and told so far.
pub(super) struct Account {
    progress: Progress,
    pods: Pods,
    pending: Pending,
    clock: Arc<dyn Clock>,
    /// When the latest fact happened: facts are told in the order of their times.
    latest: Timestamp,
    /// When steps said that they ended.
    ends: HashMap<NodeName, Timestamp>,
}

/// A pod whose log is to be read: its name, and from where on.
pub(super) type ToRead = (String, LogPlace);

impl Account {
    /// Goes on from `place` with an attempt that has this outline and image.
    pub(super) fn from(
        place: &Place,
        outline: Outline,
        image: &str,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ExecutorError> {
        let Mark { told, pods } = Mark::read(place)?;
        // What was told last may not be recorded, though it is known that it was to be told.
        let finished = told.finished();
        let mut account = Self {
            progress: Progress::new(outline, image, told),
            pods,
            pending: Pending::after(place.position),
            clock,
            latest: Timestamp::from_micros(0),
            ends: HashMap::new(),
        };
        account.tell(None, finished.into_iter().collect());
        Ok(account)
    }

    /// Takes what was read of the log of the pod of that name.
    pub(super) fn read(&mut self, pod: &str, lines: Vec<Stamped>) {
        let Some(step) = self.pods.get(pod).map(|place| place.step) else { return };
        for line in lines {
            match line {
                Stamped::Line(line) if line.origin == Origin::Fact => self.fact(pod, step, &line),
                Stamped::Line(line) => self.printed(pod, step, &line),
                Stamped::Missing(count) => self.miss(pod, count),
            }
        }
    }

    /// The log of a pod was read to its end or, where the pod is `gone`, as far as it could be.
    pub(super) fn ended(&mut self, pod: &str, gone: bool) {
        self.seal();
        if let Some(place) = self.pods.get_mut(pod) {
            place.gone |= gone && !place.ended;
            place.ended = true;
        }
    }

    /// Looks at how the Workflow stands; answers the pods whose logs are to be read. Of what was told
    /// to end, no pod's end is told before all of them are `still`.
    pub(super) fn look(&mut self, workflow: &Workflow, still: bool) -> Vec<ToRead> {
        self.seal();
        let name = workflow.metadata.name.as_deref().unwrap_or_default();
        let (pods, may_end) = (&self.pods, still || !workflow.is_shut_down());
        let is_read = |node: &NodeStatus| {
            may_end && pods.get(&node.pod_name(name)).is_some_and(|place| place.ended)
        };
        let seen = self.progress.read(workflow, &is_read);
        let open = self.progress.to_read(workflow, &is_read).into_iter();
        let open = open.map(|(step, pod)| (pod.pod_name(name), step, pod.phase.has_begun()));
        let open: Vec<_> = open.collect();
        self.compare(workflow, name);
        let seen = self.with_losses(seen);
        let told = self.progress.told_so_far();
        self.pods.retain(|_, place| !told.is_ended(place.step));
        self.tell(None, seen);
        for line in self.progress.obstacles(workflow) {
            self.say(&line);
        }
        open.into_iter().filter_map(|(pod, step, begun)| self.open(pod, step, begun)).collect()
    }

    /// Compares how many lines pods say that they printed with what was read of them. Where a log was
    /// thrown away to its end, nothing in it tells so.
    fn compare(&mut self, workflow: &Workflow, name: &str) {
        for (pod, place) in self.pods.iter_mut().filter(|(_, place)| place.ended) {
            let Some(tries) = Tries::of(workflow, place.step) else { continue };
            let own = tries.pods.iter().find(|node| node.pod_name(name) == *pod);
            let lines = own.and_then(|node| result_of(node)).map_or(0, |result| result.lines);
            place.unread = lines.saturating_sub(place.log.number());
        }
    }

    /// A line of the platform's own.
    fn say(&mut self, line: &str) {
        self.seal();
        let at = self.clock.now().max(self.latest);
        self.pending.line(&NodeName::setup(), Stream::Stderr, at, line.as_bytes());
        self.seal();
    }

    /// Until when the pods that have not begun are waited for, if each may take `limit`; now, where
    /// one has taken longer.
    pub(super) fn waits_until(&self, workflow: &Workflow, limit: Duration) -> Option<Duration> {
        let (_, since) = self.progress.longest(workflow)?;
        let waited = self.clock.now().as_micros().saturating_sub(since.as_micros());
        Some(limit.saturating_sub(Duration::from_micros(u64::try_from(waited).unwrap_or(0))))
    }

    /// What waits the longest is not waited for any more.
    pub(super) fn give_up(&mut self, workflow: &Workflow, limit: Duration) {
        if let Some((step, _)) = self.progress.longest(workflow) {
            let line = self.progress.give_up(step, workflow, limit.as_secs());
            self.say(&line);
        }
    }

    /// Whether the attempt is to end since a pod did not begin.
    pub(super) fn is_overdue(&self) -> bool {
        self.progress.is_overdue()
    }

    /// Takes note of a pod whose log is to be read, unless it was read to its end.
    pub(super) fn open(&mut self, pod: String, step: usize, begun: bool) -> Option<ToRead> {
        let place = self.pods.entry(pod.clone()).or_insert_with(|| PodPlace::of(step));
        place.begun |= begun;
        (!place.ended).then_some((pod, place.log))
    }

    /// Whether nothing is left to read of a pod of that step.
    pub(super) fn has_read(&self, pod: &str, step: usize) -> bool {
        self.progress.told_so_far().is_ended(step)
            || self.pods.get(pod).is_some_and(|place| place.ended)
    }

    /// The Workflow is gone with all its pods; `cancelled` tells whether it had been told to end.
    pub(super) fn gone(&mut self, cancelled: bool) {
        let seen = self.progress.gone(cancelled);
        let seen = self.with_losses(seen);
        self.tell(None, seen);
    }

    /// Whether nothing more is to be told.
    pub(super) fn is_over(&self) -> bool {
        self.progress.told_so_far().finished().is_some()
    }

    /// How many bytes of lines wait to be handed out.
    pub(super) const fn bytes(&self) -> usize {
        self.pending.bytes()
    }

    /// Takes what was not handed out yet.
    pub(super) fn take(&mut self) -> Vec<Report> {
        self.seal();
        self.pending.take()
    }

    fn miss(&mut self, pod: &str, count: u64) {
        tracing::warn!("{count} lines of pod {pod} are gone from the cluster");
        if let Some(place) = self.pods.get_mut(pod) {
            place.missing += count;
        }
    }

    /// Says, before the end of each node, that its log is not whole where it is not.
    fn with_losses(&self, seen: Vec<Seen>) -> Vec<Seen> {
        seen.into_iter().flat_map(|seen| [self.loss(&seen), Some(seen)]).flatten().collect()
    }

    fn loss(&self, seen: &Seen) -> Option<Seen> {
        let (node, step, cancelled) = match seen {
            Seen::NodeEnded { node, outcome, .. } => (node.clone(), node, outcome.cancelled),
            // What its pod printed, it printed for the platform.
            Seen::NodeSkipped { node, .. } => (NodeName::setup(), node, true),
            _ => return None,
        };
        let step = self.progress.place(step)?;
        let mut pods = self.pods.iter().filter(|(_, place)| place.step == step);
        let reason = pods.find_map(|(pod, place)| place.loss(pod, cancelled))?;
        Some(Seen::LogLost { node, reason })
    }

    fn fact(&mut self, pod: &str, step: usize, line: &Line) {
        self.seal();
        self.pass(pod, line);
        let mut seen = self.progress.began();
        seen.extend(self.progress.told(step, pod, &line.bytes));
        if line.is_last() {
            if let Some(place) = self.pods.get_mut(pod) {
                place.ended = true;
            }
            if let Some(node) = self.progress.name(step) {
                self.ends.insert(node.clone(), line.at);
            }
        }
        self.tell(Some(line.at), seen);
    }

    fn printed(&mut self, pod: &str, step: usize, line: &Line) {
        if is_argos(line) {
            return self.pass(pod, line);
        }
        let own = matches!(line.origin, Origin::Stdout | Origin::Stderr);
        let node = self.progress.name(step).filter(|_| own).cloned();
        let node = node.unwrap_or_else(NodeName::setup);
        let stdout = line.origin == Origin::Stdout;
        let stream = if stdout { Stream::Stdout } else { Stream::Stderr };
        let began = self.progress.began();
        if !began.is_empty() || !self.pending.takes(&node, stream, line.at) {
            self.seal();
        }
        self.tell(Some(line.at), began);
        self.pass(pod, line);
        self.pending.line(&node, stream, line.at, &line.bytes);
    }

    fn pass(&mut self, pod: &str, line: &Line) {
        if let Some(place) = self.pods.get_mut(pod) {
            place.log.pass(line);
        }
    }

    /// Tells the lines that were gathered so far.
    fn seal(&mut self) {
        let mark = MarkOf { told: self.progress.told_so_far(), pods: &self.pods };
        self.pending.seal(mark);
    }

    /// Tells facts that happened at `at`, or now.
    fn tell(&mut self, at: Option<Timestamp>, seen: Vec<Seen>) {
        for seen in seen {
            let ended = match &seen {
                Seen::NodeEnded { node, .. } => self.ends.remove(node),
                _ => None,
            };
            let at = ended.or(at).unwrap_or_else(|| self.clock.now()).max(self.latest);
            self.latest = at;
            let mark = MarkOf { told: self.progress.told_so_far(), pods: &self.pods };
            self.pending.fact(at, seen, mark);
        }
    }
}

/// Whether a line is what Argo's own program says in every pod of what it does. What else has no
/// number tells of a pod whose program did not come up.
pub(super) fn is_argos(line: &Line) -> bool {
    line.origin == Origin::Argo
        && (memchr::memmem::find(&line.bytes, b" argo=true").is_some()
            || line.bytes.starts_with(b"Error: exit status "))
}
