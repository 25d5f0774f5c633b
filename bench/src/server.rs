//! The real program, started as a server.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, ChildStdout, Command};

use crate::database::Database;
use crate::http::Connection;
use crate::{Failure, machine};

/// A server that is running.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Held open, since a server without a standard output may end.
    _stdout: BufReader<ChildStdout>,
    /// Where it listens, as `address:port`.
    pub host: String,
    /// From its start to the line that says it is ready.
    pub start: Duration,
}

/// How to start one.
#[derive(Debug, Clone)]
pub struct Program {
    /// The program.
    pub path: PathBuf,
    /// The interpreter it is to use.
    pub python: PathBuf,
}

impl Program {
    /// Starts a server on `database` with its data in `folder` and these variables, and waits until
    /// it is ready.
    ///
    /// # Errors
    /// If it ends before that.
    pub async fn serve<A: AsRef<OsStr>>(
        &self,
        database: &Database,
        folder: &Path,
        arguments: &[A],
        variables: &[(&str, &Path)],
    ) -> Result<Server, Failure> {
        let begun = Instant::now();
        let mut child = Command::new(&self.path)
            .args(["serve", "--listen", "127.0.0.1:0", "--database-url"])
            .arg(database.url())
            .arg("--data-dir")
            .arg(folder)
            .args(arguments)
            .env("ANNALS_PYTHON", &self.python)
            .env("ANNALS_LOG", "warn")
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| format!("{}: {error}", self.path.display()))?;
        let mut stdout = BufReader::new(child.stdout.take().ok_or("no standard output")?);
        let mut line = String::new();
        stdout.read_line(&mut line).await?;
        let start = begun.elapsed();
        let host = line.trim().strip_prefix("annals ready http://");
        let host = host.ok_or_else(|| format!("the server said `{line}`"))?.to_owned();
        Ok(Server { child, _stdout: stdout, host, start })
    }
}

impl Server {
    /// A new connection.
    ///
    /// # Errors
    /// If the server does not take it.
    pub async fn connect(&self) -> Result<Connection, Failure> {
        Connection::open(&self.host).await
    }

    /// The process's id.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id().unwrap_or(0)
    }

    /// The processor time it has used, in milliseconds; none if the system does not tell.
    #[must_use]
    pub fn processor_millis(&self) -> Option<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid())).ok()?;
        // User and system time are the 14th and 15th field, in hundredths of a second; the second
        // field may hold spaces.
        let fields: Vec<_> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let time = |n: usize| fields.get(n)?.parse::<f64>().ok();
        Some((time(11)? + time(12)?) * 10.0)
    }

    /// The memory it holds, in MiB.
    #[must_use]
    pub fn resident_mib(&self) -> f64 {
        resident_mib(self.pid())
    }

    /// Ends it in order.
    ///
    /// # Errors
    /// If it does not end well.
    pub async fn stop(mut self) -> Result<(), Failure> {
        kill(Pid::from_raw(i32::try_from(self.pid())?), Signal::SIGTERM)?;
        let status = self.child.wait().await?;
        if status.success() { Ok(()) } else { Err(format!("the server ended: {status}").into()) }
    }
}

/// The memory that the process `pid` holds (its resident set), in MiB.
#[must_use]
pub fn resident_mib(pid: u32) -> f64 {
    let kib = machine::field(&format!("/proc/{pid}/status"), "VmRSS").unwrap_or_default();
    kib.trim_end_matches("kB").trim().parse::<f64>().map_or(f64::NAN, |kib| kib / 1024.0)
}
