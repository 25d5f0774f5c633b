//! The paths in an archive.

use super::Refused;

/// The longest path that is taken, in bytes.
const LONGEST: usize = 1024;

/// A path that stays in the folder it is unpacked into, in one form: with `/`, without `.` and
/// empty parts.
pub(super) fn inner(name: &str) -> Result<String, Refused> {
    let leaves = || Refused::PathLeaves { path: crate::text::shortened(name, 200) };
    let slashed = name.replace('\\', "/");
    let drive = slashed.as_bytes().get(1) == Some(&b':');
    if slashed.starts_with('/') || drive || name.len() > LONGEST || name.contains(char::is_control)
    {
        return Err(leaves());
    }
    let parts: Vec<&str> =
        slashed.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    if parts.is_empty() || parts.contains(&"..") {
        return Err(leaves());
    }
    Ok(parts.join("/"))
}

/// What systems leave beside files and nobody put there.
pub(super) fn is_litter(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.starts_with("__MACOSX/") || [".DS_Store", "Thumbs.db", "desktop.ini"].contains(&name)
}
