//! The tool that resolves and installs packages: `uv`, else the interpreter's own `pip`.

use std::fs;
use std::path::{Path, PathBuf};

use super::interpreter::{Interpreter, on_path};
use super::shelf::hold;
use super::{Setup, SetupError};

/// A `uv` that works.
#[derive(Debug)]
pub(super) struct Uv {
    /// Where it is.
    pub(super) program: PathBuf,
    /// Its name and version, such as `uv 0.9.11`.
    pub(super) version: String,
}

/// The `uv` that is configured, on `PATH`, or installed in the data folder; it is installed there
/// where there is none. None if it cannot be had.
///
/// # Errors
/// If the configured one does not work, or the attempt is to end.
pub(super) async fn uv(setup: &Setup<'_>, python: &Interpreter) -> Result<Option<Uv>, SetupError> {
    let config = &setup.supervisor.config;
    if let Some(program) = &config.uv {
        let uv = working(setup, program).await?;
        let error = || SetupError::platform("the configured uv does not work", program.display());
        return uv.map(Some).ok_or_else(error);
    }
    let home = config.data_dir.join("tools/uv");
    for program in on_path("uv").into_iter().chain([home.join("bin/uv")]) {
        if let Some(uv) = working(setup, &program).await? {
            return Ok(Some(uv));
        }
    }
    install(setup, python, &home).await
}

/// The `uv` at `program`, if it is one; a script may stand there that leads nowhere.
async fn working(setup: &Setup<'_>, program: &Path) -> Result<Option<Uv>, SetupError> {
    if !program.exists() {
        return Ok(None);
    }
    let mut command = setup.command(program);
    command.arg("--version");
    let answer = setup.ask(command).await?;
    let version: Vec<_> = answer.stdout.split_whitespace().take(2).collect();
    let uv = Uv { program: program.to_owned(), version: version.join(" ") };
    Ok(Some(uv).filter(|uv| answer.success && uv.version.starts_with("uv ")))
}

/// Installs `uv` into `home`, as a whole or not at all.
async fn install(
    setup: &Setup<'_>,
    python: &Interpreter,
    home: &Path,
) -> Result<Option<Uv>, SetupError> {
    let _alone = hold(setup.supervisor, &home.with_extension("lock")).await?;
    let program = home.join("bin/uv");
    if let Some(uv) = working(setup, &program).await? {
        return Ok(Some(uv));
    }
    setup.supervisor.spool.say("There is no uv on this machine: installing it, once.");
    let draft = home.with_extension("draft");
    let _ = fs::remove_dir_all(&draft);
    let pip = match with_pip(setup, &python.path, &draft).await? {
        true => true,
        // A Python without pip: one of its virtual environments may have it.
        false => with_own_pip(setup, python, &draft).await?,
    };
    if !pip || working(setup, &draft.join("bin/uv")).await?.is_none() {
        setup.supervisor.spool.say("uv cannot be had: using pip, without hashes in the lock.");
        return Ok(None);
    }
    let _ = fs::remove_dir_all(home);
    fs::rename(&draft, home).map_err(|error| SetupError::platform("installing uv", error))?;
    working(setup, &program).await
}

async fn with_pip(setup: &Setup<'_>, python: &Path, into: &Path) -> Result<bool, SetupError> {
    let mut command = setup.command(python);
    command.args(["-m", "pip", "install", "--quiet", "--retries", "2", "--no-deps", "--target"]);
    command.arg(into).arg("uv");
    Ok(setup.run(command).await?.success)
}

async fn with_own_pip(
    setup: &Setup<'_>,
    python: &Interpreter,
    into: &Path,
) -> Result<bool, SetupError> {
    let scratch = setup.supervisor.folder.join("pip");
    let mut command = setup.command(&python.path);
    command.args(["-m", "venv"]).arg(&scratch);
    Ok(setup.run(command).await?.success
        && with_pip(setup, &scratch.join("bin/python"), into).await?)
}
