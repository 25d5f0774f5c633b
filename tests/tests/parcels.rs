//! What steps give the server because it is too large to travel otherwise, and fetch from it.

use annals_tests::{Database, Gate, Server};
use rstest::rstest;
use serde_json::json;

/// A program that gives a parcel with a secret in it, fetches it, and gives others that are refused.
const PROGRAM: &str = "import hashlib, json, os, urllib.error, urllib.request
URL = os.environ['ANNALS_URL'] + '/api/v1/runs/' + os.environ['ANNALS_RUN_ID'] + '/parcels'
def ask(path, data=None):
    request = urllib.request.Request(URL + path, data)
    request.add_header('authorization', 'Bearer ' + os.environ['ANNALS_TOKEN'])
    request.add_header('content-type', 'application/json')
    try:
        return urllib.request.urlopen(request).read()
    except urllib.error.HTTPError as error:
        return error.code
known = json.loads(ask('?epoch=1', json.dumps({'a': [1, os.environ['PASSWORD']]}).encode()))['id']
text = ask('/' + known)
print(hashlib.sha256(text).hexdigest() == known, text.decode())
print(ask('?epoch=2', b'1'), ask('?epoch=x', b'1'), ask('', b'{'), ask('/' + 'a' * 64), ask('/..'))
print(known)
";

#[rstest]
#[tokio::test]
async fn are_kept_until_the_run_has_ended_and_masked(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (server, gate) = (Server::start(database).await, Gate::new());
    server.put("/api/v1/secrets/P", &json!({"value": "hunter2-hunter2"})).await;
    let code = format!("{PROGRAM}\n{}pass_gate()", gate.python());
    let env = json!({"PASSWORD": {"secret": "P"}});
    let run = server.submit_with(json!({"pythonCode": code, "env": env})).await;
    let parcel = json!({"while": "it runs"});
    server.printed(&run, "409 422 400 404 404").await;
    let kept = server.post(&run.path("/parcels"), &parcel).await.ok();
    let path = run.path(&format!("/parcels/{}", kept["id"].as_str().expect("an id")));
    assert_eq!(server.get(&path).await.ok(), parcel);
    gate.open();
    assert_eq!(server.ended(&run).await["status"], "success");
    let text = server.text(&run).await;
    assert!(text.starts_with("True {\"a\":[1,\"***\"]}\n"), "{text}");
    server.post(&run.path("/parcels"), &parcel).await.problem(409);
    server.get("/api/v1/runs/none/parcels/a").await.problem(404);
}

#[tokio::test]
async fn lines_that_are_not_counted_are_not_waited_for() {
    let (server, gate) = (Server::start(Database::Sqlite).await, Gate::new());
    let run = server.submit(&format!("print('here')\n{}pass_gate()", gate.python())).await;
    server.printed(&run, "here").await;
    server.get(&run.path("/recorded?pod=a&epoch=1")).await.problem(409);
    server.get(&run.path("/recorded?epoch=1")).await.problem(422);
    server.get("/api/v1/runs/none/recorded?pod=a&epoch=1").await.problem(404);
    gate.open();
    server.ended(&run).await;
}
