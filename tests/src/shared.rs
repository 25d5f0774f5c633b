//! What all test servers share, so that each does not make it anew: `uv`, its cache, environments.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use crate::binary::target;

/// A folder below `target` that outlives the tests.
fn folder(name: &str) -> PathBuf {
    let folder = target().join("tmp/whole").join(name);
    std::fs::create_dir_all(&folder).expect("a folder below target");
    folder
}

/// Lets the data folder use the shared `uv`, and the shared environments unless it is to build
/// its own. Servers lock both among themselves, shared or not.
pub(crate) fn link(data: &Path, own_environments: bool) {
    symlink(folder("tools"), data.join("tools")).expect("a link in the data folder");
    if !own_environments {
        symlink(folder("environments"), data.join("environments")).expect("a link");
    }
}

/// The cache of `uv`.
pub(crate) fn uv_cache() -> PathBuf {
    folder("uv-cache")
}
