//! Lists of flow runs, by when they began.

mod walk;

use std::collections::HashMap;

use annals_domain::{
    Cursor, CursorError, Page, PageSize, Run, RunDetails, RunId, RunStatus, TaskId,
};
use sqlx::any::AnyRow;

use crate::runs::run;
use crate::sql::{Columns, Sql};
use crate::{Store, StoreError};
use walk::Walk;

/// In which order a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// What began first comes first.
    Ascending,
    /// What began last comes first.
    #[default]
    Descending,
}

impl Direction {
    /// What a cursor of such a list is made for.
    const fn list(self) -> &'static str {
        match self {
            Self::Ascending => "flow_runs asc",
            Self::Descending => "flow_runs desc",
        }
    }
}

/// Which flow runs a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FlowRunFilter {
    /// Only of this flow.
    pub flow_id: Option<TaskId>,
    /// Only with this status.
    pub status: Option<RunStatus>,
    /// Only those that this set off.
    pub trigger: Option<String>,
    /// Only of this session.
    pub session_id: Option<String>,
    /// Only of this user.
    pub user_id: Option<String>,
    /// In which order.
    pub direction: Direction,
    /// How many to pass over.
    pub offset: i64,
}

fn place(direction: Direction, run: &Run) -> Cursor {
    let began = run.state.started_at.unwrap_or(run.created_at);
    Cursor::new(direction.list(), began.as_micros(), run.id.as_str())
}

impl Store {
    /// A page of flow runs.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn flow_runs(
        &self,
        filter: &FlowRunFilter,
        size: PageSize,
        after: Option<&Cursor>,
    ) -> Result<Page<Run>, StoreError> {
        let walk = Walk::of(filter, after, self.dialect).shortest(self).await?;
        let sql = walk.page(size.probe(), filter.offset);
        let rows = sql.rows_once(&self.pool).await?;
        let runs = rows.iter().map(run).collect::<Result<_, _>>()?;
        Ok(Page::cut(runs, size, |run| place(filter.direction, run)))
    }

    /// Reads a cursor of such a list.
    ///
    /// # Errors
    /// [`CursorError`] for a text that this list has not given.
    pub fn flow_runs_cursor(text: &str, direction: Direction) -> Result<Cursor, CursorError> {
        Cursor::decode(text, direction.list())
    }

    /// Of these runs the sentence on their failure, their metadata and, with `payloads`, inputs and outputs.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn flow_run_details(
        &self,
        runs: &[RunId],
        payloads: bool,
    ) -> Result<HashMap<RunId, RunDetails>, StoreError> {
        let mut sql = Sql::new("SELECT run_id, error_message, metadata");
        sql.push(if payloads { ", inputs, outputs" } else { "" }).push(" FROM run_details");
        sql.and("run_id IN ").list(runs.iter().map(RunId::as_str));
        let details = |row: &AnyRow| {
            let columns = Columns::new(row, "run_details", "run_id");
            let mut details = RunDetails {
                error_message: columns.opt_text("error_message")?,
                metadata: columns.opt_json("metadata")?,
                ..RunDetails::default()
            };
            if payloads {
                details.inputs = columns.opt_json("inputs")?;
                details.outputs = columns.opt_json("outputs")?;
            }
            Ok((columns.word("run_id")?, details))
        };
        sql.rows_once(&self.pool).await?.iter().map(details).collect()
    }
}
