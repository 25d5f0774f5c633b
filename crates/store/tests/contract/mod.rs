//! The cases, one file a subject, and what they share.

pub mod counters;
pub mod creation;
pub mod damage;
pub mod deletion;
pub mod details;
pub mod fixture;
pub mod flows;
pub mod groups;
pub mod heads;
pub mod idempotency;
pub mod interleaving;
pub mod leases;
pub mod ledger;
pub mod locations;
pub mod make;
pub mod migrations;
pub mod numbers;
pub mod retention;
pub mod retries;
pub mod run_filters;
pub mod run_lists;
pub mod servers;
pub mod state;
pub mod stats;
pub mod sweeping;
pub mod task_lists;
