//! `annals serve` and what it is configured with.

mod config;
mod history;
mod keep;
mod log;
mod serve;

pub use config::{Config, ServerArgs, StoreArgs};
pub use keep::{clock, data_folder, ids, secret_bytes};
pub use serve::serve;
