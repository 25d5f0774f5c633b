//! One program that prints as fast as it can.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{float, peak_mib};
use crate::Failure;
use crate::footprint::supervisor_of;
use crate::http::Connection;
use crate::place::Place;
use crate::report::{Figure, Target};

/// Prints 10,000 lines of 100 bytes again and again. They are more than a block holds, so none is
/// compressed by what it repeats; a third of each is random.
const PROGRAM: &str = r#"
import random, sys
make = random.Random(7)
line = "2026-11-20T09:15:%02d.%06dZ INFO [worker-%02d] order %016x stored for user %05d in %d ms"
numbers = ((n // 1000 % 60, make.randrange(10**6), n % 16, make.getrandbits(64),
            make.randrange(10**5), make.randrange(1000)) for n in range(10_000))
block = "".join((line % of).ljust(99, ".") + "\n" for of in numbers).encode()
for _ in range(TIMES):
    sys.stdout.buffer.write(block)
"#;
/// How often the run is looked at.
const LOOK: Duration = Duration::from_millis(20);

/// Measures lines of 100 bytes from the submission until the last is stored.
///
/// # Errors
/// If the run fails.
pub async fn measure(place: &Place, lines: u64, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let limit = (lines * 200).to_string();
    let server = place.serve("pipe", &["--max-log-bytes", &limit]).await?;
    let mut connection = server.connect().await?;
    warm_up(&mut connection).await?;
    let code = PROGRAM.replace("TIMES", &(lines / 10_000).to_string());
    let begun = Instant::now();
    let run = submit(&mut connection, &code).await?;
    let mut supervisor = None;
    let whole = loop {
        let whole = connection.get_json(&format!("/api/v1/runs/{run}")).await?;
        let found = supervisor_of(server.pid())?.and_then(peak_mib);
        supervisor = found.or(supervisor);
        if !matches!(whole["status"].as_str(), Some("pending" | "running")) {
            break whole;
        }
        tokio::time::sleep(LOOK).await;
    };
    let seconds = begun.elapsed().as_secs_f64();
    let stored = whole["nodes"][1]["log"]["lines"].as_u64().unwrap_or(0);
    if stored != lines / 10_000 * 10_000 || whole["status"] != "success" {
        return Err(format!("{stored} lines were stored: {}", whole["status"]).into());
    }
    let what = format!("{stored} lines of 100 bytes through a pipe");
    let rate = place.figure("logs", what, vec![("", float(stored) / seconds)], "lines/s", 1);
    figures.push(rate.with_target("", Target::AtLeast(500_000.0)));
    let peaks = [("supervisor", supervisor), ("server", peak_mib(server.pid()))];
    let peak = |(who, mib): (&str, Option<f64>)| {
        let what = format!("{who}, most memory meanwhile");
        place.figure("logs", what, vec![("", mib.unwrap_or(f64::NAN))], "MiB", 1)
    };
    figures.extend(peaks.into_iter().map(peak));
    server.stop().await
}

/// Runs something, so that the environment is there.
async fn warm_up(connection: &mut Connection) -> Result<(), Failure> {
    let run = submit(connection, "pass").await?;
    connection.follow(&format!("/api/v1/runs/{run}/events?after=1")).await.map(drop)
}

async fn submit(connection: &mut Connection, code: &str) -> Result<String, Failure> {
    let body = json!({ "pythonCode": code }).to_string();
    let answer = connection.post("/api/v1/tasks/submit", &body).await?;
    let answer: Value = serde_json::from_slice(&answer)?;
    Ok(answer["runId"].as_str().ok_or("the answer names no run")?.to_owned())
}
