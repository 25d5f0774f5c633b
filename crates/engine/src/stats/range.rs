//! The time that figures are told of, in whole hours or days.

use std::collections::BTreeMap;

use annals_domain::Timestamp;
use annals_store::{Span, Tally};

use super::{Figures, StatsRequest};
use crate::Error;

const MICROS: i64 = 3_600_000_000;
/// The most hours that single hours and days are told of at once: 8 days, 400 days.
const LONGEST: (i64, i64) = (8 * 24, 400 * 24);
/// The hours that are told of where nothing is said.
const USUAL: (i64, i64) = (24, 30 * 24);

/// Hours since 1970: the first, and the one after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) since: i64,
    pub(super) until: i64,
    span: Span,
}

/// The beginning of an hour.
pub(super) fn instant(hour: i64) -> Timestamp {
    Timestamp::from_micros(hour * MICROS)
}

const fn hour(at: Timestamp) -> i64 {
    at.as_micros().div_euclid(MICROS)
}

impl Range {
    /// What the request asks for, as of `now`.
    pub(super) fn of(request: &StatsRequest, now: Timestamp) -> Result<Self, Error> {
        let span = request.span;
        let after = |at: Timestamp| span.begin(hour(at)) + span.hours();
        // Up to a day ahead: the clock of another server may be.
        let last = after(now) + 24;
        let before = |at: Timestamp| after(Timestamp::from_micros(at.as_micros() - 1));
        let until = request.started_before.map_or(after(now), before).min(last);
        let (usual, longest) = match span {
            Span::Hour => (USUAL.0, LONGEST.0),
            Span::Day => (USUAL.1, LONGEST.1),
        };
        let since = request.started_after.map_or(until - usual, |at| span.begin(hour(at)));
        if since >= until {
            return Err(Error::invalid("started_before", "must be later than started_after"));
        }
        if until - since > longest {
            let text = format!("must be at most {} days before started_before", longest / 24);
            return Err(Error::invalid("started_after", text));
        }
        if span == Span::Hour && since < hour(now) - longest {
            let text = "lies too far back: single hours are kept for 8 days; ask for days";
            return Err(Error::invalid("started_after", text));
        }
        Ok(Self { since, until, span })
    }

    /// Each hour or day of the range with its runs.
    pub(super) fn series(&self, tallies: &[Tally]) -> Vec<(Timestamp, Figures)> {
        let mut found: BTreeMap<i64, Figures> = BTreeMap::new();
        tallies.iter().for_each(|tally| found.entry(tally.at).or_default().add(tally));
        let mut series = Vec::new();
        let mut at = self.since;
        while at < self.until {
            series.push((instant(at), found.remove(&at).unwrap_or_default()));
            at += self.span.hours();
        }
        series
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(span: Span, after: Option<&str>, before: Option<&str>) -> Option<(String, String)> {
        let time = |text: &str| text.parse::<Timestamp>().expect("a time");
        let request = StatsRequest {
            tasks: Vec::new(),
            kind: None,
            status: None,
            trigger: None,
            started_after: after.map(time),
            started_before: before.map(time),
            span,
            group_by: None,
        };
        let range = Range::of(&request, time("2026-11-20T09:15:02Z")).ok()?;
        let text = |hour| instant(hour).to_string()[..13].to_owned();
        Some((text(range.since), text(range.until)))
    }

    fn is(since: &str, until: &str) -> Option<(String, String)> {
        Some((since.into(), until.into()))
    }

    #[test]
    fn times_are_widened_to_whole_spans() {
        let (hour, day) = (Span::Hour, Span::Day);
        assert_eq!(range(day, None, None), is("2026-10-22T00", "2026-11-21T00"));
        assert_eq!(range(hour, None, None), is("2026-11-19T10", "2026-11-20T10"));
        let (after, before) = (Some("2026-11-18T10:30:00Z"), Some("2026-11-20T08:00:00Z"));
        assert_eq!(range(day, after, before), is("2026-11-18T00", "2026-11-21T00"));
        assert_eq!(range(hour, after, before), is("2026-11-18T10", "2026-11-20T08"));
        let midnight = Some("2026-11-20T00:00:00Z");
        assert_eq!(range(day, after, midnight), is("2026-11-18T00", "2026-11-20T00"));
        assert_eq!(
            range(day, after, Some("9999-01-01T00:00:00Z")),
            is("2026-11-18T00", "2026-11-22T00")
        );
    }

    #[test]
    fn what_no_figures_are_kept_of_is_refused() {
        assert_eq!(range(Span::Hour, Some("2026-11-12T08:59:59Z"), None), None);
        assert!(range(Span::Hour, Some("2026-11-12T10:00:00Z"), None).is_some());
        assert_eq!(
            range(Span::Hour, Some("2026-11-01T00:00:00Z"), Some("2026-11-02T00:00:00Z")),
            None
        );
        assert_eq!(range(Span::Day, Some("2025-01-01T00:00:00Z"), None), None);
        assert_eq!(
            range(Span::Day, Some("2026-11-20T00:00:00Z"), Some("2026-11-20T00:00:00Z")),
            None
        );
        assert_eq!(range(Span::Day, Some("2027-11-20T00:00:00Z"), None), None);
    }
}
