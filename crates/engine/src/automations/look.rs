//! Looking at a source: what is new is stored as events, with the place after it, before anything
//! is done about it.

use std::sync::Arc;

use annals_connect::{News, RemoteFile, Schedule};
use annals_domain::{EventId, Timestamp, TriggerKind};
use annals_store::{Automation, Looked, NewEvent};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::config::{self, Place, Trigger};
use super::{Trouble, trouble};
use crate::Error;
use crate::engine::Inner;

/// The most that is gathered for one time of a schedule.
const MOST_FILES: usize = 5_000;
/// The most events that are known as gathered.
const MOST_MARKS: usize = 10_000;

/// How far a schedule is.
#[derive(Debug, Serialize, Deserialize)]
struct Times {
    /// Up to when times were looked at, in microseconds since 1970.
    until: i64,
    /// How far its source was looked at.
    source: Option<String>,
    /// Marks of what was gathered last. Of what changes while it is listed for the first time some
    /// sources tell twice, which is one event where each is an event of its own.
    #[serde(default)]
    taken: Vec<String>,
}

impl Times {
    /// Times from `now` on, at a source that was not looked at.
    const fn begin(now: Timestamp) -> Self {
        Self { until: now.as_micros(), source: None, taken: Vec::new() }
    }

    /// The files of those events that were not gathered before.
    fn gather(&mut self, events: Vec<annals_connect::Event>, files: &mut Vec<RemoteFile>) {
        for event in events {
            let mark = mark(&event.key);
            if !self.taken.contains(&mark) {
                self.taken.push(mark);
                files.extend(event.files);
            }
        }
        let surplus = self.taken.len().saturating_sub(MOST_MARKS);
        self.taken.drain(..surplus);
    }
}

/// What an event is known by, shortened.
fn mark(key: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(key)[..9])
}

/// The place at which an automation begins: none, but for schedules, which begin now.
pub(super) fn beginning(of: &Automation, now: Timestamp) -> Result<Option<String>, Error> {
    if of.trigger != TriggerKind::Cron {
        return Ok(None);
    }
    config::trigger(of)?;
    Ok(written(&Times::begin(now)))
}

/// The same place in the source with times from now on.
pub(super) fn from_now(place: Option<&str>, now: Timestamp) -> Option<String> {
    let times = place.and_then(read).unwrap_or(Times::begin(now));
    written(&Times { until: now.as_micros(), ..times })
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
    let mut times = times.unwrap_or(Times::begin(now));
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
            times.gather(news.events, &mut files);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn event(key: &str) -> annals_connect::Event {
        let file =
            RemoteFile { name: key.to_owned(), media_type: None, bytes: None, place: json!(null) };
        annals_connect::Event { key: key.to_owned(), about: String::new(), files: vec![file] }
    }

    #[test]
    fn what_is_told_twice_is_gathered_once() {
        let mut times = Times::begin(Timestamp::from_micros(7));
        let mut gather = |keys: &[&str]| {
            let mut files = Vec::new();
            times.gather(keys.iter().map(|key| event(key)).collect(), &mut files);
            // It is kept between two times.
            times = read(&written(&times).expect("written")).expect("read");
            files.into_iter().map(|file| file.name).collect::<Vec<_>>()
        };
        assert_eq!(gather(&["a", "b", "b"]), ["a", "b"]);
        assert_eq!(gather(&["b", "c"]), ["c"]);
        assert_eq!(gather(&["a", "c"]), Vec::<String>::new());
    }

    #[test]
    fn a_place_of_before_is_read() {
        let times = read(r#"{"until": 5, "source": "s"}"#).expect("read");
        assert_eq!((times.until, times.source.as_deref(), times.taken.len()), (5, Some("s"), 0));
    }
}
