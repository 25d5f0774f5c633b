//! Reads the log of a pod, as Kubernetes hands it out with a time before each line.
//!
//! The program in the pod numbers its lines, so that each is taken exactly once however often the
//! log is asked for again, and so that lines which the kubelet threw away are known to be missing.
//! What has no number was printed by Argo's own program, which shares the pod's output.

use std::collections::BTreeMap;

use annals_domain::Timestamp;
use serde::{Deserialize, Serialize};

/// Who printed a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The step, on its standard output.
    Stdout,
    /// The step, on its standard error.
    Stderr,
    /// The tools that build its environment.
    Setup,
    /// The pod's program: JSON on what happens.
    Fact,
    /// Argo.
    Argo,
}

/// A line of a pod's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When the kubelet read it.
    pub at: Timestamp,
    /// Its number; none for what the pod's own program did not print.
    pub number: Option<u64>,
    /// Who printed it.
    pub origin: Origin,
    /// The bytes without the end of the line.
    pub bytes: Vec<u8>,
}

impl Line {
    /// Whether it is what the pod's program says last: nothing of its own follows.
    #[must_use]
    pub fn is_last(&self) -> bool {
        self.origin == Origin::Fact && self.bytes == LAST
    }
}

/// What a pod's program says last.
const LAST: &[u8] = b"{\"fact\": \"ended\"}";

/// A line, or that some are missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stamped {
    /// A line that was not seen before.
    Line(Line),
    /// So many lines before the next are gone from the cluster.
    Missing(u64),
}

/// How far a pod's log was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LogPlace {
    /// The number of the last numbered line.
    number: u64,
    /// When the last line without one was printed, and how many of that instant were seen.
    other: Option<(Timestamp, usize)>,
    /// When the last line of all was printed.
    at: Option<Timestamp>,
}

impl LogPlace {
    /// The number of the last line of the pod's own.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// When the last line was printed.
    #[must_use]
    pub const fn at(&self) -> Option<Timestamp> {
        self.at
    }

    /// Goes on past a line that follows.
    pub fn pass(&mut self, line: &Line) {
        match line.number {
            Some(number) => self.number = number,
            None => {
                let before = self.other.filter(|(last, _)| *last == line.at);
                self.other = Some((line.at, before.map_or(0, |(_, count)| count) + 1));
            }
        }
        self.at = self.at.max(Some(line.at));
    }
}

/// The reader of one pod's log.
#[derive(Debug, Default)]
pub struct Lines {
    place: LogPlace,
    /// How many lines of Argo's of the last instant came again since the log was asked for anew.
    again: usize,
    /// The instant up to which Argo's lines are known.
    known: Option<(Timestamp, usize)>,
    partial: Vec<u8>,
    /// Lines behind others that are missing; none if those are not waited for.
    ahead: Option<Ahead>,
}

/// The most bytes of lines that are kept while others before them are waited for.
const MOST_AHEAD: usize = 8 << 20;

/// Lines behind others that are missing.
#[derive(Debug, Default)]
struct Ahead {
    lines: BTreeMap<u64, Line>,
    bytes: usize,
}

impl Ahead {
    fn put(&mut self, number: u64, line: Line) {
        self.bytes += line.bytes.len();
        self.lines.insert(number, line);
    }

    /// Takes the first, if its number is at most `up_to`.
    fn next(&mut self, up_to: u64) -> Option<Line> {
        let first = self.lines.first_entry().filter(|first| *first.key() <= up_to)?;
        let line = first.remove();
        self.bytes = self.bytes.saturating_sub(line.bytes.len());
        Some(line)
    }
}

impl From<LogPlace> for Lines {
    /// A reader that goes on from there.
    fn from(place: LogPlace) -> Self {
        Self { place, ..Self::default() }
    }
}

impl Lines {
    /// A reader that goes on after the line with this number.
    #[must_use]
    pub fn after(number: u64) -> Self {
        Self::from(LogPlace { number, ..LogPlace::default() })
    }

    /// Waits for lines that are missing, since the pod prints them again, rather than count them as
    /// gone at once.
    #[must_use]
    pub fn patient(mut self) -> Self {
        self.ahead = Some(Ahead::default());
        self
    }

    /// Whether it waits for lines that are missing.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.ahead.as_ref().is_some_and(|ahead| !ahead.lines.is_empty())
    }

    /// What is missing will not come any more: what came behind it.
    pub fn give_up(&mut self) -> Vec<Stamped> {
        let mut found = Vec::new();
        self.catch_up(u64::MAX, &mut found);
        found
    }

    /// The number of the last line of the pod's own.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.place.number
    }

    /// Since when the log is to be asked for, if it is asked for again.
    #[must_use]
    pub const fn since(&self) -> Option<Timestamp> {
        self.place.at
    }

    /// The log is asked for again: lines that were seen may come once more, and one that was cut off
    /// comes whole.
    pub fn reopen(&mut self) {
        self.partial.clear();
        self.known = self.place.other;
        self.again = 0;
    }

    /// What is new in `bytes`, the next part of the log.
    pub fn read(&mut self, bytes: &[u8]) -> Vec<Stamped> {
        let mut found = Vec::new();
        let mut rest = bytes;
        while let Some(end) = memchr::memchr(b'\n', rest) {
            if self.partial.is_empty() {
                self.line(&rest[..end], &mut found);
            } else {
                self.partial.extend_from_slice(&rest[..end]);
                let line = std::mem::take(&mut self.partial);
                self.line(&line, &mut found);
            }
            rest = &rest[end + 1..];
        }
        self.partial.extend_from_slice(rest);
        found
    }

    /// What is left when the pod has ended: what waited for lines that are missing, and a line that its
    /// end cut off.
    pub fn finish(&mut self) -> Vec<Stamped> {
        let mut found = Vec::new();
        let line = std::mem::take(&mut self.partial);
        if !line.is_empty() {
            self.line(&line, &mut found);
        }
        self.catch_up(u64::MAX, &mut found);
        found
    }

    fn line(&mut self, line: &[u8], found: &mut Vec<Stamped>) {
        let (at, text) = stamp(line).unwrap_or_else(|| (self.latest(), line));
        match frame(text) {
            Some((number, origin, bytes)) => {
                if number <= self.place.number {
                    return;
                }
                self.numbered(
                    number,
                    Line { at, number: Some(number), origin, bytes: bytes.to_vec() },
                    found,
                );
            }
            None if self.is_known(at) => {}
            None => {
                let (number, origin) = (None, Origin::Argo);
                self.found(Line { at, number, origin, bytes: text.to_vec() }, found);
            }
        }
    }

    /// A line that was not seen before.
    fn numbered(&mut self, number: u64, line: Line, found: &mut Vec<Stamped>) {
        let next = self.place.number + 1;
        match &mut self.ahead {
            Some(ahead) if number > next => {
                // Nothing is printed again after the last word, or by a pod that goes on so far.
                let in_vain = line.is_last() || ahead.bytes > MOST_AHEAD;
                ahead.put(number, line);
                self.catch_up(if in_vain { u64::MAX } else { next }, found);
            }
            _ => {
                self.take(line, found);
                self.catch_up(0, found);
            }
        }
    }

    /// Takes a line, and notes those before it that are missing.
    fn take(&mut self, line: Line, found: &mut Vec<Stamped>) {
        let number = line.number.unwrap_or(0);
        let missing = number.saturating_sub(self.place.number + 1);
        if missing > 0 {
            found.push(Stamped::Missing(missing));
        }
        self.found(line, found);
    }

    /// Takes the lines that waited: those that follow now, and all up to that number.
    fn catch_up(&mut self, number: u64, found: &mut Vec<Stamped>) {
        while let Some(ahead) = &mut self.ahead {
            let up_to = number.max(self.place.number + 1);
            let Some(mut line) = ahead.next(up_to) else { return };
            if line.number > Some(self.place.number) {
                // It came before those that were printed again.
                line.at = line.at.max(self.latest());
                self.take(line, found);
            }
        }
    }

    fn found(&mut self, line: Line, found: &mut Vec<Stamped>) {
        self.place.pass(&line);
        found.push(Stamped::Line(line));
    }

    /// The time of a line that has none.
    fn latest(&self) -> Timestamp {
        self.place.at.unwrap_or_else(|| Timestamp::from_micros(0))
    }

    /// Whether a line of Argo's came before the log was asked for again.
    fn is_known(&mut self, at: Timestamp) -> bool {
        let Some((last, count)) = self.known else { return false };
        if at < last {
            return true;
        }
        if at > last || self.again == count {
            self.known = None;
            return false;
        }
        self.again += 1;
        true
    }
}

/// A line's time, and the rest of it.
fn stamp(line: &[u8]) -> Option<(Timestamp, &[u8])> {
    let blank = memchr::memchr(b' ', line)?;
    let at = std::str::from_utf8(&line[..blank]).ok()?.parse().ok()?;
    Some((at, &line[blank + 1..]))
}

/// Number, origin and text of a line that the pod's program printed: `12o text`.
fn frame(text: &[u8]) -> Option<(u64, Origin, &[u8])> {
    let digits = text.iter().take(20).take_while(|byte| byte.is_ascii_digit()).count();
    let (number, rest) = text.split_at(digits);
    let [kind, b' ', bytes @ ..] = rest else { return None };
    let origin = match kind.to_ascii_lowercase() {
        b'o' => Origin::Stdout,
        b'e' => Origin::Stderr,
        b's' => Origin::Setup,
        b'f' => Origin::Fact,
        _ => return None,
    };
    let number = std::str::from_utf8(number).ok()?.parse().ok()?;
    // A capital letter: a full stop was put after the line, since a carriage return at its end would
    // have been dropped on the way.
    let bytes = if kind.is_ascii_uppercase() { bytes.strip_suffix(b".")? } else { bytes };
    Some((number, origin, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "2026-11-21T12:00:00.000000001Z time=\"x\" level=info msg=\"capturing logs\" argo=true\n\
                       2026-11-21T12:00:00.000000001Z time=\"x\" level=info msg=\"more\" argo=true\n\
                       2026-11-21T12:00:01.1Z 1f {\"fact\": \"started\"}\n\
                       2026-11-21T12:00:01.2Z 2o hello\n\
                       2026-11-21T12:00:01.2Z 3e \n\
                       2026-11-21T12:00:02.5Z 4o 12o not a frame\n\
                       2026-11-21T12:00:03Z time=\"y\" level=info msg=\"sub-process exited\" argo=true\n";

    fn texts(found: &[Stamped]) -> Vec<String> {
        let text = |stamped: &Stamped| match stamped {
            Stamped::Missing(count) => format!("missing {count}"),
            Stamped::Line(line) => {
                format!("{:?} {}", line.origin, String::from_utf8_lossy(&line.bytes))
            }
        };
        found.iter().map(text).collect()
    }

    fn all() -> Vec<String> {
        let mut lines = Lines::default();
        let found = lines.read(LOG.as_bytes());
        assert_eq!(lines.number(), 4);
        texts(&found)
    }

    #[test]
    fn lines_are_told_apart() {
        assert_eq!(
            all()[2..],
            [
                "Fact {\"fact\": \"started\"}",
                "Stdout hello",
                "Stderr ",
                "Stdout 12o not a frame",
                "Argo time=\"y\" level=info msg=\"sub-process exited\" argo=true",
            ]
        );
    }

    #[test]
    fn a_carriage_return_at_the_end_of_a_line_stays() {
        let log = "2026-11-21T12:00:01Z 1O a\r.\n2026-11-21T12:00:01Z 2E \r\r.\n\
                   2026-11-21T12:00:01Z 3o b.\n2026-11-21T12:00:01Z 4S cut";
        let mut lines = Lines::default();
        let mut found = lines.read(log.as_bytes());
        found.extend(lines.finish());
        assert_eq!(texts(&found), ["Stdout a\r", "Stderr \r\r", "Stdout b.", "Argo 4S cut"]);
    }

    #[test]
    fn cut_anywhere_and_begun_again_every_line_comes_once() {
        for cut in 0..LOG.len() {
            for from in [0, 1, 2] {
                // Kubernetes begins with a whole line, at or before where it is asked to.
                let mut lines = Lines::default();
                let mut found = lines.read(&LOG.as_bytes()[..cut]);
                lines.reopen();
                let known = LOG[..cut].matches('\n').count();
                let again: Vec<_> =
                    LOG.split_inclusive('\n').skip(known.saturating_sub(from)).collect();
                // What is asked for again begins at a second, so all lines of it come.
                let again = again.concat();
                let again = if starts_within_an_instant(&again) { LOG } else { &again };
                found.extend(lines.read(again.as_bytes()));
                assert_eq!(texts(&found), all(), "cut at {cut}, again from {from}");
            }
        }
    }

    /// Whether the text begins with the second of two lines of one instant.
    fn starts_within_an_instant(text: &str) -> bool {
        text.contains("msg=\"more\"") && !text.contains("capturing logs")
    }

    #[test]
    fn what_is_gone_is_counted() {
        let mut lines = Lines::after(3);
        let found = lines.read(b"2026-11-21T12:00:00Z 7o a\n2026-11-21T12:00:00Z 8o b\n");
        assert_eq!(texts(&found), ["missing 3", "Stdout a", "Stdout b"]);
    }

    /// What comes of these lines, one after another.
    fn after(lines: &mut Lines, numbers: &[u64]) -> Vec<String> {
        let line =
            |number: &u64| format!("2026-11-21T12:00:0{}Z {number}o {number}\n", number % 10);
        let log: String = numbers.iter().map(line).collect();
        texts(&lines.read(log.as_bytes()))
    }

    #[test]
    fn what_is_missing_is_waited_for_and_comes_in_its_place() {
        let mut lines = Lines::default().patient();
        assert_eq!(after(&mut lines, &[1, 2, 5, 6, 8]), ["Stdout 1", "Stdout 2"]);
        assert!(lines.is_waiting());
        assert_eq!((lines.number(), after(&mut lines, &[5, 2])), (2, vec![]));
        lines.reopen();
        let expected = ["Stdout 3", "Stdout 4", "Stdout 5", "Stdout 6"];
        assert_eq!(after(&mut lines, &[3, 4, 5]), expected);
        assert_eq!(after(&mut lines, &[6, 7]), ["Stdout 7", "Stdout 8"]);
        assert!(!lines.is_waiting());
        assert_eq!(after(&mut lines, &[9]), ["Stdout 9"]);
    }

    #[test]
    fn what_comes_late_is_told_in_the_order_of_its_times() {
        let mut lines = Lines::default().patient();
        let log = b"2026-11-21T12:00:01Z 2o b\n2026-11-21T12:00:05Z 1o a\n";
        let found = lines.read(log);
        let at = |stamped: &Stamped| match stamped {
            Stamped::Line(line) => (line.number, line.at.to_string()),
            Stamped::Missing(count) => panic!("{count} missing"),
        };
        let at: Vec<_> = found.iter().map(at).collect();
        assert_eq!((at[0].0, at[1].0, &at[0].1), (Some(1), Some(2), &at[1].1));
    }

    #[test]
    fn what_is_missing_is_not_waited_for_without_end() {
        let waiting = || {
            let mut lines = Lines::default().patient();
            assert_eq!(after(&mut lines, &[2, 5]), Vec::<String>::new());
            lines
        };
        let all = ["missing 1", "Stdout 2", "missing 2", "Stdout 5"];
        assert_eq!(texts(&waiting().give_up()), all);
        assert_eq!(texts(&waiting().finish()), all);
        let mut lines = waiting();
        let last = lines.read(b"2026-11-21T12:00:05Z 6f {\"fact\": \"ended\"}\n");
        assert_eq!(texts(&last)[..4], all);
        assert!(matches!(&last[4], Stamped::Line(line) if line.is_last()));
        // Nor is much kept.
        let mut lines = waiting();
        let much = [b"2026-11-21T12:00:05Z 6o ", &*vec![b'x'; MOST_AHEAD + 1], b"\n"].concat();
        assert_eq!(lines.read(&much), []);
        assert_eq!(lines.read(b"2026-11-21T12:00:05Z 7o y\n").len(), 6);
        assert_eq!(lines.number(), 7);
    }

    #[test]
    fn what_the_end_cut_off_is_kept() {
        let mut lines = Lines::default();
        assert_eq!(lines.read(b"2026-11-21T12:00:00Z 1o never en"), []);
        assert_eq!(texts(&lines.finish()), ["Stdout never en"]);
        assert_eq!(lines.finish(), []);
    }

    #[test]
    fn what_has_no_time_is_taken_too() {
        let mut lines = Lines::default();
        let found = lines.read(b"unable to retrieve container logs\n\xff 1o x\n");
        assert_eq!(found.len(), 2);
    }
}
