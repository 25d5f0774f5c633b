//! A load on a server while something is done to it, and what must hold afterwards: runs that
//! print, clients that write, watchers that watch.

pub mod check;
mod client;
mod program;
mod watcher;

use std::time::Duration;

use annals_tests::{Api, Server, Setup};
use futures::future::join_all;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use client::Client;
use watcher::Watcher;

/// How many clients write at once.
const CLIENTS: u64 = 3;

/// A server that keeps every entry of the timelines, however much the clients write meanwhile.
pub fn keeping_all(setup: Setup) -> Setup {
    setup.variable("ANNALS_HISTORY", "{max_entries=1000000}")
}

/// Clients and watchers of a server that may be another one after a while.
pub struct Load {
    place: watch::Sender<Api>,
    clients: Vec<Client>,
    working: Vec<JoinHandle<Client>>,
    watchers: Vec<Watcher>,
}

impl Load {
    /// Clients that will write as `seed` says.
    pub fn new(server: &Server, seed: u64) -> Self {
        let place = watch::Sender::new(Api::new(&server.url));
        let clients = (0..CLIENTS).map(|n| Client::new(n, seed)).collect();
        Self { place, clients, working: Vec::new(), watchers: Vec::new() }
    }

    /// Lets the clients write until the server is gone.
    pub fn begin(&mut self) {
        let place = &self.place;
        let working =
            self.clients.drain(..).map(|client| tokio::spawn(client.work(place.subscribe())));
        self.working = working.collect();
    }

    /// Lets the clients write for a while.
    pub async fn go_on(&mut self, how_long: Duration) {
        if self.working.is_empty() {
            self.begin();
        }
        tokio::time::sleep(how_long).await;
    }

    /// The server is gone: the clients find out.
    pub async fn rest(&mut self) {
        let working = std::mem::take(&mut self.working);
        self.clients = join_all(working).await.into_iter().map(|c| c.expect("a client")).collect();
    }

    /// It is there again, maybe elsewhere. Some of the new runs are watched from now on.
    pub fn moved(&mut self, server: &Server) {
        self.place.send_replace(Api::new(&server.url));
        for run in self.clients.iter_mut().filter_map(Client::unwatched) {
            self.watchers.push(Watcher::start(run, self.place.subscribe()));
        }
    }

    /// Ends the load and checks everything.
    pub async fn end(self, server: &Server) {
        self.end_beside(server, 0).await;
    }

    /// The same where there are so many tasks of others.
    pub async fn end_beside(self, server: &Server, others: usize) {
        assert!(self.working.is_empty(), "the clients rest before the end");
        let mut known = Vec::new();
        for client in self.clients {
            known.extend(client.finish(server).await);
        }
        check::all(server, known, self.watchers, others).await;
    }
}
