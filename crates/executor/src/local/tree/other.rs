//! Systems without subreapers and `/proc`: only the step's own process group is known.

use std::path::Path;

use nix::unistd::Pid;

use super::{Process, Step};

/// There is no such thing here; orphans become children of the system's first process.
pub(crate) fn adopt_orphans() -> nix::Result<()> {
    Ok(())
}

/// Not to be seen here.
pub(super) fn descendants() -> Vec<Process> {
    Vec::new()
}

/// Not to be seen here.
pub(super) fn of_step(_step: &Step<'_>, _others: &[Pid]) -> Vec<Process> {
    Vec::new()
}

/// Not to be found here.
pub(crate) async fn sweep(_folder: &Path) {}

/// Nothing names the present start of the machine.
#[must_use]
pub fn boot_id() -> Option<String> {
    None
}
