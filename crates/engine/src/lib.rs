//! The use cases of Annals: submit, rerun, cancel, read, delete; the recorder; the live hub.
//!
//! Every face (REST, WebSocket, CLI) calls [`Engine`] and nothing below it. The way of a run:
//! `submit` stores it and puts it into the `queue`; when a slot is free, `drive` begins an
//! attempt and launches it on its executor; the `recorder` follows the executor's observations,
//! stores them in the ledger and only then tells the `hub`, which wakes whoever watches.

mod bodies;
mod cancel;
mod delete;
mod drive;
mod engine;
mod error;
mod events;
mod files;
mod hub;
mod lines;
mod neighbours;
mod queue;
mod reads;
mod recorder;
mod recovery;
mod requests;
mod submit;
mod tags;
mod texts;
mod tokens;
mod watch;

pub use engine::{Engine, Parts, Settings};
pub use error::{Error, FieldError};
pub use events::Event;
pub use lines::Lines;
pub use requests::*;
pub use texts::NodeText;
pub use tokens::{MadeToken, TokenInfo, Tokens};
pub use watch::Watch;
