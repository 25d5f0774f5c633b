//! The forms in which a value may show up.

mod base64;
mod escapes;
mod percent;

use std::collections::BTreeSet;

use crate::SHORTEST;
pub(crate) use base64::is_digit as base64_digit;

/// Bytes to look for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Needle {
    /// The bytes.
    pub(crate) bytes: Vec<u8>,
    /// Whether the character before them holds bits of the value too, as base64 has it.
    pub(crate) before: bool,
    /// Whether the character after them does.
    pub(crate) after: bool,
}

impl Needle {
    /// Bytes that hold all of the value.
    fn whole(bytes: Vec<u8>) -> Self {
        Self { bytes, before: false, after: false }
    }
}

/// Every form of every value, each once.
pub(crate) fn of<'v>(values: impl IntoIterator<Item = &'v str>) -> Vec<Needle> {
    let mut all = BTreeSet::new();
    for value in values {
        add(value, &mut all);
        if value.contains(['\n', '\r']) {
            // Blank lines would mask every indentation.
            let lines = value.split(['\n', '\r']).filter(|line| !line.trim().is_empty());
            lines.for_each(|line| add(line, &mut all));
        }
    }
    all.into_iter().collect()
}

fn add(value: &str, all: &mut BTreeSet<Needle>) {
    if value.len() < SHORTEST {
        return;
    }
    all.insert(Needle::whole(value.into()));
    all.extend(percent::forms(value).into_iter().map(Needle::whole));
    all.extend(escapes::forms(value).into_iter().map(Needle::whole));
    all.extend(base64::forms(value.as_bytes()));
}
