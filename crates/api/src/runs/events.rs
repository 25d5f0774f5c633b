//! `GET /api/v1/runs/{id}/events`

use annals_domain::RunId;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::{At, Bounded, Params};
use crate::problem::{Following, Issue, Problem};
use crate::state::ApiState;
use crate::stream::sse;

/// A place in a stream.
pub(crate) type Place = Bounded<0, { i64::MAX }>;

const LAST_EVENT_ID: &str = "Last-Event-ID";

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Only what comes after this `seq`; 0 is the beginning.
    #[param(value_type = Option<i64>, minimum = 0, default = 0)]
    after: Option<Place>,
}

/// Follow a run
///
/// Server-sent events: everything that happens in the run, in order. `event` is `status`,
/// `node`, `lines`, `history`, `artifact` or `end`; `id` is the last `seq` that the event covers.
/// After `end` the stream closes.
#[utoipa::path(
    get, path = "/api/v1/runs/{id}/events", tag = "runs",
    params(
        At<RunId>, Wanted,
        ("Last-Event-ID" = Option<i64>, Header, minimum = 0,
            description = "The `id` of the last event seen; wins over `after`"),
    ),
    responses(
        (status = 200, body = String, content_type = "text/event-stream", description = "Events"),
        Following,
    ),
)]
pub(super) async fn run_events(
    State(state): State<ApiState>,
    At(id): At<RunId>,
    Params(wanted): Params<Wanted>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let after = last_event_id(&headers)?.or(wanted.after).map_or(0, Bounded::get);
    let watch = state.engine.watch(&id, after).await.map_err(Problem::of_query)?;
    Ok(sse::follow(&state, id, watch, after))
}

/// The place that a client which comes back has seen.
pub(crate) fn last_event_id(headers: &HeaderMap) -> Result<Option<Place>, Problem> {
    let Some(value) = headers.get(LAST_EVENT_ID) else { return Ok(None) };
    let text = value.to_str().unwrap_or("?").trim();
    if text.is_empty() {
        return Ok(None);
    }
    let invalid = |msg: String| Problem::invalid(vec![Issue::at("header", LAST_EVENT_ID, msg)]);
    text.parse().map(Some).map_err(invalid)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(None, Ok(None))]
    #[case(Some(""), Ok(None))]
    #[case(Some("7"), Ok(Some(7)))]
    #[case(Some("-1"), Err(()))]
    #[case(Some("x"), Err(()))]
    fn the_header(#[case] value: Option<&str>, #[case] expected: Result<Option<i64>, ()>) {
        let mut headers = HeaderMap::new();
        if let Some(value) = value {
            headers.insert(LAST_EVENT_ID, value.parse().expect("a value"));
        }
        let read = last_event_id(&headers).map(|place| place.map(Bounded::get));
        assert_eq!(read.map_err(|_| ()), expected);
    }
}
