//! Runs that are carried out elsewhere and are only recorded here.
//!
//! They are runs like any others, but for their owner: they have none, so that no server takes them
//! for its own, queues, recovers or takes them over. Instead they are heard of; one that is silent
//! for too long is taken for failed.

use annals_domain::ledger::NewEntry;
use annals_domain::{
    Place, RunId, RunNumber, RunState, TaskId, Timestamp, TransitionError, Trigger,
};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::create::within;
use crate::sql::{Columns, Sql};
use crate::{
    Change, Created, Creation, Dialect, NewFlow, Store, StoreError, flows, history, ledger,
};

/// The owner of runs that no server carries out.
const NOBODY: &str = "";

/// Everything that a recorded run is created from.
#[derive(Debug, Clone)]
pub struct Recording {
    /// The run.
    pub creation: Creation,
    /// Its flow, where that is to be made with it.
    pub flow: Option<NewFlow>,
    /// For how many milliseconds it may be silent.
    pub limit_ms: i64,
    /// Further ledger entries.
    pub entries: Vec<NewEntry>,
    /// What is known of it already.
    pub changes: Vec<Change>,
}

/// What came of recording a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// As of any run.
    Run(Created),
    /// Nothing was done: the flow that was to be made is there by now.
    FlowIsThere,
}

/// What changes of a recorded run, besides what changes of any.
#[derive(Debug, Clone)]
pub enum RecordingChange {
    /// It was heard of; refused once it has ended.
    Heard {
        /// When.
        at: Timestamp,
        /// For how many milliseconds it may be silent from now on; none: as before.
        limit_ms: Option<i64>,
    },
    /// What it is told to be of.
    About {
        /// What set it off.
        trigger: Option<Trigger>,
        /// The caller's session.
        session_id: Option<String>,
        /// Who started it.
        user_id: Option<String>,
    },
    /// It was silent for too long by this time; refused if it was heard of.
    Silent(Timestamp),
    /// It has ended, so that nobody waits for it any more.
    Over,
}

/// A recorded run that has been silent for too long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SilentRun {
    /// Its id.
    pub id: RunId,
    /// Its task.
    pub task_id: TaskId,
    /// Its number.
    pub number: RunNumber,
    /// The day its blocks lie in.
    pub day: i64,
    /// When it was heard of last.
    pub heard_at: Timestamp,
    /// For how many milliseconds it may be silent.
    pub limit_ms: i64,
}

impl Store {
    /// Records a run, and makes its flow where it is to be made.
    ///
    /// # Errors
    /// [`StoreError::Gone`] if the task has been deleted; else if the database does not answer.
    pub async fn record_run(&self, recording: Recording) -> Result<Recorded, StoreError> {
        match self.try_record(recording.clone()).await {
            // Its snapshot was deleted between its insertion and the run's: it is made again.
            Err(StoreError::Database(sqlx::Error::Database(error)))
                if error.is_foreign_key_violation() =>
            {
                self.try_record(recording).await
            }
            other => other,
        }
    }

    async fn try_record(&self, mut recording: Recording) -> Result<Recorded, StoreError> {
        recording.creation.owner = NOBODY.to_owned();
        let (dialect, keeper) = (self.dialect, std::sync::Arc::clone(&self.history));
        self.write(move |tx| {
            Box::pin(async move {
                if let Some(flow) = &recording.flow
                    && !flows::insert_named(tx, dialect, flow).await?
                {
                    return Ok(Recorded::FlowIsThere);
                }
                create(tx, dialect, &keeper, recording).await.map(Recorded::Run)
            })
        })
        .await
    }

    /// Recorded runs that have been silent for too long at `now`, the longest first, at most 100;
    /// none that may be silent for longer than `watched_ms`, for which time they could be heard.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn silent_runs(
        &self,
        now: Timestamp,
        watched_ms: i64,
    ) -> Result<Vec<SilentRun>, StoreError> {
        let mut sql = Sql::new(
            "SELECT r.id, r.task_id, r.number, r.created_at, c.heard_at, c.limit_ms \
             FROM recordings c JOIN runs r ON r.id = c.run_id",
        );
        sql.and("c.due_at <= ").bind(now.as_micros()).and("c.limit_ms <= ").bind(watched_ms);
        sql.push(" ORDER BY c.due_at, c.run_id LIMIT 100");
        sql.rows(&self.pool).await?.iter().map(silent).collect()
    }

    /// Replaces the JSON object that is kept with a run, whatever its status; whether it is there.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn set_metadata(
        &self,
        run: &RunId,
        metadata: &serde_json::Value,
    ) -> Result<bool, StoreError> {
        let (run, text) = (run.clone(), crate::sql::json(metadata)?);
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new("UPDATE run_details SET metadata = ");
                sql.bind(text).and("run_id = ").bind(run.as_str());
                Ok(sql.run(tx).await? == 1)
            })
        })
        .await
    }
}

async fn create(
    tx: &mut AnyConnection,
    dialect: Dialect,
    keeper: &history::Keeper,
    recording: Recording,
) -> Result<Created, StoreError> {
    let Recording { creation, limit_ms, entries, changes, .. } = recording;
    let created = within(tx, dialect, std::slice::from_ref(&creation)).await?.pop();
    let created = created.ok_or(StoreError::Gone("run number"))?;
    let Created::New(_) = created else { return Ok(created) };
    let id = &creation.run.id;
    begin(tx, id, creation.entry.at, limit_ms).await?;
    // The run's creation is the first entry.
    let entries = ledger::number(entries, 1);
    let last = entries.last().map_or(1, |entry| entry.seq);
    let held = ledger::advance(tx, id, 0, |sql| {
        sql.bind(last);
    })
    .await?;
    ledger::store_entries(tx, dialect, keeper, (held, 0), &Place::default(), &entries, changes)
        .await?;
    Ok(created)
}

async fn begin(
    tx: &mut AnyConnection,
    run: &RunId,
    at: Timestamp,
    limit_ms: i64,
) -> Result<(), StoreError> {
    let mut sql = Sql::new("INSERT INTO recordings (run_id, heard_at, limit_ms, due_at) VALUES (");
    sql.bind(run.as_str()).push(", ").bind(at.as_micros()).push(", ").bind(limit_ms);
    sql.push(", ").bind(at.plus_millis(limit_ms).as_micros()).push(")");
    sql.run(tx).await.map(drop)
}

/// Makes a change of a recorded run.
pub(crate) async fn apply(
    tx: &mut AnyConnection,
    run: &RunId,
    state: &RunState,
    change: RecordingChange,
) -> Result<(), StoreError> {
    match change {
        RecordingChange::Heard { at, limit_ms } => {
            check_open(state)?;
            heard(tx, run, at, limit_ms).await
        }
        RecordingChange::About { trigger, session_id, user_id } => {
            let trigger = trigger.map(|trigger| trigger.0);
            about(
                tx,
                run,
                [("trigger_type", trigger), ("session_id", session_id), ("user_id", user_id)],
            )
            .await
        }
        RecordingChange::Silent(at) => check_silent(tx, run, state, at).await,
        RecordingChange::Over => {
            let mut sql = Sql::new("DELETE FROM recordings");
            sql.and("run_id = ").bind(run.as_str());
            sql.run(tx).await.map(drop)
        }
    }
}

/// Refuses where the run has ended.
fn check_open(state: &RunState) -> Result<(), StoreError> {
    match state.status.is_terminal() {
        true => Err(TransitionError::Ended(state.status).into()),
        false => Ok(()),
    }
}

async fn heard(
    tx: &mut AnyConnection,
    run: &RunId,
    at: Timestamp,
    limit_ms: Option<i64>,
) -> Result<(), StoreError> {
    let at = at.as_micros();
    // Several servers hear: what one of them heard later stands.
    let mut sql = Sql::new("UPDATE recordings SET heard_at = CASE WHEN heard_at > ");
    sql.bind(at).push(" THEN heard_at ELSE ").bind(at).push(" END, limit_ms = COALESCE(");
    sql.bind(limit_ms).push(", limit_ms), due_at = CASE WHEN heard_at > ").bind(at);
    sql.push(" THEN heard_at ELSE ").bind(at).push(" END + 1000 * COALESCE(");
    sql.bind(limit_ms).push(", limit_ms)").and("run_id = ").bind(run.as_str());
    sql.run(tx).await.map(drop)
}

async fn about(
    tx: &mut AnyConnection,
    run: &RunId,
    columns: [(&'static str, Option<String>); 3],
) -> Result<(), StoreError> {
    for (column, value) in columns {
        let Some(value) = value else { continue };
        let mut sql = Sql::new("UPDATE runs SET ");
        sql.push(column).push(" = ").bind(value).and("id = ").bind(run.as_str());
        sql.run(&mut *tx).await?;
    }
    Ok(())
}

/// Refuses where the run has ended, or was heard of after all.
async fn check_silent(
    tx: &mut AnyConnection,
    run: &RunId,
    state: &RunState,
    at: Timestamp,
) -> Result<(), StoreError> {
    check_open(state)?;
    let mut sql = Sql::new("SELECT run_id FROM recordings");
    sql.and("run_id = ").bind(run.as_str()).and("due_at <= ").bind(at.as_micros());
    sql.row(tx).await?.map(drop).ok_or(StoreError::Heard)
}

fn silent(row: &AnyRow) -> Result<SilentRun, StoreError> {
    let columns = Columns::new(row, "recordings", "id");
    Ok(SilentRun {
        id: columns.word("id")?,
        task_id: columns.word("task_id")?,
        number: RunNumber::new(columns.int("number")?).ok_or(StoreError::Gone("run number"))?,
        day: columns.time("created_at")?.day(),
        heard_at: columns.time("heard_at")?,
        limit_ms: columns.int("limit_ms")?,
    })
}
