//! The server's side: makes Workflows, follows, ends and removes them.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use annals_domain::{Clock, Epoch, Place, RunId, Spec};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use tokio::time::Instant;

use super::accepts::accepts;
use super::follower::ArgoFollower;
use super::glance::glance;
use super::reports::last_line;
use super::standing::Watchtower;
use super::{ArgoConfig, Cluster, ClusterError, parcels, workflow_name};
use crate::{AttemptRef, Executor, ExecutorError, Follower, Glance, Launch, Parcel};

/// The epoch of a run's first attempt.
const FIRST: Epoch = 1;
/// For how long the cluster is taken to be as it was found to be.
const CHECK_HOLDS: Duration = Duration::from_secs(30);

/// Carries out plans as Workflows of Argo on a cluster.
pub struct ArgoExecutor {
    cluster: Cluster,
    watchtower: Watchtower,
    clock: Arc<dyn Clock>,
    /// When the cluster was last found to take Workflows.
    checked: Mutex<Option<Instant>>,
}

impl std::fmt::Debug for ArgoExecutor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ArgoExecutor({:?})", self.cluster)
    }
}

impl ArgoExecutor {
    /// Uses the cluster that `KUBECONFIG` names or, in a pod, the one that it is in. The cluster need
    /// not answer yet. To be called where tasks can be spawned.
    ///
    /// # Errors
    /// [`ClusterError::Config`] if there is none.
    pub async fn connect(config: ArgoConfig, clock: Arc<dyn Clock>) -> Result<Self, ClusterError> {
        Ok(Self::with(Cluster::connect(config).await?, clock))
    }

    /// Uses this cluster.
    #[must_use]
    pub fn with(cluster: Cluster, clock: Arc<dyn Clock>) -> Self {
        let (watchtower, checked) = (Watchtower::new(cluster.clone()), Mutex::default());
        Self { watchtower, cluster, clock, checked }
    }

    fn checked_lately(&self) -> bool {
        let checked = self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        checked.is_some_and(|at| at.elapsed() < CHECK_HOLDS)
    }
}

impl Executor for ArgoExecutor {
    fn name(&self) -> &'static str {
        "argo"
    }

    /// The Workflow of its first attempt; almost every run has only that.
    fn name_of(&self, run: &RunId) -> String {
        workflow_name(&AttemptRef { run_id: run.clone(), epoch: FIRST })
    }

    fn check(&self) -> BoxFuture<'_, Result<(), ExecutorError>> {
        async {
            if self.checked_lately() {
                return Ok(());
            }
            self.cluster.check().await?;
            *self.checked.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
            Ok(())
        }
        .boxed()
    }

    fn carries_out_jobs(&self) -> bool {
        self.cluster.config().annals_image.is_some()
    }

    fn accepts(&self, spec: &Spec) -> Result<(), String> {
        accepts(self.cluster.config(), spec)
    }

    fn steps_fetch(&self) -> bool {
        true
    }

    fn parcels(&self, launch: &Launch) -> Result<Vec<Parcel>, ExecutorError> {
        Ok(parcels(self.cluster.config(), launch).map_err(ClusterError::from)?)
    }

    fn launch<'a>(&'a self, launch: &'a Launch) -> BoxFuture<'a, Result<(), ExecutorError>> {
        async { Ok(self.cluster.create(launch).await?) }.boxed()
    }

    fn follow(
        &self,
        attempt: &AttemptRef,
        place: Place,
    ) -> BoxFuture<'_, Result<Box<dyn Follower>, ExecutorError>> {
        let standing = self.watchtower.follow(attempt);
        let clock = Arc::clone(&self.clock);
        let follower = ArgoFollower::new(&self.cluster, attempt, standing, clock, place);
        async { Ok(Box::new(follower) as Box<dyn Follower>) }.boxed()
    }

    fn glance<'a>(
        &'a self,
        attempt: &'a AttemptRef,
        limit: usize,
    ) -> BoxFuture<'a, Result<Option<Glance>, ExecutorError>> {
        async move { Ok(glance(&self.cluster, attempt, limit).await?) }.boxed()
    }

    fn last_line(&self, place: &Place, pod: &str) -> Option<u64> {
        last_line(place, pod)
    }

    fn cancel<'a>(&'a self, attempt: &'a AttemptRef) -> BoxFuture<'a, Result<(), ExecutorError>> {
        // One that is gone has ended.
        async { Ok(self.cluster.terminate(attempt).await.map(drop)?) }.boxed()
    }

    /// Pods give what they produce to the server themselves.
    fn produced_file(&self, _: &AttemptRef, path: &str) -> PathBuf {
        path.into()
    }

    fn forget<'a>(&'a self, attempt: &'a AttemptRef) -> BoxFuture<'a, Result<(), ExecutorError>> {
        async { Ok(self.cluster.delete(attempt).await?) }.boxed()
    }

    /// Pods have something to say for a while after their Workflow was deleted.
    fn outlives_what_is_kept(&self) -> bool {
        true
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn known(&self) -> BoxFuture<'_, Result<Vec<AttemptRef>, ExecutorError>> {
        async { Ok(self.cluster.known().await?) }.boxed()
    }
}
