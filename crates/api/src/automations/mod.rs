//! Automations, requests that set them off, and connected accounts. Served below `/api/v1` and, for
//! clients of before, below `/api`.

mod change;
mod google;
mod hook;
mod read;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::jobs::add;
use crate::state::ApiState;

/// Every endpoint that needs a token.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    let all = [
        routes!(read::list_automations, change::create_automation),
        routes!(read::get_automation, change::replace_automation, change::delete_automation),
        routes!(change::toggle_automation),
        routes!(read::list_automation_runs),
        routes!(change::retry_automation_run),
        routes!(google::google_auth_url),
        routes!(google::google_exchange),
        routes!(google::google_status),
        routes!(google::google_disconnect),
        routes!(google::import_from_drive),
        routes!(google::import_from_gmail),
        routes!(google::export_csv_to_drive),
        routes!(google::export_excel_to_drive),
    ];
    all.into_iter().fold(OpenApiRouter::new(), add)
}

/// What needs a signature instead of a token.
pub(crate) fn open() -> OpenApiRouter<ApiState> {
    add(OpenApiRouter::new(), routes!(hook::take_hook))
}
