//! What was used: one event a completed task.

use annals_domain::{NodeName, NodeState, RunId, Timestamp, TokenId};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::UsageSum;
use crate::sql::{Columns, Sql};
use crate::{Store, StoreError};

/// A task of a run ended: counts it, and notes what it used if it was completed. Does nothing for
/// one that ended before. To be called before its node says that it ended.
pub(crate) async fn task_ended(
    tx: &mut AnyConnection,
    run: &RunId,
    node: &NodeName,
    (state, pages): (NodeState, i64),
    at: Timestamp,
) -> Result<(), StoreError> {
    let counter = match state {
        NodeState::Success => "tasks_completed",
        NodeState::Failure => "tasks_failed",
        _ => return Ok(()),
    };
    let mut sql = Sql::new("UPDATE job_runs SET ");
    sql.push(counter).push(" = ").push(counter).push(" + 1, last_active_at = ");
    sql.bind(at.as_micros()).and("run_id = ").bind(run.as_str());
    sql.and("EXISTS (SELECT 1 FROM nodes n WHERE n.run_id = ").bind(run.as_str());
    sql.push(" AND n.name = ").bind(node.as_str());
    sql.push(" AND n.state NOT IN ('success', 'failure'))");
    if sql.run(&mut *tx).await? == 0 || state != NodeState::Success {
        return Ok(());
    }
    let mut sql =
        Sql::new("INSERT INTO usage_events (run_id, node, job_id, user_id, pages, at, month)");
    sql.push(" SELECT id, ")
        .push("CAST(")
        .bind(node.as_str())
        .push(" AS TEXT), task_id, user_id, ");
    sql.push("CAST(").bind(pages).push(" AS BIGINT), CAST(").bind(at.as_micros());
    sql.push(" AS BIGINT), CAST(").bind(month(at)).push(" AS TEXT) FROM runs WHERE id = ");
    sql.bind(run.as_str()).push(" ON CONFLICT (run_id, node) DO NOTHING");
    sql.run(tx).await.map(drop)
}

/// The month of an instant in UTC: `2026-11`.
fn month(at: Timestamp) -> String {
    let text = at.to_string();
    annals_domain::head(&text, 7).to_owned()
}

impl Store {
    /// What was used from `from` up to `to`, by job, user and month, the newest month first.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn usage(
        &self,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<UsageSum>, StoreError> {
        let mut sql = Sql::new(
            "SELECT job_id, user_id, month, COUNT(*) AS tasks, CAST(SUM(pages) AS BIGINT) AS pages \
             FROM usage_events",
        );
        sql.and_if("at >= ", from.map(Timestamp::as_micros));
        sql.and_if("at < ", to.map(Timestamp::as_micros));
        sql.push(" GROUP BY job_id, user_id, month ORDER BY month DESC, job_id, user_id LIMIT ");
        sql.bind(limit).push(" OFFSET ").bind(offset);
        let sum = |row: &AnyRow| {
            let columns = Columns::new(row, "usage_events", "job_id");
            Ok(UsageSum {
                job: columns.word("job_id")?,
                user_id: columns.opt_text("user_id")?,
                month: columns.text("month")?,
                tasks: columns.int("tasks")?,
                pages: columns.int("pages")?,
            })
        };
        sql.rows(&self.pool).await?.iter().map(sum).collect()
    }

    /// Says how many pages a month may be read with a token; whether there is one with this id.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn limit_token(&self, token: &TokenId, pages: i64) -> Result<bool, StoreError> {
        let token = token.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new("UPDATE tokens SET pages_a_month = ");
                sql.bind(pages).and("id = ").bind(token.as_str());
                Ok(sql.run(tx).await? == 1)
            })
        })
        .await
    }

    /// How many pages `user` has used in the month of `at`, and how many may be used with their
    /// tokens: the most that one of them says, none where one of them is without a limit.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn quota(&self, user: &str, at: Timestamp) -> Result<Option<(i64, i64)>, StoreError> {
        let mut sql = Sql::new(
            "SELECT user_name, COUNT(*) AS tokens, COUNT(pages_a_month) AS limited, \
               MAX(pages_a_month) AS pages FROM tokens",
        );
        sql.and("user_name = ").bind(user).and("kind = 'access' AND revoked_at IS NULL");
        sql.push(" GROUP BY user_name");
        let rows = sql.rows(&self.pool).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let columns = Columns::new(row, "tokens", "user_name");
        let (tokens, limited) = (columns.int("tokens")?, columns.int("limited")?);
        let Some(quota) = columns.opt_int("pages")?.filter(|_| tokens == limited) else {
            return Ok(None);
        };
        let used: i64 = sqlx::query_scalar(
            "SELECT CAST(COALESCE(SUM(pages), 0) AS BIGINT) FROM usage_events \
             WHERE user_id = $1 AND month = $2",
        )
        .bind(user)
        .bind(month(at))
        .fetch_one(&self.pool)
        .await?;
        Ok(Some((used, quota)))
    }
}
