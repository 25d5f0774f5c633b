//! Attempts: who carries a run out, and which runs are to be taken up again after a restart.

use annals_domain::{Attempt, Epoch, Place, RunId, RunState, RunStatus, TaskId, Timestamp};
use sqlx::any::AnyRow;

use crate::ledger::Head;
use crate::sql::{Batch, Columns, Sql};
use crate::{Store, StoreError};

/// A run that has not ended, as a server finds it when it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRun {
    /// Its id.
    pub id: RunId,
    /// Its task.
    pub task_id: TaskId,
    /// What carries it out.
    pub executor: String,
    /// Whether it has begun.
    pub status: RunStatus,
    /// Its latest attempt, 0 if there was none.
    pub epoch: Epoch,
    /// The attempt that launched what that one follows: an earlier one where it took the run over.
    pub launched: Epoch,
    /// Whether its end was asked for.
    pub cancel_requested: bool,
    /// The day its blocks lie in.
    pub day: i64,
}

pub(crate) fn state(columns: &Columns<'_>) -> Result<RunState, StoreError> {
    Ok(RunState {
        status: columns.word("status")?,
        epoch: columns.int("epoch")?,
        started_at: columns.opt_time("started_at")?,
        ended_at: columns.opt_time("ended_at")?,
    })
}

/// What an [`OpenRun`] is read from.
pub(crate) const OPEN_RUN: &str = "SELECT id, task_id, executor, status, epoch, cancel_requested, created_at, \
     COALESCE((SELECT a.launched FROM attempts a WHERE a.run_id = runs.id AND a.epoch = runs.epoch), \
       epoch) AS launched FROM runs";

impl Store {
    /// A new attempt takes the run over; answers its epoch.
    ///
    /// # Errors
    /// [`StoreError::Transition`] once the run has ended, [`StoreError::Gone`] if it was deleted.
    pub async fn begin_attempt(
        &self,
        run: &RunId,
        host: &str,
        at: Timestamp,
    ) -> Result<Epoch, StoreError> {
        self.begin(run, None, host, at).await
    }

    /// A new attempt at a run that must be this server's; answers its epoch.
    ///
    /// # Errors
    /// [`StoreError::Taken`] if it is another's by now; else as [`Self::begin_attempt`].
    pub async fn begin_own_attempt(
        &self,
        run: &RunId,
        owner: &str,
        host: &str,
        at: Timestamp,
    ) -> Result<Epoch, StoreError> {
        self.begin(run, Some(owner.to_owned()), host, at).await
    }

    async fn begin(
        &self,
        run: &RunId,
        owner: Option<String>,
        host: &str,
        at: Timestamp,
    ) -> Result<Epoch, StoreError> {
        // Held, so that no line of an older attempt is stored after this one has begun.
        let mut head = self.heads.hold(run).await;
        let (run, host, dialect) = (run.clone(), host.to_owned(), self.dialect);
        let begun = self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new(
                    "SELECT id, owner, status, epoch, started_at, ended_at FROM runs WHERE id = ",
                );
                sql.bind(run.as_str()).push(dialect.for_update());
                let row = sql.row(tx).await?.ok_or(StoreError::Gone("run"))?;
                let columns = Columns::new(&row, "runs", "id");
                if owner.is_some() && owner != Some(columns.text("owner")?) {
                    return Err(StoreError::Taken);
                }
                let next = state(&columns)?.begin_attempt()?;
                let mut batch = Batch::new(dialect);
                let sql = batch.statement("UPDATE runs SET epoch = ");
                sql.bind(next.epoch).push(" WHERE id = ").bind(run.as_str());
                let sql = batch
                    .statement("INSERT INTO attempts (run_id, epoch, host, started_at) VALUES (");
                sql.bind(run.as_str()).push(", ").bind(next.epoch).push(", ");
                sql.bind(host).push(", ").bind(at.as_micros()).push(")");
                batch.run(tx).await?;
                Ok(next.epoch)
            })
        });
        let epoch = begun.await?;
        if epoch > 1 {
            // Another server may have written since this one read the ledger's end.
            *head = Head::default();
        }
        Ok(epoch)
    }

    /// The attempts at a run, by epoch.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn attempts(&self, run: &RunId) -> Result<Vec<Attempt>, StoreError> {
        let rows = sqlx::query("SELECT * FROM attempts WHERE run_id = $1 ORDER BY epoch")
            .bind(run.as_str())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(attempt).collect()
    }

    /// How far the observations of an attempt are recorded, lines and facts alike.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn place(&self, run: &RunId, day: i64, epoch: Epoch) -> Result<Place, StoreError> {
        let row = sqlx::query(
            "SELECT run_id, position, mark FROM attempts WHERE run_id = $1 AND epoch = $2",
        )
        .bind(run.as_str())
        .bind(epoch)
        .fetch_optional(&self.pool)
        .await?;
        let facts = row.map(|row| Columns::new(&row, "attempts", "run_id").place());
        let facts = facts.transpose()?.unwrap_or_default();
        let lines = self.blocks.position(day, run, epoch).await?;
        Ok(if lines.position > facts.position { lines } else { facts })
    }

    /// The runs of this server that have not ended, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn open_runs(&self, owner: &str) -> Result<Vec<OpenRun>, StoreError> {
        let mut sql = Sql::new(OPEN_RUN);
        sql.and("owner = ").bind(owner).and("ended_at IS NULL").push(" ORDER BY created_at, id");
        sql.rows(&self.pool).await?.iter().map(open_run).collect()
    }

    /// The runs of this executor that have not ended, of whichever server, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn open_runs_on(&self, executor: &str) -> Result<Vec<OpenRun>, StoreError> {
        let mut sql = Sql::new(OPEN_RUN);
        sql.and("status IN ('pending', 'running')").and("executor = ").bind(executor);
        sql.push(" ORDER BY created_at, id");
        sql.rows(&self.pool).await?.iter().map(open_run).collect()
    }

    /// The attempt that launched what the attempt `epoch` at a run follows; itself, unless it took the
    /// run over.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn launched(&self, run: &RunId, epoch: Epoch) -> Result<Epoch, StoreError> {
        let launched: Option<i64> = sqlx::query_scalar(
            "SELECT COALESCE(launched, epoch) FROM attempts WHERE run_id = $1 AND epoch = $2",
        )
        .bind(run.as_str())
        .bind(epoch)
        .fetch_optional(&self.pool)
        .await?;
        Ok(launched.unwrap_or(epoch))
    }

    /// The open runs of this server whose end was asked for.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn cancel_requests(&self, owner: &str) -> Result<Vec<RunId>, StoreError> {
        let rows = sqlx::query(
            "SELECT id FROM runs WHERE owner = $1 AND ended_at IS NULL AND cancel_requested = 1",
        )
        .bind(owner)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| Columns::new(row, "runs", "id").word("id")).collect()
    }

    /// Notes that the run's end was asked for. False if it has ended or is not there.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn request_cancel(&self, run: &RunId) -> Result<bool, StoreError> {
        let run = run.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let done = sqlx::query(
                    "UPDATE runs SET cancel_requested = 1 WHERE id = $1 AND ended_at IS NULL",
                )
                .bind(run.as_str())
                .execute(tx)
                .await?;
                Ok(done.rows_affected() == 1)
            })
        })
        .await
    }
}

fn attempt(row: &AnyRow) -> Result<Attempt, StoreError> {
    let columns = Columns::new(row, "attempts", "run_id");
    Ok(Attempt {
        epoch: columns.int("epoch")?,
        started_at: columns.time("started_at")?,
        ended_at: columns.opt_time("ended_at")?,
        host: columns.text("host")?,
    })
}

pub(crate) fn open_run(row: &AnyRow) -> Result<OpenRun, StoreError> {
    let columns = Columns::new(row, "runs", "id");
    Ok(OpenRun {
        id: columns.word("id")?,
        task_id: columns.word("task_id")?,
        executor: columns.text("executor")?,
        status: columns.word("status")?,
        epoch: columns.int("epoch")?,
        launched: columns.int("launched")?,
        cancel_requested: columns.flag("cancel_requested")?,
        day: columns.time("created_at")?.day(),
    })
}
