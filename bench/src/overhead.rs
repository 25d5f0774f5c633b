//! What a run costs over the bare interpreter: submitted by HTTP, seen finished by its stream of
//! events, and measured in turn with `python3 -c pass` on the same cores.
//!
//! A run has an environment of its own, so the bare interpreter is one in an empty environment:
//! what a machine's own site-packages load at every start would flatter the difference.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::Failure;
use crate::http::Connection;
use crate::place::Place;
use crate::report::{Figure, Target};
use crate::samples::Samples;

/// How often each is measured.
const ROUNDS: usize = 300;
/// How often each is done before that; the first builds the environment.
const WARM_UP: usize = 10;
/// What ends after a run was seen finished should not slow down what is measured next.
const PAUSE: Duration = Duration::from_millis(30);

/// Measures both figures.
///
/// # Errors
/// If the server or the interpreter fails.
pub async fn measure(place: &Place, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let server = place.serve("overhead", &[]).await?;
    let (mut submit, mut watch) = (server.connect().await?, server.connect().await?);
    let plain = json!({"pythonCode": "pass"}).to_string();
    let dependent = json!({"pythonCode": "pass", "dependencies": "six"}).to_string();
    let environment = tempfile::tempdir()?;
    let empty = empty_environment(&place.program.python, environment.path())?;
    let mut times = Times::default();
    for round in 0..WARM_UP + ROUNDS {
        let machines = bare(&place.program.python).await?;
        let bare = bare(&empty).await?;
        let without = run(&mut submit, &mut watch, &plain).await?;
        let with = run(&mut submit, &mut watch, &dependent).await?;
        if round >= WARM_UP {
            times.machines.add(machines);
            times.add(bare, without, with);
        }
    }
    server.stop().await?;
    times.report(place, figures);
    Ok(())
}

#[derive(Default)]
struct Times {
    machines: Samples,
    bare: Samples,
    without: Samples,
    with: Samples,
    over_bare: Samples,
    over_without: Samples,
}

impl Times {
    fn add(&mut self, bare: Duration, without: Duration, with: Duration) {
        let difference = |a: Duration, b: Duration| (a.as_secs_f64() - b.as_secs_f64()) * 1000.0;
        self.bare.add(bare);
        self.without.add(without);
        self.with.add(with);
        self.over_bare.add_millis(difference(without, bare));
        self.over_without.add_millis(difference(with, without));
    }

    fn report(&self, place: &Place, figures: &mut Vec<Figure>) {
        let figure = |what: &str, samples: &Samples| {
            place.figure("overhead", what, samples.quantiles(), "ms", samples.count())
        };
        figures.extend([
            figure("bare `python3 -c pass`, machine's own", &self.machines),
            figure("bare `python3 -c pass`, empty environment", &self.bare),
            figure("no-op run, submit to finished", &self.without),
            figure("the same, more than bare", &self.over_bare)
                .with_target("p50", Target::AtMost(15.0)),
            figure("with a cached dependency, submit to finished", &self.with),
            figure("the same, more than without", &self.over_without)
                .with_target("p50", Target::AtMost(10.0)),
        ]);
    }
}

/// The interpreter of a new environment in `folder`, with no packages.
fn empty_environment(python: &Path, folder: &Path) -> Result<PathBuf, Failure> {
    let made = std::process::Command::new(python)
        .args(["-m", "venv", "--without-pip"])
        .arg(folder)
        .status()?;
    match made.success() {
        true => Ok(folder.join("bin/python")),
        false => Err(format!("python3 -m venv: {made}").into()),
    }
}

/// The interpreter alone.
async fn bare(python: &Path) -> Result<Duration, Failure> {
    tokio::time::sleep(PAUSE).await;
    let begun = Instant::now();
    let status = tokio::process::Command::new(python)
        .args(["-c", "pass"])
        .stdin(Stdio::null())
        .status()
        .await?;
    let time = begun.elapsed();
    if status.success() { Ok(time) } else { Err(format!("python3 -c pass: {status}").into()) }
}

/// A run, from the first byte of its submission to the end of its events.
async fn run(
    submit: &mut Connection,
    watch: &mut Connection,
    body: &str,
) -> Result<Duration, Failure> {
    tokio::time::sleep(PAUSE).await;
    let begun = Instant::now();
    let answer: Value = serde_json::from_slice(&submit.post("/api/v1/tasks/submit", body).await?)?;
    let run = answer["runId"].as_str().ok_or("the answer names no run")?;
    let end = watch.follow(&format!("/api/v1/runs/{run}/events?after=1")).await?;
    let time = begun.elapsed();
    if end["status"] == "success" {
        return Ok(time);
    }
    let detail = submit.get(&format!("/api/v1/runs/{run}")).await?;
    Err(format!("the run did not succeed: {}", String::from_utf8_lossy(&detail)).into())
}
