//! A small disk that can be filled up: a file system in memory, mounted where a server's data is.

use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Says to a test that it runs within a namespace of its own.
const INSIDE: &str = "ANNALS_TEST_INSIDE";

/// A mounted file system; it goes with the test.
#[derive(Debug)]
pub(crate) struct Disk(PathBuf);

impl Disk {
    /// Mounts an empty disk of so many MiB over `folder`.
    pub(crate) fn mount(folder: &Path, mebibytes: u32) -> Self {
        let size = format!("size={mebibytes}m,mode=700");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &size, "annals-test"]).arg(folder);
        let said = mount.output().expect("mount can be started");
        assert!(
            said.status.success(),
            "a test of a full disk needs one of its own: run it as root, or where `unshare -rm` is \
             allowed ({})",
            String::from_utf8_lossy(&said.stderr).trim()
        );
        Self(folder.to_owned())
    }

    fn filler(&self) -> PathBuf {
        self.0.join("filler")
    }

    /// Fills the disk to its last byte.
    pub(crate) fn fill(&self) {
        let mut filler = File::create(self.filler()).expect("a file");
        for piece in [1 << 20, 1 << 12, 1] {
            let bytes = vec![0; piece];
            let error = loop {
                if let Err(error) = filler.write_all(&bytes) {
                    break error;
                }
            };
            assert_eq!(error.kind(), ErrorKind::StorageFull, "{error}");
        }
    }

    /// Makes room again.
    pub(crate) fn free(&self) {
        std::fs::remove_file(self.filler()).expect("it was full");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Detached even where somebody still looks into it.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// Whether a test that mounts may go on here. Where it is not root it is run again within a
/// namespace in which it is, and this answers that nothing is left to do.
///
/// # Panics
/// If there can be no such namespace, or the test fails in it: it is never passed over.
#[must_use]
pub fn may_mount(test: &str) -> bool {
    if nix::unistd::geteuid().is_root() || std::env::var_os(INSIDE).is_some() {
        return true;
    }
    let program = std::env::current_exe().expect("the test program has a path");
    let mut again = Command::new("unshare");
    again.args(["--map-root-user", "--mount"]).arg(program).args(["--exact", test, "--nocapture"]);
    let status = again.env(INSIDE, "1").status().expect("unshare can be started");
    assert!(status.success(), "{test} cannot be run: neither as root nor with `unshare -rm`");
    false
}
