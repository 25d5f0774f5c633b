//! The tasks interface: one file an endpoint.

mod cancel;
mod delete;
mod list;
mod logs;
mod read;
mod retention;
mod rollback;
mod runs;
mod submit;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

/// Every endpoint below `/api/v1/tasks`.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(submit::submit_task))
        .routes(routes!(list::list_tasks))
        .routes(routes!(read::get_task, cancel::cancel_task))
        .routes(routes!(delete::delete_task))
        .routes(routes!(runs::list_task_runs))
        .routes(routes!(runs::get_task_run))
        .routes(routes!(retention::get_task_retention, retention::put_task_retention))
        .routes(routes!(rollback::rollback_task))
        .routes(routes!(logs::task_logs))
        .routes(routes!(logs::task_run_logs))
}
