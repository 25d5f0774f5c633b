//! Encrypted connections: rustls with ring, and the machine's own list of authorities.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt as _;
use serde::{Deserialize, Serialize};

use crate::Error;

/// How a connection to a mail server is protected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// TLS from the first byte.
    #[default]
    Tls,
    /// TLS after a word in the clear; without it nothing is sent.
    Starttls,
    /// None. For servers on the same machine.
    None,
}

/// What TLS connections are made with.
///
/// # Errors
/// [`Error::Setting`] if the machine has no list of authorities.
pub(crate) fn config() -> Result<Arc<ClientConfig>, Error> {
    let wrong = |error| Error::Setting(format!("TLS cannot be set up on this machine: {error}"));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(wrong)?;
    let verified = versions.with_platform_verifier().map_err(wrong)?;
    Ok(Arc::new(verified.with_no_client_auth()))
}
