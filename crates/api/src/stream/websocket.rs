//! `/ws/tasks/{id}/logs`: the logs of a task's run while it runs.

use std::time::Duration;

use annals_domain::{Run, RunNumber, TaskId};
use annals_engine::{Engine, Error, Event, Stretch};
use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::response::{IntoResponse as _, Response};
use futures::StreamExt as _;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::time::{Interval, MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;
use utoipa::IntoParams;

use super::batches;
use super::live::{Live, TEXT, message_of};
use crate::extract::{At, Bounded, Params};
use crate::guard::WS_PROTOCOL;
use crate::problem::{Kind, Problem, Upgrading};
use crate::state::ApiState;
use crate::wire::log::LogLine;
use crate::wire::tasks::phase;

/// The least time between two messages with the full text.
const BEAT: Duration = Duration::from_millis(100);
/// How often pods are asked while the database is away.
const MEANWHILE: Duration = Duration::from_secs(1);
/// How often the connection is tried while nothing is said.
const PING: Duration = Duration::from_secs(30);
/// A reader that takes nothing for this long is gone.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long the two farewells may take.
const FAREWELL: Duration = Duration::from_secs(2);
/// Readers have nothing long to say.
const HEARD: usize = 64 << 10;
/// How much is read at once: held for each of a thousand watchers, and cleared before each look
/// at what they say.
const READ: usize = 1 << 10;

const NORMAL: u16 = 1000;
const GOING_AWAY: u16 = 1001;
const FAILED: u16 = 1011;
const UNKNOWN: u16 = 4404;

/// What is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The full text so far, whenever it changes.
    Snapshot,
    /// New lines only.
    Delta,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Which run; left out, the latest.
    #[param(value_type = Option<i64>, minimum = 1)]
    run_number: Option<Bounded<1, { i64::MAX }>>,
    /// Send only lines after this `seq`.
    #[param(value_type = Option<i64>, minimum = 0)]
    after: Option<Bounded<0, { i64::MAX }>>,
    /// `delta` sends only new lines, from the beginning unless `after` says otherwise.
    #[param(inline)]
    mode: Option<Mode>,
}

/// Follow a task's logs
///
/// A WebSocket; the token may come as the subprotocols `annals.bearer, <token>`. It sends
/// `{"type":"logs","data":[{node,pod,phase,logs}],"workflow_phase":…}` with the full text so far
/// whenever that or the phase changes, and `{"type":"complete","workflow_phase":…}` once at the
/// end; with `after` or `mode=delta` instead `{"type":"lines","data":[{seq,node,stream,ts,line}]}`.
/// While the database is away the full text is read from the pods, with `source` and `error`.
/// An unknown task or run gets `{"type":"error","message":…}` and close code 4404.
#[utoipa::path(
    get, path = "/ws/tasks/{id}/logs", tag = "tasks",
    params(At<TaskId>, Wanted),
    responses((status = 101, description = "The connection speaks WebSocket from here on"), Upgrading),
)]
pub(super) async fn task_logs_live(
    State(state): State<ApiState>,
    At(id): At<String>,
    Params(wanted): Params<Wanted>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let upgrade = upgrade.map_err(|rejection| {
        let kind = Kind::of(rejection.into_response().status());
        Problem::new(kind, Kind::Upgrade.sentence())
    })?;
    let upgrade = upgrade.protocols([WS_PROTOCOL]).max_message_size(HEARD).max_frame_size(HEARD);
    let upgrade = upgrade.read_buffer_size(READ);
    Ok(upgrade.on_upgrade(move |socket| async move {
        let mut peer = Peer::new(socket, state.shutdown.clone());
        let told = converse(&state.engine, &mut peer, &id, &wanted).await;
        peer.farewell(told).await;
    }))
}

/// Why a conversation stopped before its end.
enum Stop {
    /// The other side is gone or has said farewell.
    Gone,
    /// The server shuts down.
    Shutdown,
    /// Something failed.
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

async fn converse(engine: &Engine, peer: &mut Peer, id: &str, wanted: &Wanted) -> Result<(), Stop> {
    let (task, number) = which(id, wanted)?;
    match (wanted.after, wanted.mode) {
        (None, None | Some(Mode::Snapshot)) => loop {
            match snapshots(engine, peer, &task, number).await {
                Err(Stop::Failed(error @ Error::Unavailable(_))) => {
                    meanwhile(engine, peer, &task, number, error).await?;
                }
                told => return told,
            }
        },
        (after, _) => {
            let run = engine.run_or_latest(&task, number).await?;
            increments(engine, peer, run, after.map_or(0, Bounded::get)).await
        }
    }
}

/// The task, and the number of its run if one is named.
fn which(id: &str, wanted: &Wanted) -> Result<(TaskId, Option<RunNumber>), Error> {
    let task: TaskId =
        id.parse().map_err(|_| Error::not_found("task", annals_domain::head(id, 128)))?;
    let unknown = |n: Bounded<1, { i64::MAX }>| {
        RunNumber::new(n.get()).ok_or_else(|| Error::not_found("run", n.get()))
    };
    Ok((task, wanted.run_number.map(unknown).transpose()?))
}

/// Sends what the pods have printed, whenever that changes, until the database is back. Where there is
/// nothing to send it stops for `error`.
async fn meanwhile(
    engine: &Engine,
    peer: &mut Peer,
    task: &TaskId,
    number: Option<RunNumber>,
    error: Error,
) -> Result<(), Stop> {
    let (mut sent, mut error) = (None, Some(error));
    loop {
        if let Some(log) = engine.log_meanwhile(task, number, Stretch::End(TEXT)).await {
            error = None;
            if sent.as_ref() != Some(&log) {
                peer.send(&message_of(log.clone())).await?;
                sent = Some(log);
            }
        } else if let Some(error) = error.take() {
            return Err(error.into());
        }
        tokio::select! {
            stop = peer.listen() => return Err(stop),
            () = tokio::time::sleep(MEANWHILE) => {}
        }
        if engine.ready().await.is_ok() {
            return Ok(());
        }
    }
}

/// Sends the full text whenever it changes, at most ten times a second.
async fn snapshots(
    engine: &Engine,
    peer: &mut Peer,
    task: &TaskId,
    number: Option<RunNumber>,
) -> Result<(), Stop> {
    let run = engine.run_or_latest(task, number).await?;
    let mut live = Live::begin(engine.clone(), run).await?;
    let mut beat = interval(BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while live.changed || !live.ended {
        tokio::select! {
            stop = peer.listen() => return Err(stop),
            _ = beat.tick(), if live.changed => {
                peer.send(&live.message()).await?;
                live.changed = false;
            }
            batch = live.batches.next(), if !live.ended => live.take(batch).await?,
        }
    }
    complete(peer, live.phase().as_str()).await
}

/// Sends lines as they come.
async fn increments(engine: &Engine, peer: &mut Peer, run: Run, after: i64) -> Result<(), Stop> {
    let mut batches = batches(engine.watch(&run.id, after).await?);
    loop {
        let batch = tokio::select! {
            stop = peer.listen() => return Err(stop),
            batch = batches.next() => batch,
        };
        let Some(batch) = batch.transpose()? else { break };
        let lines: Vec<_> = batch.iter().flat_map(increment).collect();
        if !lines.is_empty() {
            peer.send(&json!({"type": "lines", "data": lines})).await?;
        }
    }
    complete(peer, phase(&engine.run(&run.id).await?).as_str()).await
}

fn increment(event: &Event) -> Vec<LogLine> {
    match event {
        Event::Lines { node, lines } => lines.iter().map(|line| LogLine::new(node, line)).collect(),
        Event::Entry(_) => Vec::new(),
    }
}

async fn complete(peer: &mut Peer, phase: &str) -> Result<(), Stop> {
    peer.send(&json!({"type": "complete", "workflow_phase": phase})).await
}

/// The other side.
struct Peer {
    socket: WebSocket,
    pings: Interval,
    shutdown: CancellationToken,
}

impl Peer {
    fn new(socket: WebSocket, shutdown: CancellationToken) -> Self {
        let mut pings = interval(PING);
        pings.reset();
        Self { socket, pings, shutdown }
    }

    /// Answers pings and sends them; returns when there is nobody to talk to any more.
    async fn listen(&mut self) -> Stop {
        loop {
            tokio::select! {
                () = self.shutdown.cancelled() => return Stop::Shutdown,
                _ = self.pings.tick() => {
                    if self.say(Message::Ping(bytes::Bytes::new())).await.is_err() {
                        return Stop::Gone;
                    }
                }
                heard = self.socket.recv() => match heard {
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return Stop::Gone,
                    // Pings are answered by the socket itself; nothing else means anything.
                    Some(Ok(_)) => {}
                },
            }
        }
    }

    async fn send(&mut self, message: &impl Serialize) -> Result<(), Stop> {
        // Messages are made of texts and numbers: they always have a JSON form.
        let text = serde_json::to_string(message).unwrap_or_default();
        self.say(Message::Text(text.into())).await
    }

    /// Sends, or gives up on a reader that takes nothing. Nothing is read from the run meanwhile,
    /// so that a slow reader costs no memory.
    async fn say(&mut self, message: Message) -> Result<(), Stop> {
        let sent = tokio::select! {
            sent = timeout(PATIENCE, self.socket.send(message)) => sent,
            () = self.shutdown.cancelled() => return Err(Stop::Shutdown),
        };
        match sent {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Stop::Gone),
        }
    }

    async fn farewell(mut self, told: Result<(), Stop>) {
        let code = match told {
            Ok(()) => NORMAL,
            Err(Stop::Gone) => return,
            Err(Stop::Shutdown) => GOING_AWAY,
            Err(Stop::Failed(error)) => {
                let code = if matches!(error, Error::NotFound { .. }) { UNKNOWN } else { FAILED };
                let message = Problem::from(error).detail;
                let _ = self.send(&json!({"type": "error", "message": message})).await;
                code
            }
        };
        let close = Message::Close(Some(CloseFrame { code, reason: "".into() }));
        let part = async {
            if self.socket.send(close).await.is_ok() {
                while let Some(Ok(_)) = self.socket.recv().await {}
            }
        };
        let _ = timeout(FAREWELL, part).await;
    }
}
