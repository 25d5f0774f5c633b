//! `TASK#N`, as people name a run.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use annals_domain::RunNumber;

/// A task or one of its runs: `etl`, `etl#3`, or an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    text: String,
    split: Option<(usize, RunNumber)>,
}

impl Target {
    /// All that was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The task's id or name.
    #[must_use]
    pub fn task(&self) -> &str {
        self.split.map_or(&self.text, |(at, _)| &self.text[..at])
    }

    /// The run's number, where one was given.
    #[must_use]
    pub fn number(&self) -> Option<RunNumber> {
        self.split.map(|(_, number)| number)
    }
}

impl FromStr for Target {
    type Err = Infallible;

    /// Everything is a target: what does not end in `#` and a number is a name as a whole.
    fn from_str(text: &str) -> Result<Self, Infallible> {
        let number = |digits: &str| {
            let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse().ok().filter(|_| plain).and_then(RunNumber::new)
        };
        let split = text
            .rfind('#')
            .filter(|at| *at > 0)
            .and_then(|at| number(&text[at + 1..]).map(|number| (at, number)));
        Ok(Self { text: text.to_owned(), split })
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (String, Option<i64>) {
        let Ok(target) = text.parse::<Target>();
        (target.task().to_owned(), target.number().map(RunNumber::get))
    }

    #[test]
    fn a_number_after_the_last_hash_is_the_run() {
        assert_eq!(parts("etl#3"), ("etl".into(), Some(3)));
        assert_eq!(parts("C# build#12"), ("C# build".into(), Some(12)));
        assert_eq!(parts("etl"), ("etl".into(), None));
    }

    #[test]
    fn anything_else_is_part_of_the_name() {
        for name in ["C#", "etl#0", "etl#-1", "etl#+1", "etl#x", "etl#99999999999999999999", "#3"] {
            assert_eq!(parts(name), (name.to_owned(), None));
        }
    }
}
