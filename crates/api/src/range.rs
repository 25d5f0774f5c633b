//! Range requests (RFC 9110, section 14): one stretch of bytes of something that can be had as a
//! whole.

use std::ops::Range;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::problem::{Kind, Problem};

/// Which bytes a request asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// All of them.
    Whole,
    /// These, at least one.
    Part(Range<u64>),
    /// None that there are.
    Nothing,
}

impl Wanted {
    /// What `request` asks for of `size` bytes whose version is `tag`. What is no range of bytes,
    /// or several, asks for all, as does a range of another version.
    pub(crate) fn of(request: &HeaderMap, size: u64, tag: Option<&str>) -> Self {
        let text = |name| request.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let same = request.get(header::IF_RANGE).is_none() || text(header::IF_RANGE) == tag;
        match text(header::RANGE) {
            Some(range) if same => read(range, size).unwrap_or(Self::Whole),
            _ => Self::Whole,
        }
    }

    /// The bytes.
    pub(crate) fn bytes(&self, size: u64) -> Range<u64> {
        match self {
            Self::Whole => 0..size,
            Self::Part(range) => range.clone(),
            Self::Nothing => 0..0,
        }
    }

    /// Makes `response`, which has these bytes as its body, the answer to the request.
    pub(crate) fn answer(&self, mut response: Response, size: u64) -> Response {
        let headers = response.headers_mut();
        headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        if let Self::Part(Range { start, end }) = self {
            insert(headers, header::CONTENT_RANGE, format!("bytes {start}-{}/{size}", end - 1));
            insert(headers, header::CONTENT_LENGTH, (end - start).to_string());
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        }
        response
    }
}

/// The refusal of a range that lies beyond the end.
pub(crate) fn beyond(size: u64) -> Response {
    let detail = format!("There are {size} bytes, and the range lies beyond them.");
    let mut response = Problem::new(Kind::Range, detail).into_response();
    insert(response.headers_mut(), header::CONTENT_RANGE, format!("bytes */{size}"));
    response
}

/// Whether the client takes a compressed answer, whose length is not known before.
pub(crate) fn compressed(request: &HeaderMap) -> bool {
    let all = request.get_all(header::ACCEPT_ENCODING);
    let accepts = |text: &str| ["gzip", "zstd", "*"].iter().any(|name| text.contains(name));
    all.iter().any(|value| value.to_str().is_ok_and(accepts))
}

/// A text of plain characters is always a header's value.
fn insert(headers: &mut HeaderMap, name: header::HeaderName, value: String) {
    if let Ok(value) = HeaderValue::try_from(value) {
        headers.insert(name, value);
    }
}

/// Reads `bytes=FIRST-LAST`, `bytes=FIRST-` or `bytes=-LENGTH`; none if it is something else.
fn read(range: &str, size: u64) -> Option<Wanted> {
    let (unit, range) = range.split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    let (first, last) = range.trim().split_once('-')?;
    let number = |digits: &str| {
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        // What is too large for a number is beyond every end.
        plain.then(|| digits.parse().unwrap_or(u64::MAX))
    };
    let (start, end) = match (first.is_empty(), last.is_empty()) {
        (true, _) => (size.saturating_sub(number(last)?), size),
        (false, true) => (number(first)?, size),
        (false, false) => {
            let (first, last) = (number(first)?, number(last)?);
            if last < first {
                return None;
            }
            (first, last.saturating_add(1).min(size))
        }
    };
    Some(if start < end { Wanted::Part(start..end) } else { Wanted::Nothing })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn of(pairs: &[(&'static str, &str)], tag: Option<&str>) -> Wanted {
        let pairs = pairs.iter().map(|(name, value)| {
            (header::HeaderName::from_static(name), HeaderValue::from_str(value).expect("a value"))
        });
        Wanted::of(&pairs.collect(), 100, tag)
    }

    #[rstest]
    #[case("bytes=0-0", Wanted::Part(0..1))]
    #[case("bytes=10-19", Wanted::Part(10..20))]
    #[case("Bytes= 10-19", Wanted::Part(10..20))]
    #[case("bytes=90-", Wanted::Part(90..100))]
    #[case("bytes=90-999", Wanted::Part(90..100))]
    #[case("bytes=0-99999999999999999999999", Wanted::Part(0..100))]
    #[case("bytes=-1", Wanted::Part(99..100))]
    #[case("bytes=-999", Wanted::Part(0..100))]
    #[case("bytes=100-", Wanted::Nothing)]
    #[case("bytes=99999999999999999999999-", Wanted::Nothing)]
    #[case("bytes=-0", Wanted::Nothing)]
    #[case("bytes=20-10", Wanted::Whole)]
    #[case("bytes=0-1,5-6", Wanted::Whole)]
    #[case("bytes=", Wanted::Whole)]
    #[case("bytes=-", Wanted::Whole)]
    #[case("bytes=+1-2", Wanted::Whole)]
    #[case("bytes=a-b", Wanted::Whole)]
    #[case("lines=1-2", Wanted::Whole)]
    fn ranges(#[case] range: &str, #[case] expected: Wanted) {
        assert_eq!(of(&[("range", range)], None), expected);
    }

    #[test]
    fn a_range_of_another_version_asks_for_all() {
        let (range, own) = (("range", "bytes=1-2"), Some("\"a\""));
        assert_eq!(of(&[range, ("if-range", "\"a\"")], own), Wanted::Part(1..3));
        assert_eq!(of(&[range, ("if-range", "\"b\"")], own), Wanted::Whole);
        assert_eq!(of(&[range, ("if-range", "\"a\"")], None), Wanted::Whole);
        assert_eq!(of(&[], own), Wanted::Whole);
    }
}
