//! Jobs of document extraction: each sentence of their contract.

mod activity;
mod cancel;
mod columns;
mod events;
mod exports;
mod files;
mod frozen;
mod keys;
mod kills;
mod lost;
mod pages;
mod preview;
mod results;
mod runs;
mod templates;
mod wizard;
pub mod zip;
