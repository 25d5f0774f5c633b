//! The processes below a supervisor: finding, signalling and reaping all of them.
//!
//! On Linux the supervisor is a subreaper: a process that lost its parent becomes its child, so
//! whatever a step leaves behind, in whichever group or session, stays below the supervisor, and
//! "no child is left" means that the whole tree is gone. Elsewhere only the step's own process
//! group is looked after.
//!
//! Where several steps run at once, a process that lost its parent is known by its group or by a
//! variable that it inherited. One that has shed both is nobody's until a single step is left, which
//! takes it along: it is gone before the attempt is said to have ended.

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

    /// Whether any process of the step is left.
    pub(crate) fn any_left(&self, step: &Step<'_>) -> bool {
        let children = self.reap();
        let others = self.others(step.main);
        children && (others.is_empty() || !system::of_step(step, &others).is_empty())
    }

    /// The processes of other steps that are waited for.
    fn others(&self, main: Pid) -> Vec<Pid> {
        self.0.borrow().keys().copied().filter(|pid| *pid != main).collect()
    }

    /// Sends `signal` to every process of the step. `group` is its process's group, signalled as a
    /// whole; give none once that process was reaped, for the number may be another's by then.
    pub(crate) fn signal(&self, step: &Step<'_>, group: Option<Pid>, signal: Signal) {
        if let Some(group) = group {
            let _ = killpg(group, signal);
        }
        let others = self.others(step.main);
        let all = match others.is_empty() {
            true => system::descendants(),
            false => system::of_step(step, &others),
        };
        for process in all.iter().filter(|process| Some(process.group) != group) {
            let _ = kill(process.pid, signal);
        }
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

/// One of the steps that run, for telling its processes from those of others.
#[derive(Debug)]
pub(crate) struct Step<'s> {
    /// The process that was started for it.
    pub(crate) main: Pid,
    /// The variable, as `NAME=value`, that its processes inherit and those of other steps have not.
    pub(crate) mark: &'s str,
}

/// A process below the supervisor.
#[derive(Debug, Clone, Copy)]
struct Process {
    pid: Pid,
    group: Pid,
}
