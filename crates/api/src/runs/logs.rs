//! `GET /api/v1/runs/{id}/logs`

use annals_domain::{NodeName, RunId, Timestamp};
use annals_engine::{LineQuery, Lines};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::{At, Bounded, Params, Text, given, parsed};
use crate::problem::{Problem, Reading};
use crate::state::ApiState;
use crate::wire::log::{LogLine, LogPage};

/// The header that says when retention removed the lines.
const LOG_REMOVED_AT: HeaderName = HeaderName::from_static("annals-log-removed-at");

type LineNumber = Bounded<1, { i64::MAX }>;

/// How lines are answered.
#[derive(Debug, Clone, Copy, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// A JSON object.
    #[default]
    Json,
    /// The lines as plain text.
    Text,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Only this node's lines; left out, those of all nodes by `seq`.
    #[serde(default, deserialize_with = "parsed")]
    #[param(value_type = Option<String>, min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:-]+$")]
    node: Option<NodeName>,
    /// The first line, from 1.
    #[param(value_type = Option<i64>, minimum = 1)]
    from_line: Option<LineNumber>,
    /// The last line, inclusive; not before `from_line`.
    #[param(value_type = Option<i64>, minimum = 1)]
    to_line: Option<LineNumber>,
    /// Only lines that contain this text.
    #[param(value_type = Option<String>, max_length = 1000, pattern = "^[^\\u0000]*$")]
    q: Option<Text<1000>>,
    /// How to answer.
    #[serde(default)]
    #[param(inline)]
    format: Format,
}

/// Read lines of a run's log
///
/// At most 10,000 lines a page. Of lines that retention removed, `log_removed_at` says when; so
/// does the header `Annals-Log-Removed-At` of plain text.
#[utoipa::path(
    get, path = "/api/v1/runs/{id}/logs", tag = "runs",
    params(At<RunId>, Wanted),
    responses(
        (status = 200, description = "The lines", content(
            (LogPage = "application/json"),
            (String = "text/plain"),
        )),
        Reading,
    ),
)]
pub(super) async fn run_logs(
    State(state): State<ApiState>,
    At(id): At<RunId>,
    Params(wanted): Params<Wanted>,
) -> Result<Response, Problem> {
    let format = wanted.format;
    let lines = state.engine.lines(&id, wanted.query()?).await.map_err(Problem::of_query)?;
    Ok(match format {
        Format::Json => Json(page(&id, &lines)).into_response(),
        Format::Text => (removed(lines.removed_at), plain(&lines, false)).into_response(),
    })
}

impl Wanted {
    fn query(self) -> Result<LineQuery, Problem> {
        let from_line = self.from_line.map(Bounded::get);
        let to_line = self.to_line.map(Bounded::get);
        if to_line.is_some_and(|to| to < from_line.unwrap_or(1)) {
            return Err(Problem::invalid_query("to_line", "must not be before from_line"));
        }
        Ok(LineQuery { node: self.node, from_line, to_line, q: given(self.q) })
    }
}

fn page(run: &RunId, found: &Lines) -> LogPage {
    LogPage {
        run_id: run.to_string(),
        lines: found.lines.iter().map(|(node, line)| LogLine::new(node, line)).collect(),
        total_lines: found.total_lines,
        ended: found.ended,
        log_removed_at: found.removed_at,
    }
}

/// What tells readers of plain text that the lines were removed, and when.
pub(super) fn removed(at: Option<Timestamp>) -> HeaderMap {
    let value = at.and_then(|at| HeaderValue::from_str(&at.to_string()).ok());
    value.map(|value| (LOG_REMOVED_AT, value)).into_iter().collect()
}

/// The lines as plain text, each with its time before it where that is wanted.
pub(super) fn plain(found: &Lines, timestamps: bool) -> String {
    let mut text = String::new();
    for (_, line) in &found.lines {
        if timestamps {
            text.push_str(&line.at.to_string());
            text.push(' ');
        }
        text.push_str(&line.text());
        text.push('\n');
    }
    text
}
