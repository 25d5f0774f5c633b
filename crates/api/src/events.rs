//! `GET /api/v1/events`

use std::convert::Infallible;

use annals_domain::{RunChange, TaskId, TaskKind};
use annals_engine::{FeedFilter, RunsWatch, Told};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{Response, sse};
use futures::StreamExt as _;
use futures::stream::{self, Stream};
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::{Params, Text, given, parsed, word};
use crate::problem::{Listing, Problem};
use crate::state::ApiState;
use crate::stream::sse::live;
use crate::wire::runs::RunRow;
use crate::wire::words::KindWord;

/// The stream of all runs.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(all_events))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// Only runs of this task.
    #[serde(default, deserialize_with = "parsed")]
    #[param(value_type = Option<String>, min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:-]+$")]
    task_id: Option<TaskId>,
    /// Only runs of tasks of this kind, in any case.
    #[serde(default, deserialize_with = "word")]
    #[param(value_type = Option<KindWord>)]
    kind: Option<TaskKind>,
    /// The `id` of the last event seen, for clients that cannot send the header.
    #[param(value_type = Option<String>, max_length = 200, pattern = "^[^\\u0000]*$")]
    after: Option<Text<200>>,
}

/// Follow all runs
///
/// Server-sent events for lists that are kept up to date. The first event is `ready` (nothing is
/// missed from here on: read the list now) or, for a client that comes back and has missed
/// something, `reset` (read the list anew); `reset` may come later too, to a client that reads too
/// slowly. Then `created`, `status`, `ended`, `tagged` and `pinned` carry `{"run": …}`, the run as
/// in lists and as it is now; `deleted` carries `{"id": …}` and comes whatever the filters. A run
/// that a client does not know may come with any of them.
#[utoipa::path(
    get, path = "/api/v1/events", tag = "runs",
    params(
        Wanted,
        ("Last-Event-ID" = Option<String>, Header,
            description = "The `id` of the last event seen; wins over `after`"),
    ),
    responses(
        (status = 200, body = String, content_type = "text/event-stream", description = "Events"),
        Listing,
    ),
)]
async fn all_events(
    State(state): State<ApiState>,
    Params(wanted): Params<Wanted>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Wanted { task_id, kind, after } = wanted;
    let seen = headers.get("Last-Event-ID").map(|value| value.to_str().unwrap_or("?").trim());
    let seen = seen.filter(|seen| !seen.is_empty()).map(str::to_owned);
    let watch = state.engine.watch_runs(FeedFilter { task_id, kind }, seen.or(given(after)));
    Ok(live(&state, events(watch)))
}

fn events(watch: RunsWatch) -> impl Stream<Item = Result<sse::Event, Infallible>> + Send {
    let steps = stream::unfold(watch, |mut watch| async {
        match watch.next().await {
            Ok(told) => Some((told, watch)),
            Err(error) => {
                // The client comes back and goes on after what it has seen.
                tracing::warn!(%error, "a stream of all runs broke off");
                None
            }
        }
    });
    steps
        .flat_map(|told| stream::iter(told.into_iter().map(|(place, told)| Ok(event(place, told)))))
}

fn event(place: String, told: Told) -> sse::Event {
    let (name, data) = match told {
        Told::Ready => ("ready", json!({})),
        Told::Reset => ("reset", json!({})),
        Told::Run(change, run) => (change.as_str(), json!({"run": RunRow::from((*run).clone())})),
        Told::Deleted(id) => (RunChange::Deleted.as_str(), json!({"id": id})),
    };
    sse::Event::default().event(name).id(place).data(data.to_string())
}
