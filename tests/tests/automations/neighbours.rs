//! Servers that share a PostgreSQL look after the same automations.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::time::Duration;

use annals_tests::{Api, Database, Dice, JOBS, Model, Server, Setup, results_in, soon};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{AUTOMATIONS, job, looked_at, make, of};

/// Two servers with one folder for objects, a watched folder, one that is looked at by a schedule,
/// and one for results.
struct World {
    servers: [Server; 2],
    watched: TempDir,
    scheduled: TempDir,
    results: TempDir,
    job: Value,
    ids: [String; 2],
    dropped: u32,
    _objects: TempDir,
}

impl World {
    async fn begin() -> Self {
        Self::with(|setup| setup).await
    }

    async fn with(more: impl FnOnce(Setup) -> Setup) -> Self {
        let folder = || TempDir::with_prefix("annals-test-").expect("a folder");
        let objects = folder();
        let setup = Server::with(Database::Postgres)
            .variable("ANNALS_LEASE_SECONDS", "1")
            .variable("ANNALS_LOST_AFTER_SECONDS", "4")
            .option("--object-store", &format!("file://{}", objects.path().display()));
        let one = more(setup).start().await;
        let other = one.beside().start().await;
        let (watched, scheduled, results) = (folder(), folder(), folder());
        let job = job(&one).await;
        let config = json!({"path": watched.path(), "settle_seconds": 0, "poll_seconds": 1});
        let mut by_folder = of(&job, "folder", &config);
        let source = json!({"type": "folder", "path": scheduled.path(), "settle_seconds": 0});
        let mut by_time = of(&job, "cron", &json!({"cron": "* * * * * *", "source": source}));
        for body in [&mut by_folder, &mut by_time] {
            body["dest_type"] = json!("folder");
            body["export_config"] = json!({"path": results.path()});
        }
        let ids = [make(&one, &by_folder).await, make(&other, &by_time).await];
        for id in &ids {
            looked_at(&other, id).await;
        }
        let servers = [one, other];
        Self { servers, watched, scheduled, results, job, ids, dropped: 0, _objects: objects }
    }

    /// A file comes into each folder, whole at once.
    fn drop_files(&mut self) {
        for (folder, name) in [(&self.watched, "w"), (&self.scheduled, "s")] {
            let (name, total) = (format!("{name}{}.txt", self.dropped), 100 + self.dropped);
            let draft = folder.path().join(format!(".{name}"));
            fs::write(&draft, format!("Total: {total}\n")).expect("written");
            fs::rename(draft, folder.path().join(name)).expect("renamed");
        }
        self.dropped += 1;
    }

    /// Waits until all that was dropped has been dealt with; answers how often each file came in,
    /// and the runs that count.
    async fn dealt_with(&self, api: &Api) -> (BTreeMap<String, usize>, HashSet<String>) {
        soon("an end of all of it", async {
            loop {
                let mut rows = with_files(api, &self.ids[0]).await;
                rows.extend(with_files(api, &self.ids[1]).await);
                let files: Vec<_> = rows.iter().flat_map(files_of).collect();
                let over = |row: &Value| row["status"] == "completed" || row["status"] == "failed";
                if files.len() >= 2 * self.dropped as usize && rows.iter().all(over) {
                    let bad: Vec<_> = rows.iter().filter(|r| r["status"] != "completed").collect();
                    assert!(bad.is_empty(), "{bad:?}");
                    let runs = rows.iter().map(|row| row["job_run_id"].to_string()).collect();
                    let mut counts = BTreeMap::new();
                    files.into_iter().for_each(|name| *counts.entry(name).or_default() += 1);
                    assert_eq!(rows.len(), self.completed(api).await, "runs that nobody set off");
                    return (counts, runs);
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        })
        .await
    }

    /// How many runs of the job were completed.
    async fn completed(&self, api: &Api) -> usize {
        let id = self.job["job_id"].as_str().expect("an id");
        let runs = api.get(&format!("{JOBS}/{id}/runs?limit=100")).await.ok();
        let runs = runs["runs"].as_array().expect("runs").iter();
        runs.filter(|run| run["status"] == "completed").count()
    }

    /// Each file was taken once, and is in one result.
    async fn each_once(&self, api: &Api) {
        let (counts, runs) = self.dealt_with(api).await;
        let names = (0..self.dropped).flat_map(|n| [format!("s{n}.txt"), format!("w{n}.txt")]);
        let expected: BTreeMap<_, _> = names.map(|name| (name, 1)).collect();
        assert_eq!(counts, expected);
        let results = results_in(self.results.path());
        assert_eq!(results.len(), runs.len());
        for name in expected.keys() {
            let holding = results.iter().filter(|text| text.contains(&format!("{name},1")));
            assert_eq!(holding.count(), 1, "{name}");
        }
    }
}

/// What came of the events that brought files.
async fn with_files(api: &Api, id: &str) -> Vec<Value> {
    let (mut rows, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = api.get(&format!("{AUTOMATIONS}/{id}/runs?limit=100{cursor}")).await.ok();
        let found = page["runs"].as_array().expect("rows").iter();
        rows.extend(found.filter(|row| row["files_in"] != json!([])).cloned());
        let Some(next) = page["next_cursor"].as_str() else { return rows };
        cursor = format!("&cursor={next}");
    }
}

fn files_of(row: &Value) -> Vec<String> {
    let names = row["files_in"].as_array().expect("names").iter();
    names.map(|name| name.as_str().expect("a name").to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_make_one_run_of_an_event() {
    let mut world = World::begin().await;
    let mut dice = Dice::new(1);
    for _ in 0..6 {
        world.drop_files();
        tokio::time::sleep(dice.moment(Duration::from_millis(900))).await;
    }
    let [one, other] = &world.servers;
    world.each_once(one).await;
    for id in &world.ids {
        assert_eq!(with_files(one, id).await, with_files(other, id).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whichever_server_is_killed_no_event_is_lost_or_taken_twice() {
    let mut world = World::begin().await;
    let mut dice = Dice::new(2);
    for n in 0..6 {
        world.drop_files();
        tokio::time::sleep(dice.moment(Duration::from_millis(1500))).await;
        let server = &mut world.servers[n % 2];
        server.kill().await;
        server.start_again().await;
    }
    // One does not come back: what it ran is run again by the other.
    world.drop_files();
    tokio::time::sleep(dice.moment(Duration::from_millis(1500))).await;
    world.servers[0].kill().await;
    world.drop_files();
    world.each_once(&world.servers[1]).await;
}

/// Whether a server carries a run out.
fn carries_out(server: &Server, run: &str) -> bool {
    let attempts = fs::read_dir(server.data().join("attempts")).into_iter().flatten().flatten();
    attempts.map(|entry| entry.file_name()).any(|name| name.to_string_lossy().starts_with(run))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_lost_with_its_server_is_made_again_by_the_other() {
    let model = Model::start().await;
    let mut world = World::with(|setup| model.asked_by(setup)).await;
    world.drop_files();
    model.was_asked(2).await;
    // Both runs wait for the model, where one server looks after automations.
    let rows = with_files(&world.servers[0], &world.ids[0]).await;
    let run = rows[0]["job_run_id"].as_str().expect("a run").to_owned();
    let gone = usize::from(!carries_out(&world.servers[0], &run));
    assert!(carries_out(&world.servers[gone], &run), "nobody carries it out");
    world.servers[gone].kill().await;
    model.open();
    let other = &world.servers[1 - gone];
    world.each_once(other).await;
    let lost = other.get(&format!("/api/v1/runs/{run}")).await.ok();
    assert_eq!((&lost["status"], &lost["error_type"]), (&json!("failure"), &json!("platform")));
    let rows = with_files(other, &world.ids[0]).await;
    assert_ne!(rows[0]["job_run_id"], *run);
}
