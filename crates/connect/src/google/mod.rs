//! Google's services, by their published REST interfaces.

mod api;
mod drive;
mod gmail;
mod upload;

pub use api::{Access, Google};
pub use drive::{Drive, DriveSettings};
pub use gmail::{Gmail, GmailSettings};

/// What an account must grant to be a source of mail.
pub const MAIL_SCOPE: &str = "https://www.googleapis.com/auth/gmail.readonly";
/// What an account must grant to read from Drive.
pub const READ_SCOPE: &str = "https://www.googleapis.com/auth/drive.readonly";
/// What an account must grant for results to be put into Drive.
pub const WRITE_SCOPE: &str = "https://www.googleapis.com/auth/drive.file";
