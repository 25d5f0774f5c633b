//! Times that come again: five (or six) cron fields in a time zone.

use annals_domain::Timestamp;
use croner::Cron;
use croner::parser::CronParser;
use jiff::Zoned;
use jiff::tz::TimeZone;

use crate::Error;

/// A cron expression in a time zone.
#[derive(Debug, Clone)]
pub struct Schedule {
    cron: Cron,
    zone: TimeZone,
}

impl Schedule {
    /// Reads a cron expression and the IANA name of a time zone (none: UTC).
    ///
    /// # Errors
    /// [`Error::Setting`] for what is none, and for times that never come.
    pub fn new(cron: &str, zone: Option<&str>) -> Result<Self, Error> {
        let wrong = |error| Error::Setting(format!("`{cron}` is no cron expression: {error}"));
        let parsed = CronParser::new().parse(cron).map_err(wrong)?;
        let zone = match zone {
            None => TimeZone::UTC,
            Some(name) => TimeZone::get(name)
                .map_err(|_| Error::Setting(format!("`{name}` is no name of a time zone")))?,
        };
        let schedule = Self { cron: parsed, zone };
        // A year with 29 February in it is at most eight years away.
        match schedule.next(Timestamp::from_micros(0)) {
            Some(_) => Ok(schedule),
            None => Err(Error::Setting(format!("the time `{cron}` never comes"))),
        }
    }

    /// The first time after `after`, if there is one.
    #[must_use]
    pub fn next(&self, after: Timestamp) -> Option<Timestamp> {
        let found = self.cron.find_next_occurrence(&self.zoned(after)?, false).ok()?;
        Some(Timestamp::from_micros(found.timestamp().as_microsecond()))
    }

    /// The last time in the range after `after` up to and including `until`, and whether more
    /// than that one were in it: those were missed and are not made up for.
    #[must_use]
    pub fn last_due(&self, after: Timestamp, until: Timestamp) -> Option<(Timestamp, bool)> {
        let found = self.cron.find_previous_occurrence(&self.zoned(until)?, true).ok()?;
        let last = Timestamp::from_micros(found.timestamp().as_microsecond());
        if last <= after || last > until {
            return None;
        }
        let first = self.next(after)?;
        Some((last, first < last))
    }

    fn zoned(&self, at: Timestamp) -> Option<Zoned> {
        let at = jiff::Timestamp::from_microsecond(at.as_micros()).ok()?;
        Some(at.to_zoned(self.zone.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        let at: jiff::Timestamp = text.parse().expect("a time");
        Timestamp::from_micros(at.as_microsecond())
    }

    #[test]
    fn times_are_those_of_the_zone_in_summer_and_winter() {
        let nine = Schedule::new("0 9 * * 1-5", Some("Europe/Vienna")).expect("a schedule");
        assert_eq!(nine.next(at("2026-07-03T07:00:00Z")), Some(at("2026-07-06T07:00:00Z")));
        assert_eq!(nine.next(at("2026-11-20T07:59:59Z")), Some(at("2026-11-20T08:00:00Z")));
    }

    #[test]
    fn an_hour_that_comes_twice_or_never_fires_once() {
        let half_past_two = Schedule::new("30 2 * * *", Some("Europe/Vienna")).expect("a schedule");
        // On 25 October 2026 it is half past two twice.
        let first = half_past_two.next(at("2026-10-24T22:00:00Z")).expect("a time");
        assert_eq!(first, at("2026-10-25T00:30:00Z"));
        assert_eq!(half_past_two.next(first), Some(at("2026-10-26T01:30:00Z")));
        // On 29 March 2026 it never is.
        let spring = half_past_two.next(at("2026-03-28T12:00:00Z")).expect("a time");
        assert!(spring >= at("2026-03-29T00:59:00Z") && spring <= at("2026-03-29T01:30:00Z"));
    }

    #[test]
    fn of_many_missed_times_the_last_is_told() {
        let hourly = Schedule::new("0 * * * *", None).expect("a schedule");
        let (after, until) = (at("2026-11-20T09:00:00Z"), at("2026-11-20T12:30:00Z"));
        assert_eq!(hourly.last_due(after, until), Some((at("2026-11-20T12:00:00Z"), true)));
        assert_eq!(
            hourly.last_due(after, at("2026-11-20T10:00:00Z")),
            Some((at("2026-11-20T10:00:00Z"), false))
        );
        assert_eq!(hourly.last_due(after, at("2026-11-20T09:59:59Z")), None);
    }

    #[test]
    fn what_is_no_schedule_is_refused() {
        for (cron, zone) in [
            ("", None),
            ("every day", None),
            ("61 * * * *", None),
            ("0 0 30 2 *", None),
            ("0 9 * * *", Some("Mars/Olympus")),
        ] {
            let error = Schedule::new(cron, zone).expect_err(cron);
            assert!(matches!(error, Error::Setting(_)), "{cron}: {error}");
        }
    }
}
