//! Answers that go on: watches and logs.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::answer::{Answer, refusal};
use crate::http::Request;
use crate::routes::is_selected;
use crate::state::{Event, Shared};

/// Tells what happens from the version on that is asked for, until the client goes.
pub(crate) async fn watch(
    request: &Request,
    plural: &str,
    answer: &mut Answer,
    shared: &Arc<Shared>,
) -> std::io::Result<()> {
    let from = request.query.get("resourceVersion").and_then(|version| version.parse().ok());
    let mut version = from.unwrap_or(0);
    let mut news = shared.news();
    answer.begin().await?;
    loop {
        let Some(events) = shared.state().since(plural, version) else {
            return expired(answer).await;
        };
        for event in events {
            version = event.version;
            if is_selected(request, &event.object) {
                answer.part(&line(&event)).await?;
            }
        }
        // Never an error: the other end is shared.
        let _ = news.changed().await;
    }
}

fn line(event: &Event) -> String {
    format!("{}\n", json!({"type": event.kind, "object": &*event.object}))
}

/// A watch that begins at a version which is gone.
pub(crate) async fn gone(answer: &mut Answer) -> std::io::Result<()> {
    answer.begin().await?;
    expired(answer).await
}

async fn expired(answer: &mut Answer) -> std::io::Result<()> {
    let event = json!({"type": "ERROR", "object": refusal(410, "Expired", "")});
    answer.part(&format!("{event}\n")).await?;
    answer.end().await
}

/// Writes a pod's log from the second on that is asked for; where it is followed, until the pod ended.
pub(crate) async fn log(
    request: &Request,
    pod: &str,
    answer: &mut Answer,
    shared: &Arc<Shared>,
) -> std::io::Result<()> {
    if shared.state().get("pods", pod).is_none() {
        return answer.refuse(404, "NotFound", "pods", None).await;
    }
    let since = request.query.get("sinceTime").map_or("", String::as_str).trim_end_matches('Z');
    let follows = request.query.get("follow").is_some_and(|follow| follow == "true");
    let (mut read, mut news) = (0, shared.news());
    let _reader = shared.reader();
    answer.begin().await?;
    loop {
        // Looked at before the lines: what was printed before the end is among them.
        let over = shared.state().get("pods", pod).is_none_or(|pod| has_ended(&pod));
        let lines = shared.state().log(pod, read);
        read += lines.len();
        for line in lines.iter().filter(|line| line.get(..since.len()) >= Some(since)) {
            answer.part(line).await?;
        }
        if over || !follows {
            return answer.end().await;
        }
        let _ = news.changed().await;
    }
}

fn has_ended(pod: &Value) -> bool {
    matches!(pod["status"]["phase"].as_str(), Some("Succeeded" | "Failed"))
}
