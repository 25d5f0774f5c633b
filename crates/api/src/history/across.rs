//! `GET /api/v1/history` and `POST /api/v1/history/cleanup`

use annals_engine::HistoryOf;
use axum::Json;
use axum::extract::State;

use super::query::{Paging, Wanted, shown};
use crate::extract::Params;
use crate::problem::{Acting, Issue, Listing, Problem};
use crate::state::ApiState;
use crate::wire::history::{HistoryDeleted, HistoryPage};

/// Read the entries of a workspace or a session across tasks
///
/// By time. One of `workspace_id` and `session_id` is needed.
#[utoipa::path(
    get, path = "/api/v1/history", tag = "history",
    params(Wanted, Paging),
    responses((status = 200, body = HistoryPage, description = "A page of entries"), Listing),
)]
pub(super) async fn search_history(
    State(state): State<ApiState>,
    Params(wanted): Params<Wanted>,
    Params(paging): Params<Paging>,
) -> Result<Json<HistoryPage>, Problem> {
    let filter = wanted.filter();
    if filter.workspace_id.is_none() && filter.session_id.is_none() {
        let msg = "is required unless session_id is given";
        return Err(Problem::invalid(vec![Issue::at("query", "workspace_id", msg)]));
    }
    let (query, page) = paging.of(HistoryOf::All, filter);
    let (found, total) = state.engine.history(query, page).await.map_err(Problem::of_query)?;
    Ok(Json(shown(found, total)))
}

/// Remove expired entries now
///
/// Of all tasks. They are never answered anyway, and a sweep removes them every hour.
#[utoipa::path(
    post, path = "/api/v1/history/cleanup", tag = "history",
    responses((status = 200, body = HistoryDeleted, description = "They are gone"), Acting),
)]
pub(super) async fn clean_history(
    State(state): State<ApiState>,
) -> Result<Json<HistoryDeleted>, Problem> {
    Ok(Json(HistoryDeleted { deleted: state.engine.clean_history().await? }))
}
