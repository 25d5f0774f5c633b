//! The process that reads.

use std::io::{BufRead as _, Read as _, Write as _};
use std::process::ExitCode;
use std::time::Duration;

use nix::sys::resource::{Resource, getrlimit, setrlimit};

use super::{ReaderLimits, Request, Work};

/// Reads one file: the request and the file on standard input, the answer on standard output. This
/// is all that the process does; its limits stay with it.
#[must_use]
pub fn serve_one() -> ExitCode {
    match answer() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is lost if nobody reads it: the exit code says that it failed.
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn answer() -> std::io::Result<()> {
    let mut input = std::io::stdin().lock();
    let mut line = String::new();
    input.read_line(&mut line)?;
    let Request { name, options, limits, work } = serde_json::from_str(&line)?;
    limit(&limits)?;
    #[cfg(target_os = "linux")]
    super::confine::confine(&options.ocr).map_err(std::io::Error::other)?;
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    match work {
        Work::Read => serde_json::to_writer(&mut output, &crate::read(&bytes, &name, &options))?,
        Work::Draw { page, width } => {
            serde_json::to_writer(&mut output, &crate::page_image(&bytes, &name, page, width))?;
        }
        Work::Find { fields } => {
            let read = crate::read(&bytes, &name, &options);
            let found = read.map(|document| crate::step::answer_of(document, &fields));
            serde_json::to_writer(&mut output, &found)?;
        }
    }
    output.flush()
}

/// Limits this process and what it starts. The parent counts the time; that it is limited here too
/// is for the case that the parent is gone.
fn limit(limits: &ReaderLimits) -> std::io::Result<()> {
    lower(Resource::RLIMIT_AS, limits.memory)?;
    lower(Resource::RLIMIT_CPU, limits.seconds + 1)?;
    lower(Resource::RLIMIT_CORE, 0)?;
    let left = Duration::from_secs(limits.seconds + 1);
    std::thread::Builder::new().stack_size(64 << 10).spawn(move || {
        std::thread::sleep(left);
        std::process::exit(1);
    })?;
    Ok(())
}

/// The most bytes of address space of a process that looks for values, and seconds of computing.
const ENGINE: (u64, u64) = (4 << 30, 900);

/// Limits this process, which looks for values in what strangers wrote, and what it starts.
///
/// # Errors
/// What the system said.
pub(crate) fn limit_engine() -> std::io::Result<()> {
    lower(Resource::RLIMIT_AS, ENGINE.0)?;
    lower(Resource::RLIMIT_CPU, ENGINE.1)?;
    lower(Resource::RLIMIT_CORE, 0)
}

/// Sets a limit unless a lower one holds already.
fn lower(resource: Resource, value: u64) -> std::io::Result<()> {
    let (_, hard) = getrlimit(resource)?;
    let value = value.min(hard);
    Ok(setrlimit(resource, value, value)?)
}
