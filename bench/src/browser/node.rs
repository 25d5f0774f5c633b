//! What drives the browser: node with the packages of `web`, and Chromium.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::de::DeserializeOwned;

use crate::Failure;

/// The folder of the project that this program was built from.
const PROJECT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
/// Names another Chromium than the system's.
const CHROMIUM: &str = "ANNALS_CHROMIUM";

/// What is needed to look at pages, found on this machine.
#[derive(Debug, Clone)]
pub struct Node {
    web: PathBuf,
    chromium: String,
}

impl Node {
    /// Finds node, its packages and Chromium; the system's package of the latter is installed
    /// where there is none, as the checks in the browser do.
    ///
    /// # Errors
    /// If one of them is not there; the error says what to do.
    pub fn find() -> Result<Self, Failure> {
        let web = Path::new(PROJECT).join("web");
        let version = Command::new("node").arg("--version").stdout(Stdio::null()).status();
        if !version.is_ok_and(|status| status.success()) {
            return Err(
                "node is not there: install Node.js 20.19 or newer (https://nodejs.org)".into()
            );
        }
        if !web.join("node_modules/playwright-core").is_dir() {
            return Err("node's packages are not there: run `scripts/web.sh build` first".into());
        }
        Ok(Self { web, chromium: chromium()? })
    }

    /// Runs `scripts/measure.mjs` with `arguments` and reads what it prints.
    ///
    /// # Errors
    /// If the script fails; what it says of that is on standard error.
    pub async fn measure<T: DeserializeOwned>(&self, arguments: &[&str]) -> Result<T, Failure> {
        let output = tokio::process::Command::new("node")
            .arg("scripts/measure.mjs")
            .args(arguments)
            .current_dir(&self.web)
            .env(CHROMIUM, &self.chromium)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?
            .wait_with_output()
            .await?;
        match output.status.success() {
            true => Ok(serde_json::from_slice(&output.stdout)?),
            false => Err(format!("web/scripts/measure.mjs: {}", output.status).into()),
        }
    }
}

/// Where Chromium is.
fn chromium() -> Result<String, Failure> {
    if let Ok(named) = std::env::var(CHROMIUM) {
        return Ok(named);
    }
    let script = Path::new(PROJECT).join("scripts/chromium.sh");
    let output = Command::new(script).stderr(Stdio::inherit()).output()?;
    let path = String::from_utf8(output.stdout)?.trim().to_owned();
    match output.status.success() && Path::new(&path).is_file() {
        true => Ok(path),
        false => Err(format!("Chromium is not there: install it, or name it in {CHROMIUM}").into()),
    }
}
