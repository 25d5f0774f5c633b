//! `annals-bench`: measures the released program as it is run, and prints figures next to their
//! targets. Nothing here passes or fails.

mod argo;
mod browser;
mod database;
mod extract;
mod fill;
mod footprint;
mod http;
mod logs;
mod machine;
mod overhead;
mod pages;
mod place;
mod record;
mod report;
mod samples;
mod server;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::database::Kind;
use crate::fill::Mix;
use crate::machine::Machine;
use crate::place::Place;
use crate::report::Figure;

/// Why a benchmark could not be run.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Measures Annals and prints figures next to their targets.
#[derive(Debug, Parser)]
#[command(name = "annals-bench")]
struct Cli {
    /// What to measure; everything unless named
    #[command(subcommand)]
    benchmark: Option<Benchmark>,
    /// Print JSON instead of a table
    #[arg(long, global = true)]
    json: bool,
    /// Only this database; PostgreSQL is found in `ANNALS_TEST_DATABASE_URL`
    #[arg(long, global = true)]
    database: Option<Only>,
    /// The cores that the server and the load share; `all` for no limit
    #[arg(long, global = true, default_value = "0,1")]
    cores: String,
    /// A folder in which filled databases are kept for the next time (on PostgreSQL: kept on the
    /// server)
    #[arg(long, global = true, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// The program; the one built beside this one unless named
    #[arg(long, global = true, value_name = "FILE")]
    program: Option<PathBuf>,
    /// The interpreter; `python3` on `PATH` unless named
    #[arg(long, global = true, value_name = "FILE")]
    python: Option<PathBuf>,
}

#[derive(Debug, Clone, Subcommand)]
enum Benchmark {
    /// Everything
    All,
    /// A run that does nothing, from submission to its end, over bare Python
    Overhead,
    /// Runs recorded a second
    Record,
    /// Pages of lists, with 1,000 and 1,000,000 runs
    Pages,
    /// Of these only figures over time
    Stats,
    /// Of these only those of flow runs
    Flows,
    /// Memory, time to start, size
    Footprint,
    /// Runs as Argo Workflows: delays and memory, on a fake of the cluster
    Argo,
    /// The web pages in a real browser
    Browser(browser::Size),
    /// The built-in extraction: how much it finds, how fast, with how much memory
    Extract,
    /// Reads a document as a job's reader does; the benchmark starts itself so
    #[command(hide = true)]
    ReadDocument,
    /// Reads a document and prints what that took; the benchmark starts itself so
    #[command(hide = true)]
    ReadHere {
        /// The document
        file: PathBuf,
    },
    /// Lines through a pipe and to watchers, reading and searching large logs
    Logs(logs::Size),
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Only {
    Sqlite,
    Postgres,
}

fn main() -> Result<(), Failure> {
    let cli = Cli::parse();
    match &cli.benchmark {
        Some(Benchmark::ReadDocument) => return extract::serve(),
        Some(Benchmark::ReadHere { file }) => return extract::measure_here(file),
        _ => {}
    }
    machine::pin(&cli.cores)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (machine, figures) = runtime.block_on(measure(&cli))?;
    match cli.json {
        true => println!("{}", report::as_json(&machine, &figures)),
        false => print!("{}", report::table(&machine, &figures)),
    }
    Ok(())
}

async fn measure(cli: &Cli) -> Result<(Machine, Vec<Figure>), Failure> {
    let machine = Machine::look(database::describe_server().await?);
    let mut figures = Vec::new();
    let what = cli.benchmark.clone().unwrap_or(Benchmark::All);
    if matches!(what, Benchmark::Extract | Benchmark::All) {
        extract::measure(&mut figures).await?;
    }
    for kind in kinds(cli) {
        let place = Place::new(kind, cli.keep.clone(), cli.program.clone(), cli.python.as_deref())?;
        let measured = one(what.clone(), &place, &mut figures).await;
        place.clear().await?;
        measured?;
    }
    Ok((machine, figures))
}

fn kinds(cli: &Cli) -> Vec<Kind> {
    match cli.database {
        Some(Only::Sqlite) => vec![Kind::Sqlite],
        Some(Only::Postgres) => vec![Kind::Postgres],
        None if std::env::var_os(database::SERVER).is_some() => vec![Kind::Sqlite, Kind::Postgres],
        None => {
            eprintln!("{} is not set: PostgreSQL is not measured", database::SERVER);
            vec![Kind::Sqlite]
        }
    }
}

async fn one(what: Benchmark, place: &Place, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    match what {
        Benchmark::Overhead => overhead::measure(place, figures).await,
        Benchmark::Record => record::measure(place, figures).await,
        Benchmark::Pages => pages::measure(place, "", &Mix::ALL, figures).await,
        Benchmark::Stats => pages::measure(place, "stats", &Mix::ALL, figures).await,
        Benchmark::Flows => pages::measure(place, "", &[Mix::Flows], figures).await,
        Benchmark::Footprint => footprint::measure(place, figures).await,
        Benchmark::Argo => argo::measure(place, figures).await,
        Benchmark::Browser(size) => {
            browser::measure(place, &browser::Node::find()?, size, figures).await
        }
        Benchmark::Logs(size) => logs::measure(place, size, figures).await,
        // What needs no database was measured before.
        Benchmark::Extract => extract::export::measure(place, figures).await,
        Benchmark::ReadDocument | Benchmark::ReadHere { .. } => Ok(()),
        Benchmark::All => {
            overhead::measure(place, figures).await?;
            record::measure(place, figures).await?;
            pages::measure(place, "", &Mix::ALL, figures).await?;
            footprint::measure(place, figures).await?;
            argo::measure(place, figures).await?;
            extract::export::measure(place, figures).await?;
            match browser::Node::find() {
                Ok(node) => {
                    browser::measure(place, &node, browser::Size::default(), figures).await?
                }
                Err(error) => eprintln!("{error}: the web pages are not measured"),
            }
            logs::measure(place, logs::Size::default(), figures).await
        }
    }
}
