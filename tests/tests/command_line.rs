//! The client commands: what they print, what they do, how they exit.

use std::io::Read as _;
use std::path::Path;

use annals_tests::{Database, Gate, Server, command};
use rstest::rstest;
use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder with the program `etl.py`.
fn program(code: &str) -> (TempDir, String) {
    let folder = TempDir::new().expect("a folder");
    let file = write(folder.path(), "etl.py", code);
    (folder, file)
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("a file");
    path.to_str().expect("a path of plain letters").to_owned()
}

#[rstest]
#[tokio::test]
async fn submit_and_follow_to_the_end(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let code = "import json, os, sys
inputs = json.load(open(os.environ['ANNALS_INPUTS']))
print('day', inputs['day'], type(inputs['n']).__name__)
print('oops', file=sys.stderr)
sys.exit(inputs['n'])";
    let (_folder, file) = program(code);
    let good = ["submit", &file, "--input", "day=2026-11-20", "--input", "n=0", "--follow"];
    let said = server.cli(&good).await;
    // Each stream of the program is that of the command; what Annals says is on standard error.
    assert_eq!((said.code, said.stdout.as_str()), (Some(0), "day 2026-11-20 int\n"), "{said:?}");
    assert!(said.stderr.lines().any(|line| line == "oops"), "{said:?}");
    assert!(said.stderr.contains("run #1"), "{said:?}");
    // Not on a terminal: no colours.
    assert!(!said.stdout.contains('\u{1b}') && !said.stderr.contains('\u{1b}'), "{said:?}");

    let bad = ["submit", &file, "--input", "day=x", "--input", "n=5", "--follow"];
    let said = server.cli(&bad).await;
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.stderr.contains("exited with code 5"), "{said:?}");
}

#[rstest]
#[tokio::test]
async fn a_task_is_rerun_compared_listed_and_read_by_name(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (folder, file) = program("print('one')\nprint('two')");
    let submitted = server.cli(&["submit", &file, "--tag", "nightly", "--json"]).await.json();
    assert_eq!(submitted["runNumber"], 1);
    server.cli(&["logs", "-f", "etl.py"]).await.exits(0);
    server.cli(&["rerun", "etl.py", "--follow"]).await.exits(0);
    let other = write(folder.path(), "other.py", "print('one')\nprint('three')");
    server.cli(&["rerun", "etl.py#1", "--code", &other, "--follow"]).await.exits(0);

    assert_eq!(server.cli(&["logs", "etl.py#1"]).await.exits(0), "one\ntwo\n");
    assert_eq!(server.cli(&["logs", "etl.py"]).await.exits(0), "one\nthree\n");
    let second = ["logs", "etl.py#1", "--from-line", "2", "--to-line", "2"];
    assert_eq!(server.cli(&second).await.exits(0), "two\n");

    // The same: 0. Different: 1, and how.
    server.cli(&["diff", "etl.py#1", "etl.py#2"]).await.exits(0);
    let differ = server.cli(&["diff", "etl.py#1", "etl.py#3"]).await.exits(1);
    assert!(differ.contains("-print('two')") && differ.contains("+print('three')"), "{differ}");
    let json = server.cli(&["diff", "etl.py#1", "etl.py#3", "--json"]).await;
    assert_eq!((json.code, &json.json()["same"]), (Some(1), &json!(false)));

    let runs = server.cli(&["runs", "etl.py", "--json"]).await.json();
    assert_eq!(runs, server.get("/api/v1/runs?limit=20").await.ok());
    assert_eq!(runs["runs"].as_array().map(Vec::len), Some(3));
    let failed = server.cli(&["runs", "--status", "failure", "--json"]).await.json();
    assert_eq!(failed["runs"], json!([]));
    let one = server.cli(&["runs", "--limit", "1"]).await.exits(0);
    assert!(one.contains("etl.py") && one.contains("success"), "{one}");
}

#[rstest]
#[tokio::test]
async fn mistakes_and_absences_have_exit_codes_of_their_own(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (_folder, file) = program("pass");
    for usage in [
        &["submit"][..],
        &["submit", "/no/such/file.py"],
        &["submit", &file, "--input", "novalue"],
        &["runs", "--status", "song"],
        &["frobnicate"],
        &["rerun", &file, "--exact", "--dep", "six"],
    ] {
        let said = server.cli(usage).await;
        assert_eq!((said.code, said.stdout.as_str()), (Some(2), ""), "{said:?}");
        assert!(!said.stderr.is_empty());
    }
    for refused in [
        &["logs", "nobody"][..],
        &["cancel", "nobody#1"],
        &["submit", &file, "--dep", "six; rm -rf /"],
    ] {
        let said = server.cli(refused).await;
        assert_eq!(said.code, Some(1), "{said:?}");
        assert!(said.stderr.starts_with("error: "), "{said:?}");
    }
    // Port 1 answers nobody.
    for arguments in [&["runs"][..], &["submit", &file, "--follow"], &["logs", "x"]] {
        let said = command(arguments, &[("ANNALS_URL", "http://127.0.0.1:1")]).await;
        assert_eq!(said.code, Some(3), "{said:?}");
        assert!(said.stderr.contains("127.0.0.1:1"), "{said:?}");
    }
    let said = command(&["runs", "--server", &server.url, "--json"], &[]).await;
    assert_eq!(said.json()["runs"], json!([]), "{said:?}");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_cancelled_and_its_follower_told(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let gate = Gate::new();
    let (_folder, file) = program(&format!("{}print('on')\npass_gate()", gate.python()));
    let submitted = server.cli(&["submit", &file, "--json"]).await.json();
    let text = |name: &str| submitted[name].as_str().expect("an id").to_owned();
    let run = annals_tests::Run { task: text("id"), id: text("runId"), number: 1 };
    server.printed(&run, "on").await;
    let url = server.url.clone();
    let follower =
        tokio::spawn(
            async move { command(&["logs", "-f", "etl.py"], &[("ANNALS_URL", &url)]).await },
        );
    let said = server.cli(&["cancel", "etl.py#1"]).await;
    assert_eq!(said.code, Some(0), "{said:?}");
    let followed = follower.await.expect("the follower");
    assert_eq!((followed.code, followed.stdout.as_str()), (Some(1), "on\n"), "{followed:?}");
    assert_eq!(server.cli(&["cancel", "etl.py#1"]).await.code, Some(1));
}

#[rstest]
#[tokio::test]
async fn an_export_holds_everything_of_a_run(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let code = "import json, os
json.dump({'rows': 3}, open(os.environ['ANNALS_OUTPUTS'], 'w'))
open(os.environ['ANNALS_ARTIFACTS'] + '/table.csv', 'w').write('a,b\\n')
print('done')";
    let (folder, file) = program(code);
    server.cli(&["submit", &file, "--input", "a=1", "--follow"]).await.exits(0);
    let zip = folder.path().join("etl.zip").to_str().expect("a path").to_owned();
    server.cli(&["export", "etl.py#1", "-o", &zip]).await.exits(0);

    let mut archive =
        zip::ZipArchive::new(std::fs::File::open(&zip).expect("a file")).expect("a ZIP");
    let mut read = |name: &str| {
        let mut text = String::new();
        let mut file = archive.by_name(name).unwrap_or_else(|error| panic!("{name}: {error}"));
        file.read_to_string(&mut text).expect("text");
        text
    };
    let parse = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
    assert_eq!(read("main.py"), code);
    assert_eq!(parse(&read("inputs.json")), json!({"a": 1}));
    assert_eq!(parse(&read("outputs.json")), json!({"rows": 3}));
    assert_eq!(read("logs/main.txt"), "done\n");
    assert_eq!(read("artifacts/table.csv"), "a,b\n");
    assert_eq!(read("requirements.lock"), "");
    let whole = parse(&read("run.json"));
    assert_eq!(
        server.get(&format!("/api/v1/runs/{}", whole["id"].as_str().expect("an id"))).await.ok(),
        whole
    );
    let timeline = read("timeline.jsonl");
    let words: Vec<_> = timeline.lines().map(parse).filter(|e| e["event"] == "status").collect();
    assert_eq!(words.len(), 3, "{timeline}");
    let manifest = parse(&read("manifest.json"));
    assert_eq!((&manifest["run_id"], &manifest["number"]), (&whole["id"], &json!(1)));
}

#[rstest]
#[tokio::test]
async fn the_client_sends_its_token(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).variable("ANNALS_ADMIN_TOKEN", "sesame").start().await;
    let url = ("ANNALS_URL", server.url.as_str());
    let said = command(&["runs"], &[url]).await;
    assert_eq!(said.code, Some(1), "{said:?}");
    command(&["runs"], &[url, ("ANNALS_TOKEN", "sesame")]).await.exits(0);
    command(&["runs", "--token", "sesame"], &[url]).await.exits(0);
}

#[rstest]
#[tokio::test]
async fn migrations_go_down_and_up_again(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let mut server = Server::with(database).option("--max-running", "0").start().await;
    let run = server.submit("pass").await;
    assert!(server.terminate().await.success());
    server.admin(&["migrate", "status"]).await.exits(0);
    server.admin(&["migrate", "up"]).await.exits(0);
    server.start_again().await;
    assert_eq!(server.whole(&run).await["number"], 1);
    assert!(server.terminate().await.success());
    server.admin(&["migrate", "down"]).await;
    // Whatever was taken back, a server that starts brings the tables up to date by itself.
    server.start_again().await;
    server.get("/readyz").await.ok();
}

#[rstest]
#[tokio::test]
async fn doctor_finds_nothing_wrong_beside_a_running_server(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let said = server.admin(&["doctor", "--json"]).await;
    let findings = said.json()["findings"].as_array().cloned().unwrap_or_default();
    assert!(
        findings.len() >= 4 && findings.iter().all(|finding| finding["ok"] == true),
        "{said:?}"
    );
    said.exits(0);
    server.admin(&["gc", "--dry-run"]).await.exits(0);
    server.get("/readyz").await.ok();
}
