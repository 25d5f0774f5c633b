//! Which mails and files are meant.

use globset::{GlobBuilder, GlobMatcher};
use serde::{Deserialize, Serialize};

use crate::Error;

/// Which file names are meant: all, or those that fit a pattern such as `invoice*.{pdf,xlsx}`.
#[derive(Debug, Clone, Default)]
pub struct FileNames(Option<GlobMatcher>);

impl FileNames {
    /// Reads a pattern, in which `*`, `?`, `[a-z]` and `{a,b}` have their usual meaning and case
    /// has none.
    ///
    /// # Errors
    /// [`Error::Setting`] if it is no pattern.
    pub fn new(pattern: Option<&str>) -> Result<Self, Error> {
        let Some(pattern) = pattern else { return Ok(Self(None)) };
        let glob = GlobBuilder::new(pattern).case_insensitive(true).build();
        let wrong = |error| Error::Setting(format!("`{pattern}` is no pattern of names: {error}"));
        Ok(Self(Some(glob.map_err(wrong)?.compile_matcher())))
    }

    /// Whether this name is meant.
    #[must_use]
    pub fn fits(&self, name: &str) -> bool {
        self.0.as_ref().is_none_or(|glob| glob.is_match(name))
    }
}

/// Which mails are meant; what is left out is not asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MailFilter {
    /// Part of the sender's address or name, whatever its case.
    pub from: Option<String>,
    /// Part of the subject, whatever its case.
    pub subject: Option<String>,
    /// A pattern of attachments' names; the others are left out.
    pub file_name: Option<String>,
    /// Whether the mail itself is taken too, as an `.eml` file; then one without attachments is an
    /// event as well.
    pub include_message: bool,
}

impl MailFilter {
    /// Whether a mail from `from` (address and name) about `subject` is meant.
    #[must_use]
    pub fn fits(&self, from: &str, subject: &str) -> bool {
        contains(from, self.from.as_deref()) && contains(subject, self.subject.as_deref())
    }
}

fn contains(text: &str, part: Option<&str>) -> bool {
    part.is_none_or(|part| text.to_lowercase().contains(&part.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_patterns_whatever_their_case() {
        let names = FileNames::new(Some("*.{pdf,xlsx}")).expect("a pattern");
        assert!(names.fits("Invoice.PDF") && names.fits("a.xlsx") && !names.fits("a.docx"));
        assert!(FileNames::new(None).expect("all").fits("anything"));
        assert!(FileNames::new(Some("[")).is_err());
    }

    #[test]
    fn all_that_is_asked_must_hold() {
        let filter = MailFilter {
            from: Some("Billing@".into()),
            subject: Some("INVOICE".into()),
            ..MailFilter::default()
        };
        assert!(filter.fits("Acme <billing@acme.example>", "Your invoice 7"));
        assert!(!filter.fits("Acme <billing@acme.example>", "Hello"));
        assert!(!filter.fits("other@acme.example", "invoice"));
    }
}
