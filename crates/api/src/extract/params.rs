//! Query strings: what does not validate is 422 and named. Unknown parameters are ignored.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// The parameters of a query string.
#[derive(Debug)]
pub(crate) struct Params<T>(pub(crate) T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        read(parts.uri.query().unwrap_or("")).map(Self)
    }
}

fn read<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    let query = serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()));
    serde_path_to_error::deserialize(query).map_err(|error| {
        let text = error.inner().to_string();
        let twice = text.strip_prefix("duplicate field `").and_then(|t| t.strip_suffix('`'));
        match (twice, error.path().to_string()) {
            (Some(name), _) => Problem::invalid_query(name, "must not be given twice"),
            (None, path) if path == "." => Problem::invalid_query("", text),
            (None, path) => Problem::invalid_query(&path, text),
        }
    })
}

#[cfg(test)]
mod tests {
    use annals_domain::{Phase, Timestamp};
    use rstest::rstest;
    use serde::Deserialize;

    use super::*;
    use crate::extract::{Bounded, Text, flag, given, instant, word};

    #[derive(Debug, Deserialize)]
    struct Probe {
        limit: Option<Bounded<1, 100>>,
        q: Option<Text<3>>,
        #[serde(default, deserialize_with = "word")]
        phase: Option<Phase>,
        #[serde(default, deserialize_with = "instant")]
        since: Option<Timestamp>,
        #[serde(default, deserialize_with = "flag")]
        timestamps: bool,
    }

    #[test]
    fn reads_every_kind_of_value() {
        let probe: Probe = read(
            "limit=100&q=%C3%A4b&phase=sUCCEEDED&since=2026-11-20T10:15:02+01:00&timestamps=1&x=y",
        )
        .expect("valid");
        assert_eq!(probe.limit.map(Bounded::get), Some(100));
        assert_eq!(given(probe.q).as_deref(), Some("äb"));
        assert_eq!(probe.phase, Some(Phase::Succeeded));
        assert_eq!(probe.since.map(|t| t.to_string()), Some("2026-11-20T09:15:02.000000Z".into()));
        assert!(probe.timestamps);
        let none: Probe = read("q=").expect("valid");
        assert_eq!((none.limit.is_none(), given(none.q), none.timestamps), (true, None, false));
    }

    #[rstest]
    #[case("limit=0", "limit: must be an integer from 1 to 100")]
    #[case("limit=-1", "limit: must be an integer from 1 to 100")]
    #[case("limit=ten", "limit: must be an integer from 1 to 100")]
    #[case("limit=", "limit: must be an integer from 1 to 100")]
    #[case("limit=1&limit=2", "limit: must not be given twice")]
    #[case("q=abcd", "q: must be at most 3 characters, not 4")]
    #[case("q=%00", "q: must not contain the NUL character (found at byte 0)")]
    #[case(
        "phase=gone",
        "phase: must be one of Pending, Running, Succeeded, Failed, Error, Cancelled"
    )]
    #[case("since=now", "since: `now` is not an RFC 3339 time such as 2026-11-20T09:15:02.123456Z")]
    #[case("timestamps=maybe", "timestamps: must be true or false")]
    fn names_what_does_not_validate(#[case] query: &str, #[case] detail: &str) {
        assert_eq!(read::<Probe>(query).expect_err("invalid").detail, detail);
    }
}
