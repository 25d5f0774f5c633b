//! Clearing out environments that nobody used for a long time.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use annals_domain::{EnvironmentId, Timestamp};

use super::shelf::{Shelf, mark};
use crate::Cleared;
use crate::local::LocalConfig;

/// Removes the environments that were not used in the `unused_for` before `now`; those that an attempt
/// uses stay, however long ago it began.
///
/// # Errors
/// Any of the file system, for the first environment that it refuses; the rest stays for the next time.
pub(in crate::local) fn clear_out(
    config: &LocalConfig,
    unused_for: Duration,
    now: Timestamp,
) -> io::Result<Cleared> {
    let now = UNIX_EPOCH + Duration::from_micros(u64::try_from(now.as_micros()).unwrap_or(0));
    let Some(before) = now.checked_sub(unused_for) else { return Ok(Cleared::default()) };
    let (shelf, mut cleared) = (Shelf::new(config), Cleared::default());
    for id in shelf.all()? {
        if let Some(bytes) = clear(&shelf, &id, before)? {
            cleared.environments += 1;
            cleared.bytes += bytes;
        }
    }
    Ok(cleared)
}

/// Removes the environment `id` unless it is in use, or was after `before`; its bytes.
fn clear(shelf: &Shelf, id: &EnvironmentId, before: SystemTime) -> io::Result<Option<u64>> {
    // Nobody builds it anew meanwhile.
    let building = File::create(shelf.lock_file(id.as_str()))?;
    if building.try_lock().is_err() {
        return Ok(None);
    }
    let folder = shelf.folder(id);
    let held = match File::open(mark(&folder)) {
        Ok(mark) => mark,
        // It was never finished.
        Err(error) if error.kind() == io::ErrorKind::NotFound => File::open(&folder)?,
        Err(error) => return Err(error),
    };
    if held.try_lock().is_err() || held.metadata()?.modified()? >= before {
        return Ok(None);
    }
    let bytes = size(&folder)?;
    match fs::remove_file(mark(&folder)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => fs::remove_dir_all(&folder)?,
    }
    Ok(Some(bytes))
}

/// The bytes of the files in `folder`. Those that it shares with the cache of `uv` count too.
fn size(folder: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        bytes += if kind.is_dir() { size(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(bytes)
}
