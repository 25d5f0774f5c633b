//! Environments: packages from lists, files and the code itself, built once.

use annals_tests::{Database, Server, Wheels};
use rstest::rstest;
use serde_json::{Value, json};

/// Packages by name and version.
fn packages(whole: &Value) -> Vec<(String, String)> {
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let rows = whole["environment"]["packages"].as_array().cloned().unwrap_or_default();
    rows.iter().map(|row| (text(row, "name"), text(row, "version"))).collect()
}

fn named(packages: &[(&str, &str)]) -> Vec<(String, String)> {
    packages.iter().map(|(name, version)| ((*name).to_owned(), (*version).to_owned())).collect()
}

fn some_wheels() -> Wheels {
    let wheels = Wheels::new();
    for (name, version) in [("probe", "1.0"), ("probe", "1.5"), ("probe", "2.0"), ("other", "3.0")]
    {
        wheels.add(name, version);
    }
    wheels
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn packages_come_from_a_list_a_file_or_the_code(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let wheels = some_wheels();
    let server = wheels.only(Server::with(database)).start().await;
    let inline =
        "# /// script\n# dependencies = [\"probe<1.5\"]\n# ///\nimport probe; print(probe.VERSION)";
    let resolved = async |body: Value| {
        let run = server.submit_with(body).await;
        let whole = server.ended(&run).await;
        assert_eq!(whole["status"], "success", "{whole}");
        packages(&whole)
    };
    let (one, middle, two) = (("probe", "1.0"), ("probe", "1.5"), ("probe", "2.0"));
    let other = ("other", "3.0");
    for (body, expected) in [
        (json!({"pythonCode": "pass"}), vec![]),
        (json!({"pythonCode": "pass", "dependencies": "probe>=1.1,<2"}), vec![middle]),
        (json!({"pythonCode": "pass", "dependencies": "probe>=1, other"}), vec![other, two]),
        (
            json!({"pythonCode": "pass", "dependencies": "probe <1.5\nother ; python_version > '3'"}),
            vec![other, one],
        ),
        (
            json!({"pythonCode": "pass", "requirementsFile": "# a comment\nprobe==1.5  # here too\n"}),
            vec![middle],
        ),
        // The file wins over the list, and either over the code's own block.
        (
            json!({"pythonCode": inline, "requirementsFile": "probe==2.0", "dependencies": "other"}),
            vec![two],
        ),
        (json!({"pythonCode": inline, "dependencies": "probe==1.5"}), vec![middle]),
        (json!({"pythonCode": inline}), vec![one]),
    ] {
        assert_eq!(resolved(body.clone()).await, named(&expected), "{body}");
    }
}

#[rstest]
#[tokio::test]
async fn a_python_that_is_not_there_fails_the_run_with_the_version_named(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (_, whole) = server
        .run_to_end("# /// script\n# requires-python = \">=3.99\"\n# ///\nprint('never')")
        .await;
    assert_eq!((&whole["status"], &whole["error_type"]), (&json!("failure"), &json!("dependency")));
    assert!(whole["error"]["message"].as_str().is_some_and(|m| m.contains("3.99")), "{whole}");
    let (_, whole) =
        server.run_to_end("# /// script\n# requires-python = \">=3.6\"\n# ///\nprint('yes')").await;
    assert_eq!(whole["status"], "success");
    // A block that makes no sense is refused at once.
    for block in [
        "# /// script\n# dependencies = [\n# ///\n",
        "# /// script\n# dependencies = [\"six; rm\"]\n# ///\n",
    ] {
        server.post("/api/v1/tasks/submit", &json!({"pythonCode": block})).await.problem(400);
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn an_environment_is_built_once(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let wheels = some_wheels();
    let server = wheels.only(Server::with(database)).start().await;
    let body =
        json!({"pythonCode": "import probe; print(probe.__file__)", "dependencies": "probe"});
    let first = server.submit_with(body.clone()).await;
    let first_whole = server.ended(&first).await;
    let mut again = Vec::new();
    for _ in 0..3 {
        again.push(server.submit_with(body.clone()).await);
    }
    for run in &again {
        assert_eq!(server.ended(run).await["environment"], first_whole["environment"]);
        assert_eq!(server.text(run).await, server.text(&first).await);
    }
    assert!(first_whole["environment"]["installer"].as_str().is_some_and(|i| i.starts_with("uv ")));
    assert!(
        first_whole["environment"]["python_version"].as_str().is_some_and(|v| v.starts_with("3."))
    );
    let lock = first_whole["environment"]["lock"].as_str().unwrap_or_default();
    assert!(lock.contains("--hash=sha256:"), "{lock}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_package_from_the_index() {
    let server = Server::with(Database::Sqlite).own_environments().start().await;
    let body =
        json!({"pythonCode": "import six; print(six.__version__)", "dependencies": "six==1.16.0"});
    let run = server.submit_with(body).await;
    let whole = server.ended(&run).await;
    assert_eq!(whole["status"], "success", "{whole}");
    assert_eq!(server.text(&run).await, "1.16.0\n");
    assert_eq!(packages(&whole), named(&[("six", "1.16.0")]));
}

#[rstest]
#[tokio::test]
async fn one_failed_run_does_not_spoil_the_next(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let wheels = Wheels::new();
    let server = wheels.only(Server::with(database)).start().await;
    let run =
        server.submit_with(json!({"pythonCode": "import late", "dependencies": "late"})).await;
    assert_eq!(server.ended(&run).await["error_type"], "dependency");
    server.post(&run.path("/rerun"), &json!({"exact": true})).await.problem(409);
    wheels.add("late", "1.0");
    let run = server.rerun(&run, json!({})).await;
    assert_eq!(server.ended(&run).await["status"], "success");
}
