//! The web pages in a real browser: how soon the history of many runs is there, what is loaded for
//! it, and what following a busy log takes. `web/scripts/measure.mjs` looks; this starts the servers
//! it looks at and sets its figures against their targets.

mod node;

use clap::Args;
use serde::Deserialize;

use crate::Failure;
use crate::place::Place;
use crate::report::{Figure, Target};
use crate::samples::Samples;

pub use node::Node;

/// How much to measure.
#[derive(Debug, Clone, Copy, Args)]
pub struct Size {
    /// The runs in the history
    #[arg(long, default_value_t = 1_000_000, value_name = "N")]
    runs: i64,
    /// How often the history is visited
    #[arg(long, default_value_t = 50, value_name = "N")]
    visits: u32,
}

impl Default for Size {
    fn default() -> Self {
        Self { runs: 1_000_000, visits: 50 }
    }
}

/// What the script tells of the history.
#[derive(Debug, Deserialize)]
struct History {
    /// Visits with an empty cache.
    first: Vec<Visit>,
    /// Visits with the files of an earlier one in the browser's cache.
    again: Vec<Visit>,
    /// The scripts loaded until the rows are painted, each compressed by gzip.
    script_bytes: f64,
}

/// One visit, in milliseconds since its navigation began.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Visit {
    /// Scripts and styles are loaded.
    loaded: f64,
    /// The first rows are asked for.
    asked: f64,
    /// They have come.
    answered: f64,
    /// Anything at all is painted: the page's frame.
    content: f64,
    /// The rows are painted.
    painted: f64,
}

/// What a second of following takes, in seconds of one core.
#[derive(Debug, Deserialize)]
struct Following {
    /// The page's process.
    page: f64,
    /// Of that, the thread that runs its scripts.
    main_thread: f64,
    /// All processes of the browser.
    browser: f64,
    /// The lines that the page came to know of in a second.
    lines: f64,
}

/// Measures all of it.
///
/// # Errors
/// If a server or the browser fails.
pub async fn measure(
    place: &Place,
    node: &Node,
    size: Size,
    figures: &mut Vec<Figure>,
) -> Result<(), Failure> {
    history(place, node, size, figures).await?;
    follow(place, node, figures).await
}

async fn history(
    place: &Place,
    node: &Node,
    size: Size,
    figures: &mut Vec<Figure>,
) -> Result<(), Failure> {
    let server = place.serve_filled(size.runs).await?;
    let (url, visits) = (format!("http://{}", server.host), size.visits.to_string());
    let seen: History = node.measure(&["history", &url, &visits]).await?;
    server.stop().await?;
    let scripts = vec![("", seen.script_bytes / 1000.0)];
    let scripts = place.figure("browser", "scripts of the first page, gzip", scripts, "kB", 1);
    figures.push(scripts.with_target("", Target::AtMost(200.0)));
    let step = |what: &str, visits: &[Visit], of: fn(&Visit) -> f64| {
        let mut samples = Samples::default();
        visits.iter().for_each(|visit| samples.add_millis(of(visit)));
        let what = format!("history of {} runs, {what}", size.runs);
        place.figure("browser", what, samples.quantiles(), "ms", samples.count())
    };
    let limit = Target::AtMost(300.0);
    let painted = step("first visit: painted", &seen.first, |visit| visit.painted);
    figures.push(painted.with_target("p99", limit));
    figures.push(step("first visit: the page's frame painted", &seen.first, |visit| visit.content));
    figures.push(step("first visit: files loaded", &seen.first, |visit| visit.loaded));
    figures.push(step("first visit: rows asked for", &seen.first, |visit| visit.asked));
    figures.push(step("first visit: rows answered", &seen.first, |visit| visit.answered));
    let again = step("files in the cache: painted", &seen.again, |visit| visit.painted);
    figures.push(again.with_target("p99", limit));
    Ok(())
}

async fn follow(place: &Place, node: &Node, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let server = place.serve("browser", &[]).await?;
    let url = format!("http://{}", server.host);
    let seen: Following = node.measure(&["follow", &url]).await?;
    server.stop().await?;
    let shares =
        [("page", seen.page), ("its main thread", seen.main_thread), ("browser", seen.browser)];
    let shares = shares.map(|(of, share)| (of, share * 100.0)).to_vec();
    let what = format!("following {:.0} lines a second", seen.lines);
    let figure = place.figure("browser", what, shares, "% of a core", 1);
    figures.push(figure.with_target("page", Target::AtMost(30.0)));
    Ok(())
}
