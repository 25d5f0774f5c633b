//! As much of HTTP/1.1 as a client of Kubernetes speaks.

use std::collections::HashMap;
use std::io::{Error, ErrorKind};
use std::sync::Arc;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::net::tcp::OwnedReadHalf;
use tokio::net::{TcpListener, TcpStream};

use crate::answer::Answer;
use crate::routes;
use crate::state::Shared;

/// A request, read whole.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Its path in parts.
    pub(crate) path: Vec<String>,
    pub(crate) query: HashMap<String, String>,
    /// Whether only the metadata of objects is asked for.
    pub(crate) metadata_only: bool,
    pub(crate) body: Value,
}

/// Answers until it is dropped.
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let mut cuts = shared.cuts();
            cuts.mark_unchanged();
            tokio::select! {
                // Whoever breaks off has no use for the error.
                _ = converse(stream, &shared) => {}
                _ = cuts.changed() => {}
            }
        });
    }
}

/// Answers one request after the other.
async fn converse(stream: TcpStream, shared: &Arc<Shared>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let (read, write) = stream.into_split();
    let mut read = BufReader::new(read);
    let mut answer = Answer::new(write);
    while let Some(request) = read_request(&mut read).await? {
        tokio::select! {
            answered = routes::answer(&request, &mut answer, shared) => answered?,
            // Nothing comes while an answer is awaited, but that the client is gone.
            _ = read.fill_buf() => return Ok(()),
        }
    }
    Ok(())
}

/// The next request; none at the end of the connection.
async fn read_request(from: &mut BufReader<OwnedReadHalf>) -> std::io::Result<Option<Request>> {
    let mut first = String::new();
    if from.read_line(&mut first).await? == 0 {
        return Ok(None);
    }
    let mut words = first.split_whitespace();
    let (Some(method), Some(target)) = (words.next(), words.next()) else {
        return Err(Error::new(ErrorKind::InvalidData, first));
    };
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let (mut length, mut metadata_only) = (0, false);
    loop {
        let mut line = String::new();
        from.read_line(&mut line).await?;
        let Some((name, value)) = line.split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().map_err(Error::other)?,
            "accept" => metadata_only = value.contains("as=PartialObjectMetadata"),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body).await?;
    Ok(Some(Request {
        method: method.to_owned(),
        path: path.trim_matches('/').split('/').map(str::to_owned).collect(),
        query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        metadata_only,
        body: serde_json::from_slice(&body).unwrap_or_default(),
    }))
}
