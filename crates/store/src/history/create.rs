//! Adding entries: numbers, places in ledgers, rows and eviction in one transaction.
//!
//! Locks are taken in one order everywhere: tasks, runs, heads; so nobody waits in a circle.

use std::collections::{BTreeMap, BTreeSet};

use annals_domain::ledger::{EntryKind, NewEntry};
use annals_domain::{RunId, Seq, TaskId, Timestamp};
use sqlx::AnyConnection;

use super::policy::Keeper;
use super::rows::{self, NewRow};
use super::{
    CreateTaskBuildHistory, TaskBuildHistory, TaskBuildHistoryContextType as ContextType, evict,
};
use crate::sql::{Columns, Sql};
use crate::{Dialect, StoreError, ledger};

/// A task's head as it is held for the rest of the transaction.
pub(super) struct Head {
    pub(super) last_n: i64,
    pub(super) entries: i64,
    pub(super) max_entries: Option<i64>,
    pub(super) max_age_ms: Option<i64>,
}

impl Head {
    pub(super) const COLUMNS: &'static str = "task_id, last_n, entries, max_entries, max_age_ms";

    pub(super) fn of(row: &sqlx::any::AnyRow) -> Result<Self, StoreError> {
        let columns = Columns::new(row, "task_history_heads", "task_id");
        Ok(Self {
            last_n: columns.int("last_n")?,
            entries: columns.int("entries")?,
            max_entries: columns.opt_int("max_entries")?,
            max_age_ms: columns.opt_int("max_age_ms")?,
        })
    }
}

/// The runs whose ledgers grew, with their last numbers and whether they have ended.
pub(super) type Grown = BTreeMap<RunId, (Seq, bool)>;

/// Where callers' entries came to stand.
pub(super) struct Made {
    pub(super) entries: Vec<TaskBuildHistory>,
    pub(super) runs: Grown,
}

/// Adds callers' entries. `ends` tells how far the ledgers go that this process writes to.
pub(super) async fn add(
    tx: &mut AnyConnection,
    dialect: Dialect,
    keeper: &Keeper,
    new: Vec<CreateTaskBuildHistory>,
    ends: &BTreeMap<RunId, Seq>,
) -> Result<Made, StoreError> {
    let at = keeper.now();
    let tasks: BTreeSet<_> = new.iter().map(|entry| entry.task_id.clone()).collect();
    for task in &tasks {
        hold_task(tx, dialect, task).await?;
    }
    let (runs, places) = take_all_places(tx, dialect, &new, ends).await?;
    let mut heads = BTreeMap::new();
    for task in tasks {
        let count = new.iter().filter(|entry| entry.task_id == task).count();
        let count = i64::try_from(count).unwrap_or(0);
        let mut head = open(tx, &task, count).await?;
        head.last_n -= count;
        heads.insert(task, head);
    }
    let rows = number(keeper, new, &mut heads, places, at)?;
    for NewRow { entry, .. } in &rows {
        if let (Some(run), Some(seq)) = (&entry.run_id, entry.seq) {
            ledger::insert_entry(tx, run, seq, &place(entry)).await?;
        }
    }
    rows::insert(tx, &rows).await?;
    let entries: Vec<_> = rows.into_iter().map(|row| row.entry).collect();
    for (task, head) in &heads {
        let kinds = entries.iter().filter(|entry| entry.task_id == *task);
        let kinds = kinds.map(|entry| entry.context_type);
        evict::beyond_limits(tx, keeper, task, head, kinds, at).await?;
    }
    Ok(Made { entries, runs })
}

/// Takes the places that the entries need in ledgers, the runs in the order of their ids; answers
/// with them the last number of each that was taken before.
async fn take_all_places(
    tx: &mut AnyConnection,
    dialect: Dialect,
    new: &[CreateTaskBuildHistory],
    ends: &BTreeMap<RunId, Seq>,
) -> Result<(Grown, BTreeMap<RunId, Seq>), StoreError> {
    let mut needed = BTreeMap::<_, i64>::new();
    for entry in new {
        if let Some(run) = &entry.run_id {
            *needed.entry((run.clone(), entry.task_id.clone())).or_default() += 1;
        }
    }
    let (mut runs, mut places) = (Grown::new(), BTreeMap::new());
    for ((run, task), count) in needed {
        let end = ends.get(&run).copied().unwrap_or(0);
        let (last, ended) = take_places(tx, dialect, &run, &task, count, end).await?;
        places.insert(run.clone(), last - count);
        runs.insert(run, (last, ended));
    }
    Ok((runs, places))
}

/// Gives the entries their numbers within their tasks and their places in ledgers.
fn number(
    keeper: &Keeper,
    new: Vec<CreateTaskBuildHistory>,
    heads: &mut BTreeMap<TaskId, Head>,
    mut places: BTreeMap<RunId, Seq>,
    at: Timestamp,
) -> Result<Vec<NewRow>, StoreError> {
    let ids = keeper.ids(new.len());
    let rows = new.into_iter().zip(ids).map(|(new, id)| {
        let head = heads.get_mut(&new.task_id).ok_or(StoreError::Gone("task"))?;
        head.last_n += 1;
        let seq = new.run_id.as_ref().and_then(|run| places.get_mut(run)).map(|last| {
            *last += 1;
            *last
        });
        Ok(NewRow { own_seq: seq.is_some(), entry: row(keeper, head, (id, new), at, seq) })
    });
    rows.collect()
}

fn row(
    keeper: &Keeper,
    head: &Head,
    (id, new): (String, CreateTaskBuildHistory),
    at: Timestamp,
    seq: Option<Seq>,
) -> TaskBuildHistory {
    TaskBuildHistory {
        id,
        task_id: new.task_id,
        run_id: new.run_id,
        workspace_id: new.workspace_id,
        session_id: new.session_id,
        context_type: new.context_type,
        content: new.content,
        metadata: new.metadata,
        created_at: at,
        expires_at: expiry(keeper, head, new.context_type, at),
        n: head.last_n,
        seq,
    }
}

pub(super) fn expiry(keeper: &Keeper, head: &Head, kind: ContextType, at: Timestamp) -> Timestamp {
    at.plus_millis(keeper.policy.age_ms(head.max_age_ms, kind))
}

/// What the ledger keeps of an entry: where to find it, so that it goes when the entry goes.
fn place(entry: &TaskBuildHistory) -> NewEntry {
    let body = serde_json::json!({ "id": entry.id, "n": entry.n });
    NewEntry { kind: EntryKind::History, at: entry.created_at, body }
}

/// Keeps the task from being deleted until the transaction ends.
pub(super) async fn hold_task(
    tx: &mut AnyConnection,
    dialect: Dialect,
    task: &TaskId,
) -> Result<(), StoreError> {
    let mut sql = Sql::new("SELECT id FROM tasks WHERE id = ");
    sql.bind(task.as_str()).push(match dialect {
        Dialect::Sqlite => "",
        Dialect::Postgres => " FOR KEY SHARE",
    });
    sql.row(tx).await?.map(|_| ()).ok_or(StoreError::Gone("task"))
}

/// Takes `count` places at the end of a run's ledger; answers the last and whether the run has
/// ended.
///
/// On SQLite lines that are stored may not have reached the run's row yet, which `end` knows.
async fn take_places(
    tx: &mut AnyConnection,
    dialect: Dialect,
    run: &RunId,
    task: &TaskId,
    count: i64,
    end: Seq,
) -> Result<(Seq, bool), StoreError> {
    let mut sql = Sql::new("UPDATE runs SET last_seq = ");
    sql.push(match dialect {
        Dialect::Sqlite => "MAX",
        Dialect::Postgres => "GREATEST",
    });
    sql.push("(last_seq, ").bind(end).push(") + ").bind(count);
    sql.push(" WHERE id = ").bind(run.as_str()).push(" AND task_id = ").bind(task.as_str());
    sql.push(" RETURNING id, last_seq, ended_at");
    let row = sql.row(tx).await?.ok_or(StoreError::Gone("run"))?;
    let columns = Columns::new(&row, "runs", "id");
    Ok((columns.int("last_seq")?, columns.opt_int("ended_at")?.is_some()))
}

/// Holds a task's head, `count` numbers taken.
pub(super) async fn open(
    tx: &mut AnyConnection,
    task: &TaskId,
    count: i64,
) -> Result<Head, StoreError> {
    let mut sql = Sql::new("INSERT INTO task_history_heads (task_id, last_n, entries) VALUES (");
    sql.bind(task.as_str()).push(", ").bind(count).push(", ").bind(count).push(")");
    sql.push(ON_CONFLICT).push(Head::COLUMNS);
    Head::of(&sql.row(tx).await?.ok_or(StoreError::Gone("task"))?)
}

const ON_CONFLICT: &str = " ON CONFLICT (task_id) DO UPDATE SET \
    last_n = task_history_heads.last_n + excluded.last_n, \
    entries = task_history_heads.entries + excluded.entries RETURNING ";
