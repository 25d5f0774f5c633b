//! Memory of the server and of a run's supervisor, the time to start, and the program's size.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::Failure;
use crate::pages::HISTORIES;
use crate::place::Place;
use crate::report::{Figure, Target};
use crate::samples::Samples;
use crate::server::{Server, resident_mib};

/// How many runs are carried out before memory is looked at again.
const RUNS: usize = 1000;
/// How many of them at once.
const CLIENTS: usize = 8;
/// How often the server is started.
const STARTS: usize = 20;
/// How long the server has to come to rest.
const REST: Duration = Duration::from_secs(3);

/// Measures all of it.
///
/// # Errors
/// If the server fails.
pub async fn measure(place: &Place, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    memory(place, figures).await?;
    for runs in HISTORIES {
        start(place, runs, figures).await?;
    }
    let size = fs::metadata(&place.program.path)?.len();
    #[expect(clippy::cast_precision_loss, reason = "a program's size is far below 2^52")]
    let mib = size as f64 / 1_048_576.0;
    figures.push(place.figure("footprint", "program", vec![("", mib)], "MiB", 1));
    Ok(())
}

async fn memory(place: &Place, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let server = place.serve("memory", &[]).await?;
    let mib = |what: String, mib: f64| place.figure("footprint", what, vec![("", mib)], "MiB", 1);
    tokio::time::sleep(REST).await;
    let target = Target::AtMost(60.0);
    let idle = mib("server, idle after its start".to_owned(), server.resident_mib());
    figures.push(idle.with_target("", target));
    let own = supervisor(&server).await?;
    let begun = Instant::now();
    let clients = (0..CLIENTS).map(|_| run_many(&server, RUNS / CLIENTS));
    futures::future::try_join_all(clients).await?;
    let seconds = begun.elapsed().as_secs_f64();
    tokio::time::sleep(REST).await;
    let after = mib(format!("server, idle after {RUNS} runs"), server.resident_mib());
    figures.push(after.with_target("", target));
    figures.push(mib("supervisor of a run".to_owned(), own));
    #[expect(clippy::cast_precision_loss, reason = "a thousand")]
    let rate = vec![("", RUNS as f64 / seconds)];
    let what = format!("no-op runs carried out, {CLIENTS} clients");
    figures.push(place.figure("footprint", what, rate, "runs/s", RUNS));
    server.stop().await
}

/// The memory of the supervisor of a run that sleeps.
async fn supervisor(server: &Server) -> Result<f64, Failure> {
    let mut connection = server.connect().await?;
    let body = json!({"pythonCode": "import time; time.sleep(3)"}).to_string();
    connection.post("/api/v1/tasks/submit", &body).await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let found = supervisor_of(server.pid())?;
    let mib = found.map(resident_mib).ok_or("the run's supervisor was not found")?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    Ok(mib)
}

/// A supervisor that the server `pid` has started.
///
/// # Errors
/// If the server is gone.
pub fn supervisor_of(pid: u32) -> Result<Option<u32>, Failure> {
    Ok(children(pid)?.into_iter().find(|pid| {
        fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|line| {
            String::from_utf8_lossy(&line).split('\0').any(|word| word == "supervise")
        })
    }))
}

/// The processes that `pid` has started; each belongs to the thread that did.
fn children(pid: u32) -> Result<Vec<u32>, Failure> {
    let mut all = Vec::new();
    for thread in fs::read_dir(format!("/proc/{pid}/task"))? {
        let children = fs::read_to_string(thread?.path().join("children")).unwrap_or_default();
        all.extend(children.split_whitespace().filter_map(|pid| pid.parse::<u32>().ok()));
    }
    Ok(all)
}

/// Runs that do nothing, one after the other.
async fn run_many(server: &Server, runs: usize) -> Result<(), Failure> {
    let mut connection = server.connect().await?;
    let body = json!({"pythonCode": "pass"}).to_string();
    for _ in 0..runs {
        let answer = connection.post("/api/v1/tasks/submit", &body).await?;
        let answer: serde_json::Value = serde_json::from_slice(&answer)?;
        let run = answer["runId"].as_str().ok_or("the answer names no run")?;
        let end = connection.follow(&format!("/api/v1/runs/{run}/events?after=1")).await?;
        if end["status"] != "success" {
            return Err(format!("a run did not succeed: {end}").into());
        }
    }
    Ok(())
}

/// The time from the process's start until it serves, with `runs` runs in its database.
async fn start(place: &Place, runs: i64, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    // The first start may have to fill the database, so it does not count.
    let server = place.serve_filled(runs).await?;
    server.connect().await?.get("/healthz").await?;
    server.stop().await?;
    let mut samples = Samples::default();
    for _ in 0..STARTS {
        let server = place.serve_filled(runs).await?;
        samples.add(server.start);
        // It hears signals once it answers.
        server.connect().await?.get("/healthz").await?;
        server.stop().await?;
    }
    let what = format!("start to ready, {runs} runs");
    let figure = place.figure("footprint", what, samples.quantiles(), "ms", samples.count());
    figures.push(figure.with_target("p99", Target::AtMost(300.0)));
    Ok(())
}
