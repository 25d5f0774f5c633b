//! What a supervisor is told in confidence: values that must not lie on the disk.
//!
//! They go through a pipe that the supervisor is born with as its standard input. It reads them to
//! the end before it begins, keeps them in its memory and hands each to the steps that name it.

use std::io::{self, PipeReader, PipeWriter, Read, Write};

use annals_redact::{Redactor, Secrets};
use serde::{Deserialize, Serialize};

use crate::Launch;

/// What fits into any pipe before somebody reads.
const FITS: usize = 4096;

/// The part of a [`Launch`] that is never written to a file.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Confidence {
    api_token: Option<String>,
    secrets: Secrets,
}

/// The writing end of the pipe, and what is still to be written to it.
#[derive(Debug)]
pub(crate) struct Rest(PipeWriter, Vec<u8>);

impl Confidence {
    pub(crate) fn of(launch: &Launch) -> Self {
        Self { api_token: launch.api_token.clone(), secrets: launch.secrets.clone() }
    }

    /// A pipe to be a supervisor's standard input. What fits is in it already, so that the
    /// supervisor has it even if this server ends right after the spawn.
    pub(crate) fn pipe(&self) -> io::Result<(PipeReader, Rest)> {
        let (reader, mut writer) = io::pipe()?;
        let mut text = serde_json::to_vec(self)?;
        if text.len() <= FITS {
            writer.write_all(&text)?;
            text.clear();
        }
        Ok((reader, Rest(writer, text)))
    }

    /// Reads what the server has to say from the standard input.
    ///
    /// # Errors
    /// If the server ended while it wrote.
    pub(crate) fn receive() -> io::Result<Self> {
        let mut text = Vec::new();
        io::stdin().lock().read_to_end(&mut text)?;
        serde_json::from_slice(&text).map_err(|_| {
            io::Error::new(io::ErrorKind::UnexpectedEof, "its server ended while it was started")
        })
    }

    /// Puts back what [`Launch`]'s text left out.
    pub(crate) fn complete(self, launch: &mut Launch) {
        launch.api_token = self.api_token;
        launch.secrets = self.secrets;
    }

    /// What masks every value; none if there is none.
    pub(crate) fn redactor(&self) -> Option<Redactor> {
        Redactor::new(self.secrets.values().chain(self.api_token.as_deref()))
    }
}

impl Rest {
    /// Writes what did not fit, and says that this was all.
    pub(crate) fn write(mut self) -> io::Result<()> {
        self.0.write_all(&self.1)
    }
}
