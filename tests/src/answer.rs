//! What a server answered.

use bytes::Bytes;
use reqwest::header::HeaderMap;
use serde_json::Value;

/// An answer, whole.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Answer {
    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// If it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error} in the answer {}", self.shown()))
    }

    /// A header's value, empty where there is none.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The JSON of an answer that must be 200.
    ///
    /// # Panics
    /// If it is not.
    #[track_caller]
    pub fn ok(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.shown());
        self.json()
    }

    /// The problem, which must be one of this status in the form that the contract says.
    ///
    /// # Panics
    /// If it is not.
    #[track_caller]
    pub fn problem(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.shown());
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.shown());
        let problem = self.json();
        assert_eq!(problem["status"], status, "{problem}");
        for field in ["type", "title", "detail"] {
            assert!(problem[field].as_str().is_some_and(|text| !text.is_empty()), "{problem}");
        }
        if status == 422 {
            check_issues(&problem);
        }
        problem
    }

    fn shown(&self) -> String {
        let text: String = self.text().chars().take(2000).collect();
        format!("{} {text}", self.status)
    }
}

/// A 422 names each value that does not validate.
#[track_caller]
fn check_issues(problem: &Value) {
    let errors = problem["errors"].as_array().filter(|errors| !errors.is_empty());
    for error in errors.unwrap_or_else(|| panic!("no errors: {problem}")) {
        let place = error["loc"][0].as_str();
        let known = ["body", "path", "query", "header"];
        assert!(place.is_some_and(|place| known.contains(&place)), "{problem}");
        assert!(error["msg"].as_str().is_some_and(|msg| !msg.is_empty()), "{problem}");
    }
}
