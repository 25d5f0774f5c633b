//! Times, durations and sizes in people's words.

use annals_domain::Timestamp;
use jiff::tz::TimeZone;

/// An instant in the reader's time zone: `2026-11-20 10:15:02 +01:00`.
#[must_use]
pub fn instant(at: Timestamp) -> String {
    instant_in(at, &TimeZone::system())
}

fn instant_in(at: Timestamp, zone: &TimeZone) -> String {
    match jiff::Timestamp::from_microsecond(at.as_micros()) {
        Ok(at) => at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S %:z").to_string(),
        Err(_) => at.to_string(),
    }
}

/// How long ago something was: `5 min ago`, after a week the day.
#[must_use]
pub fn ago(at: Timestamp, now: Timestamp) -> String {
    let seconds = now.millis_since(at) / 1000;
    match seconds {
        0..60 => format!("{seconds} s ago"),
        60..3_600 => format!("{} min ago", seconds / 60),
        3_600..86_400 => format!("{} h ago", seconds / 3_600),
        86_400..172_800 => "yesterday".into(),
        172_800..604_800 => format!("{} days ago", seconds / 86_400),
        _ => instant(at).chars().take(10).collect(),
    }
}

/// A duration: `340 ms`, `1.2 s`, `2 min 05 s`, `3 h 20 min`.
#[must_use]
pub fn duration(millis: i64) -> String {
    let seconds = millis / 1000;
    match millis {
        ..1_000 => format!("{millis} ms"),
        1_000..60_000 => format!("{seconds}.{} s", millis % 1000 / 100),
        60_000..3_600_000 => format!("{} min {:02} s", seconds / 60, seconds % 60),
        _ => format!("{} h {:02} min", seconds / 3600, seconds / 60 % 60),
    }
}

/// A size in bytes: `812 B`, `1.5 KiB`, `3.0 GiB`.
#[must_use]
pub fn bytes(size: u64) -> String {
    let mut tenths = u128::from(size) * 10;
    let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    let mut unit = 0;
    while tenths >= 10_240 && unit + 1 < units.len() {
        tenths /= 1024;
        unit += 1;
    }
    match unit {
        0 => format!("{size} B"),
        _ => format!("{}.{} {}", tenths / 10, tenths % 10, units[unit]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_grow_coarser() {
        let shown: Vec<_> = [0, 340, 1_249, 59_999, 125_400, 12_000_000].map(duration).into();
        assert_eq!(shown, ["0 ms", "340 ms", "1.2 s", "59.9 s", "2 min 05 s", "3 h 20 min"]);
    }

    #[test]
    fn sizes_keep_one_digit() {
        let shown: Vec<_> = [0, 1023, 1536, 3 << 30, u64::MAX].map(bytes).into();
        assert_eq!(shown, ["0 B", "1023 B", "1.5 KiB", "3.0 GiB", "15.9 EiB"]);
    }

    #[test]
    fn a_time_ago_turns_into_a_day() {
        let now: Timestamp = "2026-11-20T09:15:02Z".parse().expect("a time");
        let shown = |seconds: i64| ago(now.plus_millis(-seconds * 1000), now);
        assert_eq!(shown(-5), "0 s ago");
        assert_eq!(shown(59), "59 s ago");
        assert_eq!(shown(7_300), "2 h ago");
        assert_eq!(shown(90_000), "yesterday");
        assert_eq!(shown(9 * 86_400).len(), 10);
    }

    #[test]
    fn an_instant_is_shown_with_its_offset() {
        let at: Timestamp = "2026-11-20T09:15:02.5Z".parse().expect("a time");
        let zone = TimeZone::fixed(jiff::tz::offset(1));
        assert_eq!(instant_in(at, &zone), "2026-11-20 10:15:02 +01:00");
    }
}
