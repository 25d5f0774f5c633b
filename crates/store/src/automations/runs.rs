//! What came of events.

use std::collections::HashMap;

use annals_domain::{AutomationId, Cursor, CursorError, EventId, Page, PageSize, Timestamp};

use super::{AutomationRun, AutomationStep, EventRun, rows};
use crate::sql::Sql;
use crate::{Store, StoreError};

/// The name of the list in its cursors.
const LIST: &str = "automation_runs";

const SELECT: &str = "SELECT r.*, e.about, e.files FROM automation_runs r \
      JOIN automation_events e ON e.id = r.event_id";

impl Store {
    /// What came of an automation's events, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn automation_runs(
        &self,
        automation: &AutomationId,
        size: PageSize,
        after: Option<&Cursor>,
    ) -> Result<Page<AutomationRun>, StoreError> {
        let mut sql = Sql::new(SELECT);
        sql.and("r.automation_id = ").bind(automation.as_str());
        if let Some(after) = after {
            sql.and("(r.created_at, r.event_id) < (").bind(after.key).push(", ");
            sql.bind(after.id.as_str()).push(")");
        }
        sql.push(" ORDER BY r.created_at DESC, r.event_id DESC LIMIT ").bind(size.probe());
        let found = sql.rows(&self.pool).await?;
        let found = found.iter().map(rows::run).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(found, size, |row| {
            Cursor::new(LIST, row.created_at.as_micros(), row.event.as_str())
        }))
    }

    /// The place in the list of what came of events that `text` names.
    ///
    /// # Errors
    /// [`CursorError`] for a text that this list has not given.
    pub fn automation_runs_cursor(text: &str) -> Result<Cursor, CursorError> {
        Cursor::decode(text, LIST)
    }

    /// What came of an event.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or the row is damaged.
    pub async fn automation_run(
        &self,
        event: &EventId,
    ) -> Result<Option<AutomationRun>, StoreError> {
        let mut sql = Sql::new(SELECT);
        sql.and("r.event_id = ").bind(event.as_str());
        sql.rows(&self.pool).await?.first().map(rows::run).transpose()
    }

    /// What came of the last event of each of these automations.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn last_automation_runs(
        &self,
        automations: &[AutomationId],
    ) -> Result<HashMap<AutomationId, AutomationRun>, StoreError> {
        let mut sql = Sql::new(SELECT);
        sql.and("r.event_id IN (SELECT (SELECT l.event_id FROM automation_runs l");
        sql.push(" WHERE l.automation_id = a.id ORDER BY l.created_at DESC, l.event_id DESC");
        sql.push(" LIMIT 1) FROM automations a WHERE a.id IN ");
        sql.list(automations.iter().map(AutomationId::as_str)).push(")");
        let found = sql.rows_once(&self.pool).await?;
        let found = found.iter().map(rows::run).collect::<Result<Vec<_>, _>>()?;
        Ok(found.into_iter().map(|run| (run.automation.clone(), run)).collect())
    }

    /// What is to be gone on with by now, the longest due first, at most 50.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn due_automation_runs(
        &self,
        now: Timestamp,
    ) -> Result<Vec<AutomationRun>, StoreError> {
        let mut sql = Sql::new(SELECT);
        sql.and("r.next_at <= ").bind(now.as_micros());
        sql.push(" ORDER BY r.next_at, r.event_id LIMIT 50");
        sql.rows(&self.pool).await?.iter().map(rows::run).collect()
    }

    /// Takes a step with what came of an event; whether it stood where the step begins.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn step_automation_run(
        &self,
        event: &EventId,
        step: AutomationStep,
    ) -> Result<bool, StoreError> {
        let event = event.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new("UPDATE automation_runs SET status = ");
                sql.bind(step.to.as_str()).push(", failures = ").bind(step.failures);
                sql.push(", error = ").bind(step.error.as_deref());
                sql.push(", next_at = ").bind(step.next_at.map(|at| at.as_micros()));
                match &step.run {
                    EventRun::Same => {}
                    EventRun::Named(run) => {
                        sql.push(", run_id = ").bind(run.as_str());
                    }
                    EventRun::Another => {
                        sql.push(", run_id = NULL");
                    }
                }
                if let Some((to, link)) = &step.exported {
                    sql.push(", exported_to = ").bind(to.as_str());
                    sql.push(", link = ").bind(link.as_deref());
                }
                let ended = step.to.is_terminal().then(|| step.at.as_micros());
                sql.push(", ended_at = ").bind(ended);
                sql.and("event_id = ").bind(event.as_str());
                sql.and("status = ").bind(step.from.as_str());
                if matches!(step.run, EventRun::Named(_)) {
                    // Whoever names a run first has named it.
                    sql.and("run_id IS NULL");
                }
                Ok(sql.run(tx).await? == 1)
            })
        })
        .await
    }
}
