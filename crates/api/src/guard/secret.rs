//! Secrets that the server was configured with, kept as their hashes only.

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// A token that the configuration names. Only its hash is kept, so that nothing can print it.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl Secret {
    /// The secret `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(digest(text))
    }

    /// Its hash.
    pub(crate) const fn digest(&self) -> &[u8; 32] {
        &self.0
    }

    /// Whether `text` is the secret. How long this takes tells nothing about the secret.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.0.ct_eq(&digest(text)).into()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The hash that stands for a token.
pub(super) fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}
