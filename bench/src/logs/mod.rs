//! Logs: lines through a real pipe, how soon watchers see them, reading and searching large logs,
//! what they take on disk and in memory.

mod fill;
mod lines;
mod pipe;
mod read;
mod watch;

use clap::Args;

use crate::Failure;
use crate::machine;
use crate::place::Place;
use crate::report::Figure;

/// How much to measure.
#[derive(Debug, Clone, Copy, Args)]
pub struct Size {
    /// The stored lines that are searched
    #[arg(long, default_value_t = 100_000_000, value_name = "N")]
    lines: u64,
    /// The lines that a program prints through a pipe
    #[arg(long, default_value_t = 5_000_000, value_name = "N")]
    printed: u64,
}

impl Default for Size {
    fn default() -> Self {
        Self { lines: 100_000_000, printed: 5_000_000 }
    }
}

/// Measures all of it.
///
/// # Errors
/// If the server fails.
pub async fn measure(place: &Place, size: Size, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    pipe::measure(place, size.printed, figures).await?;
    watch::measure(place, figures).await?;
    read::measure(place, size.lines, figures).await
}

/// The most memory that the process `pid` has held so far, in MiB; none once it is gone.
fn peak_mib(pid: u32) -> Option<f64> {
    mib(pid, "VmHWM")
}

/// What the system tells of the memory of the process `pid`, in MiB; none once it is gone.
fn mib(pid: u32, name: &str) -> Option<f64> {
    let kib = machine::field(&format!("/proc/{pid}/status"), name)?;
    kib.trim_end_matches("kB").trim().parse::<f64>().ok().map(|kib| kib / 1024.0)
}

/// A count as a figure; counts here are far below 2^52.
#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
const fn float(count: u64) -> f64 {
    count as f64
}
