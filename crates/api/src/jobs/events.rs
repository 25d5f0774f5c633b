//! `GET /api/v1/jobs/{id}/events`

use std::convert::Infallible;
use std::time::Duration;

use annals_domain::{RunId, Seq, TaskId};
use annals_engine::{Error, JobTold, JobWatch};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::sse::{self, Sse};
use axum::response::{IntoResponse as _, Response};
use futures::StreamExt as _;
use futures::stream::{self, BoxStream, Stream};
use serde_json::{Value, json};

use super::which::Which;
use crate::extract::{At, Params};
use crate::problem::{Following, Issue, Problem};
use crate::state::ApiState;

/// How often a client is told that the stream is alive while nothing happens.
const KEEP_ALIVE: Duration = Duration::from_secs(30);

/// Follow a job
///
/// Server-sent events, each `{"type": …}` with `job_id` and `job_run_id`: first `full_state`, then what
/// happens to tasks, files, imports and exports. Without `run_id` the stream goes on to later runs,
/// each of which begins with its `full_state`.
#[utoipa::path(
    get, path = "/api/v1/jobs/{id}/events", tag = "jobs",
    params(
        At<TaskId>, Which,
        ("Last-Event-ID" = Option<String>, Header, max_length = 200,
            description = "The `id` of the last event seen: what came after it is sent, without a \
                           `full_state` before"),
    ),
    responses(
        (status = 200, body = String, content_type = "text/event-stream", description = "Events"),
        Following,
    ),
)]
pub(super) async fn follow_job(
    State(state): State<ApiState>,
    At(job): At<TaskId>,
    Params(which): Params<Which>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let after = last(&headers)?;
    let watch = state.engine.watch_job(&job, which.run(), after).await?;
    let events = events(job, watch).take_until(state.shutdown.clone().cancelled_owned());
    // A proxy that gathers the answer before passing it on would make it anything but live.
    let unbuffered = (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(([unbuffered], Sse::new(events)).into_response())
}

/// The place that the client has seen: a run and a number of its ledger.
fn last(headers: &HeaderMap) -> Result<Option<(RunId, Seq)>, Problem> {
    let Some(value) = headers.get("last-event-id") else { return Ok(None) };
    let place = value.to_str().ok().and_then(|text| {
        let (run, seq) = text.rsplit_once('/')?;
        Some((run.parse().ok()?, seq.parse().ok().filter(|seq| *seq >= 0)?))
    });
    let wrong = || {
        let msg = "must be the id of an event of this stream";
        Problem::invalid(vec![Issue::at("header", "Last-Event-ID", msg)])
    };
    place.map(Some).ok_or_else(wrong)
}

/// What is sent next, and what reads on.
type Step = (Vec<Result<sse::Event, Infallible>>, Reader);

struct Reader {
    told: BoxStream<'static, Result<Vec<JobTold>, Error>>,
    /// The run that was told of last.
    run: RunId,
}

/// What a watch hands out, as a stream: unlike the watch's own, its `next` may be dropped and called
/// again without losing anything.
fn batches(watch: JobWatch) -> BoxStream<'static, Result<Vec<JobTold>, Error>> {
    stream::unfold(watch, |mut watch| async {
        watch.next().await.transpose().map(|told| (told, watch))
    })
    .fuse()
    .boxed()
}

fn events(
    job: TaskId,
    watch: JobWatch,
) -> impl Stream<Item = Result<sse::Event, Infallible>> + Send {
    let run = watch.run().clone();
    let reader = Some(Reader { told: batches(watch), run });
    let steps = stream::unfold(reader, move |reader| {
        let job = job.clone();
        async move {
            let (sent, reader) = step(&job, reader?).await?;
            Some((sent, Some(reader)))
        }
    });
    steps.flat_map(stream::iter).fuse()
}

async fn step(job: &TaskId, mut reader: Reader) -> Option<Step> {
    let told = match tokio::time::timeout(KEEP_ALIVE, reader.told.next()).await {
        Ok(None) => return None,
        Ok(Some(Ok(told))) => told,
        Ok(Some(Err(error))) => {
            // The client comes back and goes on after what it has seen.
            tracing::warn!(%job, %error, "a stream of a job broke off");
            return None;
        }
        Err(_) => {
            let event = json!({"type": "keepalive"});
            let event = sse::Event::default().data(dressed(event, job, &reader.run));
            return Some((vec![Ok(event)], reader));
        }
    };
    if let Some(last) = told.last() {
        reader.run = last.run.clone();
    }
    Some((told.iter().map(|told| Ok(show(job, told))).collect(), reader))
}

fn show(job: &TaskId, told: &JobTold) -> sse::Event {
    let id = format!("{}/{}", told.run, told.seq);
    sse::Event::default().id(id).data(dressed(told.event.clone(), job, &told.run))
}

/// The event with the job and the run that it is of.
fn dressed(mut event: Value, job: &TaskId, run: &RunId) -> String {
    event["job_id"] = job.as_str().into();
    event["job_run_id"] = run.as_str().into();
    event.to_string()
}
