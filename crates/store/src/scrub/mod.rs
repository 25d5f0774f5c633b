//! Rewriting what is kept, so that a value that leaked into it is gone.
//!
//! What is masked and how is the caller's: a [`Mask`] is shown every stored text and answers what
//! is to stand in its place. Here is only which texts there are.

mod blocks;
mod erase;
mod history;
mod snapshots;
mod tags;
mod texts;

pub use blocks::KeptBlock;

use std::collections::BTreeMap;

/// What a stored text is, which decides what of it may be masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// Any text.
    Plain,
    /// Any JSON value.
    Json,
    /// The body of a ledger entry.
    Entry,
    /// A spec.
    Spec,
    /// The end marker of a log.
    LogEnd,
    /// What an environment holds.
    Facts,
}

/// Says what is to stand in the place of texts.
pub trait Mask: Send + Sync {
    /// What `text` is to become; none if it stays.
    fn masked(&self, kind: TextKind, text: &str) -> Option<String>;
}

/// How many rows were rewritten, by table.
pub type Rewritten = BTreeMap<&'static str, i64>;
