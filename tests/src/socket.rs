//! A task's logs over WebSocket.

use futures::StreamExt as _;
use reqwest::header::{HeaderName, HeaderValue};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::{Api, soon};

/// What a server said over a WebSocket.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// A message.
    Message(Value),
    /// Farewell, with this code.
    Closed(u16),
}

/// A WebSocket that is open.
#[derive(Debug)]
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// The subprotocol that the server chose.
    pub protocol: Option<String>,
}

impl Socket {
    /// Opens the WebSocket at `path`; the status, if the server does not upgrade.
    ///
    /// # Errors
    /// The HTTP status of a refusal.
    ///
    /// # Panics
    /// If nothing answers.
    pub async fn open(api: &Api, path: &str, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let url = format!("ws://{}{path}", api.address());
        let mut request = url.into_client_request().expect("a request");
        let bearer = api.token().map(|token| format!("Bearer {token}"));
        let named = bearer.as_deref().map(|bearer| ("authorization", bearer));
        for (name, value) in headers.iter().copied().chain(named) {
            let name: HeaderName = name.parse().expect("a header's name");
            request.headers_mut().insert(name, HeaderValue::from_str(value).expect("a value"));
        }
        match soon("the upgrade", connect_async(request)).await {
            Ok((stream, response)) => {
                let chosen = response.headers().get("sec-websocket-protocol");
                let protocol = chosen.and_then(|value| value.to_str().ok()).map(str::to_owned);
                Ok(Self { stream, protocol })
            }
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    /// What the server says next.
    ///
    /// # Panics
    /// If it says nothing, or nothing sensible.
    pub async fn next(&mut self) -> Said {
        loop {
            let message = soon("a message", self.stream.next()).await.expect("a farewell comes");
            match message.expect("the connection holds") {
                Message::Text(text) => {
                    return Said::Message(serde_json::from_str(&text).expect("JSON"));
                }
                Message::Close(frame) => {
                    return Said::Closed(frame.map_or(1005, |frame| frame.code.into()));
                }
                _ => {}
            }
        }
    }

    /// Every message, and the code of the farewell.
    pub async fn all(mut self) -> (Vec<Value>, u16) {
        let mut messages = Vec::new();
        loop {
            match self.next().await {
                Said::Message(message) => messages.push(message),
                Said::Closed(code) => return (messages, code),
            }
        }
    }
}
