//! `annals doctor`: looks at everything that a server rests on and says what is wrong.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::json;

use super::say;
use crate::error::{CliError, Exit, Outcome};
use crate::server::{Config, StoreArgs};

/// One thing looked at.
struct Finding {
    what: &'static str,
    well: bool,
    detail: String,
}

/// Runs the command; exit code 1 if something is wrong.
///
/// # Errors
/// [`CliError`] if the configuration makes no sense.
pub async fn run(args: &StoreArgs, json: bool) -> Outcome {
    let config = Config::load_store(args)?;
    let findings = vec![
        folder(&config.data_dir),
        database(&config).await?,
        migrations(&config).await?,
        program("python", config.python.as_deref().unwrap_or_else(|| Path::new("python3")), true),
        program("uv", config.uv.as_deref().unwrap_or_else(|| Path::new("uv")), false),
    ];
    show(&findings, json)?;
    Ok(if findings.iter().all(|finding| finding.well) { Exit::Success } else { Exit::Negative })
}

fn folder(path: &Path) -> Finding {
    let probe = path.join(".doctor");
    let tried = std::fs::create_dir_all(path)
        .and_then(|()| std::fs::write(&probe, b"x"))
        .and_then(|()| std::fs::remove_file(&probe));
    let detail = match &tried {
        Ok(()) => format!("{} can be written", path.display()),
        Err(error) => format!("{}: {error}; name another with --data-dir", path.display()),
    };
    Finding { what: "data folder", well: tried.is_ok(), detail }
}

async fn database(config: &Config) -> Result<Finding, CliError> {
    let location = config.location()?;
    let tried = annals_store::wait_for(&location, Duration::ZERO).await;
    let detail = match &tried {
        Ok(()) => format!("{location:?} answers"),
        Err(error) => format!("{location:?}: {error}"),
    };
    Ok(Finding { what: "database", well: tried.is_ok(), detail })
}

async fn migrations(config: &Config) -> Result<Finding, CliError> {
    let states = annals_store::migration_states(&config.location()?).await;
    let pending = states.map(|states| states.iter().filter(|state| !state.applied).count());
    let (well, detail) = match pending {
        Ok(0) => (true, "all applied".to_owned()),
        Ok(count) => (true, format!("{count} pending; `annals serve` applies them")),
        Err(error) => (false, error.to_string()),
    };
    Ok(Finding { what: "migrations", well, detail })
}

fn program(what: &'static str, path: &Path, needed: bool) -> Finding {
    let version = Command::new(path).arg("--version").output();
    match version {
        Ok(output) if output.status.success() => {
            let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            Finding { what, well: true, detail: text }
        }
        _ if needed => Finding {
            what,
            well: false,
            detail: format!(
                "{} does not answer; name an interpreter with ANNALS_PYTHON",
                path.display()
            ),
        },
        _ => Finding { what, well: true, detail: "not found; installed on first use".to_owned() },
    }
}

fn show(findings: &[Finding], json: bool) -> Result<(), CliError> {
    if json {
        let row = |f: &Finding| json!({ "what": f.what, "ok": f.well, "detail": f.detail });
        let rows: Vec<_> = findings.iter().map(row).collect();
        return say(&json!({ "findings": rows }).to_string());
    }
    for finding in findings {
        let mark = if finding.well { "ok   " } else { "WRONG" };
        say(&format!("{mark}  {:<12}  {}", finding.what, finding.detail))?;
    }
    Ok(())
}
