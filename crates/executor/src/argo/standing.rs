//! How the Workflows that somebody follows stand: one watch of the namespace, for all of them.
//!
//! Whoever follows an attempt is told its Workflow as it is, whatever happened in between, and that
//! something happened to one of its pods.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use futures::StreamExt as _;
use kube::ResourceExt as _;
use tokio::sync::watch;
use tokio::task::AbortHandle;

use super::status::{NodePhase, NodeStatus};
use super::watched::Change;
use super::{Cluster, Workflow, names};
use crate::AttemptRef;

/// How long to wait before the cluster is asked again for what it did not tell.
const PAUSE: Duration = Duration::from_secs(1);

/// What is seen of an attempt.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// Its Workflow as it was last seen; none before that.
    pub(super) workflow: Option<Arc<Workflow>>,
    /// Whether it is gone from the cluster.
    pub(super) gone: bool,
    /// How often each of its pods was seen to change.
    pods: HashMap<String, u64>,
}

impl Standing {
    /// How often the pod of that name was seen to change.
    pub(super) fn moves(&self, pod: &str) -> u64 {
        self.pods.get(pod).copied().unwrap_or(0)
    }

    /// Whether Argo says that the pod of that name did not begin yet: one that is not there may come.
    pub(super) fn awaits(&self, pod: &str) -> bool {
        let Some(workflow) = self.workflow.as_ref().filter(|_| !self.gone) else { return false };
        let name = workflow.metadata.name.as_deref().unwrap_or_default();
        let waits =
            |node: &NodeStatus| matches!(node.phase, NodePhase::Pending | NodePhase::Unknown);
        workflow.nodes().any(|node| waits(node) && node.pod_name(name) == pod)
    }
}

/// The attempts that somebody follows.
#[derive(Default)]
struct Followed(Mutex<HashMap<AttemptRef, watch::Sender<Standing>>>);

/// The watch, for as long as this lives.
pub(super) struct Watchtower {
    cluster: Cluster,
    followed: Arc<Followed>,
    tasks: [AbortHandle; 2],
}

impl Drop for Watchtower {
    fn drop(&mut self) {
        self.tasks.iter().for_each(AbortHandle::abort);
    }
}

impl Watchtower {
    /// Begins to watch; to be called where tasks can be spawned.
    pub(super) fn new(cluster: Cluster) -> Self {
        let followed = Arc::<Followed>::default();
        let workflows = tokio::spawn(watch_workflows(cluster.clone(), Arc::downgrade(&followed)));
        let pods = tokio::spawn(watch_pods(cluster.clone(), Arc::downgrade(&followed)));
        Self { cluster, followed, tasks: [workflows.abort_handle(), pods.abort_handle()] }
    }

    /// What is seen of an attempt from now on. Its Workflow is asked for at once, since the watch
    /// tells only of what changes.
    pub(super) fn follow(&self, attempt: &AttemptRef) -> watch::Receiver<Standing> {
        let seen = match self.followed.lock().entry(attempt.clone()) {
            Entry::Occupied(known) => known.get().subscribe(),
            Entry::Vacant(place) => place.insert(watch::Sender::default()).subscribe(),
        };
        tokio::spawn(ask(self.cluster.clone(), Arc::clone(&self.followed), attempt.clone()));
        seen
    }
}

impl Followed {
    fn lock(&self) -> MutexGuard<'_, HashMap<AttemptRef, watch::Sender<Standing>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what is seen of an attempt, if anybody follows it; lets go of it if nobody does any
    /// more.
    fn tell(&self, attempt: &AttemptRef, change: impl FnOnce(&mut Standing)) {
        let mut all = self.lock();
        let Some(standing) = all.get(attempt) else { return };
        if standing.is_closed() {
            all.remove(attempt);
        } else {
            standing.send_modify(change);
        }
    }

    /// The attempts that somebody follows and that are not known to be gone.
    fn open(&self) -> Vec<AttemptRef> {
        let mut all = self.lock();
        all.retain(|_, standing| !standing.is_closed());
        let open = all.iter().filter(|(_, standing)| !standing.borrow().gone);
        open.map(|(attempt, _)| attempt.clone()).collect()
    }

    fn take(&self, change: Change) {
        match change {
            Change::Is(attempt, mut workflow) => self.tell(&attempt, |standing| {
                workflow.slim();
                standing.workflow = Some(workflow.into());
            }),
            Change::Gone(attempt) => self.tell(&attempt, |standing| standing.gone = true),
            Change::Complete => {}
            Change::Trouble(text) => tracing::warn!("the cluster cannot be watched: {text}"),
        }
    }
}

async fn watch_workflows(cluster: Cluster, followed: Weak<Followed>) {
    let mut changes = Box::pin(cluster.watch());
    while let Some(changes) = changes.next().await {
        let Some(followed) = followed.upgrade() else { return };
        for change in changes {
            // What came and went while nobody watched is in no list.
            if matches!(change, Change::Complete) {
                for attempt in followed.open() {
                    tokio::spawn(ask(cluster.clone(), Arc::clone(&followed), attempt));
                }
            }
            followed.take(change);
        }
    }
}

async fn watch_pods(cluster: Cluster, followed: Weak<Followed>) {
    let mut pods = Box::pin(cluster.watch_pods());
    while let Some(pod) = pods.next().await {
        let Some(followed) = followed.upgrade() else { return };
        if let Some(attempt) = names::attempt_of(&pod) {
            followed.tell(&attempt, |standing| {
                *standing.pods.entry(pod.name_any()).or_default() += 1;
            });
        }
    }
}

/// Asks for a Workflow until the cluster tells: what the watch told meanwhile is newer.
async fn ask(cluster: Cluster, followed: Arc<Followed>, attempt: AttemptRef) {
    loop {
        match cluster.workflow(&attempt).await {
            Ok(Some(mut workflow)) => {
                workflow.slim();
                return followed.tell(&attempt, |standing| {
                    standing.workflow.get_or_insert_with(|| workflow.into());
                });
            }
            Ok(None) => return followed.tell(&attempt, |standing| standing.gone = true),
            Err(error) => tracing::warn!("{error}; asking again"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}
