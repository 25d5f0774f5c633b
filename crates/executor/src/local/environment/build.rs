//! Resolves requirements to a lock, and makes environments of locks.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use annals_domain::EnvironmentFacts;

use super::installer::{self, Uv};
use super::interpreter::Interpreter;
use super::tool::Output;
use super::{Setup, SetupError, lock, message};

/// Why requirements could not be resolved.
#[derive(Debug)]
pub(super) struct Unresolved {
    /// The failure.
    pub(super) error: SetupError,
    /// Whether it was for want of a network.
    pub(super) for_want_of_network: bool,
}

impl From<SetupError> for Unresolved {
    fn from(error: SetupError) -> Self {
        Self { error, for_want_of_network: false }
    }
}

/// The lock of these requirements, with hashes where they can be had.
pub(super) async fn resolve(
    setup: &Setup<'_>,
    python: &Interpreter,
    lines: &[String],
) -> Result<String, Unresolved> {
    let resolved = match installer::uv(setup, python).await? {
        Some(uv) => compile(setup, python, &uv, lines).await?,
        None => freeze(setup, python, lines).await?,
    };
    let pinned = resolved.map_err(|output| Unresolved {
        for_want_of_network: message::is_network(&output.stderr),
        error: output.failure(),
    })?;
    // Whether wheels may be used counts when the lock is installed, too.
    let options = lines.iter().filter(|line| {
        ["--no-binary", "--only-binary"].iter().any(|option| line.starts_with(option))
    });
    Ok(options.flat_map(|line| [line, "\n"]).chain([pinned.as_str()]).collect())
}

/// Resolves with `uv`; what it printed, if it failed.
async fn compile(
    setup: &Setup<'_>,
    python: &Interpreter,
    uv: &Uv,
    lines: &[String],
) -> Result<Result<String, Output>, SetupError> {
    // Of the options of a requirements file, uv takes `--pre` from the command line only and has
    // no `--prefer-binary`.
    let (options, lines): (Vec<_>, Vec<_>) =
        lines.iter().partition(|line| ["--pre", "--prefer-binary"].contains(&line.as_str()));
    let wanted = keep_wanted(setup, &lines)?;
    let lock = setup.supervisor.folder.join("requirements.lock");
    let mut command = setup.command(&uv.program);
    command.args(["pip", "compile", "--generate-hashes", "--no-header", "--no-annotate"]);
    if options.iter().any(|option| *option == "--pre") {
        command.args(["--prerelease", "allow"]);
    }
    command.arg("--python").arg(&python.path).arg("-o").arg(&lock).arg(wanted);
    // It prints the lock too, which is recorded elsewhere.
    let output = setup.ask(command).await?;
    if !output.success {
        return Ok(Err(output));
    }
    let read = fs::read_to_string(&lock);
    read.map(Ok).map_err(|error| SetupError::platform("reading the lock", error))
}

/// Resolves with `pip`, by installing into an environment that is thrown away.
async fn freeze(
    setup: &Setup<'_>,
    python: &Interpreter,
    lines: &[String],
) -> Result<Result<String, Output>, SetupError> {
    let wanted = keep_wanted(setup, lines)?;
    let scratch = setup.supervisor.folder.join("resolve");
    make_venv(setup, python, &scratch, true).await?;
    let mut command = pip(setup, &scratch, &["install", "--retries", "2", "-r"]);
    command.arg(wanted);
    let output = setup.run(command).await?;
    if !output.success {
        return Ok(Err(output));
    }
    let frozen = setup.ask(pip(setup, &scratch, &["freeze"])).await?;
    let _ = fs::remove_dir_all(&scratch);
    Ok(if frozen.success { Ok(frozen.stdout) } else { Err(frozen) })
}

/// The environment of `lock`: as it is there, else built. An empty lock needs no tool but Python.
pub(super) async fn provide(
    setup: &Setup<'_>,
    python: &Interpreter,
    lock: &str,
) -> Result<EnvironmentFacts, SetupError> {
    let id = lock::id_of(lock, python)?;
    if let Some(facts) = setup.shelf.ready(setup.supervisor, &id) {
        return Ok(facts);
    }
    let _alone = setup.shelf.lock(setup.supervisor, id.as_str()).await?;
    if let Some(facts) = setup.shelf.ready(setup.supervisor, &id) {
        return Ok(facts);
    }
    let folder = setup.shelf.folder(&id);
    let _ = fs::remove_dir_all(&folder);
    let installer = fill(setup, python, lock, &folder).await?;
    let facts = EnvironmentFacts {
        id,
        lock: lock.to_owned(),
        packages: lock::packages(lock),
        python_version: python.version.clone(),
        interpreter: python.path.to_string_lossy().into_owned(),
        platform: python.platform.clone(),
        installer,
        cached: false,
    };
    let ready = setup.shelf.set_ready(setup.supervisor, &facts);
    ready.map_err(|error| SetupError::platform("marking the environment as ready", error))?;
    Ok(facts)
}

/// Makes the environment in its final place, for it cannot be moved; what made it.
async fn fill(
    setup: &Setup<'_>,
    python: &Interpreter,
    lock: &str,
    folder: &Path,
) -> Result<String, SetupError> {
    if lock.is_empty() {
        make_venv(setup, python, folder, false).await?;
        return Ok(format!("venv {}", python.version));
    }
    let uv = installer::uv(setup, python).await?;
    make_venv(setup, python, folder, uv.is_none()).await?;
    let pinned = setup.supervisor.folder.join("requirements.txt");
    keep(&pinned, lock)?;
    let Some(uv) = uv else {
        let mut command = pip(setup, folder, &["install", "--retries", "2", "--no-deps", "-r"]);
        command.arg(&pinned);
        setup.run(command).await?.succeeded()?;
        let version = setup.ask(pip(setup, folder, &["--version"])).await?.succeeded()?.stdout;
        return Ok(version.split_whitespace().take(2).collect::<Vec<_>>().join(" "));
    };
    let mut command = setup.command(&uv.program);
    command.args(["pip", "install", "--no-deps", "--python"]).arg(folder.join("bin/python"));
    setup
        .run({
            command.arg("-r").arg(&pinned);
            command
        })
        .await?
        .succeeded()?;
    Ok(uv.version)
}

async fn make_venv(
    setup: &Setup<'_>,
    python: &Interpreter,
    folder: &Path,
    with_pip: bool,
) -> Result<(), SetupError> {
    let mut command = setup.command(&python.path);
    command.args(["-I", "-m", "venv"]);
    if !with_pip {
        command.arg("--without-pip");
    }
    command.arg(folder);
    setup.run(command).await?.succeeded().map(drop)
}

fn pip(setup: &Setup<'_>, environment: &Path, arguments: &[&str]) -> Command {
    let mut command = setup.command(environment.join("bin/python"));
    command.args(["-m", "pip"]).args(arguments);
    command
}

/// Writes a requirements file for a tool to read.
fn keep_wanted(setup: &Setup<'_>, lines: &[impl AsRef<str>]) -> Result<PathBuf, SetupError> {
    let path = setup.supervisor.folder.join("requirements.in");
    let text: String = lines.iter().flat_map(|line| [line.as_ref(), "\n"]).collect();
    keep(&path, &text)?;
    Ok(path)
}

fn keep(path: &Path, text: &str) -> Result<(), SetupError> {
    let written = fs::write(path, text);
    written.map_err(|error| SetupError::platform("writing requirements", error))
}
