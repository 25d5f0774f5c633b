//! The data types, one file each: finding a value of a type in a text, and its one written form.

mod address;
mod boolean;
mod currency;
mod date;
mod email;
mod hints;
mod integer;
mod months;
mod name;
mod number;
mod percentage;
mod phone;
mod plain;
mod time;
mod url;

use std::ops::Range;

pub use annals_domain::DataType;
use serde_json::Value;

pub(crate) use currency::is_money;
pub use hints::Hints;

/// A value that was found in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The value in its one form.
    pub value: Value,
    /// Where in the text it stands, in bytes.
    pub range: Range<usize>,
    /// How much its form alone says that it is such a value, 0 to 1.
    pub strength: f32,
    /// The money of an amount: `EUR`.
    pub unit: Option<&'static str>,
}

impl Found {
    fn new(value: impl Into<Value>, range: Range<usize>, strength: f32) -> Self {
        Self { value: value.into(), range, strength, unit: None }
    }
}

/// Values of a data type in texts. Their one form is a JSON string, but for:
///
/// - numbers and integers, money (which money is said beside it) and percentages (12.5 for `12.5 %`): numbers;
/// - yes and no: a boolean.
///
/// Dates are written as their type says; where a document does not say which comes first, it is the month
/// for `date_mdy`, else the day. Times are `HH:MM` or `HH:MM:SS`, of 24 hours; the lines of an address are
/// joined by commas.
pub trait Find: Copy {
    /// The value of this type that the text holds; if several, the one that looks most like it, of
    /// equals the first.
    #[must_use]
    fn find(self, text: &str, hints: &Hints) -> Option<Found>;

    /// Every value of this type in the text, without those that a better one overlaps.
    #[must_use]
    fn find_all(self, text: &str, hints: &Hints) -> Vec<Found> {
        let (mut found, mut begin) = (Vec::new(), 0);
        while let Some(mut one) = text.get(begin..).and_then(|rest| self.find(rest, hints)) {
            one.range = one.range.start + begin..one.range.end + begin;
            begin = one.range.end.max(begin + 1);
            found.push(one);
        }
        found
    }

    /// Whether values of the type are known by their form, so that a cell which holds none is no
    /// cell of it.
    #[must_use]
    fn is_strict(self) -> bool;
}

impl Find for DataType {
    fn find(self, text: &str, hints: &Hints) -> Option<Found> {
        match self {
            Self::Text => plain::find(text, hints),
            Self::Email => email::find(text, hints),
            Self::Phone => phone::find(text, hints),
            Self::Address => address::find(text, hints),
            Self::Name => name::find(text, hints),
            Self::Url => url::find(text, hints),
            Self::Number => number::find(text, hints),
            Self::Currency => currency::find(text, hints),
            Self::Percentage => percentage::find(text, hints),
            Self::Integer => integer::find(text, hints),
            Self::DateMdy => date::find_mdy(text, hints),
            Self::DateDmy => date::find_dmy(text, hints),
            Self::DateYmd => date::find_ymd(text, hints),
            Self::Time => time::find(text, hints),
            Self::Boolean => boolean::find(text, hints),
        }
    }

    fn is_strict(self) -> bool {
        !matches!(self, Self::Text | Self::Name | Self::Address)
    }
}

/// The range of a part of a text.
fn range_in(text: &str, part: &str) -> Range<usize> {
    let begin = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    begin..begin + part.len()
}
