//! Kinds of values that parameters have.

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

use annals_domain::{PageSize, Timestamp, plain_text};
use annals_engine::PageRequest;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// An integer from `MIN` to `MAX`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounded<const MIN: i64, const MAX: i64>(i64);

impl<const MIN: i64, const MAX: i64> Bounded<MIN, MAX> {
    /// The integer.
    pub(crate) const fn get(self) -> i64 {
        self.0
    }
}

impl<const MIN: i64, const MAX: i64> FromStr for Bounded<MIN, MAX> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(n) if (MIN..=MAX).contains(&n) => Ok(Self(n)),
            _ if MAX == i64::MAX => Err(format!("must be an integer, {MIN} or more")),
            _ => Err(format!("must be an integer from {MIN} to {MAX}")),
        }
    }
}

impl<'de, const MIN: i64, const MAX: i64> Deserialize<'de> for Bounded<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// A text of at most `MAX` characters without NUL.
#[derive(Debug, Clone)]
pub(crate) struct Text<const MAX: usize>(String);

impl<'de, const MAX: usize> Deserialize<'de> for Text<MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = text(deserializer)?;
        plain_text(&text, MAX).map_err(D::Error::custom)?;
        Ok(Self(text.into_owned()))
    }
}

/// The text, unless it is empty.
pub(crate) fn given<const MAX: usize>(text: Option<Text<MAX>>) -> Option<String> {
    text.map(|text| text.0).filter(|text| !text.is_empty())
}

/// One of the words of `T`, in any case.
pub(crate) fn word<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err = String>,
{
    text(deserializer)?.parse().map(Some).map_err(D::Error::custom)
}

/// Any value that is read from a text.
pub(crate) fn parsed<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    text(deserializer)?.parse().map(Some).map_err(D::Error::custom)
}

/// An RFC 3339 time. A `+` that was not escaped arrives as a space and is taken for a `+`.
pub(crate) fn instant<'de, D>(deserializer: D) -> Result<Option<Timestamp>, D::Error>
where
    D: Deserializer<'de>,
{
    let text = text(deserializer)?;
    let time = text.parse().or_else(|error| text.replace(' ', "+").parse().map_err(|_| error));
    time.map(Some).map_err(D::Error::custom)
}

/// `true` or `false`; the bare name means `true`.
pub(crate) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    match &*text(deserializer)? {
        "" | "1" | "true" | "True" => Ok(true),
        "0" | "false" | "False" => Ok(false),
        _ => Err(D::Error::custom("must be true or false")),
    }
}

/// The page that `limit` (or `default`) and `cursor` ask for.
pub(crate) fn page<const MAX: i64>(
    limit: Option<Bounded<1, MAX>>,
    default: usize,
    cursor: Option<Text<2000>>,
) -> PageRequest {
    let size = limit.and_then(|n| usize::try_from(n.get()).ok()).unwrap_or(default);
    PageRequest { size: PageSize::new(size), cursor: given(cursor) }
}

fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    Cow::<str>::deserialize(deserializer)
}
