//! Following against a server that drops connections.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::sse::{Backoff, Body, Follow, Update};
use super::{Client, choose_cryptography};
use crate::error::CliError;

const QUICK: Backoff = Backoff {
    first: Duration::from_millis(1),
    longest: Duration::from_millis(2),
    give_up: Duration::from_millis(100),
};

/// How the server treats one connection.
#[derive(Debug, Clone, Copy)]
enum Treatment {
    /// It sends so many bytes of the stream, then closes.
    Cut(usize),
    /// It sends so many bytes, then breaks off within a chunk, which the client sees as an error.
    Break(usize),
    /// It answers 503.
    Busy,
    /// It answers 404.
    Unknown,
    /// It sends the whole ledger, whatever was asked for.
    Forgetful,
}

/// An event as it goes over the wire.
fn event(name: &str, seq: i64, data: &str) -> (i64, String) {
    (seq, format!("event: {name}\nid: {seq}\ndata: {data}\n\n"))
}

/// The event of the lines `from` to `to`.
fn lines(from: i64, to: i64) -> (i64, String) {
    let line = |seq: i64| {
        serde_json::json!({"seq": seq, "node": "main", "line_no": seq, "stream": "stdout",
            "ts": "2026-11-20T09:15:02.123456Z", "line": format!("línea {seq}")})
    };
    let lines: Vec<_> = (from..=to).map(line).collect();
    event("lines", to, &serde_json::json!({"first_seq": from, "lines": lines}).to_string())
}

/// The ledger: a status, ten lines in uneven events, a node change between them, the end.
fn ledger() -> Vec<(i64, String)> {
    vec![
        event("status", 1, r#"{"status":"running","error_type":null,"message":null}"#),
        lines(2, 2),
        lines(3, 6),
        event("node", 7, r#"{"node":"main","state":"running"}"#),
        (7, ": a sign of life\n\n".into()),
        lines(8, 12),
        event("status", 13, r#"{"status":"success"}"#),
        event("end", 13, r#"{"status":"success"}"#),
    ]
}

fn stream_after(after: i64) -> Vec<u8> {
    let end = ledger().pop();
    let rest = ledger().into_iter().filter(|(seq, _)| *seq > after);
    let mut text: String = rest.map(|(_, event)| event).collect();
    if after >= 13 {
        text.extend(end.map(|(_, event)| event));
    }
    text.into_bytes()
}

async fn answer(mut socket: TcpStream, treatment: Treatment) {
    let mut request = vec![0; 4096];
    let mut read = 0;
    while !request[..read].ends_with(b"\r\n\r\n") {
        read += socket.read(&mut request[read..]).await.expect("a request");
    }
    let head = String::from_utf8_lossy(&request[..read]).to_ascii_lowercase();
    let header = head.lines().find_map(|line| line.strip_prefix("last-event-id: "));
    let asked = header.and_then(|value| value.parse().ok()).expect("a Last-Event-ID");
    let after = if matches!(treatment, Treatment::Forgetful) { 0 } else { asked };
    let body = stream_after(after);
    let ok = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n";
    let (head, body) = match treatment {
        Treatment::Busy => ("HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n".to_owned(), &[][..]),
        Treatment::Unknown => ("HTTP/1.1 404 No\r\ncontent-length: 0\r\n".to_owned(), &[][..]),
        Treatment::Cut(at) => (ok.to_owned(), &body[..at.min(body.len())]),
        Treatment::Break(at) => {
            let (chunk, sent) = (body.len() + 1, at.min(body.len()));
            (format!("{ok}transfer-encoding: chunked\r\n\r\n{chunk:x}"), &body[..sent])
        }
        Treatment::Forgetful => (ok.to_owned(), &body[..]),
    };
    let end = if matches!(treatment, Treatment::Break(_)) { "\r\n" } else { "\r\n\r\n" };
    // The client may be gone already; what it saw is what counts.
    let _ = socket.write_all(head.as_bytes()).await;
    let _ = socket.write_all(end.as_bytes()).await;
    let _ = socket.write_all(body).await;
    let _ = socket.shutdown().await;
}

/// A server that treats its connections as said, the last treatment for all that follow.
async fn server(treatments: Vec<Treatment>) -> (Client, Arc<AtomicUsize>) {
    choose_cryptography();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let at = count.fetch_add(1, Ordering::SeqCst).min(treatments.len() - 1);
            answer(socket, treatments[at]).await;
        }
    });
    (Client::new(&url, None).expect("a client"), connections)
}

/// Everything that following hands out: lines by text, other events by name.
async fn seen(treatments: Vec<Treatment>) -> Result<Vec<String>, CliError> {
    let (client, _) = server(treatments).await;
    let mut follow = Follow::new(&client, "r1".parse().expect("an id"), QUICK);
    let mut seen = Vec::new();
    while let Some(update) = follow.next().await? {
        match update {
            Update::Interrupted(_) => {}
            Update::Event(event) => match event.body {
                Body::Lines(lines) => seen.extend(lines.lines.into_iter().map(|line| line.line)),
                _ => seen.push(event.name),
            },
        }
    }
    Ok(seen)
}

fn everything() -> Vec<String> {
    let line = |seq: i64| format!("línea {seq}");
    let mut all = vec!["status".to_owned()];
    all.extend((2..=6).map(line));
    all.push("node".into());
    all.extend((8..=12).map(line));
    all.extend(["status".to_owned(), "end".to_owned()]);
    all
}

#[tokio::test]
async fn wherever_the_connection_ends_every_event_is_seen_once() {
    let whole = stream_after(0).len();
    for at in 0..=whole {
        let got = seen(vec![Treatment::Cut(at), Treatment::Cut(usize::MAX)]).await;
        assert_eq!(got.expect("the whole run"), everything(), "cut at byte {at}");
    }
}

#[tokio::test]
async fn wherever_the_connection_breaks_every_event_is_seen_once() {
    let whole = stream_after(0).len();
    for at in (0..=whole).step_by(7) {
        let got = seen(vec![Treatment::Break(at), Treatment::Cut(usize::MAX)]).await;
        assert_eq!(got.expect("the whole run"), everything(), "broken at byte {at}");
    }
}

#[tokio::test]
async fn many_breaks_and_a_busy_server_in_a_row_lose_nothing() {
    let treatments = vec![
        Treatment::Cut(300),
        Treatment::Busy,
        Treatment::Break(700),
        Treatment::Cut(0),
        Treatment::Busy,
        Treatment::Cut(400),
        Treatment::Cut(usize::MAX),
    ];
    assert_eq!(seen(treatments).await.expect("the whole run"), everything());
}

#[tokio::test]
async fn what_a_server_repeats_is_dropped() {
    let treatments = vec![Treatment::Cut(900), Treatment::Forgetful];
    assert_eq!(seen(treatments).await.expect("the whole run"), everything());
}

#[tokio::test]
async fn a_run_that_is_not_there_is_an_error_at_once() {
    let error = seen(vec![Treatment::Unknown]).await.expect_err("no such run");
    assert_eq!(error.exit_code(), 1);
}

#[tokio::test]
async fn a_server_that_stays_away_ends_it() {
    let error = seen(vec![Treatment::Cut(300), Treatment::Busy]).await.expect_err("gave up");
    assert!(matches!(error, CliError::Refused(_)), "{error:?}");
}

#[tokio::test]
async fn no_server_at_all_is_unreachable() {
    choose_cryptography();
    let client = Client::new("http://127.0.0.1:1", None).expect("a client");
    let mut follow = Follow::new(&client, "r1".parse().expect("an id"), QUICK);
    assert_eq!(follow.next().await.expect_err("nobody there").exit_code(), 3);
}

#[tokio::test]
async fn creating_is_sent_again_after_a_lost_answer_but_not_without_a_server() {
    choose_cryptography();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let keys = tokio::spawn(async move {
        let mut keys = Vec::new();
        for answer in ["", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}"] {
            let (mut socket, _) = listener.accept().await.expect("a connection");
            let mut request = vec![0; 4096];
            let read = socket.read(&mut request).await.expect("a request");
            let text = String::from_utf8_lossy(&request[..read]).to_ascii_lowercase();
            keys.extend(
                text.lines().filter(|l| l.starts_with("idempotency-key")).map(str::to_owned),
            );
            let _ = socket.write_all(answer.as_bytes()).await;
        }
        keys
    });
    let client = Client::new(&url, None).expect("a client");
    let answer = client.create(&["tasks", "submit"], &serde_json::json!({})).await;
    assert_eq!(answer.expect("the second answer").text(), "{}");
    let keys = keys.await.expect("both requests");
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[0], keys[1]);
    let nobody = Client::new("http://127.0.0.1:1", None).expect("a client");
    let error = nobody.create(&["tasks", "submit"], &serde_json::json!({})).await;
    assert_eq!(error.expect_err("nobody there").exit_code(), 3);
}
