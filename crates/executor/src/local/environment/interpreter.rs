//! Finds the Python interpreter, and what is to be known of it, asking it only once.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use pep508_rs::pep440_rs::{Version, VersionSpecifiers};
use serde::{Deserialize, Serialize};

use super::shelf::hash;
use super::{Setup, SetupError, installer};

/// What an interpreter says of itself.
const PROBE: &str = "import json, platform, sys, sysconfig; print(json.dumps(dict(\
    path=sys.executable, version=platform.python_version(), platform=sysconfig.get_platform())))";

/// A Python interpreter on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Interpreter {
    /// The program itself, not a script that leads to it.
    pub(super) path: PathBuf,
    /// Its version, such as `3.11.7`.
    pub(super) version: String,
    /// Its system and machine, such as `linux-x86_64`.
    pub(super) platform: String,
}

/// An answer that is kept, good as long as the program it came from is the same.
#[derive(Serialize, Deserialize)]
struct Probed {
    interpreter: Interpreter,
    stamp: String,
}

/// An interpreter whose version meets `wanted` (PEP 440), the usual one where it does.
pub(super) async fn meeting(
    setup: &Setup<'_>,
    wanted: Option<&str>,
) -> Result<Interpreter, SetupError> {
    let usual = usual(setup).await?;
    let Some(wanted) = wanted else { return Ok(usual) };
    let specifiers = VersionSpecifiers::from_str(wanted).map_err(|error| {
        SetupError::dependency(format!("`{wanted}` is no Python version specifier: {error}"))
    })?;
    if meets(&usual, &specifiers) {
        return Ok(usual);
    }
    match find(setup, &usual, wanted).await? {
        Some(other) if meets(&other, &specifiers) => Ok(other),
        _ => Err(SetupError::dependency(format!(
            "needs Python {wanted}; found {} and no other",
            usual.version
        ))),
    }
}

fn meets(interpreter: &Interpreter, specifiers: &VersionSpecifiers) -> bool {
    Version::from_str(&interpreter.version).is_ok_and(|version| specifiers.contains(&version))
}

/// The configured interpreter, else the first on `PATH` that works.
pub(super) async fn usual(setup: &Setup<'_>) -> Result<Interpreter, SetupError> {
    if let Some(configured) = &setup.supervisor.config.python {
        return probe(setup, configured).await?.ok_or_else(|| {
            let path = configured.display();
            SetupError::dependency(format!("the configured Python {path} does not work"))
        });
    }
    for candidate in on_path("python3") {
        if let Some(interpreter) = probe(setup, &candidate).await? {
            return Ok(interpreter);
        }
    }
    Err(SetupError::dependency("there is no working python3 on PATH"))
}

/// The programs called `name` on `PATH`, in its order.
pub(super) fn on_path(name: &str) -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let programs = std::env::split_paths(&path).map(|folder| folder.join(name));
    let is_program = |path: &PathBuf| {
        fs::metadata(path)
            .is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
    };
    programs.filter(|path| path.is_absolute()).filter(is_program).collect()
}

/// Another interpreter on this machine that meets `wanted`, as `uv` finds it.
pub(super) async fn find(
    setup: &Setup<'_>,
    usual: &Interpreter,
    wanted: &str,
) -> Result<Option<Interpreter>, SetupError> {
    let key = hash(&["find", &usual.path.to_string_lossy(), &usual.version, wanted]);
    if let Some(known) = setup.shelf.interpreter_fact::<PathBuf>(&key)
        && let Some(interpreter) = probe(setup, &known).await?
    {
        return Ok(Some(interpreter));
    }
    let Some(uv) = installer::uv(setup, usual).await? else { return Ok(None) };
    let mut command = setup.command(uv.program);
    command.args(["python", "find", "--system", "--no-project", "--no-python-downloads", wanted]);
    let answer = setup.ask(command).await?;
    let found = PathBuf::from(answer.stdout.trim());
    let interpreter = if answer.success { probe(setup, &found).await? } else { None };
    if interpreter.is_some() {
        setup.shelf.keep_interpreter_fact(&key, &found);
    }
    Ok(interpreter)
}

/// What is known of the interpreter at `path`; none if it does not work.
async fn probe(setup: &Setup<'_>, path: &Path) -> Result<Option<Interpreter>, SetupError> {
    let Some(key) = key(path) else { return Ok(None) };
    if let Some(known) = setup.shelf.interpreter_fact::<Probed>(&key)
        && stamp(&known.interpreter.path).as_ref() == Some(&known.stamp)
    {
        return Ok(Some(known.interpreter));
    }
    let mut command = setup.command(path);
    command.args(["-I", "-c", PROBE]);
    let answer = setup.ask(command).await?;
    let Ok(interpreter) = serde_json::from_str::<Interpreter>(answer.stdout.trim()) else {
        return Ok(None);
    };
    if let Some(stamp) = stamp(&interpreter.path) {
        let probed = Probed { interpreter: interpreter.clone(), stamp };
        setup.shelf.keep_interpreter_fact(&key, &probed);
    }
    Ok(Some(interpreter))
}

/// The name under which an answer is kept: the program as it is now and, for pyenv's scripts,
/// what decides where they lead.
fn key(path: &Path) -> Option<String> {
    let choice = std::env::var("PYENV_VERSION").unwrap_or_default();
    let file = path.ancestors().nth(2).map(|root| root.join("version"));
    let chosen = file.and_then(|file| stamp(&file)).unwrap_or_default();
    Some(hash(&["probe", &path.to_string_lossy(), &stamp(path)?, &choice, &chosen]))
}

/// Changes whenever the file does.
fn stamp(path: &Path) -> Option<String> {
    let data = fs::metadata(path).ok()?;
    Some(format!("{}.{}/{}/{}", data.mtime(), data.mtime_nsec(), data.size(), data.ino()))
}
