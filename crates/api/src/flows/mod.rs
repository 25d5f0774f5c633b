//! The flows interface: one file an endpoint group.

mod change;
mod list;
mod run;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

/// Every endpoint below `/api/v1/flows` and `/api/v1/flow-runs`.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_flows, change::create_flow))
        .routes(routes!(
            list::get_flow,
            change::replace_flow,
            change::change_flow,
            change::delete_flow
        ))
        .routes(routes!(run::run_flow))
        .routes(routes!(run::get_flow_run))
}
