//! What the tasks of a run gave, a page at a time.

use annals_domain::{NodeName, NodeState, RunId};
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::any::AnyRow;

use super::{TaskResult, TaskState};
use crate::sql::{Columns, Sql};
use crate::{Store, StoreError};

const FROM: &str = " FROM node_outputs o JOIN nodes n ON n.run_id = o.run_id AND n.idx = o.idx \
      JOIN output_values v ON v.id = o.value_id";

/// What is read of a task's outputs where only values are wanted: a small part of them.
#[derive(Deserialize)]
struct Table {
    #[serde(default)]
    columns: Value,
    #[serde(default)]
    results: Value,
}

impl Store {
    /// What tasks of a run gave, in their order: `limit` of them after the first `offset`. Those
    /// that failed gave nothing.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn task_results(
        &self,
        run: &RunId,
        offset: i64,
        limit: i64,
    ) -> Result<Vec<TaskResult>, StoreError> {
        let mut sql = Sql::new("SELECT n.run_id, n.name, v.content");
        sql.push(FROM).and("o.run_id = ").bind(run.as_str()).and("n.state = 'success'");
        sql.push(" ORDER BY o.idx LIMIT ").bind(limit).push(" OFFSET ").bind(offset);
        let result = |row: &AnyRow| {
            let columns = Columns::new(row, "nodes", "run_id");
            Ok(TaskResult { node: columns.word("name")?, outputs: columns.json("content")? })
        };
        sql.rows(&self.pool).await?.iter().map(result).collect()
    }

    /// The rows and columns that tasks after the node with the index `after` gave, in their order, with
    /// their indexes; where each value was found is left out.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn task_results_after(
        &self,
        run: &RunId,
        after: i64,
        limit: i64,
    ) -> Result<Vec<(i64, TaskResult)>, StoreError> {
        let mut sql = Sql::new("SELECT n.run_id, n.idx, n.name, v.content");
        sql.push(FROM).and("o.run_id = ").bind(run.as_str()).and("n.state = 'success'");
        sql.and("o.idx > ").bind(after).push(" ORDER BY o.idx LIMIT ").bind(limit);
        let result = |row: &AnyRow| {
            let columns = Columns::new(row, "nodes", "run_id");
            let Table { columns: names, results } = columns.json("content")?;
            let outputs = json!({"columns": names, "results": results});
            Ok((columns.int("idx")?, TaskResult { node: columns.word("name")?, outputs }))
        };
        sql.rows(&self.pool).await?.iter().map(result).collect()
    }

    /// What one task of a run gave, if it gave anything.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or the row is damaged.
    pub async fn task_result(
        &self,
        run: &RunId,
        node: &NodeName,
    ) -> Result<Option<Value>, StoreError> {
        let mut sql = Sql::new("SELECT n.run_id, v.content");
        sql.push(FROM).and("o.run_id = ").bind(run.as_str());
        sql.and("n.name = ").bind(node.as_str()).and("n.state = 'success'");
        let rows = sql.rows(&self.pool).await?;
        rows.first().map(|row| Columns::new(row, "nodes", "run_id").json("content")).transpose()
    }

    /// Where the tasks of a run stand, in their order.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn task_states(&self, run: &RunId) -> Result<Vec<TaskState>, StoreError> {
        let mut sql = Sql::new("SELECT run_id, name, state, message FROM nodes");
        sql.and("run_id = ").bind(run.as_str()).and("idx > 0").push(" ORDER BY idx");
        let state = |row: &AnyRow| {
            let columns = Columns::new(row, "nodes", "run_id");
            Ok(TaskState {
                node: columns.word("name")?,
                state: columns.word::<NodeState>("state")?,
                message: columns.opt_text("message")?,
            })
        };
        sql.rows(&self.pool).await?.iter().map(state).collect()
    }
}
