//! A running server, and everything that belongs to it.

use std::ops::Deref;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, ChildStdout};

use crate::cluster::{Door, on_cluster};
use crate::command::Said;
use crate::database::{Database, Storage};
use crate::disk::Disk;
use crate::setup::Setup;
use crate::{Api, processes, shared, soon};

/// A running server; as a client of it, it is an [`Api`].
///
/// With it go its processes, its data folder and its database.
pub struct Server {
    api: Api,
    process: Child,
    setup: Setup,
    storage: Arc<Storage>,
    /// Lies over the folder, so it goes first.
    disk: Option<Disk>,
    folder: TempDir,
    /// Where pods come in.
    door: Option<Door>,
}

impl Deref for Server {
    type Target = Api;
    fn deref(&self) -> &Api {
        &self.api
    }
}

impl Server {
    /// Starts a server.
    pub async fn start(database: Database) -> Self {
        Self::with(database).start().await
    }

    /// A server to be set up before it is started.
    #[must_use]
    pub fn with(database: Database) -> Setup {
        Setup::new(database)
    }

    /// Another server on the same database, with a data folder of its own.
    #[must_use]
    pub fn beside(&self) -> Setup {
        self.setup.clone().on(&self.storage)
    }

    pub(crate) async fn launch(mut setup: Setup) -> Self {
        let storage = setup.storage().await;
        let door = if on_cluster() { Some(Door::new().await) } else { None };
        if let Some(door) = &door {
            setup = setup.variable("ANNALS_PUBLIC_URL", &door.url());
        }
        let folder = TempDir::with_prefix("annals-test-").expect("a temporary folder");
        let disk = setup.small_disk.map(|mebibytes| Disk::mount(folder.path(), mebibytes));
        shared::link(folder.path(), setup.own_environments);
        let (process, api) = spawn(&setup, folder.path(), &storage).await;
        let server = Self { api, process, setup, storage, disk, folder, door };
        server.let_pods_in();
        server
    }

    /// Where the steps of its runs find it.
    #[must_use]
    pub fn url_of_steps(&self) -> String {
        self.door.as_ref().map_or_else(|| self.url.clone(), Door::url)
    }

    /// Its data folder.
    #[must_use]
    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    /// What `--database-url` takes; none for SQLite's file in the data folder.
    #[must_use]
    pub fn database_url(&self) -> Option<String> {
        self.storage.url()
    }

    /// The server's own log so far.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("stderr.log")).unwrap_or_default()
    }

    /// Fills its disk to the last byte.
    ///
    /// # Panics
    /// If it has no disk of its own.
    pub fn fill_disk(&self) {
        self.disk.as_ref().expect("a disk of its own").fill();
    }

    /// Makes room on its disk again.
    ///
    /// # Panics
    /// If it was not full.
    pub fn free_disk(&self) {
        self.disk.as_ref().expect("a disk of its own").free();
    }

    /// `kill -9`.
    pub async fn kill(&mut self) {
        self.signal(Signal::SIGKILL);
        self.exited().await;
    }

    /// SIGTERM, as an operator stops it; how it exited.
    pub async fn terminate(&mut self) -> ExitStatus {
        self.signal(Signal::SIGTERM);
        self.exited().await
    }

    /// Sends a signal and does not wait.
    ///
    /// # Panics
    /// If the server has ended.
    pub fn signal(&self, signal: Signal) {
        kill(Pid::from_raw(self.pid()), signal).expect("the signal is delivered");
    }

    /// Its process's id.
    ///
    /// # Panics
    /// If the server has ended.
    #[must_use]
    pub fn pid(&self) -> i32 {
        self.process.id().and_then(|pid| i32::try_from(pid).ok()).expect("it runs")
    }

    /// Waits for the server's end.
    ///
    /// # Panics
    /// If it does not come.
    pub async fn exited(&mut self) -> ExitStatus {
        soon("the server's end", self.process.wait()).await.expect("it can be waited for")
    }

    /// Starts it again on the same data, after it has ended; on another port.
    pub async fn start_again(&mut self) {
        let (process, api) = spawn(&self.setup, self.folder.path(), &self.storage).await;
        (self.process, self.api) = (process, api);
        self.let_pods_in();
    }

    /// Leads pods to where it serves now.
    fn let_pods_in(&self) {
        if let Some(door) = &self.door {
            door.lead_to(self.api.address());
        }
    }

    /// Starts it again and kills it after `life`, whether it is ready by then or not.
    ///
    /// # Panics
    /// If it cannot be started.
    pub async fn stillborn(&mut self, life: Duration) {
        let mut command = self.setup.serve(self.folder.path(), &self.storage);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log_file(self.folder.path()));
        self.process = command.kill_on_drop(true).spawn().expect("the program starts");
        tokio::time::sleep(life).await;
        self.kill().await;
    }

    /// Starts a second server on the same data folder, which must not get far.
    pub async fn intruder(&self) -> Said {
        Said::of(self.setup.serve(self.folder.path(), &self.storage)).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The supervisors of runs outlive it by design, so they are ended by themselves.
        let _ = self.process.start_kill();
        processes::end_all(self.folder.path());
        if std::thread::panicking() {
            eprintln!("--- the server's log:\n{}---", self.log());
        }
    }
}

/// Starts the program and waits until it serves.
async fn spawn(setup: &Setup, data: &Path, storage: &Storage) -> (Child, Api) {
    let mut command = setup.serve(data, storage);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log_file(data));
    let mut process = command.kill_on_drop(true).spawn().expect("the program starts");
    let stdout = process.stdout.take().expect("a pipe");
    let url = soon("readiness", ready(stdout)).await.unwrap_or_else(|| {
        let log = std::fs::read_to_string(data.join("stderr.log")).unwrap_or_default();
        panic!("the server did not start:\n{log}")
    });
    (process, Api::new(&url))
}

/// The file that the server's own log goes on in.
fn log_file(data: &Path) -> std::fs::File {
    let log = std::fs::File::options().create(true).append(true).open(data.join("stderr.log"));
    log.expect("a file for the log")
}

/// Where it serves, by the first line on its standard output.
async fn ready(stdout: ChildStdout) -> Option<String> {
    let line = BufReader::new(stdout).lines().next_line().await.ok()??;
    line.strip_prefix("annals ready ").map(str::to_owned)
}
