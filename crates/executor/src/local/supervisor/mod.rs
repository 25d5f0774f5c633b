//! The supervisor: one process an attempt, which carries out the plan and outlives the server.
//!
//! It is single-threaded: [`schedule`] goes through the plan, [`process`] sees each process from
//! its start until its whole tree is gone, [`pump`] turns what it prints into frames, and
//! [`spool`] keeps them.

mod artifacts;
mod command;
mod framer;
mod memory;
mod outcome;
mod process;
mod progress;
mod pump;
mod schedule;
mod spool;
mod step;
mod stop;
mod tries;

use std::fmt;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use annals_domain::SystemClock;

#[cfg(fuzzing)]
pub use framer::lines;
pub(crate) use process::{Ended, Request, run};
pub(crate) use stop::Stop;

use crate::Launch;
use crate::local::LocalConfig;
use crate::local::confidence::Confidence;
use crate::local::environment::InUse;
use crate::local::folder::Folder;
use crate::local::tree::{self, Children};
use spool::Spool;
use stop::StopSignal;

/// Everything a part of the supervisor may need.
#[derive(Debug)]
pub(crate) struct Supervisor {
    pub(crate) folder: Folder,
    pub(crate) launch: Launch,
    pub(crate) config: LocalConfig,
    pub(crate) spool: Spool,
    pub(crate) stop: StopSignal,
    pub(crate) children: Children,
    pub(crate) in_use: InUse,
}

/// Carries out the attempt in `folder`, as the process that [`super::LocalExecutor`] starts.
///
/// Call it before anything else the program does, and end with the code it returns.
#[must_use]
pub fn supervise(folder: &Path) -> ExitCode {
    match carry_out(folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            diagnose(format_args!(
                "the attempt in {} could not be carried out: {error}",
                folder.display()
            ));
            ExitCode::FAILURE
        }
    }
}

/// Writes a line to the supervisor's own log, as far as that can be written: unlike `eprintln!`
/// it is no panic where the disk is full.
pub(crate) fn diagnose(line: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{line}");
}

fn carry_out(folder: &Path) -> io::Result<()> {
    // Refused only to the leader of a process group, who then has been detached by its starter.
    let _ = nix::unistd::setsid();
    tree::adopt_orphans()?;
    let folder = Folder::at(folder);
    let confidence = Confidence::receive()?;
    let spool = Spool::open(&folder, Box::new(SystemClock), confidence.redactor())?;
    // From here on the spool holds `wake`; what stood in for it at birth would reach children.
    nix::unistd::dup2_stdout(File::open("/dev/null")?)?;
    let (mut launch, config) = folder.read_launch()?;
    confidence.complete(&mut launch);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let stop = StopSignal::listen(&folder)?;
        let children = Children::default();
        let supervisor =
            Supervisor { folder, launch, config, spool, stop, children, in_use: InUse::default() };
        let spool = &supervisor.spool;
        spool.nudging(schedule::carry_out(&supervisor)).await;
        spool.unclog().await;
        Ok(())
    })
}
