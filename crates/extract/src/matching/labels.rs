//! The labels that a field may have, and where they stand on a line.

use std::ops::Range;

use super::synonyms;
use super::tokens::{Token, tokens, words};
use crate::field::Field;
use crate::values::DataType;

/// What may stand beside the value of a field.
#[derive(Debug, Clone)]
pub(crate) struct Labels {
    /// Words in their one form, and how surely they mean the field.
    phrases: Vec<(Vec<String>, f32)>,
}

/// A label on a line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Label {
    /// Where it stands in the text of its segment, with a colon and brackets after it.
    pub range: Range<usize>,
    /// How surely it names the field, 0 to 1.
    pub score: f32,
    /// Whether it is all that its segment says, or all before the colon.
    pub is_whole: bool,
    /// Whether a colon follows.
    pub colon: bool,
}

/// Words that say what kind of value it is rather than what it means.
const KINDS: [&str; 10] =
    ["number", "date", "time", "name", "amount", "address", "id", "value", "total", "code"];

/// Words that end a label: `Requested by`, `Ordered at`.
const TAILS: [&str; 14] =
    ["by", "at", "on", "of", "to", "for", "in", "am", "bis", "von", "le", "el", "par", "por"];

/// A text of more bytes has no label in it.
const LONGEST: usize = 2000;

impl Labels {
    pub(crate) fn of(field: &Field) -> Self {
        let mut labels = Self { phrases: Vec::new() };
        let (outside, inside) = brackets(&field.field_name);
        let name = words(&outside);
        labels.add(name.clone(), 1.0);
        labels.add(words(&field.field_name), 1.0);
        for names in synonyms::things(&name) {
            labels.add_all(names, 0.92);
        }
        if let Some(inside) = inside {
            labels.add(words(&inside), 0.8);
        }
        for quoted in quoted(&field.ai_prompt) {
            labels.add(words(&quoted), 0.97);
        }
        for names in synonyms::mentioned(&words(&field.ai_prompt)) {
            labels.add_all(names, 0.8);
        }
        // `Guest` beside the value of `Guest name`.
        let short: Vec<String> =
            name.iter().filter(|word| !KINDS.contains(&word.as_str())).cloned().collect();
        labels.add(short, 0.78);
        if field.data_type == DataType::Percentage {
            labels.add_all(&[vec!["rate".to_owned()], vec!["percent".to_owned()]], 0.5);
        }
        labels
    }

    fn add(&mut self, phrase: Vec<String>, weight: f32) {
        let known = self.phrases.iter_mut().find(|(known, _)| *known == phrase);
        match known {
            Some((_, known)) => *known = known.max(weight),
            None if phrase.is_empty() => {}
            None => self.phrases.push((phrase, weight)),
        }
    }

    fn add_all(&mut self, phrases: &[Vec<String>], weight: f32) {
        phrases.iter().for_each(|phrase| self.add(phrase.clone(), weight));
    }

    /// The best label of the field in the text of a segment, whose words these are.
    pub(crate) fn find(&self, text: &str, named: &Named) -> Option<Label> {
        let mut best: Option<Label> = None;
        for (phrase, weight) in &self.phrases {
            for label in named.places(text, phrase, *weight) {
                if best.as_ref().is_none_or(|best| label.score > best.score) {
                    best = Some(label);
                }
            }
        }
        best
    }
}

/// Whether a text is a label of something: it ends with a colon, or names a known thing.
pub(super) fn is_label(text: &str) -> bool {
    let text = text.trim();
    let named = words(&brackets(text).0);
    text.ends_with(':')
        || (!text.contains(|one: char| one.is_ascii_digit()) && synonyms::is_name(&named))
}

/// A segment's words, and which of them are before a colon or are few enough to be a label.
pub(crate) struct Named {
    tokens: Vec<Token>,
    /// How many words the part has that names something; none in a sentence.
    label: Option<usize>,
}

impl Named {
    /// The words of a segment's text; none of a text so long that no label stands in it.
    pub(crate) fn of(text: &str) -> Self {
        let tokens = if text.len() > LONGEST { Vec::new() } else { tokens(text) };
        let colon = text.find([':', '\u{ff1a}']).filter(|at| !text[*at..].starts_with("://"));
        let bracket = text.find('(').filter(|at| *at > 0);
        let question = text.find('?').filter(|_| !text.contains("://"));
        let end = colon.into_iter().chain(bracket).chain(question).min();
        let label = match end {
            Some(end) => Some(tokens.iter().filter(|token| token.range.start < end).count()),
            None if tokens.len() <= 5 => Some(tokens.len()),
            None => None,
        };
        Self { tokens, label: label.filter(|label| *label <= 8) }
    }

    fn places<'n>(
        &'n self,
        text: &'n str,
        phrase: &'n [String],
        weight: f32,
    ) -> impl Iterator<Item = Label> + 'n {
        let windows = self.tokens.windows(phrase.len()).enumerate();
        let equal = windows
            .filter(move |(_, window)| window.iter().map(|token| &token.word).eq(phrase.iter()));
        equal.map(move |(at, window)| {
            let score = weight * self.fit(text, at, phrase.len());
            let end = window.last().map_or(0, |token| token.range.end);
            let start = window.first().map_or(0, |token| token.range.start);
            let (after, colon) = after_label(text, end);
            let is_whole = at == 0 && self.label == Some(phrase.len());
            Label { range: start..after, score, is_whole, colon }
        })
    }

    /// How well a phrase at this place is the label of its segment, 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "a few words")]
    fn fit(&self, text: &str, at: usize, length: usize) -> f32 {
        match self.label {
            // `Ship date` is only in part a label of `date`.
            Some(label) if at + length <= label => {
                let colon = text.contains([':', '?']);
                let words_after = self.tokens[at + length..label].iter();
                // Without a colon what follows is perhaps the value.
                let digits = |token: &&Token| token.word.contains(|one: char| one.is_ascii_digit());
                let counted = words_after.filter(|token| colon || !digits(token)).count();
                let extra = if colon { at + counted } else { at * 2 + counted };
                let share = length as f32 / (length + extra) as f32;
                0.45 + 0.55 * share
            }
            // In a sentence, or after the label of something else.
            _ if length > 1 => 0.62,
            _ => 0.5,
        }
    }
}

/// Where a label ends with what belongs to it: a point, brackets, a colon; and whether there is a
/// colon.
fn after_label(text: &str, end: usize) -> (usize, bool) {
    let rest = &text[end..];
    // `by` of `Requested by` belongs to the label.
    let mut letters =
        rest.split(|letter: char| !letter.is_alphanumeric()).filter(|w| !w.is_empty());
    if letters.next().is_some_and(|word| TAILS.contains(&word.to_lowercase().as_str()))
        && letters.next().is_none()
    {
        return (text.len(), rest.trim_end().ends_with(':'));
    }
    let trimmed = rest.trim_start_matches(['.', ' ', '\u{a0}', '°', 'º', ')', '"', '*']);
    match trimmed.chars().next() {
        Some(':' | '\u{ff1a}' | '=' | '?') => {
            let rest = trimmed.trim_start_matches([':', '\u{ff1a}', '=', '?', ' ', '\u{a0}']);
            (text.len() - rest.len(), true)
        }
        _ => (text.len() - trimmed.len(), false),
    }
}

/// A name without what is in brackets, and what is in them.
fn brackets(name: &str) -> (String, Option<String>) {
    match name.split_once('(') {
        Some((before, rest)) if !before.trim().is_empty() => {
            let (inside, after) = rest.split_once(')').unwrap_or((rest, ""));
            (format!("{before} {after}"), Some(inside.to_owned()))
        }
        _ => (name.to_owned(), None),
    }
}

/// What a prompt quotes, puts in brackets, or says that the field is labelled.
fn quoted(prompt: &str) -> Vec<String> {
    let mut found = Vec::new();
    let pairs =
        [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('\'', '\''), ('‘', '’'), ('(', ')')];
    for (open, close) in pairs {
        let mut rest = prompt;
        while let Some((_, after)) = rest.split_once(open) {
            let Some((inside, after)) = after.split_once(close) else { break };
            found.push(inside.to_owned());
            rest = after;
        }
    }
    for word in ["labelled ", "labeled ", "called ", "named ", "known as "] {
        if let Some((_, after)) = prompt.split_once(word) {
            let end = after.find(['.', ',', ';', '\n']).unwrap_or(after.len());
            found.extend(after[..end].split(" or ").map(str::to_owned));
        }
    }
    found.retain(|one| one.split_whitespace().count() <= 6);
    found
}
