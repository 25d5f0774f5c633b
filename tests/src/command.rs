//! The command line, as a person or a script uses it.

use std::process::Stdio;

use serde_json::Value;
use tokio::process::Command;

use crate::setup::clean;
use crate::{Server, annals, soon};

/// What a command said, and how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The exit code; none if a signal ended it.
    pub code: Option<i32>,
    /// Its standard output.
    pub stdout: String,
    /// Its standard error.
    pub stderr: String,
}

impl Said {
    /// Runs a command to its end.
    pub(crate) async fn of(mut command: Command) -> Self {
        command.stdin(Stdio::null()).kill_on_drop(true);
        let output = soon("the command's end", command.output()).await.expect("it starts");
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        let (stdout, stderr) = (text(output.stdout), text(output.stderr));
        Self { code: output.status.code(), stdout, stderr }
    }

    /// The standard output of a command that must exit with `code`.
    ///
    /// # Panics
    /// If it exited with another.
    #[track_caller]
    pub fn exits(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{self:?}");
        self.stdout
    }

    /// The standard output as JSON.
    ///
    /// # Panics
    /// If it is none.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Runs `annals ARGUMENTS…` with these variables.
pub async fn command(arguments: &[&str], variables: &[(&str, &str)]) -> Said {
    let mut command = clean(Command::new(annals()));
    command.args(arguments).envs(variables.iter().copied()).current_dir(std::env::temp_dir());
    Said::of(command).await
}

impl Server {
    /// Runs `annals ARGUMENTS…` against this server.
    pub async fn cli(&self, arguments: &[&str]) -> Said {
        let mut variables = vec![("ANNALS_URL", self.url.as_str())];
        variables.extend(self.token().map(|token| ("ANNALS_TOKEN", token)));
        command(arguments, &variables).await
    }

    /// Runs `annals ARGUMENTS…` on this server's data, as an operator on its machine.
    ///
    /// # Panics
    /// If the data folder has no name.
    pub async fn admin(&self, arguments: &[&str]) -> Said {
        let folder = self.data().to_str().expect("a path of plain letters").to_owned();
        let mut all = arguments.to_vec();
        all.extend(["--data-dir", &folder]);
        let url = self.database_url();
        all.extend(url.iter().flat_map(|url| ["--database-url", url.as_str()]));
        command(&all, &[]).await
    }
}
