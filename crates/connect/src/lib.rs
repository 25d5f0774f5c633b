//! Where documents come from and where results go: schedules, folders, web hooks, mail, Gmail and
//! Google Drive in; Drive, mail, folders and object stores out.
//!
//! A connector knows its own protocol and nothing else. It keeps no state on disk and no SQL: what it
//! has seen is a cursor, a text that the caller stores with the events that came before it, in one
//! transaction, so that no event is lost and none comes twice. Whether a failure passes by itself
//! is said by [`Error`], and trying again is the caller's.
//!
//! - [`Source`]: what is new since a cursor, and the bytes of a file ([`Folder`], [`Imap`],
//!   [`google::Gmail`], [`google::Drive`]).
//! - [`Destination`]: takes a finished file ([`FolderOut`], [`MailOut`], [`ObjectsOut`],
//!   [`google::Drive`]).
//! - [`Schedule`] and [`webhook`] have no files to look for: a time, and a signature.
//! - [`oauth`]: connecting an account.

mod destination;
mod error;
mod filter;
mod folder;
mod folder_out;
pub mod google;
mod http;
mod imap;
mod mail;
pub mod oauth;
mod objects_out;
mod schedule;
mod smtp;
mod source;
mod tls;
pub mod webhook;

pub use destination::{Delivered, Delivery, Destination};
pub use error::Error;
pub use filter::{FileNames, MailFilter};
pub use folder::{Folder, FolderSettings};
pub use folder_out::FolderOut;
pub use http::Retry;
pub use imap::{Imap, ImapSettings};
pub use objects_out::ObjectsOut;
pub use schedule::Schedule;
pub use smtp::{MailOut, SmtpSettings};
pub use source::{Event, News, RemoteFile, Source};
pub use tls::Security;
