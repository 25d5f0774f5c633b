//! Connectors against servers: real ones for mail and object stores where the features `mail` and
//! `s3` are on, scripted ones that follow the published interfaces for Google's.

mod drive;
mod folders;
mod gmail;
mod google;
#[cfg(feature = "mail")]
mod mail;
mod oauth;
#[cfg(feature = "s3")]
mod s3;
mod scripted;
