//! A script from its submission to its end.

use annals_tests::{Database, node};
use rstest::rstest;
use serde_json::{Value, json};

use crate::place::Place;

const PROGRAM: &str = "import json, os, sys
print('hello')
print('to the other', file=sys.stderr)
with open(os.environ['ANNALS_OUTPUTS'], 'w') as file:
    json.dump({'n': json.load(open(os.environ['ANNALS_INPUTS']))['n'] + 1}, file)
os.makedirs(os.environ['ANNALS_ARTIFACTS'] + '/a')
open(os.environ['ANNALS_ARTIFACTS'] + '/a/ü b.txt', 'w').write('x' * 100_000)
";

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn is_kept_with_all_that_it_was(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let place = Place::new(database).await;
    let run = place.submit_with(json!({"pythonCode": PROGRAM, "inputs": {"n": 1}})).await;
    let whole = place.ended(&run).await;
    assert_eq!(whole["status"], "success", "{whole}");
    assert_eq!(whole["executor"], "argo");
    assert_eq!(whole["outputs"], json!({"n": 2}));
    assert!(whole["environment"]["python_version"].is_string(), "{whole}");
    assert_eq!(node(&whole, "main")["log"]["end"]["kind"], "complete");
    assert_eq!(node(&whole, "main")["log"]["lines"], 2);
    assert_eq!(node(&whole, "setup")["state"], "success");
    let mut lines: Vec<_> = place.text(&run).await.lines().map(str::to_owned).collect();
    lines.sort();
    assert_eq!(lines, ["hello", "to the other"]);
    let file = place.get(&run.path("/artifacts/a/%C3%BC%20b.txt")).await;
    assert_eq!((file.status, file.body.len()), (200, 100_000));
    place.until_nothing_is_left().await;
}

/// A program that prints, and goes on only once its run has the tag `go`.
const WAITS: &str = "import json, os, time, urllib.request
print('waiting', flush=True)
url = os.environ['ANNALS_URL'] + '/api/v1/runs/' + os.environ['ANNALS_RUN_ID']
headers = {'authorization': 'Bearer ' + os.environ['ANNALS_TOKEN']}
while 'go' not in json.load(urllib.request.urlopen(urllib.request.Request(url, headers=headers)))['tags']:
    time.sleep(0.1)
print('went on')
";

#[tokio::test(flavor = "multi_thread")]
async fn is_seen_to_print_while_it_runs() {
    let place = Place::new(Database::Sqlite).await;
    let run = place.submit(WAITS).await;
    place.printed(&run, "waiting").await;
    assert_eq!(place.whole(&run).await["status"], "running");
    assert_eq!(place.put(&run.path("/tags"), &json!({"tags": ["go"]})).await.status, 200);
    assert_eq!(place.ended(&run).await["status"], "success");
    assert_eq!(place.text(&run).await, "waiting\nwent on\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn is_cancelled_once_its_pod_is_gone() {
    let place = Place::new(Database::Sqlite).await;
    let code = "import time\nprint('on', flush=True)\ntime.sleep(1000)";
    let run = place.submit(code).await;
    place.printed(&run, "on").await;
    let answer = place.delete(&run.task_path("")).await;
    assert!(matches!(answer.status, 200 | 202), "{}", answer.text());
    let whole = place.ended(&run).await;
    assert_eq!(whole["status"], "cancelled", "{whole}");
    // Nothing of its pods runs any more, Argo's own container neither.
    let runs = |container: &Value| !container["state"]["running"].is_null();
    for pod in place.left("pods").await {
        let containers = pod["status"]["containerStatuses"].as_array().cloned().unwrap_or_default();
        assert!(!containers.iter().any(runs), "{pod}");
    }
    assert_eq!(place.text(&run).await, "on\n");
    place.until_nothing_is_left().await;
}
