//! Memory: its limit, and whether a process ended for want of it.

use std::fs;
use std::io;

use nix::sys::resource::{Resource, getrlimit, setrlimit};

/// Runs `spawn` so that what it starts may use at most `limit` bytes of address space.
///
/// The limit is set on this process for the moment of the spawn, since a child inherits it; only
/// the soft limit, so that it can be lifted again.
pub(super) fn with_limit<T>(
    limit: Option<u64>,
    spawn: impl FnOnce() -> io::Result<T>,
) -> io::Result<T> {
    let Some(limit) = limit else { return spawn() };
    let (soft, hard) = getrlimit(Resource::RLIMIT_AS)?;
    setrlimit(Resource::RLIMIT_AS, limit.min(hard), hard)?;
    let spawned = spawn();
    setrlimit(Resource::RLIMIT_AS, soft, hard)?;
    spawned
}

/// How often the kernel has killed a process for want of memory: on this machine, and in this
/// process's control group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OomKills {
    machine: Option<u64>,
    group: Option<u64>,
}

impl OomKills {
    /// The counts as far as they can be read.
    pub(super) fn now() -> Self {
        let machine = count("/proc/vmstat", "oom_kill");
        Self { machine, group: group_file().and_then(|path| count(&path, "oom_kill")) }
    }

    /// Whether a count has grown since.
    pub(super) fn have_grown(self) -> bool {
        let now = Self::now();
        grown(self.machine, now.machine) || grown(self.group, now.group)
    }
}

fn grown(before: Option<u64>, now: Option<u64>) -> bool {
    matches!((before, now), (Some(before), Some(now)) if now > before)
}

/// The value of the line `key value` in a file.
fn count(path: &str, key: &str) -> Option<u64> {
    let text = fs::read_to_string(path).ok()?;
    text.lines().find_map(|line| line.strip_prefix(key)?.trim_start_matches(' ').parse().ok())
}

/// Where this process's control group counts: version 2, or version 1's memory controller.
fn group_file() -> Option<String> {
    let groups = fs::read_to_string("/proc/self/cgroup").ok()?;
    groups.lines().find_map(|line| {
        let mut parts = line.splitn(3, ':').skip(1);
        match (parts.next()?, parts.next()?) {
            ("", path) => existing(format!("/sys/fs/cgroup{path}/memory.events")),
            ("memory", path) => existing(format!("/sys/fs/cgroup/memory{path}/memory.oom_control")),
            _ => None,
        }
    })
}

fn existing(path: String) -> Option<String> {
    fs::exists(&path).unwrap_or(false).then_some(path)
}

/// Whether the last thing on standard error is Python's (or NumPy's) `MemoryError`.
pub(super) fn is_memory_error(stderr: &[u8]) -> bool {
    let text = String::from_utf8_lossy(stderr);
    let last = text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let (name, rest) = last.split_once(':').unwrap_or((last.trim_end(), " "));
    let name = name.rsplit('.').next().unwrap_or(name);
    rest.starts_with(' ')
        && matches!(name, "MemoryError" | "ArrayMemoryError" | "_ArrayMemoryError")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_memory_errors_by_their_last_line() {
        for yes in [
            "Traceback\nMemoryError\n\n",
            "MemoryError: 3 GiB\n",
            "numpy._core._exceptions._ArrayMemoryError: Unable to allocate 8. TiB\n",
        ] {
            assert!(is_memory_error(yes.as_bytes()), "{yes}");
        }
        for no in ["", "MemoryError\nbye\n", "ValueError: MemoryError\n", "MemoryErrors\n"] {
            assert!(!is_memory_error(no.as_bytes()), "{no}");
        }
    }

    #[test]
    fn a_count_grows_only_where_both_are_known() {
        assert!(grown(Some(1), Some(2)));
        assert!(!grown(Some(2), Some(2)) && !grown(None, Some(2)) && !grown(Some(1), None));
    }
}
