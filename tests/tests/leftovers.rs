//! Deleting leaves nothing behind: scripts, flows and jobs with everything that they can have are deleted
//! in an order made by chance. What is left meanwhile is whole and counted right; at the end the
//! store is what it was before.
//!
//! `ANNALS_TEST_SEED` says in which order.

use std::path::Path;

use annals_tests::{Database, Dice, JOBS, Server, soon};
use rstest::rstest;
use serde_json::{Value, json};

mod make;
mod walk;

use make::{Kind, Made};
use walk::Walk;

const GC: &str = "/api/v1/maintenance/gc";

/// Lets go of all that is not needed, and waits until the counters are summed up.
async fn clean(server: &Server) {
    while server.post(GC, &json!({})).await.ok()["complete"] != true {}
    let mut walk = Walk::of(server).await;
    let summed_up = async {
        while walk.count("SELECT COUNT(*) FROM run_count_changes").await > 0 {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    soon("summing up", summed_up).await;
}

/// What is left is whole and counted right, in the store and by the API.
async fn check(server: &Server, left: &[Made], objects: &Path) {
    let mut walk = Walk::of(server).await;
    walk.nothing_dangles().await;
    walk.counters_are_right().await;
    walk.files_are_of_runs_left(left, objects).await;
    for made in left {
        made.is_whole(server).await;
    }
    let ended = left.iter().filter(|made| made.kind.has_ended()).count();
    for (path, all) in [
        ("/api/v1/runs/stats", left.len()),
        ("/api/v1/runs/stats?kind=flow", flows(left)),
        ("/api/v1/runs/stats?kind=extraction", jobs(left)),
    ] {
        let stats = server.get(path).await.ok();
        assert_eq!(stats["total"], all, "{path}");
    }
    let stats = server.get("/api/v1/flow-runs/stats").await.ok();
    assert_eq!(stats["total_runs"], flows(left), "{stats}");
    let listed = server.get("/api/v1/runs?limit=200").await.ok();
    let listed = listed["runs"].as_array().expect("runs").iter();
    assert_eq!(listed.filter(|run| run["ended_at"] != Value::Null).count(), ended);
}

fn flows(left: &[Made]) -> usize {
    left.iter().filter(|made| made.kind == Kind::Flow).count()
}

fn jobs(left: &[Made]) -> usize {
    left.iter().filter(|made| matches!(made.kind, Kind::Job | Kind::SetUp)).count()
}

/// Deletes something; answers what is left.
async fn delete_some(server: &Server, dice: &mut Dice, mut left: Vec<Made>) -> Vec<Made> {
    let index = usize::try_from(dice.roll(left.len() as u64)).expect("small");
    let kind = left[index].kind;
    if kind == Kind::Endless || dice.roll(6) == 0 {
        let run = left.swap_remove(index).run;
        make::delete_task(server, &run.task, kind).await;
        left.retain(|made| made.run.task != run.task);
        return left;
    }
    let made = left.swap_remove(index);
    let of_job = format!("{JOBS}/{}?run_id={}", made.run.task, made.run.id);
    match dice.roll(3) {
        0 if kind == Kind::Flow => {
            server.delete(&format!("/api/v1/flow-runs/{}", made.run.id)).await.ok();
        }
        0 if kind == Kind::Job => drop(server.delete(&of_job).await.ok()),
        // It is cancelled first.
        _ if kind == Kind::SetUp => drop(server.delete(&of_job).await.ok()),
        1 => {
            server.delete(&made.run.path("/pin")).await.ok();
            let body = json!({"action": "delete", "ids": [made.run.id]});
            let done = server.post("/api/v1/runs/bulk", &body).await.ok();
            assert_eq!(done["changed"], 1, "{done}");
        }
        _ => assert_eq!(server.delete(&made.run.path("")).await.status, 204),
    }
    left
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn deleting_leaves_nothing_behind(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
    #[values(1, 2)] order: u64,
) {
    let seed = crate::kills::number("ANNALS_TEST_SEED", order);
    eprintln!("ANNALS_TEST_SEED={seed}");
    let mut dice = Dice::new(seed);
    let setup =
        Server::with(database).variable("ANNALS_RETENTION", "{logs={offload_after_days=0}}");
    let objects = tempfile::tempdir().expect("a folder");
    let url = format!("file://{}", objects.path().display());
    let mut server = setup.option("--object-store", &url).start().await;
    clean(&server).await;
    let before = Walk::of(&server).await.everything(objects.path()).await;

    let mut left = make::some(&server, 1).await;
    let tasks: Vec<_> = left.iter().map(|made| (made.run.task.clone(), made.kind)).collect();
    // The logs of these go to the object store, those of the next stay in blocks.
    clean(&server).await;
    left.extend(make::some(&server, 2).await);
    let tasks = tasks.into_iter().chain(left.iter().map(|made| (made.run.task.clone(), made.kind)));
    let tasks: std::collections::BTreeMap<_, _> = tasks.collect();
    check(&server, &left, objects.path()).await;
    while !left.is_empty() {
        for _ in 0..dice.roll(6) {
            if !left.is_empty() {
                left = delete_some(&server, &mut dice, left).await;
            }
        }
        if dice.roll(2) == 0 {
            clean(&server).await;
        }
        check(&server, &left, objects.path()).await;
    }
    // Tasks whose runs are all gone are there still.
    for (task, kind) in tasks {
        if server.get(&format!("/api/v1/tasks/{task}")).await.status == 200 {
            make::delete_task(&server, &task, kind).await;
        }
    }
    clean(&server).await;
    let after = Walk::of(&server).await.everything(objects.path()).await;
    walk::same(&before, &after);
    assert!(server.terminate().await.success());
}
