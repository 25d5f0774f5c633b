//! A reader of a run's events that comes back whenever its server is gone.

use std::time::Duration;

use annals_tests::{Api, Event, Events, Run};
use reqwest::Method;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How long to wait before a server that broke off is asked again.
const PAUSE: Duration = Duration::from_millis(50);

pub struct Watcher {
    pub run: Run,
    reading: JoinHandle<Vec<Event>>,
}

impl Watcher {
    /// Watches `run` from its beginning.
    pub fn start(run: Run, places: watch::Receiver<Api>) -> Self {
        Self { reading: tokio::spawn(follow(run.clone(), places)), run }
    }

    /// All that it saw, once the run has ended.
    pub async fn seen(self) -> Vec<Event> {
        annals_tests::soon("the run's end", self.reading).await.expect("a watcher")
    }
}

/// Reads on after the last event that came, until the end has come.
async fn follow(run: Run, mut places: watch::Receiver<Api>) -> Vec<Event> {
    let mut seen: Vec<Event> = Vec::new();
    loop {
        let api = places.borrow_and_update().clone();
        let mut request = api.request(Method::GET, &run.path("/events"));
        if let Some(last) = seen.last() {
            request = request.header("Last-Event-ID", last.id.to_string());
        }
        if let Some(mut events) = Events::try_follow(request).await {
            while let Some(event) = events.next().await {
                seen.push(event);
            }
        }
        if seen.last().is_some_and(|event| event.kind == "end") {
            return seen;
        }
        // It may be somewhere else by now, or cannot read for a while.
        tokio::select! {
            changed = places.changed() => {
                if changed.is_err() {
                    tokio::time::sleep(PAUSE).await;
                }
            }
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}
