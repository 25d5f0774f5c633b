//! Following a run live, over connections that may break.
//!
//! Every event carries the last `seq` it covers. After a break the next connection begins
//! behind the last event handed out, and anything the server repeats is dropped, so that each
//! line is seen once.

use std::pin::Pin;
use std::time::{Duration, Instant};

use annals_domain::{ErrorType, NodeState, RunId, RunStatus, Seq};
use eventsource_stream::{Event as RawEvent, EventStreamError, Eventsource};
use futures::{Stream, StreamExt};
use reqwest::Method;
use serde::{Deserialize, Serialize};

use super::wire::LogLine;
use super::{Client, Problem, chain, is_passing};
use crate::error::CliError;

/// What happened in a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The last `seq` it covers.
    pub seq: Seq,
    /// The event's name on the wire.
    pub name: String,
    /// The event's data on the wire.
    pub data: String,
    /// What it means.
    pub body: Body,
}

/// What an event means to the commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// The run's status changed.
    Status(StatusChange),
    /// A node changed.
    Node(NodeChange),
    /// Lines were printed.
    Lines(Lines),
    /// Nothing follows.
    End(End),
    /// Something that needs no more than to be passed on.
    Other,
}

/// A change of the run's status.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct StatusChange {
    /// The new status.
    pub status: RunStatus,
    /// How it failed.
    pub error_type: Option<ErrorType>,
    /// One sentence on the failure.
    pub message: Option<String>,
}

/// A change of a node.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct NodeChange {
    /// The node.
    pub node: String,
    /// Its new state.
    pub state: NodeState,
}

/// Lines, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines {
    /// The `seq` of the first.
    pub first_seq: Seq,
    /// The lines.
    pub lines: Vec<LogLine>,
}

/// The end of the stream.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct End {
    /// How the run ended.
    pub status: RunStatus,
}

/// What following hands out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Update {
    /// Something happened in the run.
    Event(Event),
    /// The connection was lost, and why; following goes on by itself.
    Interrupted(String),
}

/// How to come back after a break.
#[derive(Debug, Clone, Copy)]
pub struct Backoff {
    /// The wait before the first try; it doubles with each.
    pub first: Duration,
    /// The longest wait between two tries.
    pub longest: Duration,
    /// How long a server may be away before following ends with an error.
    pub give_up: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Self {
            first: Duration::from_millis(200),
            longest: Duration::from_secs(5),
            give_up: Duration::from_secs(120),
        }
    }
}

type RawStream = Pin<Box<dyn Stream<Item = Result<RawEvent, String>>>>;

/// A run being followed.
pub struct Follow<'c> {
    client: &'c Client,
    run: RunId,
    after: Seq,
    backoff: Backoff,
    wait: Duration,
    stream: Option<RawStream>,
    was_connected: bool,
    away_since: Option<Instant>,
    ended: bool,
}

impl<'c> Follow<'c> {
    /// Follows `run` from its beginning.
    #[must_use]
    pub const fn new(client: &'c Client, run: RunId, backoff: Backoff) -> Self {
        Self {
            client,
            run,
            after: 0,
            backoff,
            wait: Duration::ZERO,
            stream: None,
            was_connected: false,
            away_since: None,
            ended: false,
        }
    }

    /// Waits for what comes next; none after the end.
    ///
    /// # Errors
    /// [`CliError::Unreachable`] if there is no server, or none comes back in time;
    /// [`CliError::Refused`] if it does not let the run be followed.
    pub async fn next(&mut self) -> Result<Option<Update>, CliError> {
        while !self.ended {
            let Some(stream) = &mut self.stream else {
                if let Some(interrupted) = self.connect().await? {
                    return Ok(Some(interrupted));
                }
                continue;
            };
            match stream.next().await {
                Some(Ok(raw)) => {
                    if let Some(event) = self.accept(raw)? {
                        return Ok(Some(Update::Event(event)));
                    }
                }
                Some(Err(reason)) => return Ok(Some(self.interrupted(reason))),
                None => return Ok(Some(self.interrupted("the server closed it".into()))),
            }
        }
        Ok(None)
    }

    async fn connect(&mut self) -> Result<Option<Update>, CliError> {
        tokio::time::sleep(self.wait).await;
        let path = ["runs", self.run.as_str(), "events"];
        let request = self
            .client
            .request(Method::GET, &path)
            .header("Accept", "text/event-stream")
            .header("Last-Event-ID", self.after.to_string());
        let response = match request.query(&[("after", self.after)]).send().await {
            Ok(response) => response,
            Err(error) => return self.unreached(self.client.lost(&error), chain(&error)).map(Some),
        };
        if !response.status().is_success() {
            let (passing, problem) = (is_passing(response.status()), Problem::of(response).await);
            let reason = problem.to_string();
            let refused = CliError::Refused(problem);
            return if passing { self.unreached(refused, reason).map(Some) } else { Err(refused) };
        }
        let events = response.bytes_stream().eventsource();
        self.stream = Some(Box::pin(events.map(|event| event.map_err(|error| broken(&error)))));
        (self.was_connected, self.away_since) = (true, None);
        Ok(None)
    }

    /// A try to connect failed: an error at the first connection or after too long a time.
    fn unreached(&mut self, error: CliError, reason: String) -> Result<Update, CliError> {
        let away = *self.away_since.get_or_insert_with(Instant::now);
        if !self.was_connected || away.elapsed() > self.backoff.give_up {
            return Err(error);
        }
        Ok(self.interrupted(reason))
    }

    fn interrupted(&mut self, reason: String) -> Update {
        self.stream = None;
        self.wait = (self.wait * 2).clamp(self.backoff.first, self.backoff.longest);
        Update::Interrupted(reason)
    }

    /// Takes an event in, unless it was handed out before.
    fn accept(&mut self, raw: RawEvent) -> Result<Option<Event>, CliError> {
        let body = Body::read(&raw, self.after)?;
        let seq = raw.id.parse().unwrap_or(self.after).max(body.last_line().unwrap_or(0));
        self.ended = matches!(body, Body::End(_));
        if seq <= self.after && !self.ended {
            return Ok(None);
        }
        self.after = self.after.max(seq);
        self.wait = Duration::ZERO;
        Ok(Some(Event { seq, name: raw.event, data: raw.data, body }))
    }
}

/// Why a stream broke.
fn broken(error: &EventStreamError<reqwest::Error>) -> String {
    match error {
        EventStreamError::Transport(error) => chain(error),
        EventStreamError::Utf8(_) | EventStreamError::Parser(_) => error.to_string(),
    }
}

impl Body {
    /// Reads an event; of its lines, those after `after`.
    fn read(raw: &RawEvent, after: Seq) -> Result<Self, CliError> {
        let body = match raw.event.as_str() {
            "status" => serde_json::from_str(&raw.data).map(Self::Status),
            "node" => serde_json::from_str(&raw.data).map(Self::Node),
            "end" => serde_json::from_str(&raw.data).map(Self::End),
            "lines" => serde_json::from_str(&raw.data).map(|mut lines: Lines| {
                lines.lines.retain(|line| line.seq > after);
                Self::Lines(lines)
            }),
            _ => Ok(Self::Other),
        };
        body.map_err(|error| {
            let name = &raw.event;
            CliError::Failed(format!("the server sent a `{name}` event that is none: {error}"))
        })
    }

    fn last_line(&self) -> Option<Seq> {
        match self {
            Self::Lines(lines) => lines.lines.last().map(|line| line.seq),
            _ => None,
        }
    }
}
