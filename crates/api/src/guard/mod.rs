//! Who may come in: tokens, host names, origins.

mod auth;
mod host;
mod origin;
mod scope;
mod secret;
mod seen;

pub(crate) use auth::{Auth, COOKIE, WS_PROTOCOL, bearer, cookie, require};
pub(crate) use host::known_host;
pub(crate) use origin::own_origin;
pub use secret::Secret;
