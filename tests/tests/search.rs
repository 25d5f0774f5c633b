//! Lines are found across runs: the newest run first, with what stands around them.

use std::time::Duration;

use annals_tests::{Api, Database, Gate, Run, Server, soon};
use rstest::rstest;
use serde_json::{Value, json};

/// What a search finds, and its summary.
async fn search(api: &Api, query: &str) -> (Vec<Value>, Value) {
    let answer = api.get(&format!("/api/v1/logs/search?{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    let text = answer.text();
    let mut lines: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let done = lines.pop().expect("a summary");
    assert_eq!(done["done"], true, "{done}");
    (lines, done)
}

fn places(hits: &[Value]) -> Vec<(i64, i64)> {
    let number = |hit: &Value, name: &str| hit[name].as_i64().expect("a number");
    hits.iter().map(|hit| (number(hit, "run_number"), number(hit, "line_no"))).collect()
}

#[rstest]
#[tokio::test]
async fn lines_are_found_in_every_run(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let code = "for n in range(1, 6): print('Straße', n, 'needle-%d' % (n % 2))";
    let (first, _) = server.run_to_end(code).await;
    let again = server.rerun(&first, json!({})).await;
    server.ended(&again).await;
    let (other, _) = server.run_to_end("import sys; print('needle-1', file=sys.stderr)").await;

    let (hits, done) = search(&server, "q=needle-1").await;
    assert_eq!(places(&hits), [(1, 1), (2, 1), (2, 3), (2, 5), (1, 1), (1, 3), (1, 5)]);
    assert_eq!((&done["searched_runs"], &done["more"]), (&json!(3), &json!(false)));
    let stream = |at: usize| (hits[at]["run_id"].clone(), hits[at]["stream"].clone());
    assert_eq!(stream(0), (json!(other.id), json!("stderr")));
    let hit = &hits[2];
    let line = server.get(&again.path("/logs?node=main&from_line=3&to_line=3")).await.ok();
    assert_eq!((&hit["seq"], &hit["ts"]), (&line["lines"][0]["seq"], &line["lines"][0]["ts"]));
    assert_eq!((&hit["task_id"], &hit["node"]), (&json!(again.task), &json!("main")));
    assert_eq!((&hit["line"], &hit["matches"]), (&json!("Straße 3 needle-1"), &json!([[9, 17]])));
    assert_eq!(hit["before"], json!(["Straße 1 needle-1", "Straße 2 needle-0"]));
    assert_eq!(hit["after"], json!(["Straße 4 needle-0", "Straße 5 needle-1"]));
    assert_eq!((&hits[1]["before"], &hits[3]["after"]), (&json!([]), &json!([])));

    let (hits, done) = search(&server, "q=needle-1&limit=4").await;
    assert_eq!((places(&hits).len(), &done["more"]), (4, &json!(true)));
    let (hits, done) = search(&server, "q=needle-1&limit=7").await;
    assert_eq!((places(&hits).len(), &done["more"]), (7, &json!(false)));
    let of_task = format!("q=needle-1&task_id={}&limit=2", other.task);
    assert_eq!(places(&search(&server, &of_task).await.0), [(1, 1)]);
    let begun = server.whole(&again).await["started_at"].as_str().expect("a time").to_owned();
    let later = search(&server, &format!("q=needle-1&started_after={begun}")).await.0;
    assert_eq!(places(&later), [(1, 1), (2, 1), (2, 3), (2, 5)]);
    let (none, _) = search(&server, "q=needle-1&kind=flow").await;
    assert_eq!(none, Vec::<Value>::new());
}

#[rstest]
#[tokio::test]
async fn by_expression_and_in_any_case(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    server.run_to_end(r"print('took 17 ms\nÄRGER took 1234 ms\nTook 99999 ms')").await;
    let lines = async |query: &str| {
        let (hits, _) = search(&server, query).await;
        hits.iter().map(|hit| hit["line_no"].as_i64().unwrap_or(0)).collect::<Vec<_>>()
    };
    assert_eq!(lines("q=took%20%5B0-9%5D%7B3,%7D%20ms$&regex=true").await, [2]);
    assert_eq!(lines("q=^took&regex=true&case=ignore").await, [1, 3]);
    assert_eq!(lines("q=%C3%A4rger%20TOOK&case=ignore").await, [2]);
    assert_eq!(lines("q=%C3%A4rger%20TOOK").await, Vec::<i64>::new());
    assert_eq!(lines("q=.%2B").await, Vec::<i64>::new(), "a text is no expression");
    assert_eq!(lines("q=s$%5Cn&regex=true").await, Vec::<i64>::new(), "a match spans no lines");
    let problem = server.get("/api/v1/logs/search?q=a%28b&regex=true").await.problem(422);
    assert_eq!(problem["errors"][0]["loc"], json!(["query", "q"]));
    assert!(problem["detail"].as_str().is_some_and(|t| t.contains("character 2")), "{problem}");
    for query in ["", "q=", "q=x&limit=0", "q=x&limit=1001", "q=x&case=maybe"] {
        server.get(&format!("/api/v1/logs/search?{query}")).await.problem(422);
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn blocks_that_cannot_hold_it_are_skipped(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let code = "for n in range(1, 200_001): print('an ordinary line of output, number', n) if n % 50_000 else print(n, 'Zebra')";
    let (run, _) = server.run_to_end(code).await;
    let (hits, done) = search(&server, "q=Zebra").await;
    assert_eq!(places(&hits), [(1, 50_000), (1, 100_000), (1, 150_000), (1, 200_000)]);
    assert_eq!(hits[0]["before"][0], "an ordinary line of output, number 49998");
    let skipped = done["skipped_blocks"].as_i64().expect("a number");
    let bytes = done["searched_bytes"].as_i64().expect("a number");
    assert!(skipped > 10 && (1..4 * 270_000).contains(&bytes), "{done}");
    let in_run = server.get(&run.path("/logs?q=Zebra&from_line=60000")).await.ok();
    let numbers = |page: &Value| {
        let lines = page["lines"].as_array().cloned().unwrap_or_default();
        lines.iter().map(|line| line["line_no"].as_i64().unwrap_or(0)).collect::<Vec<_>>()
    };
    assert_eq!(numbers(&in_run), [100_000, 150_000, 200_000]);
    assert_eq!(in_run["total_lines"], 200_000);
    let in_node = server.get(&run.path("/logs?node=main&q=Zebra&to_line=100000")).await.ok();
    assert_eq!(numbers(&in_node), [50_000, 100_000]);
    let in_setup = server.get(&run.path("/logs?node=setup&q=Zebra")).await.ok();
    assert_eq!(numbers(&in_setup), Vec::<i64>::new());
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn what_stands_around_a_line_may_lie_in_another_block(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    // Each line of 200,000 bytes is a block of its own.
    let code = "for n in range(1, 8): print(n, 'x' * 200_000, 'needle' if n in (1, 4, 7) else '')";
    server.run_to_end(code).await;
    let (hits, _) = search(&server, "q=needle").await;
    assert_eq!(places(&hits), [(1, 1), (1, 4), (1, 7)]);
    let heads = |at: usize, side: &str| {
        let lines = hits[at][side].as_array().cloned().unwrap_or_default();
        lines.iter().map(|line| line.as_str().unwrap_or("")[..3].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!((heads(0, "before"), heads(0, "after")), (vec![], vec!["2 x".into(), "3 x".into()]));
    assert_eq!(heads(1, "before"), ["2 x", "3 x"]);
    assert_eq!((heads(1, "after"), heads(2, "after")), (vec!["5 x".into(), "6 x".into()], vec![]));
    let hit = &hits[1];
    let line = hit["line"].as_str().expect("a line");
    let from = hit["matches"][0][0].as_u64().expect("a place") as usize;
    assert_eq!(&line[from..from + 6], "needle");
    assert_eq!(hit["left_out"].as_u64().expect("a number") as usize + from, 200_003);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn whoever_goes_away_ends_the_search(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    // More than the connection takes while nobody reads: 1,000 hits of some 20 kB each.
    server.run_to_end("for n in range(6000): print('x' * 4000)").await;
    let running = async || {
        let metrics = server.get("/metrics").await.text();
        let name = "annals_log_searches_running ";
        metrics.lines().find_map(|line| line.strip_prefix(name)?.parse::<i64>().ok())
    };
    assert_eq!(running().await, Some(0));
    let path = "/api/v1/logs/search?q=x&limit=1000";
    let mut answer =
        server.request(reqwest::Method::GET, path).send().await.expect("an answer begins");
    assert!(answer.chunk().await.expect("a chunk").is_some());
    assert_eq!(running().await, Some(1));
    drop(answer);
    soon("the end of the search", async {
        while running().await != Some(0) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}

#[rstest]
#[tokio::test]
async fn a_runs_own_token_sees_its_run_and_no_secret_is_found(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    server.put("/api/v1/secrets/KEY", &json!({"value": "open-sesame-42"})).await;
    server.run_to_end("print('common of another run')").await;
    let gate = Gate::new();
    let code = format!(
        "{}import urllib.request\nprint('common of mine', os.environ['K'], flush=True)\npass_gate()\n\
         u = os.environ['ANNALS_URL'] + '/api/v1/logs/search?q=common'\n\
         r = urllib.request.Request(u, headers={{'Authorization': 'Bearer ' + os.environ['ANNALS_TOKEN']}})\n\
         open(os.environ['ANNALS_ARTIFACTS'] + '/found', 'wb').write(urllib.request.urlopen(r).read())",
        gate.python()
    );
    let body = json!({"pythonCode": code, "env": {"K": {"secret": "KEY"}}});
    let run: Run = server.submit_with(body).await;
    server.printed(&run, "common of mine ***").await;
    gate.open();
    assert_eq!(server.ended(&run).await["status"], "success");
    let found = server.get(&run.path("/artifacts/found")).await.text();
    let hits: Vec<Value> =
        found.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(hits.len(), 2, "{found}");
    assert_eq!(
        (&hits[0]["run_id"], &hits[0]["line"]),
        (&json!(run.id), &json!("common of mine ***"))
    );
    assert_eq!(search(&server, "q=sesame").await.0, Vec::<Value>::new());
}
