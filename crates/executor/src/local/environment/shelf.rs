//! What is kept on disk between attempts: environments, resolutions, interpreters, locks.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs::{self, File, TryLockError};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use annals_domain::requirements::Effective;
use annals_domain::{EnvironmentFacts, EnvironmentId, Timestamp};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::SetupError;
use super::interpreter::Interpreter;
use crate::local::LocalConfig;
use crate::local::supervisor::{Supervisor, diagnose};

/// How often a lock that another process holds is tried.
const TRY_AGAIN: Duration = Duration::from_millis(50);

/// The folder `environments` of the data folder.
#[derive(Debug)]
pub(super) struct Shelf {
    root: PathBuf,
}

/// The environments that an attempt uses, held until it is dropped: none of them is cleared out.
#[derive(Debug, Default)]
pub(crate) struct InUse(RefCell<HashMap<EnvironmentId, File>>);

/// What a step asks for and with which interpreter, as the name of a file.
#[derive(Debug)]
pub(super) struct Request(String);

/// What a request was resolved to.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Resolution {
    /// The environment.
    pub(super) id: EnvironmentId,
    /// When it was resolved.
    pub(super) at: Timestamp,
}

impl Request {
    pub(super) fn of(effective: &Effective, interpreter: &Interpreter) -> Self {
        let lines = effective.lines.join("\n");
        let requires = effective.requires_python.as_deref().unwrap_or_default();
        let path = interpreter.path.to_string_lossy();
        Self(hash(&[&lines, requires, &path, &interpreter.version, &interpreter.platform]))
    }

    pub(super) fn key(&self) -> &str {
        &self.0
    }
}

impl Shelf {
    pub(super) fn new(config: &LocalConfig) -> Self {
        Self { root: config.data_dir.join("environments") }
    }

    /// Where an environment lies.
    pub(super) fn folder(&self, id: &EnvironmentId) -> PathBuf {
        self.root.join(id.as_str())
    }

    /// The environment `id`, if it is there as a whole. `supervisor` holds it from then on.
    pub(super) fn ready(
        &self,
        supervisor: &Supervisor,
        id: &EnvironmentId,
    ) -> Option<EnvironmentFacts> {
        let folder = self.folder(id);
        let mark = File::open(mark(&folder)).ok()?;
        // Whoever clears it out has it alone until nothing of it is left.
        mark.try_lock_shared().ok()?;
        let facts: EnvironmentFacts = serde_json::from_reader(BufReader::new(&mark)).ok()?;
        // The interpreter that it leads to may have been removed.
        fs::metadata(folder.join("bin/python")).ok()?;
        used(&mark, supervisor.spool.now());
        supervisor.in_use.0.borrow_mut().insert(id.clone(), mark);
        Some(EnvironmentFacts { cached: true, ..facts })
    }

    /// Marks an environment as whole. `supervisor` holds it from then on.
    pub(super) fn set_ready(
        &self,
        supervisor: &Supervisor,
        facts: &EnvironmentFacts,
    ) -> io::Result<()> {
        let path = mark(&self.folder(&facts.id));
        write(&path, facts)?;
        let mark = File::open(path)?;
        mark.try_lock_shared().map_err(io::Error::from)?;
        supervisor.in_use.0.borrow_mut().insert(facts.id.clone(), mark);
        Ok(())
    }

    /// What `request` was resolved to, however long ago.
    pub(super) fn recall(&self, request: &Request) -> Option<Resolution> {
        read(&self.root.join("requests").join(&request.0))
    }

    /// Remembers what `request` was resolved to; if that fails it is resolved again next time.
    pub(super) fn remember(&self, request: &Request, id: &EnvironmentId, at: Timestamp) {
        let path = self.root.join("requests").join(&request.0);
        report(write(&path, &Resolution { id: id.clone(), at }), &path);
    }

    /// A fact about interpreters that was kept under `key`.
    pub(super) fn interpreter_fact<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        read(&self.root.join("interpreters").join(key))
    }

    /// Keeps a fact about interpreters under `key`.
    pub(super) fn keep_interpreter_fact(&self, key: &str, fact: &impl Serialize) {
        let path = self.root.join("interpreters").join(key);
        report(write(&path, fact), &path);
    }

    /// Holds the lock `name`, across processes, until the file returned is dropped.
    pub(super) async fn lock(
        &self,
        supervisor: &Supervisor,
        name: &str,
    ) -> Result<File, SetupError> {
        hold(supervisor, &self.lock_file(name)).await
    }

    /// The file that whoever holds the lock `name` has locked.
    pub(super) fn lock_file(&self, name: &str) -> PathBuf {
        self.root.join("locks").join(name)
    }

    /// Every environment of which something is there.
    pub(super) fn all(&self) -> io::Result<Vec<EnvironmentId>> {
        let entries = match fs::read_dir(&self.root) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut found = Vec::new();
        for entry in entries {
            // Beside them lie `locks`, `requests` and the like.
            let name = entry?.file_name();
            found.extend(name.to_str().filter(|name| name.len() == 64).map(str::parse));
        }
        Ok(found.into_iter().flatten().collect())
    }
}

/// Holds the lock file at `path`, across processes, until the file returned is dropped.
pub(super) async fn hold(supervisor: &Supervisor, path: &Path) -> Result<File, SetupError> {
    let failed = |error| SetupError::platform("locking the environments", error);
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    let file = made.and_then(|()| File::create(path)).map_err(failed)?;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
            Err(TryLockError::WouldBlock) => tokio::select! {
                stop = supervisor.stop.asked() => return Err(SetupError::Stopped(stop)),
                () = tokio::time::sleep(TRY_AGAIN) => {}
            },
        }
    }
}

/// Notes in the time of its mark that an environment was used; if that fails, it counts as used when
/// it was before.
fn used(mark: &File, now: Timestamp) {
    let since = Duration::from_micros(u64::try_from(now.as_micros()).unwrap_or_default());
    let _ = mark.set_modified(UNIX_EPOCH + since);
}

/// The SHA-256 of `parts`, in hexadecimal; each part is told apart from the next.
pub(super) fn hash(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The file that is written last and removed first; its time says when it was last used.
pub(super) fn mark(environment: &Path) -> PathBuf {
    environment.join("annals.json")
}

fn read<T: DeserializeOwned>(path: &Path) -> Option<T> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// Writes a file so that it is there as a whole or not at all.
fn write(path: &Path, value: &impl Serialize) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let draft = path.with_extension(format!("{}.draft", std::process::id()));
    fs::write(&draft, serde_json::to_vec(value)?)?;
    fs::rename(&draft, path)
}

fn report(written: io::Result<()>, path: &Path) {
    if let Err(error) = written {
        diagnose(format_args!("{} cannot be written: {error}", path.display()));
    }
}
