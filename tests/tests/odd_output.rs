//! Whatever a program prints, and however much at once, is kept, and takes little memory.

use annals_tests::{Database, Gate, Run, Server, mentioning, on_cluster};
use rstest::rstest;
use serde_json::{Value, json};

/// The most memory that a process may have used, in KiB. What is under way at once takes half of it
/// (a batch of very short lines is many times larger as events for a watcher); all of a log's lines
/// as events would take more.
const MOST: u64 = 384 * 1024;

/// The most memory that the process has used so far, in KiB.
fn peak(process: i64) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok());
    kib.unwrap_or_else(|| panic!("process {process} is gone"))
}

/// The supervisor of the only run.
fn supervisor(server: &Server) -> i64 {
    let all = mentioning(server.data());
    let is_one = |process: &i64| {
        let line = std::fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
        line.split(|byte| *byte == 0).any(|word| word == b"supervise")
    };
    all.into_iter().find(is_one).expect("a supervisor")
}

/// Runs a program that prints much and then waits; answers it once all of that is stored and
/// neither process has used much memory.
async fn in_little_memory(server: &Server, code: &str) -> Run {
    let gate = Gate::new();
    let wait = "\nimport sys; sys.stdout.flush(); print('all printed', flush=True)\npass_gate()";
    let run = server.submit(&format!("{}{code}{wait}", gate.python())).await;
    server.printed(&run, "all printed").await;
    let mut processes = vec![("server", i64::from(server.pid()))];
    if !on_cluster() {
        processes.push(("supervisor", supervisor(server)));
    }
    for (what, process) in processes {
        let used = peak(process);
        assert!(used < MOST, "the {what} used {used} KiB");
    }
    gate.open();
    assert_eq!(server.ended(&run).await["status"], "success");
    run
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn fifty_megabytes_without_a_line_end(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let code =
        "import sys\nfor n in range(50): sys.stdout.write(chr(97 + n % 26) * 1_000_000)\nprint()";
    let run = in_little_memory(&server, code).await;
    let text = server.get(&run.path("/logs/download?node=main")).await.body;
    let printed: Vec<u8> = text.iter().copied().filter(|byte| *byte != b'\n').collect();
    let expected: Vec<u8> = (0..50_u8).flat_map(|n| [b'a' + n % 26].repeat(1_000_000)).collect();
    assert!(printed == [&expected[..], b"all printed"].concat(), "{} bytes", printed.len());
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn bytes_of_every_kind(#[values(Database::Sqlite, Database::Postgres)] database: Database) {
    let server = Server::start(database).await;
    let code = "import random, sys\nrandom.seed(7)\nsys.stdout.buffer.write(random.randbytes(3_000_000) + b'\\n')\nopen(os.environ['ANNALS_ARTIFACTS'] + '/same', 'wb').write((random.seed(7), random.randbytes(3_000_000))[1])";
    let run = in_little_memory(&server, code).await;
    let text = server.get(&run.path("/logs/download?node=main")).await.body;
    let mut expected = server.get(&run.path("/artifacts/same")).await.body.to_vec();
    expected.extend(b"\nall printed\n");
    assert!(text == expected, "{} bytes, not {}", text.len(), expected.len());
    // As JSON and by events it is text all the same.
    let page = server.get(&run.path("/logs?node=main&limit=10")).await.ok();
    assert!(page["total_lines"].as_i64().is_some_and(|lines| lines > 10_000), "{page}");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_million_lines_in_a_burst(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let code = "import sys\nsys.stdout.write(''.join(f'{n:099d}\\n' for n in range(1_000_000)))";
    let run = in_little_memory(&server, code).await;
    let facts = server.whole(&run).await["nodes"][1]["log"].clone();
    assert_eq!((&facts["lines"], &facts["end"]["kind"]), (&json!(1_000_001), &json!("complete")));
    for at in [1, 500_000, 1_000_000] {
        let path = run.path(&format!("/logs?node=main&from_line={at}&to_line={at}"));
        let line = server.get(&path).await.ok()["lines"][0]["line"].clone();
        assert_eq!(line, json!(format!("{:099}", at - 1)));
    }
}

#[rstest]
#[tokio::test]
async fn both_streams_in_the_order_of_arrival(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    // Each line is seen before the next one is printed.
    let gates: Vec<Gate> = (0..8).map(|_| Gate::new()).collect();
    let mut code = "import os, sys\n".to_owned();
    for (n, gate) in gates.iter().enumerate() {
        let stream = ["stdout", "stderr"][n * 7 % 3 % 2];
        let print = format!("print({n}, file=sys.{stream}, flush=True)\npass_gate()\n");
        code += &format!("{}{print}", gate.python());
    }
    // What is there at once is told apart by its stream alone: standard output comes first.
    code += "os.write(1, b'out\\n'); os.write(2, b'err\\n')";
    let run = server.submit(&code).await;
    for (n, gate) in gates.iter().enumerate() {
        server.printed(&run, &n.to_string()).await;
        gate.open();
    }
    server.ended(&run).await;
    let page = server.get(&run.path("/logs?node=main")).await.ok();
    let lines = page["lines"].as_array().cloned().unwrap_or_default();
    let texts: Vec<&str> = lines.iter().filter_map(|line| line["line"].as_str()).collect();
    assert_eq!(texts, ["0", "1", "2", "3", "4", "5", "6", "7", "out", "err"]);
    let seqs: Vec<i64> = lines.iter().filter_map(|line: &Value| line["seq"].as_i64()).collect();
    assert!(seqs.is_sorted(), "{seqs:?}");
}
