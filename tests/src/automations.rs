//! Making automations, and waiting for what comes of their events.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{Api, soon};

/// Where automations are.
pub const AUTOMATIONS: &str = "/api/v1/automations";

/// A job that looks for a total.
pub async fn job_of_totals(api: &Api) -> Value {
    let job = api.job("invoices").await;
    api.fields(&job, &[("Total", "number")]).await.ok();
    job
}

/// An automation of a job.
#[must_use]
pub fn automation_of(job: &Value, trigger: &str, config: &Value) -> Value {
    json!({
        "name": format!("by {trigger}"), "job_id": job["job_id"], "trigger_type": trigger,
        "trigger_config": config, "processing_mode": "individual",
    })
}

/// Makes an automation; answers its id.
///
/// # Panics
/// If it is refused.
pub async fn make_automation(api: &Api, body: &Value) -> String {
    let made = api.post(AUTOMATIONS, body).await.json();
    made["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
}

/// What came of an automation's events, the oldest first.
///
/// # Panics
/// If there is no such automation.
pub async fn came_of(api: &Api, id: &str) -> Vec<Value> {
    let page = api.get(&format!("{AUTOMATIONS}/{id}/runs?limit=100")).await.ok();
    page["runs"].as_array().expect("rows").iter().rev().cloned().collect()
}

/// Waits until what came of an automation's events is as wanted.
pub async fn until_events(
    api: &Api,
    id: &str,
    what: &str,
    wanted: impl Fn(&[Value]) -> bool,
) -> Vec<Value> {
    soon(what, async {
        loop {
            let rows = came_of(api, id).await;
            if wanted(&rows) {
                return rows;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await
}

/// Waits until an automation's source was looked at; answers the automation.
pub async fn looked_at(api: &Api, id: &str) -> Value {
    soon("a look", async {
        loop {
            let now = api.get(&format!("{AUTOMATIONS}/{id}")).await.ok();
            if !now["last_checked_at"].is_null() {
                return now;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await
}

/// Whether there are so many rows, all of them over.
#[must_use]
pub fn all_over(rows: &[Value], count: usize) -> bool {
    let over = |row: &Value| row["status"] == "completed" || row["status"] == "failed";
    rows.len() == count && rows.iter().all(over)
}

/// The texts of the files in a folder that results go to, in order. What a server that was killed had
/// begun to write is hidden, and no result.
///
/// # Panics
/// If there is no such folder.
#[must_use]
pub fn results_in(folder: &std::path::Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten();
    let shown = entries.filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
    let mut texts: Vec<_> =
        shown.map(|entry| std::fs::read_to_string(entry.path()).expect("a result")).collect();
    texts.sort();
    texts
}
