//! What ended runs take of the disk, and letting go of their logs and files.

use std::collections::{BTreeMap, HashMap};

use annals_domain::{RunId, TaskId, Timestamp};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::{ObjectPart, note_loose_day, note_object};
use crate::blocks::NodeHead;
use crate::sql::{Columns, Sql};
use crate::{Dialect, Store, StoreError, jobs};

/// A run as retention looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRun {
    /// Its id.
    pub id: RunId,
    /// Its task.
    pub task_id: TaskId,
    /// When it was accepted.
    pub created_at: Timestamp,
    /// When it ended; none while it has not.
    pub ended_at: Option<Timestamp>,
    /// Whether retention leaves it alone.
    pub pinned: bool,
    /// What it takes; none while it was not measured ([`Store::measure`]).
    pub space: Option<RunSpace>,
}

/// What an ended run takes of the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RunSpace {
    /// The lines of its log.
    pub log_lines: i64,
    /// The bytes of its log as stored.
    pub log_bytes: i64,
    /// The files it left.
    pub files: i64,
    /// Their bytes.
    pub file_bytes: i64,
    /// When its log was removed.
    pub log_removed_at: Option<Timestamp>,
    /// When its files were removed.
    pub files_removed_at: Option<Timestamp>,
    /// When its log went to the object store.
    pub log_offloaded_at: Option<Timestamp>,
}

/// Where the files of runs are told of, and which rows tell of one that is there.
const FILES: [(&str, &str); 3] = [
    ("artifacts", "size >= 0"),
    (
        "job_files",
        "sha256 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM job_runs j \
           WHERE j.run_id = job_files.run_id AND j.data_removed_at IS NOT NULL)",
    ),
    ("job_exports", "link IS NOT NULL AND destination = 'download'"),
];

const SELECT: &str = "SELECT r.id, r.task_id, r.created_at, r.ended_at, r.pinned, \
      s.log_lines, s.log_bytes, s.files, s.file_bytes, \
      s.log_removed_at, s.files_removed_at, s.log_offloaded_at \
    FROM runs r LEFT JOIN run_space s ON s.run_id = r.id";

fn kept(row: &AnyRow) -> Result<KeptRun, StoreError> {
    let columns = Columns::new(row, "runs", "id");
    Ok(KeptRun {
        id: columns.word("id")?,
        task_id: columns.word("task_id")?,
        created_at: columns.time("created_at")?,
        ended_at: columns.opt_time("ended_at")?,
        pinned: columns.flag("pinned")?,
        space: columns.opt_int("log_lines")?.map(|lines| space(&columns, lines)).transpose()?,
    })
}

fn space(columns: &Columns<'_>, log_lines: i64) -> Result<RunSpace, StoreError> {
    Ok(RunSpace {
        log_lines,
        log_bytes: columns.int("log_bytes")?,
        files: columns.int("files")?,
        file_bytes: columns.int("file_bytes")?,
        log_removed_at: columns.opt_time("log_removed_at")?,
        files_removed_at: columns.opt_time("files_removed_at")?,
        log_offloaded_at: columns.opt_time("log_offloaded_at")?,
    })
}

impl Store {
    /// The bytes of the logs of these runs as they were printed, and of their files, as far as
    /// they are kept.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn size_of(&self, runs: &[RunId]) -> Result<(i64, i64), StoreError> {
        let mut sql = Sql::new("SELECT CAST(COALESCE(SUM(log_bytes), 0) AS BIGINT) AS logs, ");
        sql.push("(SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM artifacts WHERE run_id IN ");
        sql.list(runs.iter().map(RunId::as_str)).push(") AS files FROM nodes n WHERE run_id IN ");
        sql.list(runs.iter().map(RunId::as_str));
        sql.push(" AND NOT EXISTS (SELECT 1 FROM run_space s WHERE s.run_id = n.run_id");
        sql.push(" AND s.log_removed_at IS NOT NULL)");
        let rows = sql.rows_once(&self.pool).await?;
        let Some(row) = rows.first() else { return Ok((0, 0)) };
        let columns = Columns::new(row, "nodes", "run_id");
        Ok((columns.int("logs")?, columns.int("files")?))
    }

    /// Runs after `after`, newest first, at most `limit`; only pinned ones if told so.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn kept_runs(
        &self,
        pinned: bool,
        after: Option<&KeptRun>,
        limit: i64,
    ) -> Result<Vec<KeptRun>, StoreError> {
        let mut sql = Sql::new(SELECT);
        if pinned {
            sql.and("r.pinned = 1");
        }
        if let Some(after) = after {
            sql.and("(r.created_at, r.id) < (").bind(after.created_at.as_micros());
            sql.push(", ").bind(after.id.as_str()).push(")");
        }
        sql.push(" ORDER BY r.created_at DESC, r.id DESC LIMIT ").bind(limit);
        sql.rows(&self.pool).await?.iter().map(kept).collect()
    }

    /// Measures those of `runs` that have ended and were not measured; with `note`, the measures
    /// are kept for the next time.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn measure(&self, runs: &mut [KeptRun], note: bool) -> Result<(), StoreError> {
        let mut days = BTreeMap::<i64, Vec<RunId>>::new();
        for run in runs.iter().filter(|run| run.ended_at.is_some() && run.space.is_none()) {
            days.entry(run.created_at.day()).or_default().push(run.id.clone());
        }
        let mut measured = HashMap::new();
        for (day, runs) in days {
            measured.extend(runs.iter().map(|run| (run.clone(), RunSpace::default())));
            for (run, (lines, bytes)) in self.blocks.space(day, &runs).await? {
                let space: &mut RunSpace = measured.entry(run).or_default();
                (space.log_lines, space.log_bytes) = (lines, bytes);
            }
            self.measure_files(&runs, &mut measured).await?;
        }
        for run in runs.iter_mut() {
            run.space = run.space.or_else(|| measured.get(&run.id).copied());
        }
        if !note || measured.is_empty() {
            return Ok(());
        }
        self.write(move |tx| Box::pin(async move { insert(tx, measured).await })).await
    }

    async fn measure_files(
        &self,
        runs: &[RunId],
        measured: &mut HashMap<RunId, RunSpace>,
    ) -> Result<(), StoreError> {
        for (table, which) in FILES {
            let mut sql = Sql::new("SELECT run_id, COUNT(*) AS files, ");
            sql.push("CAST(SUM(size) AS BIGINT) AS bytes FROM ").push(table);
            sql.and("run_id IN ").list(runs.iter().map(RunId::as_str));
            sql.and(which).push(" GROUP BY run_id");
            for row in sql.rows(&self.pool).await? {
                let columns = Columns::new(&row, table, "run_id");
                let space = measured.entry(columns.word("run_id")?).or_default();
                space.files += columns.int("files")?;
                space.file_bytes += columns.int("bytes")?;
            }
        }
        Ok(())
    }

    /// Says of these runs' logs that they are removed, unless they are pinned meanwhile; answers
    /// those of which it is true since now. Their runs must have been measured.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn remove_logs(
        &self,
        runs: Vec<RunId>,
        now: Timestamp,
    ) -> Result<Vec<RunId>, StoreError> {
        self.settle_counters(&runs).await?;
        let dialect = self.dialect;
        self.write(move |tx| {
            Box::pin(async move {
                let free = free(tx, dialect, &runs).await?;
                let removed = mark(tx, "log_removed_at", &free, now).await?;
                for run in &removed {
                    note_object(tx, run, ObjectPart::Logs).await?;
                }
                note_days(tx, &free, &removed).await?;
                Ok(removed)
            })
        })
        .await
    }

    /// Says of these runs' files that they are removed, unless they are pinned meanwhile; answers
    /// those of which it is true since now. Their runs must have been measured.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn remove_files(
        &self,
        runs: Vec<RunId>,
        now: Timestamp,
    ) -> Result<Vec<RunId>, StoreError> {
        let dialect = self.dialect;
        self.write(move |tx| {
            Box::pin(async move {
                let free = free(tx, dialect, &runs).await?;
                let removed = mark(tx, "files_removed_at", &free, now).await?;
                for run in &removed {
                    sqlx::query("DELETE FROM artifacts WHERE run_id = $1")
                        .bind(run.as_str())
                        .execute(&mut *tx)
                        .await?;
                    jobs::let_go_of_files(tx, run).await?;
                    note_object(tx, run, ObjectPart::Files).await?;
                }
                Ok(removed)
            })
        })
        .await
    }

    /// Writes down how much those nodes printed that were never seen to end, as where a machine
    /// was lost: it is read from their blocks, which are about to go.
    pub(super) async fn settle_counters(&self, runs: &[RunId]) -> Result<(), StoreError> {
        if runs.is_empty() {
            return Ok(());
        }
        let mut sql = Sql::new("SELECT r.id, r.created_at FROM runs r");
        sql.and("r.id IN ").list(runs.iter().map(RunId::as_str));
        sql.push(" AND EXISTS (SELECT 1 FROM nodes n WHERE n.run_id = r.id AND n.log_end IS NULL)");
        for row in sql.rows(&self.pool).await? {
            let columns = Columns::new(&row, "runs", "id");
            let run: RunId = columns.word("id")?;
            let heads = self.blocks.node_heads(columns.time("created_at")?.day(), &run).await?;
            if !heads.is_empty() {
                self.write(move |tx| Box::pin(settle(tx, run, heads))).await?;
            }
        }
        Ok(())
    }
}

async fn settle(
    tx: &mut AnyConnection,
    run: RunId,
    heads: HashMap<i64, NodeHead>,
) -> Result<(), StoreError> {
    for (node, head) in heads {
        let mut sql = Sql::new("UPDATE nodes SET log_lines = ");
        sql.bind(head.next_line - 1).push(", log_bytes = ").bind(head.next_byte);
        sql.and("run_id = ").bind(run.as_str()).and("idx = ").bind(node).and("log_end IS NULL");
        sql.run(tx).await?;
    }
    Ok(())
}

/// Inserts measures, but of runs that were deleted meanwhile.
async fn insert(
    tx: &mut AnyConnection,
    measured: HashMap<RunId, RunSpace>,
) -> Result<(), StoreError> {
    for (run, space) in measured {
        let mut sql =
            Sql::new("INSERT INTO run_space (run_id, log_lines, log_bytes, files, file_bytes) ");
        sql.push("SELECT id, CAST(").bind(space.log_lines).push(" AS BIGINT), CAST(");
        sql.bind(space.log_bytes).push(" AS BIGINT), CAST(").bind(space.files);
        sql.push(" AS BIGINT), CAST(").bind(space.file_bytes).push(" AS BIGINT) FROM runs");
        sql.and("id = ").bind(run.as_str()).push(" ON CONFLICT (run_id) DO NOTHING");
        sql.run(tx).await?;
    }
    Ok(())
}

/// Holds those of `runs` that retention may touch, with their days.
pub(super) async fn free(
    tx: &mut AnyConnection,
    dialect: Dialect,
    runs: &[RunId],
) -> Result<BTreeMap<RunId, i64>, StoreError> {
    if runs.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut sql = Sql::new("SELECT id, created_at FROM runs");
    sql.and("id IN ").list(runs.iter().map(RunId::as_str));
    sql.and("pinned = 0").and("ended_at IS NOT NULL");
    sql.push(" ORDER BY id").push(dialect.for_update());
    let pair = |row: &AnyRow| {
        let columns = Columns::new(row, "runs", "id");
        Ok((columns.word("id")?, columns.time("created_at")?.day()))
    };
    sql.all(tx).await?.iter().map(pair).collect()
}

/// Sets the time in `column` where there is none; answers the runs where it was set.
async fn mark(
    tx: &mut AnyConnection,
    column: &str,
    runs: &BTreeMap<RunId, i64>,
    now: Timestamp,
) -> Result<Vec<RunId>, StoreError> {
    if runs.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("UPDATE run_space SET ");
    sql.push(column).push(" = ").bind(now.as_micros());
    sql.and("run_id IN ").list(runs.keys().map(RunId::as_str));
    sql.and(column).push(" IS NULL RETURNING run_id");
    let rows = sql.all(tx).await?;
    rows.iter().map(|row| Columns::new(row, "run_space", "run_id").word("run_id")).collect()
}

/// Notes the days of these runs.
async fn note_days(
    tx: &mut AnyConnection,
    days: &BTreeMap<RunId, i64>,
    runs: &[RunId],
) -> Result<(), StoreError> {
    let days: std::collections::BTreeSet<_> = runs.iter().filter_map(|r| days.get(r)).collect();
    for day in days {
        note_loose_day(tx, *day).await?;
    }
    Ok(())
}
