use super::*;

const NOW: i64 = 1_000_000;

fn run(n: i64, task: &str, pinned: bool, log_bytes: i64) -> KeptRun {
    let space = RunSpace {
        log_lines: log_bytes.min(1),
        log_bytes,
        files: 1,
        file_bytes: 10,
        ..Default::default()
    };
    KeptRun {
        id: format!("r{n}").parse().expect("an id"),
        task_id: task.parse().expect("an id"),
        created_at: Timestamp::from_micros(0),
        ended_at: Some(Timestamp::from_micros((NOW - n) * 1000)),
        pinned,
        space: Some(space),
    }
}

fn plan(all: Retention, own: &[(&str, Retention)]) -> Plan {
    let own = own.iter().map(|(task, own)| (task.parse().expect("an id"), *own)).collect();
    Plan::new(Timestamp::from_micros(NOW * 1000), all, own)
}

fn logs(limits: Limits) -> Retention {
    Retention { logs: limits, ..Retention::default() }
}

/// Why the logs of these runs go.
fn reasons(plan: &mut Plan, runs: &[KeptRun]) -> Vec<Option<Reason>> {
    runs.iter().map(|run| plan.decide(run).log).collect()
}

#[test]
fn a_run_goes_once_it_is_as_old_as_the_limit() {
    let mut plan = plan(logs(Limits { max_age_ms: Some(5), ..Limits::default() }), &[]);
    let runs = [4, 5, 6].map(|n| run(n, "a", false, 1));
    assert_eq!(reasons(&mut plan, &runs), [None, Some(Reason::Age), Some(Reason::Age)]);
}

#[test]
fn each_task_keeps_its_newest_and_pinned_ones_are_not_counted() {
    let all = logs(Limits { max_runs: Some(1), ..Limits::default() });
    let mut plan = plan(all, &[("b", logs(Limits { max_runs: Some(2), ..Limits::default() }))]);
    let runs = [
        run(1, "a", true, 1),
        run(2, "a", false, 1),
        run(3, "b", false, 1),
        run(4, "a", false, 0),
        run(5, "a", false, 1),
        run(6, "b", false, 1),
        run(7, "b", false, 1),
    ];
    let count = Some(Reason::Count);
    assert_eq!(reasons(&mut plan, &runs), [None, None, None, None, count, None, count]);
}

#[test]
fn what_is_older_than_the_first_that_does_not_fit_goes_too() {
    let mut plan = plan(logs(Limits { max_bytes: Some(100), ..Limits::default() }), &[]);
    plan.pinned(&run(9, "a", true, 20));
    let runs = [run(1, "a", false, 60), run(2, "b", false, 21), run(3, "b", false, 1)];
    assert_eq!(reasons(&mut plan, &runs), [None, Some(Reason::Bytes), Some(Reason::Bytes)]);
}

#[test]
fn a_tasks_own_bytes_are_its_own() {
    let own = logs(Limits { max_bytes: Some(10), ..Limits::default() });
    let mut plan = plan(Retention::default(), &[("a", own)]);
    let runs = [run(1, "b", false, 99), run(2, "a", false, 10), run(3, "a", false, 1)];
    assert_eq!(reasons(&mut plan, &runs), [None, None, Some(Reason::Bytes)]);
}

#[test]
fn what_has_not_ended_or_is_pinned_stays_and_what_goes_as_a_whole_is_told_once() {
    let most = Limits { max_age_ms: Some(1), ..Limits::default() };
    let mut plan = plan(Retention { logs: most, files: most, runs: most }, &[]);
    let mut open = run(5, "a", false, 1);
    open.ended_at = None;
    assert_eq!(plan.decide(&open), Fate::default());
    assert_eq!(plan.decide(&run(5, "a", true, 1)), Fate::default());
    let whole = Fate { run: Some(Reason::Age), ..Fate::default() };
    assert_eq!(plan.decide(&run(5, "a", false, 1)), whole);
}

#[test]
fn what_is_gone_already_is_neither_told_nor_counted() {
    let mut plan = plan(logs(Limits { max_runs: Some(1), ..Limits::default() }), &[]);
    let mut gone = run(1, "a", false, 1);
    gone.space = gone.space.map(|s| RunSpace { log_removed_at: gone.ended_at, ..s });
    let runs = [gone, run(2, "a", false, 1), run(3, "a", false, 1)];
    assert_eq!(reasons(&mut plan, &runs), [None, None, Some(Reason::Count)]);
}
