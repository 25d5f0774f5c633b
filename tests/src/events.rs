//! A run's stream of server-sent events.

use std::pin::Pin;

use eventsource_stream::Eventsource as _;
use futures::{Stream, StreamExt as _};
use reqwest::RequestBuilder;
use serde_json::Value;

use crate::soon;

/// An event.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its kind: `status`, `node`, `lines`, `history`, `artifact` or `end`.
    pub kind: String,
    /// The last `seq` that it covers.
    pub id: i64,
    /// What happened.
    pub data: Value,
}

impl Event {
    /// The places of the ledger that the event covers.
    ///
    /// # Panics
    /// If it does not say.
    #[must_use]
    pub fn covers(&self) -> Vec<i64> {
        let seq = |value: &Value| value["seq"].as_i64().unwrap_or_else(|| panic!("{value}"));
        match self.kind.as_str() {
            "lines" => self.lines().iter().map(seq).collect(),
            "end" => Vec::new(),
            _ => vec![seq(&self.data)],
        }
    }

    /// The lines of a `lines` event.
    #[must_use]
    pub fn lines(&self) -> Vec<Value> {
        self.data["lines"].as_array().cloned().unwrap_or_default()
    }
}

/// The texts of the lines that `node` printed, in the order of the events.
#[must_use]
pub fn lines_of(events: &[Event], node: &str) -> Vec<String> {
    let lines = events.iter().flat_map(Event::lines).filter(|line| line["node"] == node);
    lines.map(|line| line["line"].as_str().unwrap_or_default().to_owned()).collect()
}

type Parsed =
    Result<eventsource_stream::Event, eventsource_stream::EventStreamError<reqwest::Error>>;

/// A stream that is being followed.
pub struct Events(Pin<Box<dyn Stream<Item = Parsed> + Send>>);

impl Events {
    /// Follows the stream that `request` asks for.
    ///
    /// # Panics
    /// If the server answers anything else.
    pub async fn follow(request: RequestBuilder) -> Self {
        Self::try_follow(request).await.expect("the server answers")
    }

    /// Follows the stream of a server that may be gone, or unable for a while; none if it is.
    ///
    /// # Panics
    /// If the server answers anything else.
    pub async fn try_follow(request: RequestBuilder) -> Option<Self> {
        let response = soon("an answer", request.send()).await.ok()?;
        if response.status() == 503 {
            return None;
        }
        assert_eq!(response.status(), 200, "{:?}", response.text().await);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Some(Self(response.bytes_stream().eventsource().boxed()))
    }

    /// The next event; none at the stream's end, or where the server has gone away.
    ///
    /// # Panics
    /// If none comes, or one that is no event of a run.
    pub async fn next(&mut self) -> Option<Event> {
        let event = soon("an event", self.0.next()).await?.ok()?;
        let id = event.id.parse().unwrap_or_else(|_| panic!("{event:?}"));
        let data = serde_json::from_str(&event.data).unwrap_or_else(|_| panic!("{event:?}"));
        Some(Event { kind: event.event, id, data })
    }

    /// All events up to `end`, after which the stream must close.
    ///
    /// # Panics
    /// If it ends otherwise.
    pub async fn rest(mut self) -> Vec<Event> {
        let mut all = Vec::new();
        while let Some(event) = self.next().await {
            all.push(event);
        }
        assert_eq!(all.last().map(|event| event.kind.as_str()), Some("end"), "{all:?}");
        all
    }

    /// All events until the stream breaks off, as when the server is killed.
    pub async fn until_it_breaks(mut self) -> Vec<Event> {
        let mut all = Vec::new();
        while let Some(event) = self.next().await {
            all.push(event);
        }
        all
    }

    /// Goes on until a line with this text has come.
    ///
    /// # Panics
    /// If the stream ends before.
    pub async fn until_line(&mut self, text: &str) -> Vec<Event> {
        self.until(|event| event.lines().iter().any(|line| line["line"] == text)).await
    }

    /// Goes on until `wanted` holds of an event.
    ///
    /// # Panics
    /// If the stream ends before.
    pub async fn until(&mut self, wanted: impl Fn(&Event) -> bool) -> Vec<Event> {
        let mut all = Vec::new();
        loop {
            let event = self.next().await;
            all.push(event.unwrap_or_else(|| panic!("the stream ended after {all:?}")));
            if all.last().is_some_and(&wanted) {
                return all;
            }
        }
    }
}
