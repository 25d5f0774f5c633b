//! `[retention]` in the configuration: what is kept of runs that have ended, and for how long.
//!
//! ```toml
//! [retention.logs]
//! max_age_days = 90
//! max_bytes = 50_000_000_000
//!
//! [retention.files]
//! max_runs_per_task = 20
//!
//! [retention.runs]
//! max_age_days = 730
//! ```

use std::time::Duration;

use annals_domain::{Limits, Retention};
use annals_engine::RetentionPolicy;
use serde::{Deserialize, Serialize};

use super::history::millis;
use crate::error::CliError;

/// What is kept; without any limit, everything.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RetentionConfig {
    /// Of log lines.
    pub logs: LogsConfig,
    /// Of files that runs left.
    pub files: LimitsConfig,
    /// Of whole runs.
    pub runs: LimitsConfig,
    /// For how many days an environment stays that no run uses; 0: for ever.
    pub environments_unused_days: f64,
    /// Seconds from the server's start until it is first looked after.
    pub first_after_seconds: u64,
    /// Seconds from one time to the next.
    pub every_seconds: u64,
}

/// How much is kept of one subject.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LimitsConfig {
    /// For how many days after a run's end.
    pub max_age_days: Option<f64>,
    /// Of how many runs of a task, the newest first.
    pub max_runs_per_task: Option<i64>,
    /// The most stored bytes in all, the newest runs first.
    pub max_bytes: Option<i64>,
}

/// How much is kept of logs, and where.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogsConfig {
    /// As [`LimitsConfig`] has it.
    pub max_age_days: Option<f64>,
    /// As [`LimitsConfig`] has it.
    pub max_runs_per_task: Option<i64>,
    /// As [`LimitsConfig`] has it.
    pub max_bytes: Option<i64>,
    /// How many days after a run's end its log goes to the object store; none: never.
    pub offload_after_days: Option<f64>,
}

impl LogsConfig {
    const fn limits(&self) -> LimitsConfig {
        let Self { max_age_days, max_runs_per_task, max_bytes, .. } = *self;
        LimitsConfig { max_age_days, max_runs_per_task, max_bytes }
    }

    fn offload_after_ms(&self) -> Result<Option<i64>, CliError> {
        match self.offload_after_days {
            Some(days) if !(0.0..=36_500.0).contains(&days) => Err(CliError::Usage(format!(
                "retention.logs.offload_after_days must be from 0 to 36500, not {days}"
            ))),
            // At once, as far as the end of a run and the clock are told apart.
            Some(0.0) => Ok(Some(0)),
            days => days.map(|days| millis("retention.logs", days)).transpose(),
        }
    }
}

impl Default for RetentionConfig {
    fn default() -> Self {
        let policy = RetentionPolicy::default();
        Self {
            logs: LogsConfig::default(),
            files: LimitsConfig::default(),
            runs: LimitsConfig::default(),
            environments_unused_days: 30.0,
            first_after_seconds: policy.first_after.as_secs(),
            every_seconds: policy.every.as_secs(),
        }
    }
}

impl RetentionConfig {
    /// The policy that this describes.
    ///
    /// # Errors
    /// [`CliError::Usage`] names a limit that makes no sense.
    pub fn policy(&self) -> Result<RetentionPolicy, CliError> {
        if self.every_seconds == 0 {
            return Err(CliError::Usage("retention.every_seconds must be at least 1".into()));
        }
        Ok(RetentionPolicy {
            limits: Retention {
                logs: self.logs.limits().limits("retention.logs")?,
                files: self.files.limits("retention.files")?,
                runs: self.runs.limits("retention.runs")?,
            },
            offload_after_ms: self.logs.offload_after_ms()?,
            environments_unused_ms: self.environments_unused_ms()?,
            first_after: Duration::from_secs(self.first_after_seconds),
            every: Duration::from_secs(self.every_seconds),
        })
    }
}

impl RetentionConfig {
    fn environments_unused_ms(&self) -> Result<Option<i64>, CliError> {
        match self.environments_unused_days {
            0.0 => Ok(None),
            days if (0.0..=36_500.0).contains(&days) => millis("retention", days).map(Some),
            days => Err(CliError::Usage(format!(
                "retention.environments_unused_days must be from 0 to 36500, not {days}"
            ))),
        }
    }
}

impl LimitsConfig {
    fn limits(&self, name: &str) -> Result<Limits, CliError> {
        let positive = |what: &str, most: Option<i64>| match most {
            Some(most) if most < 1 => {
                Err(CliError::Usage(format!("{name}.{what} must be at least 1, not {most}")))
            }
            most => Ok(most),
        };
        Ok(Limits {
            max_age_ms: self.max_age_days.map(|days| millis(name, days)).transpose()?,
            max_runs: positive("max_runs_per_task", self.max_runs_per_task)?,
            max_bytes: positive("max_bytes", self.max_bytes)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_it_says() {
        let text = "[logs]\nmax_age_days = 0.5\noffload_after_days = 1\n[runs]\nmax_runs_per_task = 3\nmax_bytes = 9";
        let config: RetentionConfig = toml::from_str(text).expect("valid");
        let policy = config.policy().expect("valid");
        assert_eq!(policy.offload_after_ms, Some(86_400_000));
        let limits = policy.limits;
        let logs = Limits { max_age_ms: Some(43_200_000), ..Limits::default() };
        let runs = Limits { max_age_ms: None, max_runs: Some(3), max_bytes: Some(9) };
        assert_eq!(limits, Retention { logs, runs, ..Retention::default() });
        assert_eq!(RetentionConfig::default().policy().expect("valid"), RetentionPolicy::default());
    }

    #[test]
    fn nonsense_is_named() {
        for (text, name) in [
            ("[logs]\nmax_age_days = 0", "retention.logs.max_age_days"),
            ("[files]\nmax_runs_per_task = 0", "retention.files.max_runs_per_task"),
            ("[runs]\nmax_bytes = -1", "retention.runs.max_bytes"),
            ("[logs]\noffload_after_days = -1", "retention.logs.offload_after_days"),
            ("environments_unused_days = -1", "retention.environments_unused_days"),
            ("every_seconds = 0", "retention.every_seconds"),
        ] {
            let config: RetentionConfig = toml::from_str(text).expect("the right shape");
            let error = config.policy().expect_err("nonsense").to_string();
            assert!(error.contains(name), "{error}");
        }
        assert!(toml::from_str::<RetentionConfig>("[log]").is_err());
    }
}
