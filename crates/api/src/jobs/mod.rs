//! The jobs interface: one file an endpoint group.
//!
//! Everything is served below `/api/v1` and, for clients of before, below `/api`; described once.

mod begin;
mod content;
mod events;
mod exports;
mod fields;
mod files;
mod list;
mod pages;
mod preview;
mod results;
mod submit;
mod templates;
mod usage;
mod which;

pub(crate) use which::Which;

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use crate::state::ApiState;

/// Every endpoint of jobs, templates and usage that needs a token.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    let all = [
        routes!(begin::initiate_job),
        routes!(list::list_jobs),
        routes!(list::get_job, list::change_job, list::delete_job),
        routes!(list::list_job_runs, begin::new_job_run),
        routes!(list::get_job_run),
        routes!(files::list_files, files::upload_files),
        routes!(files::get_file, files::delete_file),
        routes!(pages::get_page),
        routes!(fields::set_fields),
        routes!(fields::set_config_step),
        routes!(preview::preview_job),
        routes!(submit::submit_job),
        routes!(submit::cancel_job),
        routes!(results::job_progress),
        routes!(results::job_results),
        routes!(results::correct_result),
        routes!(exports::export_csv),
        routes!(exports::export_excel),
        routes!(exports::list_exports),
        routes!(exports::get_export),
        routes!(events::follow_job),
        routes!(templates::list_templates, templates::create_template),
        routes!(templates::get_template, templates::replace_template, templates::delete_template),
        routes!(templates::list_data_types),
    ];
    let all = all.into_iter().fold(OpenApiRouter::new(), add);
    all.routes(routes!(usage::get_usage)).layer(DefaultBodyLimit::disable())
}

/// What needs the key in its URL instead of a token, and so may be done by whoever was given it.
pub(crate) fn open() -> OpenApiRouter<ApiState> {
    add(OpenApiRouter::new(), routes!(content::upload_file))
}

/// Adds routes under their path and, undescribed, under the one of before.
pub(crate) fn add(
    router: OpenApiRouter<ApiState>,
    (schemas, paths, methods): UtoipaMethodRouter<ApiState>,
) -> OpenApiRouter<ApiState> {
    let path = paths.paths.keys().next().map(|path| path.replacen("/api/v1/", "/api/", 1));
    let router = router.routes((schemas, paths, methods.clone()));
    match path {
        Some(path) => router.route(&path, methods),
        None => router,
    }
}
