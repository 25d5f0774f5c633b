//! The flows interface: one file an endpoint group.

mod change;
mod history;
mod list;
mod record;
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
        .routes(routes!(
            history::list_flow_runs,
            record::record_flow_run,
            history::delete_flow_runs
        ))
        .routes(routes!(history::flow_run_stats))
        .routes(routes!(run::get_flow_run, record::report_flow_run, history::delete_flow_run))
        // The same without the slash at the end, for whoever leaves it out.
        .route(
            "/api/v1/flow-runs",
            axum::routing::get(history::list_flow_runs)
                .post(record::record_flow_run)
                .delete(history::delete_flow_runs),
        )
}
