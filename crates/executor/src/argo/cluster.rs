//! What Annals asks of a cluster: to make, end and remove Workflows, and how they stand.

use std::sync::Arc;
use std::time::Duration;

use futures::{AsyncBufRead, Stream, StreamExt as _};
use k8s_openapi::api::core::v1::{Pod, Secret};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use kube::api::{DeleteParams, ListParams, LogParams, Patch, PatchParams, PostParams};
use kube::core::TypeMeta;
use kube::runtime::watcher::Event;
use kube::runtime::{WatchStreamExt as _, watcher};
use kube::{Api, Client, Config, Resource as _};
use serde_json::json;
use tokio::sync::Semaphore;

use super::pod_log::{CONTAINER, PodLog};
use super::trouble::{ClusterError, is_missing, is_there, status_of};
use super::watched::{Change, Watched};
use super::{ArgoConfig, Lines, Workflow, WorkflowSpec, manifest, names, secret};
use crate::{AttemptRef, Launch};

/// How many questions about single objects are asked at once: each has a connection of its own, which is
/// kept for a while.
const AT_ONCE: usize = 32;

/// A connection of which nothing is heard for so long is taken to be dead: a watch brings a word a
/// minute, and a log that is still is asked for again.
pub(super) const SILENCE: Duration = Duration::from_secs(75);

/// What is being done where a log cannot be read.
const READING: &str = "reading a pod's log";

/// A cluster, as the configuration says to use it.
#[derive(Clone)]
pub struct Cluster {
    client: Client,
    config: Arc<ArgoConfig>,
    /// Keeps questions about single objects from being asked all at once.
    turns: Arc<Semaphore>,
}

impl std::fmt::Debug for Cluster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cluster({})", self.config.namespace)
    }
}

impl Cluster {
    /// The cluster that `KUBECONFIG` names or, in a pod, the one that it is in. Nothing is asked of
    /// it yet.
    ///
    /// # Errors
    /// [`ClusterError::Config`] if there is none.
    pub async fn connect(config: ArgoConfig) -> Result<Self, ClusterError> {
        let found = Config::infer().await;
        let mut found = found.map_err(|error| ClusterError::Config(error.to_string()))?;
        found.read_timeout = Some(SILENCE);
        // Those that are kept for the next question may be silent.
        found.reset_reader_on_write = true;
        let client = Client::try_from(found);
        let client = client.map_err(|error| ClusterError::Config(error.to_string()))?;
        Ok(Self::with(client, config))
    }

    /// The cluster that `client` speaks to.
    #[must_use]
    pub fn with(client: Client, config: ArgoConfig) -> Self {
        Self { client, config: Arc::new(config), turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// Whether the cluster would take a Workflow and tell of it: the namespace is there, and the
    /// server's account may do what it has to. Nothing is made.
    ///
    /// # Errors
    /// [`ClusterError`] names what is missing.
    pub async fn check(&self) -> Result<(), ClusterError> {
        let how = PostParams { dry_run: true, ..PostParams::default() };
        let (workflow, secret) = trial(&self.config);
        let made = self.secrets().create(&how, &secret).await;
        made.map_err(|error| self.error("creating a Secret", error))?;
        let made = self.workflows().create(&how, &workflow).await;
        made.map_err(|error| self.error("creating a Workflow", error))?;
        let one = self.which().limit(1);
        let told = self.workflows().list_metadata(&one).await;
        told.map_err(|error| self.error("listing Workflows", error))?;
        let told = self.pod_api().list_metadata(&one).await;
        told.map_err(|error| self.error("listing pods", error))?;
        Ok(())
    }

    /// Makes the Workflow of `launch`, with the Secret that its pods read. What is there already
    /// stays as it is. Nothing is left where it fails for good.
    ///
    /// # Errors
    /// [`ClusterError`] says why there is none.
    pub async fn create(&self, launch: &Launch) -> Result<(), ClusterError> {
        let workflow = manifest(&self.config, launch)?;
        let secret = secret(&self.config, launch);
        let how = PostParams::default();
        match self.secrets().create(&how, &secret).await {
            Err(error) if !is_there(&error) => {
                return Err(self.error("creating a Secret", error));
            }
            _ => {}
        }
        match self.workflows().create(&how, &workflow).await {
            Ok(made) => {
                self.give_secret(&launch.attempt, &made).await;
                Ok(())
            }
            Err(error) if is_there(&error) => Ok(()),
            Err(error) => {
                let error = self.error("creating a Workflow", error);
                // Whether it was made is not known where the cluster did not say no.
                if !error.is_passing() {
                    self.delete(&launch.attempt).await.or_else(|_| Ok::<_, ClusterError>(()))?;
                }
                Err(error)
            }
        }
    }

    /// Makes the Secret go with its Workflow, whoever removes that. Should it fail, the Secret goes
    /// when Annals removes the two.
    async fn give_secret(&self, attempt: &AttemptRef, workflow: &Workflow) {
        let Some(owner) = workflow.owner_ref(&()) else { return };
        let patch = Patch::Merge(json!({"metadata": {"ownerReferences": [owner]}}));
        let name = names::workflow_name(attempt);
        let given = self.secrets().patch_metadata(&name, &PatchParams::default(), &patch).await;
        if let Err(error) = given {
            tracing::warn!("the Secret {name} could not be given to its Workflow: {error}");
        }
    }

    /// Tells a Workflow to end; false if it is gone.
    ///
    /// # Errors
    /// [`ClusterError`] if the cluster did not take it.
    pub async fn terminate(&self, attempt: &AttemptRef) -> Result<bool, ClusterError> {
        let patch = Patch::Merge(json!({"spec": {"shutdown": "Terminate"}}));
        let name = names::workflow_name(attempt);
        match self.workflows().patch(&name, &PatchParams::default(), &patch).await {
            Ok(_) => Ok(true),
            Err(error) if is_missing(&error) => Ok(false),
            Err(error) => Err(self.error("telling a Workflow to end", error)),
        }
    }

    /// Removes a Workflow, its pods and its Secret. It is no error if they are gone.
    ///
    /// # Errors
    /// [`ClusterError`] if the cluster did not take it.
    pub async fn delete(&self, attempt: &AttemptRef) -> Result<(), ClusterError> {
        let name = names::workflow_name(attempt);
        let how = DeleteParams::background();
        let gone = self.workflows().delete(&name, &how).await.map(drop);
        gone.or_else(|error| self.unless_missing("removing a Workflow", error))?;
        let gone = self.secrets().delete(&name, &how).await.map(drop);
        gone.or_else(|error| self.unless_missing("removing a Secret", error))
    }

    /// The attempts that the cluster has Workflows of.
    ///
    /// # Errors
    /// [`ClusterError`] if the cluster did not tell.
    pub async fn known(&self) -> Result<Vec<AttemptRef>, ClusterError> {
        let (mut found, mut which) = (Vec::new(), self.which().limit(500));
        loop {
            let page = self.workflows().list_metadata(&which).await;
            let page = page.map_err(|error| self.error("listing Workflows", error))?;
            found.extend(page.items.iter().filter_map(names::attempt_of));
            match page.metadata.continue_.filter(|token| !token.is_empty()) {
                Some(token) => which = which.continue_token(&token),
                None => return Ok(found),
            }
        }
    }

    /// How all Workflows of this Annals stand, now and from now on. After a disconnection those that
    /// are gone by then are told of too. Troubles are told of and waited out; it never ends.
    pub fn watch(&self) -> impl Stream<Item = Vec<Change>> + Send + use<> {
        let which = watcher::Config::default().labels(&names::selector(&self.config));
        let events = watcher(self.workflows(), which).default_backoff();
        events.scan(Watched::default(), |watched, event| {
            std::future::ready(Some(watched.take(event)))
        })
    }

    /// What happens to the pods of this Annals: each that changes or goes. What was missed while the
    /// cluster could not be watched is told as a change.
    pub fn watch_pods(&self) -> impl Stream<Item = Pod> + Send + use<> {
        let which = watcher::Config::default().labels(&names::selector(&self.config));
        let events = watcher(self.pod_api(), which).default_backoff();
        events.filter_map(|event| {
            std::future::ready(match event {
                Ok(Event::Apply(pod) | Event::InitApply(pod) | Event::Delete(pod)) => Some(pod),
                Ok(Event::Init | Event::InitDone) | Err(_) => None,
            })
        })
    }

    /// How the Workflow of an attempt stands; none if there is none.
    ///
    /// # Errors
    /// [`ClusterError`] if the cluster did not tell.
    pub async fn workflow(&self, attempt: &AttemptRef) -> Result<Option<Workflow>, ClusterError> {
        let turn = self.turns.acquire().await;
        let found = self.workflows().get_opt(&names::workflow_name(attempt)).await;
        drop(turn);
        let mut found = found.map_err(|error| self.error("asking for a Workflow", error))?;
        if let Some(status) = found.as_mut().and_then(|workflow| workflow.status.as_mut()) {
            status.unpack();
        }
        Ok(found)
    }

    /// How it is set up.
    pub(super) fn config(&self) -> &ArgoConfig {
        &self.config
    }

    /// The pods of an attempt.
    ///
    /// # Errors
    /// [`ClusterError`] if the cluster did not tell.
    pub async fn pods(&self, attempt: &AttemptRef) -> Result<Vec<Pod>, ClusterError> {
        let label = format!("workflows.argoproj.io/workflow={}", names::workflow_name(attempt));
        let pods = self.pod_api().list(&ListParams::default().labels(&label)).await;
        Ok(pods.map_err(|error| self.error("listing pods", error))?.items)
    }

    /// The log of a pod, from where `lines` ended.
    #[must_use]
    pub fn log(&self, pod: &str, lines: Lines) -> PodLog {
        PodLog::new(self.pod_api(), Arc::clone(&self.turns), pod, lines)
    }

    /// What a pod has printed so far, from its beginning; none of one that is not there or has not
    /// begun.
    pub(super) async fn log_so_far(
        &self,
        pod: &str,
    ) -> Result<Option<impl AsyncBufRead + Unpin + use<>>, ClusterError> {
        let container = Some(CONTAINER.to_owned());
        let how = LogParams { container, timestamps: true, ..LogParams::default() };
        match self.pod_api().log_stream(pod, &how).await {
            Ok(log) => Ok(Some(Box::pin(log))),
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) if status_of(&error).is_some_and(|status| status.code == 400) => Ok(None),
            Err(error) => Err(self.error(READING, error)),
        }
    }

    /// That a log broke off.
    pub(super) fn broken(&self, error: std::io::Error) -> ClusterError {
        self.error(READING, kube::Error::ReadEvents(error))
    }

    fn workflows(&self) -> Api<Workflow> {
        Api::namespaced(self.client.clone(), &self.config.namespace)
    }

    fn secrets(&self) -> Api<Secret> {
        Api::namespaced(self.client.clone(), &self.config.namespace)
    }

    fn pod_api(&self) -> Api<Pod> {
        Api::namespaced(self.client.clone(), &self.config.namespace)
    }

    fn which(&self) -> ListParams {
        ListParams::default().labels(&names::selector(&self.config))
    }

    fn error(&self, doing: &str, error: kube::Error) -> ClusterError {
        ClusterError::of(doing, &self.config.namespace, error)
    }

    fn unless_missing(&self, doing: &str, error: kube::Error) -> Result<(), ClusterError> {
        if is_missing(&error) { Ok(()) } else { Err(self.error(doing, error)) }
    }
}

/// A Workflow that does nothing and a Secret without content, to see whether the cluster would take
/// the like.
fn trial(config: &ArgoConfig) -> (Workflow, Secret) {
    let metadata = ObjectMeta {
        generate_name: Some("annals-check-".into()),
        namespace: Some(config.namespace.clone()),
        ..ObjectMeta::default()
    };
    let workflow = Workflow {
        types: Some(TypeMeta::resource::<Workflow>()),
        metadata: metadata.clone(),
        spec: WorkflowSpec::default(),
        status: None,
    };
    (workflow, Secret { metadata, ..Secret::default() })
}
