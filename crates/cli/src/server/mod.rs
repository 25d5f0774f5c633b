//! `annals serve` and what it is configured with.

mod automations;
mod config;
mod extraction;
mod history;
mod keep;
mod log;
mod retention;
mod serve;

pub use config::{Config, ServerArgs, StoreArgs};
pub use keep::{DataFolder, clock, data_folder, free_data_folder, ids, secret_bytes, server_url};
pub use serve::serve;
