//! `annals serve` and what it is configured with.

mod config;
mod keep;
mod log;
mod serve;

pub use config::{Config, ServerArgs, StoreArgs};
pub use keep::{clock, ids, secret_bytes};
pub use serve::serve;
