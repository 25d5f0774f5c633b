//! A PostgreSQL server of a test's own, to be stopped, killed and started as the test likes.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;

use crate::{Database, PATIENCE, Server, Setup};

/// A PostgreSQL server; it ends with the test.
#[derive(Debug)]
pub struct Postgres {
    folder: TempDir,
    binaries: PathBuf,
    port: u16,
    process: Option<Child>,
}

impl Postgres {
    /// Makes a server and starts it.
    ///
    /// # Panics
    /// If there are no binaries of PostgreSQL or they do not run.
    #[must_use]
    pub fn start() -> Self {
        let folder = TempDir::with_prefix("annals-postgres-").expect("a temporary folder");
        let (binaries, port) = (binaries(), free_port());
        let mut server = Self { folder, binaries, port, process: None };
        server.give_away();
        let mut init = server.command("initdb");
        init.arg("--pgdata").arg(server.data());
        init.args(["--username=annals", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]);
        let made = init.output().expect("initdb can be started");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        server.start_again();
        server
    }

    /// The URL of its one database.
    #[must_use]
    pub fn url(&self) -> String {
        format!("postgres://annals@127.0.0.1:{}/postgres", self.port)
    }

    /// An Annals server that uses it.
    #[must_use]
    pub fn server(&self) -> Setup {
        Server::with(Database::Sqlite).variable("DATABASE_URL", &self.url())
    }

    /// Starts it after it has ended, and waits until it takes connections.
    ///
    /// # Panics
    /// If it does not come up.
    pub fn start_again(&mut self) {
        let begun = std::time::Instant::now();
        while begun.elapsed() < PATIENCE {
            self.process = Some(self.spawn());
            if self.comes_up() {
                return;
            }
            // What a killed one left may still be ending.
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("PostgreSQL does not come up:\n{}", self.log());
    }

    /// Stops it as an operator does: at once, in good order.
    pub fn stop(&mut self) {
        self.end(Signal::SIGINT);
    }

    /// `kill -9`, all of it.
    ///
    /// # Panics
    /// If it cannot be waited for.
    pub fn kill(&mut self) {
        for pid in children(self.pid()) {
            // It may have ended by itself meanwhile.
            let _ = kill(pid, Signal::SIGKILL);
        }
        self.end(Signal::SIGKILL);
    }

    fn end(&mut self, signal: Signal) {
        if let Some(mut process) = self.process.take() {
            let pid = i32::try_from(process.id()).expect("a process id");
            kill(Pid::from_raw(pid), signal).expect("it runs");
            process.wait().expect("it can be waited for");
        }
    }

    fn pid(&self) -> Pid {
        let process = self.process.as_ref().expect("it runs");
        Pid::from_raw(i32::try_from(process.id()).expect("a process id"))
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn spawn(&self) -> Child {
        let log = std::fs::File::create(self.folder.path().join("log")).expect("a log");
        let mut command = self.command("postgres");
        command.arg("-D").arg(self.data()).args(["-p", &self.port.to_string()]);
        command.args(["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        command.spawn().expect("PostgreSQL can be started")
    }

    /// Waits until it says that it takes connections; false if it ends instead.
    fn comes_up(&mut self) -> bool {
        let process = self.process.as_mut().expect("it was started");
        let status = self.folder.path().join("data/postmaster.pid");
        while process.try_wait().expect("it can be waited for").is_none() {
            let text = std::fs::read_to_string(&status).unwrap_or_default();
            let mut lines = text.lines();
            let own = lines.next().is_some_and(|pid| pid.trim() == process.id().to_string());
            if own && lines.nth(6).is_some_and(|word| word.trim() == "ready") {
                return true;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    }

    /// A program of it, run by a user who may do nothing where this is root, whom it refuses.
    fn command(&self, program: &str) -> Command {
        let path = self.binaries.join(program);
        let mut command = if nix::unistd::geteuid().is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups"]);
            command.arg("--pdeathsig=QUIT").arg(path);
            command
        } else {
            Command::new(path)
        };
        command.current_dir(self.folder.path());
        command
    }

    /// Gives the folder to the user who runs it.
    fn give_away(&self) {
        if nix::unistd::geteuid().is_root() {
            let nobody = nix::unistd::User::from_name("nobody").ok().flatten().expect("nobody");
            std::os::unix::fs::chown(self.folder.path(), Some(nobody.uid.as_raw()), None)
                .expect("the folder can be given away");
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.end(Signal::SIGQUIT);
    }
}

/// Where `scripts/with-postgres.sh` has put the programs, else where they are found.
fn binaries() -> PathBuf {
    if let Some(folder) = std::env::var_os("ANNALS_TEST_POSTGRES_BINARIES") {
        return folder.into();
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/postgres-binaries.sh");
    let found = Command::new(script).output().expect("the script can be started");
    assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stderr));
    String::from_utf8_lossy(&found.stdout).trim().into()
}

/// A port that is free now; below those that systems give to outgoing connections.
fn free_port() -> u16 {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let start = std::process::id() + 100 * COUNT.fetch_add(1, Ordering::SeqCst);
    let first = 10_000 + u16::try_from(start % 9_000).expect("small");
    let free = |port: &u16| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok();
    (first..20_000).find(free).expect("a free port")
}

/// The processes whose parent is `pid`.
fn children(pid: Pid) -> Vec<Pid> {
    let path = format!("/proc/{pid}/task/{pid}/children");
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.split_whitespace().filter_map(|pid| pid.parse().ok()).map(Pid::from_raw).collect()
}
