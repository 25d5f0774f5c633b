//! The runs interface, across all kinds of tasks: one file an endpoint.

mod artifacts;
mod bulk;
mod cancel;
mod compare;
mod delete;
mod download;
mod events;
mod files;
mod list;
mod logs;
mod parcels;
mod pin;
mod read;
mod recorded;
mod rerun;
mod stats;
mod tags;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) use cancel::cancel_and_wait;
pub(crate) use events::last_event_id;

use crate::state::ApiState;

/// Every endpoint below `/api/v1/runs`.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_runs))
        .routes(routes!(stats::run_stats))
        .routes(routes!(compare::compare_runs))
        .routes(routes!(bulk::act_on_runs))
        .routes(routes!(bulk::bulk_progress))
        .routes(routes!(read::get_run, delete::delete_run))
        .routes(routes!(events::run_events))
        .routes(routes!(logs::run_logs))
        .routes(routes!(download::download_logs))
        .routes(routes!(artifacts::list_artifacts))
        .routes(routes!(artifacts::get_artifact, artifacts::put_artifact))
        .routes(routes!(files::get_run_file))
        .routes(routes!(parcels::keep_parcel))
        .routes(routes!(parcels::get_parcel))
        .routes(routes!(recorded::recorded_line))
        .routes(routes!(tags::replace_tags))
        .routes(routes!(tags::remove_tag))
        .routes(routes!(pin::pin_run, pin::unpin_run))
        .routes(routes!(cancel::cancel_run))
        .routes(routes!(rerun::rerun))
}
