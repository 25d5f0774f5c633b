//! Pages of lists over HTTP, one request after the other on one connection, with a short and a
//! long history.

mod flows;
mod queries;

use std::time::{Duration, Instant};

use crate::Failure;
use crate::fill::Mix;
use crate::http::Connection;
use crate::place::Place;
use crate::report::{Figure, Target};
use crate::samples::Samples;

use queries::Query;

/// The lengths of history that are measured.
pub const HISTORIES: [i64; 2] = [1_000, 1_000_000];
/// How often each page is asked for, and before that to warm up.
const ROUNDS: (usize, usize) = (400, 20);
/// A page that is so slow is asked for less often.
const PATIENCE: Duration = Duration::from_secs(10);

/// Measures every page whose name begins with `only`, with every length of history of each mix.
///
/// # Errors
/// If a database cannot be filled or a request is not answered.
pub async fn measure(
    place: &Place,
    only: &str,
    mixes: &[Mix],
    figures: &mut Vec<Figure>,
) -> Result<(), Failure> {
    let histories = mixes.iter().flat_map(|mix| HISTORIES.map(|runs| (*mix, runs)));
    for (mix, runs) in histories {
        let server = place.serve_filled_with(runs, mix).await?;
        let mut connection = server.connect().await?;
        let queries = match mix {
            Mix::Kinds => queries::all(&mut connection).await?,
            Mix::Flows => flows::all(&mut connection).await?,
        };
        for query in queries.into_iter().filter(|query| query.what.starts_with(only)) {
            let (samples, rows) = ask(&mut connection, &query).await?;
            let what = format!("{} runs: {} ({rows} rows)", thousands(runs), query.what);
            let figure = place.figure("pages", what, samples.quantiles(), "ms", samples.count());
            figures.push(figure.with_target("p99", Target::AtMost(10.0)));
        }
        server.stop().await?;
    }
    Ok(())
}

/// How long the page's answers took, and the rows of the last one.
async fn ask(connection: &mut Connection, query: &Query) -> Result<(Samples, usize), Failure> {
    let mut samples = Samples::default();
    let mut rows = 0;
    let begun = Instant::now();
    let paths = query.paths.iter().cycle().take(ROUNDS.0 + ROUNDS.1);
    for (round, path) in paths.enumerate() {
        let sent = Instant::now();
        let body = connection.get(path).await?;
        let time = sent.elapsed();
        if round >= ROUNDS.1 || begun.elapsed() > PATIENCE {
            samples.add(time);
        }
        rows = count(&body)?;
        if begun.elapsed() > PATIENCE && samples.count() >= 20 {
            break;
        }
    }
    Ok((samples, rows))
}

/// The rows of a page; a single thing is one.
fn count(body: &[u8]) -> Result<usize, Failure> {
    let page: serde_json::Value = serde_json::from_slice(body)?;
    let rows =
        page["runs"].as_array().or_else(|| page["tasks"].as_array()).or_else(|| page.as_array());
    Ok(rows.map_or(1, Vec::len))
}

fn thousands(number: i64) -> String {
    let digits = number.to_string();
    let parts: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    parts.join(",")
}
