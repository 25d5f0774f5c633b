//! Pages of files as pictures.

use annals_domain::{FileId, TaskId};
use annals_engine::JobPagePicture;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa::openapi::path::Parameter;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};

use super::which::Which;
use crate::extract::{At, Bounded, Params, Place, parameter};
use crate::problem::{Acting, Issue, Problem};
use crate::state::ApiState;

/// How wide a picture is unless somebody says.
const WIDTH: u32 = 1000;

/// The number of a page, from 1.
pub(super) struct PageNumber(u32);

impl Place for (TaskId, FileId, PageNumber) {
    fn read(part: &dyn Fn(&str) -> String) -> Result<Self, Problem> {
        let n = part("n");
        let invalid = |msg: String| Problem::invalid(vec![Issue::at("path", "n", msg)]);
        let n: Bounded<1, { i64::MAX }> = n.parse().map_err(invalid)?;
        // No file has more pages than that.
        let n = u32::try_from(n.get()).unwrap_or(u32::MAX);
        let (job, file) = <(TaskId, FileId)>::read(part)?;
        Ok((job, file, PageNumber(n)))
    }

    fn describe() -> Vec<Parameter> {
        let mut all = <(TaskId, FileId)>::describe();
        let n = ObjectBuilder::new()
            .schema_type(Type::Integer)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
            .minimum(Some(1));
        all.push(parameter("n", "The page, from 1.", n.build().into()));
        all
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Size {
    /// How many pixels wide a page is drawn.
    #[param(value_type = Option<i64>, minimum = 200, maximum = 2000, default = 1000)]
    width: Option<Bounded<200, 2000>>,
}

/// Show a page of a file
///
/// A page of a PDF is drawn as a PNG. A PNG, JPEG, GIF or WebP is its own first page and answered as
/// it is. Other files have no pages to draw: 409 with the reason, as for one that cannot be read.
#[utoipa::path(
    get, path = "/api/v1/jobs/{id}/files/{file_id}/pages/{n}", tag = "jobs",
    params(At<(TaskId, FileId, PageNumber)>, Which, Size),
    responses((status = 200, description = "The picture", content_type = "image/*"), Acting),
)]
pub(super) async fn get_page(
    State(state): State<ApiState>,
    At((job, file, page)): At<(TaskId, FileId, PageNumber)>,
    Params(which): Params<Which>,
    Params(size): Params<Size>,
) -> Result<Response, Problem> {
    let found = state.engine.job_run(&job, which.run()).await?;
    let file = state.engine.job_file(&found, &file).await?;
    let width = size.width.and_then(|width| u32::try_from(width.get()).ok()).unwrap_or(WIDTH);
    let picture = state.engine.job_file_page(&found, &file, page.0, width).await?;
    Ok(shown(picture))
}

/// A file never changes, so a browser may keep its pictures for good; nobody between may.
fn shown(JobPagePicture { bytes, media_type }: JobPagePicture) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, "private, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, bytes).into_response()
}
