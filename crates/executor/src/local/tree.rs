//! The processes below a supervisor: finding, signalling and reaping all of them.
//!
//! On Linux the supervisor is a subreaper: a process that lost its parent becomes its child, so
//! whatever a step leaves behind, in whichever group or session, stays below the supervisor, and
//! "no child is left" means that the whole tree is gone. Elsewhere only the step's own process
//! group is looked after.

use std::cell::RefCell;
use std::collections::HashMap;

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill, killpg};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

#[cfg(target_os = "linux")]
#[path = "tree/linux.rs"]
mod system;
#[cfg(not(target_os = "linux"))]
#[path = "tree/other.rs"]
mod system;

pub use system::boot_id;
pub(crate) use system::{adopt_orphans, sweep};

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// By itself, with this code.
    Code(i32),
    /// By the signal of this number.
    Signal(i32),
}

/// The supervisor's children, and how those that are waited for ended.
#[derive(Debug, Default)]
pub(crate) struct Children(RefCell<HashMap<Pid, Option<Exit>>>);

impl Children {
    /// Keeps the exit of `child` until it is asked for.
    pub(crate) fn expect(&self, child: Pid) {
        self.0.borrow_mut().insert(child, None);
    }

    /// How `child` ended, if it has.
    pub(crate) fn exit_of(&self, child: Pid) -> Option<Exit> {
        self.reap();
        let mut awaited = self.0.borrow_mut();
        let exit = awaited.get(&child).copied().flatten()?;
        awaited.remove(&child);
        Some(exit)
    }

    /// Whether any child, adopted ones too, is left.
    pub(crate) fn any_left(&self) -> bool {
        self.reap()
    }

    /// Takes note of every child that has ended; whether others are left.
    fn reap(&self) -> bool {
        loop {
            let (pid, exit) = match waitpid(None, Some(WaitPidFlag::WNOHANG)) {
                Ok(WaitStatus::Exited(pid, code)) => (pid, Exit::Code(code)),
                Ok(WaitStatus::Signaled(pid, signal, _)) => (pid, Exit::Signal(signal as i32)),
                Err(Errno::EINTR) => continue,
                Ok(_) => return true,
                Err(_) => return false,
            };
            if let Some(awaited) = self.0.borrow_mut().get_mut(&pid) {
                *awaited = Some(exit);
            }
        }
    }
}

/// Sends `signal` to every process below this one. `group` is a child's process group, signalled
/// as a whole; give none once that child was reaped, for the number may be another's by then.
pub(crate) fn signal_all(group: Option<Pid>, signal: Signal) {
    if let Some(group) = group {
        let _ = killpg(group, signal);
    }
    for process in system::descendants() {
        if Some(process.group) != group {
            let _ = kill(process.pid, signal);
        }
    }
}

/// A process below the supervisor.
#[derive(Debug, Clone, Copy)]
struct Process {
    pid: Pid,
    group: Pid,
}
