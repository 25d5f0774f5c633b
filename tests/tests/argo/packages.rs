//! Packages from an index that pods reach.

use annals_tests::{Database, Wheels};
use serde_json::json;

use crate::place::{Place, host};

#[tokio::test(flavor = "multi_thread")]
async fn are_installed_and_recorded() {
    let wheels = Wheels::new();
    wheels.add("annals_sample", "1.2");
    wheels.add("annals_sample", "1.5");
    let index = wheels.index(&host()).await;
    let more = format!(",env=[{{name=\"UV_DEFAULT_INDEX\",value=\"{}\"}}]", index.url);
    let place = Place::with(Database::Sqlite, &more).await;
    let code = "import annals_sample\nprint(annals_sample.VERSION)";
    let body = json!({"pythonCode": code, "dependencies": "annals_sample<1.4"});
    let run = place.submit_with(body).await;
    let whole = place.ended(&run).await;
    assert_eq!(whole["status"], "success", "{whole} {}", place.text_of(&run, "setup").await);
    assert_eq!(place.text(&run).await, "1.2\n");
    let packages = &whole["environment"]["packages"];
    assert_eq!(packages, &json!([{"name": "annals-sample", "version": "1.2"}]));
}
