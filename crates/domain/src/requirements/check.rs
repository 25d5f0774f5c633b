//! One requirement: read part by part, refused with a plain sentence, put together again.

use std::str::FromStr;

use pep508_rs::{Requirement, VerbatimUrl, VersionOrUrl};

use super::{marker, options};

/// The canonical text of the one requirement that `text` holds.
///
/// # Errors
/// A sentence that says what is wrong and what would be right.
pub(super) fn requirement(text: &str) -> Result<String, String> {
    let text = text.trim_matches([' ', '\t']);
    characters(text)?;
    if text.starts_with('-') {
        return Err(options::refusal(text));
    }
    let parts = Parts::of(text)?;
    names(parts.named)?;
    let mut canonical = match parts.what {
        What::Versions(versions) => with_versions(parts.named, versions)?,
        What::Url(url) => with_url(parts.named, url)?,
    };
    if let Some(marker) = parts.marker {
        canonical.push_str(" ; ");
        canonical.push_str(&marker::canonical(marker)?);
    }
    Ok(canonical)
}

/// The beginning of `text`, to show in a sentence.
pub(super) fn shown(text: &str) -> String {
    let head = crate::head(text.trim(), 60);
    let more = if head.len() < text.trim().len() { "…" } else { "" };
    format!("`{head}{more}`")
}

/// Refuses characters that no requirement has. What is left is printable ASCII and tabs.
pub(super) fn characters(text: &str) -> Result<(), String> {
    let allowed = |c: char| c == '\t' || c == ' ' || c.is_ascii_graphic();
    let Some(wrong) = text.chars().find(|c| !allowed(*c) || matches!(c, '$' | '`' | '\\' | '|'))
    else {
        return Ok(());
    };
    Err(match wrong {
        '\\' => "`\\` may only stand at the very end of a line of a requirements file, to go on \
                 with the next; paths on this machine are not requirements"
            .to_owned(),
        '$' | '`' | '|' => format!(
            "`{wrong}` has no place in a requirement, and no shell reads it; write a package's \
             name and versions, such as `six>=1.16,<1.17`"
        ),
        _ if wrong.is_control() => format!(
            "it holds the control character U+{:04X}; requirements are plain text",
            u32::from(wrong)
        ),
        _ => format!(
            "it holds `{wrong}` (U+{:04X}); requirements are written in ASCII",
            u32::from(wrong)
        ),
    })
}

/// A requirement's parts, not yet checked.
struct Parts<'a> {
    /// The name and the extras.
    named: &'a str,
    /// What of it is wanted.
    what: What<'a>,
    /// What follows the `;`.
    marker: Option<&'a str>,
}

enum What<'a> {
    Versions(&'a str),
    Url(&'a str),
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Result<Self, String> {
        let end = text.find(['<', '=', '>', '!', '~', '(', ';', '@']).unwrap_or(text.len());
        let (named, rest) = text.split_at(end);
        if let Some(rest) = rest.strip_prefix('@') {
            return Self::of_url(named, rest.trim_start());
        }
        let (versions, marker) = match rest.split_once(';') {
            Some((versions, marker)) => (versions, Some(marker)),
            None => (rest, None),
        };
        Ok(Self { named, what: What::Versions(versions), marker })
    }

    fn of_url(named: &'a str, rest: &'a str) -> Result<Self, String> {
        let (url, tail) = rest.split_at(rest.find([' ', '\t']).unwrap_or(rest.len()));
        let marker = match tail.trim_start() {
            "" => None,
            tail => Some(tail.strip_prefix(';').ok_or_else(|| {
                format!("{} follows the URL; only ` ; ` and a marker may", shown(tail))
            })?),
        };
        Ok(Self { named, what: What::Url(url), marker })
    }
}

/// Checks a name and its extras. The grammar's own parser panics on some that are wrong.
fn names(named: &str) -> Result<(), String> {
    let (name, extras) = match named.split_once('[') {
        Some((name, rest)) => (name, Some(rest)),
        None => (named, None),
    };
    if !is_name(name.trim()) {
        return Err(not_a_name(named));
    }
    let Some(extras) = extras else { return Ok(()) };
    let inner = extras.trim_end().strip_suffix(']').map(str::trim);
    match inner {
        Some("") => Ok(()),
        Some(inner) if inner.split(',').all(|extra| is_name(extra.trim())) => Ok(()),
        _ => Err(format!(
            "the extras of {} are not names between `[` and `]`, such as `requests[socks]`",
            shown(named)
        )),
    }
}

fn is_name(text: &str) -> bool {
    let inner = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    let bytes = text.as_bytes();
    let ends = [bytes.first(), bytes.last()];
    ends.iter().all(|b| b.is_some_and(u8::is_ascii_alphanumeric)) && bytes.iter().all(|b| inner(*b))
}

fn not_a_name(named: &str) -> String {
    let text = named.trim();
    let shown = shown(text);
    if text.contains("://") {
        return format!("{shown} has no name; write `name @ https://…`");
    }
    if text.contains('/') || text.starts_with('.') || text.starts_with("file:") {
        return format!(
            "{shown} is a path, and runs see no files of this machine; name a package, or \
             `name @ https://…`"
        );
    }
    if text.starts_with('#') {
        return "comments may stand in a requirements file only".to_owned();
    }
    format!(
        "{shown} is not a package's name; names are letters, digits, `-`, `_` and `.`, such as \
         `six` or `six>=1.16,<1.17`"
    )
}

fn with_versions(named: &str, versions: &str) -> Result<String, String> {
    // A comma after the last version is read by pip, too.
    let last = versions.trim_end();
    let text = format!("{}{}", named.trim(), last.strip_suffix(',').unwrap_or(last).trim());
    match Requirement::<VerbatimUrl>::from_str(&text) {
        Ok(requirement) => Ok(requirement.to_string()),
        Err(_) if versions.trim().is_empty() => Err(format!(
            "{} is the name of a file; name the package, or write `name @ https://…`",
            shown(named)
        )),
        Err(error) => Err(format!(
            "{} does not say which versions of {} ({}); write it like `>=1.16,<1.17`",
            shown(versions),
            shown(named),
            error.message
        )),
    }
}

fn with_url(named: &str, url: &str) -> Result<String, String> {
    let schemes = ["https://", "http://", "git+https://"];
    if !schemes.iter().any(|scheme| url.starts_with(scheme)) {
        return Err(format!(
            "{} is not a place that packages are fetched from; it must begin with `https://`, \
             `http://` or `git+https://`",
            shown(url)
        ));
    }
    if url.contains(';') {
        return Err("a `;` within a URL is ambiguous; put a space before a marker's `;`".into());
    }
    let text = format!("{} @ {url}", named.trim());
    let parsed = Requirement::<VerbatimUrl>::from_str(&text)
        .map_err(|error| format!("{} is not a URL ({})", shown(url), error.message))?;
    match &parsed.version_or_url {
        Some(VersionOrUrl::Url(place)) if place.host_str().is_some_and(|h| !h.is_empty()) => {
            Ok(parsed.to_string())
        }
        _ => Err(format!("{} names no host; write `name @ https://host/…`", shown(url))),
    }
}
