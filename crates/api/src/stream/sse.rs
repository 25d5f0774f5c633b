//! Everything that happens in a run, as server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use annals_domain::ledger::{Entry, EntryKind};
use annals_domain::{RunId, RunStatus, Seq};
use annals_engine::{Engine, Event, Watch};
use axum::http::{HeaderName, HeaderValue};
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures::StreamExt as _;
use futures::stream::{self, Stream};
use serde::Deserialize as _;
use serde_json::{Value, json};

use super::batches;
use crate::state::ApiState;
use crate::wire::log::LogLine;

/// How often a comment is sent while nothing happens.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Answers what `watch`, which begins after `after`, hands out, and `end` when that is all.
pub(crate) fn follow(state: &ApiState, run: RunId, watch: Watch, after: Seq) -> Response {
    live(state, events(state.engine.clone(), run, watch, after))
}

/// Answers `events` as they come, until they end or the server does.
pub(crate) fn live<S>(state: &ApiState, events: S) -> Response
where
    S: Stream<Item = Result<sse::Event, Infallible>> + Send + 'static,
{
    let events = events.take_until(state.shutdown.clone().cancelled_owned());
    let stream = Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE));
    // A proxy that gathers the answer before passing it on would make it anything but live.
    let unbuffered = (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    ([unbuffered], stream).into_response()
}

/// One step of a stream: events to send, and whether to go on.
type Sent = Vec<Result<sse::Event, Infallible>>;

fn events(
    engine: Engine,
    run: RunId,
    watch: Watch,
    after: Seq,
) -> impl Stream<Item = Result<sse::Event, Infallible>> + Send {
    let start = Some((batches(watch), after, None));
    let steps = stream::unfold(start, move |place| {
        let (engine, run) = (engine.clone(), run.clone());
        async move {
            let (mut batches, mut last, mut status) = place?;
            let sent: Sent = match batches.next().await {
                Some(Ok(batch)) => {
                    status = batch.iter().rev().find_map(status_in).or(status);
                    batch.iter().map(|event| Ok(show(event, &mut last))).collect()
                }
                Some(Err(error)) => {
                    // Without `end` the client comes back and goes on after what it has seen.
                    tracing::warn!(%run, %error, "a stream of events broke off");
                    return None;
                }
                None => return Some((end(&engine, &run, last, status).await, None)),
            };
            Some((sent, Some((batches, last, status))))
        }
    });
    steps.flat_map(stream::iter).fuse()
}

/// The end, with the status that was sent last; it is looked for where that is not the run's end,
/// since the client came after it.
async fn end(engine: &Engine, run: &RunId, last: Seq, sent: Option<RunStatus>) -> Sent {
    let status = match sent.filter(|status| status.is_terminal()) {
        Some(status) => Ok(status),
        None => engine.run(run).await.map(|run| run.state.status),
    };
    match status {
        Ok(status) => vec![Ok(event("end", last, &json!({"status": status})))],
        Err(error) => {
            tracing::warn!(%run, %error, "a stream of events broke off at its end");
            Vec::new()
        }
    }
}

/// The status that an entry tells of.
fn status_in(happened: &Event) -> Option<RunStatus> {
    match happened {
        Event::Entry(entry) if entry.kind == EntryKind::Status => {
            RunStatus::deserialize(entry.body.get("status")?).ok()
        }
        _ => None,
    }
}

/// The event as clients see it; moves `last` to the last `seq` that it covers.
fn show(happened: &Event, last: &mut Seq) -> sse::Event {
    match happened {
        Event::Entry(entry) => {
            *last = entry.seq;
            event(entry.kind.as_str(), *last, &body(entry))
        }
        Event::Lines { node, lines } => {
            *last = lines.last().map_or(*last, |line| line.seq);
            let first = lines.first().map(|line| line.seq);
            let lines: Vec<_> = lines.iter().map(|line| LogLine::new(node, line)).collect();
            event("lines", *last, &json!({"first_seq": first, "lines": lines}))
        }
    }
}

fn body(entry: &Entry) -> Value {
    let mut body = match &entry.body {
        Value::Object(map) => map.clone(),
        other => [("body".to_owned(), other.clone())].into_iter().collect(),
    };
    body.insert("seq".to_owned(), entry.seq.into());
    body.insert("at".to_owned(), entry.at.to_string().into());
    Value::Object(body)
}

fn event(kind: &str, id: Seq, data: &Value) -> sse::Event {
    sse::Event::default().event(kind).id(id.to_string()).data(data.to_string())
}

#[cfg(test)]
mod tests {
    use annals_domain::ledger::Line;
    use annals_domain::{NodeName, Stream as Output, Timestamp};

    use super::*;

    /// What a client reads of these events.
    async fn text(events: Vec<sse::Event>) -> String {
        let stream = stream::iter(events.into_iter().map(Ok::<_, Infallible>));
        let body = Sse::new(stream).into_response().into_body();
        let bytes = axum::body::to_bytes(body, 1 << 20).await.expect("a body");
        String::from_utf8(bytes.to_vec()).expect("text")
    }

    #[tokio::test]
    async fn an_entry_carries_its_place() {
        let at = Timestamp::from_micros(0);
        let body = json!({"status": "running"});
        let entry = Event::Entry(Entry { seq: 3, kind: EntryKind::Status, at, body });
        let mut last = 0;
        let text = text(vec![show(&entry, &mut last)]).await;
        let data = r#"{"status":"running","seq":3,"at":"1970-01-01T00:00:00.000000Z"}"#;
        assert_eq!(text, format!("event: status\nid: 3\ndata: {data}\n\n"));
        assert_eq!(last, 3);
    }

    #[tokio::test]
    async fn lines_are_covered_by_the_last_of_them() {
        let line = |seq, number| Line {
            seq,
            node: 1,
            number,
            stream: Output::Stdout,
            at: Timestamp::from_micros(0),
            bytes: b"a\xff".to_vec(),
        };
        let lines = Event::Lines { node: NodeName::main(), lines: vec![line(4, 1), line(5, 2)] };
        let mut last = 3;
        let text = text(vec![show(&lines, &mut last)]).await;
        assert!(
            text.starts_with("event: lines\nid: 5\ndata: {\"first_seq\":4,\"lines\":["),
            "{text}"
        );
        let ts = "1970-01-01T00:00:00.000000Z";
        let second = format!(
            r#"{{"seq":5,"node":"main","line_no":2,"stream":"stdout","ts":"{ts}","line":"a�"}}]}}"#
        );
        assert!(text.trim_end().ends_with(&second), "{text}");
    }
}
