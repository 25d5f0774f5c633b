//! What the figures were measured on, and keeping everything on the same few cores.

use std::fmt;
use std::fs;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use annals_domain::{Clock as _, SystemClock};
use serde::Serialize;

use crate::Failure;

/// Says that this process is pinned already.
const PINNED: &str = "ANNALS_BENCH_PINNED";

/// The machine and its state while it was measured.
#[derive(Debug, Clone, Serialize)]
pub struct Machine {
    /// The processor's model.
    pub cpu: String,
    /// The cores that server and load shared, as the system lists them.
    pub cores: String,
    /// The kernel's release.
    pub kernel: String,
    /// Memory in GiB.
    pub memory_gib: f64,
    /// The load of the whole machine over the last minute, before anything was measured; near 0
    /// on a quiet machine.
    pub load_before: String,
    /// The PostgreSQL that was measured, and its cores where it runs on this machine.
    pub postgres: Option<String>,
    /// When.
    pub date: String,
}

impl Machine {
    /// Looks at the machine.
    #[must_use]
    pub fn look(postgres: Option<String>) -> Self {
        let kib = field("/proc/meminfo", "MemTotal").unwrap_or_default();
        let kib = kib.trim_end_matches("kB").trim().parse::<f64>().unwrap_or(0.0);
        Self {
            cpu: field("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown".to_owned()),
            cores: field("/proc/self/status", "Cpus_allowed_list").unwrap_or_default(),
            kernel: read("/proc/sys/kernel/osrelease"),
            memory_gib: (kib / 1_048_576.0 * 10.0).round() / 10.0,
            load_before: read("/proc/loadavg").split(' ').next().unwrap_or_default().to_owned(),
            postgres,
            date: SystemClock.now().to_string().chars().take(10).collect(),
        }
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cpu, cores, kernel, memory_gib, load_before, postgres, date } = self;
        write!(f, "{date}: {cpu}, server and load together on cores {cores}, {memory_gib} GiB, ")?;
        write!(f, "Linux {kernel}, load before {load_before}")?;
        postgres.as_ref().map_or(Ok(()), |postgres| write!(f, ", {postgres}"))
    }
}

/// The value of the first line `name: value` in `file`.
#[must_use]
pub fn field(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn read(file: &str) -> String {
    fs::read_to_string(file).unwrap_or_default().trim().to_owned()
}

/// Starts this program again on `cores` alone, which all that it starts inherit.
///
/// # Errors
/// If `taskset` cannot be run. Returns only if the program is pinned already, or need not be.
pub fn pin(cores: &str) -> Result<(), Failure> {
    if cores == "all" || std::env::var_os(PINNED).is_some() {
        return Ok(());
    }
    let error = Command::new("taskset")
        .args(["-c", cores])
        .arg(std::env::current_exe()?)
        .args(std::env::args_os().skip(1))
        .env(PINNED, "1")
        .exec();
    Err(format!("taskset (util-linux) cannot be run: {error}; `--cores all` does without").into())
}
