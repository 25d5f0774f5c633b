//! Setting up the connection to a server.

use std::time::Duration;

use reqwest::Url;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;

use super::chain;
use crate::error::CliError;

/// How long to wait for a connection.
const CONNECT: Duration = Duration::from_secs(10);
/// How long the server may be silent. Live streams send a sign of life far more often.
const SILENCE: Duration = Duration::from_secs(90);

/// Chooses the cryptography of HTTPS connections. Done once, before the first client is made.
pub fn choose_cryptography() {
    // It only fails when a choice has been made already, which is just as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// The HTTP client for the server at `base`.
///
/// # Errors
/// [`CliError::Usage`] if the token is no token, [`CliError::Failed`] without certificates.
pub(super) fn http(base: &Url, token: Option<&str>) -> Result<reqwest::Client, CliError> {
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("annals/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT)
        .read_timeout(SILENCE)
        // A request that creates something must not turn into another on the way.
        .redirect(Policy::none())
        .default_headers(authorization(token)?);
    if base.scheme() == "http" {
        // No certificate will be looked at, so none has to be there.
        builder = builder.tls_certs_only([]);
    }
    if is_loopback(base) {
        builder = builder.no_proxy();
    }
    let built = builder.build();
    built.map_err(|error| CliError::Failed(format!("cannot set up HTTPS: {}", chain(&error))))
}

/// The URL of a server.
///
/// # Errors
/// [`CliError::Usage`] if it is none, or not one of HTTP.
pub(super) fn base_url(server: &str) -> Result<Url, CliError> {
    let bad = |why: &str| CliError::Usage(format!("the server `{server}` {why}"));
    let url =
        Url::parse(server).map_err(|_| bad("is not a URL; write it like http://127.0.0.1:7878"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(bad("must begin with http:// or https://"));
    }
    Ok(url)
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let address = host.parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

fn authorization(token: Option<&str>) -> Result<HeaderMap, CliError> {
    let mut headers = HeaderMap::new();
    if let Some(token) = token.map(str::trim).filter(|token| !token.is_empty()) {
        let mut value = HeaderValue::from_str(&format!("Bearer {token}"))
            .map_err(|_| CliError::Usage("the token holds characters no token has".into()))?;
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
    }
    Ok(headers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_reached_around_a_proxy() {
        let local = |url: &str| is_loopback(&base_url(url).expect("a URL"));
        assert!(
            local("http://127.0.0.1:7878") && local("http://[::1]:1") && local("http://localhost")
        );
        assert!(!local("https://annals.example") && !local("http://10.0.0.1"));
    }
}
