//! Changing and keeping runs: cancel, tag, export, files, secrets, notes.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::process::Stdio;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::fake::{Fake, events, run};
use crate::server;

#[test]
fn cancel_waits_for_the_end() {
    let fake = server()
        .on("POST /runs/r2/cancel", 202, json!({"status": "cancelling"}))
        .on("GET /runs/r2", 200, run(2, "running"))
        .on("GET /runs/r2", 200, run(2, "cancelled"));
    let ran = fake.annals(&["cancel", "etl.py"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "run #2 is cancelled\n"), "{ran:?}");
    assert_eq!(fake.asked("GET /runs/r2").len(), 2);
}

#[test]
fn cancel_does_not_claim_what_has_not_happened() {
    let fake = server().on("POST /runs/r2/cancel", 202, json!({"status": "cancelling"})).on(
        "GET /runs/r2",
        200,
        run(2, "running"),
    );
    let ran = fake.annals(&["cancel", "etl.py", "--wait", "1"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{ran:?}");
    let ran = fake.annals(&["cancel", "etl.py", "--wait", "0"]);
    assert_eq!(ran.out, "run #2 is being cancelled\n", "{ran:?}");
}

#[test]
fn tags_are_added_to_those_there_and_removed_one_by_one() {
    let fake = server()
        .on("GET /runs/r2", 200, run(2, "success"))
        .on("PUT /runs/r2/tags", 200, json!({"tags": []}))
        .on("DELETE /runs/r2/tags/a%2Fb", 204, "");
    let ran = fake.annals(&["tag", "etl.py", "add", "good", "nightly"]);
    assert_eq!(ran.out, "tags of run #2: nightly\n", "{ran:?}");
    assert_eq!(fake.asked("PUT /runs/r2/tags")[0].body, json!({"tags": ["nightly", "good"]}));
    assert_eq!(fake.annals(&["tag", "etl.py", "remove", "a/b"]).code, Some(0));
    assert_eq!(fake.asked("DELETE ").len(), 1);
}

fn with_everything() -> Fake {
    server()
        .on("GET /runs/r2", 200, run(2, "success"))
        .on("GET /runs/r2/events", 200, events("success"))
        .on("GET /runs/r2/logs/download?node=setup", 200, "Resolved 1 package\n")
        .on("GET /runs/r2/logs/download?node=main", 200, "hello\na warning\n")
        .on("GET /runs/r2/artifacts/plots/a.txt", 200, "abc")
}

fn unpack(path: &std::path::Path) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(path).expect("the ZIP")).expect("a ZIP");
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).expect("a file");
            let (name, mut text) = (file.name().expect("a name").into_owned(), String::new());
            file.read_to_string(&mut text).expect("its text");
            (name, text)
        })
        .collect()
}

#[test]
fn an_export_holds_everything_and_its_hashes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("run.zip");
    let ran = with_everything().annals(&["export", "etl.py#2", "-o", path.to_str().expect("text")]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let files = unpack(&path);
    let names: Vec<_> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "artifacts/plots/a.txt",
            "inputs.json",
            "logs/main.txt",
            "logs/setup.txt",
            "main.py",
            "manifest.json",
            "outputs.json",
            "requirements.lock",
            "requirements.txt",
            "run.json",
            "timeline.jsonl"
        ]
    );
    assert_eq!(files["logs/main.txt"], "hello\na warning\n");
    assert_eq!(files["requirements.lock"], "six==1.17.0\n");
    let manifest: Value = serde_json::from_str(&files["manifest.json"]).expect("JSON");
    let listed = manifest["files"].as_array().expect("files");
    assert_eq!(listed.len(), files.len() - 1);
    for file in listed {
        let text = &files[file["path"].as_str().expect("a path")];
        let hash = Sha256::digest(text);
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            (file["size"].as_u64(), &file["sha256"]),
            (Some(text.len() as u64), &json!(hash))
        );
    }
    let timeline: Vec<Value> =
        files["timeline.jsonl"].lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    let seqs: Vec<_> = timeline.iter().filter_map(|entry| entry["seq"].as_i64()).collect();
    assert_eq!(seqs, [1, 2, 4, 7, 8]);
}

#[test]
fn an_export_that_fails_leaves_what_was_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("run.zip");
    std::fs::write(&path, "older").expect("written");
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut whole = run(2, "success");
        change(&mut whole);
        server()
            .on("GET /runs/r2", 200, whole)
            .on("GET /runs/r2/events", 200, events("success"))
            .on("GET /runs/r2/logs/download", 200, "")
            .on("GET /runs/r2/artifacts/plots/a.txt", 200, "abd")
    };
    let other_content = changed(&|_| ());
    let leaving = changed(&|run| run["artifacts"][0]["path"] = "../../a".into());
    let running = changed(&|run| run["status"] = "running".into());
    for fake in [other_content, leaving, running] {
        let ran = fake.annals(&["export", "etl.py", "-o", path.to_str().expect("text")]);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert_eq!(std::fs::read_to_string(&path).expect("the file"), "older");
        assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 1);
    }
}

#[test]
fn a_file_of_a_run_is_listed_and_fetched() {
    let fake = with_everything();
    assert_eq!(fake.annals(&["artifacts", "t1"]).out, "SIZE  PATH\n3 B   plots/a.txt\n");
    assert_eq!(fake.annals(&["artifacts", "t1", "plots/a.txt"]).out, "abc");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.txt");
    let to = path.to_str().expect("text");
    assert_eq!(fake.annals(&["artifacts", "t1", "plots/a.txt", "-o", to]).code, Some(0));
    assert_eq!(std::fs::read_to_string(&path).expect("the file"), "abc");
    assert_eq!(fake.annals(&["artifacts", "t1", "plots/b.txt", "-o", to]).code, Some(1));
    assert_eq!(std::fs::read_to_string(&path).expect("the file"), "abc");
}

#[test]
fn a_secret_goes_in_by_standard_input() {
    let fake = Fake::start()
        .on("PUT /secrets/DB", 200, json!({}))
        .on("GET /secrets", 200, json!({"secrets": [{"name": "DB"}], "next_cursor": null}))
        .on("DELETE /secrets/DB", 200, json!({}));
    let mut child = fake
        .command(&["secret", "set", "DB"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("annals starts");
    let mut input = child.stdin.take().expect("its input");
    input.write_all(b"p w\n").expect("written");
    drop(input);
    let output = child.wait_with_output().expect("its end");
    assert_eq!(output.status.code(), Some(0));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("p w"));
    assert_eq!(fake.asked("PUT /secrets/DB")[0].body, json!({"value": "p w"}));
    assert_eq!(fake.annals(&["secret", "list"]).out, "DB\n");
    assert_eq!(fake.annals(&["secret", "remove", "DB"]).code, Some(0));
}

#[test]
fn a_note_lands_at_its_run() {
    let fake = server().on("POST /tasks/t1/history", 201, json!({"id": "h1"}));
    let ran = fake.annals(&["note", "etl.py#1", "schema fixed", "--kind", "agent_turn"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let body = json!({"context_type": "agent_turn", "content": "schema fixed", "run_id": "r1"});
    assert_eq!(fake.asked("POST /tasks/t1/history")[0].body, body);
}
