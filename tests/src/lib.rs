//! What the tests of the whole program are written with: the real binary, real databases, real
//! clients.
//!
//! A test starts a [`Server`] on a [`Database`], speaks to it as any client would, and ends; what
//! it started is gone with it. Nothing here knows the program's code, only its contract.

mod answer;
mod api;
mod automations;
mod binary;
mod cluster;
mod command;
mod database;
mod dice;
mod disk;
mod events;
mod feed;
mod flows;
mod gate;
mod jobs;
mod model;
mod postgres;
mod processes;
mod runs;
mod server;
mod setup;
mod shared;
mod socket;
mod wheels;

use std::future::Future;
use std::time::Duration;

pub use answer::Answer;
pub use api::Api;
pub use automations::{
    AUTOMATIONS, all_over, automation_of, came_of, job_of_totals, looked_at, make_automation,
    results_in, until_events,
};
pub use binary::annals;
pub use cluster::{NAMESPACE, host, image, on_cluster};
pub use command::{Said, command};
pub use database::{Database, postgres_url};
pub use dice::Dice;
pub use disk::may_mount;
pub use events::{Event, Events, lines_of};
pub use feed::{Feed, Told};
pub use flows::{COMPONENT, component, edges, node};
pub use gate::Gate;
pub use jobs::{JOBS, JobEvents, files_below, job_path};
pub use model::Model;
pub use postgres::Postgres;
pub use processes::{is_alive, mentioning};
pub use runs::Run;
pub use server::Server;
pub use setup::Setup;
pub use socket::{Said as Heard, Socket};
pub use wheels::{Index, Wheels};

/// Long enough for anything that happens at all, on the slowest machine.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// Waits for what must happen.
///
/// # Panics
/// If it has not happened after [`PATIENCE`].
pub async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(PATIENCE, future).await {
        Ok(value) => value,
        Err(_) => panic!("{what} did not happen within {PATIENCE:?}"),
    }
}
