//! `GET /api/v1/runs/{id}/logs/download`

use annals_domain::{NodeName, Run, RunId};
use annals_engine::{Engine, Error, LineQuery};
use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use futures::stream::{self, StreamExt as _};
use serde::Deserialize;
use utoipa::IntoParams;

use super::logs::plain;
use crate::attachment::attachment;
use crate::extract::{At, Params, flag, parsed};
use crate::problem::{Problem, Reading};
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
/// Plain text, every line that is stored now.
#[utoipa::path(
    get, path = "/api/v1/runs/{id}/logs/download", tag = "runs",
    params(At<RunId>, Wanted),
    responses(
        (status = 200, body = String, content_type = "text/plain", description = "The log"),
        Reading,
    ),
)]
pub(super) async fn download_logs(
    State(state): State<ApiState>,
    At(id): At<RunId>,
    Params(wanted): Params<Wanted>,
) -> Result<Response, Problem> {
    let run = state.engine.run(&id).await?;
    let name = file_name(&run, wanted.node.as_ref());
    let mut reader = Reader { engine: state.engine, id, wanted, next: Some(1) };
    // The first part is read before anything is answered, so that an unknown node is a problem
    // and not a broken file.
    let first = reader.read().await.map_err(Problem::of_query)?.unwrap_or_default();
    let rest = stream::unfold(reader, |mut reader| async {
        reader.read().await.transpose().map(|part| (part, reader))
    });
    let rest = rest.fuse();
    let parts = stream::iter([Ok(first)]).chain(rest.map(|part| part.map_err(broken)));
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, attachment(&name)),
    ];
    Ok((headers, Body::from_stream(parts)).into_response())
}

/// Reads a log part by part.
struct Reader {
    engine: Engine,
    id: RunId,
    wanted: Wanted,
    /// The first line of the next part; none at the end, and after an error.
    next: Option<i64>,
}

impl Reader {
    /// The next part; none after the last.
    async fn read(&mut self) -> Result<Option<Bytes>, Error> {
        let Some(from) = self.next.take() else { return Ok(None) };
        let to = from + STEP - 1;
        let query = LineQuery {
            node: self.wanted.node.clone(),
            from_line: Some(from),
            to_line: Some(to),
            q: None,
        };
        let found = self.engine.lines(&self.id, query).await?;
        self.next = (to < found.total_lines).then_some(to + 1);
        Ok(Some(plain(&found, self.wanted.timestamps).into()))
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
