//! `GET /api/v1/tasks/{id}/history/export`

use annals_domain::TaskId;
use annals_engine::{
    Engine, Error, HistoryOf, HistoryOrder, HistoryQuery, PageRequest, TaskBuildHistory,
};
use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use futures::stream::{self, StreamExt as _};
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::Wanted;
use super::{csv, own_only};
use crate::attachment::attachment;
use crate::extract::{Asker, At, Params};
use crate::problem::{Problem, Reading};
use crate::state::ApiState;
use crate::wire::history::HistoryEntry;
use crate::wire::words::ExportWord;

/// How many entries are read at a time.
const STEP: usize = 20;

const COLUMNS: [&str; 12] = [
    "id",
    "task_id",
    "run_id",
    "workspace_id",
    "session_id",
    "context_type",
    "content",
    "metadata",
    "created_at",
    "expires_at",
    "n",
    "seq",
];

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    #[default]
    Jsonl,
    Csv,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct As {
    /// `jsonl`: an entry a line as JSON; `csv`: a table whose cells no spreadsheet runs.
    #[serde(default)]
    #[param(value_type = Option<ExportWord>, default = "jsonl")]
    format: Format,
}

/// Export a task's timeline
///
/// Every entry that is kept and passes the filters, by `n`.
#[utoipa::path(
    get, path = "/api/v1/tasks/{id}/history/export", tag = "history",
    params(At<TaskId>, As, Wanted),
    responses(
        (status = 200, description = "The entries", content(
            (String = "application/x-ndjson"), (String = "text/csv"),
        )),
        Reading,
    ),
)]
pub(super) async fn export_history(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At(task): At<TaskId>,
    Params(As { format }): Params<As>,
    Params(wanted): Params<Wanted>,
) -> Result<Response, Problem> {
    own_only(&state, &caller, &task, std::iter::empty()).await?;
    let (media_type, extension, head) = match format {
        Format::Jsonl => ("application/x-ndjson", "jsonl", String::new()),
        Format::Csv => ("text/csv; charset=utf-8", "csv", csv::line(COLUMNS)),
    };
    let name = format!("{task}-history.{extension}");
    let (of, filter) = (HistoryOf::Task(task), wanted.filter());
    let query = HistoryQuery { of, filter, order: HistoryOrder::Ascending };
    let mut reader = Reader { engine: state.engine, query, format, next: Some(None) };
    // Read before anything is answered, so that an unknown task is a problem, not a broken file.
    let first = reader.read().await.map_err(Problem::of_query)?.unwrap_or_default();
    let rest = stream::unfold(reader, |mut reader| async {
        reader.read().await.transpose().map(|part| (part, reader))
    });
    // Compression may ask once more after the end.
    let rest = rest.map(|part| part.map_err(broken)).fuse();
    let parts = stream::iter([Ok(head.into()), Ok(first)]).chain(rest);
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, attachment(&name)),
    ];
    Ok((headers, Body::from_stream(parts)).into_response())
}

/// Reads a timeline part by part.
struct Reader {
    engine: Engine,
    query: HistoryQuery,
    format: Format,
    /// The cursor of the next part; none at the end, and after an error.
    next: Option<Option<String>>,
}

impl Reader {
    /// The next part; none after the last.
    async fn read(&mut self) -> Result<Option<Bytes>, Error> {
        let Some(cursor) = self.next.take() else { return Ok(None) };
        let page = PageRequest { size: annals_domain::PageSize::new(STEP), cursor };
        let (found, _) = self.engine.history(self.query.clone(), page).await?;
        self.next = found.next.as_ref().map(|next| Some(next.encode()));
        let texts: Vec<_> = found.items.into_iter().map(|entry| self.format.line(entry)).collect();
        Ok(Some(texts.concat().into()))
    }
}

impl Format {
    fn line(self, entry: TaskBuildHistory) -> String {
        match self {
            // An entry is made of texts and numbers: it always has a JSON form.
            Self::Jsonl => {
                serde_json::to_string(&HistoryEntry::from(entry)).unwrap_or_default() + "\n"
            }
            Self::Csv => row(&entry),
        }
    }
}

fn row(entry: &TaskBuildHistory) -> String {
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let cells: [String; 12] = [
        entry.id.clone(),
        entry.task_id.to_string(),
        entry.run_id.as_ref().map(ToString::to_string).unwrap_or_default(),
        optional(&entry.workspace_id),
        optional(&entry.session_id),
        entry.context_type.to_string(),
        entry.content.clone(),
        optional(&entry.metadata),
        entry.created_at.to_string(),
        entry.expires_at.to_string(),
        entry.n.to_string(),
        entry.seq.map(|seq| seq.to_string()).unwrap_or_default(),
    ];
    csv::line(cells.iter().map(String::as_str))
}

fn broken(error: Error) -> std::io::Error {
    tracing::error!(%error, "an export of a timeline broke off");
    std::io::Error::other("the timeline could not be read to its end")
}
