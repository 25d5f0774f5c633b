//! A language model behind an endpoint as OpenAI's, which answers when the test lets it.

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::{Setup, soon};

/// What it finds in any document: one value for one field.
const ANSWER: &str = r#"{"choices": [{"finish_reason": "stop", "message": {"role": "assistant", "content":
    "{\"rows\": [{\"f1\": {\"value\": \"12\", \"quote\": \"12\", \"document\": 1, \"page\": 1}}]}"}}],
    "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}"#;

/// A model that lets those who ask wait until the test opens it. Jobs of one field can ask it.
#[derive(Debug)]
pub struct Model {
    url: String,
    asked: watch::Receiver<usize>,
    open: watch::Sender<bool>,
}

impl Model {
    /// A model that answers nobody yet.
    ///
    /// # Panics
    /// If there is no port for it.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/v1", listener.local_addr().expect("an address"));
        let (asked, count) = watch::channel(0);
        let (open, opened) = watch::channel(false);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, asked.clone(), opened.clone()));
            }
        });
        Self { url, asked: count, open }
    }

    /// A server whose jobs ask it.
    #[must_use]
    pub fn asked_by(&self, setup: Setup) -> Setup {
        let config = format!("{{endpoint=\"{}\", model=\"m\"}}", self.url);
        setup.variable("ANNALS_EXTRACTION", &config)
    }

    /// Waits until it was asked so often.
    ///
    /// # Panics
    /// If it is not.
    pub async fn was_asked(&self, times: usize) {
        let mut asked = self.asked.clone();
        soon("a question", asked.wait_for(|count| *count >= times)).await.expect("it lives");
    }

    /// Answers whoever waits, and from now on at once.
    pub fn open(&self) {
        self.open.send_replace(true);
    }
}

async fn serve(stream: TcpStream, asked: watch::Sender<usize>, mut open: watch::Receiver<bool>) {
    let mut stream = BufReader::new(stream);
    if read(&mut stream).await.is_none() {
        return;
    }
    asked.send_modify(|count| *count += 1);
    if open.wait_for(|open| *open).await.is_err() {
        return;
    }
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close";
    let answer = format!("{head}\r\nContent-Length: {}\r\n\r\n{ANSWER}", ANSWER.len());
    // Whoever asked may be gone.
    let _ = stream.write_all(answer.as_bytes()).await;
    let _ = stream.shutdown().await;
}

/// Reads a request to its end.
async fn read(stream: &mut BufReader<TcpStream>) -> Option<()> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().ok()?;
            }
            None if line.trim_end().is_empty() => break,
            _ => {}
        }
    }
    stream.read_exact(&mut vec![0; length]).await.ok().map(drop)
}
