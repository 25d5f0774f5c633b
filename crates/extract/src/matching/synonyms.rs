//! What people call the same thing.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::tokens::words;

/// The names of one thing, the usual one first, each as words in their one form.
pub(super) type Names = Vec<Vec<String>>;

static THINGS: LazyLock<Vec<Names>> = LazyLock::new(|| {
    let lines = include_str!("synonyms.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.map(|line| line.split(',').map(words).filter(|name| !name.is_empty()).collect()).collect()
});

static KNOWN: LazyLock<HashSet<&'static [String]>> =
    LazyLock::new(|| THINGS.iter().flatten().map(Vec::as_slice).collect());

/// The things that this is a name of, the best first. Where it is the usual name of one, only that.
pub(super) fn things(name: &[String]) -> Vec<&'static Names> {
    let usual = THINGS.iter().find(|names| names.first().is_some_and(|first| first == name));
    if let Some(names) = usual {
        return vec![names];
    }
    let equal: Vec<&Names> =
        THINGS.iter().filter(|names| names.iter().any(|one| one == name)).collect();
    if !equal.is_empty() {
        return equal;
    }
    // `Customer Invoice Number` holds `Invoice Number`; the longest such name tells.
    let held = |names: &Names| {
        let held = names.iter().filter(|one| one.len() > 1 && holds(name, one));
        held.map(Vec::len).max().unwrap_or(0)
    };
    let most = THINGS.iter().map(held).max().unwrap_or(0);
    THINGS.iter().filter(|names| most > 0 && held(names) == most).collect()
}

/// The things that a longer text names: each name of two words or more that stands in it.
pub(super) fn mentioned(text: &[String]) -> Vec<&'static Names> {
    let named = |names: &&Names| names.iter().any(|one| one.len() > 1 && holds(text, one));
    THINGS.iter().filter(named).collect()
}

/// Whether these words name anything that is known.
pub(super) fn is_name(words: &[String]) -> bool {
    KNOWN.contains(words)
}

/// Whether the words stand in the text one after the other.
fn holds(text: &[String], words: &[String]) -> bool {
    text.windows(words.len()).any(|window| window == words)
}
