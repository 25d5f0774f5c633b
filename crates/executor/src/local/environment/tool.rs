//! Runs the tools that build environments; what they print is the log of `setup`.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::process::Command;

use annals_domain::NodeName;

use super::{Setup, SetupError, message};
use crate::local::supervisor::{Request, Supervisor, run};
use crate::local::tree::Exit;
use crate::local::variables;

/// What came of a tool's run.
#[derive(Debug)]
pub(super) struct Output {
    /// Whether it ended with code 0.
    pub(super) success: bool,
    /// Its standard output, where that was asked for.
    pub(super) stdout: String,
    /// The end of its standard error.
    pub(super) stderr: String,
}

impl Output {
    /// The output, if the tool succeeded.
    ///
    /// # Errors
    /// The tool's own words as a failed dependency.
    pub(super) fn succeeded(self) -> Result<Self, SetupError> {
        if self.success { Ok(self) } else { Err(self.failure()) }
    }

    /// The failure that the tool speaks of.
    pub(super) fn failure(&self) -> SetupError {
        SetupError::dependency(message::decisive(&self.stderr))
    }
}

impl Setup<'_> {
    /// A command with the variables that tools get, in the attempt's folder.
    pub(super) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let Supervisor { folder, config, .. } = self.supervisor;
        let mut command = Command::new(program);
        command.env_clear().envs(variables::of_tool(config)).current_dir(folder.path());
        // By this a process is known to belong to the attempt, should the supervisor be killed.
        command.env("ANNALS_SETUP", folder.join(""));
        command
    }

    /// Runs a tool; all it prints is logged.
    pub(super) async fn run(&self, command: Command) -> Result<Output, SetupError> {
        self.run_with(command, None).await
    }

    /// Runs a tool for what it prints on standard output, which is not logged.
    pub(super) async fn ask(&self, command: Command) -> Result<Output, SetupError> {
        let path = self.supervisor.folder.join("answer");
        let failed = |error: io::Error| SetupError::platform("keeping a tool's answer", error);
        let file = File::create(&path).map_err(failed)?;
        let output = self.run_with(command, Some(file)).await?;
        let answer = fs::read(&path).map_err(failed)?;
        Ok(Output { stdout: String::from_utf8_lossy(&answer).into_owned(), ..output })
    }

    async fn run_with(&self, command: Command, to: Option<File>) -> Result<Output, SetupError> {
        let program = command.get_program().to_owned();
        let node = &NodeName::setup();
        let request = Request { command, node, stdout: to, limit: None, memory: None };
        let ended = match run(self.supervisor, request).await {
            Ok(ended) => ended,
            Err(error) => {
                let stderr = format!("{} cannot be started: {error}", program.display());
                return Ok(Output { success: false, stdout: String::new(), stderr });
            }
        };
        match ended.stopped {
            Some(stop) => Err(SetupError::Stopped(stop)),
            None => Ok(Output {
                success: ended.exit == Exit::Code(0),
                stdout: String::new(),
                stderr: String::from_utf8_lossy(&ended.stderr).into_owned(),
            }),
        }
    }
}
