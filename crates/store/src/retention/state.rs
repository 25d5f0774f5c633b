//! What has become of the logs and files of runs.

use std::collections::HashMap;

use annals_domain::{RunId, Timestamp};
use sqlx::any::AnyRow;

use crate::sql::{Columns, Sql};
use crate::{Store, StoreError};

/// What has become of a run's log and files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LogState {
    /// When its log was removed.
    pub removed_at: Option<Timestamp>,
    /// When its files were removed.
    pub files_removed_at: Option<Timestamp>,
    /// When its log went to the object store.
    pub offloaded_at: Option<Timestamp>,
}

impl Store {
    /// What has become of a run's log and files.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn log_state(&self, run: &RunId) -> Result<LogState, StoreError> {
        Ok(self.log_states(&[run]).await?.remove(run).unwrap_or_default())
    }

    /// What has become of the logs and files of these runs; those of which nothing is noted are
    /// left out.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn log_states(
        &self,
        runs: &[&RunId],
    ) -> Result<HashMap<RunId, LogState>, StoreError> {
        if runs.is_empty() {
            return Ok(HashMap::new());
        }
        let mut sql = Sql::new(
            "SELECT run_id, log_removed_at, files_removed_at, log_offloaded_at FROM run_space",
        );
        sql.and("run_id IN ").list(runs.iter().map(|run| run.as_str()));
        sql.rows(&self.pool).await?.iter().map(state).collect()
    }
}

fn state(row: &AnyRow) -> Result<(RunId, LogState), StoreError> {
    let columns = Columns::new(row, "run_space", "run_id");
    let state = LogState {
        removed_at: columns.opt_time("log_removed_at")?,
        files_removed_at: columns.opt_time("files_removed_at")?,
        offloaded_at: columns.opt_time("log_offloaded_at")?,
    };
    Ok((columns.word("run_id")?, state))
}
