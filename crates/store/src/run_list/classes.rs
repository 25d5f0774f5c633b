//! Classes of durations: what turns "at least so long" into a few ranges of an index, each of
//! them in the order of the list.

use crate::sql::Sql;

const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

/// A duration between two columns, cut into classes. The index on it names the same expression.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Classes {
    until: &'static str,
    from: &'static str,
    /// What the index leaves out, so that it stays small.
    within: &'static str,
    /// Where each class begins, in microseconds.
    begins: &'static [i64],
}

/// How long runs took.
pub(super) static DURATION: Classes = Classes {
    until: "ended_at",
    from: "started_at",
    within: "r.ended_at IS NOT NULL",
    begins: &[
        0,
        SECOND,
        5 * SECOND,
        10 * SECOND,
        30 * SECOND,
        MINUTE,
        5 * MINUTE,
        10 * MINUTE,
        30 * MINUTE,
        HOUR,
        4 * HOUR,
        24 * HOUR,
    ],
};

/// How long runs waited, those that waited at least a minute.
pub(super) static WAIT: Classes = Classes {
    until: "started_at",
    from: "created_at",
    within: "r.started_at - r.created_at >= 60000000",
    begins: &[MINUTE, HOUR, 24 * HOUR, 240 * HOUR],
};

/// The runs that are of no class of waiting.
pub(super) const PROMPT: &str = "r.started_at - r.created_at < 60000000";

impl Classes {
    /// The classes in which a duration of at least `micros` can lie.
    pub(super) fn at_least(&self, micros: i64) -> std::ops::Range<usize> {
        let below = self.begins.iter().filter(|begin| **begin <= micros).count();
        below.saturating_sub(1)..self.begins.len()
    }

    /// What no duration of this class reaches, in microseconds; none for the last class.
    pub(super) fn end(&self, class: usize) -> Option<i64> {
        self.begins.get(class + 1).copied()
    }

    /// What no duration below the first class reaches.
    pub(super) fn first(&self) -> i64 {
        self.begins[0]
    }

    /// Writes the condition that a run is of this class, as its index understands it.
    pub(super) fn is(&self, sql: &mut Sql, class: usize) {
        sql.push(&format!("{} AND {} = {class}", self.within, self.expression("r.")));
    }

    /// The class of a run; null where one of the times is not known.
    fn expression(&self, of: &str) -> String {
        let when = |(class, begin): (usize, &i64)| {
            format!(" WHEN {of}{} - {of}{} >= {begin} THEN {class}", self.until, self.from)
        };
        let cases: String = self.begins.iter().enumerate().rev().map(when).collect();
        format!("(CASE{cases} END)")
    }
}

#[cfg(test)]
mod tests {
    use super::{DURATION, HOUR, SECOND, WAIT};

    #[test]
    fn the_indexes_are_on_the_same_expressions() {
        for migration in [
            include_str!("../../migrations/sqlite/0004_run_lists.up.sql"),
            include_str!("../../migrations/postgres/0004_run_lists.up.sql"),
        ] {
            for classes in [&DURATION, &WAIT] {
                let index =
                    format!("({}, created_at, id)\n    WHERE {}", classes.expression(""), {
                        classes.within.replace("r.", "")
                    });
                assert!(migration.contains(&index), "{index}");
            }
        }
    }

    #[test]
    fn every_duration_has_its_class() {
        assert_eq!(DURATION.at_least(0), 0..12);
        assert_eq!(DURATION.at_least(SECOND - 1), 0..12);
        assert_eq!(DURATION.at_least(SECOND), 1..12);
        assert_eq!(DURATION.at_least(i64::MAX), 11..12);
        assert_eq!(WAIT.at_least(2 * HOUR), 1..4);
        assert_eq!((WAIT.end(0), WAIT.end(3)), (Some(HOUR), None));
    }
}
