//! How far a pod's log is recorded, told by whichever server is asked.

use annals_tests::{Api, Database, Run};

use crate::place::{Place, TOKEN};

/// Prints the lines 4 and 5 of its pod, after what the pod says itself, and goes on.
const CODE: &str = "print('a'), print('b', flush=True)\nimport time\ntime.sleep(1000)";

fn question(run: &Run, pod: &str, epoch: i64) -> String {
    run.path(&format!("/recorded?pod={pod}&epoch={epoch}"))
}

/// Waits until the last line is told; what is told of others.
async fn tells(server: &Api, run: &Run, pod: &str) {
    let known = async {
        while server.get(&question(run, pod, 1)).await.ok()["line"] != 5 {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    annals_tests::soon("the number of the last line", known).await;
    assert_eq!(server.get(&question(run, "other", 1)).await.ok()["line"], 0);
    server.get(&question(run, pod, 2)).await.problem(409);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_server_tells_how_far_a_pod_is_recorded() {
    let place = Place::new(Database::Postgres).await;
    let other = place.server.beside().start().await;
    let run = place.submit(CODE).await;
    place.printed(&run, "b").await;
    let pod = place.left("pods").await[0]["metadata"]["name"].clone();
    let pod = pod.as_str().expect("a name");
    tells(&place, &run, pod).await;
    tells(&other.with_token(TOKEN), &run, pod).await;
    place.post(&run.path("/cancel"), &serde_json::json!({})).await;
    assert_eq!(place.ended(&run).await["status"], "cancelled");
    place.get(&question(&run, pod, 1)).await.problem(409);
    place.until_nothing_is_left().await;
}
