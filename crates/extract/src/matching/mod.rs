//! Finding values by the words that name them, and by where they stand.

mod candidates;
mod extent;
mod labels;
mod paragraph;
mod spots;
mod synonyms;
mod tokens;

pub(crate) use candidates::{Candidate, by_form, by_label, cell, confidence};
pub(crate) use labels::{Labels, Named};
pub(crate) use spots::join;
pub(crate) use tokens::words;
