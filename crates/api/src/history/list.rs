//! `GET`, `DELETE /api/v1/tasks/{id}/history`, `GET …/history/count`

use annals_domain::TaskId;
use annals_engine::HistoryOf;
use axum::Json;
use axum::extract::State;

use super::own_only;
use super::query::{Paging, Wanted, shown};
use crate::extract::{Asker, At, Params};
use crate::problem::{Acting, Problem, Reading};
use crate::state::ApiState;
use crate::wire::history::{HistoryCount, HistoryDeleted, HistoryPage};

/// Read a task's timeline
///
/// By `n`. What has expired is not among the entries.
#[utoipa::path(
    get, path = "/api/v1/tasks/{id}/history", tag = "history",
    params(At<TaskId>, Wanted, Paging),
    responses((status = 200, body = HistoryPage, description = "A page of entries"), Reading),
)]
pub(super) async fn list_history(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At(task): At<TaskId>,
    Params(wanted): Params<Wanted>,
    Params(paging): Params<Paging>,
) -> Result<Json<HistoryPage>, Problem> {
    own_only(&state, &caller, &task, std::iter::empty()).await?;
    let (query, page) = paging.of(HistoryOf::Task(task), wanted.filter());
    let (found, total) = state.engine.history(query, page).await.map_err(Problem::of_query)?;
    Ok(Json(shown(found, total)))
}

/// Count a task's timeline
#[utoipa::path(
    get, path = "/api/v1/tasks/{id}/history/count", tag = "history",
    params(At<TaskId>),
    responses((status = 200, body = HistoryCount, description = "How many entries there are"), Reading),
)]
pub(super) async fn count_history(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At(task): At<TaskId>,
) -> Result<Json<HistoryCount>, Problem> {
    own_only(&state, &caller, &task, std::iter::empty()).await?;
    Ok(Json(HistoryCount { count: state.engine.history_count(&task).await? }))
}

/// Delete a task's timeline
///
/// The entries only; numbers go on where they stood.
#[utoipa::path(
    delete, path = "/api/v1/tasks/{id}/history", tag = "history",
    params(At<TaskId>),
    responses((status = 200, body = HistoryDeleted, description = "They are gone"), Acting),
)]
pub(super) async fn delete_history(
    State(state): State<ApiState>,
    At(task): At<TaskId>,
) -> Result<Json<HistoryDeleted>, Problem> {
    Ok(Json(HistoryDeleted { deleted: state.engine.delete_history(&task).await? }))
}
