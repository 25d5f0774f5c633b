//! Code, inputs and outputs that are larger than what a cluster takes.

use annals_tests::{Database, component, node};
use rstest::rstest;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::place::{Place, kubectl};

/// So many characters that cannot be packed away.
fn noise(length: usize) -> String {
    let words = (0..length as u64 / 64 + 1).map(|word| Sha256::digest(word.to_le_bytes()));
    let mut noise: String = words.flatten().map(|byte| format!("{byte:02x}")).collect();
    noise.truncate(length);
    noise
}

/// A program of nearly 1 MiB, which is the most, that gives 2 MiB made of all it has.
fn program() -> String {
    let own = noise(1_000_000);
    format!(
        "import json, os, time\nOWN = '{own}'\ninputs = json.load(open(os.environ['ANNALS_INPUTS']))\n\
         print(len(OWN), len(inputs['text']), flush=True)\n\
         time.sleep(5 if inputs.get('wait') else 0)\n\
         given = {{'text': (OWN + inputs['text'])[:2 << 20], 'n': 1.5, 'ü': None}}\n\
         json.dump(given, open(os.environ['ANNALS_OUTPUTS'], 'w'))\n"
    )
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_large_script_with_large_inputs_gives_what_it_gives_anywhere(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let place = Place::new(database).await;
    let inputs = json!({"text": noise(1_500_000)});
    let body = json!({"pythonCode": program(), "inputs": inputs});
    let run = place.submit_with(body.clone()).await;
    let mut local = body;
    local["executor"] = json!("local");
    let local = place.submit_with(local).await;
    let (whole, expected) = (place.ended(&run).await, place.ended(&local).await);
    assert_eq!(whole["status"], "success", "{:?}", whole["error"]);
    assert_eq!((&whole["executor"], &expected["executor"]), (&json!("argo"), &json!("local")));
    assert!(whole["outputs"]["text"].as_str().is_some_and(|text| text.len() == 2 << 20));
    assert!(whole["outputs"] == expected["outputs"], "other outputs");
    assert_eq!(place.text(&run).await, place.text(&local).await);
    let again = place.rerun(&run, json!({})).await;
    assert!(place.ended(&again).await["outputs"] == expected["outputs"], "other outputs");
    // Nobody needs what travelled any more.
    place.until_nothing_is_left().await;
    let left = place.server.data().join("objects/runs").join(&run.id).join("parcels");
    assert!(!left.exists() || annals_tests::files_below(&left) == 0, "{}", left.display());
}

#[tokio::test(flavor = "multi_thread")]
async fn components_give_each_other_much() {
    let place = Place::new(Database::Sqlite).await;
    let text = format!("give('{}')", noise(600_000));
    let components = [
        component("a", &text),
        component("b", &text),
        component("z", "give(upstream['a'][:9] + str(len(upstream['a'] + upstream['b'])))"),
    ];
    let flow = place.flow("much", &components, &["a z", "b z"]).await;
    let run = place.run_flow(&flow, &json!({})).await;
    let whole = place.ended(&run).await;
    assert_eq!(whole["status"], "success", "{:?}", whole["error"]);
    let expected = format!("{}1200000", noise(9));
    assert_eq!(whole["outputs"], json!({"z": expected}));
    let kept = |id| node(&whole, id)["outputs"].as_str().map(str::len);
    assert_eq!((kept("a"), kept("b")), (Some(600_000), Some(600_000)));
    place.until_nothing_is_left().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pod_asks_again_until_a_server_that_was_killed_is_back() {
    let mut place = Place::at_one_port(Database::Sqlite).await;
    let body = json!({"pythonCode": program(), "inputs": {"text": noise(1_500_000), "wait": true}});
    let run = place.submit_with(body).await;
    place.printed(&run, "1000000 1500000").await;
    place.server.kill().await;
    let pod = place.left("pods").await[0]["metadata"]["name"].clone();
    let pod = pod.as_str().expect("a name").to_owned();
    let asks = async {
        while !kubectl(&["logs", &pod, "-c", "main"]).await.contains("is asked again") {
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
    };
    annals_tests::soon("the pod's second question", asks).await;
    place.server.start_again().await;
    place.again();
    let whole = place.ended(&run).await;
    assert_eq!(whole["status"], "success", "{:?}", whole["error"]);
    assert!(whole["outputs"]["text"].as_str().is_some_and(|text| text.len() == 2 << 20));
    assert!(place.text_of(&run, "setup").await.contains("is asked again"));
    place.until_nothing_is_left().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn secrets_are_masked_in_large_outputs() {
    let place = Place::new(Database::Sqlite).await;
    let secret = json!({"value": "hunter2-hunter2"});
    assert!(place.put("/api/v1/secrets/LARGE", &secret).await.status < 300);
    let code = "import json, os, random
text = ''.join(random.choices('0123456789abcdef', k=400_000)) + os.environ['PASSWORD']
json.dump({'text': text}, open(os.environ['ANNALS_OUTPUTS'], 'w'))";
    let body = json!({"pythonCode": code, "env": {"PASSWORD": {"secret": "LARGE"}}});
    let run = place.submit_with(body).await;
    let whole = place.ended(&run).await;
    assert_eq!(whole["status"], "success", "{:?}", whole["error"]);
    let text: &Value = &whole["outputs"]["text"];
    assert!(text.as_str().is_some_and(|text| text.ends_with("***") && text.len() > 400_000));
}
