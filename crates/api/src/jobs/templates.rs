//! Templates and data types.

use annals_domain::TemplateId;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::{Asker, At, Bounded, Idempotency, JsonBody, Params, Text, page};
use crate::problem::{Acting, Creating, Listing, Problem, Reading};
use crate::state::ApiState;
use crate::wire::jobs::{DataTypeList, TemplateBody, TemplateDetail, TemplatePage};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Pages {
    /// How many templates a page holds.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100, default = 50)]
    limit: Option<Bounded<1, 100>>,
    /// `next_cursor` of the page before.
    #[param(value_type = Option<String>, max_length = 2000, pattern = "^[^\\u0000]*$")]
    cursor: Option<Text<2000>>,
}

/// List templates
///
/// One's own and public ones, the newest first.
#[utoipa::path(
    get, path = "/api/v1/templates", tag = "jobs",
    params(Pages),
    responses((status = 200, body = TemplatePage, description = "A page of templates"), Listing),
)]
pub(super) async fn list_templates(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    Params(wanted): Params<Pages>,
) -> Result<Json<TemplatePage>, Problem> {
    let found = state.engine.templates(&caller, page(wanted.limit, 50, wanted.cursor)).await;
    Ok(Json(found.map_err(Problem::of_query)?.into()))
}

/// Make a template
#[utoipa::path(
    post, path = "/api/v1/templates", tag = "jobs",
    params(Idempotency),
    request_body = TemplateBody,
    responses((status = 201, body = TemplateDetail, description = "The template"), Creating),
)]
pub(super) async fn create_template(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    key: Idempotency,
    body: JsonBody<TemplateBody>,
) -> Result<(StatusCode, Json<TemplateDetail>), Problem> {
    let key = key.of(&caller, "templates", &body.raw);
    let template = state.engine.create_template(&caller, body.value.checked()?, key).await?;
    Ok((StatusCode::CREATED, Json(template.into())))
}

/// Read a template
#[utoipa::path(
    get, path = "/api/v1/templates/{id}", tag = "jobs",
    params(At<TemplateId>),
    responses((status = 200, body = TemplateDetail, description = "The template"), Reading),
)]
pub(super) async fn get_template(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At(id): At<TemplateId>,
) -> Result<Json<TemplateDetail>, Problem> {
    Ok(Json(state.engine.template(&caller, &id).await?.into()))
}

/// Replace a template
///
/// Runs keep the fields that came from it.
#[utoipa::path(
    put, path = "/api/v1/templates/{id}", tag = "jobs",
    params(At<TemplateId>),
    request_body = TemplateBody,
    responses((status = 200, body = TemplateDetail, description = "The template"), Creating),
)]
pub(super) async fn replace_template(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At(id): At<TemplateId>,
    body: JsonBody<TemplateBody>,
) -> Result<Json<TemplateDetail>, Problem> {
    let draft = body.value.checked()?;
    Ok(Json(state.engine.change_template(&caller, &id, draft).await?.into()))
}

/// Delete a template
///
/// Runs keep the fields that came from it; their `template_id` becomes null.
#[utoipa::path(
    delete, path = "/api/v1/templates/{id}", tag = "jobs",
    params(At<TemplateId>),
    responses((status = 204, description = "It is deleted"), Acting),
)]
pub(super) async fn delete_template(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At(id): At<TemplateId>,
) -> Result<StatusCode, Problem> {
    state.engine.delete_template(&caller, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// List data types
#[utoipa::path(
    get, path = "/api/v1/data-types", tag = "jobs",
    responses((status = 200, body = DataTypeList, description = "The kinds of value"), Listing),
)]
pub(super) async fn list_data_types() -> Json<DataTypeList> {
    Json(DataTypeList::all())
}
