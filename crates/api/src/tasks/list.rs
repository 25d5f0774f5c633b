//! `GET /api/v1/tasks`

use annals_domain::{Cursor, Phase};
use annals_engine::TaskFilter;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::{Bounded, Params, Text, given, page, word};
use crate::problem::{Listing, Problem};
use crate::state::ApiState;
use crate::wire::tasks::TaskPage;
use crate::wire::words::PhaseWord;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// How many tasks a page holds.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100, default = 50)]
    limit: Option<Bounded<1, 100>>,
    /// `nextCursor` of the page before.
    #[param(value_type = Option<String>, max_length = 2000, pattern = "^[^\\u0000]*$")]
    cursor: Option<Text<2000>>,
    /// Only tasks whose name or id contains this, in any case.
    #[param(value_type = Option<String>, max_length = 1000, pattern = "^[^\\u0000]*$")]
    q: Option<Text<1000>>,
    /// Only tasks whose latest run is in this phase, in any case.
    #[serde(default, deserialize_with = "word")]
    #[param(value_type = Option<PhaseWord>)]
    phase: Option<Phase>,
    /// Only tasks whose latest run has this tag.
    #[param(value_type = Option<String>, max_length = 100, pattern = "^[^\\u0000]*$")]
    tag: Option<Text<100>>,
}

/// List tasks
///
/// Newest first; each row tells of the task's latest run.
#[utoipa::path(
    get, path = "/api/v1/tasks", tag = "tasks",
    params(Wanted),
    responses((status = 200, body = TaskPage, description = "A page of tasks"), Listing),
)]
pub(super) async fn list_tasks(
    State(state): State<ApiState>,
    Params(wanted): Params<Wanted>,
) -> Result<Json<TaskPage>, Problem> {
    let filter =
        TaskFilter { kind: None, q: given(wanted.q), phase: wanted.phase, tag: given(wanted.tag) };
    let wanted = page(wanted.limit, 50, wanted.cursor);
    let found = state.engine.tasks(filter, wanted).await.map_err(Problem::of_query)?;
    Ok(Json(TaskPage {
        next_cursor: found.next.as_ref().map(Cursor::encode),
        tasks: found.items.into_iter().map(Into::into).collect(),
    }))
}
