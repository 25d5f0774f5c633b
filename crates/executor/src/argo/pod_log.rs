//! The log of a pod, followed to its end over whatever breaks in between.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use annals_domain::Timestamp;
use futures::{AsyncBufRead, AsyncBufReadExt as _};
use k8s_openapi::api::core::v1::{ContainerState, Pod};
use k8s_openapi::jiff;
use kube::Api;
use kube::api::LogParams;
use tokio::sync::{Semaphore, watch};
use tokio::time::Instant;

use super::cluster::SILENCE;
use super::lines::{Lines, Stamped};
use super::standing::Standing;
use super::trouble::{is_missing, status_of};

/// The container of a pod that carries out the step.
pub(super) const CONTAINER: &str = "main";

/// The first pause before the log is asked for again, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// For how long lines are waited for that are missing: the pod prints them again before.
const PATIENCE: Duration = Duration::from_secs(60);

// A silent log is asked for again, and what is missing is then waited for anew: were that sooner, lines
// behind a gap would never be told while their pod is silent.
const _: () = assert!(PATIENCE.as_secs() < SILENCE.as_secs());

/// How often a pod is asked for that has not begun, besides when something happens to it.
const SELDOM: Duration = Duration::from_secs(60);

/// What came of waiting for a pod's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogPart {
    /// Lines that were not seen before, at least one.
    Lines(Vec<Stamped>),
    /// The pod's program has said its last word, or its container has ended, and nothing of its log
    /// is left.
    Complete,
    /// The pod is gone, and with it what was not read yet.
    Gone,
}

/// A pod's log.
pub struct PodLog {
    pods: Api<Pod>,
    /// Whose turn it is to ask.
    turns: Arc<Semaphore>,
    pod: String,
    lines: Lines,
    stream: Option<Pin<Box<dyn AsyncBufRead + Send>>>,
    /// Whether the container had ended before the stream was opened, so that it has everything.
    ended: bool,
    /// Whether the pod's program has said its last word.
    told: bool,
    pause: Duration,
    /// For how long lines are waited for that are missing.
    waits: Duration,
    /// Up to when lines are waited for that are missing.
    patience: Option<Instant>,
    /// What is seen of the attempt, and how often this pod had moved when it was last asked about.
    standing: Option<(watch::Receiver<Standing>, u64)>,
}

impl std::fmt::Debug for PodLog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PodLog({}, {})", self.pod, self.lines.number())
    }
}

impl PodLog {
    pub(super) fn new(pods: Api<Pod>, turns: Arc<Semaphore>, pod: &str, lines: Lines) -> Self {
        Self {
            pods,
            turns,
            pod: pod.to_owned(),
            lines,
            stream: None,
            ended: false,
            told: false,
            pause: PAUSES.0,
            waits: PATIENCE,
            patience: None,
            standing: None,
        }
    }

    /// Asks the cluster at once, rather than after a pause, when something is seen to happen to the
    /// pod.
    #[must_use]
    pub(super) fn woken_by(mut self, standing: watch::Receiver<Standing>) -> Self {
        self.standing = Some((standing, 0));
        self
    }

    /// Waits so long for lines that are missing, where they are waited for at all.
    #[must_use]
    pub const fn with_patience(mut self, patience: Duration) -> Self {
        self.waits = patience;
        self
    }

    /// How far it was read.
    #[must_use]
    pub const fn lines(&self) -> &Lines {
        &self.lines
    }

    /// Waits for lines, or for the end. While the cluster cannot be reached it waits, too.
    pub async fn next(&mut self) -> LogPart {
        loop {
            if self.told {
                self.stream = None;
                return LogPart::Complete;
            }
            let Some(stream) = &mut self.stream else {
                // Apart, since it is large and most logs only wait.
                match Box::pin(self.open()).await {
                    Some(_) if self.lines.is_waiting() => return self.give_up(),
                    Some(end) => return end,
                    None => continue,
                }
            };
            let found = match until(self.patience, stream.fill_buf()).await {
                None => return self.give_up(),
                Some(Ok([])) if self.ended => return self.finish(),
                Some(Ok([]) | Err(_)) => {
                    self.stream = None;
                    self.wait().await;
                    continue;
                }
                Some(Ok(bytes)) => {
                    let (found, count) = (self.lines.read(bytes), bytes.len());
                    stream.consume_unpin(count);
                    found
                }
            };
            self.have_patience(!found.is_empty());
            if !found.is_empty() {
                return self.part(found);
            }
        }
    }

    fn part(&mut self, found: Vec<Stamped>) -> LogPart {
        let is_last = |found: &Stamped| matches!(found, Stamped::Line(line) if line.is_last());
        self.told = found.iter().any(is_last);
        self.pause = PAUSES.0;
        LogPart::Lines(found)
    }

    /// Waits for lines that are missing from when they are seen to be; longer where others `came`.
    fn have_patience(&mut self, came: bool) {
        if !self.lines.is_waiting() {
            self.patience = None;
        } else if came || self.patience.is_none() {
            self.patience = Some(Instant::now() + self.waits);
        }
    }

    /// What is missing will not come.
    fn give_up(&mut self) -> LogPart {
        self.patience = None;
        let found = self.lines.give_up();
        self.part(found)
    }

    fn finish(&mut self) -> LogPart {
        let found = self.lines.finish();
        if found.is_empty() { LogPart::Complete } else { self.part(found) }
    }

    /// How the pod stands.
    async fn look(&mut self) -> Result<Option<Pod>, kube::Error> {
        // Never an error: it is not closed.
        let _turn = self.turns.acquire().await;
        self.pods.get_opt(&self.pod).await
    }

    /// Asks for the log; what to answer where there is none.
    async fn open(&mut self) -> Option<LogPart> {
        match self.look().await {
            Ok(None) => return Some(LogPart::Gone),
            Ok(Some(pod)) if waits(&pod) => {
                self.wait_to_begin().await;
                return None;
            }
            Ok(Some(pod)) => self.ended = has_ended(&pod),
            Err(_) => {
                self.wait().await;
                return None;
            }
        }
        self.lines.reopen();
        let how = LogParams {
            container: Some(CONTAINER.to_owned()),
            follow: !self.ended,
            timestamps: true,
            since_time: self.lines.since().and_then(whole_second),
            ..LogParams::default()
        };
        match self.pods.log_stream(&self.pod, &how).await {
            Ok(stream) => {
                self.stream = Some(Box::pin(stream));
                self.patience = None;
                self.have_patience(true);
            }
            Err(error) if is_missing(&error) => return Some(LogPart::Gone),
            // A container that never began has no log.
            Err(error) if self.ended && status_of(&error).is_some_and(|s| s.code == 400) => {
                return Some(LogPart::Complete);
            }
            Err(_) => self.wait().await,
        }
        None
    }

    /// Waits before the cluster is asked again, longer from time to time.
    pub(super) async fn wait(&mut self) {
        self.wait_for(self.pause).await;
        self.pause = (self.pause * 2).min(PAUSES.1);
    }

    /// Waits for a pod that has not begun. Thousands may wait for room, so that it is asked for seldom
    /// where it is told that something happens to it.
    async fn wait_to_begin(&mut self) {
        match self.standing {
            Some(_) => self.wait_for(SELDOM).await,
            None => self.wait().await,
        }
    }

    /// Waits so long, or until something is seen to happen to the pod.
    async fn wait_for(&mut self, pause: Duration) {
        let Some((standing, seen)) = &mut self.standing else {
            return tokio::time::sleep(pause).await;
        };
        let moved = standing.wait_for(|now| now.moves(&self.pod) != *seen);
        if let Ok(Ok(now)) = tokio::time::timeout(pause, moved).await {
            *seen = now.moves(&self.pod);
        }
    }
}

/// What comes of it; none if it takes longer than `at`.
async fn until<T>(at: Option<Instant>, future: impl Future<Output = T>) -> Option<T> {
    match at {
        Some(at) => tokio::time::timeout_at(at, future).await.ok(),
        None => Some(future.await),
    }
}

/// The second in which `at` lies. Kubernetes takes whole seconds, and the library would round up to
/// one, past lines that were not read.
fn whole_second(at: Timestamp) -> Option<jiff::Timestamp> {
    jiff::Timestamp::from_second(at.as_micros().div_euclid(1_000_000)).ok()
}

/// Whether the step's container has not begun yet.
fn waits(pod: &Pod) -> bool {
    let phase = pod.status.as_ref().and_then(|status| status.phase.as_deref());
    let begun = |state: &ContainerState| state.running.is_some() || state.terminated.is_some();
    phase == Some("Pending") && !states(pod).any(begun)
}

/// Whether the step's container has ended, or never will begin.
fn has_ended(pod: &Pod) -> bool {
    let phase = pod.status.as_ref().and_then(|status| status.phase.as_deref());
    let over = matches!(phase, Some("Succeeded" | "Failed"));
    over || states(pod).any(|state| state.terminated.is_some())
}

/// How the step's container stands, where the kubelet has told.
fn states(pod: &Pod) -> impl Iterator<Item = &ContainerState> {
    let told = pod.status.iter().flat_map(|status| status.container_statuses.iter().flatten());
    told.filter(|container| container.name == CONTAINER).filter_map(|it| it.state.as_ref())
}
