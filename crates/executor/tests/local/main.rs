//! The local executor with real supervisors, real Python and real packages.

mod ending;
mod environments;
mod extraction;
mod following;
mod harness;
mod output;
mod secrets;
