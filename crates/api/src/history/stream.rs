//! `GET /api/v1/tasks/{id}/history/stream`

use std::convert::Infallible;
use std::time::Duration;

use annals_domain::TaskId;
use annals_engine::{HistoryWatch, TaskBuildHistory};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures::StreamExt as _;
use futures::stream::{self, Stream};
use serde::Deserialize;
use utoipa::IntoParams;

use super::own_only;
use super::query::Wanted;
use crate::extract::{Asker, At, Bounded, Params};
use crate::problem::{Following, Problem};
use crate::runs::last_event_id;
use crate::state::ApiState;
use crate::wire::history::HistoryEntry;

/// How often a comment is sent while nothing happens.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct From {
    /// Only entries whose `n` is greater; 0: all that are kept.
    #[param(value_type = Option<i64>, minimum = 0, default = 0)]
    after: Option<Bounded<0, { i64::MAX }>>,
}

/// Follow a task's timeline
///
/// Server-sent events: each entry that is kept and passes the filters, then each that is added,
/// in order. `event` is `history`, `id` the entry's `n`, the data the entry. The stream ends when
/// the task is deleted.
#[utoipa::path(
    get, path = "/api/v1/tasks/{id}/history/stream", tag = "history",
    params(
        At<TaskId>, From, Wanted,
        ("Last-Event-ID" = Option<i64>, Header, minimum = 0,
            description = "The `id` of the last event seen; wins over `after`"),
    ),
    responses(
        (status = 200, body = String, content_type = "text/event-stream", description = "Events"),
        Following,
    ),
)]
pub(super) async fn follow_history(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At(task): At<TaskId>,
    Params(from): Params<From>,
    Params(wanted): Params<Wanted>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    own_only(&state, &caller, &task, std::iter::empty()).await?;
    let after = last_event_id(&headers)?.or(from.after).map_or(0, Bounded::get);
    let watch = state.engine.watch_history(&task, wanted.filter(), after).await;
    let events = events(watch.map_err(Problem::of_query)?);
    let events = events.take_until(state.shutdown.clone().cancelled_owned());
    let stream = Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE));
    // A proxy that gathers the answer before passing it on would make it anything but live.
    let unbuffered = (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(([unbuffered], stream).into_response())
}

fn events(watch: HistoryWatch) -> impl Stream<Item = Result<sse::Event, Infallible>> + Send {
    let steps = stream::unfold(watch, |mut watch| async {
        match watch.next().await {
            Ok(Some(entries)) => Some((entries, watch)),
            Ok(None) => None,
            Err(error) => {
                // The client comes back and goes on after what it has seen.
                tracing::warn!(%error, "a stream of a timeline broke off");
                None
            }
        }
    });
    steps.flat_map(|entries| stream::iter(entries.into_iter().map(|entry| Ok(event(entry)))))
}

fn event(entry: TaskBuildHistory) -> sse::Event {
    let n = entry.n.to_string();
    // An entry is made of texts and numbers: it always has a JSON form.
    let data = serde_json::to_string(&HistoryEntry::from(entry)).unwrap_or_default();
    sse::Event::default().event("history").id(n).data(data)
}
