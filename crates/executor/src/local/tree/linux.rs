//! The tree as Linux shows it in `/proc`.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::{Process, Step};

/// Makes every descendant whose parent ends a child of this process.
pub(crate) fn adopt_orphans() -> nix::Result<()> {
    nix::sys::prctl::set_child_subreaper(true)
}

/// What names the present start of the machine.
#[must_use]
pub fn boot_id() -> Option<String> {
    let id = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(id.trim().to_owned())
}

/// Every process below this one, as far as can be seen at one look.
pub(super) fn descendants() -> Vec<Process> {
    let mut children = by_parent();
    let mut found = children.remove(&nix::unistd::getpid()).unwrap_or_default();
    add_all_below(&mut found, &mut children);
    found
}

/// The processes of one step among several: its own and all below it, and those that lost their
/// parent with all below them. `others` are the processes of other steps.
pub(super) fn of_step(step: &Step<'_>, others: &[Pid]) -> Vec<Process> {
    let mut children = by_parent();
    let mut found = children.remove(&nix::unistd::getpid()).unwrap_or_default();
    found.retain(|process| {
        !others.contains(&process.pid)
            && (process.group == step.main || inherited(process.pid, step.mark))
    });
    add_all_below(&mut found, &mut children);
    found
}

/// All processes, by their parents.
fn by_parent() -> HashMap<Pid, Vec<Process>> {
    let mut children: HashMap<Pid, Vec<Process>> = HashMap::new();
    for pid in all() {
        if let Some((parent, group)) = parent_and_group(pid) {
            children.entry(parent).or_default().push(Process { pid, group });
        }
    }
    children
}

fn add_all_below(found: &mut Vec<Process>, children: &mut HashMap<Pid, Vec<Process>>) {
    let mut looked_at = 0;
    while let Some(process) = found.get(looked_at) {
        let below = children.remove(&process.pid);
        found.extend(below.unwrap_or_default());
        looked_at += 1;
    }
}

/// Kills what a supervisor that is gone has left of the attempt in `folder`: the processes that
/// were told a path within it, and all below them. Returns once none is left, or after some
/// seconds.
pub(crate) async fn sweep(folder: &Path) {
    let mut mark = folder.as_os_str().as_bytes().to_vec();
    mark.push(b'/');
    let mut left = HashSet::new();
    for _ in 0..250 {
        // A stopped process has no more children, so nothing is born behind this one's back.
        while stop_new(&mark, &mut left) {}
        left.retain(|pid| !is_gone(*pid));
        if left.is_empty() {
            return;
        }
        for pid in &left {
            let _ = kill(*pid, Signal::SIGKILL);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Stops the marked processes, and those below them, that are not `known`; false if there is none.
fn stop_new(mark: &[u8], known: &mut HashSet<Pid>) -> bool {
    let mut children = by_parent();
    let marked = all().filter(|pid| known.contains(pid) || environment_holds(*pid, mark));
    let mut found: Vec<_> = marked.map(|pid| Process { pid, group: pid }).collect();
    add_all_below(&mut found, &mut children);
    let before = known.len();
    for process in found.into_iter().filter(|process| known.insert(process.pid)) {
        let _ = kill(process.pid, Signal::SIGSTOP);
    }
    known.len() > before
}

/// Whether a process has ended, be it waited for or not.
fn is_gone(pid: Pid) -> bool {
    let stat = fs::read(format!("/proc/{pid}/stat")).unwrap_or_default();
    let after_command = memchr::memrchr(b')', &stat).and_then(|at| stat.get(at + 2));
    matches!(after_command, None | Some(b'Z' | b'X'))
}

fn all() -> impl Iterator<Item = Pid> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok().map(Pid::from_raw))
}

/// Fields 4 and 5 of `/proc/PID/stat`; the command before them may hold blanks and brackets.
fn parent_and_group(pid: Pid) -> Option<(Pid, Pid)> {
    let stat = fs::read(format!("/proc/{pid}/stat")).ok()?;
    let after_command = &stat[memchr::memrchr(b')', &stat)? + 1..];
    let mut fields = std::str::from_utf8(after_command).ok()?.split_ascii_whitespace().skip(1);
    let mut next = || fields.next()?.parse().ok().map(Pid::from_raw);
    Some((next()?, next()?))
}

/// Whether a process was started with this variable.
fn inherited(pid: Pid, variable: &str) -> bool {
    let environment = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
    environment.split(|byte| *byte == 0).any(|entry| entry == variable.as_bytes())
}

fn environment_holds(pid: Pid, mark: &[u8]) -> bool {
    let path = format!("/proc/{pid}/environ");
    let environment = fs::read(OsStr::new(&path)).unwrap_or_default();
    memchr::memmem::find(&environment, mark).is_some()
}
