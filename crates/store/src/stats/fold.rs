//! Summing up: what was noted of runs that ended or went is added to the counters.

use std::collections::BTreeMap;

use annals_domain::{Histogram, Timestamp};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::{Span, histogram};
use crate::sql::{Columns, Sql, Values};
use crate::{Dialect, Store, StoreError};

/// The most notes that are summed up in one transaction.
const fn together(dialect: Dialect) -> i64 {
    match dialect {
        // Others wait for its one writer.
        Dialect::Sqlite => 2000,
        // Those that were taken away before are passed over each time, until they are vacuumed.
        Dialect::Postgres => 20_000,
    }
}

/// How many counters one statement reads or writes.
const ROWS: usize = 200;
/// An hour in microseconds.
const HOUR: i64 = 3_600_000_000;

/// A counter: scope, span, kind, first hour, trigger, status.
type Key = (String, i64, String, i64, String, String);

/// What a counter holds.
#[derive(Default)]
struct Count {
    runs: i64,
    sum_ms: i64,
    durations: Histogram,
}

impl Store {
    /// Sums up some of what was noted; answers whether more is left. Figures of single hours that
    /// lie too far before `now` are not kept.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn sum_up(&self, now: Timestamp) -> Result<bool, StoreError> {
        let any = sqlx::query("SELECT 1 FROM run_count_changes LIMIT 1");
        if any.fetch_optional(&self.pool).await?.is_none() {
            return Ok(false);
        }
        let dialect = self.dialect;
        self.write(move |tx| Box::pin(sum_up(tx, dialect, kept_since(now)))).await
    }

    /// Lets go of figures of single hours that lie too far before `now`.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn forget_hours(&self, now: Timestamp) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new("DELETE FROM run_counts WHERE span = ");
                sql.bind(Span::Hour.hours()).push(" AND at < ").bind(kept_since(now));
                sql.run(tx).await?;
                Ok(())
            })
        })
        .await
    }

    /// Counts every run anew, as if nothing had been noted.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn recount(&self, now: Timestamp) -> Result<(), StoreError> {
        let dialect = self.dialect;
        self.write(move |tx| Box::pin(recount(tx, dialect))).await?;
        while self.sum_up(now).await? {}
        Ok(())
    }
}

/// The first hour of which figures are kept.
const fn kept_since(now: Timestamp) -> i64 {
    now.as_micros().div_euclid(HOUR) - Span::HOURS_KEPT
}

async fn recount(tx: &mut AnyConnection, dialect: Dialect) -> Result<(), StoreError> {
    hold(tx, dialect).await?;
    for statement in [
        "DELETE FROM run_counts",
        "DELETE FROM run_count_changes",
        "INSERT INTO run_count_changes \
           (hour, task_id, kind, trigger_type, status, runs, duration_ms) \
         SELECT COALESCE(started_at, created_at) / 3600000000, task_id, kind, trigger_type, \
           status, 1, CASE WHEN ended_at < started_at THEN 0 \
           ELSE (ended_at - started_at) / 1000 END \
         FROM runs WHERE ended_at IS NOT NULL",
    ] {
        sqlx::query(statement).execute(&mut *tx).await?;
    }
    Ok(())
}

/// One server sums up at a time; whoever reads goes on.
async fn hold(tx: &mut AnyConnection, dialect: Dialect) -> Result<(), StoreError> {
    if dialect == Dialect::Postgres {
        sqlx::query("LOCK TABLE run_counts IN EXCLUSIVE MODE").execute(tx).await?;
    }
    Ok(())
}

async fn sum_up(tx: &mut AnyConnection, dialect: Dialect, since: i64) -> Result<bool, StoreError> {
    hold(tx, dialect).await?;
    let notes = take(tx, dialect).await?;
    let more = i64::try_from(notes.len()).unwrap_or(i64::MAX) == together(dialect);
    let mut counts = BTreeMap::new();
    for note in &notes {
        count(&mut counts, note, since)?;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    for part in counts.chunks_mut(ROWS) {
        add_stored(tx, part).await?;
        store(tx, part).await?;
    }
    Ok(more)
}

/// Takes notes away to be summed up.
async fn take(tx: &mut AnyConnection, dialect: Dialect) -> Result<Vec<AnyRow>, StoreError> {
    let (begin, end) = match dialect {
        Dialect::Sqlite => ("rowid IN (SELECT rowid", ")"),
        // Read by their places, whatever the planner takes the table for.
        Dialect::Postgres => ("ctid = ANY (ARRAY(SELECT ctid", "))"),
    };
    let mut sql = Sql::new("DELETE FROM run_count_changes WHERE ");
    sql.push(begin).push(" FROM run_count_changes LIMIT ").bind(together(dialect)).push(end);
    sql.push(" RETURNING task_id, hour, kind, trigger_type, status, runs, duration_ms");
    sql.all(tx).await
}

/// Adds a note to each of the counters that it belongs to.
fn count(counts: &mut BTreeMap<Key, Count>, note: &AnyRow, since: i64) -> Result<(), StoreError> {
    let columns = Columns::new(note, "run_count_changes", "task_id");
    let (hour, runs, ms) =
        (columns.int("hour")?, columns.int("runs")?, columns.opt_int("duration_ms")?);
    let (kind, trigger) = (columns.text("kind")?, columns.text("trigger_type")?);
    let status = columns.text("status")?;
    let spans = [Span::Hour, Span::Day].into_iter().filter(|s| *s == Span::Day || hour >= since);
    for scope in [String::new(), columns.text("task_id")?] {
        for span in spans.clone() {
            for (kind, trigger) in [("", ""), (&*kind, &*trigger)] {
                let (span, at) = (span.hours(), span.begin(hour));
                let key = (scope.clone(), span, kind.into(), at, trigger.into(), status.clone());
                let count = counts.entry(key).or_default();
                count.runs += runs;
                if let Some(ms) = ms {
                    count.sum_ms += ms * runs;
                    count.durations.add(ms, runs);
                }
            }
        }
    }
    Ok(())
}

/// Adds what the counters hold already.
async fn add_stored(tx: &mut AnyConnection, counts: &mut [(Key, Count)]) -> Result<(), StoreError> {
    let mut sql = Sql::new("SELECT * FROM run_counts WHERE ");
    of(&mut sql, counts.iter().map(|(key, _)| key));
    for row in &sql.all(tx).await? {
        let columns = Columns::new(row, "run_counts", "scope");
        let key = (
            columns.text("scope")?,
            columns.int("span")?,
            columns.text("kind")?,
            columns.int("at")?,
            columns.text("trigger_type")?,
            columns.text("status")?,
        );
        // They are in the order of their keys.
        let Ok(place) = counts.binary_search_by(|(other, _)| other.cmp(&key)) else { continue };
        let count = &mut counts[place].1;
        count.runs += columns.int("runs")?;
        count.sum_ms += columns.int("sum_ms")?;
        count.durations.merge(&histogram(&columns, &columns.bytes("durations")?)?);
    }
    Ok(())
}

/// Writes that a counter is one of these.
fn of<'k>(sql: &mut Sql, keys: impl Iterator<Item = &'k Key>) {
    sql.push("(scope, span, kind, at, trigger_type, status) IN (VALUES ");
    let mut values = Values::of(sql);
    for (scope, span, kind, at, trigger, status) in keys {
        values.row().bind(scope.as_str()).bind(*span).bind(kind.as_str());
        values.bind(*at).bind(trigger.as_str()).bind(status.as_str());
    }
    values.end();
    sql.push(")");
}

/// Stores what the counters are now. One of no runs is none.
async fn store(tx: &mut AnyConnection, counts: &[(Key, Count)]) -> Result<(), StoreError> {
    let empty = |count: &Count| count.runs == 0 && count.sum_ms == 0;
    let (gone, there): (Vec<_>, Vec<_>) = counts.iter().partition(|(_, count)| empty(count));
    if !gone.is_empty() {
        let mut sql = Sql::new("DELETE FROM run_counts WHERE ");
        of(&mut sql, gone.iter().map(|(key, _)| key));
        sql.run(&mut *tx).await?;
    }
    if there.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new(
        "INSERT INTO run_counts \
           (scope, span, kind, at, trigger_type, status, runs, sum_ms, durations) VALUES ",
    );
    let mut values = Values::of(&mut sql);
    for ((scope, span, kind, at, trigger, status), count) in there {
        values.row().bind(scope.as_str()).bind(*span).bind(kind.as_str());
        values.bind(*at).bind(trigger.as_str()).bind(status.as_str());
        values.bind(count.runs).bind(count.sum_ms).bind(count.durations.to_bytes());
    }
    values.end();
    sql.push(
        " ON CONFLICT (scope, span, kind, at, trigger_type, status) DO UPDATE SET \
           runs = excluded.runs, sum_ms = excluded.sum_ms, durations = excluded.durations",
    );
    sql.run(tx).await?;
    Ok(())
}
