//! The text of a requirements file: comments, continuations, hashes and a few options.

use super::{RequirementError, check, options};

/// The lines of the requirements file `text`, canonical.
///
/// # Errors
/// [`RequirementError`] names the first line that is refused.
pub(super) fn read(text: &str) -> Result<Vec<String>, RequirementError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut found = Vec::new();
    for (line, text) in logical_lines(text) {
        let lines = of_line(&text);
        found.extend(lines.map_err(|message| RequirementError { line, message })?);
    }
    Ok(found)
}

/// Joins lines that a `\` continues; with each the number of its first line.
fn logical_lines(text: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for (index, line) in text.lines().enumerate() {
        // A comment is never continued, and ends what it stands in.
        let comment = comment_start(line).is_some();
        let continued = if comment { None } else { line.strip_suffix('\\') };
        let line = continued.unwrap_or(line);
        match found.last_mut() {
            Some((_, before)) if open => {
                before.push_str(if comment { " " } else { "" });
                before.push_str(line);
            }
            _ => found.push((index + 1, line.to_owned())),
        }
        open = continued.is_some();
    }
    found
}

/// Where a comment begins: at a `#` that begins the line or follows white space.
fn comment_start(line: &str) -> Option<usize> {
    let blank = |at: usize| at == 0 || line[..at].ends_with([' ', '\t']);
    line.match_indices('#').map(|(at, _)| at).find(|at| blank(*at))
}

fn of_line(line: &str) -> Result<Vec<String>, String> {
    if let Some(c) = line.chars().find(|c| c.is_control() && *c != '\t') {
        return Err(format!(
            "it holds the control character U+{:04X}; requirements are plain text",
            u32::from(c)
        ));
    }
    let line = comment_start(line).map_or(line, |at| &line[..at]).trim_matches([' ', '\t']);
    if line.is_empty() {
        return Ok(Vec::new());
    }
    if line.starts_with('-') {
        check::characters(line)?;
        return options::global(line);
    }
    with_hashes(line).map(|line| vec![line])
}

/// A requirement, perhaps followed by `--hash=…` options.
fn with_hashes(line: &str) -> Result<String, String> {
    let starts = line.match_indices([' ', '\t']).map(|(at, _)| at);
    let end = starts.into_iter().find(|at| line[at + 1..].starts_with('-')).unwrap_or(line.len());
    let mut canonical = check::requirement(&line[..end])?;
    check::characters(&line[end..])?;
    for hash in options::hashes(&line[end..])? {
        canonical.push_str(" --hash=");
        canonical.push_str(&hash);
    }
    Ok(canonical)
}
