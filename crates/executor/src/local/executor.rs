//! The server's side: starts supervisors, finds them again, follows and cancels them.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use annals_domain::{Place, Timestamp};
use futures::FutureExt;
use futures::future::BoxFuture;
use nix::errno::Errno;
use nix::fcntl::{OFlag, open};
use nix::sys::stat::Mode;
use tokio::process::{Child, Command};
use tokio::task::spawn_blocking;

use crate::local::confidence::Confidence;
use crate::local::folder::{Folder, io_error, open_fifo};
use crate::local::follower::{LocalFollower, broke_off};
use crate::local::{LocalConfig, boot, environment, variables};
use crate::{AttemptRef, Cleared, Executor, ExecutorError, Follower, Launch};

/// Carries out plans as processes on this machine.
#[derive(Debug, Clone)]
pub struct LocalExecutor {
    config: LocalConfig,
}

impl LocalExecutor {
    /// An executor with these settings; relative paths in them count from the present folder.
    #[must_use]
    pub fn new(mut config: LocalConfig) -> Self {
        let absolute = |path: &mut PathBuf| {
            if let Ok(full) = std::path::absolute(&*path) {
                *path = full;
            }
        };
        absolute(&mut config.data_dir);
        absolute(&mut config.supervisor);
        config.python.as_mut().map(absolute);
        config.uv.as_mut().map(absolute);
        Self { config }
    }

    fn folder(&self, attempt: &AttemptRef) -> Folder {
        Folder::of(&self.config.data_dir, attempt)
    }
}

impl Executor for LocalExecutor {
    fn name(&self) -> &'static str {
        "local"
    }

    fn files_folder<'a>(
        &'a self,
        attempt: &'a AttemptRef,
    ) -> BoxFuture<'a, Result<Option<PathBuf>, ExecutorError>> {
        let folder = self.folder(attempt);
        let context = format!("making {}", folder.path().display());
        async move { folder.make_files().map(Some).map_err(io_error(context)) }.boxed()
    }

    fn launch<'a>(&'a self, launch: &'a Launch) -> BoxFuture<'a, Result<(), ExecutorError>> {
        let folder = self.folder(&launch.attempt);
        let context = format!("starting {}", folder.path().display());
        let (launch, config) = (launch.clone(), self.config.clone());
        async move {
            let started = spawn_blocking(move || start(&folder, &launch, &config)).await;
            let mut child =
                started.map_err(io::Error::other).flatten().map_err(io_error(context))?;
            // Nobody waits for the supervisor's end but to leave no zombie; it tells all else itself.
            tokio::spawn(async move { child.wait().await });
            Ok(())
        }
        .boxed()
    }

    fn follow(
        &self,
        attempt: &AttemptRef,
        place: Place,
    ) -> BoxFuture<'_, Result<Box<dyn Follower>, ExecutorError>> {
        let folder = self.folder(attempt);
        async move {
            let follower = LocalFollower::open(folder, place.position)?;
            Ok(Box::new(follower) as Box<dyn Follower>)
        }
        .boxed()
    }

    fn cancel<'a>(&'a self, attempt: &'a AttemptRef) -> BoxFuture<'a, Result<(), ExecutorError>> {
        let folder = self.folder(attempt);
        async move { ask_to_end(&folder) }.boxed()
    }

    fn produced_file(&self, attempt: &AttemptRef, path: &str) -> PathBuf {
        self.folder(attempt).artifact(path)
    }

    fn forget<'a>(&'a self, attempt: &'a AttemptRef) -> BoxFuture<'a, Result<(), ExecutorError>> {
        let folder = self.folder(attempt);
        let context = format!("removing {}", folder.path().display());
        async move {
            let removed = spawn_blocking(move || let_go(&folder)).await;
            removed.map_err(io::Error::other).flatten().map_err(io_error(context))
        }
        .boxed()
    }

    fn clear_out(
        &self,
        unused_for: Duration,
        now: Timestamp,
    ) -> BoxFuture<'_, Result<Cleared, ExecutorError>> {
        let config = self.config.clone();
        async move {
            let cleared = spawn_blocking(move || environment::clear_out(&config, unused_for, now));
            let cleared = cleared.await.map_err(io::Error::other).flatten();
            cleared.map_err(io_error("clearing out environments"))
        }
        .boxed()
    }

    fn known(&self) -> BoxFuture<'_, Result<Vec<AttemptRef>, ExecutorError>> {
        let root = Folder::root(&self.config.data_dir);
        async move { attempts(&root).map_err(io_error(root.display())) }.boxed()
    }
}

/// Writes the folder, starts the supervisor, and syncs the folder while that comes up.
fn start(folder: &Folder, launch: &Launch, config: &LocalConfig) -> io::Result<Child> {
    let launch_file = folder.create(launch, config)?;
    let log = fs::File::create(folder.supervisor_log())?;
    // The supervisor is born with `wake` open as its standard output: from its first instant to
    // its last the FIFO has a writer, even if this server ends right after the spawn.
    let wake = open_fifo(&folder.wake())?;
    let (confidence, rest) = Confidence::of(launch).pipe()?;
    let child = Command::new(&config.supervisor)
        .arg("supervise")
        .arg(folder.path())
        .current_dir(folder.path())
        .env_clear()
        .envs(variables::of_supervisor(config))
        .stdin(confidence)
        .stdout(wake)
        .stderr(log)
        .spawn()?;
    rest.write()?;
    launch_file.sync_all()?;
    fs::File::open(folder.path())?.sync_all()?;
    Ok(child)
}

fn ask_to_end(folder: &Folder) -> Result<(), ExecutorError> {
    let context = format!("cancelling {}", folder.path().display());
    let mark = match fs::File::create(folder.cancel_mark()) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(unknown(folder)),
        made => made.map(drop).map_err(io_error(&context)),
    };
    match open(&folder.control(), OFlag::O_WRONLY | OFlag::O_NONBLOCK, Mode::empty()) {
        // Nobody reads: the supervisor has ended, or is not up yet and will see the mark. There is
        // no FIFO where a server was killed while it made or removed the folder.
        Err(Errno::ENXIO | Errno::ENOENT) => mark,
        Err(error) => Err(io_error(context)(error.into())),
        // A full FIFO holds requests enough.
        Ok(control) => match fs::File::from(control).write_all(b"cancel\n") {
            Err(error) if error.kind() != io::ErrorKind::WouldBlock => {
                Err(io_error(context)(error))
            }
            _ => Ok(()),
        },
    }
}

/// The error for an attempt of which nothing is kept here.
pub(super) fn unknown(folder: &Folder) -> ExecutorError {
    ExecutorError::Attempt(format!("nothing is kept at {}", folder.path().display()))
}

fn attempts(root: &Path) -> io::Result<Vec<AttemptRef>> {
    let entries = match fs::read_dir(root) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        found.extend(entry?.file_name().to_str().and_then(Folder::attempt));
    }
    Ok(found)
}

/// Removes the folder of an attempt; one that a restart of the machine has ended is set aside.
fn let_go(folder: &Folder) -> io::Result<()> {
    if boot::has_changed(folder) && broke_off(folder) {
        return boot::set_aside(folder);
    }
    remove(folder.path())
}

/// Removes a folder with all in it, folders that a step made read-only too.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            open_up(path)?;
            fs::remove_dir_all(path)
        }
        removed => removed,
    }
}

fn open_up(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            open_up(&entry.path())?;
        }
    }
    Ok(())
}
