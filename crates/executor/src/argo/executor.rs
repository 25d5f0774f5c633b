//! The server's side: makes Workflows, follows, ends and removes them.

use std::path::PathBuf;
use std::sync::Arc;

use annals_domain::{Clock, Place};
use futures::FutureExt as _;
use futures::future::BoxFuture;

use super::follower::ArgoFollower;
use super::standing::Watchtower;
use super::{ArgoConfig, Cluster, ClusterError};
use crate::{AttemptRef, Executor, ExecutorError, Follower, Launch};

/// Carries out plans as Workflows of Argo on a cluster.
pub struct ArgoExecutor {
    cluster: Cluster,
    watchtower: Watchtower,
    clock: Arc<dyn Clock>,
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
        Self { watchtower: Watchtower::new(cluster.clone()), cluster, clock }
    }
}

impl Executor for ArgoExecutor {
    fn name(&self) -> &'static str {
        "argo"
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

    fn known(&self) -> BoxFuture<'_, Result<Vec<AttemptRef>, ExecutorError>> {
        async { Ok(self.cluster.known().await?) }.boxed()
    }
}
