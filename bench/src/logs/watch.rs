//! From a line's printing until watchers see it.

use std::time::Duration;

use annals_domain::{Clock as _, SystemClock};
use futures::future::try_join_all;
use futures::stream::StreamExt as _;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

use super::peak_mib;
use crate::Failure;
use crate::place::Place;
use crate::report::{Figure, Target};
use crate::samples::Samples;
use crate::server::Server;

/// How many watch at once.
const WATCHERS: [usize; 3] = [1, 100, 1000];
/// How many lines are printed, ten a second.
const LINES: usize = 100;

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Measures with each number of watchers.
///
/// # Errors
/// If the server fails.
pub async fn measure(place: &Place, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    // A thousand connections, here and in the server, are more than is usually allowed.
    let (_, most) = getrlimit(Resource::RLIMIT_NOFILE)?;
    setrlimit(Resource::RLIMIT_NOFILE, most, most)?;
    let server = place.serve("watch", &[]).await?;
    for watchers in WATCHERS {
        let seen = with_watchers(&server, watchers).await?;
        let what = format!("line printed to seen, {watchers} watchers");
        let figure = place.figure("logs", what, seen.quantiles(), "ms", seen.count());
        figures.push(figure.with_target("p99", Target::AtMost(50.0)));
    }
    let mib = peak_mib(server.pid()).unwrap_or(f64::NAN);
    let what = "server, most memory with 1,000 watchers";
    figures.push(place.figure("logs", what, vec![("", mib)], "MiB", 1));
    server.stop().await
}

/// The milliseconds from printing to seeing, of every line at every watcher.
async fn with_watchers(server: &Server, watchers: usize) -> Result<Samples, Failure> {
    let flag = tempfile::tempdir()?;
    let go = flag.path().join("go");
    let code = format!(
        "import os, time\nwhile not os.path.exists({go:?}): time.sleep(0.01)\n\
         for n in range({LINES}):\n    print('at', time.time_ns() // 1000, flush=True)\n    time.sleep(0.1)"
    );
    let mut connection = server.connect().await?;
    let body = json!({ "pythonCode": code }).to_string();
    let answer: Value =
        serde_json::from_slice(&connection.post("/api/v1/tasks/submit", &body).await?)?;
    let task = answer["id"].as_str().ok_or("the answer names no task")?;
    let url = format!("ws://{}/ws/tasks/{task}/logs?mode=delta", server.host);
    let mut sockets = Vec::new();
    for _ in 0..watchers {
        // The load shares its cores with the server: what is cleared before each read is small.
        let small = WebSocketConfig::default().read_buffer_size(4 << 10);
        let socket = connect_async_with_config(url.as_str(), Some(small), true).await?.0;
        sockets.push(socket);
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    std::fs::write(&go, "")?;
    let all = try_join_all(sockets.into_iter().map(watch)).await?;
    let mut samples = Samples::default();
    all.into_iter().flatten().for_each(|millis| samples.add_millis(millis));
    if samples.count() != watchers * LINES {
        return Err(format!("{} lines were seen", samples.count()).into());
    }
    Ok(samples)
}

/// Watches to the end.
async fn watch(mut socket: Socket) -> Result<Vec<f64>, Failure> {
    let mut seen = Vec::with_capacity(LINES);
    while let Some(message) = socket.next().await {
        let message = message?;
        let now = SystemClock.now().as_micros();
        let Ok(text) = message.to_text() else { continue };
        if text.contains("\"complete\"") {
            break;
        }
        // Looked for as text, since the watchers share their cores with the server.
        for rest in text.split("\"at ").skip(1) {
            let digits = rest.split('"').next().unwrap_or_default();
            let printed: i64 = digits.parse().map_err(|_| format!("no time in {rest}"))?;
            seen.push((now - printed) as f64 / 1000.0);
        }
    }
    Ok(seen)
}
