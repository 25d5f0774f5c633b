//! The text of a run's nodes as a live reader sees it, kept as lines come.

use annals_domain::ledger::Line;
use annals_domain::{NodeName, NodeRecord, NodeState, Phase, Timestamp};
use annals_engine::NodeText;

use crate::wire::log::LiveNode;
use crate::wire::words::node_phase;

/// What a run's nodes have printed, of each at most the last `limit` bytes.
pub(super) struct View {
    nodes: Vec<Node>,
    limit: usize,
}

struct Node {
    name: NodeName,
    index: i64,
    pod: String,
    state: NodeState,
    started_at: Option<Timestamp>,
    text: String,
    truncated: bool,
    last_line: i64,
}

impl View {
    /// Begins with texts that were read, each at most `limit` bytes.
    pub(super) fn new(texts: Vec<NodeText>, limit: usize) -> Self {
        let mut view = Self { nodes: Vec::new(), limit };
        for text in texts {
            let lines = i64::try_from(text.text.split_terminator('\n').count()).unwrap_or(0);
            view.set(&text.node);
            let node = view.node(&text.node.name, text.node.index);
            node.last_line = text.first_line.max(1) - 1 + lines;
            node.truncated = text.truncated;
            node.text = text.text;
        }
        view.sort();
        view
    }

    /// What became of the nodes. Whether anything that is shown of them is new.
    pub(super) fn refresh(&mut self, records: &[NodeRecord]) -> bool {
        let mut changed = false;
        for record in records {
            changed |= self.set(record);
        }
        self.sort();
        changed
    }

    /// Adds lines that `name` printed; those that are there already are passed over. Whether
    /// anything was new.
    pub(super) fn append(&mut self, name: &NodeName, lines: &[Line]) -> bool {
        let limit = self.limit;
        let Some(first) = lines.first() else { return false };
        let node = self.node(name, first.node);
        let before = node.last_line;
        for line in lines.iter().filter(|line| line.number > before) {
            node.text.push_str(&line.text());
            node.text.push('\n');
            node.last_line = line.number;
        }
        // Cutting costs a copy of what stays, so that it waits until there is as much to cut.
        if node.text.len() > limit * 2 {
            node.text.drain(..end_of(&node.text, limit));
            node.truncated = true;
        }
        node.last_line > before
    }

    /// The nodes by start; `setup` only where it printed. `run` is the run's phase.
    pub(super) fn rows(&self, run: Phase) -> Vec<LiveNode<'_>> {
        let setup = NodeName::setup();
        let shown = self.nodes.iter().filter(|node| node.name != setup || !node.text.is_empty());
        shown
            .map(|node| {
                let from = end_of(&node.text, self.limit);
                LiveNode {
                    node: node.name.as_str(),
                    pod: &node.pod,
                    phase: node_phase(node.state, run),
                    logs: &node.text[from..],
                    truncated: node.truncated || from > 0,
                }
            })
            .collect()
    }

    fn set(&mut self, record: &NodeRecord) -> bool {
        let node = self.node(&record.name, record.index);
        let pod = record.process.clone().unwrap_or_default();
        let changed = node.state != record.state || node.pod != pod;
        node.index = record.index;
        node.state = record.state;
        node.started_at = record.started_at;
        node.pod = pod;
        changed
    }

    /// The node of this name; one that is known only by its lines is running.
    fn node(&mut self, name: &NodeName, index: i64) -> &mut Node {
        let at = self.nodes.iter().position(|node| node.name == *name).unwrap_or_else(|| {
            self.nodes.push(Node {
                name: name.clone(),
                index,
                pod: String::new(),
                state: NodeState::Running,
                started_at: None,
                text: String::new(),
                truncated: false,
                last_line: 0,
            });
            self.nodes.len() - 1
        });
        &mut self.nodes[at]
    }

    fn sort(&mut self) {
        self.nodes.sort_by_key(|node| (node.started_at.is_none(), node.started_at, node.index));
    }
}

/// Where the last `limit` bytes of `text` begin, at the start of a line if one begins there.
fn end_of(text: &str, limit: usize) -> usize {
    let Some(from) = text.len().checked_sub(limit).filter(|from| *from > 0) else { return 0 };
    let from = (from..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    if text.as_bytes()[from - 1] == b'\n' {
        return from;
    }
    match text[from..].find('\n') {
        Some(end) if from + end + 1 < text.len() => from + end + 1,
        _ => from,
    }
}

#[cfg(test)]
mod tests {
    use annals_domain::Stream;

    use super::*;

    fn record(name: &NodeName, index: i64, state: NodeState, started: Option<i64>) -> NodeRecord {
        NodeRecord {
            index,
            name: name.clone(),
            state,
            process: started.map(|_| "77".into()),
            started_at: started.map(Timestamp::from_micros),
            ended_at: None,
            exit_code: None,
            message: None,
            log_lines: 0,
            log_bytes: 0,
            log_end: None,
            environment_id: None,
            tries: 0,
            reused_from: None,
        }
    }

    fn line(number: i64, text: &str) -> Line {
        let (at, bytes) = (Timestamp::from_micros(0), text.as_bytes().to_vec());
        Line { seq: number, node: 1, number, stream: Stream::Stdout, at, bytes }
    }

    fn main_text(text: &str, first_line: i64) -> NodeText {
        let node = record(&NodeName::main(), 1, NodeState::Running, Some(5));
        NodeText { node, text: text.into(), truncated: first_line > 1, first_line }
    }

    #[test]
    fn lines_that_are_there_already_are_passed_over() {
        let mut view = View::new(vec![main_text("c\nd\n", 3)], 100);
        assert!(!view.append(&NodeName::main(), &[line(3, "c"), line(4, "d")]));
        assert!(view.append(&NodeName::main(), &[line(4, "d"), line(5, "e")]));
        let rows = view.rows(Phase::Running);
        assert_eq!((rows[0].logs, rows[0].truncated), ("c\nd\ne\n", true));
        assert_eq!((rows[0].pod, rows[0].phase), ("77", "Running"));
    }

    #[test]
    fn beyond_the_limit_only_whole_lines_of_the_end_stay() {
        let mut view = View::new(vec![main_text("", 1)], 10);
        for number in 1..=50 {
            view.append(&NodeName::main(), &[line(number, "äbc")]);
            let rows = view.rows(Phase::Running);
            assert!(rows[0].logs.len() <= 10 && view.nodes[0].text.len() <= 20);
            assert!(rows[0].logs.starts_with("äbc\n"), "{:?}", rows[0].logs);
            assert_eq!(rows[0].truncated, number > 2);
        }
        view.append(&NodeName::main(), &[line(51, &"ä".repeat(30))]);
        assert_eq!(view.rows(Phase::Running)[0].logs, "ääää\n");
    }

    #[test]
    fn nodes_come_by_start_and_a_silent_setup_not_at_all() {
        let (setup, main) = (NodeName::setup(), NodeName::main());
        let mut view = View::new(Vec::new(), 100);
        view.append(&main, &[line(1, "x")]);
        let records = [
            record(&setup, 0, NodeState::Success, Some(1)),
            record(&main, 1, NodeState::Failure, Some(2)),
        ];
        view.refresh(&records);
        let names = |view: &View| -> Vec<_> {
            view.rows(Phase::Error)
                .iter()
                .map(|row| format!("{} {}", row.node, row.phase))
                .collect()
        };
        assert_eq!(names(&view), ["main Error"]);
        view.append(&setup, &[line(1, "installed")]);
        assert_eq!(names(&view), ["setup Succeeded", "main Error"]);
    }
}
