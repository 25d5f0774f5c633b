//! The local executor: each attempt is carried out by a small supervisor process of its own.
//!
//! [`LocalExecutor`] lives in the server. It writes an attempt's [`folder`](folder::Folder), starts
//! the supervisor (the same program again, as `annals supervise FOLDER`) and follows what the
//! supervisor leaves in the folder's `spool`. [`supervise`] is the supervisor: it builds the
//! environment, runs the steps and outlives the server. The values of secrets go to it through a
//! pipe, and it masks them in whatever it spools. Else the two share nothing but the folder:
//!
//! - `spool`: observations as [`frame`]s, only ever appended; a position is an offset in it;
//! - `wake`: a FIFO that the supervisor writes a byte to after each frame, and whose end of file
//!   tells that the supervisor is gone;
//! - `control`: a FIFO on which the server asks for the end (with the file `cancel` beside it,
//!   for a supervisor that is not up yet).

mod boot;
mod confidence;
mod config;
pub(crate) mod environment;
mod executor;
mod folder;
mod follower;
pub mod frame;
mod supervisor;
mod tree;
mod variables;

pub use config::LocalConfig;
pub use executor::LocalExecutor;
#[cfg(fuzzing)]
pub use supervisor::lines;
pub use supervisor::supervise;
pub use tree::boot_id;
