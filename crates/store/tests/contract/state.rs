//! A run's state changes only as its machine allows, and only by its present attempt.

use annals_domain::{ErrorType, Run, RunStatus, TransitionError};
use annals_store::{Change, Store, StoreError};

use super::fixture::Database;
use super::ledger::seqs;
use super::make::{DAY, append, at, begun, block, change, created, end, entry, first, run, task};

async fn row(store: &Store, id: &str) -> Run {
    store.run(&run(id)).await.expect("an answer").expect("the run")
}

pub async fn a_run_begins_and_ends(db: &Database) {
    let store = db.store().await;
    created(&store, first("t", "r", 0)).await;
    let epoch = store.begin_attempt(&run("r"), "host", at(1)).await.expect("an attempt");
    change(&store, "r", epoch, Change::Begin(at(2))).await.expect("begun");
    assert_eq!(row(&store, "r").await.state.status, RunStatus::Running);
    let failed = end(RunStatus::Failure, 5002, Some(ErrorType::OutOfMemory));
    change(&store, "r", epoch, failed).await.expect("ended");
    let ended = row(&store, "r").await;
    assert_eq!((ended.state.started_at, ended.state.ended_at), (Some(at(2)), Some(at(5002))));
    assert_eq!((ended.error_type, ended.duration_ms()), (Some(ErrorType::OutOfMemory), Some(5)));
    let details = store.run_details(&run("r")).await.expect("an answer").expect("details");
    assert_eq!(details.error_message.as_deref(), Some("it failed"));
    let latest = store.task(&task("t")).await.expect("an answer").and_then(|t| t.latest);
    let latest = latest.expect("its run");
    assert_eq!(
        (latest.status, latest.error_type),
        (RunStatus::Failure, Some(ErrorType::OutOfMemory))
    );
    let attempts = store.attempts(&run("r")).await.expect("the attempts");
    assert_eq!((attempts.len(), attempts[0].ended_at), (1, Some(at(5002))));
    store.close().await;
}

pub async fn a_terminal_status_never_changes(db: &Database) {
    let store = db.store().await;
    for (n, status) in
        [RunStatus::Success, RunStatus::Failure, RunStatus::Cancelled].iter().enumerate()
    {
        let id = format!("r{n}");
        let epoch = begun(&store, &format!("t{n}"), &id).await;
        let error = (*status == RunStatus::Failure).then_some(ErrorType::Exit);
        change(&store, &id, epoch, end(*status, 9, error)).await.expect("ended");
        let ended = row(&store, &id).await;
        for to in RunStatus::ALL {
            let error = change(&store, &id, epoch, end(*to, 20, Some(ErrorType::Platform))).await;
            assert!(
                matches!(error, Err(StoreError::Transition(TransitionError::Ended(_)))),
                "{error:?}"
            );
        }
        change(&store, &id, epoch, Change::Begin(at(30))).await.expect_err("ended");
        store.begin_attempt(&run(&id), "host", at(30)).await.expect_err("ended");
        assert_eq!(row(&store, &id).await, ended);
        assert!(!store.request_cancel(&run(&id)).await.expect("an answer"));
    }
    store.close().await;
}

pub async fn a_stale_attempt_changes_nothing_and_is_counted(db: &Database) {
    let store = db.store().await;
    let old = begun(&store, "t", "r").await;
    let new = store.begin_attempt(&run("r"), "other", at(2)).await.expect("taken over");
    let (before, nodes) =
        (row(&store, "r").await, store.nodes(&run("r"), DAY).await.expect("nodes"));
    let mut node = nodes[1].clone();
    node.exit_code = Some(1);
    let late =
        |changes| annals_store::Append { epoch: old, changes, position: 99, ..Default::default() };
    for stale in [
        append(old, vec![block(1, &["late"])], Vec::new()),
        append(old, Vec::new(), vec![entry("late")]),
        append(old, vec![block(1, &["late"])], vec![entry("late")]),
        late(vec![end(RunStatus::Success, 9, None)]),
        late(vec![Change::Node(Box::new(node))]),
        late(vec![Change::Outputs(serde_json::json!({ "late": true }))]),
    ] {
        let error = store.append(&run("r"), DAY, stale).await.expect_err("an old attempt");
        let expected = TransitionError::Stale { given: old, current: new };
        assert!(matches!(&error, StoreError::Transition(e) if *e == expected), "{error:?}");
    }
    assert_eq!(row(&store, "r").await, before);
    assert_eq!(store.nodes(&run("r"), DAY).await.expect("nodes"), nodes);
    assert_eq!(seqs(&store, "r").await, [1]);
    let details = store.run_details(&run("r")).await.expect("an answer").expect("details");
    assert_eq!(details.outputs, None);
    assert_eq!(
        store.place(&run("r"), DAY, old).await.expect("a place"),
        annals_domain::Place::default()
    );
    assert_eq!(db.count("SELECT late_writes FROM attempts WHERE epoch = 1").await, 6);
    assert_eq!(db.count("SELECT late_writes FROM attempts WHERE epoch = 2").await, 0);
    store.close().await;
}

pub async fn forbidden_steps_change_nothing(db: &Database) {
    let store = db.store().await;
    created(&store, first("t", "r", 0)).await;
    let epoch = store.begin_attempt(&run("r"), "host", at(1)).await.expect("an attempt");
    let mut both = append(epoch, Vec::new(), vec![entry("no")]);
    both.changes = vec![end(RunStatus::Success, 9, None)];
    let error = store.append(&run("r"), DAY, both).await.expect_err("it has not begun");
    let expected = TransitionError::Forbidden { from: RunStatus::Pending, to: RunStatus::Success };
    assert!(matches!(&error, StoreError::Transition(e) if *e == expected), "{error:?}");
    assert_eq!(row(&store, "r").await.state.status, RunStatus::Pending);
    assert_eq!(seqs(&store, "r").await, [1], "an entry without its change");
    let next = append(epoch, Vec::new(), vec![entry("yes")]);
    let appended = store.append(&run("r"), DAY, next).await.expect("appended");
    assert_eq!(appended.entries[0].seq, 2, "a refusal took a number");
    store.close().await;
}

pub async fn attempts_follow_each_other(db: &Database) {
    let store = db.store().await;
    created(&store, first("t", "r", 0)).await;
    let all = (0..10).map(|_| {
        let store = store.clone();
        tokio::spawn(async move { store.begin_attempt(&run("r"), "host", at(1)).await })
    });
    let all = futures::future::join_all(all).await;
    let mut epochs: Vec<_> =
        all.into_iter().map(|one| one.expect("no panic").expect("an attempt")).collect();
    epochs.sort_unstable();
    assert_eq!(epochs, (1..=10).collect::<Vec<_>>());
    assert_eq!(row(&store, "r").await.state.epoch, 10);
    let kept = store.attempts(&run("r")).await.expect("the attempts");
    assert_eq!(kept.iter().map(|a| a.epoch).collect::<Vec<_>>(), epochs);
    let gone = store.begin_attempt(&run("nowhere"), "host", at(1)).await.expect_err("no run");
    assert!(matches!(gone, StoreError::Gone("run")), "{gone:?}");
    store.close().await;
}

pub async fn open_runs_are_found_again(db: &Database) {
    let store = db.store().await;
    begun(&store, "t1", "ended").await;
    change(&store, "ended", 1, end(RunStatus::Success, 9, None)).await.expect("ended");
    created(&store, first("t2", "waiting", 5)).await;
    begun(&store, "t3", "running").await;
    let mut elsewhere = first("t4", "elsewhere", 0);
    elsewhere.owner = "another server".into();
    created(&store, elsewhere).await;
    let open = store.open_runs("server").await.expect("the open runs");
    let open: Vec<_> = open.iter().map(|o| (o.id.as_str(), o.status, o.epoch)).collect();
    let expected = [("running", RunStatus::Running, 1), ("waiting", RunStatus::Pending, 0)];
    assert_eq!(open, expected, "oldest first");
    store.close().await;
}

pub async fn cancelling_is_noted_once(db: &Database) {
    let store = db.store().await;
    let epoch = begun(&store, "t", "r").await;
    assert!(!store.request_cancel(&run("nowhere")).await.expect("an answer"));
    assert_eq!(store.cancel_requests("server").await.expect("none"), []);
    assert!(store.request_cancel(&run("r")).await.expect("an answer"));
    assert_eq!(store.cancel_requests("server").await.expect("one"), [run("r")]);
    assert!(row(&store, "r").await.cancel_requested);
    change(&store, "r", epoch, end(RunStatus::Cancelled, 9, None)).await.expect("ended");
    assert_eq!(store.cancel_requests("server").await.expect("none"), []);
    store.close().await;
}
