//! Jobs of document extraction: each sentence of their contract.

mod events;
mod exports;
mod files;
mod kills;
mod pages;
mod preview;
mod results;
mod runs;
mod templates;
mod wizard;
mod zip;
