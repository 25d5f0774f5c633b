//! The key that secrets are encrypted with. It never lies in the database.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use sha2::{Digest as _, Sha256};

use crate::Error;
use crate::tokens::{hex, unhex};

/// A key of 256 bits.
#[derive(Clone)]
pub struct SecretKey([u8; 32]);

/// A text or file that holds no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// It is not 64 hexadecimal digits.
    #[error("{0} must be 64 hexadecimal digits, such as `openssl rand -hex 32` makes")]
    NoKey(String),
    /// The file cannot be read or made.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl From<KeyError> for Error {
    fn from(error: KeyError) -> Self {
        tracing::error!("the key for secrets: {error}");
        Self::Conflict("this server has no usable key for secrets; its log says why".into())
    }
}

/// Where the key comes from. Cheap to clone.
#[derive(Clone)]
pub struct KeySource(Arc<Source>);

struct Source {
    /// The file, unless the key was given.
    file: PathBuf,
    key: OnceLock<SecretKey>,
}

impl fmt::Debug for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeySource({})", self.0.file.display())
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey({})", self.id())
    }
}

impl SecretKey {
    /// Reads 64 hexadecimal digits; `from` names where they stand, for the error.
    ///
    /// # Errors
    /// [`KeyError::NoKey`] for anything else.
    pub fn parse(text: &str, from: &str) -> Result<Self, KeyError> {
        let bytes = unhex(text.trim()).and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or_else(|| KeyError::NoKey(from.to_owned()))
    }

    pub(super) const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A name for the key that tells nothing of it.
    pub(super) fn id(&self) -> String {
        let digest =
            Sha256::new_with_prefix("annals secret key 1\n").chain_update(self.0).finalize();
        hex(&digest[..8])
    }
}

impl KeySource {
    /// This key.
    #[must_use]
    pub fn given(key: SecretKey) -> Self {
        Self(Arc::new(Source { file: PathBuf::new(), key: OnceLock::from(key) }))
    }

    /// The key in this file, which is made when a key is needed first.
    #[must_use]
    pub fn file(file: PathBuf) -> Self {
        Self(Arc::new(Source { file, key: OnceLock::new() }))
    }

    /// The key. It is read once.
    pub(super) fn key(&self, random: fn() -> [u8; 32]) -> Result<SecretKey, KeyError> {
        if let Some(key) = self.0.key.get() {
            return Ok(key.clone());
        }
        let path = &self.0.file;
        let text = read_or_make(path, random);
        let text = text.map_err(|source| KeyError::File { path: path.clone(), source })?;
        let key = SecretKey::parse(&text, &path.display().to_string())?;
        Ok(self.0.key.get_or_init(|| key).clone())
    }
}

fn read_or_make(path: &Path, random: fn() -> [u8; 32]) -> io::Result<String> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => make(path, &hex(&random())),
        read => read,
    }
}

/// Makes the file, whole or not at all. Where another thread was faster its key holds.
fn make(path: &Path, text: &str) -> io::Result<String> {
    let draft = path.with_extension(format!("key.{}", text.get(..8).unwrap_or_default()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    let made = writeln!(file, "{text}").and_then(|()| file.sync_all());
    let placed = made.and_then(|()| fs::hard_link(&draft, path));
    fs::remove_file(&draft)?;
    match placed {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    fs::read_to_string(path)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn random() -> [u8; 32] {
        rand::random()
    }

    #[test]
    fn a_file_is_made_once_for_its_owner_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("secret.key");
        let first = KeySource::file(path.clone()).key(random).expect("a key");
        assert_eq!(fs::metadata(&path).expect("made").permissions().mode() & 0o777, 0o600);
        let again = KeySource::file(path.clone()).key(random).expect("a key");
        assert_eq!(first.0, again.0);
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
        fs::write(&path, "short").expect("written");
        let error = KeySource::file(path).key(random).expect_err("no key").to_string();
        assert!(error.contains("secret.key must be 64 hexadecimal digits"), "{error}");
    }

    #[test]
    fn a_key_shows_only_its_id() {
        let key = SecretKey::parse(&"0a".repeat(32), "it").expect("a key");
        assert_eq!(key.id().len(), 16);
        assert!(!format!("{key:?}").contains("0a0a"));
        for bad in ["", "0a", &"0g".repeat(32), &"0a".repeat(33)] {
            assert!(SecretKey::parse(bad, "it").is_err(), "{bad}");
        }
    }
}
