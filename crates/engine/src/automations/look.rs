//! Looking at a source: what is new is stored as events, with the place after it, before anything
//! is done about it.

use std::sync::Arc;

use annals_connect::{News, Schedule};
use annals_domain::{EventId, Timestamp, TriggerKind};
use annals_store::{Automation, Looked, NewEvent};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::config::{self, Place, Trigger};
use super::{Trouble, trouble};
use crate::Error;
use crate::engine::Inner;

/// The most that is gathered for one time of a schedule.
const MOST_FILES: usize = 5_000;

/// How far a schedule is.
#[derive(Debug, Serialize, Deserialize)]
struct Times {
    /// Up to when times were looked at, in microseconds since 1970.
    until: i64,
    /// How far its source was looked at.
    source: Option<String>,
}

/// The place at which an automation begins: none, but for schedules, which begin now.
pub(super) fn beginning(of: &Automation, now: Timestamp) -> Result<Option<String>, Error> {
    if of.trigger != TriggerKind::Cron {
        return Ok(None);
    }
    config::trigger(of)?;
    Ok(written(&Times { until: now.as_micros(), source: None }))
}

/// The same place in the source with times from now on.
pub(super) fn from_now(place: Option<&str>, now: Timestamp) -> Option<String> {
    let source = place.and_then(read).and_then(|times| times.source);
    written(&Times { until: now.as_micros(), source })
}

fn read(place: &str) -> Option<Times> {
    serde_json::from_str(place).ok()
}

fn written(times: &Times) -> Option<String> {
    // A number and a text always have a JSON form.
    serde_json::to_string(times).ok()
}

/// Looks at an automation's source once, and notes what came of it.
pub(super) async fn look(inner: &Arc<Inner>, of: &Automation) -> Result<(), Error> {
    let seen = match config::trigger(of) {
        Ok(Trigger::Place(place, every)) => at_place(inner, of, place, every).await,
        Ok(Trigger::Cron(schedule, place)) => at_time(inner, of, &schedule, place).await,
        Ok(Trigger::Webhook(_)) => return Ok(()),
        Err(error) => Err(error.into()),
    };
    let (store, now) = (&inner.store, inner.clock.now());
    match seen {
        Ok(looked) => store.looked(&of.id, looked).await.map(drop)?,
        Err(trouble) => {
            // It is not given up: somebody may connect an account again, or mend a folder.
            let wait = trouble.again_ms(of.failures + 1);
            let wait = wait.unwrap_or_else(|| trouble::pause_ms(of.failures + 5));
            let times = (now, Some(now.plus_millis(wait)));
            store.look_failed((&of.id, of.revision), trouble.why(), times).await?;
        }
    }
    Ok(())
}

async fn at_place(
    inner: &Arc<Inner>,
    of: &Automation,
    place: Place,
    every: i64,
) -> Result<Looked, Trouble> {
    let (source, _) = inner.source(of, place).await?;
    let News { events, cursor, more } = source.news(of.place.as_deref()).await?;
    let event = |event: annals_connect::Event| NewEvent {
        id: EventId::from(inner.ids.uuid()),
        key: event.key,
        about: event.about,
        files: json!(event.files),
    };
    let now = inner.clock.now();
    Ok(Looked {
        revision: of.revision,
        events: events.into_iter().map(event).collect(),
        place: Some(cursor),
        next_at: Some(now.plus_millis(if more { 0 } else { every })),
        at: now,
    })
}

/// Where a time has come, all that is new at its source since the last one is one event. Of several
/// times that passed while nobody looked only the last is one.
async fn at_time(
    inner: &Arc<Inner>,
    of: &Automation,
    schedule: &Schedule,
    place: Place,
) -> Result<Looked, Trouble> {
    let now = inner.clock.now();
    let times = of.place.as_deref().and_then(read);
    let mut times = times.unwrap_or(Times { until: now.as_micros(), source: None });
    let due = schedule.last_due(Timestamp::from_micros(times.until), now);
    let mut events = Vec::new();
    let (source, _) = inner.source(of, place).await?;
    if times.source.is_none() {
        // From here on what comes is new.
        let first = source.news(None).await?;
        if first.events.is_empty() {
            times.source = Some(first.cursor);
        }
    }
    if let Some((time, missed)) = due {
        let mut files = Vec::new();
        loop {
            let news = source.news(times.source.as_deref()).await?;
            files.extend(news.events.into_iter().flat_map(|event| event.files));
            times.source = Some(news.cursor);
            if !news.more || files.len() >= MOST_FILES {
                break;
            }
        }
        let note = if missed { "; earlier times were missed and are not made up for" } else { "" };
        events.push(NewEvent {
            id: EventId::from(inner.ids.uuid()),
            key: format!("cron:{}", time.as_micros()),
            about: format!("{time}{note}"),
            files: json!(files),
        });
        times.until = time.as_micros();
    }
    let next_at = schedule.next(now);
    Ok(Looked { revision: of.revision, events, place: written(&times), next_at, at: now })
}
