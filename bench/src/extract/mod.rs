//! The built-in extraction: how much of the labelled documents it finds, how fast and with how much
//! memory it reads, beside `pdftotext`, which only reads.

pub mod export;
#[allow(dead_code, reason = "the tests use the rest")]
#[path = "../../../crates/extract/tests/made/mod.rs"]
mod made;
mod peak;
#[allow(dead_code, reason = "the tests use the rest")]
#[path = "../../../crates/extract/tests/score/mod.rs"]
mod score;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use annals_extract::{Reader, ReaderLimits, extract};
use futures::{StreamExt as _, TryStreamExt as _};

use crate::Failure;
use crate::report::Figure;
use score::{Case, SETS};

pub use peak::{measure_here, serve};

/// How many files are read at once: as many as there are cores for it.
const AT_ONCE: usize = 2;
/// How long each way of reading is measured.
const LASTS: Duration = Duration::from_secs(10);

/// Measures all of it.
///
/// # Errors
/// If a document cannot be read.
pub async fn measure(figures: &mut Vec<Figure>) -> Result<(), Failure> {
    for set in SETS {
        rates(set, figures)?;
    }
    speed(figures).await?;
    peak::measure(figures)
}

/// A figure of this benchmark, which no database has a part in.
fn figure(what: String, value: f64, unit: &'static str, samples: usize) -> Figure {
    let values = vec![("", value)];
    Figure { benchmark: "extract", database: "", what, values, unit, samples, target: None }
}

/// The share of cells that are exactly right, of each data type and of all.
fn rates(set: &str, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let score = score::measure(set)?;
    for (data_type, tally) in &score.types {
        let what = format!("{set}: exactly right, {data_type}");
        figures.push(figure(what, tally.share() * 100.0, "%", tally.len()));
    }
    let all = score.all.share() * 100.0;
    figures.push(figure(format!("{set}: exactly right, all"), all, "%", score.all.len()));
    #[expect(clippy::cast_precision_loss, reason = "a few cases")]
    let mean = score.cases.iter().sum::<f64>() / score.cases.len().max(1) as f64 * 100.0;
    let what = format!("{set}: exactly right, mean over the cases");
    figures.push(figure(what, mean, "%", score.cases.len()));
    Ok(())
}

/// Documents a second: read each in a process of its own and its fields found, as a job does; and
/// its PDFs beside `pdftotext`.
async fn speed(figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let mut cases: Vec<Case> = Vec::new();
    for set in SETS {
        cases.extend(score::cases(set)?);
    }
    cases.retain(|case| !case.files.iter().any(|file| file.ends_with(".png")));
    let own = std::env::current_exe()?;
    let reader = Reader::new(own, ["read-document"], score::options(), ReaderLimits::default());
    let all = rate(&cases, |case| find(&reader, case)).await?;
    figures.push(figure("documents read and fields found".to_owned(), all, "documents/s", 1));
    cases.retain(|case| case.files.iter().all(|file| file.ends_with(".pdf")));
    let ours = rate(&cases, |case| find(&reader, case)).await?;
    figures.push(figure("of these PDFs".to_owned(), ours, "documents/s", 1));
    match rate(&cases, pdftotext).await {
        Ok(floor) => {
            let what = "the same PDFs by pdftotext, only read".to_owned();
            figures.push(figure(what, floor, "documents/s", 1));
        }
        Err(error) => eprintln!("{error}: pdftotext is not measured"),
    }
    Ok(())
}

/// How many documents a second are done, the cases taking turns.
async fn rate<'c, F>(cases: &'c [Case], one: impl Fn(&'c Case) -> F) -> Result<f64, Failure>
where
    F: Future<Output = Result<usize, Failure>>,
{
    let begun = Instant::now();
    let turns = cases.iter().cycle().take_while(|_| begun.elapsed() < LASTS);
    let done = futures::stream::iter(turns).map(one).buffer_unordered(AT_ONCE);
    let done: usize = done.try_fold(0, async |sum, files| Ok(sum + files)).await?;
    #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
    Ok(done as f64 / begun.elapsed().as_secs_f64())
}

fn paths(case: &Case) -> impl Iterator<Item = (PathBuf, &String)> {
    case.files.iter().map(|name| (case.folder.join(name), name))
}

async fn find(reader: &Reader, case: &Case) -> Result<usize, Failure> {
    let mut documents = Vec::new();
    for (path, name) in paths(case) {
        documents.push(reader.read(&tokio::fs::read(path).await?, name).await?);
    }
    let found = extract(&documents, &case.fields);
    std::hint::black_box(found);
    Ok(documents.len())
}

async fn pdftotext(case: &Case) -> Result<usize, Failure> {
    for (path, _) in paths(case) {
        let mut command = tokio::process::Command::new("pdftotext");
        let output = command.arg("-layout").arg(path).arg("-").output().await?;
        if !output.status.success() {
            return Err("pdftotext failed".into());
        }
    }
    Ok(case.files.len())
}
