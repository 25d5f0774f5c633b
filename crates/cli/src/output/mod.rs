//! What people see: the two output streams, colours, tables, times.

mod file;
mod paint;
mod table;
mod time;

use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal, Write};

use crate::client::Answer;
use crate::error::CliError;
pub use file::NewFile;
pub use paint::{ColorChoice, Paint};
pub use table::Table;
pub use time::{ago, bytes, duration, instant};

/// The two output streams and how to write to them.
pub struct Screen {
    out: BufWriter<Box<dyn Write>>,
    err: Box<dyn Write>,
    json: bool,
    paint_out: Paint,
    paint_err: Paint,
    progress: bool,
}

impl Screen {
    /// The process's own streams.
    #[must_use]
    pub fn of_process(color: ColorChoice, json: bool) -> Self {
        let (out, err) = (io::stdout(), io::stderr());
        Self {
            paint_out: Paint::choose(color, out.is_terminal()),
            paint_err: Paint::choose(color, err.is_terminal()),
            progress: err.is_terminal() && !json,
            out: BufWriter::with_capacity(64 * 1024, Box::new(out)),
            err: Box::new(err),
            json,
        }
    }

    /// Whether the API's JSON is wanted instead of text for people.
    #[must_use]
    pub const fn json(&self) -> bool {
        self.json
    }

    /// Whether something that moves may be shown on standard error.
    #[must_use]
    pub const fn shows_progress(&self) -> bool {
        self.progress
    }

    /// The colours of standard output.
    #[must_use]
    pub const fn paint(&self) -> Paint {
        self.paint_out
    }

    /// The colours of standard error.
    #[must_use]
    pub const fn paint_err(&self) -> Paint {
        self.paint_err
    }

    /// Writes a line to standard output.
    ///
    /// # Errors
    /// [`CliError::OutputClosed`] or [`CliError::Io`] if it cannot be written.
    pub fn say(&mut self, line: impl AsRef<str>) -> Result<(), CliError> {
        self.write(line.as_ref().as_bytes())?;
        self.write(b"\n")
    }

    /// Writes bytes to standard output.
    ///
    /// # Errors
    /// As [`Screen::say`].
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        self.out.write_all(bytes).map_err(CliError::printing)
    }

    /// Writes a line to standard error, after everything written so far.
    ///
    /// # Errors
    /// As [`Screen::say`].
    pub fn note(&mut self, line: impl AsRef<str>) -> Result<(), CliError> {
        self.flush()?;
        let line = format!("{}\n", line.as_ref());
        self.err.write_all(line.as_bytes()).map_err(CliError::printing)
    }

    /// Shows everything written so far.
    ///
    /// # Errors
    /// As [`Screen::say`].
    pub fn flush(&mut self) -> Result<(), CliError> {
        self.out.flush().map_err(CliError::printing)
    }

    /// Prints an answer as it came.
    ///
    /// # Errors
    /// As [`Screen::say`].
    pub fn answer(&mut self, answer: &Answer) -> Result<(), CliError> {
        self.say(answer.text().trim_end())
    }
}

/// Text from a server or a run, made safe to show: control characters, which could steer the
/// terminal, are replaced.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    let steers = |c: char| c.is_control() && c != '\t';
    if text.contains(steers) {
        return Cow::Owned(text.replace(steers, "\u{fffd}"));
    }
    Cow::Borrowed(text)
}
