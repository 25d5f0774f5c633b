//! Tasks' own limits.

use std::collections::HashMap;

use annals_domain::{Retention, TaskId};

use crate::sql::{Columns, Sql, json};
use crate::{Store, StoreError};

impl Store {
    /// The limits of all tasks that have their own.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn own_limits(&self) -> Result<HashMap<TaskId, Retention>, StoreError> {
        let rows = Sql::new("SELECT task_id, limits FROM task_retention").rows(&self.pool).await?;
        let pair = rows.iter().map(|row| {
            let columns = Columns::new(row, "task_retention", "task_id");
            Ok((columns.word("task_id")?, columns.json("limits")?))
        });
        pair.collect()
    }

    /// A task's own limits.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or the row is damaged.
    pub async fn task_limits(&self, task: &TaskId) -> Result<Retention, StoreError> {
        let mut sql = Sql::new("SELECT task_id, limits FROM task_retention");
        sql.and("task_id = ").bind(task.as_str());
        let rows = sql.rows(&self.pool).await?;
        let limits =
            rows.first().map(|row| Columns::new(row, "task_retention", "task_id").json("limits"));
        Ok(limits.transpose()?.unwrap_or_default())
    }

    /// Gives a task limits of its own, or, with none, those of all again; answers whether there
    /// is such a task.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn limit_task(&self, task: &TaskId, limits: Retention) -> Result<bool, StoreError> {
        let task = task.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new("INSERT INTO task_retention (task_id, limits) SELECT id, ");
                sql.push("CAST(").bind(json(&limits)?).push(" AS TEXT) FROM tasks");
                sql.and("id = ").bind(task.as_str());
                sql.push(" ON CONFLICT (task_id) DO UPDATE SET limits = excluded.limits");
                if sql.run(tx).await? == 0 {
                    return Ok(false);
                }
                if limits.is_none() {
                    let mut sql = Sql::new("DELETE FROM task_retention");
                    sql.and("task_id = ").bind(task.as_str());
                    sql.run(tx).await?;
                }
                Ok(true)
            })
        })
        .await
    }
}
