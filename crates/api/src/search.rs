//! `GET /api/v1/logs/search`

use annals_domain::{TaskId, TaskKind, Timestamp};
use annals_engine::{Case, Error, LogHits, LogSearch, RunFilter, Syntax};
use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use futures::stream::{self, StreamExt as _};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::{Asker, Bounded, Params, Text, flag, given, instant, parsed, word};
use crate::metrics::Searching;
use crate::problem::{Listing, Problem};
use crate::state::ApiState;
use crate::wire::search::{SearchDone, SearchHit, SearchLine};
use crate::wire::words::KindWord;

/// The hits answered unless a limit is given.
const LIMIT: i64 = 100;

/// The search across runs.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(search_logs))
}

/// Whether upper and lower case differ.
#[derive(Debug, Clone, Copy, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum CaseWord {
    /// They do.
    #[default]
    Exact,
    /// They do not.
    Ignore,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// The text to find, or the regular expression.
    #[param(value_type = String, min_length = 1, max_length = 1000, pattern = "^[^\\u0000]+$")]
    q: Option<Text<1000>>,
    /// Whether `q` is a regular expression, in the syntax of the Rust crate `regex`.
    #[serde(default, deserialize_with = "flag")]
    #[param(value_type = Option<bool>, default = false)]
    regex: bool,
    /// `ignore` finds upper and lower case alike.
    #[serde(default)]
    #[param(inline)]
    case: CaseWord,
    /// Only runs of this task.
    #[serde(default, deserialize_with = "parsed")]
    #[param(value_type = Option<String>, min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:-]+$")]
    task_id: Option<TaskId>,
    /// Only runs of tasks of this kind, in any case.
    #[serde(default, deserialize_with = "word")]
    #[param(value_type = Option<KindWord>)]
    kind: Option<TaskKind>,
    /// Only runs that began then or later.
    #[serde(default, deserialize_with = "instant")]
    #[param(value_type = Option<String>, format = DateTime)]
    started_after: Option<Timestamp>,
    /// Only runs that began before then.
    #[serde(default, deserialize_with = "instant")]
    #[param(value_type = Option<String>, format = DateTime)]
    started_before: Option<Timestamp>,
    /// How many lines are answered at most.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 1000, default = 100)]
    limit: Option<Bounded<1, 1000>>,
}

/// Search the logs of all runs
///
/// Answers as it finds: a JSON object a line, the newest run's lines first, and at the end one
/// object with `done`. Whoever breaks off the answer ends the search.
#[utoipa::path(
    get, path = "/api/v1/logs/search", tag = "runs",
    params(Wanted),
    responses(
        (status = 200, body = SearchLine, content_type = "application/x-ndjson",
         description = "The lines found, then what was looked at"),
        Listing,
    ),
)]
async fn search_logs(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    Params(wanted): Params<Wanted>,
) -> Result<Response, Problem> {
    let search = LogSearch { run: caller.run_id, ..wanted.search()? };
    let hits = state.engine.search_logs(search).map_err(Problem::of_query)?;
    let mut reader = Reader { hits, ended: false, _counted: state.metrics.searching() };
    // The first lines are found before anything is answered, so that a failure is a problem and
    // not a broken answer.
    let first = reader.read().await.map_err(Problem::of_query)?.unwrap_or_default();
    let rest = stream::unfold(reader, |mut reader| async {
        reader.read().await.transpose().map(|part| (part, reader))
    });
    // Compression may ask once more after the end.
    let rest = rest.map(|part| part.map_err(broken)).fuse();
    let parts = stream::iter([Ok(first)]).chain(rest);
    let headers = [(header::CONTENT_TYPE, "application/x-ndjson")];
    Ok((headers, Body::from_stream(parts)).into_response())
}

impl Wanted {
    fn search(self) -> Result<LogSearch, Problem> {
        let q = given(self.q).ok_or_else(|| Problem::invalid_query("q", "must be given"))?;
        let limit = self.limit.map_or(LIMIT, Bounded::get);
        Ok(LogSearch {
            q,
            syntax: if self.regex { Syntax::Regex } else { Syntax::Text },
            case: match self.case {
                CaseWord::Exact => Case::Exact,
                CaseWord::Ignore => Case::Ignore,
            },
            runs: RunFilter {
                kind: self.kind,
                task_id: self.task_id,
                started_after: self.started_after,
                started_before: self.started_before,
                ..RunFilter::default()
            },
            run: None,
            limit: usize::try_from(limit).unwrap_or(1),
        })
    }
}

/// Reads a search's hits as lines of JSON.
struct Reader {
    hits: LogHits,
    ended: bool,
    _counted: Searching,
}

impl Reader {
    /// The next lines; none after the last.
    async fn read(&mut self) -> Result<Option<Bytes>, Error> {
        if self.ended {
            return Ok(None);
        }
        let found = self.hits.next().await;
        self.ended = !matches!(found, Ok(Some(_)));
        let lines = match found? {
            Some(hits) => hits.into_iter().map(|hit| line(&SearchHit::from(hit))).collect(),
            None => line(&SearchDone::from(self.hits.summary())),
        };
        Ok(Some(lines.into()))
    }
}

/// An object of numbers and texts, which always has a JSON form.
fn line(object: &impl serde::Serialize) -> String {
    serde_json::to_string(object).unwrap_or_default() + "\n"
}

fn broken(error: Error) -> std::io::Error {
    tracing::error!(%error, "a search broke off");
    std::io::Error::other("the search could not be carried to its end")
}
