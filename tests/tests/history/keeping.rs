//! What is kept, for how long, and how it is handed out.

use super::*;

#[rstest]
#[tokio::test]
async fn of_105_entries_the_last_100_stay(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (server, run) = idle(database).await;
    let list: Vec<_> = (1..=105).map(|n| said(&n.to_string())).collect();
    assert_eq!(add(&server, &run, &json!(list)).await.as_array().map(Vec::len), Some(105));
    let expected: Vec<_> = (6..=105).map(|n| n.to_string()).collect();
    assert_eq!(texts(&found(&server, &run, "").await, "content"), expected);
    assert_eq!(server.get(&run.task_path("/history/count")).await.ok()["count"], 100);
    add(&server, &run, &said("106")).await;
    assert_eq!(texts(&found(&server, &run, "").await, "content")[0], "7");
}

#[tokio::test(flavor = "multi_thread")]
async fn writers_at_two_servers_keep_the_limit() {
    let (one, run) = idle(Database::Postgres).await;
    let other = one.beside().start().await;
    let writers = (0..16).map(|writer| {
        let (server, run) = (if writer % 2 == 0 { &one } else { &other }, &run);
        async move {
            for n in 0..15 {
                let mut body = said(&format!("{writer} {n}"));
                body["run_id"] = json!(run.id);
                add(server, run, &body).await;
            }
        }
    });
    futures::future::join_all(writers).await;
    let numbers: Vec<_> = found(&other, &run, "").await.iter().map(|e| e["n"].clone()).collect();
    assert_eq!(numbers, (142..=241).map(|n| json!(n)).collect::<Vec<_>>());
    assert_eq!(one.get(&run.task_path("/history/count")).await.ok()["count"], 100);
}

#[rstest]
#[tokio::test]
async fn limits_can_be_set(#[values(Database::Sqlite, Database::Postgres)] database: Database) {
    let setup = Server::with(database).option("--max-running", "0");
    let limits =
        "{max_entries=5, types={error={max_entries=1}, agent_turn={max_age_days=0.00001}}}";
    let server = setup.variable("ANNALS_HISTORY", limits).start().await;
    let run = server.submit("pass").await;
    let of = |kind: &str, content: &str| json!({"context_type": kind, "content": content});
    add(&server, &run, &json!([of("error", "1"), of("error", "2"), of("agent_turn", "3")])).await;
    tokio::time::sleep(std::time::Duration::from_millis(900)).await;
    let path = run.task_path("/history");
    assert_eq!(texts(&found(&server, &run, "").await, "content"), ["2"]);
    assert_eq!(server.get(&path).await.ok()["total"], 1);
    assert_eq!(server.post("/api/v1/history/cleanup", &json!({})).await.ok()["deleted"], 1);
    assert_eq!(server.post("/api/v1/history/cleanup", &json!({})).await.ok()["deleted"], 0);
    for n in 0..6 {
        add(&server, &run, &of("chat_message", &n.to_string())).await;
    }
    assert_eq!(server.get(&path).await.ok()["total"], 5);

    let retention = run.task_path("/history/retention");
    let unset = json!({"max_entries": null, "max_age_days": null});
    assert_eq!(server.get(&retention).await.ok(), unset);
    server.put(&retention, &json!({"max_entries": 0})).await.problem(422);
    let own = json!({"max_entries": 2, "max_age_days": 1.5});
    assert_eq!(server.put(&retention, &own).await.ok(), own);
    assert_eq!(server.get(&retention).await.ok(), own);
    let kept = found(&server, &run, "").await;
    assert_eq!(texts(&kept, "content"), ["4", "5"]);
    add(&server, &run, &json!([said("6"), said("7")])).await;
    assert_eq!(texts(&found(&server, &run, "").await, "content"), ["6", "7"]);
}

#[rstest]
#[tokio::test]
async fn deleting_and_what_comes_after(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (server, run) = idle(database).await;
    let mut at_run = said("x");
    at_run["run_id"] = json!(run.id);
    add(&server, &run, &json!([at_run, said("y")])).await;
    assert_eq!(server.delete(&run.task_path("/history")).await.ok(), json!({"deleted": 3}));
    assert_eq!(server.delete(&run.task_path("/history")).await.ok(), json!({"deleted": 0}));
    assert_eq!(found(&server, &run, "").await, Vec::<Value>::new());
    let next = add(&server, &run, &at_run).await;
    assert_eq!((&next["n"], &next["seq"]), (&json!(4), &json!(3)));
    server.delete(&run.task_path("/delete")).await.ok();
    server.get(&run.task_path("/history")).await.problem(404);
}

#[rstest]
#[tokio::test]
async fn exports(#[values(Database::Sqlite, Database::Postgres)] database: Database) {
    let (server, run) = idle(database).await;
    let mut list: Vec<_> = (0..60).map(|n| said(&format!("{n}, \"quoted\"\nand more"))).collect();
    list[0]["content"] = json!("=HYPERLINK(\"http://x\")");
    list[1]["content"] = json!("-2+3");
    list[1]["session_id"] = json!("@s");
    add(&server, &run, &json!(list)).await;
    let answer = server.get(&run.task_path("/history/export")).await;
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    assert!(answer.header("content-disposition").contains("-history.jsonl"));
    let lines: Vec<Value> =
        answer.text().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines, found(&server, &run, "").await);

    let answer = server.get(&run.task_path("/history/export?format=csv")).await;
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    let text = answer.text();
    let head = "id,task_id,run_id,workspace_id,session_id,context_type,content,metadata,created_at,expires_at,n,seq\r\n";
    assert!(text.starts_with(head), "{text}");
    assert_eq!(text.matches("\r\n").count(), 62);
    assert!(text.contains(",\"'=HYPERLINK(\"\"http://x\"\")\",") && text.contains(",\"'@s\","));
    assert!(text.contains(",\"'-2+3\",") && text.contains(",\"59, \"\"quoted\"\"\nand more\","));
    let one = server.get(&run.task_path("/history/export?format=csv&session_id=@s")).await;
    assert_eq!(one.text().lines().count(), 2);
    server.get(&run.task_path("/history/export?format=xls")).await.problem(422);
}
