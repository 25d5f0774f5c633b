//! Which pages are asked for. Where a filter takes a value, many different ones take turns.

use annals_domain::{Clock as _, SystemClock};
use form_urlencoded::Serializer;
use serde_json::Value;

use crate::Failure;
use crate::http::Connection;

/// How many pages deep the deep pages begin, each of 500 rows.
pub const DEEP: usize = 100;
/// A day in milliseconds.
const DAY: i64 = 86_400_000;

/// A kind of page.
#[derive(Debug)]
pub struct Query {
    /// What it is.
    pub what: &'static str,
    /// The paths to ask for.
    pub paths: Vec<String>,
}

/// All of them.
///
/// # Errors
/// If the server does not answer.
pub async fn all(connection: &mut Connection) -> Result<Vec<Query>, Failure> {
    let known = Known::of(connection).await?;
    let mut queries = history();
    queries.extend(known.runs());
    queries
        .push(deep(connection, "history, deep in", "/api/v1/runs?limit=500", "next_cursor").await?);
    let nightly = "/api/v1/runs?limit=500&tag=nightly";
    queries.push(deep(connection, "history, common tag, deep in", nightly, "next_cursor").await?);
    queries.extend([
        Query { what: "tasks", paths: vec!["/api/v1/tasks?limit=50".to_owned()] },
        pages("/api/v1/tasks", "tasks, q of an eighth", "q", ["invoices", "BACKUP"]),
        pages("/api/v1/tasks", "tasks, q of one", "q", ["forecast 0003", "orders 0008"]),
        pages("/api/v1/tasks", "tasks, q of none", "q", ["no such task", "nor this"]),
        pages("/api/v1/tasks", "tasks, phase", "phase", ["Succeeded", "Failed", "Error"]),
        pages("/api/v1/tasks", "tasks, common tag", "tag", ["nightly", "team-7"]),
        pages("/api/v1/tasks", "tasks, rare tag", "tag", ["incident", "no-such-tag"]),
    ]);
    queries
        .push(deep(connection, "tasks, deep in", "/api/v1/tasks?limit=100", "nextCursor").await?);
    queries.extend(stats());
    queries.extend(known.single());
    Ok(queries)
}

/// Figures over 30 days but for those by the hour, as the history and its chart ask for them.
fn stats() -> Vec<Query> {
    let stats = |what, query: &str| {
        let paths = vec![format!("/api/v1/runs/stats?{query}")];
        Query { what, paths }
    };
    vec![
        stats("stats, 30 days", ""),
        stats("stats, 30 days, one kind and trigger", "kind=script&trigger_type=api"),
        stats("stats, 30 days, failures, by trigger", "status=failure&group_by=trigger"),
        stats("stats, 24 hours, by the hour", "bucket=hour"),
        stats("stats, 30 days, by task", "group_by=task"),
    ]
}

/// The history without a filter, with each, and with some together.
fn history() -> Vec<Query> {
    let runs =
        |what, name, values: &[&'static str]| pages("/api/v1/runs", what, name, values.to_vec());
    let mut queries = vec![
        Query { what: "history", paths: vec!["/api/v1/runs?limit=50".to_owned()] },
        runs("history, status", "status", &["success", "failure", "cancelled"]),
        runs("history, rare status", "status", &["running", "pending"]),
        runs("history, kind", "kind", &["script", "flow", "extraction"]),
        runs("history, trigger", "trigger_type", &["api", "schedule", "rerun", "manual"]),
        runs("history, rare trigger", "trigger_type", &["webhook", "no-such-trigger"]),
        runs("history, common tag", "tag", &["nightly", "team-3"]),
        runs("history, rare tag", "tag", &["incident", "no-such-tag"]),
        runs("history, user", "user_id", &["user-1", "user-33", "nobody"]),
        runs("history, session", "session_id", &["session-3", "session-11", "session-17"]),
        runs("history, q of an eighth of the tasks", "q", &["invoices", "BACKUP"]),
        runs("history, q of a dozen tasks", "q", &["forecast 00", "orders 01"]),
        runs("history, q of one task", "q", &["forecast 0003", "orders 0008", "report 0094"]),
        runs("history, q of none", "q", &["no such task", "nor this"]),
        runs("history, at least 5 s", "min_duration_ms", &["5000"]),
        runs("history, at least 1.9 h", "min_duration_ms", &["6900000"]),
        runs("history, at least 10 h (none)", "min_duration_ms", &["36000000"]),
    ];
    queries.extend(times());
    queries.extend(together());
    queries
}

/// Ranges of time: a day, the last days, and all but the last 30 days.
fn times() -> Vec<Query> {
    let now = SystemClock.now();
    let day = |days: i64| now.plus_millis(-days * DAY).to_string();
    let range =
        |days: i64| list(&[("started_after", &day(days)), ("started_before", &day(days - 1))]);
    let with = |extra: &[(&str, &str)]| {
        let begin = day(30);
        let mut filter = vec![("started_before", begin.as_str())];
        filter.extend(extra);
        vec![list(&filter)]
    };
    let last = |days: i64, extra: (&str, &str)| vec![list(&[("started_after", &day(days)), extra])];
    vec![
        Query { what: "history, one day", paths: (2..90).map(range).collect() },
        Query { what: "history, last day, cancelled", paths: last(1, ("status", "cancelled")) },
        Query {
            what: "history, last 30 days, rare trigger",
            paths: last(30, ("trigger_type", "webhook")),
        },
        Query {
            what: "history, last 7 days, at least 1 h",
            paths: last(7, ("min_duration_ms", "3600000")),
        },
        Query { what: "history, older than 30 days", paths: with(&[]) },
        Query {
            what: "history, older than 30 days, failures",
            paths: with(&[("status", "failure")]),
        },
        Query {
            what: "history, older than 30 days, common tag",
            paths: with(&[("tag", "nightly")]),
        },
        Query {
            what: "history, older than 30 days, one user's failures",
            paths: with(&[("status", "failure"), ("user_id", "user-7")]),
        },
    ]
}

/// Several filters at once.
fn together() -> Vec<Query> {
    let query = |what, filter: &[(&str, &str)]| Query { what, paths: vec![list(filter)] };
    vec![
        query("history, failures of flows", &[("status", "failure"), ("kind", "flow")]),
        query(
            "history, failures by webhook",
            &[("status", "failure"), ("trigger_type", "webhook")],
        ),
        query("history, cancelled, one user", &[("status", "cancelled"), ("user_id", "user-7")]),
        query("history, common tag, failures", &[("tag", "nightly"), ("status", "failure")]),
        query(
            "history, common tag, rare trigger",
            &[("tag", "nightly"), ("trigger_type", "webhook")],
        ),
        query("history, rare tag, failures", &[("tag", "incident"), ("status", "failure")]),
        query("history, q of an eighth, failures", &[("q", "churn"), ("status", "failure")]),
        query("history, q of one, failures", &[("q", "report 0094"), ("status", "failure")]),
        query("history, q of one, common tag", &[("q", "report 0094"), ("tag", "nightly")]),
        query(
            "history, cancelled, at least 5 s",
            &[("status", "cancelled"), ("min_duration_ms", "5000")],
        ),
        query(
            "history, failures of at least 1 h",
            &[("status", "failure"), ("min_duration_ms", "3600000")],
        ),
    ]
}

/// Some tasks and scripts' runs that are there.
struct Known {
    tasks: Vec<String>,
    runs: Vec<String>,
}

impl Known {
    async fn of(connection: &mut Connection) -> Result<Self, Failure> {
        let tasks = connection.get_json("/api/v1/tasks?limit=100").await?;
        let runs = connection.get_json("/api/v1/runs?limit=200&kind=script").await?;
        Ok(Self { tasks: ids(&tasks["tasks"]), runs: ids(&runs["runs"]) })
    }

    fn runs(&self) -> Vec<Query> {
        let with = |extra: &[(&str, &str)]| {
            let path = |task: &String| {
                let mut filter = vec![("task_id", task.as_str())];
                filter.extend(extra);
                list(&filter)
            };
            self.tasks.iter().map(path).collect()
        };
        vec![
            Query { what: "history, task", paths: with(&[]) },
            Query { what: "history, task, failures", paths: with(&[("status", "failure")]) },
            Query {
                what: "history, task, rare trigger",
                paths: with(&[("trigger_type", "webhook")]),
            },
            Query { what: "history, task, rare tag", paths: with(&[("tag", "incident")]) },
        ]
    }

    fn single(&self) -> Vec<Query> {
        let each = |ids: &[String], before: &str, after: &str| {
            ids.iter().map(|id| format!("/api/v1/{before}/{id}{after}")).collect()
        };
        let stats =
            self.tasks.iter().map(|id| format!("/api/v1/runs/stats?task_id={id}")).collect();
        vec![
            Query { what: "one task with its runs", paths: each(&self.tasks, "tasks", "") },
            Query { what: "one task's runs", paths: each(&self.tasks, "tasks", "/runs?limit=50") },
            Query { what: "one run", paths: each(&self.runs, "runs", "") },
            Query { what: "stats, 30 days, one task", paths: stats },
        ]
    }
}

fn ids(rows: &Value) -> Vec<String> {
    let rows = rows.as_array().into_iter().flatten();
    rows.filter_map(|row| row["id"].as_str().map(str::to_owned)).collect()
}

/// The history under a filter.
fn list(filter: &[(&str, &str)]) -> String {
    page("/api/v1/runs", filter)
}

/// A page of 50 under a filter.
#[must_use]
pub fn page(path: &str, filter: &[(&str, &str)]) -> String {
    let query =
        Serializer::new(String::new()).append_pair("limit", "50").extend_pairs(filter).finish();
    format!("{path}?{query}")
}

fn pages(
    path: &str,
    what: &'static str,
    name: &str,
    values: impl IntoIterator<Item = &'static str>,
) -> Query {
    let paths = values.into_iter().map(|value| page(path, &[(name, value)])).collect();
    Query { what, paths }
}

/// Pages of 50 from far into a list: the places are found by walking through it.
async fn deep(
    connection: &mut Connection,
    what: &'static str,
    list: &str,
    next: &str,
) -> Result<Query, Failure> {
    let mut cursors: Vec<String> = Vec::new();
    while cursors.len() < DEEP {
        let after = cursors.last().map_or(String::new(), |cursor| format!("&cursor={cursor}"));
        let page = connection.get_json(&format!("{list}{after}")).await?;
        let Some(cursor) = page[next].as_str() else { break };
        cursors.push(cursor.to_owned());
    }
    // The deepest ones; a short list has few.
    let keep = cursors.len().min(50);
    let (path, filter) = list.split_once("?").unwrap_or((list, ""));
    let filter = filter.split_once('&').map_or(String::new(), |(_, rest)| format!("&{rest}"));
    let at = |cursor: &String| format!("{path}?limit=50{filter}&cursor={cursor}");
    let mut paths: Vec<_> = cursors[cursors.len() - keep..].iter().map(at).collect();
    if paths.is_empty() {
        paths.push(format!("{path}?limit=50{filter}"));
    }
    Ok(Query { what, paths })
}
