//! The stream of all runs.

use std::pin::Pin;

use eventsource_stream::{Event, Eventsource as _};
use futures::{Stream, StreamExt as _};
use reqwest::Method;
use serde_json::Value;

use crate::{Api, soon};

/// What a list is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// `ready`, `reset` or what changed.
    pub what: String,
    /// The place that it leads to.
    pub place: String,
    /// `{"run": …}` or `{"id": …}`.
    pub data: Value,
}

impl Told {
    /// The id of the run that it tells of, if it tells of one.
    #[must_use]
    pub fn run(&self) -> Option<&str> {
        self.data["run"]["id"].as_str().or_else(|| self.data["id"].as_str())
    }
}

type Parsed = Result<Event, eventsource_stream::EventStreamError<reqwest::Error>>;

/// A stream of all runs that is being followed.
pub struct Feed(Pin<Box<dyn Stream<Item = Parsed> + Send>>);

impl Api {
    /// Follows all runs from now on, or after the place that was seen last; `query` begins with `?`.
    ///
    /// # Panics
    /// If the server answers anything else.
    pub async fn feed(&self, query: &str, seen: Option<&str>) -> Feed {
        let mut request = self.request(Method::GET, &format!("/api/v1/events{query}"));
        if let Some(seen) = seen {
            request = request.header("last-event-id", seen);
        }
        let response = soon("an answer", request.send()).await.expect("the server answers");
        assert_eq!(response.status(), 200, "{:?}", response.text().await);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Feed(response.bytes_stream().eventsource().boxed())
    }
}

impl Feed {
    /// The next that is told.
    ///
    /// # Panics
    /// If nothing is, or what is no event of this stream.
    pub async fn next(&mut self) -> Told {
        let event = soon("an event", self.0.next()).await.expect("more").expect("an event");
        let data = serde_json::from_str(&event.data).unwrap_or_else(|_| panic!("{event:?}"));
        Told { what: event.event, place: event.id, data }
    }

    /// Goes on until this is told of this run; answers all that came.
    pub async fn until(&mut self, what: &str, run: &str) -> Vec<Told> {
        let mut all = Vec::new();
        loop {
            let told = self.next().await;
            let found = told.what == what && told.run() == Some(run);
            all.push(told);
            if found {
                return all;
            }
        }
    }
}
