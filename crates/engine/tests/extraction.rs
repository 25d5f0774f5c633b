//! What a job's run is launched with, on SQLite and on a real PostgreSQL alike: its files, and how
//! a model is asked.

#[path = "../../store/tests/contract/fixture.rs"]
#[allow(dead_code, reason = "shared with the store's suites, which use all of it")]
mod fixture;

use std::collections::BTreeMap;
use std::future::{pending, ready};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use annals_domain::ledger::{EntryKind, NewEntry};
use annals_domain::{
    Clock, DataType, Endpoint, EngineName, EngineRef, ExtractionSpec, FieldSpec, FileGroup,
    FileRef, IdSource, ManualClock, Mode, NewRun, NodeName, RunId, RunStatus, Snapshot, Spec,
    TaskKind, Timestamp, Trigger,
};
use annals_engine::{
    ApiKey, Engine, ExtractionSettings, KeySource, Leases, ObjectsAt, Parts, RetentionPolicy,
    Settings,
};
use annals_executor::{AttemptRef, Executor, ExecutorError, Follower, Launch, Reports};
use annals_store::{Creation, NewTask, RunSource, Store};
use fixture::{Backend, Database};
use futures::FutureExt as _;
use futures::channel::oneshot::{self, Sender};
use futures::future::BoxFuture;

/// What was there when the run was launched: each file's text and how many names it has.
struct Launched {
    launch: Launch,
    files: BTreeMap<String, (String, u64)>,
}

/// An executor that only looks at what it is given.
struct Looking {
    files: PathBuf,
    seen: Mutex<Option<Sender<Launched>>>,
}

struct Silent;

impl Follower for Silent {
    fn next(&mut self) -> BoxFuture<'_, Result<Reports, ExecutorError>> {
        pending().boxed()
    }
}

impl Executor for Looking {
    fn name(&self) -> &'static str {
        "local"
    }

    fn files_folder<'a>(
        &'a self,
        _: &'a AttemptRef,
    ) -> BoxFuture<'a, Result<Option<PathBuf>, ExecutorError>> {
        ready(Ok(Some(self.files.clone()))).boxed()
    }

    fn launch<'a>(&'a self, launch: &'a Launch) -> BoxFuture<'a, Result<(), ExecutorError>> {
        let file = |entry: std::fs::DirEntry| {
            let text = std::fs::read_to_string(entry.path()).expect("read");
            let names = entry.metadata().expect("there").nlink();
            (entry.file_name().into_string().expect("a name"), (text, names))
        };
        let entries = std::fs::read_dir(&self.files).expect("the folder");
        let files = entries.map(|entry| file(entry.expect("an entry"))).collect();
        let seen = self.seen.lock().expect("the sender").take().expect("launched once");
        assert!(seen.send(Launched { launch: launch.clone(), files }).is_ok());
        ready(Ok(())).boxed()
    }

    fn follow(
        &self,
        _: &AttemptRef,
        _: annals_domain::Place,
    ) -> BoxFuture<'_, Result<Box<dyn Follower>, ExecutorError>> {
        ready(Ok(Box::new(Silent) as Box<dyn Follower>)).boxed()
    }

    fn cancel<'a>(&'a self, _: &'a AttemptRef) -> BoxFuture<'a, Result<(), ExecutorError>> {
        ready(Ok(())).boxed()
    }

    fn produced_file(&self, _: &AttemptRef, path: &str) -> PathBuf {
        path.into()
    }

    fn forget<'a>(&'a self, _: &'a AttemptRef) -> BoxFuture<'a, Result<(), ExecutorError>> {
        ready(Ok(())).boxed()
    }

    fn known(&self) -> BoxFuture<'_, Result<Vec<AttemptRef>, ExecutorError>> {
        ready(Ok(Vec::new())).boxed()
    }
}

fn run_id() -> RunId {
    "a-run".parse().expect("an id")
}

fn builtin() -> EngineRef {
    ExtractionSettings::default().engine()
}

/// A job with a task for each of the files, which lie in the store under their own names.
fn job(files: &[&str], engine: EngineRef) -> ExtractionSpec {
    let file = |name: &&str| FileRef {
        id: (*name).parse().expect("an id"),
        path: format!("in/{name}.txt"),
        object: format!("jobs/a-job/runs/a-run/uploads/{name}"),
        bytes: 1,
        sha256: None,
        media_type: None,
    };
    let group = |name: &&str| FileGroup {
        task: format!("t-{name}").parse().expect("a name"),
        mode: Mode::Individual,
        path: format!("in/{name}.txt"),
        files: vec![file(name)],
    };
    let field =
        FieldSpec { field_name: "Total".into(), data_type: DataType::Currency, prompt: None };
    ExtractionSpec { fields: vec![field], groups: files.iter().map(group).collect(), engine }
}

/// Stores a run of this server's that waits.
async fn waiting(store: &Store, job: ExtractionSpec) {
    let tasks: Vec<NodeName> = job.groups.iter().map(|group| group.task.clone()).collect();
    let id = "a-job".parse().expect("an id");
    let run = NewRun {
        id: run_id(),
        trigger: Trigger::api(),
        executor: "local".into(),
        tags: Vec::new(),
        user_id: None,
        session_id: None,
        workspace_id: None,
        parent: None,
        inputs: None,
        timeout_ms: None,
        exact_environment: None,
        created_at: Timestamp::from_micros(1),
    };
    let body = serde_json::json!({});
    let creation = Creation {
        source: RunSource::New(NewTask { id, kind: TaskKind::Extraction, name: "a job".into() }),
        run,
        workflow_id: "local-a-run".into(),
        snapshot: Snapshot::freeze(Spec::Extraction(job)),
        nodes: std::iter::once(NodeName::setup()).chain(tasks).collect(),
        reused: Vec::new(),
        owner: "a server".into(),
        entry: NewEntry { kind: EntryKind::Status, at: Timestamp::from_micros(1), body },
        key: None,
    };
    store.create_run(creation).await.expect("created");
}

async fn engine(
    store: Store,
    folder: &Path,
    files: ObjectsAt,
    extraction: ExtractionSettings,
) -> (Engine, oneshot::Receiver<Launched>) {
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::default());
    let hour = Duration::from_secs(3600);
    let settings = Settings {
        owner: "a server".into(),
        host: "host".into(),
        executor: "local".into(),
        max_running: 1,
        api_url: None,
        max_log_bytes: i64::MAX,
        files,
        leases: Leases { lease: hour, patience: hour, boot_id: None },
        silence: hour,
        retention: RetentionPolicy::default(),
        extraction,
        automations: annals_engine::AutomationSettings::default(),
        jobs: annals_engine::JobSettings::default(),
    };
    let (sender, seen) = oneshot::channel();
    let place = folder.join("staged");
    std::fs::create_dir_all(&place).expect("a folder");
    let executor = Looking { files: place, seen: Mutex::new(Some(sender)) };
    let parts = Parts {
        store,
        executors: vec![Arc::new(executor)],
        ids: IdSource::new(Arc::clone(&clock), || [7; 10]),
        clock,
        secret_bytes: || [7; 32],
        secret_key: KeySource::file(folder.join("secret.key")),
        settings,
    };
    (Engine::start(parts).await.expect("a server"), seen)
}

/// Bounded only so that a mistake is a failure and not a test that hangs.
async fn launched(seen: oneshot::Receiver<Launched>) -> Launched {
    let seen = tokio::time::timeout(Duration::from_secs(60), seen).await;
    seen.expect("it is launched").expect("it is looked at")
}

/// The files of a run lie where its tasks find them, without a copy where none is needed; one that
/// is gone is left out.
async fn files_are_laid_out(db: &Database) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = db.store().await;
    waiting(&store, job(&["f1", "gone", "f2"], builtin())).await;
    let objects = folder.path().join("objects");
    let uploads = objects.join("jobs/a-job/runs/a-run/uploads");
    std::fs::create_dir_all(&uploads).expect("a folder");
    for name in ["f1", "f2", "another"] {
        std::fs::write(uploads.join(name), name).expect("written");
    }
    // What a server that was killed has left is not what is read.
    std::fs::create_dir_all(folder.path().join("staged")).expect("a folder");
    std::fs::write(folder.path().join("staged/f1"), "half").expect("written");
    let at = ObjectsAt::Folder(objects);
    let (engine, seen) = engine(store, folder.path(), at, ExtractionSettings::default()).await;
    let Launched { launch, files } = launched(seen).await;
    let expected = ["f1", "f2"].map(|name| (name.to_owned(), (name.to_owned(), 2)));
    assert_eq!(files, BTreeMap::from(expected));
    assert_eq!(launch.plan.steps.len(), 3);
    assert_eq!(launch.endpoint, None);
    engine.stop().await;
}

fn model(url: &str, model: &str) -> ExtractionSettings {
    let endpoint = Endpoint {
        url: url.into(),
        model: model.into(),
        timeout_ms: 1,
        max_tokens: 1,
        max_characters: 1,
        requests_a_minute: None,
        retries: 0,
        token_budget: None,
    };
    ExtractionSettings { endpoint: Some(endpoint), key: Some(ApiKey::Secret("MODEL".into())) }
}

/// The model is the one that the run was submitted with; the key is told in confidence only.
async fn a_model_is_asked_as_configured(db: &Database) {
    let folder = tempfile::tempdir().expect("a folder");
    let submitted = model("http://models/v1", "then").engine();
    assert_eq!((submitted.name, submitted.model.as_deref()), (EngineName::Openai, Some("then")));
    let at = ObjectsAt::Folder(folder.path().join("objects"));
    {
        let (engine, _) =
            engine(db.store().await, folder.path(), at.clone(), model("http://x", "m")).await;
        engine.put_secret("MODEL", "the-key").await.expect("kept");
        engine.stop().await;
    }
    let store = db.store().await;
    waiting(&store, job(&["f1"], submitted)).await;
    let settings = model("http://models/v1", "now");
    assert!(!format!("{settings:?}").contains("the-key"));
    let (engine, seen) = engine(store, folder.path(), at, settings).await;
    let Launched { launch, .. } = launched(seen).await;
    assert_eq!(launch.endpoint.as_ref().map(|endpoint| endpoint.model.as_str()), Some("then"));
    assert_eq!(launch.secrets.get(Endpoint::KEY), Some("the-key"));
    assert!(!serde_json::to_string(&launch).expect("JSON").contains("the-key"));
    engine.stop().await;
}

/// Where the endpoint was changed meanwhile the run fails, and no key goes anywhere.
async fn another_endpoint_is_not_asked(db: &Database) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = db.store().await;
    waiting(&store, job(&["f1"], model("http://models/v1", "m").engine())).await;
    let at = ObjectsAt::Folder(folder.path().join("objects"));
    let settings = model("http://elsewhere/v1", "m");
    let (engine, _seen) = engine(store, folder.path(), at, settings).await;
    let mut watch = engine.watch(&run_id(), 0).await.expect("a watch");
    let followed = async { while watch.next().await.expect("events").is_some() {} };
    tokio::time::timeout(Duration::from_secs(60), followed).await.expect("it ends");
    let whole = engine.whole_run(&run_id()).await.expect("the run");
    assert_eq!(whole.run.state.status, RunStatus::Failure);
    let message = whole.details.error_message.expect("a reason");
    assert!(message.contains("http://models/v1 is not configured here any more"), "{message}");
    engine.stop().await;
}

macro_rules! on_both {
    ($($name:ident),+) => {
        mod sqlite {
            $(#[test]
            fn $name() {
                super::fixture::run(super::Backend::sqlite, |db| Box::pin(super::$name(db)));
            })+
        }
        mod postgres {
            $(#[test]
            fn $name() {
                super::fixture::run(super::Backend::postgres, |db| Box::pin(super::$name(db)));
            })+
        }
    };
}
on_both!(files_are_laid_out, a_model_is_asked_as_configured, another_endpoint_is_not_asked);
