//! `DELETE /api/v1/tasks/{id}/delete`

use annals_domain::TaskId;
use axum::Json;
use axum::extract::State;

use crate::extract::At;
use crate::problem::{Acting, Problem};
use crate::state::ApiState;
use crate::wire::tasks::TaskDeleted;

/// Delete a task
///
/// Cancels what runs, then deletes the task with its runs, logs and files.
#[utoipa::path(
    delete, path = "/api/v1/tasks/{id}/delete", tag = "tasks",
    params(At<TaskId>),
    responses((status = 200, body = TaskDeleted, description = "It is deleted"), Acting),
)]
pub(super) async fn delete_task(
    State(state): State<ApiState>,
    At(id): At<TaskId>,
) -> Result<Json<TaskDeleted>, Problem> {
    let deleted = state.engine.delete_task(&id).await?;
    Ok(Json(TaskDeleted {
        status: "deleted",
        id: id.to_string(),
        runs_deleted: deleted.runs,
        logs_deleted: deleted.logs,
        workflows_deleted: deleted.workflows,
    }))
}
