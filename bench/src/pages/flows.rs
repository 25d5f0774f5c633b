//! Pages of a history in which every run is one of a flow.

use serde_json::Value;

use super::queries::{DEEP, Query, page};
use crate::Failure;
use crate::http::Connection;

const RUNS: &str = "/api/v1/flow-runs/";

/// All of them.
///
/// # Errors
/// If the server does not answer.
pub async fn all(connection: &mut Connection) -> Result<Vec<Query>, Failure> {
    let flows = flows(connection).await?;
    let of_flow = |extra: &[(&str, &str)]| {
        let path = |flow: &String| {
            let mut filter = vec![("flow_id", flow.as_str())];
            filter.extend(extra);
            page(RUNS, &filter)
        };
        flows.iter().map(path).collect()
    };
    let stats = flows.iter().map(|flow| format!("{RUNS}stats?days=30&flow_id={flow}")).collect();
    let mut queries = lists();
    queries.extend([
        Query { what: "flow runs, one flow", paths: of_flow(&[]) },
        Query { what: "flow runs, one flow's failures", paths: of_flow(&[("status", "failure")]) },
        Query {
            what: "flow runs, one flow, rare trigger",
            paths: of_flow(&[("trigger_type", "webhook")]),
        },
        deep(connection).await?,
        Query { what: "stats of flows, 30 days", paths: vec![format!("{RUNS}stats?days=30")] },
        Query { what: "stats of flows, 90 days", paths: vec![format!("{RUNS}stats?days=90")] },
        Query { what: "stats of flows, 30 days, one flow", paths: stats },
    ]);
    Ok(queries)
}

/// The list without a filter, with each, and with some together.
fn lists() -> Vec<Query> {
    let each = |what, name, values: &[&str]| {
        let paths = values.iter().map(|value| page(RUNS, &[(name, value)])).collect();
        Query { what, paths }
    };
    let one = |what, filter: &[(&str, &str)]| Query { what, paths: vec![page(RUNS, filter)] };
    vec![
        one("flow runs", &[]),
        one("flow runs, the oldest first", &[("order_dir", "asc")]),
        one("flow runs with inputs and outputs", &[("include", "payloads")]),
        one("flow runs, offset of 1,000", &[("offset", "1000")]),
        each("flow runs, status", "status", &["success", "failure", "cancelled"]),
        each("flow runs, rare status", "status", &["running", "pending"]),
        each("flow runs, trigger", "trigger_type", &["api", "schedule", "rerun", "manual"]),
        each("flow runs, rare trigger", "trigger_type", &["webhook", "no-such-trigger"]),
        each("flow runs, user", "user_id", &["user-1", "user-33", "nobody"]),
        each("flow runs, session", "session_id", &["session-3", "session-11", "session-17"]),
        one(
            "flow runs, failures by webhook",
            &[("status", "failure"), ("trigger_type", "webhook")],
        ),
        one("flow runs, cancelled, one user", &[("status", "cancelled"), ("user_id", "user-7")]),
        one(
            "flow runs, failures of one session",
            &[("status", "failure"), ("session_id", "session-3")],
        ),
    ]
}

async fn flows(connection: &mut Connection) -> Result<Vec<String>, Failure> {
    let tasks = connection.get_json("/api/v1/tasks?limit=100").await?;
    let rows = tasks["tasks"].as_array().into_iter().flatten();
    Ok(rows.filter_map(|row: &Value| row["id"].as_str().map(str::to_owned)).collect())
}

/// Pages of 50 from far into the list: the places are found by walking through it.
async fn deep(connection: &mut Connection) -> Result<Query, Failure> {
    let mut paths = Vec::new();
    let mut cursor = String::new();
    for _ in 0..DEEP {
        connection.get(&format!("{RUNS}?limit=500{cursor}")).await?;
        let Some(next) = connection.next_cursor() else { break };
        cursor = format!("&cursor={next}");
        paths.push(format!("{RUNS}?limit=50{cursor}"));
    }
    // The deepest ones; a short list has few.
    let paths = paths.split_off(paths.len().saturating_sub(50));
    Ok(Query { what: "flow runs, deep in", paths })
}
