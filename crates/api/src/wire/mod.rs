//! What goes over the wire. One file an interface, since each has words of its own.

pub mod bulk;
pub mod compare;
pub mod flow_runs;
pub mod flows;
pub mod history;
pub mod log;
pub mod node;
pub mod retention;
pub mod run;
pub mod runs;
pub mod search;
pub mod secrets;
pub mod stats;
pub mod submit;
pub mod tasks;
pub mod words;
