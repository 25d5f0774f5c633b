//! Words as they are compared: small letters, no accents, one form for what means the same.

use std::ops::Range;

/// A word and where it stands in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub word: String,
    pub range: Range<usize>,
}

/// Words that say nothing about what is named.
const EMPTY: [&str; 34] = [
    "of", "the", "a", "an", "on", "at", "by", "in", "your", "our", "de", "du", "des", "la", "le",
    "les", "l", "d", "del", "el", "los", "las", "der", "die", "das", "dem", "den", "am", "im",
    "von", "vom", "ihre", "ihr", "s",
];

/// Words that mean the same within any label.
const SAME: &[(&str, &[&str])] = &[
    ("number", &["no", "nr", "num", "nummer", "numero", "nbr", "n"]),
    ("phone", &["tel", "telephone", "telefon", "telefono", "ph"]),
    ("email", &["mail", "courriel", "correo"]),
    ("date", &["datum", "fecha"]),
    ("amount", &["amt", "betrag", "montant", "importe"]),
    ("customer", &["client", "kunde", "kunden", "cliente", "cust"]),
    ("address", &["adresse", "direccion", "anschrift"]),
    ("quantity", &["qty", "menge", "anzahl", "quantite", "qte", "cantidad"]),
    ("reference", &["ref", "referenz", "referencia"]),
    ("percent", &["pct"]),
    ("id", &["identifier", "identification"]),
];

/// The words of a label or a name, in their one form.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let (mut tokens, mut begin): (Vec<Token>, Option<usize>) = (Vec::new(), None);
    let mut before = ' ';
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        let part = letter.is_alphanumeric() || "°º".contains(letter);
        let hump = before.is_lowercase() && letter.is_uppercase();
        if let Some(start) = begin.filter(|_| !part || hump) {
            for part in parts(text, start..at) {
                tokens.extend(token(text, part));
            }
            begin = None;
        }
        if letter == '#' {
            tokens.push(Token { word: "number".to_owned(), range: at..at + 1 });
        }
        if part && begin.is_none() {
            begin = Some(at);
        }
        before = letter;
    }
    join_mail(tokens)
}

/// The parts of a word: German joins what others write apart, `Kundennummer` and `Kunden-Nr.`.
fn parts(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let word = &text[range.clone()];
    let ends = |end: &&&str| {
        let from = word.len().checked_sub(end.len()).filter(|from| *from > 2);
        from.and_then(|from| word.get(from..)).is_some_and(|last| last.eq_ignore_ascii_case(end))
    };
    match ["nummer", "datum", "betrag", "adresse", "nr"].iter().find(ends) {
        Some(end) => {
            let middle = range.end - end.len();
            vec![range.start..middle, middle..range.end]
        }
        None => vec![range],
    }
}

fn token(text: &str, range: Range<usize>) -> Option<Token> {
    let word = crate::text::folded(&text[range.clone()]);
    if EMPTY.contains(&word.as_str()) {
        return None;
    }
    let same = SAME.iter().find(|(_, others)| others.contains(&word.as_str()));
    Some(Token { word: same.map_or(word, |(one, _)| (*one).to_owned()), range })
}

/// `e-mail` is one word.
fn join_mail(tokens: Vec<Token>) -> Vec<Token> {
    let mut joined: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        match joined.last_mut() {
            Some(last) if last.word == "e" && token.word == "email" => {
                *last = Token { word: token.word, range: last.range.start..token.range.end };
            }
            _ => joined.push(token),
        }
    }
    joined
}

/// The words alone.
pub(crate) fn words(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.word).collect()
}
