//! What components say outside of the server, and the processes that carry them out.

use std::collections::BTreeMap;

use annals_tests::{Dice, Server, mentioning};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;

/// A file that every component adds a line to.
pub struct Journal(TempDir);

impl Journal {
    pub fn new() -> Self {
        Self(TempDir::new().expect("a temporary folder"))
    }

    /// Python: adds a line in one write, then takes a while.
    pub fn python(&self) -> String {
        let path = self.0.path().join("journal");
        format!(
            "import time\n\
             fd = os.open({path:?}, os.O_WRONLY | os.O_CREAT | os.O_APPEND)\n\
             os.write(fd, f\"{{os.environ['ANNALS_RUN_ID']}} {{os.environ['ANNALS_STEP']}}\\n\".encode())\n\
             time.sleep(0.05)\n"
        )
    }

    fn lines(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.0.path().join("journal")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// How often any component was begun.
    pub fn len(&self) -> usize {
        self.lines().len()
    }

    /// How often each component of a run was begun.
    pub fn of(&self, run: &str) -> BTreeMap<String, usize> {
        let mut begins = BTreeMap::new();
        for line in self.lines() {
            if let Some(component) = line.strip_prefix(run) {
                *begins.entry(component.trim().to_owned()).or_default() += 1;
            }
        }
        begins
    }

    /// Kills the supervisor of any run.
    pub fn kill_a_supervisor(&self, server: &Server, dice: &mut Dice) {
        let supervises = |pid: &i64| {
            let line = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            line.split(|byte| *byte == 0).any(|word| word == b"supervise")
        };
        let all: Vec<_> = mentioning(server.data()).into_iter().filter(supervises).collect();
        if !all.is_empty() {
            let pid = i32::try_from(*dice.pick(&all)).expect("a process id");
            // It may have ended by itself meanwhile.
            let _ = kill(Pid::from_raw(pid), Signal::SIGKILL);
        }
    }
}
