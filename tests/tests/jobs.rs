//! Jobs of document extraction: each sentence of their contract.

mod files;
mod runs;
mod templates;
mod wizard;
mod zip;
