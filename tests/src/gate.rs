//! A gate that a program waits at until the test opens it.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use tempfile::TempDir;

use crate::cluster::{host, on_cluster};

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
        if on_cluster() {
            let keeper = keeper();
            return format!(
                "import os, socket, time\ndef pass_gate():\n    while True:\n        with socket.create_connection(({:?}, {})) as keeper:\n            keeper.sendall({:?}.encode() + b'\\n')\n            if keeper.recv(1) == b'1': break\n        time.sleep(0.1)\n",
                keeper.ip().to_string(),
                keeper.port(),
                path
            );
        }
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

/// Where programs on the cluster, which see nothing of this machine's files, ask for their gate.
fn keeper() -> SocketAddr {
    static KEEPER: OnceLock<SocketAddr> = OnceLock::new();
    *KEEPER.get_or_init(|| {
        let listener = TcpListener::bind((host(), 0)).expect("pods reach this machine");
        let address = listener.local_addr().expect("an address");
        std::thread::spawn(move || {
            for program in listener.incoming().flatten() {
                // One that hangs up asks again.
                let _ = answer(program);
            }
        });
        address
    })
}

/// Whether the gate that is asked for is open: 1 or 0.
fn answer(mut program: TcpStream) -> std::io::Result<()> {
    program.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut path = String::new();
    BufReader::new(&program).read_line(&mut path)?;
    let open = Path::new(path.trim_end()).exists();
    program.write_all(if open { b"1" } else { b"0" })
}
