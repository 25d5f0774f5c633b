//! Runs outlive the server; nothing that was acknowledged is lost, whatever ends it.

use std::time::Duration;

use annals_tests::{Database, Dice, Event, Gate, Run, Server, is_alive, lines_of, mentioning};
use nix::sys::signal::Signal;
use rstest::rstest;
use serde_json::json;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

/// A program that prints 1,000 lines, waits at the gate, and prints 1,000 more.
fn halfway(gate: &Gate) -> String {
    format!(
        "{}for n in range(1000): print(n)\nprint('half', flush=True)\npass_gate()\nfor n in range(1000, 2000): print(n)\n",
        gate.python()
    )
}

fn expected() -> Vec<String> {
    let numbers = |range: std::ops::Range<i32>| range.map(|n| n.to_string());
    numbers(0..1000).chain(["half".to_owned()]).chain(numbers(1000..2000)).collect()
}

fn places(events: &[Event]) -> Vec<i64> {
    events.iter().flat_map(Event::covers).collect()
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_run_goes_on_over_a_restart(
    #[values(Signal::SIGKILL, Signal::SIGTERM)] signal: Signal,
    #[values(false, true)] ends_meanwhile: bool,
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let mut server = Server::start(database).await;
    let gate = Gate::new();
    let run = server.submit(&format!("{}raise SystemExit(7)", halfway(&gate))).await;
    server.printed(&run, "half").await;
    let watching = tokio::spawn(server.events(&run, 0).await.until_it_breaks());
    server.signal(signal);
    let status = server.exited().await;
    assert_eq!(status.success(), signal == Signal::SIGTERM, "{status}");
    let seen = watching.await.expect("a reader");
    let program = mentioning(server.data());
    assert!(!program.is_empty(), "the run did not outlive its server");
    if ends_meanwhile {
        gate.open();
        annals_tests::soon("the program's end", async {
            // Nobody is there to tell of it.
            while !mentioning(server.data()).is_empty() {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        })
        .await;
    }
    server.start_again().await;
    gate.open();
    let whole = server.ended(&run).await;
    assert_eq!((&whole["status"], &whole["error_type"]), (&json!("failure"), &json!("exit")));
    assert_eq!(whole["nodes"][1]["exit_code"], 7);

    // Every line once and in order; a reader that comes back misses and repeats nothing.
    let last = seen.last().map_or(0, |event| event.id);
    let rest = server.events(&run, last).await.rest().await;
    let both: Vec<Event> = seen.into_iter().chain(rest).collect();
    assert_eq!(lines_of(&both, "main"), expected());
    let end = both.last().expect("an end").id;
    assert_eq!(places(&both), (1..=end).collect::<Vec<_>>());
    let text: String = expected().iter().map(|line| format!("{line}\n")).collect();
    assert_eq!(server.text(&run).await, text);
    assert_eq!(whole["nodes"][1]["log"]["end"]["kind"], "complete");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn what_was_stored_is_seen_again_though_nothing_new_comes(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let mut server = Server::start(database).await;
    let gate = Gate::new();
    let run = server.submit(&halfway(&gate)).await;
    server.printed(&run, "half").await;
    server.kill().await;
    server.start_again().await;
    // The program waits at the gate: nothing moves.
    server.printed(&run, "half").await;
    gate.open();
    assert_eq!(server.ended(&run).await["status"], "success");
}

/// A client that sends a whole request and hangs up after `patience`.
async fn hang_up(server: &Server, key: &str, body: &str, patience: Duration) {
    let mut stream = TcpStream::connect(server.address()).await.expect("it listens");
    let request = format!(
        "POST /api/v1/tasks/submit HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n\
         Idempotency-Key: {key}\r\nContent-Length: {}\r\n\r\n{body}",
        server.address(),
        body.len()
    );
    stream.write_all(request.as_bytes()).await.expect("it reads");
    tokio::time::sleep(patience).await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_carried_out_though_its_client_hung_up(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let mut dice = Dice::new(1);
    let body = json!({"pythonCode": "pass"});
    let clients: Vec<_> = (0..60).map(|n| (n, dice.moment(Duration::from_millis(12)))).collect();
    for (n, patience) in clients {
        hang_up(&server, &format!("k{n}"), &body.to_string(), patience).await;
    }
    // The client asks again, as it should.
    for n in 0..60 {
        let request = server.request(reqwest::Method::POST, "/api/v1/tasks/submit");
        let request = request.header("Idempotency-Key", format!("k{n}")).json(&body);
        let run = Run::of(&server.send(request).await);
        assert_eq!(server.ended(&run).await["status"], "success");
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_kill_nine(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let mut server = Server::with(database).option("--max-running", "1").start().await;
    let gate = Gate::new();
    let mut runs =
        vec![server.submit(&format!("{}pass_gate()\nprint('done')", gate.python())).await];
    for _ in 0..10 {
        runs.push(server.submit("print('done')").await);
    }
    server.kill().await;
    server.start_again().await;
    gate.open();
    // Those that waited run now, in their turn, each once.
    for run in &runs {
        let whole = server.ended(run).await;
        assert_eq!(whole["status"], "success", "{whole}");
        assert_eq!(server.text(run).await, "done\n");
        assert_eq!(whole["attempts"].as_array().map(Vec::len), Some(1), "{whole}");
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn killed_again_and_again_while_a_program_prints(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let mut server = Server::start(database).await;
    let code = "import time\nfor n in range(3000):\n    print(n)\n    time.sleep(0.0005)";
    let run = server.submit(code).await;
    for wanted in [300, 1000, 1700] {
        let mut events = server.events(&run, 0).await;
        events.until_line(&wanted.to_string()).await;
        server.kill().await;
        server.start_again().await;
    }
    assert_eq!(server.ended(&run).await["status"], "success");
    let events = server.events(&run, 0).await.rest().await;
    assert_eq!(lines_of(&events, "main"), (0..3000).map(|n| n.to_string()).collect::<Vec<_>>());
    let last = events.last().expect("an end").id;
    assert_eq!(places(&events), (1..=last).collect::<Vec<_>>());
}

/// A program with a child that has hidden: in a session of its own, its variables gone, and with
/// another folder; it prints both ids.
const HIDDEN: &str = "import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'],
                         start_new_session=True, env={}, cwd='/')
print(os.getpid())
print(child.pid)
time.sleep(600)";

/// Kills the supervisors of a server's runs.
fn kill_supervisors(server: &Server) {
    for pid in mentioning(server.data()) {
        let arguments = std::fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        if arguments.contains("\0supervise\0") {
            let pid = nix::unistd::Pid::from_raw(i32::try_from(pid).expect("a process id"));
            nix::sys::signal::kill(pid, Signal::SIGKILL).expect("it runs");
        }
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_supervisor_that_is_killed_ends_its_run_as_the_platforms_failure(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let run = server.submit(HIDDEN).await;
    let mut events = server.events(&run, 0).await;
    let mut processes = Vec::new();
    while processes.len() < 2 {
        let event = events.next().await.expect("it runs");
        processes
            .extend(lines_of(&[event], "main").iter().filter_map(|text| text.parse::<i64>().ok()));
    }
    kill_supervisors(&server);
    let whole = server.ended(&run).await;
    // Nothing of it is left by the time that is said.
    assert!(!processes.iter().any(|pid| is_alive(*pid)), "{processes:?}");
    assert_eq!((&whole["status"], &whole["error_type"]), (&json!("failure"), &json!("platform")));
    let printed: String = processes.iter().map(|pid| format!("{pid}\n")).collect();
    assert_eq!(server.text(&run).await, printed);
    let log = &whole["nodes"][1]["log"];
    assert_eq!((&log["lines"], &log["end"]["kind"]), (&json!(2), &json!("lost")), "{whole}");
    assert_eq!(log["end"]["at_byte"], json!(printed.len()));
    let reason = log["end"]["reason"].as_str().expect("a reason");
    assert!(reason.contains("its supervisor was killed"), "{reason}");
    let task = server.get("/api/v1/tasks?phase=error").await.ok();
    assert_eq!(task["tasks"][0]["phase"], "Error");
}

/// The only folder in `parent`.
fn only_folder(parent: &std::path::Path) -> std::path::PathBuf {
    let mut folders = std::fs::read_dir(parent).expect("a folder").flatten();
    let only = folders.next().expect("a folder in it").path();
    assert!(folders.next().is_none(), "{}", parent.display());
    only
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_restart_of_the_machine_ends_its_runs_and_keeps_what_they_left(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let mut server = Server::start(database).await;
    let gate = Gate::new();
    let code =
        format!("{}print('before')\npass_gate()\nprint('after')\ntime.sleep(600)", gate.python());
    let run = server.submit(&code).await;
    server.printed(&run, "before").await;
    server.kill().await;
    gate.open();
    let folder = only_folder(&server.data().join("attempts"));
    annals_tests::soon("the last line in the spool", async {
        let spooled = || std::fs::read(folder.join("spool")).expect("the spool");
        while !String::from_utf8_lossy(&spooled()).contains("after\n") {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
    kill_supervisors(&server);
    // As after a restart: no process is there, the spool breaks off, and the machine is another.
    let spool = std::fs::File::options().append(true).open(folder.join("spool"));
    std::io::Write::write_all(&mut spool.expect("the spool"), &[0; 100]).expect("room");
    std::fs::write(folder.join("boot"), "another").expect("room");

    server.start_again().await;
    let whole = server.ended(&run).await;
    assert_eq!((&whole["status"], &whole["error_type"]), (&json!("failure"), &json!("platform")));
    let message = whole["error"]["message"].as_str().expect("a message");
    assert!(message.contains("the machine was restarted"), "{message}");
    assert_eq!(server.text(&run).await, "before\nafter\n");
    assert_eq!(whole["nodes"][1]["log"]["end"]["kind"], "lost");
    // Kept for whoever wants to look, also over the next start.
    server.terminate().await;
    server.start_again().await;
    let kept = only_folder(&server.data().join("lost"));
    let spool = std::fs::read(kept.join("spool")).expect("the spool");
    assert!(String::from_utf8_lossy(&spool).contains("after\n"));
    assert!(kept.join("NOTE.txt").exists());
}

#[rstest]
#[tokio::test]
async fn a_data_folder_has_one_server(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let said = server.intruder().await;
    assert_eq!((said.code, said.stdout.as_str()), (Some(1), ""), "{said:?}");
    assert!(said.stderr.contains("another Annals server"), "{said:?}");
    server.get("/readyz").await.ok();
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn sigterm_drains_and_exits_with_zero(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let mut server = Server::start(database).await;
    server.run_to_end("print('x')").await;
    // An open stream does not hold it up.
    let gate = Gate::new();
    let run = server.submit(&format!("{}print('open')\npass_gate()", gate.python())).await;
    let mut events = server.events(&run, 0).await;
    events.until_line("open").await;
    let watching = tokio::spawn(events.until_it_breaks());
    assert_eq!(server.terminate().await.code(), Some(0), "{}", server.log());
    watching.await.expect("the stream was closed");
    assert!(server.try_send(server.request(reqwest::Method::GET, "/healthz")).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_comes_up_late_is_waited_for() {
    // Somebody else listens where the database will be, and hangs up on everyone for a while.
    let door = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = door.local_addr().expect("an address").port();
    let first = Server::start(Database::Postgres).await;
    let mut real: reqwest::Url =
        first.database_url().and_then(|url| url.parse().ok()).expect("a URL");
    let target = format!("{}:{}", real.host_str().unwrap_or_default(), real.port().unwrap_or(5432));
    real.set_host(Some("127.0.0.1")).expect("a host");
    real.set_port(Some(port)).expect("a port");
    tokio::spawn(async move {
        for _ in 0..2 {
            drop(door.accept().await);
        }
        while let Ok((mut near, _)) = door.accept().await {
            let target = target.clone();
            tokio::spawn(async move {
                let mut far = tokio::net::TcpStream::connect(target).await.expect("the real one");
                // It ends when either side hangs up.
                let _ = tokio::io::copy_bidirectional(&mut near, &mut far).await;
            });
        }
    });
    let late = Server::with(Database::Sqlite).variable("DATABASE_URL", real.as_str()).start().await;
    let run = late.submit("pass").await;
    assert_eq!(first.whole(&run).await["id"], json!(run.id));
}
