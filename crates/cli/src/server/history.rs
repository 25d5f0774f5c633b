//! `[history]` in the configuration: how much of the build history is kept.
//!
//! ```toml
//! [history]
//! max_entries = 100
//! max_age_days = 20
//!
//! [history.types.status_change]
//! max_entries = 40
//! max_age_days = 2
//! ```

use std::collections::BTreeMap;

use annals_store::{HistoryLimits, HistoryPolicy, TaskBuildHistoryContextType};
use serde::{Deserialize, Serialize};

use crate::error::CliError;

/// The longest time that an entry is kept, in days.
const MOST_DAYS: f64 = 36_500.0;

/// How much is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HistoryConfig {
    /// The most entries a task.
    pub max_entries: i64,
    /// For how many days an entry is kept.
    pub max_age_days: f64,
    /// Further limits, by type of entry.
    pub types: BTreeMap<TaskBuildHistoryContextType, TypeConfig>,
}

/// How much is kept of one type.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TypeConfig {
    /// The most entries of this type a task.
    pub max_entries: Option<i64>,
    /// For how many days an entry of this type is kept.
    pub max_age_days: Option<f64>,
}

impl Default for HistoryConfig {
    fn default() -> Self {
        Self { max_entries: 100, max_age_days: 20.0, types: BTreeMap::new() }
    }
}

impl HistoryConfig {
    /// The policy that this describes.
    ///
    /// # Errors
    /// [`CliError::Usage`] names a limit that makes no sense.
    pub fn policy(&self) -> Result<HistoryPolicy, CliError> {
        let mut types = BTreeMap::new();
        for (kind, config) in &self.types {
            let name = format!("history.types.{kind}");
            let limits = HistoryLimits {
                max_entries: config.max_entries.map(|most| entries(&name, most)).transpose()?,
                max_age_ms: config.max_age_days.map(|days| millis(&name, days)).transpose()?,
            };
            types.insert(*kind, limits);
        }
        Ok(HistoryPolicy {
            max_entries: entries("history", self.max_entries)?,
            max_age_ms: millis("history", self.max_age_days)?,
            types,
        })
    }
}

fn entries(name: &str, most: i64) -> Result<i64, CliError> {
    if (1..=1_000_000).contains(&most) {
        return Ok(most);
    }
    Err(CliError::Usage(format!(
        "{name}.max_entries must be an integer from 1 to 1000000, not {most}"
    )))
}

/// The milliseconds of `days`.
///
/// # Errors
/// [`CliError::Usage`] names the limit if it makes no sense.
pub(super) fn millis(name: &str, days: f64) -> Result<i64, CliError> {
    if days > 0.0 && days <= MOST_DAYS {
        #[expect(clippy::cast_possible_truncation, reason = "at most 100 years of milliseconds")]
        #[expect(clippy::cast_precision_loss, reason = "a day's milliseconds are exact")]
        return Ok((days * HistoryPolicy::DAY_MILLIS as f64).ceil() as i64);
    }
    let text =
        format!("{name}.max_age_days must be more than 0 and at most {MOST_DAYS}, not {days}");
    Err(CliError::Usage(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_it_says() {
        let text = "max_entries = 7\n[types.error]\nmax_age_days = 0.5";
        let config: HistoryConfig = toml::from_str(text).expect("valid");
        let policy = config.policy().expect("valid");
        assert_eq!((policy.max_entries, policy.max_age_ms), (7, 20 * HistoryPolicy::DAY_MILLIS));
        let error = HistoryLimits { max_entries: None, max_age_ms: Some(43_200_000) };
        assert_eq!(policy.types, [(TaskBuildHistoryContextType::Error, error)].into());
        assert_eq!(HistoryConfig::default().policy().expect("valid"), HistoryPolicy::default());
    }

    #[test]
    fn nonsense_is_named() {
        for (text, name) in [
            ("max_entries = 0", "history.max_entries"),
            ("max_age_days = -1", "history.max_age_days"),
            ("max_age_days = nan", "history.max_age_days"),
            ("[types.error]\nmax_entries = 0", "history.types.error.max_entries"),
        ] {
            let config: HistoryConfig = toml::from_str(text).expect("the right shape");
            let error = config.policy().expect_err("nonsense").to_string();
            assert!(error.contains(name), "{error}");
        }
        for text in ["max_entry = 1", "[types.talk]"] {
            assert!(toml::from_str::<HistoryConfig>(text).is_err(), "{text}");
        }
    }
}
