//! Observations with their places: what was read of the pods' logs and told of the Workflow.
//!
//! The mark of a place is all that it takes to go on: what was told, and how far the log of each pod
//! was read whose step has not ended.

use std::collections::BTreeMap;

use annals_domain::{LogChunk, NodeName, Observation, Place, Seen, Stream, Timestamp};
use serde::{Deserialize, Serialize};

use super::lines::LogPlace;
use super::progress::Told;
use crate::{ExecutorError, Report};

/// Lines that the kubelet read within that time are told as read at one instant, in microseconds: a
/// pod's program writes many at once.
const INSTANT: i64 = 1000;

/// About how many bytes of lines are told as one observation.
const LARGEST: usize = 64 << 10;

/// How far the logs of pods were read, by the pods' names.
pub(super) type Pods = BTreeMap<String, PodPlace>;

/// How far the log of a pod was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PodPlace {
    /// The place in the plan of its step.
    pub(super) step: usize,
    /// How far.
    pub(super) log: LogPlace,
    /// Whether to the end, or as far as it can be.
    pub(super) ended: bool,
    /// Whether the pod was seen to run.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) begun: bool,
    /// Whether the pod was gone before its log was read to the end.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) gone: bool,
    /// How many lines were gone from the cluster before they were read.
    #[serde(default, skip_serializing_if = "is_none")]
    pub(super) missing: u64,
    /// How many lines the pod printed behind the last that was read, by its own word.
    #[serde(default, skip_serializing_if = "is_none")]
    pub(super) unread: u64,
}

/// Whether none are missing.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it so")]
const fn is_none(missing: &u64) -> bool {
    *missing == 0
}

impl PodPlace {
    /// Of the step with that place in the plan nothing was read.
    pub(super) fn of(step: usize) -> Self {
        let log = LogPlace::default();
        Self { step, log, ended: false, begun: false, gone: false, missing: 0, unread: 0 }
    }

    /// Why not all of the log was read, if it was not. `cancelled` tells whether the pod was told to
    /// end: one that never began has nothing to lose.
    pub(super) fn loss(&self, pod: &str, cancelled: bool) -> Option<String> {
        let cut_short = self.gone || !self.ended;
        let had_begun = !cancelled || self.begun || self.log.at().is_some();
        if cut_short && had_begun {
            return Some(format!("pod {pod} was gone before its log was read to the end"));
        }
        let missing = self.missing + self.unread;
        let lines = if missing == 1 { "1 line was" } else { &format!("{missing} lines were") };
        (missing > 0).then(|| format!("{lines} gone from pod {pod} before being read"))
    }
}

/// What is kept with a place.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub(super) struct Mark {
    /// What was told.
    pub(super) told: Told,
    /// How far the logs were read.
    pub(super) pods: Pods,
}

/// The same where it is only looked at.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct MarkOf<'m> {
    pub(super) told: &'m Told,
    pub(super) pods: &'m Pods,
}

impl Mark {
    /// Reads the mark of a place.
    pub(super) fn read(place: &Place) -> Result<Self, ExecutorError> {
        match &place.mark {
            None if place.position == 0 => Ok(Self::default()),
            None => Err(ExecutorError::Attempt("it is not stored how far it was followed".into())),
            Some(mark) => serde_json::from_str(mark)
                .map_err(|error| ExecutorError::Attempt(format!("its mark is damaged: {error}"))),
        }
    }
}

/// The number of the last line of the pod of that name that was read before `place`; 0 if it was
/// none, and none where the place is damaged.
pub(super) fn last_line(place: &Place, pod: &str) -> Option<u64> {
    let mark = Mark::read(place).ok()?;
    Some(mark.pods.get(pod).map_or(0, |place| place.log.number()))
}

/// Reports that were not handed out yet.
#[derive(Debug)]
pub(super) struct Pending {
    position: i64,
    reports: Vec<Report>,
    /// Lines that are being gathered.
    lines: Option<LogChunk>,
    bytes: usize,
}

impl Pending {
    /// Nothing after `position`.
    pub(super) const fn after(position: i64) -> Self {
        Self { position, reports: Vec::new(), lines: None, bytes: 0 }
    }

    /// Whether a line of that kind goes with those that are being gathered.
    pub(super) fn takes(&self, node: &NodeName, stream: Stream, at: Timestamp) -> bool {
        self.lines.as_ref().is_some_and(|chunk| {
            chunk.node == *node
                && chunk.stream == stream
                && chunk.bytes.len() < LARGEST
                && (0..INSTANT).contains(&(at.as_micros() - chunk.at.as_micros()))
        })
    }

    /// Gathers a line with those that take it.
    pub(super) fn line(&mut self, node: &NodeName, stream: Stream, at: Timestamp, line: &[u8]) {
        let new = || LogChunk { node: node.clone(), stream, at, bytes: Vec::new() };
        let chunk = self.lines.get_or_insert_with(new);
        chunk.bytes.extend_from_slice(line);
        chunk.bytes.push(b'\n');
        self.bytes += line.len() + 1;
    }

    /// Tells the lines that were gathered, after which `mark` holds.
    pub(super) fn seal(&mut self, mark: MarkOf<'_>) {
        if let Some(lines) = self.lines.take() {
            self.push(Observation::Lines(lines), mark);
        }
    }

    /// Tells a fact, after which `mark` holds.
    pub(super) fn fact(&mut self, at: Timestamp, seen: Seen, mark: MarkOf<'_>) {
        self.push(Observation::Fact(at, Box::new(seen)), mark);
    }

    fn push(&mut self, observation: Observation, mark: MarkOf<'_>) {
        self.position += 1;
        // It always has a JSON form; of an empty text it would be said that it is damaged.
        let mark = serde_json::to_string(&mark).unwrap_or_default();
        let place = Place { position: self.position, mark: Some(mark.into()) };
        self.reports.push(Report { place, observation });
    }

    /// How many bytes of lines there are.
    pub(super) const fn bytes(&self) -> usize {
        self.bytes
    }

    /// Takes all that is told.
    pub(super) fn take(&mut self) -> Vec<Report> {
        self.bytes = 0;
        std::mem::take(&mut self.reports)
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::{Lines, Stamped};
    use super::*;

    /// The place after a pod called `a` has printed this.
    fn place(log: &[u8]) -> Place {
        let mut read = PodPlace::of(0);
        for line in Lines::default().read(log) {
            if let Stamped::Line(line) = line {
                read.log.pass(&line);
            }
        }
        let pods = Pods::from([("a".to_owned(), read)]);
        let mut pending = Pending::after(4);
        let (node, at) = (NodeName::main(), Timestamp::from_micros(1));
        pending.line(&node, Stream::Stdout, at, b"x");
        pending.seal(MarkOf { told: &Told::default(), pods: &pods });
        pending.take().remove(0).place
    }

    #[test]
    fn the_last_line_of_a_pod_is_read_from_its_place() {
        let log = b"2026-11-21T12:00:00Z 1o a\n2026-11-21T12:00:00Z 7o b\n\
                    2026-11-21T12:00:01Z argo=true\n";
        assert_eq!(last_line(&place(log), "a"), Some(7));
        assert_eq!(last_line(&place(log), "b"), Some(0));
        assert_eq!(last_line(&place(b""), "a"), Some(0));
        assert_eq!(last_line(&Place::default(), "a"), Some(0));
        assert_eq!(last_line(&Place::at(3), "a"), None);
        let damaged = Place { position: 3, mark: Some("{".into()) };
        assert_eq!(last_line(&damaged, "a"), None);
    }
}
