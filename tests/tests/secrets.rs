//! Secrets: they reach the run, and nothing that is kept shows them. And a value that leaked
//! otherwise can be taken out again.

mod kept;
mod scrubbing;

use annals_tests::{Database, Gate, Run, Server};
use rstest::rstest;
use serde_json::{Value, json};

use kept::{assert_nowhere, files_with, holds};

/// Quotes, blanks and umlauts, so that every form of it is another.
const VALUE: &str = "pä55 \"wörd\" /+?~ of thé DB";

/// A value that may be a file's name.
const FILE: &str = "f1le-n4me-secret";

/// What must be found nowhere: the value, and parts of its encoded forms.
const FORMS: [&str; 8] = [
    VALUE,
    FILE,
    "55 \\\"w",
    "%22w%C3%B6rd%22",
    "%22w%c3%b6rd%22",
    // From within base64 of it after 0, 1 and 2 other bytes.
    "UgInfDtnJkIiAvKz9",
    "1ICJ3w7ZyZCIgLys",
    "NSAid8O2cmQiIC8r",
];

const SHOW: &str = "import base64, json, os, sys, urllib.parse
v = os.environ['KEY']
given = json.load(open(os.environ['ANNALS_INPUTS']))
print('given', given)
print(len(v), v, repr(v), json.dumps(v), v.encode(), urllib.parse.quote(v))
for pre in ('', 'a', 'ab'):
    print(base64.b64encode((pre + v).encode()).decode())
    print(base64.urlsafe_b64encode((pre + v + 'zz').encode()).decode())
os.write(1, v[:6].encode()); os.write(1, v[6:].encode() + b'\\n')
json.dump({'k': v, v: [v]}, open(os.environ['ANNALS_OUTPUTS'], 'w'))
open(os.environ['ANNALS_ARTIFACTS'] + '/' + os.environ['FILE'] + '.txt', 'w').write(os.environ['FILE'])
print(os.environ['ANNALS_TOKEN'])
raise ValueError(v)";

async fn set(server: &Server, name: &str, value: &str) {
    server.put(&format!("/api/v1/secrets/{name}"), &json!({"value": value})).await.ok();
}

/// What the run's program printed on its standard output.
async fn stdout(server: &Server, run: &Run) -> Vec<String> {
    let answer = server.get(&run.path("/logs?node=main")).await.ok();
    let lines = answer["lines"].as_array().expect("lines").iter();
    let lines = lines.filter(|line| line["stream"] == "stdout");
    lines.map(|line| line["line"].as_str().expect("a line").to_owned()).collect()
}

/// What the interface tells of the run.
async fn told(server: &Server, run: &Run) -> String {
    let mut all = String::new();
    for path in ["", "/logs", "/logs?format=text", "/logs/download", "/artifacts"] {
        all += &server.get(&run.path(path)).await.text();
    }
    for path in ["", "/runs", "/logs", "/history"] {
        all += &server.get(&run.task_path(path)).await.text();
    }
    all + &server.get("/api/v1/runs").await.text() + &server.get("/api/v1/secrets").await.text()
}

fn showing(secret: &str) -> Value {
    json!({
        "pythonCode": SHOW, "env": {"KEY": {"secret": secret}, "FILE": {"secret": "FILE"}}, "name": format!("with {VALUE}"),
        "inputs": {"a": VALUE, "b": [{"c": format!("x{VALUE}y")}]}, "tags": [format!("t {VALUE}")],
    })
}

#[rstest]
#[tokio::test]
async fn what_a_run_shows_of_its_secret_is_kept_nowhere(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let mut server = Server::start(database).await;
    set(&server, "DB_KEY", VALUE).await;
    set(&server, "FILE", FILE).await;
    let run = server.submit_with(showing("DB_KEY")).await;
    let whole = server.ended(&run).await;
    assert_eq!(whole["outputs"], json!({"k": "***", "***": ["***"]}), "{whole}");
    assert_eq!(whole["inputs"], json!({"a": "***", "b": [{"c": "x***y"}]}));
    assert_eq!(whole["tags"], json!(["t ***"]));
    assert_eq!(whole["artifacts"][0]["path"], "***.txt");
    let (lines, text) = (stdout(&server, &run).await, server.text(&run).await);
    assert_eq!(lines[0], "given {'a': '***', 'b': [{'c': 'x***y'}]}");
    let length = VALUE.chars().count();
    assert_eq!(lines[1], format!("{length} *** '***' \"***\" b'***' ***"));
    assert!(lines[2..8].iter().all(|line| line.contains("***") && line.len() < 12), "{text}");
    assert_eq!(lines[8..10], ["***", "***"]);
    assert!(text.contains("ValueError: ***"), "{text}");
    // A rerun inherits what was kept, and so does the next one.
    let again = server.rerun(&run, json!({"tags": [VALUE]})).await;
    server.ended(&again).await;
    server.put(&run.path("/tags"), &json!({"tags": [format!("later {VALUE}")]})).await.ok();
    for run in [&run, &again] {
        let told = told(&server, run).await;
        assert!(!holds(told.as_bytes(), &FORMS), "{told}");
    }
    assert_nowhere(&server, &FORMS).await;
    server.terminate().await;
    assert_nowhere(&server, &FORMS).await;
}

#[rstest]
#[tokio::test]
async fn a_run_whose_server_is_killed_is_masked_all_the_same(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let mut server = Server::start(database).await;
    set(&server, "DB_KEY", VALUE).await;
    let gate = Gate::new();
    let code =
        format!("{}print('begun')\npass_gate()\nprint('after', os.environ['KEY'])", gate.python());
    let run =
        server.submit_with(json!({"pythonCode": code, "env": {"KEY": {"secret": "DB_KEY"}}})).await;
    server.printed(&run, "begun").await;
    server.kill().await;
    gate.open();
    assert_eq!(files_with(server.data(), &FORMS), [""; 0]);
    server.start_again().await;
    server.ended(&run).await;
    assert_eq!(server.text(&run).await, "begun\nafter ***\n");
    assert_nowhere(&server, &FORMS).await;
}

#[rstest]
#[tokio::test]
async fn values_never_come_back(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    for name in ["b.second", "A", "_c-3"] {
        set(&server, name, VALUE).await;
    }
    let before = server.get("/api/v1/secrets").await.ok();
    let names = |page: &Value| -> Vec<String> {
        let rows = page["secrets"].as_array().expect("a list");
        rows.iter().map(|row| row["name"].as_str().expect("a name").to_owned()).collect()
    };
    assert_eq!(names(&before), ["A", "_c-3", "b.second"]);
    assert!(!before.to_string().contains("wörd"), "{before}");
    let answer = server.put("/api/v1/secrets/A", &json!({"value": "another value"})).await;
    let row = answer.ok();
    assert!(!answer.text().contains("another"), "{row}");
    assert_eq!(row["created_at"], before["secrets"][0]["created_at"]);
    assert_ne!(row["updated_at"], before["secrets"][0]["updated_at"]);
    // Page by page.
    let first = server.get("/api/v1/secrets?limit=2").await.ok();
    let next = first["next_cursor"].as_str().expect("more");
    let second = server.get(&format!("/api/v1/secrets?limit=2&cursor={next}")).await.ok();
    assert_eq!((names(&first).len(), names(&second)), (2, vec!["b.second".to_owned()]));
    assert_eq!(second["next_cursor"], Value::Null);
    assert_eq!(server.delete("/api/v1/secrets/A").await.status, 204);
    server.delete("/api/v1/secrets/A").await.problem(404);
    assert_eq!(server.get("/api/v1/secrets/b.second").await.status, 405);
    assert_nowhere(&server, &FORMS).await;
}

#[rstest]
#[tokio::test]
async fn what_cannot_be_a_secret_is_named(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let put = async |name: &str, body: Value| {
        let problem = server.put(&format!("/api/v1/secrets/{name}"), &body).await.problem(422);
        assert!(problem.to_string().len() < 1000, "shows no value: {problem}");
        problem["errors"][0]["loc"].clone()
    };
    for name in ["1A", "-a", "a%20b", "%C3%A4", "a%0A", &"x".repeat(129)] {
        assert_eq!(put(name, json!({"value": VALUE})).await, json!(["path", "name"]), "{name}");
    }
    let long = "x".repeat((64 << 10) + 1);
    for value in [json!(""), json!("a\0b"), json!(long), json!(1234567), json!(null), json!(["a"])]
    {
        let problem = server.put("/api/v1/secrets/A", &json!({"value": value})).await.problem(422);
        assert_eq!(problem["errors"][0]["loc"], json!(["body", "value"]), "{problem}");
        assert!(!problem.to_string().contains("1234567"), "{problem}");
    }
    assert_eq!(put("A", json!({})).await, json!(["body", "value"]));
    set(&server, "A", &"x".repeat(64 << 10)).await;
    let unknown = json!({"pythonCode": "pass", "env": {"KEY": {"secret": "NOBODY"}}});
    let problem = server.post("/api/v1/tasks/submit", &unknown).await.problem(422);
    assert_eq!(problem["errors"][0]["loc"], json!(["body", "env", "KEY"]));
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains("NOBODY")));
    let run = server.submit("pass").await;
    let body = json!({"env": {"KEY": {"secret": "NOBODY"}}});
    server.post(&run.path("/rerun"), &body).await.problem(422);
}

#[rstest]
#[tokio::test]
async fn the_value_is_that_of_the_runs_beginning(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    set(&server, "DB_KEY", "first value").await;
    let code = "import hashlib, os\nprint(hashlib.md5(os.environ['KEY'].encode()).hexdigest())";
    let body = json!({"pythonCode": code, "env": {"KEY": {"secret": "DB_KEY"}}});
    let run = server.submit_with(body).await;
    let whole = server.ended(&run).await;
    set(&server, "DB_KEY", "second value").await;
    let again = server.rerun(&run, json!({})).await;
    server.ended(&again).await;
    assert_eq!(server.text(&run).await, format!("{}\n", md5("first value")));
    assert_eq!(server.text(&again).await, format!("{}\n", md5("second value")));
    // The snapshot has its name only, so both are runs of one.
    assert_eq!(whole["snapshot"]["id"], server.whole(&again).await["snapshot"]["id"]);
    assert!(whole.to_string().contains("DB_KEY"), "{whole}");
}

/// By Python, which the runs need anyway.
fn md5(text: &str) -> String {
    let code = "import hashlib, sys; print(hashlib.md5(sys.argv[1].encode()).hexdigest())";
    let output = std::process::Command::new("python3").args(["-c", code, text]).output();
    String::from_utf8(output.expect("python").stdout).expect("text").trim().to_owned()
}

#[rstest]
#[tokio::test]
async fn another_key_is_said_to_be_one(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let mut server = Server::start(database).await;
    set(&server, "DB_KEY", VALUE).await;
    let key = server.data().join("secret.key");
    let mode = std::os::unix::fs::PermissionsExt::mode(
        &std::fs::metadata(&key).expect("made").permissions(),
    );
    assert_eq!(mode & 0o777, 0o600);
    server.terminate().await;
    std::fs::write(&key, "ab".repeat(32)).expect("written");
    server.start_again().await;
    let body = json!({"pythonCode": "pass", "env": {"KEY": {"secret": "DB_KEY"}}});
    let problem = server.post("/api/v1/tasks/submit", &body).await.problem(409);
    let detail = problem["detail"].as_str().unwrap_or_default();
    assert!(
        detail.contains("stored under another key") && detail.contains("ANNALS_SECRET_KEY"),
        "{detail}"
    );
    assert!(server.log().contains("DB_KEY: stored under key"), "{}", server.log());
    // Set again it is good again.
    set(&server, "DB_KEY", VALUE).await;
    let run = server.submit_with(body).await;
    assert_eq!(server.ended(&run).await["status"], "success");
}

#[rstest]
#[tokio::test]
async fn the_command_line_sets_lists_and_removes(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let file = server.data().join("value.txt");
    std::fs::write(&file, format!("{VALUE}\n")).expect("written");
    let path = file.to_str().expect("plain letters");
    let said = server.cli(&["secret", "set", "DB_KEY", "--from-file", path]).await;
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), "The secret DB_KEY is stored.\n"));
    std::fs::remove_file(&file).expect("removed");
    let json =
        server.cli(&["secret", "set", "OTHER", "--from-file", "/etc/hostname", "--json"]).await;
    assert_eq!(json.json()["name"], "OTHER");
    assert_eq!(server.cli(&["secret", "list"]).await.exits(0), "DB_KEY\nOTHER\n");
    let program = server.data().join("show.py");
    std::fs::write(&program, "import os\nprint('it is', os.environ['KEY'])").expect("written");
    let program = program.to_str().expect("plain letters");
    let submit = ["submit", program, "--secret", "KEY=DB_KEY", "--follow"];
    assert_eq!(server.cli(&submit).await.exits(0), "it is ***\n");
    server.cli(&["secret", "remove", "DB_KEY"]).await.exits(0);
    assert_eq!(server.cli(&["secret", "list"]).await.exits(0), "OTHER\n");
    assert_eq!(server.cli(&["secret", "remove", "DB_KEY"]).await.code, Some(1));
    assert_eq!(server.cli(&submit).await.code, Some(1));
    assert_nowhere(&server, &FORMS).await;
}
