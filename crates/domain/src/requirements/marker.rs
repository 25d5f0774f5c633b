//! Environment markers: `python_version < "3.12" and (os_name == "posix" or extra == "x")`.
//!
//! Only single comparisons are given to the grammar's own parser. It would reduce a whole
//! marker by an algebra whose cost may grow exponentially and which keeps all it ever saw.

use pep508_rs::{MarkerExpression, MarkerWarningKind};

use super::check::shown;

/// How deep parentheses may be nested.
const MAX_DEPTH: usize = 32;

/// The marker `text` with one space between its words.
///
/// # Errors
/// A sentence that says what is wrong and what would be right.
pub(super) fn canonical(text: &str) -> Result<String, String> {
    let tokens = tokens(text).and_then(|tokens| checked(&tokens).map(|()| tokens));
    let tokens = tokens.map_err(|why| {
        format!(
            "{} after the `;` is not an environment marker ({why}); write one such as \
             `python_version < \"3.12\"`, and each requirement in a line of its own",
            shown(text)
        )
    })?;
    let mut canonical = String::with_capacity(text.len());
    for token in tokens {
        if !(canonical.is_empty() || canonical.ends_with('(') || token == ")") {
            canonical.push(' ');
        }
        canonical.push_str(token);
    }
    Ok(canonical)
}

/// Cuts a marker into parentheses, operators, quoted texts and words.
fn tokens(text: &str) -> Result<Vec<&str>, String> {
    let mut found = Vec::new();
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '(' | ')' => 1,
            '"' | '\'' => match rest[1..].find(first) {
                Some(inner) if !rest[1..=inner].contains('\t') => inner + 2,
                Some(_) => return Err("a quoted text holds a tab".to_owned()),
                None => return Err(format!("the {first} is not closed")),
            },
            _ if operator(first) => end_of(rest, operator),
            _ if word(first) => end_of(rest, word),
            other => return Err(format!("`{other}` has no place there")),
        };
        let (token, after) = rest.split_at(length);
        found.push(token);
        rest = after.trim_start();
    }
    Ok(found)
}

fn end_of(text: &str, belongs: fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn operator(c: char) -> bool {
    matches!(c, '<' | '=' | '>' | '~' | '!')
}

fn word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.')
}

/// Checks that comparisons, `and`, `or` and parentheses follow one another as they must.
fn checked(tokens: &[&str]) -> Result<(), String> {
    let (mut at, mut depth) = (0, 0_usize);
    loop {
        while tokens.get(at) == Some(&"(") {
            (at, depth) = (at + 1, depth + 1);
        }
        if depth > MAX_DEPTH {
            return Err("its parentheses are nested too deep".to_owned());
        }
        at += comparison(&tokens[at..])?;
        while tokens.get(at) == Some(&")") && depth > 0 {
            (at, depth) = (at + 1, depth - 1);
        }
        match tokens.get(at) {
            Some(&("and" | "or")) => at += 1,
            Some(other) => return Err(format!("{} is not `and` or `or`", shown(other))),
            None if depth > 0 => return Err("a `(` is not closed".to_owned()),
            None => return Ok(()),
        }
    }
}

/// Checks the comparison that `tokens` begin with; answers how many of them it takes.
fn comparison(tokens: &[&str]) -> Result<usize, String> {
    let length = if tokens.get(1) == Some(&"not") { 4 } else { 3 };
    let taken = tokens.get(..length).ok_or("a comparison is not finished")?;
    // What the grammar allows but nothing can be told from is left to the installer.
    let mut ignore = |_: MarkerWarningKind, _: String| {};
    match MarkerExpression::parse_reporter(&taken.join(" "), &mut ignore) {
        Ok(_) => Ok(length),
        Err(error) => Err(error.message.to_string()),
    }
}
