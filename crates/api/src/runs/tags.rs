//! `PUT /api/v1/runs/{id}/tags` and `DELETE …/tags/{tag}`

use annals_domain::RunId;
use axum::Json;
use axum::extract::State;

use crate::extract::{At, Case, Check, JsonBody};
use crate::problem::{Acting, Creating, Problem};
use crate::state::ApiState;
use crate::wire::runs::{Tags, TagsBody};

/// Replace a run's tags
#[utoipa::path(
    put, path = "/api/v1/runs/{id}/tags", tag = "runs",
    params(At<RunId>),
    request_body = TagsBody,
    responses((status = 200, body = Tags, description = "The tags it has now"), Creating),
)]
pub(super) async fn replace_tags(
    State(state): State<ApiState>,
    At(id): At<RunId>,
    body: JsonBody<TagsBody>,
) -> Result<Json<Tags>, Problem> {
    let wanted = body.value.tags;
    let mut check = Check::new(Case::Snake);
    check.tags(&wanted);
    check.done()?;
    let tags = state.engine.replace_tags(&id, wanted).await?;
    Ok(Json(Tags { tags }))
}

/// Remove a tag from a run
#[utoipa::path(
    delete, path = "/api/v1/runs/{id}/tags/{tag}", tag = "runs",
    params(At<(RunId, String)>),
    responses((status = 200, body = Tags, description = "The tags it has now"), Acting),
)]
pub(super) async fn remove_tag(
    State(state): State<ApiState>,
    At((id, tag)): At<(RunId, String)>,
) -> Result<Json<Tags>, Problem> {
    let tags = state.engine.remove_tag(&id, &tag).await?;
    Ok(Json(Tags { tags }))
}
