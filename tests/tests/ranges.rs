//! Any stretch of a log or a file can be had by itself, and it stays the same.

use annals_tests::{Answer, Api, Database, Gate, Server};
use reqwest::Method;
use rstest::rstest;
use serde_json::json;

async fn ranged(api: &Api, path: &str, range: &str) -> Answer {
    api.send(api.request(Method::GET, path).header("range", range)).await
}

#[track_caller]
fn assert_part(answer: &Answer, bytes: &[u8], content_range: &str) {
    assert_eq!(answer.status, 206, "{}", answer.text());
    assert!(answer.body == bytes, "{} bytes, not {}", answer.body.len(), bytes.len());
    assert_eq!(answer.header("content-range"), content_range);
    assert_eq!(answer.header("content-length"), bytes.len().to_string());
    assert_eq!(answer.header("accept-ranges"), "bytes");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn of_a_log(#[values(Database::Sqlite, Database::Postgres)] database: Database) {
    let server = Server::start(database).await;
    let code = "import sys\nfor n in range(100_000): print('line', n)\nsys.stdout.buffer.write(b'\\xff\\x00\\r\\n')\nprint('last')";
    let (run, whole) = server.run_to_end(code).await;
    let mut expected: Vec<u8> =
        (0..100_000).flat_map(|n| format!("line {n}\n").into_bytes()).collect();
    expected.extend(b"\xff\x00\r\nlast\n");
    let size = expected.len();
    assert_eq!(whole["nodes"][1]["log"]["bytes"], size);

    let path = run.path("/logs/download?node=main");
    let all = server.get(&path).await;
    assert!(all.status == 200 && all.body == expected, "the bytes are not as printed");
    assert_eq!(all.header("content-length"), size.to_string());
    assert_eq!(all.header("accept-ranges"), "bytes");
    // Within a block, across blocks, to the end, the end, all of it.
    for (from, to) in [(0, 1), (5, 17), (200_000, 900_000), (262_000, 262_300), (0, size)] {
        let answer = ranged(&server, &path, &format!("bytes={from}-{}", to - 1)).await;
        assert_part(&answer, &expected[from..to], &format!("bytes {from}-{}/{size}", to - 1));
    }
    let end = ranged(&server, &path, "bytes=-9").await;
    assert_part(&end, b"\xff\x00\r\nlast\n", &format!("bytes {}-{}/{size}", size - 9, size - 1));
    let beyond = ranged(&server, &path, &format!("bytes={size}-")).await;
    beyond.problem(416);
    assert_eq!(beyond.header("content-range"), format!("bytes */{size}"));
    assert_eq!(ranged(&server, &path, "bytes=1-2,4-5").await.body, expected);
    let stamped = ranged(&server, &run.path("/logs/download?timestamps=true"), "bytes=0-3").await;
    assert_eq!((stamped.status, stamped.header("accept-ranges")), (200, ""));

    // Without a node, what the platform printed stands among it.
    let path = run.path("/logs/download");
    let all = server.get(&path).await.body;
    for (from, to) in [(0, 10), (1, all.len()), (300_000, 600_000), (all.len() - 1, all.len())] {
        let answer = ranged(&server, &path, &format!("bytes={from}-{}", to - 1)).await;
        let place = format!("bytes {from}-{}/{}", to - 1, all.len());
        assert_part(&answer, &all[from..to], &place);
    }
    server.get(&run.path("/logs/download?node=none")).await.problem(404);
    let empty = ranged(&server, &run.path("/logs/download?node=setup"), "bytes=0-").await;
    assert!(matches!(empty.status, 206 | 416), "{}", empty.status);
}

#[rstest]
#[tokio::test]
async fn of_a_log_that_grows(#[values(Database::Sqlite, Database::Postgres)] database: Database) {
    let server = Server::start(database).await;
    let gate = Gate::new();
    let code = format!("{}print('before')\npass_gate()\nprint('after')", gate.python());
    let run = server.submit(&code).await;
    server.printed(&run, "before").await;
    let path = run.path("/logs/download?node=main");
    assert_part(&ranged(&server, &path, "bytes=3-").await, b"ore\n", "bytes 3-6/7");
    ranged(&server, &path, "bytes=7-").await.problem(416);
    gate.open();
    server.ended(&run).await;
    assert_part(&ranged(&server, &path, "bytes=3-6").await, b"ore\n", "bytes 3-6/13");
    assert_part(&ranged(&server, &path, "bytes=7-").await, b"after\n", "bytes 7-12/13");
}

#[rstest]
#[tokio::test]
async fn a_whole_log_is_compressed_where_that_is_taken(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (run, _) = server.run_to_end("for n in range(5000): print('again and again')").await;
    let path = run.path("/logs/download?node=main");
    let ask = |encoding: &'static str| {
        server.request(Method::GET, &path).header("accept-encoding", encoding)
    };
    for (accepted, used) in [("gzip", "gzip"), ("zstd", "zstd"), ("br", ""), ("gzip, zstd", "zstd")]
    {
        let answer = server.send(ask(accepted)).await;
        assert_eq!((answer.status, answer.header("content-encoding")), (200, used), "{accepted}");
        assert_eq!(answer.body.len() < 10_000, !used.is_empty(), "{accepted}");
    }
    let part = server.send(ask("gzip").header("range", "bytes=0-49999")).await;
    assert_eq!((part.status, part.header("content-encoding")), (206, ""));
    assert_eq!(part.body.len(), 50_000);
}

#[rstest]
#[tokio::test]
async fn of_a_file(#[values(Database::Sqlite, Database::Postgres)] database: Database) {
    let server = Server::start(database).await;
    let code = "import os\nd = os.environ['ANNALS_ARTIFACTS']\nopen(d + '/a.bin', 'wb').write(bytes(range(256)) * 400)\nopen(d + '/empty', 'w')";
    let (run, _) = server.run_to_end(code).await;
    let expected: Vec<u8> = (0..=255).collect::<Vec<u8>>().repeat(400);
    let path = run.path("/artifacts/a.bin");
    let whole = server.get(&path).await;
    assert!(whole.body == expected && whole.header("accept-ranges") == "bytes");
    let part = ranged(&server, &path, "bytes=1000-70000").await;
    assert_part(&part, &expected[1000..=70_000], "bytes 1000-70000/102400");
    ranged(&server, &path, "bytes=102400-").await.problem(416);
    let tag = whole.header("etag").to_owned();
    for (known, status) in [(tag.as_str(), 206), ("\"other\"", 200)] {
        let request = server.request(Method::GET, &path).header("range", "bytes=0-0");
        assert_eq!(server.send(request.header("if-range", known)).await.status, status);
    }
    let empty = server.get(&run.path("/artifacts/empty")).await;
    assert_eq!((empty.status, empty.body.len()), (200, 0));
    ranged(&server, &run.path("/artifacts/empty"), "bytes=0-").await.problem(416);
    assert_eq!(server.whole(&run).await["status"], json!("success"));
}
