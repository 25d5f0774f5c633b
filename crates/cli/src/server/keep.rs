//! What the server takes from its machine: a folder of its own, the time, random bytes.

use std::fs::{self, File, TryLockError};
use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use annals_domain::{Clock, IdSource, SystemClock};
use rand::RngCore as _;

use crate::error::CliError;

/// How often, and at what distance, a lock that somebody holds is tried again: for 2 s.
const LOCK_TRIES: u32 = 40;
const LOCK_PAUSE: Duration = Duration::from_millis(50);
/// The file that says where the folder's server is found.
const SERVER_URL: &str = "server-url";

/// The data folder, held by this process alone.
#[derive(Debug)]
pub struct DataFolder {
    /// The server's name: made once, kept in the folder.
    pub owner: String,
    /// Holding it open holds the lock.
    _lock: File,
}

/// The machine's clock.
#[must_use]
pub fn clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}

/// New ids from the machine's clock and random numbers.
#[must_use]
pub fn ids() -> IdSource {
    IdSource::new(clock(), random::<10>)
}

/// Bytes that nobody can guess.
#[must_use]
pub fn secret_bytes() -> [u8; 32] {
    random::<32>()
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

/// Makes the data folder where there is none and takes it for this server alone.
///
/// # Errors
/// [`CliError`] if it cannot be written or another server has it.
pub fn data_folder(folder: &Path) -> Result<DataFolder, CliError> {
    free_data_folder(folder)?.ok_or_else(|| {
        CliError::Failed(format!(
            "another Annals server uses {}; stop it, or name another folder with --data-dir",
            folder.display()
        ))
    })
}

/// The same; none if another server has it.
///
/// # Errors
/// [`CliError`] if it cannot be written.
pub fn free_data_folder(folder: &Path) -> Result<Option<DataFolder>, CliError> {
    let context = || format!("the data folder {}", folder.display());
    fs::create_dir_all(folder).map_err(CliError::io(context()))?;
    private(folder).map_err(CliError::io(context()))?;
    let lock = File::options().create(true).truncate(false).write(true).open(folder.join("lock"));
    let lock = lock.map_err(CliError::io(context()))?;
    match taken(&lock) {
        Ok(()) => Ok(Some(DataFolder { owner: owner(folder)?, _lock: lock })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(CliError::io(context())(error)),
    }
}

/// Takes the lock. A server that was just killed may have left a child between its birth and its
/// program, which holds the lock for that moment.
fn taken(lock: &File) -> Result<(), TryLockError> {
    for _ in 0..LOCK_TRIES {
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_PAUSE),
            taken => return taken,
        }
    }
    lock.try_lock()
}

/// Notes in the data folder where its server is found, for commands on this machine.
///
/// # Errors
/// [`CliError`] if it cannot be written.
pub fn note_server_url(folder: &Path, address: SocketAddr) -> Result<(), CliError> {
    let host = match address.ip() {
        // Where it listens on every address, it is found at the loopback one.
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    let url = format!("http://{}\n", SocketAddr::new(host, address.port()));
    let path = folder.join(SERVER_URL);
    fs::write(&path, url).map_err(CliError::io(format!("writing {}", path.display())))
}

/// Where the server that has the data folder is found, if it has said so.
#[must_use]
pub fn server_url(folder: &Path) -> Option<String> {
    let url = fs::read_to_string(folder.join(SERVER_URL)).ok()?;
    Some(url.trim().to_owned())
}

/// Only this user may look into the folder: code, logs and tokens of runs lie there.
fn private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

/// The server's name: that of its data folder, so that it finds its own runs again.
fn owner(folder: &Path) -> Result<String, CliError> {
    let path = folder.join("server-id");
    match fs::read_to_string(&path) {
        Ok(text) if !text.trim().is_empty() => Ok(text.trim().to_owned()),
        _ => {
            let owner = ids().uuid().to_string();
            let context = || format!("writing {}", path.display());
            let mut file = File::create(&path).map_err(CliError::io(context()))?;
            writeln!(file, "{owner}").map_err(CliError::io(context()))?;
            file.sync_all().map_err(CliError::io(context()))?;
            Ok(owner)
        }
    }
}
