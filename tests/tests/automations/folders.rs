//! A folder that is watched, and one that results go to.

use std::collections::HashSet;
use std::fs;
use std::time::Duration;

use annals_tests::{Database, JOBS, Model, Server, job_path, results_in, soon};
use rstest::rstest;
use serde_json::{Value, json};
use sqlx::Connection as _;
use tempfile::TempDir;

use super::{AUTOMATIONS, all_over, job, looked_at, make, of, until};

/// A watched folder and one for results.
struct Folders {
    from: TempDir,
    to: TempDir,
}

impl Folders {
    fn new() -> Self {
        let folder = || TempDir::with_prefix("annals-test-").expect("a folder");
        Self { from: folder(), to: folder() }
    }

    fn automation(&self, job: &Value) -> Value {
        let config = json!({
            "path": self.from.path(), "settle_seconds": 0, "poll_seconds": 1, "file_name": "*.txt",
        });
        let mut body = of(job, "folder", &config);
        body["dest_type"] = json!("folder");
        body["export_config"] = json!({"path": self.to.path()});
        body
    }

    fn drop(&self, name: &str, total: u32) {
        fs::write(self.from.path().join(name), format!("Total: {total}\n")).expect("written");
    }

    /// What came out, in order.
    fn results(&self) -> Vec<String> {
        results_in(self.to.path())
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn each_file_is_a_run_of_its_own_and_its_results_go_out(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (job, folders) = (job(&server).await, Folders::new());
    folders.drop("before.txt", 1);
    let id = make(&server, &folders.automation(&job)).await;
    looked_at(&server, &id).await;
    folders.drop("a.txt", 12);
    folders.drop("b.txt", 34);
    folders.drop("c.other", 56);
    let rows = until(&server, &id, "two runs", |rows| all_over(rows, 2)).await;
    for row in &rows {
        assert_eq!((&row["status"], &row["error"]), (&json!("completed"), &json!(null)), "{row}");
        assert!(row["exported_to"].as_str().is_some_and(|to| to.ends_with("_results.csv")));
    }
    let names: HashSet<_> = rows.iter().map(|row| row["files_in"].to_string()).collect();
    assert_eq!(names, HashSet::from(["[\"a.txt\"]".into(), "[\"b.txt\"]".into()]));
    let runs = server.get(&format!("{JOBS}/{}/runs", job["job_id"].as_str().expect("an id"))).await;
    // The run that was there is still being set up; each event made one more.
    let runs = runs.ok();
    assert_eq!(runs["total"], 3);
    assert_eq!(runs["runs"][2]["status"], "pending");
    let run = runs["runs"][0]["id"].as_str().expect("an id");
    let whole = server.get(&format!("/api/v1/runs/{run}")).await.ok();
    assert_eq!(whole["trigger_type"], "folder");
    let path = format!("{JOBS}/{}/files?run_id={run}", job["job_id"].as_str().expect("an id"));
    assert_eq!(server.get(&path).await.ok()["files"][0]["source_type"], "folder");
    let results = folders.results();
    assert!(results.len() == 2 && results[0].contains("a.txt,12"), "{results:?}");
    assert!(results[1].contains("b.txt,34"), "{results:?}");
    // Deleted, it looks no more; its runs stay.
    server.delete(&format!("{AUTOMATIONS}/{id}")).await;
    server.get(&format!("{AUTOMATIONS}/{id}/runs")).await.problem(404);
    assert_eq!(server.get(&format!("/api/v1/runs/{run}")).await.ok()["id"], *run);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn killed_again_and_again_each_event_is_one_run(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    const FILES: u32 = 6;
    let mut server = Server::start(database).await;
    let (job, folders) = (job(&server).await, Folders::new());
    let id = make(&server, &folders.automation(&job)).await;
    looked_at(&server, &id).await;
    for n in 0..FILES {
        folders.drop(&format!("{n}.txt"), 100 + n);
        // At another moment each time: while it is looked, imported, run or exported.
        tokio::time::sleep(Duration::from_millis(u64::from(n) * 170)).await;
        server.kill().await;
        server.start_again().await;
    }
    let count = FILES as usize;
    let rows = until(&server, &id, "a run an event", |rows| all_over(rows, count)).await;
    let failed: Vec<_> = rows.iter().filter(|row| row["status"] != "completed").collect();
    assert!(failed.is_empty(), "{failed:?}");
    let runs: HashSet<_> = rows.iter().map(|row| row["job_run_id"].to_string()).collect();
    assert_eq!(runs.len(), count);
    let path = format!("{JOBS}/{}/runs", job["job_id"].as_str().expect("an id"));
    assert_eq!(server.get(&path).await.ok()["total"], FILES + 1);
    let results = folders.results();
    assert_eq!(results.len(), count);
    for (n, result) in results.iter().enumerate() {
        assert!(result.contains(&format!("{n}.txt,{}", 100 + n)), "{result}");
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn what_comes_while_it_is_off_is_found_and_what_fails_is_shown(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (job, folders) = (job(&server).await, Folders::new());
    let id = make(&server, &folders.automation(&job)).await;
    looked_at(&server, &id).await;
    let toggle = format!("{AUTOMATIONS}/{id}/toggle");
    assert_eq!(server.post(&toggle, &json!({})).await.ok()["is_enabled"], false);
    folders.drop("later.txt", 7);
    let on = server.post(&toggle, &json!({"is_enabled": true})).await.ok();
    assert_eq!((&on["is_enabled"], &on["failures"]), (&json!(true), &json!(0)));
    until(&server, &id, "its run", |rows| all_over(rows, 1)).await;
    fs::remove_dir_all(folders.from.path()).expect("removed");
    annals_tests::soon("a failure", async {
        loop {
            let now = server.get(&format!("{AUTOMATIONS}/{id}")).await.ok();
            if now["failures"] != 0 {
                assert!(now["error"].as_str().is_some_and(|text| text.contains("No such file")));
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn what_comes_while_a_run_goes_on_is_not_lost(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let model = Model::start().await;
    let server = model.asked_by(Server::with(database)).start().await;
    let (job, folders) = (job(&server).await, Folders::new());
    let id = make(&server, &folders.automation(&job)).await;
    looked_at(&server, &id).await;
    folders.drop("a.txt", 12);
    model.was_asked(1).await;
    // The first run is in progress and stays so.
    folders.drop("b.txt", 12);
    folders.drop("c.txt", 12);
    let made = |rows: &[Value]| rows.len() == 3 && rows.iter().all(|r| r["status"] == "processing");
    let before = until(&server, &id, "three runs", made).await;
    let run = before[0]["job_run_id"].as_str().expect("a run");
    let first = server.get(&format!("/api/v1/runs/{run}")).await.ok();
    assert_eq!(first["status"], "running");
    model.open();
    let rows = until(&server, &id, "their ends", |rows| all_over(rows, 3)).await;
    let runs: HashSet<_> = rows.iter().map(|row| row["job_run_id"].to_string()).collect();
    assert_eq!(runs.len(), 3);
    assert!(rows.iter().all(|row| row["status"] == "completed"), "{rows:?}");
    assert_eq!(rows[0]["job_run_id"], *run);
    assert_eq!(folders.results().len(), 3);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_up_is_tried_again_when_somebody_says_so(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let model = Model::start().await;
    let server = model.asked_by(Server::with(database)).start().await;
    let (job, folders) = (job(&server).await, Folders::new());
    let id = make(&server, &folders.automation(&job)).await;
    let shown = looked_at(&server, &id).await;
    assert_eq!((&shown["job_name"], &shown["last_result"]), (&json!("invoices"), &json!(null)));
    folders.drop("a.txt", 12);
    model.was_asked(1).await;
    let made = until(&server, &id, "its run", |rows| rows.len() == 1).await[0].clone();
    let retry = format!("{AUTOMATIONS}/{id}/runs/{}/retry", made["id"].as_str().expect("an id"));
    server.post(&retry, &json!({})).await.problem(409);
    let (task, run) = (job["job_id"].as_str(), made["job_run_id"].as_str());
    let (task, run) = (task.expect("an id"), run.expect("an id"));
    server.put(&format!("{JOBS}/{task}/cancel?run_id={run}"), &json!({})).await.ok();
    let failed = until(&server, &id, "its end", |rows| all_over(rows, 1)).await[0].clone();
    let error = failed["error"].as_str().unwrap_or_default();
    assert!(failed["status"] == "failed" && error.contains("cancelled"), "{failed}");
    let listed = server.get(AUTOMATIONS).await.ok()["automations"][0].clone();
    assert_eq!((&listed["last_result"], &listed["job_name"]), (&failed, &json!("invoices")));

    let again = server.post(&retry, &json!({})).await.ok();
    assert!(again["status"] != "failed" && again["ended_at"].is_null(), "{again}");
    model.open();
    let done = until(&server, &id, "another end", |rows| all_over(rows, 1)).await[0].clone();
    assert_eq!((&done["status"], &done["error"]), (&json!("completed"), &json!(null)), "{done}");
    assert!(done["ended_at"].is_string() && done["job_run_id"] != failed["job_run_id"], "{done}");
    assert_eq!(folders.results().len(), 1);
    server.post(&retry, &json!({})).await.problem(409);
    server.post(&format!("{AUTOMATIONS}/{id}/runs/none/retry"), &json!({})).await.problem(404);
    let foreign = make(&server, &folders.automation(&job)).await;
    let event = made["id"].as_str().expect("an id");
    let path = format!("{AUTOMATIONS}/{foreign}/runs/{event}/retry");
    server.post(&path, &json!({})).await.problem(404);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_gathers_what_came_since_the_last_time(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (job, folders) = (job(&server).await, Folders::new());
    let source = json!({"type": "folder", "path": folders.from.path(), "settle_seconds": 0,
        "include_existing": true});
    let every_second = json!({"cron": "* * * * * *", "source": source});
    folders.drop("a.txt", 1);
    folders.drop("b.txt", 2);
    let mut body = of(&job, "cron", &every_second);
    body["processing_mode"] = json!("combined");
    let id = make(&server, &body).await;
    let with_files = |rows: &[Value]| {
        rows.iter().any(|row| row["status"] == "completed" && !row["job_run_id"].is_null())
    };
    let rows = until(&server, &id, "a run", with_files).await;
    let runs: Vec<_> = rows.iter().filter(|row| !row["job_run_id"].is_null()).collect();
    assert_eq!((runs.len(), runs[0]["files_in"].as_array().map(Vec::len)), (1, Some(2)));
    let path = format!("{JOBS}/{}/progress", job["job_id"].as_str().expect("an id"));
    assert_eq!(server.get(&path).await.ok()["total_tasks"], 1);
    // A time at which there is nothing new makes no run, and says so.
    let nothing = |rows: &[Value]| rows.iter().any(|row| row["job_run_id"].is_null());
    let rows = until(&server, &id, "a time without files", nothing).await;
    let note = rows.iter().find(|row| row["job_run_id"].is_null()).expect("there");
    assert!(note["error"].is_null() || note["error"].as_str().is_some_and(|t| t.contains("new")));
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn what_a_dead_server_had_written_goes_and_nothing_else(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let mut server = Server::with(database).variable("ANNALS_LEASE_SECONDS", "1").start().await;
    let (job, folders) = (job(&server).await, Folders::new());
    let id = make(&server, &folders.automation(&job)).await;
    looked_at(&server, &id).await;
    folders.drop("a.txt", 12);
    let row = until(&server, &id, "a run", |rows| all_over(rows, 1)).await[0].clone();
    let run = row["job_run_id"].as_str().expect("a run").to_owned();
    let list = job_path(&json!({"job_id": job["job_id"], "job_run_id": run}), "/exports");
    let export = server.get(&list).await.ok()["exports"][0].clone();
    server.kill().await;

    // As if it had been killed while it wrote.
    let mut rows = Rows::of(&server).await;
    let draft = rows.text("SELECT draft FROM job_exports").await;
    let name = format!(".annals-{}.part", export["id"].as_str().expect("an id"));
    assert_eq!(draft, folders.to.path().join(name).display().to_string());
    rows.change("UPDATE job_exports SET status = 'running', link = NULL, ended_at = NULL").await;
    let others = [".annals-1.part", ".results.part"].map(|name| folders.to.path().join(name));
    fs::write(&draft, "half of it").expect("written");
    others.iter().for_each(|path| fs::write(path, "another's").expect("written"));
    server.start_again().await;
    soon("the export's end", async {
        while server.get(&list).await.ok()["exports"][0]["status"] != "failed" {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
    assert!(!fs::exists(&draft).expect("a folder"), "it is left over");
    assert!(others.iter().all(|path| path.exists()), "it was another's");
    assert_eq!(folders.results().len(), 1, "what had come stays");
}

/// The database itself.
struct Rows(sqlx::AnyConnection);

impl Rows {
    async fn of(server: &Server) -> Self {
        sqlx::any::install_default_drivers();
        let file = server.data().join("annals.db");
        let url = server.database_url().unwrap_or_else(|| format!("sqlite://{}", file.display()));
        Self(sqlx::AnyConnection::connect(&url).await.expect("a connection"))
    }

    async fn text(&mut self, sql: &'static str) -> String {
        sqlx::query_scalar(sql).fetch_one(&mut self.0).await.expect("a text")
    }

    async fn change(&mut self, sql: &'static str) {
        sqlx::query(sql).execute(&mut self.0).await.expect("changed");
    }
}
