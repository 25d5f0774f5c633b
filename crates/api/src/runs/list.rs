//! `GET /api/v1/runs`

use annals_domain::{Cursor, RunStatus, TaskId, TaskKind, Timestamp};
use annals_engine::RunFilter;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::{Bounded, Params, Text, given, instant, page, parsed, word};
use crate::problem::{Listing, Problem};
use crate::state::ApiState;
use crate::wire::runs::RunPage;
use crate::wire::words::{KindWord, StatusWord};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Only runs of tasks of this kind, in any case.
    #[serde(default, deserialize_with = "word")]
    #[param(value_type = Option<KindWord>)]
    kind: Option<TaskKind>,
    /// Only runs with this status, in any case.
    #[serde(default, deserialize_with = "word")]
    #[param(value_type = Option<StatusWord>)]
    status: Option<RunStatus>,
    /// Only runs of this task.
    #[serde(default, deserialize_with = "parsed")]
    #[param(value_type = Option<String>, min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:-]+$")]
    task_id: Option<TaskId>,
    /// Only runs that this set off.
    #[param(value_type = Option<String>, max_length = 200, pattern = "^[^\\u0000]*$")]
    trigger_type: Option<Text<200>>,
    /// Only runs of this session.
    #[param(value_type = Option<String>, max_length = 200, pattern = "^[^\\u0000]*$")]
    session_id: Option<Text<200>>,
    /// Only runs of this user.
    #[param(value_type = Option<String>, max_length = 200, pattern = "^[^\\u0000]*$")]
    user_id: Option<Text<200>>,
    /// Only runs with this tag.
    #[param(value_type = Option<String>, max_length = 100, pattern = "^[^\\u0000]*$")]
    tag: Option<Text<100>>,
    /// Only runs whose task's name contains this, in any case, or whose id it is.
    #[param(value_type = Option<String>, max_length = 1000, pattern = "^[^\\u0000]*$")]
    q: Option<Text<1000>>,
    /// Only runs that began then or later.
    #[serde(default, deserialize_with = "instant")]
    #[param(value_type = Option<String>, format = DateTime)]
    started_after: Option<Timestamp>,
    /// Only runs that began before then.
    #[serde(default, deserialize_with = "instant")]
    #[param(value_type = Option<String>, format = DateTime)]
    started_before: Option<Timestamp>,
    /// Only runs that took at least this many milliseconds.
    #[param(value_type = Option<i64>, minimum = 0)]
    min_duration_ms: Option<Bounded<0, { i64::MAX }>>,
    /// How many runs a page holds.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 500, default = 50)]
    limit: Option<Bounded<1, 500>>,
    /// `next_cursor` of the page before.
    #[param(value_type = Option<String>, max_length = 2000, pattern = "^[^\\u0000]*$")]
    cursor: Option<Text<2000>>,
}

/// List runs
///
/// Every run of every task, newest first.
#[utoipa::path(
    get, path = "/api/v1/runs", tag = "runs",
    params(Wanted),
    responses((status = 200, body = RunPage, description = "A page of runs"), Listing),
)]
pub(super) async fn list_runs(
    State(state): State<ApiState>,
    Params(wanted): Params<Wanted>,
) -> Result<Json<RunPage>, Problem> {
    let page = page(wanted.limit, 50, wanted.cursor.clone());
    let found = state.engine.runs(wanted.filter(), page).await.map_err(Problem::of_query)?;
    Ok(Json(RunPage {
        next_cursor: found.next.as_ref().map(Cursor::encode),
        runs: found.items.into_iter().map(Into::into).collect(),
    }))
}

impl Wanted {
    fn filter(self) -> RunFilter {
        RunFilter {
            kind: self.kind,
            status: self.status,
            task_id: self.task_id,
            trigger: given(self.trigger_type),
            session_id: given(self.session_id),
            user_id: given(self.user_id),
            tag: given(self.tag),
            q: given(self.q),
            started_after: self.started_after,
            started_before: self.started_before,
            min_duration_ms: self.min_duration_ms.map(Bounded::get),
            ..RunFilter::default()
        }
    }
}
