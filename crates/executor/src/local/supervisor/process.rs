//! One process, from its start until nothing of its tree is left.

use std::fs::File;
use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use annals_domain::{NodeName, Stream};
use nix::sys::signal::Signal as SignalNumber;
use nix::unistd::Pid;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::pump::Pump;
use super::{Stop, Supervisor, memory};
use crate::local::tree::{self, Exit};
use crate::local::variables::step_mark;

/// How often KILL is sent again, for processes that were just being made.
const KILL_AGAIN: Duration = Duration::from_millis(10);

/// What to run.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    /// Program, arguments, variables and folder.
    pub(crate) command: Command,
    /// Whose log its output is.
    pub(crate) node: &'a NodeName,
    /// Where its standard output goes instead of the log.
    pub(crate) stdout: Option<File>,
    /// How long it may take.
    pub(crate) limit: Option<Duration>,
    /// How many bytes of address space it may use.
    pub(crate) memory: Option<u64>,
}

/// How it went.
#[derive(Debug)]
pub(crate) struct Ended {
    /// How the process ended.
    pub(crate) exit: Exit,
    /// Why it was ended, if it did not end by itself.
    pub(crate) stopped: Option<Stop>,
    /// The end of what it printed on standard error.
    pub(crate) stderr: Vec<u8>,
}

/// A process that was started.
#[derive(Debug)]
pub(crate) struct Running<'a> {
    supervisor: &'a Supervisor,
    main: Pid,
    mark: String,
    exit: Option<Exit>,
    limit: Option<Duration>,
    child_signals: Signal,
    stdout: Pump<'a>,
    stderr: Pump<'a>,
}

/// Runs a process to its end.
///
/// # Errors
/// If it could not be started.
pub(crate) async fn run(supervisor: &Supervisor, request: Request<'_>) -> io::Result<Ended> {
    Ok(Running::start(supervisor, request)?.ended().await)
}

impl<'a> Running<'a> {
    /// Starts a process in a group of its own, with nothing on its standard input.
    pub(crate) fn start(supervisor: &'a Supervisor, request: Request<'_>) -> io::Result<Self> {
        let Request { mut command, node, stdout, limit, memory } = request;
        let child_signals = signal(SignalKind::child())?;
        command.process_group(0).stdin(Stdio::null()).stderr(Stdio::piped());
        command.stdout(stdout.map_or_else(Stdio::piped, Stdio::from));
        let mut child = memory::with_limit(memory, || command.spawn())?;
        let main = pid_of(&child);
        supervisor.children.expect(main);
        let spool = &supervisor.spool;
        Ok(Self {
            supervisor,
            main,
            mark: step_mark(node),
            exit: None,
            limit,
            child_signals,
            stdout: Pump::new(spool, child.stdout.take(), node, Stream::Stdout)?,
            stderr: Pump::new(spool, child.stderr.take(), node, Stream::Stderr)?,
        })
    }

    /// The process's id.
    pub(crate) const fn pid(&self) -> Pid {
        self.main
    }

    /// Waits until the process and everything below it is gone and its output is kept, ending
    /// them where that is asked for.
    pub(crate) async fn ended(self) -> Ended {
        let Self { supervisor, main, mark, exit, limit, child_signals, .. } = self;
        let (mut stdout, mut stderr) = (self.stdout, self.stderr);
        let step = tree::Step { main, mark: &mark };
        let mut tree = Tree { supervisor, step, exit, child_signals };
        let stopped = tokio::select! {
            stopped = tree.gone(limit) => stopped,
            () = pump(supervisor, &mut stdout, &mut stderr) => None,
        };
        // Something outside the tree may still hold a pipe open: what is there counts, no more.
        stdout.finish().await;
        let stderr = stderr.finish().await;
        let exit = tree.exit.unwrap_or(Exit::Signal(SignalNumber::SIGKILL as i32));
        Ended { exit, stopped, stderr }
    }
}

/// Keeps what the process prints, for ever.
///
/// Which of two pipes was written to first cannot be known once there is something in both. Then
/// standard output comes first, since what a program says on standard error is mostly about what
/// it did before. Each is read once in a turn, so that neither keeps the other waiting.
async fn pump(supervisor: &Supervisor, stdout: &mut Pump<'_>, stderr: &mut Pump<'_>) {
    loop {
        supervisor.spool.unclog().await;
        tokio::select! {
            biased;
            () = stdout.readable() => {}
            () = stderr.readable() => {}
        };
        stdout.read();
        stderr.read();
    }
}

struct Tree<'a> {
    supervisor: &'a Supervisor,
    step: tree::Step<'a>,
    exit: Option<Exit>,
    child_signals: Signal,
}

impl Tree<'_> {
    /// Waits for the main process to end or to be stopped, then for all others to be gone.
    async fn gone(&mut self, limit: Option<Duration>) -> Option<Stop> {
        let supervisor = self.supervisor;
        let stop = tokio::select! {
            biased;
            () = self.main_ended() => None,
            stop = supervisor.stop.asked() => Some(stop),
            stop = timed_out(limit) => Some(stop),
        };
        // It may have ended by itself just before it was to be stopped.
        let stopped = if self.has_ended() { None } else { stop };
        self.clear().await;
        stopped
    }

    async fn main_ended(&mut self) {
        while !self.has_ended() {
            self.child_signals.recv().await;
        }
    }

    fn has_ended(&mut self) -> bool {
        self.exit = self.exit.or_else(|| self.supervisor.children.exit_of(self.step.main));
        self.exit.is_some()
    }

    /// Whether a process is left.
    fn is_left(&mut self) -> bool {
        let any = self.supervisor.children.any_left(&self.step);
        self.has_ended();
        any
    }

    /// Ends whatever is left: TERM, and KILL after the grace.
    async fn clear(&mut self) {
        if !self.is_left() {
            return;
        }
        self.signal(SignalNumber::SIGTERM);
        let grace = tokio::time::sleep(self.supervisor.config.kill_grace);
        tokio::pin!(grace);
        while self.is_left() {
            tokio::select! {
                _ = self.child_signals.recv() => {}
                () = &mut grace => break,
            }
        }
        while self.is_left() {
            self.signal(SignalNumber::SIGKILL);
            let _ = tokio::time::timeout(KILL_AGAIN, self.child_signals.recv()).await;
        }
    }

    fn signal(&self, signal: SignalNumber) {
        let group = self.exit.is_none().then_some(self.step.main);
        self.supervisor.children.signal(&self.step, group, signal);
    }
}

async fn timed_out(limit: Option<Duration>) -> Stop {
    match limit {
        Some(limit) => tokio::time::sleep(limit).await,
        None => std::future::pending().await,
    }
    Stop::TimedOut
}

/// A process id is always positive and within what the system's type holds.
fn pid_of(child: &Child) -> Pid {
    Pid::from_raw(child.id().cast_signed())
}
