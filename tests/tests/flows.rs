//! Flows: what they are, and how their runs carry out the graph.

mod definitions;
mod history;
mod random;
mod resuming;
mod running;
