//! Writing an answer, or as much of it as a fault leaves.

use std::io::{Error, ErrorKind};

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::net::tcp::OwnedWriteHalf;

/// The end of a connection that answers go to.
#[derive(Debug)]
pub(crate) struct Answer {
    to: OwnedWriteHalf,
    /// How many bytes of bodies may still be written.
    left: Option<usize>,
    /// What is answered in the place of the true answer.
    instead: Option<u16>,
}

impl Answer {
    pub(crate) const fn new(to: OwnedWriteHalf) -> Self {
        Self { to, left: None, instead: None }
    }

    /// Breaks off after so many bytes of the body.
    pub(crate) const fn cut_after(&mut self, bytes: usize) {
        self.left = Some(bytes);
    }

    /// Answers with this status, whatever the next answer is.
    pub(crate) const fn say_instead(&mut self, code: u16) {
        self.instead = Some(code);
    }

    /// Answers with an object.
    pub(crate) async fn object(&mut self, code: u16, object: &Value) -> std::io::Result<()> {
        match self.instead.take() {
            Some(code) => self.refuse(code, "Timeout", "", None).await,
            None => self.whole(code, "", object).await,
        }
    }

    /// Says no, as the API does; `kind` is what is missing or in the way.
    pub(crate) async fn refuse(
        &mut self,
        code: u16,
        reason: &str,
        kind: &str,
        retry_after: Option<u32>,
    ) -> std::io::Result<()> {
        let retry = retry_after.map(|after| format!("Retry-After: {after}\r\n"));
        self.whole(code, &retry.unwrap_or_default(), &refusal(code, reason, kind)).await
    }

    async fn whole(&mut self, code: u16, headers: &str, body: &Value) -> std::io::Result<()> {
        let body = body.to_string();
        let head = format!(
            "HTTP/1.1 {code} X\r\nContent-Type: application/json\r\n{headers}Content-Length: {}\r\n\r\n",
            body.len()
        );
        self.to.write_all(head.as_bytes()).await?;
        self.bytes(body.as_bytes()).await
    }

    /// Begins an answer of unknown length.
    pub(crate) async fn begin(&mut self) -> std::io::Result<()> {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
        self.to.write_all(head.as_bytes()).await
    }

    /// A part of such an answer.
    pub(crate) async fn part(&mut self, part: &str) -> std::io::Result<()> {
        let chunk = format!("{:x}\r\n{part}\r\n", part.len());
        self.bytes(chunk.as_bytes()).await
    }

    /// The end of such an answer.
    pub(crate) async fn end(&mut self) -> std::io::Result<()> {
        self.to.write_all(b"0\r\n\r\n").await
    }

    async fn bytes(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        let count = self.left.map_or(bytes.len(), |left| left.min(bytes.len()));
        self.to.write_all(&bytes[..count]).await?;
        self.left = self.left.map(|left| left - count);
        match self.left {
            Some(0) => Err(Error::new(ErrorKind::ConnectionAborted, "as the fault says")),
            _ => Ok(()),
        }
    }
}

/// A refusal as the API writes it.
pub(crate) fn refusal(code: u16, reason: &str, kind: &str) -> Value {
    json!({
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": format!("{reason} (fake)"),
        "reason": reason,
        "details": {"kind": kind},
        "code": code,
    })
}
