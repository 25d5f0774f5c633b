//! Checks on values beyond their shape; every failure is gathered and answered at once.

use annals_domain::{EnvValue, Environment, plain_text};
use serde_json::{Map, Value};

use crate::problem::{Issue, Problem};

/// How an interface writes the names of its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// `pythonCode`
    Camel,
    /// `python_code`
    Snake,
}

impl Case {
    fn name(self, snake: &str) -> String {
        let mut words = snake.split('_');
        let first = words.next().unwrap_or("").to_owned();
        match self {
            Self::Snake => snake.to_owned(),
            Self::Camel => words.fold(first, |name, word| {
                let (head, tail) = word.split_at(word.len().min(1));
                name + &head.to_ascii_uppercase() + tail
            }),
        }
    }
}

/// Gathers what does not validate in a body.
#[derive(Debug)]
pub(crate) struct Check {
    case: Case,
    issues: Vec<Issue>,
}

/// The most bytes of code.
const CODE_LIMIT: usize = 1 << 20;
/// The most bytes of a variable with its name: what Linux takes for one string.
const ENV_LIMIT: usize = 128 << 10;
/// The longest time limit: 30 days.
const MOST_SECONDS: f64 = 30.0 * 86_400.0;

impl Check {
    /// Nothing is wrong yet.
    pub(crate) const fn new(case: Case) -> Self {
        Self { case, issues: Vec::new() }
    }

    /// The field `name` (in snake case, dots between levels) is wrong.
    pub(crate) fn fail(&mut self, name: &str, msg: impl std::fmt::Display) {
        self.issues.push(Issue::at("body", &self.case.name(name), msg.to_string()));
    }

    /// The field at `place`, which is written as it is here, is wrong.
    pub(super) fn fail_at(&mut self, place: &str, msg: impl std::fmt::Display) {
        self.issues.push(Issue::at("body", place, msg.to_string()));
    }

    /// A text of any lines.
    pub(crate) fn text(&mut self, name: &str, text: Option<&str>, limit: usize) {
        if let Some(Err(error)) = text.map(|text| plain_text(text, limit)) {
            self.fail(name, error);
        }
    }

    /// A text of one line.
    pub(crate) fn line(&mut self, name: &str, text: Option<&str>, limit: usize) {
        self.text(name, text, limit);
        if text.is_some_and(|text| text.chars().any(|c| c.is_control() && c != '\0')) {
            self.fail(name, "must not contain control characters");
        }
    }

    /// A program's source.
    pub(crate) fn code(&mut self, name: &str, code: Option<&str>) {
        let Some(code) = code else { return };
        if code.len() > CODE_LIMIT {
            self.fail(name, format!("must be at most {CODE_LIMIT} bytes, not {}", code.len()));
        } else if code.trim().is_empty() {
            self.fail(name, "must not be blank");
        } else {
            self.text(name, Some(code), CODE_LIMIT);
        }
    }

    /// Labels.
    pub(crate) fn tags(&mut self, tags: &[String]) {
        if tags.len() > 50 {
            self.fail("tags", format!("must be at most 50, not {}", tags.len()));
            return;
        }
        for (index, tag) in tags.iter().enumerate() {
            let name = format!("tags.{index}");
            if tag.is_empty() {
                self.fail(&name, "must not be empty");
            }
            self.line(&name, Some(tag), 100);
        }
    }

    /// A time limit in seconds, as milliseconds.
    pub(crate) fn seconds(&mut self, name: &str, seconds: Option<f64>) -> Option<i64> {
        let seconds = seconds?;
        if !(seconds > 0.0 && seconds <= MOST_SECONDS) {
            self.fail(name, "must be more than 0 and at most 2592000 (30 days)");
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "at most 30 days of milliseconds")]
        Some((seconds * 1000.0).ceil() as i64)
    }

    /// Variables for a process.
    pub(crate) fn env(&mut self, env: Option<Map<String, Value>>) -> Option<Environment> {
        self.env_at("", env)
    }

    /// The same below `place` (dots between levels).
    pub(crate) fn env_at(
        &mut self,
        place: &str,
        env: Option<Map<String, Value>>,
    ) -> Option<Environment> {
        let mut checked = Environment::new();
        for (name, value) in env? {
            match variable(&name, value) {
                Ok(value) => drop(checked.insert(name, value)),
                Err(msg) => {
                    let mut issue = Issue::at("body", &format!("{place}.env"), msg);
                    let name = annals_domain::head(&name, 128).to_owned();
                    issue.loc.push(crate::problem::Step::Name(name));
                    self.issues.push(issue);
                }
            }
        }
        Some(checked)
    }

    /// Whether everything is fine.
    pub(crate) fn done(self) -> Result<(), Problem> {
        if self.issues.is_empty() { Ok(()) } else { Err(Problem::invalid(self.issues)) }
    }
}

fn variable(name: &str, value: Value) -> Result<EnvValue, String> {
    let letter = |b: u8| b.is_ascii_alphabetic() || b == b'_';
    let starts = name.bytes().next().is_some_and(letter);
    if !starts || !name.bytes().all(|b| letter(b) || b.is_ascii_digit()) {
        return Err("must be named by letters, digits and `_`, not beginning with a digit".into());
    }
    if name.starts_with("ANNALS_") {
        return Err("must not begin with ANNALS_; such names are the platform's".into());
    }
    let value = match value {
        Value::String(text) => EnvValue::Plain(text),
        Value::Object(map) if map.len() == 1 => secret(&map)?,
        _ => return Err(SHAPE.into()),
    };
    let (EnvValue::Plain(text) | EnvValue::Secret { secret: text }) = &value;
    // The process gets `NAME=value` and a NUL.
    if name.len() + text.len() + 2 > ENV_LIMIT {
        return Err("must be at most 128 KiB with its name".into());
    }
    plain_text(text, ENV_LIMIT).map_err(|error| error.to_string())?;
    Ok(value)
}

const SHAPE: &str = "must be a string or {\"secret\": \"NAME\"}";

fn secret(map: &Map<String, Value>) -> Result<EnvValue, String> {
    match map.get("secret").and_then(Value::as_str) {
        Some("") => Err("must name a secret".into()),
        Some(name) => Ok(EnvValue::Secret { secret: name.to_owned() }),
        None => Err(SHAPE.into()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn wrong(check: impl FnOnce(&mut Check)) -> String {
        let mut all = Check::new(Case::Camel);
        check(&mut all);
        all.done().map_or_else(|problem| problem.detail, |()| String::new())
    }

    #[test]
    fn names_are_written_as_the_interface_writes_them() {
        assert_eq!(Case::Camel.name("requirements_file"), "requirementsFile");
        assert_eq!(Case::Snake.name("requirements_file"), "requirements_file");
    }

    #[test]
    fn code_has_limits_in_bytes() {
        assert_eq!(wrong(|c| c.code("python_code", Some(&"ä".repeat(CODE_LIMIT / 2)))), "");
        let over = wrong(|c| c.code("python_code", Some(&"x".repeat(CODE_LIMIT + 1))));
        assert_eq!(over, "pythonCode: must be at most 1048576 bytes, not 1048577");
        assert_eq!(wrong(|c| c.code("python_code", Some(" \n"))), "pythonCode: must not be blank");
        assert!(wrong(|c| c.code("python_code", Some("a\0"))).contains("NUL"));
    }

    #[test]
    fn time_limits() {
        let mut check = Check::new(Case::Snake);
        assert_eq!(check.seconds("timeout_seconds", Some(0.25)), Some(250));
        assert_eq!(check.seconds("timeout_seconds", Some(0.000_1)), Some(1));
        assert_eq!(check.seconds("timeout_seconds", Some(2_592_000.0)), Some(2_592_000_000));
        assert!(check.done().is_ok());
        for bad in [0.0, -1.0, 2_592_000.1, f64::NAN, f64::INFINITY] {
            let mut check = Check::new(Case::Snake);
            assert_eq!(check.seconds("timeout_seconds", Some(bad)), None);
            assert!(check.done().is_err(), "{bad}");
        }
    }

    #[test]
    fn variables() {
        let map = |value: Value| value.as_object().cloned();
        let mut check = Check::new(Case::Snake);
        let env = check.env(map(json!({"A_1": "x", "KEY": {"secret": "API"}}))).expect("given");
        assert!(check.done().is_ok());
        assert_eq!(env["KEY"], EnvValue::Secret { secret: "API".into() });
        let long = "x".repeat(ENV_LIMIT);
        for bad in [
            json!({"1A": "x"}),
            json!({"": "x"}),
            json!({"A-B": "x"}),
            json!({"ANNALS_URL": "x"}),
            json!({"A": 1}),
            json!({"A": null}),
            json!({"A": ["s"]}),
            json!({"A": {"secret": ""}}),
            json!({"A": {"other": "x"}}),
            json!({"A": "\0"}),
            json!({"A": long}),
        ] {
            assert_ne!(wrong(|c| drop(c.env(map(bad.clone())))), "", "{bad}");
        }
    }

    #[test]
    fn every_wrong_tag_is_named() {
        let tags = ["ok", "", "a\nb"].map(str::to_owned);
        assert_eq!(
            wrong(|c| c.tags(&tags)),
            "tags.1: must not be empty; tags.2: must not contain control characters"
        );
    }
}
