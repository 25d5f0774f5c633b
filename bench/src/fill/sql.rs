//! The statements that fill a database, in order.
//!
//! They run inside the database, with made-up but fixed "random" numbers, so that a million runs
//! take a minute and every fill is the same but for its end, which is now.

use crate::database::Kind;

/// The tasks, at most; each thousand runs has a hundred.
pub const TASKS: i64 = 1000;
/// The time over which the runs are spread: 90 days, in microseconds.
const SPAN: i64 = 90 * 86_400_000_000;

/// Of which kinds the runs are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mix {
    /// Mostly scripts, and some of each other kind.
    Kinds,
    /// Flows of three components only.
    Flows,
}

impl Mix {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Kinds, Self::Flows];

    /// What names and marks of such a database begin with.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Kinds => "",
            Self::Flows => "flows_",
        }
    }

    /// The kind of task `t`.
    const fn kind(self) -> &'static str {
        match self {
            Self::Kinds => {
                "CASE WHEN t % 20 < 16 THEN 'script' WHEN t % 20 < 19 THEN 'flow' ELSE 'extraction' END"
            }
            Self::Flows => "'flow'",
        }
    }

    /// The nodes of a run.
    const fn nodes(self) -> &'static [&'static str] {
        match self {
            Self::Kinds => &["setup", "main"],
            Self::Flows => &["setup", "load", "clean", "report"],
        }
    }
}

/// How many tasks `runs` runs belong to.
#[must_use]
pub const fn tasks(runs: i64) -> i64 {
    if runs / 10 < TASKS { runs / 10 } else { TASKS }
}

/// Numbers that look random: of row `i`, below 2³¹.
fn mix(seed: i64) -> String {
    let once = format!("((i + 17) * {seed} % 2147483647)");
    format!("({once} * {once} % 2147483629)")
}

/// A number in hexadecimal, `width` digits.
fn hex(kind: Kind, number: &str, width: usize) -> String {
    match kind {
        Kind::Sqlite => format!("printf('%0{width}x', {number})"),
        Kind::Postgres => format!("lpad(to_hex({number}), {width}, '0')"),
    }
}

/// A UUIDv7 of an instant in microseconds, two numbers that look random, and one of its own.
fn uuid(kind: Kind, at: &str, random: (&str, &str), own: &str) -> String {
    let high = hex(kind, &format!("({at} / 1000 / 65536)"), 8);
    let low = hex(kind, &format!("({at} / 1000 % 65536)"), 4);
    let a = hex(kind, &format!("({} % 4096)", random.0), 3);
    let b = hex(kind, &format!("({} % 4096)", random.1), 3);
    let own = hex(kind, own, 12);
    format!("{high} || '-' || {low} || '-7' || {a} || '-8' || {b} || '-' || {own}")
}

/// What is drawn for each run: its task, its time and four random numbers.
fn draw(runs: i64, now: i64) -> String {
    let (begin, tasks) = (now - SPAN, tasks(runs));
    let mixed =
        [("a", 1_103_515_245), ("b", 1_664_525_013), ("c", 1_220_703_125), ("d", 69_069_001)]
            .map(|(name, seed)| format!("{} AS {name}", mix(seed)))
            .join(", ");
    // A few tasks run often and most seldom: squaring gives the first a fiftieth of all runs.
    let task = format!("(a % 10000) * (a % 10000) * {tasks} / 100000000");
    format!(
        "CREATE TEMP TABLE bench_draw AS \
         WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < {runs}), \
         m AS (SELECT i, {mixed} FROM n), \
         r AS (SELECT i, a, b, c, d, CASE WHEN i <= {tasks} THEN i - 1 ELSE {task} END AS t, \
           {begin} + (i - 1) * {step} + b % {step} AS created FROM m) \
         SELECT r.*, row_number() OVER (PARTITION BY t ORDER BY i) AS number FROM r",
        step = SPAN / runs - 60_000_000 / runs,
    )
}

/// How long a run takes, in milliseconds: mostly seconds, seldom hours.
const DURATION: &str = "CASE WHEN c % 1000 < 800 THEN 40 + d % 2000 \
    WHEN c % 1000 < 970 THEN 2000 + d % 58000 \
    WHEN c % 1000 < 999 THEN 60000 + d % 1140000 ELSE 1200000 + d % 6000000 END";

/// The runs as drawn, with their ids, states and labels.
fn runs(kind: Kind, runs: i64, mix: Mix) -> String {
    let run_id = uuid(kind, "created", ("a", "b"), "i");
    let task_id = uuid(kind, "first", ("t", "t"), "t");
    let status = format!(
        "CASE WHEN i > {runs} - 10 THEN 'pending' WHEN i > {runs} - 20 THEN 'running' \
           WHEN a / 7 % 1000 < 920 THEN 'success' WHEN a / 7 % 1000 < 985 THEN 'failure' \
           ELSE 'cancelled' END"
    );
    format!(
        "CREATE TEMP TABLE bench_runs AS \
         SELECT d.*, {task_id} AS task_id, {run_id} AS run_id, {status} AS status, \
           created + 3000 + a % 400000 AS started, \
           created + 3000 + a % 400000 + ({DURATION}) * 1000 AS ended, \
           {of} AS kind, \
           CASE WHEN i % {rare} = 7 THEN '\"incident\",' ELSE '' END AS tag_rare, \
           CASE WHEN b / 7 % 10 < 3 THEN '\"nightly\",' ELSE '' END AS tag_common, \
           'team-' || CAST(t % 20 AS TEXT) AS tag_team \
         FROM bench_draw d JOIN (SELECT t AS of, MIN(created) AS first FROM bench_draw GROUP BY t) f \
           ON f.of = d.t",
        rare = (runs / 20).max(1),
        of = mix.kind(),
    )
}

/// When a run began, if it has.
const STARTED: &str = "CASE WHEN r.status <> 'pending' THEN r.started END";
/// When a run ended, if it has.
const ENDED: &str = "CASE WHEN r.status IN ('pending', 'running') THEN NULL ELSE r.ended END";
/// How a run failed, if it did.
const ERROR: &str =
    "CASE WHEN r.status = 'failure' THEN CASE WHEN d % 50 = 0 THEN 'platform' ELSE 'exit' END END";
/// What set a run off.
const TRIGGER: &str = "CASE WHEN b / 11 % 1000 < 600 THEN 'api' WHEN b / 11 % 1000 < 850 THEN 'schedule' \
        WHEN b / 11 % 1000 < 950 THEN 'rerun' WHEN b / 11 % 1000 < 999 THEN 'manual' ELSE 'webhook' END";
/// Who started a run.
const USER: &str =
    "CASE WHEN c / 13 % 10 < 3 THEN NULL ELSE 'user-' || CAST(c / 131 % 50 AS TEXT) END";
/// A run's labels.
const TAGS: &str = "'[' || tag_rare || tag_common || '\"' || tag_team || '\"]'";

/// The tasks, each telling of its latest run; `bench_names` holds their names and code.
fn insert_tasks() -> String {
    format!(
        "INSERT INTO tasks (id, kind, name, name_lower, created_at, updated_at, last_number, run_count, \
               latest_run_id, latest_number, latest_status, latest_error_type, latest_started_at, latest_ended_at, \
               latest_code_head, latest_dependencies) \
             SELECT r.task_id, r.kind, n.name, n.name, f.first, COALESCE({ENDED}, r.created), r.number, r.number, \
               r.run_id, r.number, r.status, {ERROR}, {STARTED}, {ENDED}, n.code, 'six' \
             FROM bench_runs r JOIN (SELECT t AS of, MAX(number) AS latest, MIN(created) AS first FROM bench_draw GROUP BY t) f \
               ON f.of = r.t AND f.latest = r.number JOIN bench_names n ON n.t = r.t ORDER BY r.t"
    )
}

/// The runs.
fn insert_runs(total: i64) -> String {
    let session = format!(
        "CASE WHEN d % 2 = 0 THEN NULL ELSE 'session-' || CAST(d / 2 % {} AS TEXT) END",
        (total / 50).max(1)
    );
    format!(
        "INSERT INTO runs (id, task_id, kind, number, status, error_type, epoch, last_seq, trigger_type, executor, \
               workflow_id, owner, tags, user_id, session_id, snapshot_id, created_at, started_at, ended_at) \
             SELECT run_id, task_id, kind, number, status, {ERROR}, CASE WHEN status = 'pending' THEN 0 ELSE 1 END, \
               CASE status WHEN 'pending' THEN 1 WHEN 'running' THEN 2 ELSE 3 END, {TRIGGER}, 'local', \
               'local-' || run_id, 'another-server', {TAGS}, {USER}, {session}, n.snapshot, created, {STARTED}, {ENDED} \
             FROM bench_runs r JOIN bench_names n ON n.t = r.t ORDER BY i"
    )
}

/// What stands apart from the runs.
fn insert_details() -> String {
    "INSERT INTO run_details (run_id, inputs, outputs, error_message, environment_id) \
         SELECT run_id, '{\"day\":\"2026-11-20\",\"limit\":' || CAST(c % 10000 AS TEXT) || '}', \
           CASE WHEN status = 'success' THEN '{\"rows\":' || CAST(d % 100000 AS TEXT) || ',\"ok\":true}' END, \
           CASE WHEN status = 'failure' THEN 'the program ended with exit code 1: ValueError: no such day' END, \
           'bench-environment-' || CAST(t % 20 AS TEXT) FROM bench_runs ORDER BY i"
            .to_owned()
}

/// One tag of the runs that meet `condition`.
fn insert_tag(tag: &str, condition: &str) -> String {
    format!(
        "INSERT INTO run_tags (tag, created_at, run_id) SELECT {tag}, created, run_id FROM bench_runs {condition} ORDER BY 1, 2, 3"
    )
}

/// One node of every run.
fn insert_nodes(index: usize, name: &str) -> String {
    format!(
        "INSERT INTO nodes (run_id, idx, name, state, started_at, ended_at, exit_code, log_lines, log_bytes, log_end) \
             SELECT run_id, {index}, '{name}', status, {STARTED}, {ENDED}, \
               CASE WHEN status = 'success' THEN 0 WHEN status = 'failure' THEN 1 END, 0, 0, \
               CASE WHEN status IN ('pending', 'running') THEN NULL ELSE '{{\"kind\":\"complete\",\"reason\":\"exit\",\"at_byte\":0}}' END \
             FROM bench_runs r ORDER BY i"
    )
}

/// The attempts at the runs that have begun.
fn insert_attempts() -> String {
    format!(
        "INSERT INTO attempts (run_id, epoch, host, started_at, ended_at, position) \
             SELECT run_id, 1, 'bench', {STARTED}, {ENDED}, 1000 FROM bench_runs r WHERE status <> 'pending' ORDER BY i"
    )
}

/// One entry of each run's ledger: it became `status` at `at`.
fn insert_entries(seq: u8, status: &str, at: &str) -> String {
    format!(
        "INSERT INTO ledger (run_id, seq, kind, at, body) \
             SELECT run_id, {seq}, 'status', {at}, '{{\"run_id\":\"' || run_id || '\",\"status\":\"' || {status} || '\"}}' \
             FROM bench_runs r WHERE {at} IS NOT NULL ORDER BY i"
    )
}

/// Everything, in order.
#[must_use]
pub fn statements(kind: Kind, total: i64, mix: Mix, now: i64) -> Vec<String> {
    let mut all = vec![
        draw(total, now),
        runs(kind, total, mix),
        insert_tasks(),
        insert_runs(total),
        insert_details(),
        insert_tag("'incident'", "WHERE tag_rare <> ''"),
        insert_tag("'nightly'", "WHERE tag_common <> ''"),
        insert_tag("tag_team", ""),
        insert_attempts(),
        insert_entries(1, "'pending'", "r.created"),
        insert_entries(2, "'running'", STARTED),
        insert_entries(3, "r.status", ENDED),
    ];
    all.extend(mix.nodes().iter().enumerate().map(|(index, name)| insert_nodes(index, name)));
    all
}
