//! How the local executor is set up.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The settings of a [`super::LocalExecutor`]; each supervisor is told them too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalConfig {
    /// The folder for attempts, environments and tools.
    pub data_dir: PathBuf,
    /// The program that is started as `PROGRAM supervise FOLDER`: the annals binary.
    pub supervisor: PathBuf,
    /// How long processes have between TERM and KILL.
    pub kill_grace: Duration,
    /// The interpreter; none means `python3` on `PATH`.
    pub python: Option<PathBuf>,
    /// The `uv` program; none means the one on `PATH`, else one installed into `data_dir`.
    pub uv: Option<PathBuf>,
    /// How long requirements that were resolved once count as resolved.
    pub resolution_max_age: Duration,
    /// The most bytes of address space (`RLIMIT_AS`) for each process of a step.
    pub memory_limit: Option<u64>,
    /// Names of further environment variables that steps inherit from the server.
    pub pass_env: Vec<String>,
    /// The most steps of one run that are carried out at once.
    #[serde(default = "one_step")]
    pub steps_at_once: usize,
}

const fn one_step() -> usize {
    1
}

impl LocalConfig {
    /// The usual settings: 10 s of grace, resolutions good for a day, no memory limit,
    /// four steps at once.
    #[must_use]
    pub const fn new(data_dir: PathBuf, supervisor: PathBuf) -> Self {
        Self {
            data_dir,
            supervisor,
            kill_grace: Duration::from_secs(10),
            python: None,
            uv: None,
            resolution_max_age: Duration::from_secs(24 * 60 * 60),
            memory_limit: None,
            pass_env: Vec::new(),
            steps_at_once: 4,
        }
    }
}
