//! A task of a job as a process of its own: what it is told, what it answers, what it says.

mod endpoint;
mod files;
mod model;
mod task;
