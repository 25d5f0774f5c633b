//! How this face is set up.

use crate::guard::Secret;

/// What the server was configured with, as far as this face needs it.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The names (without port) under which the server may be reached.
    pub allowed_hosts: Vec<String>,
    /// Origins, such as `https://ui.example.com`, that may call from a browser.
    pub allow_origins: Vec<String>,
    /// Whether requests without a token are served.
    pub open: bool,
    /// A token that is always accepted.
    pub admin_token: Option<Secret>,
    /// A token that `/metrics` accepts.
    pub metrics_token: Option<Secret>,
    /// The most bytes that a request's body may have.
    pub body_limit: usize,
    /// The most bytes of a file that is given to be kept.
    pub file_limit: u64,
    /// Where clients reach the server; cookies are `Secure` where it begins with `https`.
    pub base_url: String,
}

impl Settings {
    /// The limit for bodies unless configured: 16 MiB.
    pub const BODY_LIMIT: usize = 16 << 20;

    /// The limit for files unless configured: 2 GiB.
    pub const FILE_LIMIT: u64 = 2 << 30;

    /// Whether clients reach the server by HTTPS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

impl Default for Settings {
    /// Loopback names only, no token known and none needed.
    fn default() -> Self {
        Self {
            allowed_hosts: ["localhost", "127.0.0.1", "::1"].map(str::to_owned).to_vec(),
            allow_origins: Vec::new(),
            open: true,
            admin_token: None,
            metrics_token: None,
            body_limit: Self::BODY_LIMIT,
            file_limit: Self::FILE_LIMIT,
            base_url: "http://127.0.0.1:7878".to_owned(),
        }
    }
}
