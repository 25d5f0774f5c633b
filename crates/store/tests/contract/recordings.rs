//! Runs that are carried out elsewhere: nobody's, and taken for failed when they are silent.

use annals_domain::{ErrorType, FlowSpec, RunStatus, Snapshot, Spec, TransitionError, Trigger};
use annals_store::{
    Append, Change, Created, NewFlow, Recorded, Recording, RecordingChange, ServerRow, Store,
    StoreError, Successor, Takeover,
};
use serde_json::json;

use super::fixture::Database;
use super::make::{DAY, again, at, end, entry, run, task};

fn spec() -> FlowSpec {
    FlowSpec { components: Vec::new(), edges: Vec::new() }
}

/// A run of the flow `f`, made with it, that may be silent for two milliseconds.
fn recording(id: &str, micros: i64) -> Recording {
    let mut creation = again("f", id, micros);
    creation.snapshot = Snapshot::freeze(Spec::Flow(spec()));
    creation.entry.at = at(micros);
    creation.nodes.clear();
    let flow =
        NewFlow { id: task("f"), name: "f".into(), description: None, spec: spec(), at: at(0) };
    Recording {
        creation,
        flow: Some(flow),
        limit_ms: 2,
        entries: vec![entry("began")],
        changes: vec![Change::Begin(at(micros))],
    }
}

async fn recorded(store: &Store, recording: Recording) {
    let made = store.record_run(recording).await.expect("recorded");
    assert!(matches!(made, Recorded::Run(Created::New(_))), "{made:?}");
}

async fn change(store: &Store, id: &str, changes: Vec<Change>) -> Result<(), StoreError> {
    let append = Append { entries: vec![entry("told")], changes, ..Append::default() };
    let appended = store.append(&run(id), DAY, append).await.map(drop);
    store.release_unused(&run(id));
    appended
}

fn heard(micros: i64, limit_ms: Option<i64>) -> Change {
    Change::Recording(RecordingChange::Heard { at: at(micros), limit_ms })
}

fn silent(micros: i64) -> Vec<Change> {
    vec![
        Change::Recording(RecordingChange::Silent(at(micros))),
        end(RunStatus::Failure, micros, Some(ErrorType::Timeout)),
        Change::Recording(RecordingChange::Over),
    ]
}

/// The runs that are silent at an instant, with when they were heard of.
async fn all_silent(store: &Store, micros: i64) -> Vec<(String, i64)> {
    let found = store.silent_runs(at(micros), 1000).await.expect("an answer").into_iter();
    let heard = |time: annals_domain::Timestamp| time.as_micros() - at(0).as_micros();
    found.map(|found| (found.id.to_string(), heard(found.heard_at))).collect()
}

pub async fn are_nobodys_and_begin_with_what_is_known(db: &Database) {
    let store = db.store().await;
    recorded(&store, recording("one", 10)).await;
    let is_there = store.record_run(recording("two", 11)).await.expect("an answer");
    assert_eq!(is_there, Recorded::FlowIsThere);
    assert!(store.run(&run("two")).await.expect("an answer").is_none());
    recorded(&store, Recording { flow: None, ..recording("two", 11) }).await;

    let found = store.run(&run("one")).await.expect("an answer").expect("the run");
    assert_eq!((found.state.status, found.state.started_at), (RunStatus::Running, Some(at(10))));
    let named = store.flow_named("f").await.expect("an answer").expect("the flow");
    assert_eq!(
        (named.row.task.run_count, store.flow_named("F").await.expect("none").is_none()),
        (2, true)
    );
    assert_eq!(store.last_seq(&run("one")).await.expect("an answer"), 2);
    change(&store, "one", vec![Change::Metadata(json!({"a": 1}))]).await.expect("told");
    let seqs: Vec<_> = store
        .entries(&run("one"), 0, 9)
        .await
        .expect("all")
        .iter()
        .map(|entry| entry.seq)
        .collect();
    assert_eq!(seqs, [1, 2, 3]);

    // No server finds it among its own or among those of another.
    assert_eq!(store.open_runs("server").await.expect("none"), []);
    let gone = ServerRow {
        id: "server".into(),
        host: "h".into(),
        boot_id: None,
        seen_at: at(1),
        lease_ms: 1,
    };
    store.announce_server(gone.clone()).await.expect("told");
    let by = Successor { id: "heir", host: "h", at: at(2), follows: &[] };
    assert_eq!(store.take_over(&gone, by, Takeover::All).await.expect("none"), []);
    store.close().await;
}

pub async fn that_are_silent_are_found_and_end_once(db: &Database) {
    let store = db.store().await;
    recorded(&store, recording("one", 0)).await;
    recorded(&store, Recording { flow: None, limit_ms: 3, ..recording("two", 0) }).await;
    assert_eq!(all_silent(&store, 1999).await, []);
    assert_eq!(all_silent(&store, 2000).await, [("one".to_owned(), 0)]);
    assert_eq!(all_silent(&store, 3000).await, [("one".to_owned(), 0), ("two".to_owned(), 0)]);
    // They could not be heard for as long.
    assert_eq!(store.silent_runs(at(3000), 1).await.expect("an answer"), []);

    // What was heard of in between does not end; what is heard late counts by its own time.
    change(&store, "one", vec![heard(1500, None)]).await.expect("heard");
    change(&store, "one", vec![heard(1000, None)]).await.expect("heard");
    assert_eq!(all_silent(&store, 3499).await, [("two".to_owned(), 0)]);
    let refused = change(&store, "one", silent(3499)).await;
    assert!(matches!(refused, Err(StoreError::Heard)), "{refused:?}");
    change(&store, "two", vec![heard(2, Some(100))]).await.expect("heard");
    assert_eq!(all_silent(&store, 3500).await, [("one".to_owned(), 1500)]);
    assert_eq!(store.last_seq(&run("one")).await.expect("an answer"), 4);

    change(&store, "one", silent(3500)).await.expect("ended");
    for again in [silent(3500), vec![heard(3600, None), Change::Outputs(json!(1))]] {
        let refused = change(&store, "one", again).await;
        let ended = StoreError::Transition(TransitionError::Ended(RunStatus::Failure));
        assert_eq!(refused.expect_err("refused").to_string(), ended.to_string());
    }
    assert_eq!(all_silent(&store, 3500).await, []);
    let details = store.run_details(&run("one")).await.expect("an answer").expect("details");
    assert_eq!((details.outputs, details.error_message), (None, Some("it failed".into())));
    store.close().await;
}

pub async fn are_told_of_by_many_at_once(db: &Database) {
    let store = db.store().await;
    recorded(&store, recording("one", 0)).await;
    let about = RecordingChange::About {
        trigger: Some(Trigger("mail".into())),
        session_id: None,
        user_id: Some("ada".into()),
    };
    change(&store, "one", vec![Change::Recording(about)]).await.expect("told");
    let told = (0..50).map(|n| change(&store, "one", vec![heard(n, None)]));
    for done in futures::future::join_all(told).await {
        done.expect("told");
    }
    let entries = store.entries(&run("one"), 0, 100).await.expect("all");
    let seqs: Vec<_> = entries.iter().map(|entry| entry.seq).collect();
    assert_eq!(seqs, (1..=53).collect::<Vec<_>>());
    assert_eq!(all_silent(&store, 2049).await, [("one".to_owned(), 49)]);
    let found = store.run(&run("one")).await.expect("an answer").expect("the run");
    assert_eq!((&*found.trigger.0, found.user_id.as_deref()), ("mail", Some("ada")));

    assert!(store.set_metadata(&run("one"), &json!({"b": 2})).await.expect("kept"));
    assert!(!store.set_metadata(&run("none"), &json!({})).await.expect("an answer"));
    store.delete_task(&task("f")).await.expect("deleted");
    assert_eq!(db.count("SELECT COUNT(*) FROM recordings").await, 0);
    store.close().await;
}
