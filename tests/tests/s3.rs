//! Files and logs in an S3-compatible server: `scripts/with-s3.sh` brings one up.

use annals_tests::{Database, Run, Server};
use reqwest::{Method, StatusCode, header};
use rstest::rstest;
use serde_json::json;

/// So many lines that the log's object is uploaded in parts and its index begins before what is
/// asked for first.
const LINES: usize = 250_000;
/// How a request is signed does not matter to this server, only that it is.
const SIGNED: &str = "AWS4-HMAC-SHA256 Credential=annals/20260101/us-east-1/s3/aws4_request, \
                      SignedHeaders=host, Signature=0";
const GC: &str = "/api/v1/maintenance/gc";

fn program(lines: usize) -> String {
    format!(
        "import os, random
random.seed(7)
print('first')
for n in range({lines} - 2):
    print(n, '%0100x' % random.getrandbits(400))
print('last')
open(os.environ['ANNALS_ARTIFACTS'] + '/a.txt', 'w').write('kept')"
    )
}

/// Prints all at once, and less than a pipe takes at once: its lines lie in one block, in whose
/// random middle, at the beginning of the object, any byte can be changed.
const ONE_BLOCK: &str = "import os, random
random.seed(7)
os.write(1, b'first\\n%03000x\\nlast\\n' % random.getrandbits(12_000))";

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run scripts/with-s3.sh"))
}

/// A server that moves logs as soon as it is told to look.
async fn server(database: Database) -> Server {
    Server::with(database)
        .option("--object-store", &variable("ANNALS_TEST_OBJECT_STORE"))
        .variable("ANNALS_RETENTION", "{logs={offload_after_days=0}}")
        .start()
        .await
}

/// An object of a run, past Annals.
struct Object(String);

impl Object {
    fn of(run: &Run, name: &str) -> Self {
        Self(format!("{}/runs/{}/{name}", variable("ANNALS_TEST_OBJECTS"), run.id))
    }

    async fn ask(&self, method: Method, body: Vec<u8>) -> (StatusCode, Vec<u8>) {
        let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build();
        let request = client.expect("a client").request(method, &self.0);
        let request = request.header(header::AUTHORIZATION, SIGNED);
        let request = request.header(header::CONTENT_TYPE, "application/octet-stream");
        let answer = request.body(body).send().await.expect("an answer of the object store");
        (answer.status(), answer.bytes().await.expect("its body").to_vec())
    }

    /// Its bytes; none if there is no such object.
    async fn bytes(&self) -> Option<Vec<u8>> {
        let (status, bytes) = self.ask(Method::GET, Vec::new()).await;
        status.is_success().then_some(bytes)
    }

    async fn put(&self, bytes: Vec<u8>) {
        assert!(self.ask(Method::PUT, bytes).await.0.is_success());
    }

    async fn delete(&self) {
        assert!(self.ask(Method::DELETE, Vec::new()).await.0.is_success());
    }
}

#[rstest]
#[tokio::test]
async fn files_and_old_logs_lie_in_the_object_store(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let mut server = server(database).await;
    let (run, _) = server.run_to_end(&program(LINES)).await;
    let log = Object::of(&run, "logs");
    assert_eq!(Object::of(&run, "artifacts/a.txt").bytes().await, Some(b"kept".to_vec()));
    assert_eq!(log.bytes().await, None);
    let whole = server.get(&run.path("/logs/download?node=main")).await.text();
    assert_eq!(whole.lines().count(), LINES);

    let said = server.post(GC, &json!({"dry_run": true})).await.ok();
    let done = server.post(GC, &json!({})).await.ok();
    assert_eq!((&said["offloaded"], &done["offloaded"]["runs"]), (&done["offloaded"], &json!(1)));
    assert!(done["offloaded"]["lines"].as_u64().expect("a count") >= LINES as u64, "{done}");
    let size = log.bytes().await.expect("an object").len();
    assert!(size > 10 << 20, "{size}: it was uploaded in parts");
    // Another process knows nothing but what is stored.
    assert!(server.terminate().await.success());
    server.start_again().await;

    assert_eq!(server.get(&run.path("/logs/download?node=main")).await.text(), whole);
    for (from, to) in [(1, 1), (123_456, 123_470), (LINES, LINES)] {
        let path = run.path(&format!("/logs?node=main&from_line={from}&to_line={to}&format=text"));
        let expected: String =
            whole.split_inclusive('\n').skip(from - 1).take(to + 1 - from).collect();
        assert_eq!(server.get(&path).await.text(), expected, "{from}-{to}");
    }
    let request = server.request(Method::GET, &run.path("/logs/download?node=main"));
    let part = server.send(request.header(header::RANGE, "bytes=5000000-5000099")).await;
    assert_eq!((part.status, part.text()), (206, whole[5_000_000..5_000_100].to_owned()));
    let found = server.get(&run.path("/logs?node=main&q=last")).await.ok();
    assert_eq!(found["lines"][0]["line_no"], LINES, "{found}");
    let found = server.get("/api/v1/logs/search?q=last").await.text();
    assert!(found.lines().next().is_some_and(|hit| hit.contains(&run.id)), "{found}");
    assert!(server.text(&run).await.ends_with("last\n"));
    assert_eq!(server.get(&run.path("/artifacts/a.txt")).await.text(), "kept");

    assert_eq!(server.delete(&run.path("")).await.status, 204);
    assert_eq!(log.bytes().await, None);
    assert_eq!(Object::of(&run, "artifacts/a.txt").bytes().await, None);
}

#[rstest]
#[tokio::test]
async fn a_log_that_is_not_there_as_it_was_put_there_is_a_problem_and_never_an_empty_log(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = server(database).await;
    let (run, _) = server.run_to_end(ONE_BLOCK).await;
    let text = server.text(&run).await;
    assert_eq!(server.post(GC, &json!({})).await.ok()["offloaded"]["runs"], 1);
    let log = Object::of(&run, "logs");
    let whole = log.bytes().await.expect("an object");
    let mut changed = whole.clone();
    changed[200] ^= 1;
    for other in [None, Some(changed), Some(whole[..whole.len() - 1].to_vec()), Some(Vec::new())] {
        match other {
            None => log.delete().await,
            Some(bytes) => log.put(bytes).await,
        }
        for path in ["/logs", "/logs?node=main", "/logs?node=main&format=text", "/logs?q=last"] {
            let problem = server.get(&run.path(path)).await.problem(503);
            let detail = problem["detail"].as_str().expect("a detail");
            assert!(detail.contains("object store"), "{path}: {problem}");
        }
        server.get(&run.task_path("/logs")).await.problem(503);
        let found = server.get("/api/v1/logs/search?q=last").await.text();
        let end = found.lines().last().expect("a summary");
        assert!(end.contains("\"damaged_blocks\":1"), "{found}");
    }
    log.put(whole).await;
    assert_eq!(server.text(&run).await, text);
}

#[tokio::test]
async fn an_object_store_that_is_away_keeps_logs_in_the_database() {
    let server = Server::with(Database::Sqlite)
        .option("--object-store", "s3://annals/some/prefix")
        // Nobody listens at port 1.
        .variable("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
        .variable("ANNALS_RETENTION", "{logs={offload_after_days=0}}")
        .start()
        .await;
    let run = server.submit("print('kept here')").await;
    server.ended(&run).await;
    assert_eq!(server.post(GC, &json!({})).await.ok()["offloaded"]["runs"], 0);
    assert_eq!(server.text(&run).await, "kept here\n");
}
