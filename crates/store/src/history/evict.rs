//! Taking entries away: those beyond a limit, those that have expired.
//!
//! Whoever calls holds the task's head, so that the counter stays true.

use std::collections::BTreeSet;

use annals_domain::{RunId, Seq, TaskId, Timestamp};
use sqlx::AnyConnection;

use super::TaskBuildHistoryContextType as ContextType;
use super::create::Head;
use super::policy::Keeper;
use crate::StoreError;
use crate::sql::{Columns, Sql};

/// How many rows of ledgers one statement deletes.
const TOGETHER: usize = 200;

/// Takes away what goes beyond the task's limit, and beyond those of the types just added.
pub(super) async fn beyond_limits(
    tx: &mut AnyConnection,
    keeper: &Keeper,
    task: &TaskId,
    head: &Head,
    added: impl Iterator<Item = ContextType>,
    now: Timestamp,
) -> Result<(), StoreError> {
    for kind in added.collect::<BTreeSet<_>>() {
        if let Some(most) = keeper.policy.max_of(kind) {
            delete(tx, task, Doomed::Beyond(most, Some(kind), now)).await?;
        }
    }
    let most = head.max_entries.unwrap_or(keeper.policy.max_entries).max(1);
    if head.entries > most {
        delete(tx, task, Doomed::Beyond(most, None, now)).await?;
    }
    Ok(())
}

/// Which of a task's entries go.
pub(super) enum Doomed {
    /// Expired ones, and all but the last so many (of one type, or of all).
    Beyond(i64, Option<ContextType>, Timestamp),
    /// Expired ones.
    Expired(Timestamp),
    /// Those of one run.
    Of(RunId),
    /// All.
    All,
}

/// Deletes entries with their places in ledgers, and tells the head; answers when each of them
/// expires or did.
pub(super) async fn delete(
    tx: &mut AnyConnection,
    task: &TaskId,
    doomed: Doomed,
) -> Result<Vec<Timestamp>, StoreError> {
    let mut sql = Sql::new("DELETE FROM task_history WHERE task_id = ");
    sql.bind(task.as_str());
    condition(&mut sql, task, doomed);
    sql.push(" RETURNING id, run_id, seq, own_seq, expires_at");
    let rows = sql.all(tx).await?;
    let (mut places, mut expiries) = (Vec::new(), Vec::new());
    for row in &rows {
        let columns = Columns::new(row, "task_history", "id");
        expiries.push(columns.time("expires_at")?);
        if columns.flag("own_seq")?
            && let (Some(run), Some(seq)) = (columns.opt_text("run_id")?, columns.opt_int("seq")?)
        {
            places.push((run, seq));
        }
    }
    leave_ledgers(tx, &places).await?;
    if !expiries.is_empty() {
        sqlx::query("UPDATE task_history_heads SET entries = entries - $2 WHERE task_id = $1")
            .bind(task.as_str())
            .bind(i64::try_from(expiries.len()).unwrap_or(0))
            .execute(tx)
            .await?;
    }
    Ok(expiries)
}

fn condition(sql: &mut Sql, task: &TaskId, doomed: Doomed) {
    match doomed {
        Doomed::All => {}
        Doomed::Of(run) => {
            sql.push(" AND run_id = ").bind(run.as_str().to_owned());
        }
        Doomed::Expired(now) => {
            sql.push(" AND expires_at <= ").bind(now.as_micros());
        }
        Doomed::Beyond(most, kind, now) => {
            let narrow = |sql: &mut Sql| {
                if let Some(kind) = kind {
                    sql.push(" AND context_type = ").bind(kind.as_str());
                }
            };
            narrow(sql);
            sql.push(" AND (expires_at <= ").bind(now.as_micros());
            sql.push(" OR n < (SELECT MIN(n) FROM (SELECT n FROM task_history WHERE task_id = ");
            sql.bind(task.as_str()).push(" AND expires_at > ").bind(now.as_micros());
            narrow(sql);
            sql.push(" ORDER BY n DESC LIMIT ").bind(most).push(") AS kept))");
        }
    }
}

/// Takes the entries' own rows out of ledgers; their numbers stay unused.
async fn leave_ledgers(tx: &mut AnyConnection, places: &[(String, Seq)]) -> Result<(), StoreError> {
    for places in places.chunks(TOGETHER) {
        let mut sql =
            Sql::new("DELETE FROM ledger WHERE kind = 'history' AND (run_id, seq) IN (VALUES ");
        for (index, (run, seq)) in places.iter().enumerate() {
            sql.push(if index == 0 { "(" } else { ", (" }).bind(run.as_str());
            sql.push(", ").bind(*seq).push(")");
        }
        sql.push(")");
        sql.run(tx).await?;
    }
    Ok(())
}
