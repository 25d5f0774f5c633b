//! The build history: one file an endpoint group.

mod across;
mod add;
mod csv;
mod export;
mod list;
mod query;
mod retention;
mod stream;

use annals_domain::{RunId, TaskId};
use annals_engine::Caller;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::problem::{Kind, Problem};
use crate::state::ApiState;

/// Every endpoint of the build history.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(add::add_history, list::list_history, list::delete_history))
        .routes(routes!(list::count_history))
        .routes(routes!(export::export_history))
        .routes(routes!(stream::follow_history))
        .routes(routes!(retention::get_history_retention, retention::put_history_retention))
        .routes(routes!(across::search_history))
        .routes(routes!(across::clean_history))
}

/// Refuses a run's own token at another task than the run's, and entries of other runs.
async fn own_only<'r>(
    state: &ApiState,
    caller: &Caller,
    task: &TaskId,
    mut runs: impl Iterator<Item = &'r RunId>,
) -> Result<(), Problem> {
    let Some(own) = &caller.run_id else { return Ok(()) };
    let of_own_task = state.engine.run_of_task(task, own).await.is_ok();
    if of_own_task && runs.all(|run| run == own) {
        return Ok(());
    }
    Err(Problem::new(Kind::Forbidden, "A run's own token is good for its own task and run only."))
}
