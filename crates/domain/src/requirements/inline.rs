//! Inline script metadata (PEP 723): a comment block `# /// script` … `# ///` in the code.

use std::ops::Range;
use std::str::FromStr;

use pep508_rs::pep440_rs::VersionSpecifiers;
use serde::Deserialize;
use toml::Spanned;

use super::{Effective, RequirementError, check};

/// What the code's own metadata asks for; nothing where it has none.
///
/// # Errors
/// [`RequirementError`] names the line of the code that is wrong.
pub(super) fn read(code: &str) -> Result<Effective, RequirementError> {
    let mut blocks = Blocks { lines: code.lines().collect(), at: 0 };
    let mut scripts = blocks.by_ref().filter(|block| block.is_script);
    let Some(script) = scripts.next() else {
        return Ok(Effective::default());
    };
    if let Some(second) = scripts.next() {
        let message = "a second `# /// script` block; a script has at most one".to_owned();
        return Err(RequirementError { line: second.lines.start, message });
    }
    let content: Vec<_> =
        blocks.lines[script.lines.clone()].iter().map(|line| uncommented(line)).collect();
    Metadata::read(&content.join("\n"), script.lines.start + 1)
}

/// A closed block.
struct Block {
    is_script: bool,
    /// The indices of the lines between the opening and the closing one. As the opening line's
    /// number (from 1) this also is `lines.start`.
    lines: Range<usize>,
}

/// The closed blocks of a code, in order.
struct Blocks<'a> {
    lines: Vec<&'a str>,
    at: usize,
}

impl Iterator for Blocks<'_> {
    type Item = Block;

    /// Goes from one run of comment lines to the next. A block ends at the last closing line of
    /// its run, so a run has at most one.
    fn next(&mut self) -> Option<Block> {
        loop {
            let rest = self.lines.get(self.at..)?;
            let start = self.at + rest.iter().position(|line| is_comment(line))?;
            let length = self.lines[start..].iter().take_while(|line| is_comment(line)).count();
            self.at = start + length;
            if let Some(block) = self.block(start..self.at) {
                return Some(block);
            }
        }
    }
}

impl Blocks<'_> {
    fn block(&self, run: Range<usize>) -> Option<Block> {
        let start = run.start;
        let run = &self.lines[run];
        let close = run.iter().rposition(|line| *line == "# ///")?;
        let open = run.iter().position(|line| opens(line).is_some())?;
        // The content has at least one line.
        (open + 1 < close).then(|| Block {
            is_script: opens(run[open]) == Some("script"),
            lines: start + open + 1..start + close,
        })
    }
}

fn is_comment(line: &str) -> bool {
    line == "#" || line.starts_with("# ")
}

/// The type of the block that `line` opens.
fn opens(line: &str) -> Option<&str> {
    let kind = line.strip_prefix("# /// ")?;
    let letter = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    (!kind.is_empty() && kind.bytes().all(letter)).then_some(kind)
}

fn uncommented(line: &str) -> &str {
    line.strip_prefix("# ").unwrap_or("")
}

/// The part of the metadata that says what to build.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Metadata {
    #[serde(default)]
    dependencies: Vec<Spanned<String>>,
    requires_python: Option<Spanned<String>>,
}

impl Metadata {
    /// Reads the TOML `content` whose first line is the code's line `first`.
    fn read(content: &str, first: usize) -> Result<Effective, RequirementError> {
        let failed = |at: usize, why: String| {
            let before = content.as_bytes().iter().take(at).filter(|b| **b == b'\n').count();
            RequirementError { line: first + before, message: format!("script metadata: {why}") }
        };
        let metadata: Self = toml::from_str(content).map_err(|error| {
            let why = error.message().lines().next().unwrap_or_default();
            let at = error.span().map_or(0, |span| span.start);
            failed(at, format!("it is not TOML with a list `dependencies` of texts ({why})"))
        })?;
        let mut lines = Vec::with_capacity(metadata.dependencies.len());
        for entry in metadata.dependencies {
            let canonical = check::requirement(entry.get_ref());
            lines.push(canonical.map_err(|why| failed(entry.span().start, why))?);
        }
        let python = metadata
            .requires_python
            .map(|entry| specifier(entry.get_ref()).map_err(|why| failed(entry.span().start, why)));
        Ok(Effective { lines, requires_python: python.transpose()? })
    }
}

fn specifier(text: &str) -> Result<String, String> {
    check::characters(text)?;
    let specifiers = VersionSpecifiers::from_str(text).map_err(|_| {
        format!("{} does not say which Pythons; write it like `>=3.11`", check::shown(text))
    })?;
    // Its own text puts a space after each comma.
    Ok(specifiers.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
}
