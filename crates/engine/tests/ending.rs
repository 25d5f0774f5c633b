//! The end of a run as those who watch it see it, on SQLite and on a real PostgreSQL alike, with an
//! executor that has finished before it was asked and never clears away what it kept.

#[path = "../../store/tests/contract/fixture.rs"]
#[allow(dead_code, reason = "shared with the store's suites, which use all of it")]
mod fixture;

use std::future::{pending, ready};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use annals_domain::{
    Clock, IdSource, ManualClock, NodeOutcome, Observation, Place, RunStatus, Seen, Timestamp,
};
use annals_engine::{
    Caller, Change, Engine, KeySource, Leases, ObjectsAt, Parts, RetentionPolicy, Settings, Submit,
};
use annals_executor::{AttemptRef, Executor, ExecutorError, Follower, Launch, Report, Reports};
use fixture::{Backend, Database};
use futures::FutureExt as _;
use futures::future::BoxFuture;

struct Finished(bool);

impl Follower for Finished {
    fn next(&mut self) -> BoxFuture<'_, Result<Reports, ExecutorError>> {
        if std::mem::replace(&mut self.0, true) {
            return ready(Ok(Reports::End)).boxed();
        }
        let at = Timestamp::from_micros(1);
        let outcome = NodeOutcome {
            exit_code: None,
            signal: None,
            error_type: None,
            message: None,
            cancelled: false,
        };
        let seen = [
            Seen::SetupStarted,
            Seen::SetupEnded { outcome },
            Seen::Finished { cancelled: false, failure: None },
        ];
        let report = |(position, seen)| Report {
            place: Place::at(position),
            observation: Observation::Fact(at, Box::new(seen)),
        };
        ready(Ok(Reports::Some((1..).zip(seen).map(report).collect()))).boxed()
    }
}

struct Untidy;

impl Executor for Untidy {
    fn name(&self) -> &'static str {
        "untidy"
    }

    fn launch<'a>(&'a self, _: &'a Launch) -> BoxFuture<'a, Result<(), ExecutorError>> {
        ready(Ok(())).boxed()
    }

    fn follow(
        &self,
        _: &AttemptRef,
        _: Place,
    ) -> BoxFuture<'_, Result<Box<dyn Follower>, ExecutorError>> {
        ready(Ok(Box::new(Finished(false)) as Box<dyn Follower>)).boxed()
    }

    fn cancel<'a>(&'a self, _: &'a AttemptRef) -> BoxFuture<'a, Result<(), ExecutorError>> {
        ready(Ok(())).boxed()
    }

    fn produced_file(&self, _: &AttemptRef, path: &str) -> PathBuf {
        path.into()
    }

    fn forget<'a>(&'a self, _: &'a AttemptRef) -> BoxFuture<'a, Result<(), ExecutorError>> {
        pending().boxed()
    }

    fn known(&self) -> BoxFuture<'_, Result<Vec<AttemptRef>, ExecutorError>> {
        ready(Ok(Vec::new())).boxed()
    }
}

async fn engine(db: &Database, folder: PathBuf) -> Engine {
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::default());
    let hour = Duration::from_secs(3600);
    let settings = Settings {
        owner: "a server".into(),
        host: "host".into(),
        executor: "untidy".into(),
        max_running: 1,
        api_url: None,
        max_log_bytes: i64::MAX,
        files: ObjectsAt::Folder(folder.clone()),
        leases: Leases { lease: hour, patience: hour, boot_id: None },
        silence: hour,
        retention: RetentionPolicy::default(),
        extraction: annals_engine::ExtractionSettings::default(),
        jobs: annals_engine::JobSettings::default(),
        automations: annals_engine::AutomationSettings::default(),
    };
    let parts = Parts {
        store: db.store().await,
        executors: vec![Arc::new(Untidy)],
        ids: IdSource::new(Arc::clone(&clock), || [7; 10]),
        clock,
        secret_bytes: || [7; 32],
        secret_key: KeySource::file(folder.join("secret.key")),
        settings,
    };
    Engine::start(parts).await.expect("a server")
}

/// Whoever follows a run is told of its end once that is stored, whatever is still cleared away.
async fn nobody_waits_for_what_is_cleared_away(db: &Database) {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = engine(db, folder.path().to_owned()).await;
    let change = Change { code: Some("pass".into()), ..Change::default() };
    let submit = Submit { task_id: None, name: None, change };
    let submitted = engine.submit(&Caller::default(), submit, None).await.expect("a run");
    let mut watch = engine.watch(&submitted.run_id, 0).await.expect("a watch");
    let mut last = 0;
    // Bounded only so that a mistake is a failure and not a test that hangs.
    let followed = tokio::time::timeout(Duration::from_secs(60), async {
        while let Some(events) = watch.next().await.expect("events") {
            last = events.last().map_or(last, annals_engine::Event::last_seq);
        }
    });
    followed.await.expect("the end is told");
    let run = engine.run(&submitted.run_id).await.expect("the run");
    assert_eq!(run.state.status, RunStatus::Success);
    // Created, running, setup begun, setup ended, success.
    assert_eq!(last, 5);
    // And so is one who comes when it has ended.
    let mut late = engine.watch(&submitted.run_id, last).await.expect("a watch");
    let told = tokio::time::timeout(Duration::from_secs(60), late.next()).await;
    assert!(told.expect("the end is told").expect("events").is_none());
}

#[test]
fn sqlite() {
    fixture::run(Backend::sqlite, |db| Box::pin(nobody_waits_for_what_is_cleared_away(db)));
}

#[test]
fn postgres() {
    fixture::run(Backend::postgres, |db| Box::pin(nobody_waits_for_what_is_cleared_away(db)));
}
