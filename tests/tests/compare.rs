//! Two runs side by side.

use annals_tests::{Api, Database, Run, Server};
use rstest::rstest;
use serde_json::{Value, json};

const CODE: &str = "import json, os\n\
    inputs = json.load(open(os.environ['ANNALS_INPUTS']))\n\
    for n in range(inputs['lines']):\n    print('line', n if n != inputs.get('odd') else 'odd')\n\
    json.dump({'n': inputs['lines'], 'same': [1]}, open(os.environ['ANNALS_OUTPUTS'], 'w'))\n";

async fn compare(api: &Api, a: &Run, b: &Run, query: &str) -> Value {
    api.get(&format!("/api/v1/runs/compare?a={}&b={}{query}", a.id, b.id)).await.ok()
}

/// The node `main` of the logs.
fn main_of(compared: &Value) -> Value {
    let logs = compared["logs"].as_array().expect("logs");
    logs.iter().find(|log| log["node"] == "main").expect("the program's").clone()
}

/// The changes of a section: name, change, and both values.
fn changes(section: &Value) -> Vec<(&str, &str, &Value, &Value)> {
    let rows = section["changes"].as_array().expect("changes").iter();
    rows.map(|row| {
        let (name, change) = (row["name"].as_str(), row["change"].as_str());
        (name.expect("a name"), change.expect("a change"), &row["a"], &row["b"])
    })
    .collect()
}

#[rstest]
#[tokio::test]
async fn what_differs_is_told_and_nothing_else(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let body = json!({"pythonCode": CODE, "inputs": {"lines": 5}, "env": {"LEVEL": "1"}});
    let a = server.submit_with(body).await;
    server.ended(&a).await;
    let b = server.rerun(&a, json!({"inputs": {"lines": 5}})).await;
    server.ended(&b).await;
    let same = compare(&server, &a, &b, "").await;
    assert_eq!(same["differs"], json!([]), "{same}");
    assert_eq!((&same["a"]["id"], &same["b"]["number"]), (&json!(a.id), &json!(2)));
    assert_eq!(main_of(&same)["same_lines"], 5);
    assert_eq!(same["code"][0]["diff"], "");

    let code = CODE.replace("print('line'", "print('Line'");
    let changed = json!({"python_code": code, "inputs": {"lines": 6, "odd": 2, "a/b": null},
        "env": {"LEVEL": "2", "MORE": "x"}});
    let c = server.rerun(&a, changed).await;
    server.ended(&c).await;
    let other = compare(&server, &a, &c, "").await;
    let differs = json!(["code", "inputs", "outputs", "environment", "logs"]);
    assert_eq!(other["differs"], differs, "{other}");
    let diff = other["code"][0]["diff"].as_str().expect("a diff");
    assert!(diff.contains("\n-    print('line'") && diff.contains("\n+    print('Line'"), "{diff}");
    assert_eq!((&other["code"][0]["a"], &other["code"][0]["b"]), (&json!(CODE), &json!(code)));
    let null = json!(null);
    assert_eq!(
        changes(&other["inputs"]),
        [
            ("/a~1b", "added", &null, &null),
            ("/lines", "changed", &json!(5), &json!(6)),
            ("/odd", "added", &null, &json!(2)),
        ]
    );
    assert_eq!(changes(&other["outputs"]), [("/n", "changed", &json!(5), &json!(6))]);
    assert_eq!(
        changes(&other["environment"]),
        [
            ("env.LEVEL", "changed", &json!("1"), &json!("2")),
            ("env.MORE", "added", &null, &json!("x")),
        ]
    );
    let first = json!({"line_no": 1, "a": "line 0", "b": "Line 0"});
    assert_eq!(main_of(&other)["first"], first);
    assert_eq!(other["nodes"][1]["b"]["log"]["lines"], 6);

    let unread = compare(&server, &a, &c, "&logs=false").await;
    assert_eq!(unread["logs"], null);
}

#[rstest]
#[tokio::test]
async fn the_first_line_that_differs_is_found_however_long_the_logs(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let lines = 300_000;
    let run = async |inputs: Value| {
        let run = server.submit_with(json!({"pythonCode": CODE, "inputs": inputs})).await;
        server.ended(&run).await;
        run
    };
    let whole = run(json!({"lines": lines})).await;
    let odd = run(json!({"lines": lines, "odd": 287_654})).await;
    let shorter = run(json!({"lines": lines - 1})).await;
    let main = main_of(&compare(&server, &whole, &odd, "").await);
    assert_eq!(main["same_lines"], 287_654);
    let first = json!({"line_no": 287_655, "a": "line 287654", "b": "line odd"});
    assert_eq!((&main["same"], &main["first"]), (&json!(false), &first));
    let main = main_of(&compare(&server, &shorter, &whole, "").await);
    let first = json!({"line_no": lines, "a": null, "b": format!("line {}", lines - 1)});
    assert_eq!((&main["same_lines"], &main["first"]), (&json!(lines - 1), &first));
}

#[rstest]
#[tokio::test]
async fn lines_without_an_end_and_without_a_log_are_compared_too(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let print = async |text: &str| {
        let code = format!("import sys\nsys.stdout.write({text:?})");
        server.run_to_end(&code).await.0
    };
    let (none, ended, unended) = (print("").await, print("a\nb\n").await, print("a\nb").await);
    let (longer, other) = (print("a\nbc").await, print("a\nc").await);
    for (a, b, same_lines, first) in [
        (&ended, &unended, 2, json!(null)),
        (&ended, &longer, 1, json!({"line_no": 2, "a": "b", "b": "bc"})),
        (&unended, &longer, 1, json!({"line_no": 2, "a": "b", "b": "bc"})),
        (&unended, &other, 1, json!({"line_no": 2, "a": "b", "b": "c"})),
        (&none, &ended, 0, json!({"line_no": 1, "a": null, "b": "a"})),
        (&none, &none, 0, json!(null)),
    ] {
        let main = main_of(&compare(&server, a, b, "").await);
        assert_eq!((&main["same_lines"], &main["first"]), (&json!(same_lines), &first), "{main}");
    }
}

#[rstest]
#[tokio::test]
async fn what_is_not_known_is_said_and_so_is_a_run_that_is_not_there(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).option("--max-running", "0").start().await;
    let a = server.submit("print(1)").await;
    let b = server.submit_with(json!({"pythonCode": "print(1)", "dependencies": "six>=1"})).await;
    server.post(&b.path("/cancel"), &json!({})).await.ok();
    let compared = compare(&server, &a, &b, "").await;
    assert_eq!(compared["differs"], json!(["requested", "outcome"]), "{compared}");
    assert_eq!(compared["resolved"]["same"], json!(null));
    assert_eq!(compared["resolved"]["unknown"], "run #1 has recorded no packages");
    let null = json!(null);
    assert_eq!(changes(&compared["requested"]), [("six", "added", &null, &json!("six>=1"))]);
    let outcome = [("status", "changed", &json!("pending"), &json!("cancelled"))];
    assert_eq!(changes(&compared["outcome"]), outcome);

    let missing = |query: &str| format!("/api/v1/runs/compare{query}");
    server.get(&missing(&format!("?a={}", a.id))).await.problem(422);
    server.get(&missing(&format!("?a={}&b=a%20b", a.id))).await.problem(422);
    server.get(&missing(&format!("?a={}&b=none", a.id))).await.problem(404);
}

#[rstest]
#[tokio::test]
async fn a_run_names_the_last_success_before_it(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (good, whole) = server.run_to_end("print(1)").await;
    assert_eq!(whole["last_success_id"], json!(null));
    for code in ["raise SystemExit(1)", "raise SystemExit(2)"] {
        let bad = server.rerun(&good, json!({"python_code": code})).await;
        assert_eq!(server.ended(&bad).await["last_success_id"], json!(good.id));
    }
    let again = server.rerun(&good, json!({})).await;
    assert_eq!(server.ended(&again).await["last_success_id"], json!(good.id));
    assert_eq!(server.whole(&good).await["last_success_id"], json!(null));
}
