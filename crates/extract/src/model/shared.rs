//! What processes of one run, or of one machine, keep in common: small files, one writer at a time.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use annals_domain::{Clock, Endpoint, ExtractOrder};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The length of the window that requests are counted in, in microseconds.
const MINUTE: i64 = 60_000_000;

/// Changes what the file at `path` holds while no other process does; the first finds the default.
fn change<S, T>(path: &Path, change: impl FnOnce(&mut S) -> T) -> io::Result<T>
where
    S: Default + Serialize + DeserializeOwned,
{
    let mut options = OpenOptions::new();
    let mut file: File = options.read(true).write(true).create(true).truncate(false).open(path)?;
    // It is let go of when the file is closed, however this process ends.
    file.lock()?;
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    let mut state: S = serde_json::from_str(&text).unwrap_or_default();
    let done = change(&mut state);
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(&serde_json::to_vec(&state)?)?;
    Ok(done)
}

/// The requests of a minute, counted for all runs on this machine.
pub(super) struct Turns {
    path: PathBuf,
    most: usize,
}

impl Turns {
    /// None where as many requests are sent as there are.
    pub(super) fn of(endpoint: &Endpoint, order: &ExtractOrder) -> Option<Self> {
        let most = usize::try_from(endpoint.requests_a_minute?).unwrap_or(usize::MAX).max(1);
        let name = annals_domain::digest(endpoint.url.as_bytes());
        let name = format!("extraction-turns-{}.json", name.get(..16).unwrap_or(&name));
        Some(Self { path: order.of_machine.join(name), most })
    }

    /// Takes the next turn; answers how long it is until then.
    pub(super) fn take(&self, clock: &dyn Clock) -> io::Result<Duration> {
        let now = clock.now().as_micros();
        change(&self.path, |taken: &mut Vec<i64>| {
            taken.retain(|at| *at > now - MINUTE);
            let nth = taken.len().checked_sub(self.most);
            let at = nth.and_then(|nth| taken.get(nth)).map_or(now, |at| at + MINUTE);
            taken.push(at);
            Duration::from_micros(u64::try_from(at - now).unwrap_or(0))
        })
    }
}

/// The tokens of a run.
pub(super) struct Budget {
    path: PathBuf,
    most: Option<u64>,
}

impl Budget {
    pub(super) fn of(endpoint: &Endpoint, order: &ExtractOrder) -> Self {
        Self { path: order.of_run.join("tokens.json"), most: endpoint.token_budget }
    }

    /// Sets about as many tokens aside as a request will take.
    ///
    /// # Errors
    /// One sentence if there are not as many left.
    pub(super) fn reserve(&self, tokens: u64) -> Result<(), String> {
        let Some(most) = self.most else { return Ok(()) };
        let reserved = change(&self.path, |spent: &mut u64| {
            let after = spent.saturating_add(tokens);
            let fits = after <= most;
            *spent = if fits { after } else { *spent };
            (fits, *spent)
        });
        match reserved.map_err(|error| format!("the tokens cannot be counted: {error}"))? {
            (true, _) => Ok(()),
            (false, spent) => Err(format!(
                "The run's budget of {most} tokens does not hold another request of about \
                 {tokens}: {spent} are used."
            )),
        }
    }

    /// Puts what was taken in the place of what was set aside.
    pub(super) fn settle(&self, reserved: u64, taken: u64) {
        if self.most.is_some() {
            // A count that is off is no reason to lose an answer.
            let _ = change(&self.path, |spent: &mut u64| {
                *spent = spent.saturating_sub(reserved).saturating_add(taken);
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use annals_domain::ManualClock;

    use super::*;

    #[test]
    fn turns_are_a_minute_apart_where_there_are_no_more() {
        let folder = tempfile::tempdir().expect("a folder");
        let turns = Turns { path: folder.path().join("turns"), most: 2 };
        let clock = ManualClock::default();
        let seconds = || turns.take(&clock).expect("a turn").as_secs();
        assert_eq!([seconds(), seconds(), seconds(), seconds(), seconds()], [0, 0, 60, 60, 120]);
        // Those that have not begun are waited for.
        clock.advance(60_001);
        assert_eq!(seconds(), 59);
    }

    #[test]
    fn a_budget_is_what_all_take() {
        let folder = tempfile::tempdir().expect("a folder");
        let budget = Budget { path: folder.path().join("tokens"), most: Some(100) };
        budget.reserve(60).expect("there are as many");
        assert!(budget.reserve(60).expect_err("not left").contains("60 are used"));
        budget.settle(60, 10);
        budget.reserve(90).expect("there are as many");
        assert!(budget.reserve(1).is_err());
    }
}
