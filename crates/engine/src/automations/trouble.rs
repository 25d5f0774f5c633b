//! Why a step of an automation failed: whether it is tried again, and when.

use std::time::Duration;

use crate::Error;

/// How often a step is tried before it is given up: for about a day.
pub(super) const TRIES: i64 = 30;
/// How long to wait after the first failure; twice as long after each further one.
const FIRST_MS: i64 = 2_000;
/// The longest wait.
const LONGEST_MS: i64 = 3_600_000;

/// Why a step failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// It may succeed later.
    Passing {
        /// What happened.
        why: String,
        /// For how long the other side asks to be left alone.
        wait: Option<Duration>,
    },
    /// It will not.
    Lasting(String),
}

impl Trouble {
    /// What happened.
    pub(crate) fn why(&self) -> &str {
        match self {
            Self::Passing { why, .. } | Self::Lasting(why) => why,
        }
    }

    /// After how many milliseconds to try again, where that is worth it after so many failures.
    pub(crate) fn again_ms(&self, failures: i64) -> Option<i64> {
        match self {
            Self::Passing { wait, .. } if failures < TRIES => {
                let asked = wait.map_or(0, |wait| i64::try_from(wait.as_millis()).unwrap_or(0));
                Some(pause_ms(failures).max(asked))
            }
            _ => None,
        }
    }
}

/// How long to wait after so many failures, in milliseconds.
pub(crate) fn pause_ms(failures: i64) -> i64 {
    let doubled = u32::try_from(failures.clamp(1, 20) - 1).unwrap_or(0);
    (FIRST_MS << doubled).min(LONGEST_MS)
}

impl From<annals_connect::Error> for Trouble {
    fn from(error: annals_connect::Error) -> Self {
        match error {
            annals_connect::Error::Passing { why, wait } => Self::Passing { why, wait },
            lasting => Self::Lasting(lasting.to_string()),
        }
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        match error {
            Error::Unavailable(why) | Error::NoRoom(why) | Error::Internal(why) => {
                Self::Passing { why, wait: None }
            }
            lasting => Self::Lasting(lasting.to_string()),
        }
    }
}

impl From<annals_store::StoreError> for Trouble {
    fn from(error: annals_store::StoreError) -> Self {
        Error::from(error).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_tried_less_and_less_often_and_then_no_more() {
        let passing = Trouble::Passing { why: "x".into(), wait: None };
        let waits: Vec<_> = (1..5).map(|failures| passing.again_ms(failures)).collect();
        assert_eq!(waits, [Some(2_000), Some(4_000), Some(8_000), Some(16_000)]);
        assert_eq!((passing.again_ms(29), passing.again_ms(30)), (Some(LONGEST_MS), None));
        let asked = Trouble::Passing { why: "x".into(), wait: Some(Duration::from_secs(60)) };
        assert_eq!(asked.again_ms(1), Some(60_000));
        assert_eq!(Trouble::Lasting("x".into()).again_ms(1), None);
    }
}
