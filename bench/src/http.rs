//! A bare HTTP/1.1 client on one kept-alive connection: the load shares its cores with the server,
//! so it should cost next to nothing itself.

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use crate::Failure;

/// A connection to a server.
#[derive(Debug)]
pub struct Connection {
    stream: BufReader<TcpStream>,
    host: String,
    next_cursor: Option<String>,
}

/// What follows the head of an answer.
enum Body {
    Sized(usize),
    Chunked,
}

impl Connection {
    /// Connects to `host`, given as `address:port`.
    ///
    /// # Errors
    /// If nobody listens there.
    pub async fn open(host: &str) -> Result<Self, Failure> {
        let stream = TcpStream::connect(host).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream: BufReader::with_capacity(64 * 1024, stream),
            host: host.to_owned(),
            next_cursor: None,
        })
    }

    /// Where the page after the last answer begins, if a header said so.
    #[must_use]
    pub fn next_cursor(&self) -> Option<&str> {
        self.next_cursor.as_deref()
    }

    /// Gets `path` and answers the body.
    ///
    /// # Errors
    /// If the server does not answer 200.
    pub async fn get(&mut self, path: &str) -> Result<Vec<u8>, Failure> {
        self.ask("GET", path, "").await?;
        self.whole(path).await
    }

    /// Gets `path` and reads the body as JSON.
    ///
    /// # Errors
    /// If the server does not answer 200 with JSON.
    pub async fn get_json(&mut self, path: &str) -> Result<Value, Failure> {
        Ok(serde_json::from_slice(&self.get(path).await?)?)
    }

    /// Posts JSON to `path` and reads the answer.
    ///
    /// # Errors
    /// If the server does not answer 200.
    pub async fn post(&mut self, path: &str, body: &str) -> Result<Vec<u8>, Failure> {
        self.ask("POST", path, body).await?;
        self.whole(path).await
    }

    /// Puts a body to `path` and reads the answer.
    ///
    /// # Errors
    /// If the server does not answer 200.
    pub async fn put(&mut self, path: &str, body: &str) -> Result<Vec<u8>, Failure> {
        self.ask("PUT", path, body).await?;
        self.whole(path).await
    }

    /// Reads the events of `path` until one is called `end`; answers its data.
    ///
    /// # Errors
    /// If the server does not answer 200, or the stream ends without such an event.
    pub async fn follow(&mut self, path: &str) -> Result<Value, Failure> {
        self.ask("GET", path, "").await?;
        let (status, _) = self.head().await?;
        let mut seen = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            seen.extend_from_slice(&chunk);
        }
        let text = String::from_utf8_lossy(&seen);
        let end = text.rsplit_once("event: end\n").and_then(|(_, end)| end.split_once("data: "));
        let (_, data) = end.ok_or_else(|| format!("{path}: {status}, no end event: {text}"))?;
        Ok(serde_json::from_str(data.trim())?)
    }

    async fn ask(&mut self, method: &str, path: &str, body: &str) -> Result<(), Failure> {
        let kind = if body.is_empty() { "" } else { "content-type: application/json\r\n" };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\n{kind}content-length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        );
        Ok(self.stream.get_mut().write_all(request.as_bytes()).await?)
    }

    async fn whole(&mut self, path: &str) -> Result<Vec<u8>, Failure> {
        let (status, body) = self.head().await?;
        let bytes = match body {
            Body::Sized(length) => {
                let mut bytes = vec![0; length];
                self.stream.read_exact(&mut bytes).await?;
                bytes
            }
            Body::Chunked => {
                let mut bytes = Vec::new();
                while let Some(chunk) = self.chunk().await? {
                    bytes.extend_from_slice(&chunk);
                }
                bytes
            }
        };
        match status {
            200 => Ok(bytes),
            _ => Err(format!("{path}: {status}: {}", String::from_utf8_lossy(&bytes)).into()),
        }
    }

    /// Reads the head of an answer: its status, and how its body comes.
    async fn head(&mut self) -> Result<(u16, Body), Failure> {
        let first = self.line().await?;
        let status = first.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| format!("`{first}` is no HTTP answer"))?;
        let mut body = Body::Sized(0);
        self.next_cursor = None;
        loop {
            let line = self.line().await?;
            let Some((name, value)) = line.split_once(": ") else { return Ok((status, body)) };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => body = Body::Sized(value.parse()?),
                "transfer-encoding" => body = Body::Chunked,
                "x-next-cursor" => self.next_cursor = Some(value.to_owned()),
                _ => {}
            }
        }
    }

    /// The next chunk; none after the last.
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        let length = usize::from_str_radix(&self.line().await?, 16)?;
        let mut chunk = vec![0; length + 2];
        self.stream.read_exact(&mut chunk).await?;
        chunk.truncate(length);
        Ok(Some(chunk).filter(|chunk| !chunk.is_empty()))
    }

    async fn line(&mut self) -> Result<String, Failure> {
        let mut line = String::new();
        if self.stream.read_line(&mut line).await? == 0 {
            return Err("the server closed the connection".into());
        }
        Ok(line.trim_end().to_owned())
    }
}
