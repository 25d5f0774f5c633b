//! Flows: what they are, and how their runs carry out the graph.

mod command_line;
mod definitions;
mod history;
mod kills;
mod random;
mod recording;
mod resuming;
mod running;
