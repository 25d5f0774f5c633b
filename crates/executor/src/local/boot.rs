//! Which start of the machine an attempt belongs to, and what becomes of one that a restart of the
//! machine has ended.

use std::fs;
use std::io;

use crate::local::folder::Folder;
use crate::local::tree;

/// What stands beside the spool of an attempt that is kept.
const NOTE: &str = "The machine was restarted while this attempt ran. All that could be read of \
                    its spool is in the run's log; the folder is kept for whoever wants to look, \
                    and may be deleted.\n";

/// Records the present start of the machine in the attempt's folder.
pub(crate) fn record(folder: &Folder) -> io::Result<()> {
    fs::write(folder.boot(), tree::boot_id().unwrap_or_default())
}

/// Whether the machine has been restarted since the attempt was launched; false where nothing
/// tells.
pub(crate) fn has_changed(folder: &Folder) -> bool {
    let recorded = fs::read_to_string(folder.boot()).unwrap_or_default();
    let recorded = recorded.trim();
    !recorded.is_empty() && tree::boot_id().is_some_and(|now| now != recorded)
}

/// Moves the folder to where recovery does not look, with a note.
pub(crate) fn set_aside(folder: &Folder) -> io::Result<()> {
    let aside = folder.aside();
    if let Some(root) = aside.parent() {
        fs::create_dir_all(root)?;
    }
    fs::write(folder.join("NOTE.txt"), NOTE)?;
    fs::rename(folder.path(), aside)
}
