//! What an executor tells of an attempt at once, besides those who follow it.

use annals_domain::{NodeName, NodeState, Phase, Timestamp};

/// How an attempt stands, as what carries it out tells. Nothing of it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glance {
    /// Where the attempt stands.
    pub phase: Phase,
    /// `setup`, then the steps in the order of the plan.
    pub nodes: Vec<NodeGlance>,
}

/// How a node stands, and what it printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeGlance {
    /// The node.
    pub name: NodeName,
    /// The pod that carries it out, once there is one.
    pub process: Option<String>,
    /// Where it stands.
    pub state: NodeState,
    /// When it began.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// The end of its log.
    pub printed: Printed,
}

/// The end of a log, in whole lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Printed {
    /// The lines, each ended by `\n`.
    pub bytes: Vec<u8>,
    /// How many lines there are before them.
    pub before: i64,
}

impl Printed {
    /// Adds a line. What is then more than `limit` bytes goes from the beginning, in whole lines, once
    /// it is as much again: cutting costs a copy of what stays.
    pub fn add(&mut self, line: &[u8], limit: usize) {
        self.bytes.extend_from_slice(line);
        self.bytes.push(b'\n');
        if self.bytes.len() > limit.saturating_mul(2) {
            self.cut(limit);
        }
    }

    /// Takes whole lines off the beginning until at most `limit` bytes are left.
    pub fn cut(&mut self, limit: usize) {
        let over = self.bytes.len().saturating_sub(limit);
        if over == 0 {
            return;
        }
        let end = memchr::memchr(b'\n', &self.bytes[over - 1..]);
        let at = end.map_or(self.bytes.len(), |end| over + end);
        let lines = memchr::memchr_iter(b'\n', &self.bytes[..at]).count();
        self.before += i64::try_from(lines).unwrap_or(0);
        self.bytes.drain(..at);
    }

    /// How many lines there are, those before included.
    #[must_use]
    pub fn lines(&self) -> i64 {
        let here = memchr::memchr_iter(b'\n', &self.bytes).count();
        self.before + i64::try_from(here).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_lines_of_the_end_are_kept() {
        let mut printed = Printed::default();
        for number in 0..100 {
            printed.add(format!("line {number}").as_bytes(), 20);
            assert!(printed.bytes.len() <= 40);
            assert_eq!(printed.lines(), number + 1);
        }
        printed.cut(20);
        assert_eq!(String::from_utf8_lossy(&printed.bytes), "line 98\nline 99\n");
        assert_eq!(printed.before, 98);
        printed.cut(8);
        assert_eq!((printed.bytes.as_slice(), printed.before), (&b"line 99\n"[..], 99));
        printed.cut(7);
        assert_eq!((printed.bytes.len(), printed.lines()), (0, 100));
    }
}
