//! What a line must hold to match a pattern, as far as a block's filter can tell.
//!
//! An expression is gone through from left to right. As long as it can only be one of a few
//! texts, these grow; where it can be too many, what was gathered becomes a need and the texts
//! begin anew. All texts are in lower case, as the filter's trigrams are, so that an expression in
//! any case is no more than the same few texts.

use regex_syntax::hir::{Class, Hir, HirKind};

use crate::filter::{grams, may_hold};

/// The most texts that are followed at once.
const TEXTS: usize = 64;
/// The most characters of a class that are followed.
const CHARACTERS: usize = 16;

/// What must be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Need {
    /// Nothing that a filter knows of.
    Nothing,
    /// Every one of these trigrams.
    Grams(Vec<u32>),
    /// All of these.
    All(Vec<Need>),
    /// One of these.
    One(Vec<Need>),
}

impl Need {
    /// What a line with this text must hold.
    pub(super) fn of_text(text: &[u8]) -> Self {
        let grams: Vec<u32> = grams(text).collect();
        if grams.is_empty() { Self::Nothing } else { Self::Grams(grams) }
    }

    /// What a line that matches the expression must hold.
    pub(super) fn of(hir: &Hir) -> Self {
        if let Some(texts) = texts(hir) {
            return Self::one_of(&texts);
        }
        match hir.kind() {
            HirKind::Concat(parts) => Self::of_parts(parts),
            HirKind::Alternation(parts) => Self::one(parts.iter().map(Self::of).collect()),
            HirKind::Capture(capture) => Self::of(&capture.sub),
            HirKind::Repetition(repetition) if repetition.min > 0 => Self::of(&repetition.sub),
            _ => Self::Nothing,
        }
    }

    fn of_parts(parts: &[Hir]) -> Self {
        let (mut needs, mut open) = (Vec::new(), vec![Vec::new()]);
        for part in parts {
            let own = texts(part);
            match own.as_ref().and_then(|own| joined(&open, own)) {
                Some(longer) => open = longer,
                None => {
                    needs.push(Self::one_of(&open));
                    needs.extend(own.is_none().then(|| Self::of(part)));
                    open = own.unwrap_or_else(|| vec![Vec::new()]);
                }
            }
        }
        needs.push(Self::one_of(&open));
        needs.retain(|need| *need != Self::Nothing);
        if needs.is_empty() { Self::Nothing } else { Self::All(needs) }
    }

    fn one_of(texts: &[Vec<u8>]) -> Self {
        Self::one(texts.iter().map(|text| Self::of_text(text)).collect())
    }

    fn one(needs: Vec<Self>) -> Self {
        if needs.contains(&Self::Nothing) { Self::Nothing } else { Self::One(needs) }
    }

    /// Whether a block with this filter may hold it.
    pub(super) fn may_be_in(&self, filter: &[u8]) -> bool {
        match self {
            Self::Nothing => true,
            Self::Grams(grams) => grams.iter().all(|gram| may_hold(filter, *gram)),
            Self::All(needs) => needs.iter().all(|need| need.may_be_in(filter)),
            Self::One(needs) => needs.iter().any(|need| need.may_be_in(filter)),
        }
    }
}

/// The texts that an expression can be, in lower case; none if they are many.
fn texts(hir: &Hir) -> Option<Vec<Vec<u8>>> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(vec![Vec::new()]),
        HirKind::Literal(literal) => Some(vec![literal.0.to_ascii_lowercase()]),
        HirKind::Class(class) => characters(class),
        HirKind::Capture(capture) => texts(&capture.sub),
        HirKind::Repetition(_) => None,
        HirKind::Concat(parts) => {
            parts.iter().try_fold(vec![Vec::new()], |open, part| joined(&open, &texts(part)?))
        }
        HirKind::Alternation(parts) => {
            let each = parts.iter().map(texts).collect::<Option<Vec<_>>>()?;
            few(each.concat())
        }
    }
}

/// Every text of `first` with every one of `second` behind it; none if they are many.
fn joined(first: &[Vec<u8>], second: &[Vec<u8>]) -> Option<Vec<Vec<u8>>> {
    if first.len() * second.len() > TEXTS * CHARACTERS {
        return None;
    }
    let with = |a: &Vec<u8>| second.iter().map(move |b| [a.as_slice(), b].concat()).collect();
    few(first.iter().flat_map::<Vec<_>, _>(with).collect())
}

fn few(mut texts: Vec<Vec<u8>>) -> Option<Vec<Vec<u8>>> {
    texts.sort_unstable();
    texts.dedup();
    (texts.len() <= TEXTS).then_some(texts)
}

fn characters(class: &Class) -> Option<Vec<Vec<u8>>> {
    let texts: Vec<Vec<u8>> = match class {
        Class::Unicode(class) => {
            let all = class.iter().flat_map(|range| range.start()..=range.end());
            all.take(CHARACTERS + 1).map(|c| c.to_ascii_lowercase().to_string().into()).collect()
        }
        Class::Bytes(class) => {
            let all = class.iter().flat_map(|range| range.start()..=range.end());
            all.take(CHARACTERS + 1).map(|byte| vec![byte.to_ascii_lowercase()]).collect()
        }
    };
    if texts.len() > CHARACTERS { None } else { few(texts) }
}
