//! `GET /api/v1/runs/{id}/logs/download`

use annals_domain::{NodeName, Run, RunId};
use annals_engine::{Engine, Error, LineQuery, LogBytes};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use futures::stream::{self, StreamExt as _};
use serde::Deserialize;
use utoipa::IntoParams;

use super::logs::{plain, removed};
use crate::attachment::attachment;
use crate::extract::{At, Params, flag, parsed};
use crate::problem::{Problem, Ranging};
use crate::range::{self, beyond};
use crate::state::ApiState;

/// How many lines are read at a time.
const STEP: i64 = 10_000;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Only this node's lines; left out, those of all nodes by `seq`.
    #[serde(default, deserialize_with = "parsed")]
    #[param(value_type = Option<String>, min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:-]+$")]
    node: Option<NodeName>,
    /// Whether each line begins with its time.
    #[serde(default, deserialize_with = "flag")]
    #[param(value_type = Option<bool>, default = false)]
    timestamps: bool,
}

/// Download a run's log
///
/// Plain text, every line that is stored now, byte by byte as it was printed. `Range` asks for one
/// stretch of it, which stays the same while the run goes on; not with `timestamps`, which are no
/// part of the log. Where retention removed the lines, the header
/// `Annals-Log-Removed-At` says when.
#[utoipa::path(
    get, path = "/api/v1/runs/{id}/logs/download", tag = "runs",
    params(At<RunId>, Wanted),
    responses(
        (status = 200, body = String, content_type = "text/plain", description = "The log"),
        (status = 206, body = String, content_type = "text/plain",
         description = "The bytes that `Range` names"),
        Ranging,
    ),
)]
pub(super) async fn download_logs(
    State(state): State<ApiState>,
    At(id): At<RunId>,
    Params(wanted): Params<Wanted>,
    request: HeaderMap,
) -> Result<Response, Problem> {
    let run = state.engine.run(&id).await?;
    let name = file_name(&run, wanted.node.as_ref());
    let log = state.engine.log_text(&id, wanted.node.as_ref()).await.map_err(Problem::of_query)?;
    let mark = removed(log.removed_at());
    if wanted.timestamps {
        let reader = Reader { engine: state.engine, id, node: wanted.node, next: Some(1) };
        let body = parts(reader, |mut reader| async { (reader.read().await, reader) }).await?;
        return Ok((mark, file(&name, body)).into_response());
    }
    let size = log.size();
    let wanted = range::Wanted::of(&request, size, None);
    if wanted == range::Wanted::Nothing {
        return Ok(beyond(size));
    }
    let bytes = log.read(wanted.bytes(size)).await?;
    let body = parts(bytes, |mut bytes: LogBytes| async { (bytes.next().await, bytes) }).await?;
    let mut response = file(&name, body);
    if !range::compressed(&request) {
        response.headers_mut().insert(header::CONTENT_LENGTH, size.into());
    }
    Ok((mark, wanted.answer(response, size)).into_response())
}

/// An answer that a browser saves as a file.
fn file(name: &str, body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, attachment(name)),
    ];
    (headers, body).into_response()
}

/// A body of the parts that `read` gives, until there is none.
///
/// The first is read before anything is answered, so that an unknown node is a problem and not a
/// broken file.
async fn parts<S, F>(source: S, read: impl Fn(S) -> F + Send + 'static) -> Result<Body, Problem>
where
    S: Send + 'static,
    F: Future<Output = (Result<Option<Bytes>, Error>, S)> + Send + 'static,
{
    let (first, source) = read(source).await;
    let first = first.map_err(Problem::of_query)?;
    let rest = stream::unfold(Some((source, read)), |state| async {
        let (source, read) = state?;
        let (part, source) = read(source).await;
        let next = part.is_ok().then_some((source, read));
        part.transpose().map(|part| (part.map_err(broken), next))
    });
    // Compression may ask once more after the end.
    Ok(Body::from_stream(stream::iter(first.map(Ok)).chain(rest.fuse())))
}

/// Reads a log with times part by part.
struct Reader {
    engine: Engine,
    id: RunId,
    node: Option<NodeName>,
    /// The first line of the next part; none at the end, and after an error.
    next: Option<i64>,
}

impl Reader {
    /// The next part; none after the last.
    async fn read(&mut self) -> Result<Option<Bytes>, Error> {
        let Some(from) = self.next.take() else { return Ok(None) };
        let to = from + STEP - 1;
        let query = LineQuery {
            node: self.node.clone(),
            from_line: Some(from),
            to_line: Some(to),
            q: None,
        };
        let found = self.engine.lines(&self.id, query).await?;
        let more = to < found.total_lines && found.removed_at.is_none();
        self.next = more.then_some(to + 1);
        Ok(Some(plain(&found, true).into()))
    }
}

fn broken(error: Error) -> std::io::Error {
    tracing::error!(%error, "a download of a log broke off");
    std::io::Error::other("the log could not be read to its end")
}

fn file_name(run: &Run, node: Option<&NodeName>) -> String {
    let node = node.map(|node| format!("-{node}")).unwrap_or_default();
    format!("{}-run-{}{node}.log", run.task_name, run.number)
}
