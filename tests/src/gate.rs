//! A gate that a program waits at until the test opens it.

use std::fs;

use tempfile::TempDir;

/// A gate between a test and a program that it runs.
#[derive(Debug)]
pub struct Gate(TempDir);

impl Gate {
    /// A closed gate.
    ///
    /// # Panics
    /// If there is no room for temporary files.
    #[must_use]
    pub fn new() -> Self {
        Self(TempDir::new().expect("a temporary folder"))
    }

    /// Python: waits until the gate is open, with `pass_gate()`.
    #[must_use]
    pub fn python(&self) -> String {
        let path = self.0.path().join("open");
        format!(
            "import os, time\ndef pass_gate():\n    while not os.path.exists({path:?}):\n        time.sleep(0.01)\n"
        )
    }

    /// Opens the gate for good.
    ///
    /// # Panics
    /// If the file that says so cannot be written.
    pub fn open(&self) {
        fs::write(self.0.path().join("open"), "").expect("the gate opens");
    }
}

impl Default for Gate {
    fn default() -> Self {
        Self::new()
    }
}
