//! The whole store, past the program: every table that the database itself lists, every file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use annals_tests::Server;
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Row as _};

use super::make::{self, Made};

/// What a column of this name, in any table, is the id of.
const IDS: [(&str, &str); 10] = [
    ("job_id", "tasks"),
    ("automation_id", "automations"),
    ("template_id", "job_templates"),
    ("run_id", "runs"),
    ("latest_run_id", "runs"),
    ("parent_run_id", "runs"),
    ("task_id", "tasks"),
    ("snapshot_id", "snapshots"),
    ("environment_id", "environments"),
    ("value_id", "output_values"),
];

/// What is deleted with what is noted here is gone later.
const NOTES: [&str; 2] = ["doomed_objects", "run_count_changes"];

/// What is meant to outlive the runs that it tells of: what was used, and what came of events.
const OUTLIVES: [&str; 2] = ["usage_events", "automation_runs"];

/// Counters, and the count that each must be equal to.
const COUNTERS: [(&str, &str); 8] = [
    (
        "SELECT CAST('jobs' AS TEXT), jobs FROM job_total",
        "SELECT CAST('jobs' AS TEXT), COUNT(*) FROM tasks WHERE kind = 'extraction'",
    ),
    (
        "SELECT run_id, tasks_completed FROM job_runs",
        "SELECT j.run_id, (SELECT COUNT(*) FROM nodes n WHERE n.run_id = j.run_id AND n.idx > 0 AND n.state = 'success') FROM job_runs j",
    ),
    (
        "SELECT run_id, tasks_failed FROM job_runs",
        "SELECT j.run_id, (SELECT COUNT(*) FROM nodes n WHERE n.run_id = j.run_id AND n.idx > 0 AND n.state = 'failure') FROM job_runs j",
    ),
    (
        "SELECT id, run_count FROM tasks",
        "SELECT t.id, (SELECT COUNT(*) FROM runs r WHERE r.task_id = t.id) FROM tasks t",
    ),
    (
        "SELECT task_id, entries FROM task_history_heads",
        "SELECT h.task_id, (SELECT COUNT(*) FROM task_history e WHERE e.task_id = h.task_id) FROM task_history_heads h",
    ),
    (
        "SELECT scope || status, CAST(SUM(runs) AS BIGINT) FROM run_counts WHERE span = 24 AND kind = '' GROUP BY scope, status",
        "SELECT task_id || status, COUNT(*) FROM (SELECT task_id, status, ended_at FROM runs UNION ALL \
           SELECT '', status, ended_at FROM runs) r WHERE ended_at IS NOT NULL GROUP BY task_id, status",
    ),
    (
        "SELECT scope || kind || trigger_type || status, CAST(SUM(runs) AS BIGINT) FROM run_counts \
           WHERE span = 1 AND kind <> '' GROUP BY scope, kind, trigger_type, status",
        "SELECT task_id || kind || trigger_type || status, COUNT(*) FROM (SELECT task_id, kind, trigger_type, status, ended_at \
           FROM runs UNION ALL SELECT '', kind, trigger_type, status, ended_at FROM runs) r \
           WHERE ended_at IS NOT NULL GROUP BY task_id, kind, trigger_type, status",
    ),
    (
        "SELECT run_id, files FROM run_space",
        "SELECT s.run_id, (SELECT COUNT(*) FROM artifacts a WHERE a.run_id = s.run_id) \
           + (SELECT COUNT(*) FROM job_files f WHERE f.run_id = s.run_id AND f.sha256 IS NOT NULL) \
           + (SELECT COUNT(*) FROM job_exports e WHERE e.run_id = s.run_id AND e.destination = 'download') FROM run_space s",
    ),
];

/// Rows by table, and files.
pub type Everything = BTreeMap<String, i64>;

pub struct Walk {
    connection: AnyConnection,
    data: PathBuf,
    postgres: bool,
}

impl Walk {
    pub async fn of(server: &Server) -> Self {
        sqlx::any::install_default_drivers();
        let data = server.data().to_owned();
        let url = server.database_url();
        let postgres = url.is_some();
        let url = url.unwrap_or_else(|| format!("sqlite://{}", data.join("annals.db").display()));
        let connection = AnyConnection::connect(&url).await.expect("a connection");
        Self { connection, data, postgres }
    }

    async fn rows(&mut self, sql: &str) -> Vec<(String, i64)> {
        let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(&mut self.connection).await;
        let rows = rows.unwrap_or_else(|error| panic!("{sql}: {error}"));
        rows.iter().map(|row| (row.get(0), row.get(1))).collect()
    }

    /// The number that a statement answers.
    pub async fn count(&mut self, sql: &str) -> i64 {
        let count = sqlx::query_scalar(AssertSqlSafe(sql.to_owned()));
        count.fetch_one(&mut self.connection).await.unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    async fn tables(&mut self) -> Vec<String> {
        let sql = match self.postgres {
            true => {
                "SELECT CAST(tablename AS TEXT), CAST(0 AS BIGINT) FROM pg_tables WHERE schemaname = 'public'"
            }
            false => {
                "SELECT name, 0 FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            }
        };
        let tables: Vec<_> = self.rows(sql).await.into_iter().map(|(name, _)| name).collect();
        assert!(tables.len() > 20, "not the tables: {tables:?}");
        tables
    }

    async fn columns(&mut self, table: &str) -> Vec<String> {
        let sql = match self.postgres {
            true => format!(
                "SELECT CAST(column_name AS TEXT), CAST(0 AS BIGINT) FROM information_schema.columns WHERE table_name = '{table}'"
            ),
            false => format!("SELECT name, 0 FROM pragma_table_info('{table}')"),
        };
        self.rows(&sql).await.into_iter().map(|(name, _)| name).collect()
    }

    /// No row of any table tells of a run, a task or anything else that is gone.
    pub async fn nothing_dangles(&mut self) {
        let mut looked = 0;
        for table in self.tables().await {
            // Blocks may wait for their whole day.
            let name = table.as_str();
            if NOTES.contains(&name) || OUTLIVES.contains(&name) || name.starts_with("log_blocks") {
                continue;
            }
            let columns = self.columns(&table).await;
            for (column, of) in IDS.iter().filter(|(column, _)| columns.iter().any(|c| c == column))
            {
                let sql = format!(
                    "SELECT COUNT(*) FROM {table} WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT id FROM {of})"
                );
                assert_eq!(self.count(&sql).await, 0, "{column} of {table}");
                looked += 1;
            }
        }
        assert!(looked > 15, "columns are not found: {looked}");
    }

    /// Every counter equals what there is to count.
    pub async fn counters_are_right(&mut self) {
        for (counter, truth) in COUNTERS {
            if counter.contains("run_counts")
                && self.count("SELECT COUNT(*) FROM run_count_changes").await > 0
            {
                continue;
            }
            let (mut told, mut counted) = (self.rows(counter).await, self.rows(truth).await);
            told.sort();
            counted.sort();
            assert_eq!(told, counted, "{counter}");
        }
    }

    /// Every folder of a run in the data folder and in `objects` is one of these runs'.
    pub async fn files_are_of_runs_left(&mut self, left: &[Made], objects: &Path) {
        let left = make::by_id(left);
        for place in [self.data.join("attempts"), objects.join("runs")] {
            for entry in std::fs::read_dir(place).into_iter().flatten().flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                let known = left.keys().any(|run| name.starts_with(run));
                assert!(known, "{:?} is of no run that is left", entry.path());
            }
        }
        for job in std::fs::read_dir(objects.join("jobs")).into_iter().flatten().flatten() {
            for entry in std::fs::read_dir(job.path().join("runs")).into_iter().flatten().flatten()
            {
                let name = entry.file_name().to_string_lossy().into_owned();
                let empty = annals_tests::files_below(&entry.path()) == 0;
                assert!(empty || left.contains_key(&*name), "{:?} is of no run", entry.path());
            }
        }
        let files = self.count("SELECT COUNT(*) FROM artifacts").await;
        assert_eq!(files, left.values().map(|made| made.files() as i64).sum::<i64>());
    }

    /// How many rows each table has, how many blocks there are, and every file below the data folder
    /// and `objects`.
    pub async fn everything(mut self, objects: &Path) -> Everything {
        let mut all = Everything::new();
        for table in self.tables().await {
            // What was used stays known.
            if table == "usage_events" {
                continue;
            }
            let count = self.count(&format!("SELECT COUNT(*) FROM {table}")).await;
            all.insert(format!("rows of {table}"), count);
        }
        for file in files(&self.data).into_iter().chain(files(objects)) {
            if file.parent().is_some_and(|folder| folder.ends_with("logs")) {
                if file.extension().is_some_and(|extension| extension == "db") {
                    let url = format!("sqlite://{}", file.display());
                    let mut blocks = AnyConnection::connect(&url).await.expect("a connection");
                    let count = sqlx::query_scalar("SELECT COUNT(*) FROM log_blocks");
                    let count: i64 = count.fetch_one(&mut blocks).await.expect("a count");
                    *all.entry("rows of log blocks".to_owned()).or_default() += count;
                }
            } else if !file
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("annals.db"))
            {
                all.insert(format!("file {}", file.display()), 1);
            }
        }
        all
    }
}

/// Every file below the folder; what links point at is not the store's own.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => all.extend(files(&entry.path())),
            _ => all.push(entry.path()),
        }
    }
    all
}

/// Nothing came that did not go.
pub fn same(before: &Everything, after: &Everything) {
    let left = after.iter().filter(|(name, count)| before.get(*name).unwrap_or(&0) != *count);
    let left: Vec<_> = left.collect();
    assert!(left.is_empty(), "left behind: {left:?}");
}
