//! What hangs on runs and on the installation: files, environments, nodes, tags, tokens, settings.

use annals_domain::ledger::{LogEnd, LogEndKind};
use annals_domain::{EnvironmentFacts, NodeState, Package};
use annals_store::{Change, NewToken, StoredArtifact, TokenKind};

use super::fixture::Database;
use super::make::{DAY, again, append, at, begun, block, change, created, first, run};

/// An environment's facts.
pub fn environment(id: &str, cached: bool) -> EnvironmentFacts {
    EnvironmentFacts {
        id: id.parse().expect("an id"),
        lock: "six==1.17.0\n".into(),
        packages: vec![Package { name: "six".into(), version: "1.17.0".into() }],
        python_version: "3.11.7".into(),
        interpreter: "/usr/bin/python3".into(),
        platform: "linux-x86_64".into(),
        installer: "uv 0.9.11".into(),
        cached,
    }
}

fn artifact(path: &str, size: i64) -> StoredArtifact {
    StoredArtifact { path: path.into(), size, sha256: "ab".repeat(32), created_at: at(3) }
}

pub async fn artifacts(db: &Database) {
    let store = db.store().await;
    let epoch = begun(&store, "t", "r").await;
    let files = [artifact("b", 1), artifact("a/c", 2), artifact("a_b", 4), artifact("a/B", 3)];
    for file in &files {
        change(&store, "r", epoch, Change::Artifact(file.clone())).await.expect("kept");
    }
    change(&store, "r", epoch, Change::Artifact(artifact("b", 9))).await.expect("kept again");
    let found = store.artifacts(&run("r")).await.expect("the files");
    let found: Vec<_> = found.iter().map(|file| (file.path.as_str(), file.size)).collect();
    assert_eq!(found, [("a/B", 3), ("a/c", 2), ("a_b", 4), ("b", 9)], "ordered by their bytes");
    let one = store.artifact(&run("r"), "a/c").await.expect("an answer");
    assert_eq!(one, Some(files[1].clone()));
    assert_eq!(store.artifact(&run("r"), "c").await.expect("an answer"), None);
    assert_eq!(store.artifacts(&run("nowhere")).await.expect("an answer"), []);
    store.close().await;
}

pub async fn environments_are_stored_once(db: &Database) {
    let store = db.store().await;
    let facts = environment("e", false);
    for (task, id) in [("t1", "r1"), ("t2", "r2")] {
        let epoch = begun(&store, task, id).await;
        let facts = environment("e", id == "r2");
        change(&store, id, epoch, Change::Environment(Box::new(facts), at(2))).await.expect("kept");
        let details = store.run_details(&run(id)).await.expect("an answer").expect("details");
        assert_eq!(details.environment_id, Some(environment("e", false).id));
    }
    assert_eq!(db.count("SELECT COUNT(*) FROM environments").await, 1);
    assert_eq!(store.environment(&facts.id).await.expect("an answer"), Some(facts));
    let unknown = environment("unknown", false).id;
    assert_eq!(store.environment(&unknown).await.expect("an answer"), None);
    store.close().await;
}

pub async fn nodes_and_outputs(db: &Database) {
    let store = db.store().await;
    let epoch = begun(&store, "t", "r").await;
    let lines = append(epoch, vec![block(1, &["12", "34"])], Vec::new());
    store.append(&run("r"), DAY, lines).await.expect("appended");
    let mut node = store.nodes(&run("r"), DAY).await.expect("the nodes").remove(1);
    assert_eq!((node.log_lines, node.log_bytes, node.log_end.is_none()), (2, 6, true), "it grows");
    node.state = NodeState::Failure;
    node.process = Some("4711".into());
    (node.started_at, node.ended_at) = (Some(at(1)), Some(at(9)));
    (node.exit_code, node.message) = (Some(3), Some("exit code 3".into()));
    node.log_end = Some(LogEnd { kind: LogEndKind::Complete, reason: "exit 3".into(), at_byte: 6 });
    change(&store, "r", epoch, Change::Node(Box::new(node.clone()))).await.expect("changed");
    assert_eq!(store.nodes(&run("r"), DAY).await.expect("the nodes")[1], node);
    let outputs =
        serde_json::json!({ "z": 1, "a": [1.5, null, "ä"], "big": 9_007_199_254_740_993_i64 });
    change(&store, "r", epoch, Change::Outputs(outputs.clone())).await.expect("kept");
    let details = store.run_details(&run("r")).await.expect("an answer").expect("details");
    assert_eq!(details.outputs, Some(outputs));
    store.close().await;
}

pub async fn tags_are_replaced(db: &Database) {
    let store = db.store().await;
    let mut creation = first("t", "r", 0);
    creation.run.tags = vec!["a".into(), "b".into()];
    created(&store, creation).await;
    created(&store, again("t", "r2", 1)).await;
    let new = vec!["b".to_owned(), "c".to_owned()];
    let kept =
        store.change_tags(&run("r"), |_| vec!["b".into(), "c".into()]).await.expect("changed");
    assert_eq!(kept.as_ref(), Some(&new));
    assert_eq!(store.run(&run("r")).await.expect("an answer").map(|r| r.tags), Some(new));
    assert_eq!(db.count("SELECT COUNT(*) FROM run_tags").await, 2);
    assert_eq!(store.change_tags(&run("nowhere"), |tags| tags).await.expect("an answer"), None);
    let all = (0..20).map(|n| {
        let store = store.clone();
        let add = move |mut tags: Vec<String>| {
            tags.push(format!("n{n}"));
            tags
        };
        tokio::spawn(async move { store.change_tags(&run("r2"), add).await })
    });
    for outcome in futures::future::join_all(all).await {
        outcome.expect("no panic").expect("changed");
    }
    let tags = store.run(&run("r2")).await.expect("an answer").expect("the run").tags;
    assert_eq!(tags.len(), 20, "a change was lost: {tags:?}");
    assert_eq!(db.count("SELECT COUNT(*) FROM run_tags").await, 22);
    store.close().await;
}

fn token(id: &str, kind: TokenKind, user: &str, micros: i64) -> NewToken {
    let (user, hash) = (user.into(), format!("hash-{id}"));
    let id = id.parse().expect("an id");
    NewToken { id, kind, user, hash, created_at: at(micros), expires_at: Some(at(99)) }
}

pub async fn tokens(db: &Database) {
    let store = db.store().await;
    for (id, user, micros) in [("1", "ada", 1), ("2", "bob", 2), ("3", "ada", 3)] {
        store.insert_token(token(id, TokenKind::Access, user, micros)).await.expect("stored");
    }
    store.insert_token(token("s", TokenKind::Session, "cyd", 4)).await.expect("stored");
    store.insert_token(token("1", TokenKind::Access, "eve", 5)).await.expect_err("the id is taken");
    let found = store.token_by_hash("hash-1").await.expect("an answer").expect("the token");
    assert_eq!(
        (found.user.as_str(), found.created_at, found.expires_at),
        ("ada", at(1), Some(at(99)))
    );
    assert_eq!(found.revoked_at, None);
    assert!(store.token_by_hash("hash-s").await.expect("an answer").is_some(), "sessions count");
    assert_eq!(store.token_by_hash("hash").await.expect("an answer"), None);
    let ids = store.tokens().await.expect("the tokens");
    assert_eq!(ids.iter().map(|token| token.id.as_str()).collect::<Vec<_>>(), ["3", "2", "1"]);
    assert_eq!(store.revoke_tokens("2", at(10)).await.expect("revoked"), 1);
    assert_eq!(store.revoke_tokens("2", at(11)).await.expect("an answer"), 0, "once is enough");
    assert_eq!(store.revoke_tokens("ada", at(12)).await.expect("revoked"), 2);
    let revoked = store.token_by_hash("hash-2").await.expect("an answer").expect("the token");
    assert_eq!(revoked.revoked_at, Some(at(10)), "the first time stays");
    store.close().await;
}

pub async fn a_setting_is_what_the_first_one_said(db: &Database) {
    let store = db.store().await;
    let all = (0..20).map(|n| {
        let store = store.clone();
        tokio::spawn(async move { store.setting_or("key", format!("value {n}")).await })
    });
    let mut values = Vec::new();
    for value in futures::future::join_all(all).await {
        values.push(value.expect("no panic").expect("a value"));
    }
    values.dedup();
    assert_eq!(values.len(), 1, "all are told the same: {values:?}");
    assert_eq!(store.setting_or("key", "late".into()).await.expect("a value"), values[0]);
    assert_eq!(store.setting_or("other", "own".into()).await.expect("a value"), "own");
    store.close().await;
}
