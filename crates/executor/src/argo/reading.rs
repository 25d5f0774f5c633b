//! Reading the logs of an attempt's pods, side by side, each to its end.

use std::collections::HashSet;
use std::time::Duration;

use k8s_openapi::api::core::v1::Pod;
use kube::ResourceExt as _;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::lines::{Lines, LogPlace};
use super::pod_log::LogPart;
use super::standing::Standing;
use super::{Cluster, names};
use crate::AttemptRef;

/// How many parts of logs, of at most 64 KiB each, may wait to be taken.
const WAITING: usize = 16;

/// How long to wait before the cluster is asked again for pods.
const PAUSE: Duration = Duration::from_secs(1);

/// What comes of reading.
#[derive(Debug)]
pub(super) enum Part {
    /// A part of the log of the pod of that name.
    Log(String, LogPart),
    /// The pods of an attempt whose Workflow is gone, with the places of their steps.
    Pods(Vec<(String, usize)>),
    /// Nothing runs in any pod of the attempt.
    Still,
}

/// The logs that are being read. What is dropped is not read on.
pub(super) struct Reading {
    cluster: Cluster,
    standing: watch::Receiver<Standing>,
    open: HashSet<String>,
    tasks: JoinSet<()>,
    give: mpsc::Sender<Part>,
    parts: mpsc::Receiver<Part>,
}

impl Reading {
    pub(super) fn new(cluster: Cluster, standing: watch::Receiver<Standing>) -> Self {
        let (give, parts) = mpsc::channel(WAITING);
        let (open, tasks) = (HashSet::new(), JoinSet::new());
        Self { cluster, standing, open, tasks, give, parts }
    }

    /// Reads the log of the pod of that name from `place` on, unless that is done already.
    pub(super) fn open(&mut self, pod: &str, place: LogPlace) {
        if !self.open.insert(pod.to_owned()) {
            return;
        }
        let log = self.cluster.log(pod, Lines::from(place).patient());
        let mut log = log.woken_by(self.standing.clone());
        let (pod, give, standing) = (pod.to_owned(), self.give.clone(), self.standing.clone());
        self.tasks.spawn(async move {
            loop {
                let part = log.next().await;
                if part == LogPart::Gone && standing.borrow().awaits(&pod) {
                    log.wait().await;
                    continue;
                }
                let over = !matches!(part, LogPart::Lines(_));
                if give.send(Part::Log(pod.clone(), part)).await.is_err() || over {
                    return;
                }
            }
        });
    }

    /// The log of that pod is not read any more; it may be opened again.
    pub(super) fn closed(&mut self, pod: &str) {
        self.open.remove(pod);
    }

    /// Whether no log is being read.
    pub(super) fn is_idle(&self) -> bool {
        self.open.is_empty()
    }

    /// Asks which pods there are of an attempt, until the cluster tells.
    pub(super) fn list(&mut self, attempt: &AttemptRef) {
        let (cluster, attempt, give) = (self.cluster.clone(), attempt.clone(), self.give.clone());
        self.tasks.spawn(async move {
            let pods = loop {
                match cluster.pods(&attempt).await {
                    Ok(pods) => break pods,
                    Err(error) => tracing::warn!("{error}; asking again"),
                }
                tokio::time::sleep(PAUSE).await;
            };
            let place = |pod: &Pod| Some((pod.name_any(), names::place_of(pod)?));
            // Nobody waits for it where it cannot be given.
            let _ = give.send(Part::Pods(pods.iter().filter_map(place).collect())).await;
        });
    }

    /// Asks whether anything runs in the pods of an attempt, until nothing does.
    pub(super) fn until_still(&mut self, attempt: &AttemptRef) {
        let (cluster, attempt, give) = (self.cluster.clone(), attempt.clone(), self.give.clone());
        let mut standing = self.standing.clone();
        self.tasks.spawn(async move {
            loop {
                standing.mark_unchanged();
                match cluster.pods(&attempt).await {
                    Ok(pods) if !pods.iter().any(may_run) => break,
                    Ok(_) => {}
                    Err(error) => tracing::warn!("{error}; asking again"),
                }
                // Woken by whatever is seen to happen to a pod.
                let _ = tokio::time::timeout(PAUSE, standing.changed()).await;
            }
            let _ = give.send(Part::Still).await;
        });
    }

    /// Waits for what comes next. It can be dropped without losing anything.
    pub(super) async fn next(&mut self) -> Part {
        match self.parts.recv().await {
            Some(part) => part,
            // Never: one end of the channel is here.
            None => std::future::pending().await,
        }
    }

    /// What is there already.
    pub(super) fn ready(&mut self) -> Option<Part> {
        self.parts.try_recv().ok()
    }
}

/// Whether something runs in the pod, or may come to.
fn may_run(pod: &Pod) -> bool {
    let phase = pod.status.as_ref().and_then(|status| status.phase.as_deref());
    !matches!(phase, Some("Succeeded" | "Failed"))
}
