//! Instants, in microseconds, as the database and the wire know them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An instant in UTC with microsecond precision.
///
/// Shown as RFC 3339 with exactly six fractional digits and `Z`
/// (`2026-11-20T09:15:02.123456Z`), stored as microseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

/// A text that is not an RFC 3339 time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an RFC 3339 time such as 2026-11-20T09:15:02.123456Z")]
pub struct TimestampError(String);

impl Timestamp {
    /// Microseconds since 1970-01-01T00:00:00Z, brought into the years that have a text form.
    #[must_use]
    pub fn from_micros(micros: i64) -> Self {
        // The library's own bounds are whole seconds.
        let least = jiff::Timestamp::MIN.as_second() * 1_000_000;
        let most = jiff::Timestamp::MAX.as_second() * 1_000_000;
        Self(micros.clamp(least, most))
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Milliseconds from `earlier` to `self`, 0 if `earlier` is later.
    #[must_use]
    pub fn millis_since(self, earlier: Self) -> i64 {
        (self.0.saturating_sub(earlier.0) / 1000).max(0)
    }

    /// The UTC day this instant lies in, counted from 1970-01-01.
    #[must_use]
    pub const fn day(self) -> i64 {
        self.0.div_euclid(86_400_000_000)
    }

    /// This instant moved by `millis` milliseconds.
    #[must_use]
    pub fn plus_millis(self, millis: i64) -> Self {
        Self::from_micros(self.0.saturating_add(millis.saturating_mul(1000)))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let instant = jiff::Timestamp::from_microsecond(self.0).map_err(|_| fmt::Error)?;
        write!(f, "{instant:.6}")
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let instant: jiff::Timestamp = text.parse().map_err(|_| TimestampError(head(text)))?;
        Ok(Self::from_micros(instant.as_microsecond()))
    }
}

fn head(text: &str) -> String {
    crate::text::head(text, 60).to_owned()
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_six_digits_and_reads_them_back() {
        let t = Timestamp::from_micros(1_795_166_102_123_456);
        assert_eq!(t.to_string(), "2026-11-20T09:15:02.123456Z");
        assert_eq!(t.to_string().parse(), Ok(t));
        assert_eq!(Timestamp::from_micros(0).to_string(), "1970-01-01T00:00:00.000000Z");
    }

    #[test]
    fn other_offsets_are_turned_to_utc() {
        let t: Timestamp = "2026-11-20T10:15:02+01:00".parse().expect("a time");
        assert_eq!(t.to_string(), "2026-11-20T09:15:02.000000Z");
    }

    #[test]
    fn a_time_out_of_range_is_clamped_not_a_panic() {
        assert_eq!(Timestamp::from_micros(i64::MAX).to_string().len(), 27);
        assert!(Timestamp::from_micros(i64::MIN).plus_millis(i64::MIN).day() < 0);
    }
}
