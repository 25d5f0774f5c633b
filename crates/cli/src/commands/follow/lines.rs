//! Printing a run's lines on the streams they came from.

use annals_domain::Stream;

use crate::client::wire::LogLine;
use crate::error::CliError;
use crate::output::Screen;

/// The node of a script's own program; its lines need no name before them.
const MAIN: &str = "main";

/// Which lines are shown, and with what before them.
#[derive(Debug, Clone, Default)]
pub struct LineStyle {
    /// Only this node's lines.
    pub node: Option<String>,
    /// The time before each line.
    pub timestamps: bool,
}

impl LineStyle {
    /// Whether lines of `node` are shown.
    #[must_use]
    pub fn shows(&self, node: &str) -> bool {
        self.node.as_deref().is_none_or(|only| only == node)
    }

    /// The line as it is shown, with its end.
    #[must_use]
    pub fn format(&self, line: &LogLine) -> String {
        let mut text = String::with_capacity(line.line.len() + 1);
        if self.timestamps {
            text.push_str(&line.ts.to_string());
            text.push(' ');
        }
        if self.node.is_none() && line.node != MAIN {
            text.push_str(&format!("[{}] ", line.node));
        }
        text.push_str(&line.line);
        text.push('\n');
        text
    }

    /// Prints the line on the stream it came from.
    ///
    /// # Errors
    /// As [`Screen::say`].
    pub fn print(&self, line: &LogLine, screen: &mut Screen) -> Result<(), CliError> {
        if !self.shows(&line.node) {
            return Ok(());
        }
        let text = self.format(line);
        match line.stream {
            Stream::Stdout => screen.write(text.as_bytes()),
            Stream::Stderr => screen.note(text.trim_end_matches('\n')),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_named_unless_it_is_clear_which_it_is() {
        let line = |node: &str| LogLine {
            seq: 1,
            node: node.into(),
            line_no: 1,
            stream: Stream::Stdout,
            ts: "2026-11-20T09:15:02Z".parse().expect("a time"),
            line: "hello".into(),
        };
        let all = LineStyle::default();
        assert_eq!(all.format(&line("main")), "hello\n");
        assert_eq!(all.format(&line("load")), "[load] hello\n");
        let one = LineStyle { node: Some("load".into()), timestamps: true };
        assert_eq!(one.format(&line("load")), "2026-11-20T09:15:02.000000Z hello\n");
        assert!(one.shows("load") && !one.shows("main"));
    }
}
