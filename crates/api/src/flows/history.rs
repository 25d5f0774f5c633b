//! `/api/v1/flow-runs/`: lists, figures, deleting.

use annals_domain::{Cursor, RunId, RunStatus, TaskId};
use annals_engine::{BulkState, Direction, FlowRunFilter};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::{At, Bounded, Params, Text, flag, given, page, parsed, word};
use crate::problem::{Acting, Listing, Problem};
use crate::state::ApiState;
use crate::wire::flow_runs::{
    FlowRunDeleted, FlowRunRow, FlowRunStats, FlowRunsDeleted, IncludeWord, OrderByWord,
};
use crate::wire::words::{OrderWord, StatusWord};

const NEXT: HeaderName = HeaderName::from_static("x-next-cursor");

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Only runs of this flow.
    #[serde(default, deserialize_with = "parsed")]
    #[param(value_type = Option<String>, min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:-]+$")]
    flow_id: Option<TaskId>,
    /// Only runs with this status, in any case.
    #[serde(default, deserialize_with = "word")]
    #[param(value_type = Option<StatusWord>)]
    status: Option<RunStatus>,
    /// Only runs that this set off.
    #[param(value_type = Option<String>, max_length = 200, pattern = "^[^\\u0000]*$")]
    trigger_type: Option<Text<200>>,
    /// Only runs of this session.
    #[param(value_type = Option<String>, max_length = 200, pattern = "^[^\\u0000]*$")]
    session_id: Option<Text<200>>,
    /// Only runs of this user.
    #[param(value_type = Option<String>, max_length = 200, pattern = "^[^\\u0000]*$")]
    user_id: Option<Text<200>>,
    /// How many runs a page holds.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 500, default = 50)]
    limit: Option<Bounded<1, 500>>,
    /// How many runs to pass over; a cursor costs less.
    #[param(value_type = Option<i64>, minimum = 0, default = 0)]
    offset: Option<Bounded<0, { i64::MAX }>>,
    /// The header `X-Next-Cursor` of the page before.
    #[param(value_type = Option<String>, max_length = 2000, pattern = "^[^\\u0000]*$")]
    cursor: Option<Text<2000>>,
    /// By what the list is ordered; a run that has not begun stands where it was accepted.
    #[serde(default, deserialize_with = "word")]
    #[param(value_type = Option<OrderByWord>)]
    order_by: Option<OrderByWord>,
    /// In which order.
    #[serde(default, deserialize_with = "word")]
    #[param(value_type = Option<OrderWord>)]
    order_dir: Option<DirectionWord>,
    /// `payloads` answers inputs and outputs too.
    #[serde(default, deserialize_with = "word")]
    #[param(value_type = Option<IncludeWord>)]
    include: Option<IncludeWord>,
}

/// A direction as it is written.
#[derive(Debug, Clone, Copy)]
struct DirectionWord(Direction);

impl std::str::FromStr for DirectionWord {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text.to_ascii_lowercase().as_str() {
            "asc" => Ok(Self(Direction::Ascending)),
            "desc" => Ok(Self(Direction::Descending)),
            _ => Err("must be one of asc, desc".into()),
        }
    }
}

/// List runs of flows
///
/// By when they began, the newest first unless asked otherwise. The header `X-Next-Cursor` says
/// where the next page begins; it is not there after the last.
#[utoipa::path(
    get, path = "/api/v1/flow-runs/", tag = "flows",
    params(Wanted),
    responses((status = 200, body = Vec<FlowRunRow>, description = "A page of runs"), Listing),
)]
pub(super) async fn list_flow_runs(
    State(state): State<ApiState>,
    Params(wanted): Params<Wanted>,
) -> Result<(HeaderMap, Json<Vec<FlowRunRow>>), Problem> {
    let page = page(wanted.limit, 50, wanted.cursor.clone());
    let payloads = wanted.include.is_some();
    let found = state.engine.flow_runs(&wanted.filter(), page, payloads).await;
    let (runs, next) = found.map_err(Problem::of_query)?;
    let mut headers = HeaderMap::new();
    let next = next.as_ref().map(Cursor::encode);
    if let Some(next) = next.and_then(|text| HeaderValue::try_from(text).ok()) {
        headers.insert(NEXT, next);
    }
    Ok((headers, Json(runs.into_iter().map(Into::into).collect())))
}

impl Wanted {
    fn filter(self) -> FlowRunFilter {
        // The one order that there is.
        let OrderByWord::StartedAt = self.order_by.unwrap_or(OrderByWord::StartedAt);
        FlowRunFilter {
            flow_id: self.flow_id,
            status: self.status,
            trigger: given(self.trigger_type),
            session_id: given(self.session_id),
            user_id: given(self.user_id),
            direction: self.order_dir.map(|word| word.0).unwrap_or_default(),
            offset: self.offset.map_or(0, Bounded::get),
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Period {
    /// Only runs of this flow.
    #[serde(default, deserialize_with = "parsed")]
    #[param(value_type = Option<String>, min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:-]+$")]
    flow_id: Option<TaskId>,
    /// Of how many days: since UTC midnight so many days ago.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 90, default = 7)]
    days: Option<Bounded<1, 90>>,
}

/// Read figures of flow runs
#[utoipa::path(
    get, path = "/api/v1/flow-runs/stats", tag = "flows",
    params(Period),
    responses((status = 200, body = FlowRunStats, description = "The figures"), Listing),
)]
pub(super) async fn flow_run_stats(
    State(state): State<ApiState>,
    Params(period): Params<Period>,
) -> Result<Json<FlowRunStats>, Problem> {
    let days = period.days.map_or(7, Bounded::get);
    let stats = state.engine.flow_run_stats(period.flow_id, days).await;
    Ok(Json(FlowRunStats::new(stats.map_err(Problem::of_query)?, days)))
}

/// Delete a run of a flow
///
/// With its log, files and timeline. A run that has not ended is 409.
#[utoipa::path(
    delete, path = "/api/v1/flow-runs/{id}", tag = "flows",
    params(At<RunId>),
    responses((status = 200, body = FlowRunDeleted, description = "It is deleted"), Acting),
)]
pub(super) async fn delete_flow_run(
    State(state): State<ApiState>,
    At(id): At<RunId>,
) -> Result<Json<FlowRunDeleted>, Problem> {
    state.engine.delete_flow_run(&id).await?;
    Ok(Json(FlowRunDeleted::of(&id)))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// Those of this flow.
    #[serde(default, deserialize_with = "parsed")]
    #[param(value_type = Option<String>, min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:-]+$")]
    flow_id: Option<TaskId>,
    /// Those that began more than so many days ago.
    #[param(value_type = Option<i64>, minimum = 0, maximum = 36500)]
    older_than_days: Option<Bounded<0, 36500>>,
    /// Says that all runs of all flows are meant.
    #[serde(default, deserialize_with = "flag")]
    #[param(value_type = Option<bool>)]
    all: bool,
}

/// Delete many runs of flows
///
/// Those that have ended and are not pinned; where neither filter is given, `all=true` must say
/// that all are meant. A few are gone before the answer, many go in the background: 202, and
/// `GET /api/v1/runs/bulk/{id}` tells how far that is.
#[utoipa::path(
    delete, path = "/api/v1/flow-runs/", tag = "flows",
    params(Which),
    responses(
        (status = 200, body = FlowRunsDeleted, description = "They are deleted"),
        (status = 202, body = FlowRunsDeleted, description = "They are being deleted"),
        Acting,
    ),
)]
pub(super) async fn delete_flow_runs(
    State(state): State<ApiState>,
    Params(which): Params<Which>,
) -> Result<(StatusCode, Json<FlowRunsDeleted>), Problem> {
    if which.flow_id.is_none() && which.older_than_days.is_none() && !which.all {
        let text = "must be true where neither flow_id nor older_than_days is given";
        return Err(Problem::invalid_query("all", text));
    }
    let days = which.older_than_days.map(Bounded::get);
    let progress = state.engine.delete_flow_runs(which.flow_id, days).await?;
    let status = match progress.state {
        BulkState::Running => StatusCode::ACCEPTED,
        BulkState::Done | BulkState::Stopped => StatusCode::OK,
    };
    Ok((status, Json(progress.into())))
}
