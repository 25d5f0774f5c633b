//! Colours, where the reader can see them.

use annals_domain::{NodeState, RunStatus};
use anstyle::{AnsiColor, Style};

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Colours text, or leaves it as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paint {
    on: bool,
}

impl Paint {
    /// What `choice` means for a stream that is, or is not, a terminal.
    #[must_use]
    pub fn choose(choice: ColorChoice, is_terminal: bool) -> Self {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let on = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => is_terminal && !set("NO_COLOR") && !dumb,
        };
        Self { on }
    }

    fn with(self, style: Style, text: &str) -> String {
        if self.on { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn colored(self, color: AnsiColor, text: &str) -> String {
        self.with(color.on_default(), text)
    }

    /// Text that matters.
    #[must_use]
    pub fn bold(self, text: &str) -> String {
        self.with(Style::new().bold(), text)
    }

    /// Text that matters less.
    #[must_use]
    pub fn dim(self, text: &str) -> String {
        self.with(Style::new().dimmed(), text)
    }

    /// Something that went wrong.
    #[must_use]
    pub fn error(self, text: &str) -> String {
        self.with(AnsiColor::Red.on_default().bold(), text)
    }

    /// Something that was taken away.
    #[must_use]
    pub fn removed(self, text: &str) -> String {
        self.colored(AnsiColor::Red, text)
    }

    /// Something that was added.
    #[must_use]
    pub fn added(self, text: &str) -> String {
        self.colored(AnsiColor::Green, text)
    }

    /// A place within something.
    #[must_use]
    pub fn place(self, text: &str) -> String {
        self.colored(AnsiColor::Cyan, text)
    }

    /// A run's status.
    #[must_use]
    pub fn status(self, status: RunStatus) -> String {
        let color = match status {
            RunStatus::Pending => AnsiColor::Cyan,
            RunStatus::Running => AnsiColor::Blue,
            RunStatus::Success => AnsiColor::Green,
            RunStatus::Failure => AnsiColor::Red,
            RunStatus::Cancelled => AnsiColor::Yellow,
        };
        self.colored(color, status.as_str())
    }

    /// A node's state.
    #[must_use]
    pub fn state(self, state: NodeState) -> String {
        match state.as_str().parse() {
            Ok(status) => self.status(status),
            Err(_) => self.dim(state.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_come_and_go_with_the_choice() {
        let always = Paint::choose(ColorChoice::Always, false);
        assert_eq!(always.status(RunStatus::Success), "\u{1b}[32msuccess\u{1b}[0m");
        let never = Paint::choose(ColorChoice::Never, true);
        assert_eq!(never.status(RunStatus::Success), "success");
        assert_eq!(Paint::choose(ColorChoice::Auto, false).error("x"), "x");
    }
}
