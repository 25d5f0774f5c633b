//! The local executor with real supervisors, real Python and real packages.

mod ending;
mod environments;
mod following;
mod harness;
mod output;
mod secrets;
