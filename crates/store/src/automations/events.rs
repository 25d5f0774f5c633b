//! Events, and how far a source was looked at.

use annals_domain::{AutomationId, AutomationStatus, Timestamp};
use sqlx::AnyConnection;

use super::{Looked, NewEvent};
use crate::sql::{Sql, Values, json};
use crate::{Store, StoreError};

impl Store {
    /// Stores what a look at a source came to: its events, what is to come of each, and the place
    /// after them. Answers how many events were not there yet; nothing, and stores nothing, where
    /// the automation was changed meanwhile or is gone.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn looked(
        &self,
        automation: &AutomationId,
        looked: Looked,
    ) -> Result<Option<usize>, StoreError> {
        let id = automation.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new("UPDATE automations SET failures = 0, error = NULL");
                sql.push(", looked_at = ").bind(looked.at.as_micros());
                sql.push(", next_at = ").bind(looked.next_at.map(|at| at.as_micros()));
                if let Some(place) = &looked.place {
                    sql.push(", place = ").bind(place.as_str());
                }
                sql.and("id = ").bind(id.as_str()).and("revision = ").bind(looked.revision);
                if sql.run(&mut *tx).await? == 0 {
                    return Ok(None);
                }
                let mut new = 0;
                for event in &looked.events {
                    new += usize::from(insert(tx, &id, event, looked.at).await?);
                }
                Ok(Some(new))
            })
        })
        .await
    }

    /// Notes that a source could not be looked at, and when to try again.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn look_failed(
        &self,
        (automation, revision): (&AutomationId, i64),
        why: &str,
        (at, next_at): (Timestamp, Option<Timestamp>),
    ) -> Result<(), StoreError> {
        let (id, why) = (automation.clone(), why.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new("UPDATE automations SET failures = failures + 1, error = ");
                sql.bind(why).push(", looked_at = ").bind(at.as_micros());
                sql.push(", next_at = ").bind(next_at.map(|at| at.as_micros()));
                sql.and("id = ").bind(id.as_str()).and("revision = ").bind(revision);
                sql.run(tx).await.map(drop)
            })
        })
        .await
    }
}

/// Stores an event and what is to come of it; whether it was not there yet.
async fn insert(
    tx: &mut AnyConnection,
    automation: &AutomationId,
    event: &NewEvent,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let mut sql = Sql::new(
        "INSERT INTO automation_events (id, automation_id, event_key, about, files, created_at) \
         VALUES ",
    );
    let mut values = Values::of(&mut sql);
    values.row().bind(event.id.as_str()).bind(automation.as_str()).bind(event.key.as_str());
    values.bind(event.about.as_str()).bind(json(&event.files)?).bind(at.as_micros());
    values.end();
    sql.push(" ON CONFLICT (automation_id, event_key) DO NOTHING");
    if sql.run(&mut *tx).await? == 0 {
        return Ok(false);
    }
    let mut sql = Sql::new(
        "INSERT INTO automation_runs (event_id, automation_id, status, next_at, created_at) VALUES ",
    );
    let mut values = Values::of(&mut sql);
    values.row().bind(event.id.as_str()).bind(automation.as_str());
    values.bind(AutomationStatus::Waiting.as_str()).bind(at.as_micros()).bind(at.as_micros());
    values.end();
    sql.run(tx).await?;
    Ok(true)
}
