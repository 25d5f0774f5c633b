//! The whole program, as its users see it: each promise of the contract, on both databases.

mod access;
mod cancel;
mod command_line;
mod description;
mod environments;
mod events;
mod filters;
mod history;
mod idempotency;
mod kills;
mod limits;
mod lists;
mod load;
mod logs;
mod numbers;
mod odd_output;
mod outages;
mod ranges;
mod refusals;
mod reruns;
mod robustness;
mod search;
mod secrets;
mod steps;
mod unknown;
mod websocket;
