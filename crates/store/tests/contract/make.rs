//! What the cases are made of: tasks, runs, lines and entries with times and ids that they choose.

use annals_domain::ledger::{EntryKind, NewEntry, SealedBlock};
use annals_domain::requirements::Requested;
use annals_domain::{
    Epoch, NewRun, NodeName, RunFailure, RunId, RunNumber, RunStatus, ScriptSpec, Snapshot, Spec,
    Stream, TaskId, TaskKind, Timestamp, Trigger,
};
use annals_logs::BlockBuilder;
use annals_store::{Append, Change, Created, Creation, NewTask, RunSource, Store, StoreError};

/// The day that runs are created on unless a case says otherwise.
pub const DAY: i64 = 20_777;

/// The instant `micros` after that day's beginning.
pub fn at(micros: i64) -> Timestamp {
    Timestamp::from_micros(DAY * 86_400_000_000 + micros)
}

pub fn task(id: &str) -> TaskId {
    id.parse().expect("a task's id")
}

pub fn run(id: &str) -> RunId {
    id.parse().expect("a run's id")
}

pub fn snapshot(code: &str) -> Snapshot {
    let requested = Requested { dependencies: Some("six".into()), requirements_file: None };
    Snapshot::freeze(Spec::Script(ScriptSpec {
        code: code.into(),
        requested,
        env: Default::default(),
        pod: None,
    }))
}

pub fn entry(text: &str) -> NewEntry {
    NewEntry { kind: EntryKind::History, at: at(0), body: serde_json::json!({ "text": text }) }
}

fn new_run(id: &str, created_at: Timestamp) -> NewRun {
    NewRun {
        id: run(id),
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
        created_at,
    }
}

fn creation(source: RunSource, id: &str, micros: i64) -> Creation {
    Creation {
        source,
        run: new_run(id, at(micros)),
        workflow_id: format!("local-{id}"),
        snapshot: snapshot("print(1)"),
        nodes: vec![NodeName::setup(), NodeName::main()],
        reused: Vec::new(),
        owner: "server".into(),
        entry: entry("created"),
        key: None,
    }
}

/// The first run of a new task, whose name is its id.
pub fn first(task_id: &str, run_id: &str, micros: i64) -> Creation {
    let new = NewTask { id: task(task_id), kind: TaskKind::Script, name: task_id.into() };
    creation(RunSource::New(new), run_id, micros)
}

/// A further run of a task.
pub fn again(task_id: &str, run_id: &str, micros: i64) -> Creation {
    creation(RunSource::Of(task(task_id), None), run_id, micros)
}

/// Creates a run that must be new, and answers its number.
pub async fn created(store: &Store, creation: Creation) -> i64 {
    match store.create_run(creation).await.expect("created") {
        Created::New(number) => number.get(),
        other => panic!("not new: {other:?}"),
    }
}

pub fn number(n: i64) -> RunNumber {
    RunNumber::new(n).expect("a number")
}

/// A new task with one run whose first attempt has begun; answers its epoch.
pub async fn begun(store: &Store, task_id: &str, run_id: &str) -> Epoch {
    created(store, first(task_id, run_id, 0)).await;
    let epoch = store.begin_attempt(&run(run_id), "host", at(1)).await.expect("an attempt");
    change(store, run_id, epoch, Change::Begin(at(1))).await.expect("begun");
    epoch
}

/// Makes one change as an attempt.
pub async fn change(
    store: &Store,
    id: &str,
    epoch: Epoch,
    change: Change,
) -> Result<(), StoreError> {
    let append = Append { epoch, changes: vec![change], ..Append::default() };
    store.append(&run(id), DAY, append).await.map(|_| ())
}

/// The end of a run, well or badly.
pub fn end(status: RunStatus, micros: i64, failure: Option<annals_domain::ErrorType>) -> Change {
    let failure = failure.map(|error_type| RunFailure { error_type, message: "it failed".into() });
    Change::End { status, at: at(micros), failure }
}

/// A block of these lines.
pub fn block(node: i64, lines: &[&str]) -> SealedBlock {
    let mut builder = BlockBuilder::new(node);
    for (micros, line) in (0..).zip(lines) {
        let full = builder.push(Stream::Stdout, at(micros), format!("{line}\n").as_bytes());
        assert_eq!(full.expect("whole lines"), [], "the lines of one block");
    }
    builder.seal().expect("sealed").expect("lines")
}

/// An append of lines and entries.
pub fn append(epoch: Epoch, blocks: Vec<SealedBlock>, entries: Vec<NewEntry>) -> Append {
    Append { epoch, blocks, entries, ..Append::default() }
}
