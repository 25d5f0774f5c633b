//! What the platform does before a program begins: a moving line on a terminal, kept aside in
//! case it fails.

use std::collections::VecDeque;
use std::time::Duration;

use annals_domain::NodeState;
use indicatif::{ProgressBar, ProgressStyle};

use super::lines::LineStyle;
use crate::client::sse::NodeChange;
use crate::client::wire::LogLine;
use crate::error::CliError;
use crate::output::{Screen, clean};

/// The node of what the platform prints.
const SETUP: &str = "setup";
/// The most lines kept to be shown if the setup fails.
const KEPT: usize = 200;
const DOING: &str = "building the environment";

/// What becomes of the lines of the setup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetupLines {
    /// They are printed like any other.
    Print,
    /// They are shown as a line that moves, where there is a terminal; all of them only if the
    /// setup fails. Without a terminal they go to standard error.
    Progress,
}

/// The setup of a run being followed.
pub struct Setup {
    mode: Mode,
    /// The moving line, while it is shown.
    bar: Option<ProgressBar>,
    kept: VecDeque<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Print,
    StandardError,
    Moving,
}

impl Setup {
    /// A setup that has not begun.
    #[must_use]
    pub fn new(lines: SetupLines, screen: &Screen) -> Self {
        let mode = match lines {
            SetupLines::Print => Mode::Print,
            SetupLines::Progress if screen.shows_progress() => Mode::Moving,
            SetupLines::Progress => Mode::StandardError,
        };
        Self { mode, bar: None, kept: VecDeque::new() }
    }

    /// A node changed: the moving line comes and goes with the setup.
    ///
    /// # Errors
    /// As [`Screen::say`].
    pub fn changed(&mut self, change: &NodeChange, screen: &mut Screen) -> Result<(), CliError> {
        if self.mode != Mode::Moving || change.node != SETUP {
            return Ok(());
        }
        match change.state {
            NodeState::Pending => {}
            NodeState::Running => self.move_on(DOING.into()),
            NodeState::Failure => {
                self.clear();
                for line in self.kept.drain(..) {
                    screen.note(line)?;
                }
            }
            NodeState::Success | NodeState::Cancelled | NodeState::Skipped => self.clear(),
        }
        Ok(())
    }

    /// Shows `message` on the moving line, which appears if it is not there.
    fn move_on(&mut self, message: String) {
        let bar = self.bar.get_or_insert_with(|| {
            let style = ProgressStyle::with_template("{spinner} {wide_msg}");
            let bar = ProgressBar::new_spinner()
                .with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
            bar.enable_steady_tick(Duration::from_millis(100));
            bar
        });
        bar.set_message(message);
    }

    /// Deals with a line of the setup; answers whether it did. A line of the program ends it.
    ///
    /// # Errors
    /// As [`Screen::say`].
    pub fn takes(
        &mut self,
        line: &LogLine,
        style: &LineStyle,
        screen: &mut Screen,
    ) -> Result<bool, CliError> {
        if line.node != SETUP {
            self.clear();
            return Ok(false);
        }
        let shown = || style.format(line).trim_end().to_owned();
        match self.mode {
            Mode::Print => return Ok(false),
            Mode::StandardError => screen.note(shown())?,
            Mode::Moving => {
                if self.kept.len() == KEPT {
                    self.kept.pop_front();
                }
                self.kept.push_back(shown());
                self.move_on(format!("{DOING}: {}", clean(&line.line)));
            }
        }
        Ok(true)
    }

    /// Takes the moving line away.
    pub fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}
