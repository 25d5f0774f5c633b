//! Reads the log of a pod, as Kubernetes hands it out with a time before each line.
//!
//! The program in the pod numbers its lines, so that each is taken exactly once however often the
//! log is asked for again, and so that lines which the kubelet threw away are known to be missing.
//! What has no number was printed by Argo's own program, which shares the pod's output.

mod ahead;

use ahead::Ahead;
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
        self.ahead.as_ref().is_some_and(|ahead| !ahead.is_empty())
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
                let in_vain = line.is_last() || ahead.is_much();
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
mod tests;
