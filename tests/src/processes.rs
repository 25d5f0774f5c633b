//! Looking at processes, and ending those of a test.

use std::fs;
use std::path::Path;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// Whether the process `pid` runs; one that has ended and was not waited for does not.
#[must_use]
pub fn is_alive(pid: i64) -> bool {
    let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else { return false };
    let state = stat.rsplit(')').next().unwrap_or_default().trim_start().chars().next();
    !matches!(state, Some('Z' | 'X') | None)
}

/// The processes whose arguments or variables name `folder`: supervisors and steps of a server
/// whose data lies there.
#[must_use]
pub fn mentioning(folder: &Path) -> Vec<i64> {
    let needle = folder.to_string_lossy();
    let names_it = |path: String| {
        let text = fs::read(path).unwrap_or_default();
        String::from_utf8_lossy(&text).contains(&*needle)
    };
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.file_name().to_str()?.parse::<i64>().ok())
        .filter(|pid| *pid != i64::from(std::process::id()))
        .filter(|pid| {
            names_it(format!("/proc/{pid}/cmdline")) || names_it(format!("/proc/{pid}/environ"))
        })
        .collect()
}

/// Ends every process that names `folder`, at once.
pub(crate) fn end_all(folder: &Path) {
    for _ in 0..200 {
        let found = mentioning(folder);
        if found.is_empty() {
            return;
        }
        for pid in found.into_iter().filter_map(|pid| i32::try_from(pid).ok()) {
            // It may have ended by itself meanwhile.
            let _ = kill(Pid::from_raw(pid), Signal::SIGKILL);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    eprintln!("processes of {} could not be ended", folder.display());
}
