//! The Argo executor and a cluster that does what a healthy one does not: a small fake of the API,
//! and one scenario a fault.

mod creating;
mod ends;
mod given;
mod glances;
mod logs;
mod runs;
mod waiting;
mod watching;
