//! Automations, the events at their sources, what came of each event, and connected accounts.
//!
//! An event and the place in its source are stored in one transaction, and an event is there once,
//! whatever is told of it how often. What came of it goes from step to step; a step is taken only
//! from the one before it, so that two servers cannot both take it.

mod accounts;
mod events;
mod rows;
mod runs;

use std::collections::HashMap;

use annals_domain::{
    AutomationId, AutomationStatus, Cursor, CursorError, DestinationKind, EventId, Mode, Page,
    PageSize, RunId, TaskId, Timestamp, TriggerKind,
};
use serde_json::Value;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::sql::{Columns, Sql, Values, json};
use crate::{Idempotency, Keyed, Store, StoreError, keyed};

pub use accounts::Account;

/// The name of the list of automations in its cursors.
const LIST: &str = "automations";

/// What sets runs of a job off.
#[derive(Debug, Clone, PartialEq)]
pub struct Automation {
    /// Its id.
    pub id: AutomationId,
    /// What people call it.
    pub name: String,
    /// Whether its source is looked at.
    pub is_enabled: bool,
    /// What sets it off.
    pub trigger: TriggerKind,
    /// Where and how, a JSON object.
    pub trigger_config: Value,
    /// The job.
    pub job: TaskId,
    /// How the files of an event become tasks.
    pub mode: Mode,
    /// Where results go, if anywhere.
    pub destination: Option<DestinationKind>,
    /// Where exactly, a JSON object.
    pub export_config: Option<Value>,
    /// Whose it is.
    pub user_id: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed by somebody.
    pub updated_at: Timestamp,
    /// Counts those changes.
    pub revision: i64,
    /// How far its source was looked at.
    pub place: Option<String>,
    /// When it is looked at next.
    pub next_at: Option<Timestamp>,
    /// When it was looked at last.
    pub looked_at: Option<Timestamp>,
    /// How often looking failed since it last did not.
    pub failures: i64,
    /// Why.
    pub error: Option<String>,
}

/// Something that happened at a source.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEvent {
    /// Its id.
    pub id: EventId,
    /// What tells it from other events of the automation.
    pub key: String,
    /// What it was, for people.
    pub about: String,
    /// The files that it brought, a JSON list.
    pub files: Value,
}

/// What a look at a source came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Looked {
    /// The automation's revision that the source was made of.
    pub revision: i64,
    /// What happened, the oldest first.
    pub events: Vec<NewEvent>,
    /// The place after it; none: as before.
    pub place: Option<String>,
    /// When to look again.
    pub next_at: Option<Timestamp>,
    /// When it was looked.
    pub at: Timestamp,
}

/// What came of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct AutomationRun {
    /// The event, and with it this.
    pub event: EventId,
    /// The automation.
    pub automation: AutomationId,
    /// What happened.
    pub about: String,
    /// The files that it brought, a JSON list.
    pub files: Value,
    /// How far it is.
    pub status: AutomationStatus,
    /// The run that was made of it.
    pub run: Option<RunId>,
    /// Where its results went.
    pub exported_to: Option<String>,
    /// A link to them.
    pub link: Option<String>,
    /// How often the present step failed.
    pub failures: i64,
    /// Why, or what else is to be known.
    pub error: Option<String>,
    /// When it is gone on with.
    pub next_at: Option<Timestamp>,
    /// When the event was stored.
    pub created_at: Timestamp,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
}

/// What a step says of the run of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventRun {
    /// It is as it was.
    Same,
    /// It is this one, unless one was named before.
    Named(RunId),
    /// It counts no more: another one is to be made.
    Another,
}

/// A step with what came of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AutomationStep {
    /// From where; elsewhere nothing changes.
    pub from: AutomationStatus,
    /// To where.
    pub to: AutomationStatus,
    /// Its run.
    pub run: EventRun,
    /// Where the results went, and a link to them; none: as before.
    pub exported: Option<(String, Option<String>)>,
    /// How often the step failed.
    pub failures: i64,
    /// What is to be known.
    pub error: Option<String>,
    /// When to go on.
    pub next_at: Option<Timestamp>,
    /// When it was taken.
    pub at: Timestamp,
}

impl Store {
    /// Makes an automation.
    ///
    /// # Errors
    /// [`StoreError::Gone`] if its job is not there; else if the database does not answer.
    pub async fn create_automation(
        &self,
        new: Automation,
        key: Option<Idempotency>,
    ) -> Result<Keyed<AutomationId>, StoreError> {
        let made = self.write(move |tx| {
            Box::pin(async move {
                let (id, at) = (new.id.as_str(), new.created_at);
                if let Some(before) = keyed::claim(tx, id, key.as_ref(), at).await? {
                    return Ok(before);
                }
                let mut sql = Sql::new(
                    "INSERT INTO automations (id, name, is_enabled, trigger_type, trigger_config, \
                       job_id, mode, dest_type, export_config, user_id, created_at, updated_at, \
                       revision, place, next_at) VALUES ",
                );
                let mut values = Values::of(&mut sql);
                values.row().bind(new.id.as_str()).bind(new.name.as_str());
                values.bind(i64::from(new.is_enabled)).bind(new.trigger.as_str());
                values.bind(json(&new.trigger_config)?).bind(new.job.as_str());
                values.bind(new.mode.as_str()).bind(new.destination.map(|kind| kind.as_str()));
                values.bind(new.export_config.as_ref().map(json).transpose()?);
                values.bind(new.user_id.as_deref()).bind(new.created_at.as_micros());
                values.bind(new.updated_at.as_micros()).bind(new.revision);
                values.bind(new.place.as_deref()).bind(new.next_at.map(|at| at.as_micros()));
                values.end();
                sql.run(tx).await?;
                Ok(Keyed::New)
            })
        });
        made.await.map_err(job_is_gone)
    }

    /// An automation.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or the row is damaged.
    pub async fn automation(&self, id: &AutomationId) -> Result<Option<Automation>, StoreError> {
        let mut sql = Sql::new("SELECT * FROM automations");
        sql.and("id = ").bind(id.as_str());
        sql.rows(&self.pool).await?.first().map(rows::automation).transpose()
    }

    /// A page of automations, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn automations(
        &self,
        size: PageSize,
        after: Option<&Cursor>,
    ) -> Result<Page<Automation>, StoreError> {
        let mut sql = Sql::new("SELECT * FROM automations");
        if let Some(after) = after {
            sql.and("(created_at, id) < (").bind(after.key).push(", ");
            sql.bind(after.id.as_str()).push(")");
        }
        sql.push(" ORDER BY created_at DESC, id DESC LIMIT ").bind(size.probe());
        let found = sql.rows(&self.pool).await?;
        let found = found.iter().map(rows::automation).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(found, size, |row| {
            Cursor::new(LIST, row.created_at.as_micros(), row.id.as_str())
        }))
    }

    /// The place in the list of automations that `text` names.
    ///
    /// # Errors
    /// [`CursorError`] for a text that this list has not given.
    pub fn automations_cursor(text: &str) -> Result<Cursor, CursorError> {
        Cursor::decode(text, LIST)
    }

    /// The names of these automations' jobs.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn automation_jobs(
        &self,
        automations: &[AutomationId],
    ) -> Result<HashMap<AutomationId, String>, StoreError> {
        let mut sql =
            Sql::new("SELECT a.id, t.name FROM automations a JOIN tasks t ON t.id = a.job_id");
        sql.and("a.id IN ").list(automations.iter().map(AutomationId::as_str));
        let pair = |row: &AnyRow| {
            let columns = Columns::new(row, "automations", "id");
            Ok((columns.word("id")?, columns.text("name")?))
        };
        sql.rows_once(&self.pool).await?.iter().map(pair).collect()
    }

    /// Replaces what somebody set up of an automation, if it is still of the revision before
    /// `new`'s. With `anew` its source is looked at for the first time again. Whether it was done.
    ///
    /// # Errors
    /// [`StoreError::Gone`] if its job is not there; else if the database does not answer.
    pub async fn change_automation(&self, new: Automation, anew: bool) -> Result<bool, StoreError> {
        let changed = self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new("UPDATE automations SET name = ");
                sql.bind(new.name.as_str()).push(", is_enabled = ").bind(i64::from(new.is_enabled));
                sql.push(", trigger_type = ").bind(new.trigger.as_str());
                sql.push(", trigger_config = ").bind(json(&new.trigger_config)?);
                sql.push(", job_id = ").bind(new.job.as_str());
                sql.push(", mode = ").bind(new.mode.as_str());
                sql.push(", dest_type = ").bind(new.destination.map(|kind| kind.as_str()));
                sql.push(", export_config = ");
                sql.bind(new.export_config.as_ref().map(json).transpose()?);
                sql.push(", updated_at = ").bind(new.updated_at.as_micros());
                sql.push(", next_at = ").bind(new.next_at.map(|at| at.as_micros()));
                sql.push(", failures = 0, error = NULL, revision = ").bind(new.revision);
                if anew {
                    sql.push(", place = ").bind(new.place.as_deref());
                }
                sql.and("id = ").bind(new.id.as_str()).and("revision = ").bind(new.revision - 1);
                Ok(sql.run(tx).await? == 1)
            })
        });
        changed.await.map_err(job_is_gone)
    }

    /// Removes an automation with its events; the runs that were made of them stay.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn delete_automation(&self, id: &AutomationId) -> Result<bool, StoreError> {
        let id = id.clone();
        self.write(move |tx| {
            Box::pin(async move {
                keyed::forget(tx, id.as_str()).await?;
                let mut sql = Sql::new("DELETE FROM automations");
                sql.and("id = ").bind(id.as_str());
                Ok(sql.run(tx).await? == 1)
            })
        })
        .await
    }

    /// Automations whose source is to be looked at by now, the longest due first, at most 50.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn due_automations(&self, now: Timestamp) -> Result<Vec<Automation>, StoreError> {
        let mut sql = Sql::new("SELECT * FROM automations");
        sql.and("next_at <= ").bind(now.as_micros()).and("is_enabled = 1");
        sql.push(" ORDER BY next_at, id LIMIT 50");
        sql.rows(&self.pool).await?.iter().map(rows::automation).collect()
    }
}

/// A job goes, and with it its automations: notes what requests brought to them, and forgets the
/// keys under which they were made.
pub(crate) async fn forget_job(tx: &mut AnyConnection, job: &TaskId) -> Result<(), StoreError> {
    for statement in [
        "INSERT INTO doomed_prefixes (prefix) \
           SELECT 'automations/' || id FROM automations WHERE job_id = $1 ON CONFLICT DO NOTHING",
        "DELETE FROM idempotency WHERE run_id IN (SELECT id FROM automations WHERE job_id = $1)",
    ] {
        sqlx::query(statement).bind(job.as_str()).execute(&mut *tx).await?;
    }
    Ok(())
}

fn job_is_gone(error: StoreError) -> StoreError {
    match error {
        StoreError::Database(sqlx::Error::Database(error)) if error.is_foreign_key_violation() => {
            StoreError::Gone("job")
        }
        other => other,
    }
}
