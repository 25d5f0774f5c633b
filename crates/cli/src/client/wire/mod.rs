//! The API's answers, as far as the commands read them.

mod runs;
mod tasks;
mod whole;

pub use runs::{LogLine, LogPage, RunPage, RunRow};
pub use tasks::{Submitted, SubmittedFlow, TaskDetail, TaskPage, TaskRow, TaskRun};
pub use whole::{Node, WholeRun};
