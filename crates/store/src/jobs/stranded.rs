//! What a process does with the files of runs, and may have left behind. It is looked for again and
//! again, so both statements read nothing but an index of what is being done now.

use annals_domain::{RunId, Timestamp};
use sqlx::any::AnyRow;

use super::exports::export;
use super::{JobExport, JobFile, rows};
use crate::sql::{Columns, Sql};
use crate::{Store, StoreError};

impl Store {
    /// Files of runs that were last active by `before` and that are being fetched or unpacked, where
    /// no automation goes on with them.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn stranded_job_files(&self, before: Timestamp) -> Result<Vec<JobFile>, StoreError> {
        files("", before).rows(&self.pool).await?.iter().map(rows::file).collect()
    }

    /// Exports that are being made of runs that were last active by `before`, with their runs.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn stranded_exports(
        &self,
        before: Timestamp,
    ) -> Result<Vec<(RunId, JobExport)>, StoreError> {
        let with_run = |row: &AnyRow| {
            Ok((Columns::new(row, "job_exports", "id").word("run_id")?, export(row)?))
        };
        exports("", before).rows(&self.pool).await?.iter().map(with_run).collect()
    }
}

/// The conditions stand as they do in the index: only then it is known to hold all that fulfil them.
fn files(beginning: &str, before: Timestamp) -> Sql {
    let mut sql = Sql::new(beginning);
    sql.push("SELECT f.* FROM job_files f").and("f.status IN ('importing', 'unpacking')");
    sql.and("EXISTS (SELECT 1 FROM job_runs j JOIN runs r ON r.id = j.run_id");
    sql.push(" WHERE j.run_id = f.run_id AND r.ended_at IS NULL AND r.owner = ''");
    sql.push(" AND j.last_active_at <= ").bind(before.as_micros()).push(")");
    sql.and("NOT EXISTS (SELECT 1 FROM automation_runs a WHERE a.run_id = f.run_id");
    sql.push(" AND a.next_at IS NOT NULL) ORDER BY f.id LIMIT 1000");
    sql
}

fn exports(beginning: &str, before: Timestamp) -> Sql {
    let mut sql = Sql::new(beginning);
    sql.push("SELECT e.* FROM job_exports e").and("e.status = 'running'");
    sql.and("EXISTS (SELECT 1 FROM job_runs j WHERE j.run_id = e.run_id");
    sql.push(" AND j.last_active_at <= ").bind(before.as_micros()).push(")");
    sql.push(" ORDER BY e.id LIMIT 1000");
    sql
}

#[cfg(test)]
mod tests {
    use sqlx::Row as _;

    use super::*;
    use crate::{Location, migrate_up};

    /// How SQLite carries a statement out. The contract suite sees that PostgreSQL uses them, too.
    async fn plan(store: &Store, sql: Sql) -> String {
        let rows = sql.rows(&store.pool).await.expect("a plan");
        let steps: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
        steps.join("\n")
    }

    #[tokio::test]
    async fn what_is_left_behind_is_found_by_its_indexes() {
        let folder = tempfile::tempdir().expect("a folder");
        let location = Location::Sqlite(folder.path().join("annals.db"));
        migrate_up(&location).await.expect("migrated");
        let store = Store::open(&location).await.expect("an open store");
        let (begin, now) = ("EXPLAIN QUERY PLAN ", Timestamp::from_micros(0));
        for (sql, index) in [
            (files(begin, now), "job_files_underway"),
            (exports(begin, now), "job_exports_underway"),
        ] {
            let plan = plan(&store, sql).await;
            assert!(plan.contains(&format!("USING INDEX {index}")), "{plan}");
            assert!(!plan.contains("TEMP B-TREE"), "{plan}");
            // Whatever else is read is looked up by a key.
            assert_eq!(plan.matches("SCAN ").count(), 1, "{plan}");
        }
        store.close().await;
    }
}
