//! Which steps of its life a report says that a run has made; decided without I/O, by the run's
//! state machine.

use annals_domain::ledger::NewEntry;
use annals_domain::{
    ErrorType, Run, RunFailure, RunId, RunState, RunStatus, Timestamp, TransitionError,
};
use annals_store::{Change, RecordingChange};

use super::{EPOCH, Report, refused};
use crate::{Error, FieldError, bodies};

/// For how long another machine's clock may be ahead of this one's, in milliseconds: a day.
const AHEAD_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// A change of a run's status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// It began.
    Begin(Timestamp),
    /// It ended.
    End { status: RunStatus, at: Timestamp, failure: Option<RunFailure> },
}

/// The steps of a report, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Steps {
    steps: Vec<Step>,
    now: Timestamp,
}

/// The steps of a run that is recorded for the first time: `running` unless its status is told. It
/// may have ended long ago.
///
/// # Errors
/// [`Error::Invalid`] names what makes no sense.
pub(super) fn of_new(report: &Report, now: Timestamp) -> Result<Steps, Error> {
    let status = report.status.unwrap_or(RunStatus::Running);
    check(report, status, None, now)?;
    let began = match status {
        // What succeeded has begun.
        RunStatus::Success => report.started_at.or(report.ended_at).or(Some(now)),
        _ => report.started_at,
    };
    let steps =
        steps(&RunState::new(), status, Report { started_at: began, ..report.clone() }, now);
    steps.map_err(|error| Error::invalid("status", error))
}

/// The steps of a run that has not ended.
///
/// # Errors
/// [`Error::Invalid`] names what makes no sense, [`Error::Conflict`] what its state does not allow.
pub(super) fn of_open(run: &Run, report: &Report, now: Timestamp) -> Result<Steps, Error> {
    let status = report.status.unwrap_or(run.state.status);
    check(report, status, run.state.started_at, now)?;
    if let (Some(told), Some(began)) = (report.started_at, run.state.started_at)
        && told != began
    {
        let number = run.number;
        return Err(Error::Conflict(format!("run #{number} has begun already, at {began}")));
    }
    steps(&run.state, status, report.clone(), now).map_err(|error| refused(run, &error))
}

/// Refuses what makes no sense by itself.
fn check(
    report: &Report,
    status: RunStatus,
    began: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), Error> {
    let mut faults = Vec::new();
    let mut fail = |field: &str, message: &str| {
        faults.push(FieldError { field: field.to_owned(), message: message.to_owned() });
    };
    for (field, at) in [("started_at", report.started_at), ("ended_at", report.ended_at)] {
        if at.is_some_and(|at| at.as_micros() < 0 || at > now.plus_millis(AHEAD_MILLIS)) {
            fail(field, "must lie between 1970 and a day from now");
        }
    }
    if report.started_at.is_some() && status == RunStatus::Pending {
        fail("started_at", "must not be given while the status is `pending`");
    }
    if report.ended_at.is_some() && !status.is_terminal() {
        fail("ended_at", "needs the status `success`, `failure` or `cancelled`");
    }
    if report.ended_at < report.started_at.or(began) && report.ended_at.is_some() {
        fail("ended_at", "must not lie before started_at");
    }
    if status != RunStatus::Failure {
        for (field, given) in [
            ("error_message", report.error_message.is_some()),
            ("error_type", report.error_type.is_some()),
        ] {
            if given {
                fail(field, "needs the status `failure`");
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

/// The way from `state` to `status`, as far as there is one.
fn steps(
    state: &RunState,
    status: RunStatus,
    report: Report,
    now: Timestamp,
) -> Result<Steps, TransitionError> {
    let (mut state, mut steps) = (state.clone(), Vec::new());
    let begins = status == RunStatus::Running || report.started_at.is_some();
    if begins && state.status == RunStatus::Pending {
        let at = report.started_at.unwrap_or(now);
        state = state.become_(RunStatus::Running, EPOCH, at)?;
        steps.push(Step::Begin(at));
    }
    if state.status != status {
        let at = report.ended_at.unwrap_or(now);
        state.become_(status, EPOCH, at)?;
        let failure = (status == RunStatus::Failure).then(|| RunFailure {
            error_type: report.error_type.unwrap_or(ErrorType::Exit),
            message: report.error_message.unwrap_or_else(|| "no reason was given".to_owned()),
        });
        steps.push(Step::End { status, at, failure });
    }
    Ok(Steps { steps, now })
}

impl Steps {
    /// When the report came.
    pub(super) const fn now(&self) -> Timestamp {
        self.now
    }

    /// Whether the status stays.
    pub(super) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// As what it ends, if it does.
    pub(super) fn end(&self) -> Option<RunStatus> {
        self.steps.iter().find_map(|step| match step {
            Step::End { status, .. } => Some(*status),
            Step::Begin(_) => None,
        })
    }

    /// When a run that is recorded for the first time counts as accepted: no run begins before that.
    pub(super) fn accepted_at(&self) -> Timestamp {
        let times = self.steps.iter().map(|step| match step {
            Step::Begin(at) | Step::End { at, .. } => *at,
        });
        times.fold(self.now, Timestamp::min)
    }

    /// The same with the message masked.
    pub(super) fn with_message(&self, text: Option<&str>) -> Self {
        let mut steps = self.clone();
        for step in &mut steps.steps {
            if let (Step::End { failure: Some(failure), .. }, Some(text)) = (step, text) {
                text.clone_into(&mut failure.message);
            }
        }
        steps
    }

    /// What changes in the store.
    pub(super) fn changes(&self) -> Vec<Change> {
        let change = |step: &Step| match step.clone() {
            Step::Begin(at) => Change::Begin(at),
            Step::End { status, at, failure } => Change::End { status, at, failure },
        };
        let over = self.end().map(|_| Change::Recording(RecordingChange::Over));
        self.steps.iter().map(change).chain(over).collect()
    }

    /// What the ledger tells of them.
    pub(super) fn entries(&self, run: &RunId) -> Vec<NewEntry> {
        let entry = |step: &Step| match step {
            Step::Begin(_) => bodies::status(run, RunStatus::Running, None, self.now),
            Step::End { status, failure, .. } => {
                bodies::status(run, *status, failure.as_ref(), self.now)
            }
        };
        self.steps.iter().map(entry).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(1_000_000_000_000_000).plus_millis(seconds * 1000)
    }

    fn report(status: RunStatus, started_at: Option<i64>, ended_at: Option<i64>) -> Report {
        let (started_at, ended_at) = (started_at.map(at), ended_at.map(at));
        Report { status: Some(status), started_at, ended_at, ..Report::default() }
    }

    /// The steps of a new run, told at second 100.
    fn new(report: &Report) -> Vec<Step> {
        of_new(report, at(100)).expect("steps").steps
    }

    fn end(status: RunStatus, second: i64) -> Step {
        let failure = (status == RunStatus::Failure).then(|| RunFailure {
            error_type: ErrorType::Exit,
            message: "no reason was given".into(),
        });
        Step::End { status, at: at(second), failure }
    }

    #[test]
    fn a_new_run_is_as_far_as_it_is_told() {
        use RunStatus::{Cancelled, Failure, Pending, Running, Success};
        assert_eq!(new(&Report::default()), [Step::Begin(at(100))]);
        assert_eq!(new(&report(Pending, None, None)), []);
        assert_eq!(new(&report(Running, Some(5), None)), [Step::Begin(at(5))]);
        let ended = [Step::Begin(at(5)), end(Success, 9)];
        assert_eq!(new(&report(Success, Some(5), Some(9))), ended);
        // What succeeded has begun, what was cancelled may never have.
        assert_eq!(new(&report(Success, None, Some(9))), [Step::Begin(at(9)), end(Success, 9)]);
        assert_eq!(new(&report(Success, None, None))[0], Step::Begin(at(100)));
        assert_eq!(new(&report(Cancelled, None, Some(9))), [end(Cancelled, 9)]);
        assert_eq!(new(&report(Failure, None, None)), [end(Failure, 100)]);
    }

    #[test]
    fn a_new_run_was_accepted_before_it_began() {
        let accepted = |started, ended| {
            let report = report(RunStatus::Failure, started, ended);
            of_new(&report, at(100)).expect("steps").accepted_at()
        };
        assert_eq!(accepted(Some(5), Some(9)), at(5));
        assert_eq!(accepted(None, Some(9)), at(9));
        // A clock that is ahead.
        assert_eq!(accepted(Some(105), Some(109)), at(100));
    }

    #[test]
    fn an_open_run_goes_on_by_its_state_machine() {
        let now = at(100);
        let waits = RunState::new();
        let runs = waits.clone().become_(RunStatus::Running, EPOCH, at(50)).expect("running");
        let from = |state: &RunState, report: Report| {
            let status = report.status.unwrap_or(state.status);
            steps(state, status, report, now).map(|steps| steps.steps)
        };
        assert_eq!(from(&waits, Report::default()), Ok(vec![]));
        assert_eq!(from(&runs, report(RunStatus::Running, None, None)), Ok(vec![]));
        assert!(from(&waits, report(RunStatus::Success, None, None)).is_err());
        assert!(from(&runs, report(RunStatus::Pending, None, None)).is_err());
        let both = Ok(vec![Step::Begin(at(60)), end(RunStatus::Success, 100)]);
        assert_eq!(from(&waits, report(RunStatus::Success, Some(60), None)), both);
        let ended = Ok(vec![end(RunStatus::Failure, 70)]);
        assert_eq!(from(&runs, report(RunStatus::Failure, None, Some(70))), ended);
    }
}
