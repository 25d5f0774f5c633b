//! When a run was last active: every edit, upload and event moves it.

use annals_tests::{Database, JOBS, Server, job_path};
use rstest::rstest;
use serde_json::{Value, json};

/// A run that is looked at again and again.
struct Run<'s> {
    server: &'s Server,
    job: Value,
    last: String,
}

impl Run<'_> {
    async fn last(&self) -> String {
        let run = self.server.get(&job_path(&self.job, "")).await.ok();
        run["last_active_at"].as_str().expect("a time").to_owned()
    }

    /// It has been active since it was looked at.
    async fn moved(&mut self, by: &str) {
        let last = self.last().await;
        assert!(last > self.last, "{by} is no activity");
        self.last = last;
    }

    /// It has not.
    async fn rested(&self) {
        assert_eq!(self.last().await, self.last);
    }
}

#[rstest]
#[tokio::test]
async fn whatever_happens_to_a_run_is_activity(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let job = server.job("active").await;
    let mut run = Run { server: &server, job: job.clone(), last: String::new() };
    run.last = run.last().await;
    run.rested().await;
    let a = server.upload(&job, &[("a.txt", b"Total: 5")]).await.ok()["files"][0].clone();
    run.moved("an upload").await;
    server.upload(&job, &[("b.txt", b"Total: 6")]).await.ok();
    run.moved("another").await;
    let path = format!("/files/{}", a["id"].as_str().expect("an id"));
    server.delete(&job_path(&job, &path)).await.ok();
    run.moved("deleting a file").await;
    server.fields(&job, &[("Total", "number")]).await.ok();
    run.moved("setting fields").await;
    server.put(&job_path(&job, "/config-step"), &json!({"config_step": "fields"})).await.ok();
    run.moved("a step of the wizard").await;
    server.patch(&job_path(&job, ""), &json!({"name": "other"})).await.ok();
    run.moved("a new name").await;
    server.patch(&job_path(&job, ""), &json!({"persist_data": true})).await.ok();
    run.moved("saying that it stays").await;
    server.submit_job(&job).await.ok();
    run.moved("submitting").await;
    server.job_ended(&job).await;
    run.moved("its end").await;
    server.get(&job_path(&job, "/export/csv")).await;
    run.moved("an export").await;
    let exports = server.get(&job_path(&job, "/exports")).await.ok();
    let done = exports["exports"][0]["completed_at"].as_str().expect("a time").to_owned();
    assert!(run.last >= done, "the export's end is an event: {} is before {done}", run.last);
    let correction = json!({"row": 0, "column": "Total", "value": 7});
    server.patch(&job_path(&job, "/results/t1"), &correction).await.ok();
    run.moved("a correction").await;
    // Another run is another's activity, and looking is none.
    let id = job["job_id"].as_str().expect("an id");
    server.post(&format!("{JOBS}/{id}/runs"), &json!({})).await.ok();
    server.get(&job_path(&job, "/results")).await.ok();
    run.rested().await;
}
