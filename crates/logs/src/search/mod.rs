//! Looking for a text or a regular expression in lines.

mod error;
mod need;

use std::ops::Range;

use memchr::memmem::Finder;
use memchr::{memchr, memchr_iter, memrchr};
use regex::bytes::{Regex, RegexBuilder};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Hir, Look};

use crate::block::{LineRef, OpenBlock};
pub use error::PatternError;
use need::Need;

/// The most memory that a compiled expression may take, in bytes.
const SIZE: usize = 4 << 20;
/// The most matches of one line that are told.
const MATCHES: usize = 100;

/// Whether the case of letters matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Case {
    /// It does.
    #[default]
    Exact,
    /// It does not.
    Ignore,
}

/// What lines are searched for. Every line is looked at by itself: a match never spans two.
#[derive(Debug, Clone)]
pub struct Pattern {
    matcher: Matcher,
    need: Need,
}

#[derive(Debug, Clone)]
enum Matcher {
    Text(Box<Finder<'static>>),
    /// An expression that may be looked for in many lines at once.
    Regex(Regex),
    /// One that must be given each line alone, since it names the beginning or end of all.
    Alone(Regex),
}

impl Pattern {
    /// Lines that contain `text`.
    ///
    /// # Errors
    /// [`PatternError`] if the text is too long to be looked for in any case.
    pub fn text(text: &str, case: Case) -> Result<Self, PatternError> {
        match case {
            Case::Exact => Ok(Self {
                matcher: Matcher::Text(Box::new(Finder::new(text).into_owned())),
                need: Need::of_text(text.as_bytes()),
            }),
            Case::Ignore => Self::regex(&regex_syntax::escape(text), case),
        }
    }

    /// Lines that a regular expression matches (the syntax of the crate `regex`). `^` and `$` are
    /// the ends of a line.
    ///
    /// # Errors
    /// [`PatternError`] says where it is no expression, or that it is too large.
    pub fn regex(expression: &str, case: Case) -> Result<Self, PatternError> {
        let ignore = case == Case::Ignore;
        let mut parser = ParserBuilder::new();
        parser.multi_line(true).case_insensitive(ignore).utf8(false);
        let hir =
            parser.build().parse(expression).map_err(|e| PatternError::new(expression, &e))?;
        let mut builder = RegexBuilder::new(expression);
        builder.multi_line(true).case_insensitive(ignore).size_limit(SIZE).dfa_size_limit(SIZE);
        let regex = builder.build().map_err(|_| PatternError::too_large())?;
        let alone = names_the_ends(&hir);
        let matcher = if alone { Matcher::Alone(regex) } else { Matcher::Regex(regex) };
        Ok(Self { matcher, need: Need::of(&hir) })
    }

    /// Whether a block with this filter may hold a matching line. Never false of one that does.
    #[must_use]
    pub fn may_be_in(&self, filter: Option<&[u8]>) -> bool {
        filter.is_none_or(|filter| self.need.may_be_in(filter))
    }

    /// Whether the line, without its end, matches.
    #[must_use]
    pub fn is_match(&self, line: &[u8]) -> bool {
        match &self.matcher {
            Matcher::Text(finder) => finder.find(line).is_some(),
            Matcher::Regex(regex) | Matcher::Alone(regex) => regex.is_match(line),
        }
    }

    /// Where in the line the matches are, in bytes; at most 100 of them.
    #[must_use]
    pub fn matches(&self, line: &[u8]) -> Vec<Range<usize>> {
        match &self.matcher {
            Matcher::Text(finder) => {
                let length = finder.needle().len();
                finder.find_iter(line).map(|at| at..at + length).take(MATCHES).collect()
            }
            Matcher::Regex(regex) | Matcher::Alone(regex) => {
                regex.find_iter(line).map(|found| found.range()).take(MATCHES).collect()
            }
        }
    }

    /// The places, from 0, of the lines of `raw` that match; each line ends with `\n`.
    fn lines_in(&self, raw: &[u8]) -> Vec<usize> {
        let (mut found, mut at, mut index) = (Vec::new(), 0, 0);
        while let Some(hit) = self.next_in(raw, at) {
            let start = memrchr(b'\n', &raw[at..hit]).map_or(at, |end| at + end + 1);
            let Some(length) = memchr(b'\n', &raw[start..]) else { break };
            index += memchr_iter(b'\n', &raw[at..start]).count();
            // What was found may begin here and end in a later line.
            if self.is_match(&raw[start..start + length]) {
                found.push(index);
            }
            (at, index) = (start + length + 1, index + 1);
        }
        found
    }

    /// Where the next thing begins that may be a match, from `at` on.
    fn next_in(&self, raw: &[u8], at: usize) -> Option<usize> {
        match &self.matcher {
            Matcher::Text(finder) => finder.find(&raw[at..]).map(|hit| at + hit),
            Matcher::Regex(regex) => regex.find_at(raw, at).map(|found| found.start()),
            Matcher::Alone(_) => (at < raw.len()).then_some(at),
        }
    }
}

/// Whether an expression asks for the beginning or the end of everything (`\A`, `\z`).
fn names_the_ends(hir: &Hir) -> bool {
    let looks = hir.properties().look_set();
    looks.contains(Look::Start) || looks.contains(Look::End)
}

impl OpenBlock {
    /// The lines that match, in order, not copied.
    pub fn matching<'a>(&'a self, pattern: &Pattern) -> impl Iterator<Item = LineRef<'a>> {
        let found = pattern.lines_in(self.raw());
        let first = self.first_line();
        let all = found.first().map(|at| self.line_refs(first + *at as i64..=self.last_line()));
        let mut numbers = found.into_iter().map(move |at| first + at as i64).peekable();
        all.into_iter().flatten().filter(move |line| numbers.next_if_eq(&line.number).is_some())
    }
}
