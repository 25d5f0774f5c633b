//! The list of dependencies: one or more requirements a line, no options, no comments.

use super::{RequirementError, check};

/// The requirements of the list `text`, canonical.
///
/// # Errors
/// [`RequirementError`] names the first line that is none.
pub(super) fn read(text: &str) -> Result<Vec<String>, RequirementError> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let lines = of_line(line);
        found.extend(lines.map_err(|message| RequirementError { line: index + 1, message })?);
    }
    Ok(found)
}

/// A line is first read as one requirement; if it is none, it is split.
fn of_line(line: &str) -> Result<Vec<String>, String> {
    if line.trim_matches([' ', '\t']).is_empty() {
        return Ok(Vec::new());
    }
    let why = match check::requirement(line) {
        Ok(one) => return Ok(vec![one]),
        Err(why) => why,
    };
    let pieces = pieces(line);
    // A marker holds spaces and commas of its own, so a line with one is one requirement.
    if line.contains(';') || pieces.is_empty() {
        return Err(why);
    }
    pieces.iter().map(|piece| check::requirement(piece)).collect()
}

/// Splits at spaces and commas outside of brackets and joins what belongs together.
fn pieces(line: &str) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    for piece in split(line) {
        match joined.last_mut() {
            Some(before) if belongs(before, piece) => join(before, piece),
            _ => joined.push(piece.to_owned()),
        }
    }
    joined
}

fn split(line: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    let separates = move |c: char| {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(c, ' ' | '\t' | ',')
    };
    line.split(separates).filter(|piece| !piece.is_empty())
}

const VERSION_OPERATORS: [char; 5] = ['<', '=', '>', '!', '~'];

/// Whether `piece` goes on with the requirement `before`.
fn belongs(before: &str, piece: &str) -> bool {
    let unfinished = |c: char| c == '@' || VERSION_OPERATORS.contains(&c);
    let goes_on = |c: char| matches!(c, '[' | '(') || unfinished(c);
    piece.starts_with(goes_on) || before.ends_with(unfinished)
}

fn join(before: &mut String, piece: &str) {
    let has_version = before.contains(VERSION_OPERATORS) && !before.ends_with(VERSION_OPERATORS);
    if piece.starts_with('@') || before.ends_with('@') {
        before.push(' ');
    } else if has_version && piece.starts_with(VERSION_OPERATORS) {
        before.push(',');
    }
    before.push_str(piece);
}
