//! What the use cases share.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use annals_domain::{Clock, IdSource, RunId};
use annals_executor::Executor;
use annals_store::Store;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::automations::Automations;
use crate::bulk::Jobs;
use crate::feed::Feed;
use crate::files::Files;
use crate::followed::Followed;
use crate::history::Timelines;
use crate::hub::Hub;
use crate::patience::Patience;
use crate::queue::Queue;
use crate::retention::{self, Collector, RetentionPolicy};
use crate::search::Threads;
use crate::secrets::KeySource;
use crate::tokens::{RunKey, Tokens};
use crate::{
    AutomationSettings, Error, ExtractionSettings, JobSettings, Leases, ObjectsAt, automations,
    drive, jobs, leases, neighbours, recordings, recovery, stats,
};

/// How long the database has to answer that it is there.
const READY: Duration = Duration::from_secs(2);

/// How the engine behaves.
#[derive(Debug, Clone)]
pub struct Settings {
    /// This server's name among those that share a database; it owns the runs it accepts.
    pub owner: String,
    /// The machine's name, for the record.
    pub host: String,
    /// The executor of runs that name none.
    pub executor: String,
    /// The most runs that are carried out at once on this machine; 0 only accepts.
    pub max_running: usize,
    /// Where runs reach this server.
    pub api_url: Option<String>,
    /// The most bytes that are kept of a run's log.
    pub max_log_bytes: i64,
    /// Where objects are kept: files of runs, and logs that were offloaded.
    pub files: ObjectsAt,
    /// How long servers on the same database wait for each other.
    pub leases: Leases,
    /// For how long a run that is carried out elsewhere may be silent, unless it says otherwise.
    pub silence: Duration,
    /// What is kept of runs that have ended.
    pub retention: RetentionPolicy,
    /// What finds the values that jobs look for.
    pub extraction: ExtractionSettings,
    /// How jobs are handled.
    pub jobs: JobSettings,
    /// How automations are carried out.
    pub automations: AutomationSettings,
}

/// What the engine is put together from.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The executors, by name.
    pub executors: Vec<Arc<dyn Executor>>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// New ids.
    pub ids: IdSource,
    /// Bytes that nobody can guess, for tokens.
    pub secret_bytes: fn() -> [u8; 32],
    /// Where the key comes from that secrets are encrypted with.
    pub secret_key: KeySource,
    /// How it behaves.
    pub settings: Settings,
}

/// The use cases. Cheap to clone.
#[derive(Clone)]
pub struct Engine {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) executors: HashMap<&'static str, Arc<dyn Executor>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: IdSource,
    pub(crate) tokens: Tokens,
    pub(crate) settings: Settings,
    pub(crate) hub: Hub,
    pub(crate) feed: Arc<Feed>,
    pub(crate) timelines: Timelines,
    pub(crate) jobs: Jobs,
    pub(crate) readers: jobs::Readers,
    pub(crate) underway: jobs::Underway,
    pub(crate) automations: Automations,
    pub(crate) queue: Queue,
    pub(crate) files: Files,
    pub(crate) threads: Threads,
    pub(crate) collector: Collector,
    pub(crate) run_key: RunKey,
    /// The mark of the configuration's token.
    pub(crate) admin: OnceLock<String>,
    pub(crate) key_source: KeySource,
    pub(crate) secret_bytes: fn() -> [u8; 32],
    /// The attempts that this process carries out now.
    pub(crate) followed: Followed,
    pub(crate) tasks: TaskTracker,
    pub(crate) stopping: CancellationToken,
    /// Told when a run may be stored that nobody here knows of.
    pub(crate) strays: Notify,
    /// Whether other servers are heard.
    pub(crate) hearing: AtomicBool,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Engine({})", self.inner.settings.owner)
    }
}

impl Engine {
    /// Starts the engine: takes up again the runs of this server that have not ended.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer or the object store cannot be had.
    pub async fn start(parts: Parts) -> Result<Self, Error> {
        let run_key = RunKey::load(&parts.store, parts.secret_bytes).await?;
        let (files, tokens) = (Files::open(&parts.settings.files)?, tokens(&parts));
        let store = parts.store.with_history_clock(Arc::clone(&parts.clock), parts.ids.clone());
        let stopping = CancellationToken::new();
        let feed = feed(&store, &parts.settings, &parts.ids);
        let collector =
            Collector::of(&store, &files, &parts.clock, &parts.settings, &stopping, &feed);
        let engine = Self {
            inner: Arc::new(Inner {
                queue: Queue::new(parts.settings.max_running),
                store,
                executors: parts.executors.into_iter().map(|e| (e.name(), e)).collect(),
                clock: parts.clock,
                ids: parts.ids,
                tokens,
                settings: parts.settings,
                hub: Hub::default(),
                feed,
                timelines: Timelines::default(),
                jobs: Jobs::default(),
                readers: jobs::Readers::default(),
                underway: jobs::Underway::default(),
                automations: Automations::default(),
                files,
                threads: Threads::default(),
                collector,
                run_key,
                admin: OnceLock::new(),
                key_source: parts.secret_key,
                secret_bytes: parts.secret_bytes,
                followed: Followed::default(),
                tasks: TaskTracker::new(),
                stopping,
                strays: Notify::new(),
                hearing: AtomicBool::new(false),
            }),
        };
        engine.begin().await
    }

    /// Hears others, takes runs up and starts what the server does by itself.
    async fn begin(self) -> Result<Self, Error> {
        neighbours::listen(&self.inner).await?;
        leases::keep(&self.inner).await?;
        self.inner.feed.greet();
        recovery::recover(&self.inner).await?;
        recovery::keep_house(&self.inner);
        retention::keep(&self.inner);
        stats::keep(&self.inner);
        recordings::keep(&self.inner);
        jobs::keep(&self.inner);
        automations::keep(&self.inner);
        drive::dispatch(&self.inner);
        Ok(self)
    }

    /// Stops following runs, which go on by themselves, and closes the database. A server that
    /// starts again takes them up where this one stopped.
    pub async fn stop(&self) {
        self.inner.stopping.cancel();
        self.inner.tasks.close();
        self.inner.tasks.wait().await;
        self.inner.store.close().await;
    }

    /// Asks the database whether it answers, within two seconds.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if it does not.
    pub async fn ready(&self) -> Result<(), Error> {
        match tokio::time::timeout(READY, self.inner.store.ping()).await {
            Ok(answer) => Ok(answer?),
            Err(_) => Err(Error::Unavailable("the database does not answer".into())),
        }
    }
}

fn tokens(parts: &Parts) -> Tokens {
    let (store, clock) = (parts.store.clone(), Arc::clone(&parts.clock));
    Tokens::new(store, clock, parts.ids.clone(), parts.secret_bytes)
}

fn feed(store: &Store, settings: &Settings, ids: &IdSource) -> Arc<Feed> {
    Arc::new(Feed::new(store.clone(), &settings.owner, ids.uuid().to_string()))
}

impl Inner {
    /// Patience with a database that is away.
    pub(crate) const fn patience(&self) -> Patience<'_> {
        Patience::new(&self.stopping)
    }

    pub(crate) fn executors(&self) -> impl Iterator<Item = &Arc<dyn Executor>> {
        self.executors.values()
    }

    pub(crate) fn executor(&self, name: &str) -> Option<&Arc<dyn Executor>> {
        self.executors.get(name)
    }

    /// What a run is called on the executor of that name.
    pub(crate) fn workflow_id(&self, executor: &str, run: &RunId) -> String {
        let known = self.executor(executor).map(|executor| executor.name_of(run));
        known.unwrap_or_else(|| format!("{executor}-{run}"))
    }
}
