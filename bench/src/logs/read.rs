//! Reading from large logs, and searching all of them.

use std::time::{Duration, Instant};

use annals_domain::RunId;
use serde_json::{Value, json};

use super::{fill, float, mib};
use crate::Failure;
use crate::place::Place;
use crate::report::{Figure, Target};
use crate::samples::Samples;
use crate::server::Server;

/// How many pages are read.
const PAGES: u64 = 300;
/// How often each search is made, and after which time not again.
const SEARCHES: usize = 5;
const ENOUGH: Duration = Duration::from_secs(20);

/// What is searched for: in words, the query, and how many lines it finds.
const QUERIES: [(&str, &str, usize); 7] = [
    ("a word in one line", "q=xylophone", 1),
    ("a word in no line", "q=saxophone", 0),
    ("the same in any case", "q=Saxophone&case=ignore", 0),
    ("an expression with a word in no line", "q=failed+%5B0-9%5D%7B3%2C%7D+times&regex=true", 0),
    ("an expression in no line, filters do not help", "q=in+%5B0-9%5D%7B5%7D+ms&regex=true", 0),
    ("a number in no line, filters hardly help", "q=user+4294967", 0),
    ("a word in every tenth line, the first 100", "q=merged", 100),
];

/// Measures all of it.
///
/// # Errors
/// If the server fails.
pub async fn measure(place: &Place, lines: u64, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let arguments = ["--max-running", "0"];
    let server = place.serve("search", &arguments).await?;
    let runs = submitted(&server, lines.div_ceil(fill::LINES)).await?;
    server.stop().await?;
    let (raw, disk) = fill::fill(&place.database("search")?, &runs, lines).await?;
    let what = format!("{lines} lines: bytes on disk a byte of lines");
    let ratio = vec![("", float(disk) / float(raw))];
    figures.push(place.figure("logs", what, ratio, "B/B", 1));
    let server = place.serve("search", &arguments).await?;
    let first = runs.first().ok_or("no lines are wanted")?;
    pages(place, &server, first, lines.min(fill::LINES), figures).await?;
    for (words, query, hits) in QUERIES {
        let what = format!("search {lines} lines: {words}");
        let (times, done) = search(&server, query, hits).await?;
        eprintln!("{}: {words}: {done}", place.kind.name());
        let figure = place.figure("logs", what, times.quantiles(), "ms", times.count());
        figures.push(figure.with_target("p99", Target::AtMost(5000.0)));
    }
    memory(place, &server, figures);
    server.stop().await
}

/// What the server holds. On SQLite most of the peak is the database's own files, which are mapped
/// and which the system takes back as it likes.
fn memory(place: &Place, server: &Server, figures: &mut Vec<Figure>) {
    let pid = server.pid();
    let all = [
        ("server, most memory while searching, mapped files included", mib(pid, "VmHWM")),
        ("server, memory of its own after searching", mib(pid, "RssAnon")),
    ];
    let figure = |(what, mib): (&str, Option<f64>)| {
        place.figure("logs", what, vec![("", mib.unwrap_or(f64::NAN))], "MiB", 1)
    };
    figures.extend(all.into_iter().map(figure));
}

/// Runs that wait to be filled.
async fn submitted(server: &Server, count: u64) -> Result<Vec<RunId>, Failure> {
    let mut connection = server.connect().await?;
    let mut runs = Vec::new();
    for n in 0..count {
        let body = json!({"pythonCode": "pass", "name": format!("service-{n}")}).to_string();
        let answer = connection.post("/api/v1/tasks/submit", &body).await?;
        let answer: Value = serde_json::from_slice(&answer)?;
        runs.push(answer["runId"].as_str().ok_or("the answer names no run")?.parse()?);
    }
    // The newest first, as a search goes through them.
    runs.reverse();
    Ok(runs)
}

/// Any 1,000 lines of a log.
async fn pages(
    place: &Place,
    server: &Server,
    run: &RunId,
    lines: u64,
    figures: &mut Vec<Figure>,
) -> Result<(), Failure> {
    let mut connection = server.connect().await?;
    let mut samples = Samples::default();
    for n in 0..PAGES {
        let from = n.wrapping_mul(0x9E37_79B9_7F4A_7C15) % lines.saturating_sub(1000).max(1) + 1;
        let path =
            format!("/api/v1/runs/{run}/logs?node=main&from_line={from}&to_line={}", from + 999);
        let begun = Instant::now();
        let answer = connection.get(&path).await?;
        samples.add(begun.elapsed());
        let answer: Value = serde_json::from_slice(&answer)?;
        if answer["lines"].as_array().is_none_or(|lines| lines.len() != 1000) {
            return Err(format!("{path} has no 1,000 lines").into());
        }
    }
    let what = format!("any 1,000 lines of a log of {lines}");
    let figure = place.figure("logs", what, samples.quantiles(), "ms", samples.count());
    figures.push(figure.with_target("p99", Target::AtMost(20.0)));
    Ok(())
}

/// How long a search takes that must find `hits` lines, and what it says at its end.
async fn search(server: &Server, query: &str, hits: usize) -> Result<(Samples, String), Failure> {
    let mut connection = server.connect().await?;
    let (mut samples, mut done) = (Samples::default(), String::new());
    let all = Instant::now();
    for _ in 0..SEARCHES {
        let begun = Instant::now();
        let answer = connection.get(&format!("/api/v1/logs/search?{query}")).await?;
        samples.add(begun.elapsed());
        let text = String::from_utf8_lossy(&answer);
        done = text.lines().last().unwrap_or_default().to_owned();
        if text.lines().count() != hits + 1 {
            return Err(format!("{query} found something else: {text:.2000}").into());
        }
        if all.elapsed() > ENOUGH {
            break;
        }
    }
    Ok((samples, done))
}
