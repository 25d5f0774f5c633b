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

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use currency::is_money;
pub use hints::Hints;

/// What kind of value a field has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataType {
    /// Any words. A JSON string.
    Text,
    /// An e-mail address, as written.
    Email,
    /// A telephone number, as written.
    Phone,
    /// A postal address, its lines joined by commas.
    Address,
    /// The name of a person or a company.
    Name,
    /// A web address, as written.
    Url,
    /// A number.
    Number,
    /// An amount of money: a number; which money is said beside it.
    Currency,
    /// A percentage: the number of percent, so 12.5 for `12.5 %`.
    Percentage,
    /// A number without a fraction.
    Integer,
    /// A date as `MM/DD/YYYY`. Where a document does not say, the month is read first.
    DateMdy,
    /// A date as `DD/MM/YYYY`. Where a document does not say, the day is read first.
    DateDmy,
    /// A date as `YYYY-MM-DD`. Where a document does not say, the day is read first.
    DateYmd,
    /// A time of day as `HH:MM` or `HH:MM:SS`, of 24 hours.
    Time,
    /// Yes or no. A JSON boolean.
    Boolean,
}

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

/// What there is to say of a data type.
struct Row {
    data_type: DataType,
    name: &'static str,
    find: fn(&str, &Hints) -> Option<Found>,
}

const ROWS: &[Row] = {
    use DataType as T;
    const fn row(data_type: T, name: &'static str, find: fn(&str, &Hints) -> Option<Found>) -> Row {
        Row { data_type, name, find }
    }
    &[
        row(T::Text, "text", plain::find),
        row(T::Email, "email", email::find),
        row(T::Phone, "phone", phone::find),
        row(T::Address, "address", address::find),
        row(T::Name, "name", name::find),
        row(T::Url, "url", url::find),
        row(T::Number, "number", number::find),
        row(T::Currency, "currency", currency::find),
        row(T::Percentage, "percentage", percentage::find),
        row(T::Integer, "integer", integer::find),
        row(T::DateMdy, "date_mdy", date::find_mdy),
        row(T::DateDmy, "date_dmy", date::find_dmy),
        row(T::DateYmd, "date_ymd", date::find_ymd),
        row(T::Time, "time", time::find),
        row(T::Boolean, "boolean", boolean::find),
    ]
};

impl DataType {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.data_type)
    }

    /// The name in the API: `date_mdy`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        ROWS.iter().find(|row| row.data_type == self).map_or("text", |row| row.name)
    }

    /// The value of this type that the text holds; if several, the one that looks most like it, of
    /// equals the first.
    #[must_use]
    pub fn find(self, text: &str, hints: &Hints) -> Option<Found> {
        ROWS.iter().find(|row| row.data_type == self).and_then(|row| (row.find)(text, hints))
    }

    /// Every value of this type in the text, without those that a better one overlaps.
    #[must_use]
    pub fn find_all(self, text: &str, hints: &Hints) -> Vec<Found> {
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
    pub(crate) fn is_strict(self) -> bool {
        !matches!(self, Self::Text | Self::Name | Self::Address)
    }
}

impl From<annals_domain::DataType> for DataType {
    fn from(wanted: annals_domain::DataType) -> Self {
        use annals_domain::DataType as D;
        match wanted {
            D::Text => Self::Text,
            D::Email => Self::Email,
            D::Phone => Self::Phone,
            D::Address => Self::Address,
            D::Name => Self::Name,
            D::Url => Self::Url,
            D::Number => Self::Number,
            D::Currency => Self::Currency,
            D::Percentage => Self::Percentage,
            D::Integer => Self::Integer,
            D::DateMdy => Self::DateMdy,
            D::DateDmy => Self::DateDmy,
            D::DateYmd => Self::DateYmd,
            D::Time => Self::Time,
            D::Boolean => Self::Boolean,
        }
    }
}

impl fmt::Display for DataType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for DataType {
    type Err = UnknownType;

    fn from_str(name: &str) -> Result<Self, UnknownType> {
        let row = ROWS.iter().find(|row| row.name == name);
        row.map(|row| row.data_type).ok_or_else(|| UnknownType(name.to_owned()))
    }
}

/// A name that no data type has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("There is no data type {0:?}.")]
pub struct UnknownType(String);

/// The range of a part of a text.
fn range_in(text: &str, part: &str) -> Range<usize> {
    let begin = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    begin..begin + part.len()
}
