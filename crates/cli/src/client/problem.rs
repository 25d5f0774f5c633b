//! What the server says when it refuses a request (`application/problem+json`).

use std::fmt;

use reqwest::{Response, StatusCode};
use serde::Deserialize;

use crate::output::clean;

/// A refused request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The HTTP status.
    pub status: StatusCode,
    title: String,
    detail: Option<String>,
    errors: Vec<FieldError>,
}

#[derive(Deserialize, Default)]
struct Body {
    title: Option<String>,
    detail: Option<String>,
    #[serde(default)]
    errors: Vec<FieldError>,
}

/// One value that does not validate.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct FieldError {
    #[serde(default)]
    loc: serde_json::Value,
    #[serde(default)]
    msg: String,
}

impl Problem {
    /// What `response` says. A body that is no problem document is left out.
    pub async fn of(response: Response) -> Self {
        let status = response.status();
        Self::read(status, &response.text().await.unwrap_or_default())
    }

    fn read(status: StatusCode, body: &str) -> Self {
        let body: Body = serde_json::from_str(body).unwrap_or_default();
        let usual = || status.canonical_reason().unwrap_or("Refused").to_owned();
        Self {
            status,
            title: body.title.filter(|title| !title.is_empty()).unwrap_or_else(usual),
            detail: body.detail.filter(|detail| !detail.is_empty()),
            errors: body.errors,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", clean(&self.title), self.status.as_u16())?;
        if let Some(detail) = &self.detail {
            write!(f, ": {}", clean(detail))?;
        }
        for error in &self.errors {
            write!(f, "\n  {}: {}", clean(&place(&error.loc)), clean(&error.msg))?;
        }
        if self.status == StatusCode::UNAUTHORIZED {
            write!(f, "\nGive a token with --token or ANNALS_TOKEN.")?;
        }
        Ok(())
    }
}

/// A place in the request: `["body", "inputs", 0]` as `body.inputs.0`.
fn place(loc: &serde_json::Value) -> String {
    match loc {
        serde_json::Value::Array(parts) => parts.iter().map(place).collect::<Vec<_>>().join("."),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_error_has_its_line() {
        let body = r#"{"type":"about:blank","title":"Not valid","status":422,
            "detail":"two values are wrong","errors":[
            {"loc":["body","env",0],"msg":"must be text"},{"loc":"query.limit","msg":"too many"}]}"#;
        let problem = Problem::read(StatusCode::UNPROCESSABLE_ENTITY, body);
        assert_eq!(
            problem.to_string(),
            "Not valid (422): two values are wrong\n  body.env.0: must be text\n  \
             query.limit: too many"
        );
    }

    #[test]
    fn a_body_that_is_no_problem_is_named_by_its_status() {
        let problem = Problem::read(StatusCode::BAD_GATEWAY, "<html>\u{1b}[2J</html>");
        assert_eq!(problem.to_string(), "Bad Gateway (502)");
    }
}
