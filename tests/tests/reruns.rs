//! A run again, with changes or exactly, beside the earlier runs, which never change.

use annals_tests::{Database, Run, Server, Wheels, on_cluster};
use rstest::rstest;
use serde_json::{Value, json};

const SHOW_VERSION: &str = "import probe; print(probe.VERSION)";

/// Everything that is told of a run, but for the runs made from it later.
async fn told(server: &Server, run: &Run) -> Vec<Value> {
    let mut whole = server.whole(run).await;
    whole["child_run_ids"] = json!(null);
    let mut told = vec![whole];
    let number = run.number;
    for path in [format!("/runs/{number}"), format!("/runs/{number}/logs")] {
        told.push(server.get(&run.task_path(&path)).await.ok());
    }
    told.push(server.get(&run.path("/logs")).await.ok());
    told
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn what_a_rerun_leaves_out_is_as_before_and_nothing_earlier_changes(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let wheels = Wheels::new();
    wheels.add("probe", "1.0");
    wheels.add("other", "3.0");
    let server = wheels.only(Server::with(database)).start().await;

    let body = json!({
        "pythonCode": SHOW_VERSION, "dependencies": "probe", "inputs": {"a": 1}, "name": "versions",
        "env": {"COLOUR": "blue"}, "tags": ["first"],
    });
    let first = server.submit_with(body).await;
    let first_whole = server.ended(&first).await;
    assert_eq!(first_whole["status"], "success", "{first_whole}");
    let before = told(&server, &first).await;

    // Only new code: the packages, the inputs and the variables stay.
    let code = "import probe, json, os; print('new', probe.VERSION, os.environ['COLOUR'])";
    let second = server.submit_with(json!({"taskId": first.task, "pythonCode": code})).await;
    let second_whole = server.ended(&second).await;
    assert_eq!(server.text(&second).await, "new 1.0 blue\n");
    assert_eq!(second_whole["snapshot"]["dependencies"], "probe");
    assert_eq!(second_whole["inputs"], json!({"a": 1}));
    assert_eq!(second_whole["environment"]["id"], first_whole["environment"]["id"]);
    assert_ne!(second_whole["snapshot"]["id"], first_whole["snapshot"]["id"]);
    assert_eq!(second_whole["parent_run_id"], json!(first.id));

    // Only new packages: the code stays, the environment is another.
    let third =
        server.submit_with(json!({"taskId": first.task, "dependencies": "probe, other"})).await;
    let third_whole = server.ended(&third).await;
    assert_eq!(third_whole["status"], "success", "{third_whole}");
    assert_eq!(third_whole["snapshot"]["code"], code);
    assert_ne!(third_whole["environment"]["id"], first_whole["environment"]["id"]);
    let packages =
        json!([{"name": "other", "version": "3.0"}, {"name": "probe", "version": "1.0"}]);
    assert_eq!(third_whole["environment"]["packages"], packages);

    // Naming a requirements file inherits no list of dependencies.
    let fourth = server
        .rerun(&first, json!({"requirements_file": "other==3.0\n", "python_code": "import other"}))
        .await;
    let fourth_whole = server.ended(&fourth).await;
    assert_eq!(fourth_whole["snapshot"]["dependencies"], Value::Null);
    assert_eq!(
        fourth_whole["environment"]["packages"],
        json!([{"name": "other", "version": "3.0"}])
    );

    assert_eq!(told(&server, &first).await, before);
    let children = server.whole(&first).await["child_run_ids"].clone();
    assert_eq!(children, json!([fourth.id, second.id]));
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn an_exact_rerun_takes_the_recorded_packages_whatever_there_is_now(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let wheels = Wheels::new();
    wheels.add("probe", "1.0");
    let server = wheels.only(Server::with(database)).start().await;
    let first =
        server.submit_with(json!({"pythonCode": SHOW_VERSION, "dependencies": "probe"})).await;
    let recorded = server.ended(&first).await["environment"].clone();
    assert!(
        recorded["lock"].as_str().is_some_and(|lock| lock.contains("probe==1.0")),
        "{recorded}"
    );

    // Meanwhile the world goes on.
    wheels.add("probe", "2.0");
    let newer = server.rerun(&first, json!({})).await;
    let newer_whole = server.ended(&newer).await;
    assert_eq!(server.text(&newer).await, "2.0\n");
    assert_ne!(newer_whole["environment"]["id"], recorded["id"]);

    let exact = server.rerun(&first, json!({"exact": true})).await;
    let exact_whole = server.ended(&exact).await;
    assert_eq!(server.text(&exact).await, "1.0\n");
    assert_eq!(exact_whole["environment"], recorded);

    // And where the environment itself is gone, it is made again of the lock; a pod keeps none.
    let id = recorded["id"].as_str().expect("an id");
    let folder = server.data().join("environments").join(id);
    assert!(on_cluster() || std::fs::remove_dir_all(folder).is_ok(), "{id} is not there");
    let rebuilt = server.rerun(&first, json!({"exact": true})).await;
    let rebuilt_whole = server.ended(&rebuilt).await;
    assert_eq!(server.text(&rebuilt).await, "1.0\n");
    assert_eq!(rebuilt_whole["environment"]["id"], recorded["id"]);
}

#[rstest]
#[tokio::test]
async fn rollback_makes_an_earlier_run_the_tasks_again(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let first = server.submit("print('one')").await;
    server.ended(&first).await;
    let second =
        server.submit_with(json!({"taskId": first.task, "pythonCode": "print('two')"})).await;
    server.ended(&second).await;
    let before = told(&server, &first).await;

    let back = Run::of(&server.post(&first.task_path("/runs/1/rollback"), &json!({})).await);
    assert_eq!((back.number, &back.task), (3, &first.task));
    server.ended(&back).await;
    assert_eq!(server.text(&back).await, "one\n");

    // From here on, leaving the code out means the code of run 1.
    assert_eq!(server.get(&first.task_path("")).await.ok()["pythonCode"], "print('one')");
    let next = server.submit_with(json!({"taskId": first.task})).await;
    server.ended(&next).await;
    assert_eq!(server.text(&next).await, "one\n");
    assert_eq!(told(&server, &first).await, before);
}

#[rstest]
#[tokio::test]
async fn equal_snapshots_are_one(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).option("--max-running", "0").start().await;
    let id_of = async |body: Value| {
        let run = server.submit_with(body).await;
        server.whole(&run).await["snapshot"]["id"].clone()
    };
    let first = id_of(json!({"pythonCode": "pass", "dependencies": "six"})).await;
    // Another task, another name, other inputs: what is run is the same.
    let second =
        json!({"pythonCode": "pass", "dependencies": "six", "name": "n", "inputs": {"a": 1}});
    assert_eq!(id_of(second).await, first);
    assert_ne!(id_of(json!({"pythonCode": "pass "})).await, first);
    assert_ne!(id_of(json!({"pythonCode": "pass", "dependencies": "attrs"})).await, first);
    assert_ne!(
        id_of(json!({"pythonCode": "pass", "dependencies": "six", "env": {"A": ""}})).await,
        first
    );
}

#[rstest]
#[tokio::test]
async fn an_exact_rerun_needs_recorded_packages(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).option("--max-running", "0").start().await;
    let waiting = server.submit("pass").await;
    server.post(&waiting.path("/rerun"), &json!({"exact": true})).await.problem(409);
    let body = json!({"exact": true, "dependencies": "six"});
    server.post(&waiting.path("/rerun"), &body).await.problem(422);
}

#[rstest]
#[tokio::test]
async fn null_is_leaving_out_and_an_empty_text_clears(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).option("--max-running", "0").start().await;
    let body =
        json!({"pythonCode": "pass", "dependencies": "six", "name": "n", "inputs": {"a": 1}});
    let first = server.submit_with(body).await;
    let nulls = json!({
        "taskId": first.task, "pythonCode": null, "dependencies": null, "requirementsFile": null,
        "name": null, "inputs": null, "tags": null, "env": null, "timeoutSeconds": null,
    });
    let same = server.submit_with(nulls).await;
    let (first_whole, whole) = (server.whole(&first).await, server.whole(&same).await);
    for name in ["snapshot", "inputs", "task_name"] {
        assert_eq!(whole[name], first_whole[name]);
    }
    let cleared = server.submit_with(json!({"taskId": first.task, "dependencies": ""})).await;
    let whole = server.whole(&cleared).await;
    let dependencies = whole["snapshot"]["dependencies"].as_str().unwrap_or_default();
    assert_eq!((dependencies, &whole["snapshot"]["code"]), ("", &json!("pass")));
    // Nobody is named on an open server.
    assert_eq!(whole["user_id"], Value::Null);
}
