//! Deleting single runs with everything that is their own.

use annals_domain::{LatestRun, RunId, Spec, TaskId, head};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::deletion::delete_unused;
use crate::retention::{ObjectPart, note_loose_day, note_object};
use crate::sql::{Columns, Sql};
use crate::{Dialect, Store, StoreError, blocks, history, jobs};

/// What came of deleting a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunDeletion {
    /// It is gone.
    Done,
    /// It has not ended, so it stays.
    Running,
    /// It is pinned, and pinned runs were to stay.
    Pinned,
    /// There is no such run.
    Gone,
}

/// What is known of a run that is to be deleted.
struct Doomed {
    run: RunId,
    task: TaskId,
    snapshot: String,
    day: i64,
}

impl Store {
    /// Deletes a run that has ended, pinned or not, with its lines. What lies in the object store
    /// is noted ([`Store::doomed_objects`]).
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn delete_run(&self, run: &RunId) -> Result<RunDeletion, StoreError> {
        let Some(found) = self.run(run).await? else { return Ok(RunDeletion::Gone) };
        let deletion = self.delete_rows(run, true).await?;
        if deletion == RunDeletion::Done {
            // The day is noted already, so that lines that stay after a crash are found.
            self.blocks.delete(found.day(), run).await?;
        }
        Ok(deletion)
    }

    /// Deletes a run that has ended unless it is pinned. Its lines stay where they are until
    /// their day is cleaned ([`Store::clean_day`]): mostly the whole day can go then.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn retire_run(&self, run: &RunId) -> Result<RunDeletion, StoreError> {
        self.delete_rows(run, false).await
    }

    /// Deletes the rows; with `all`, pins do not matter, and on PostgreSQL the blocks go too.
    async fn delete_rows(&self, run: &RunId, all: bool) -> Result<RunDeletion, StoreError> {
        let (dialect, id) = (self.dialect, run.clone());
        let deletion = self.write(move |tx| Box::pin(delete(tx, dialect, id, all))).await?;
        if deletion == RunDeletion::Done {
            self.release(run);
        }
        Ok(deletion)
    }
}

/// Deletes the rows. Locks are taken in the order in which those who add to a run take them: run,
/// task, timeline.
async fn delete(
    tx: &mut AnyConnection,
    dialect: Dialect,
    run: RunId,
    all: bool,
) -> Result<RunDeletion, StoreError> {
    let doomed = match doomed(tx, dialect, &run, all).await? {
        Ok(doomed) => doomed,
        Err(deletion) => return Ok(deletion),
    };
    let was_latest = hold_task(tx, dialect, &doomed).await?;
    history::forget_run(tx, dialect, &doomed.task, &run).await?;
    jobs::note_job_objects(tx, &run).await?;
    for statement in [
        "DELETE FROM idempotency WHERE run_id = $1",
        "UPDATE runs SET parent_run_id = NULL WHERE parent_run_id = $1",
        "DELETE FROM runs WHERE id = $1",
    ] {
        sqlx::query(statement).bind(run.as_str()).execute(&mut *tx).await?;
    }
    if was_latest {
        tell_latest(tx, &doomed.task).await?;
    }
    if all && dialect == Dialect::Postgres {
        blocks::delete(tx, doomed.day, &run).await?;
    }
    forget_snapshot(tx, dialect, &doomed.snapshot).await?;
    note_object(tx, &run, ObjectPart::All).await?;
    note_loose_day(tx, doomed.day).await?;
    Ok(RunDeletion::Done)
}

/// Holds the run, and the newest other one of its task, which may become the latest.
async fn doomed(
    tx: &mut AnyConnection,
    dialect: Dialect,
    run: &RunId,
    all: bool,
) -> Result<Result<Doomed, RunDeletion>, StoreError> {
    let mut sql =
        Sql::new("SELECT id, task_id, snapshot_id, created_at, ended_at, pinned FROM runs");
    sql.and("id = ").bind(run.as_str());
    sql.push(" OR id = (SELECT o.id FROM runs o WHERE o.id <> ").bind(run.as_str());
    sql.push(" AND o.task_id = (SELECT task_id FROM runs WHERE id = ").bind(run.as_str());
    sql.push(") ORDER BY o.number DESC LIMIT 1) ORDER BY id").push(dialect.for_update());
    let rows = sql.all(tx).await?;
    let of = |row: &AnyRow| Columns::new(row, "runs", "id").text("id");
    let Some(row) = rows.iter().find(|row| of(row).is_ok_and(|id| id == run.as_str())) else {
        return Ok(Err(RunDeletion::Gone));
    };
    let columns = Columns::new(row, "runs", "id");
    Ok(match (columns.opt_int("ended_at")?, columns.flag("pinned")?) {
        (None, _) => Err(RunDeletion::Running),
        (Some(_), true) if !all => Err(RunDeletion::Pinned),
        _ => Ok(Doomed {
            run: run.clone(),
            task: columns.word("task_id")?,
            snapshot: columns.text("snapshot_id")?,
            day: columns.time("created_at")?.day(),
        }),
    })
}

/// Holds the task's row and takes the run out of its count; answers whether it was the latest.
async fn hold_task(
    tx: &mut AnyConnection,
    dialect: Dialect,
    doomed: &Doomed,
) -> Result<bool, StoreError> {
    let mut sql = Sql::new("SELECT id, latest_run_id FROM tasks");
    sql.and("id = ").bind(doomed.task.as_str()).push(match dialect {
        Dialect::Sqlite => "",
        // Those who add to the task's timeline hold its key, which this lets be.
        Dialect::Postgres => " FOR NO KEY UPDATE",
    });
    let row = sql.row(tx).await?.ok_or(StoreError::Gone("task"))?;
    let latest = Columns::new(&row, "tasks", "id").opt_text("latest_run_id")?;
    sqlx::query("UPDATE tasks SET run_count = run_count - 1 WHERE id = $1")
        .bind(doomed.task.as_str())
        .execute(tx)
        .await?;
    Ok(latest.as_deref() == Some(doomed.run.as_str()))
}

/// Tells the task's row of the newest run that is left, if there is one.
async fn tell_latest(tx: &mut AnyConnection, task: &TaskId) -> Result<(), StoreError> {
    let row = sqlx::query(
        "SELECT r.id, r.number, r.status, r.error_type, r.started_at, r.ended_at, s.content \
         FROM runs r JOIN snapshots s ON s.id = r.snapshot_id \
         WHERE r.task_id = $1 ORDER BY r.number DESC LIMIT 1",
    );
    let row = row.bind(task.as_str()).fetch_optional(&mut *tx).await?;
    let columns = row.as_ref().map(|row| Columns::new(row, "runs", "id"));
    let text = |name| columns.as_ref().map_or(Ok(None), |columns| columns.opt_text(name));
    let int = |name| columns.as_ref().map_or(Ok(None), |columns| columns.opt_int(name));
    let spec: Option<Spec> = columns.as_ref().map(|c| c.json("content")).transpose()?;
    let mut sql = Sql::new("UPDATE tasks SET latest_run_id = ");
    sql.bind(text("id")?).push(", latest_number = ").bind(int("number")?);
    sql.push(", latest_status = ").bind(text("status")?);
    sql.push(", latest_error_type = ").bind(text("error_type")?);
    sql.push(", latest_started_at = ").bind(int("started_at")?);
    sql.push(", latest_ended_at = ").bind(int("ended_at")?).push(", latest_code_head = ");
    sql.bind(spec.as_ref().map(|spec| head(&spec.code(), LatestRun::CODE_HEAD).to_owned()));
    sql.push(", latest_dependencies = ");
    sql.bind(spec.as_ref().and_then(|spec| spec.requested().dependencies.clone()));
    sql.and("id = ").bind(task.as_str());
    sql.run(tx).await?;
    Ok(())
}

/// Deletes the snapshot if nothing uses it. One that somebody holds now is left to the sweep:
/// whoever adds to a run holds its snapshot, and waits for the task's row.
async fn forget_snapshot(
    tx: &mut AnyConnection,
    dialect: Dialect,
    snapshot: &str,
) -> Result<(), StoreError> {
    let mut sql = Sql::new("SELECT id FROM snapshots");
    sql.and("id = ").bind(snapshot).push(match dialect {
        Dialect::Sqlite => "",
        Dialect::Postgres => " FOR UPDATE SKIP LOCKED",
    });
    match sql.row(tx).await? {
        Some(_) => delete_unused(tx, snapshot).await,
        None => Ok(()),
    }
}
