//! What nothing needs any more goes; what is needed stays.

use annals_domain::Timestamp;
use annals_store::{Change, Idempotency, NewToken, Store, TokenKind};

use super::details::environment;
use super::fixture::Database;
use super::make::{at, begun, change, created, first, task};

/// Half a year after everything in these cases.
fn later() -> Timestamp {
    at(0).plus_millis(180 * 86_400_000)
}

/// A task in use, one that leaves its environment behind, a key and two tokens.
async fn history(store: &Store) {
    for name in ["used", "gone"] {
        let id = format!("run-{name}");
        let epoch = begun(store, name, &id).await;
        let facts = Change::Environment(Box::new(environment(name, false)), at(1));
        change(store, &id, epoch, facts).await.expect("kept");
    }
    store.delete_task(&task("gone")).await.expect("deleted");
    let mut keyed = first("keyed", "keyed", 1);
    let (scope, key, body_hash) = ("s".into(), "k".into(), "h".into());
    keyed.key = Some(Idempotency { scope, key, body_hash });
    created(store, keyed).await;
    for (id, expires_at) in [("expires", Some(at(9))), ("stays", None)] {
        let id: annals_domain::TokenId = id.parse().expect("an id");
        let (kind, hash) = (TokenKind::Access, id.to_string());
        let token = NewToken { id, kind, user: "ada".into(), hash, created_at: at(1), expires_at };
        store.insert_token(token).await.expect("stored");
    }
}

const EXPECTED: [(&str, i64); 3] = [("idempotency_keys", 1), ("tokens", 1), ("environments", 1)];

/// What a sweep finds, but for what it finds none of.
async fn swept(store: &Store, now: Timestamp, dry_run: bool) -> Vec<(&'static str, i64)> {
    let mut swept = store.sweep(now, dry_run).await.expect("swept");
    swept.retain(|(_, count)| *count != 0);
    swept
}

pub async fn removes_what_nothing_needs(db: &Database) {
    let store = db.store().await;
    history(&store).await;
    assert_eq!(swept(&store, at(2), true).await, [("environments", 1)], "too early for others");
    assert_eq!(swept(&store, later(), false).await, EXPECTED);
    assert_eq!(swept(&store, later(), false).await, []);
    let used = environment("used", false).id;
    assert!(store.environment(&used).await.expect("an answer").is_some());
    assert!(store.token_by_hash("stays").await.expect("an answer").is_some());
    assert_eq!(db.count("SELECT COUNT(*) FROM snapshots").await, 1);
    assert_eq!(db.count("SELECT COUNT(*) FROM runs").await, 2);
    store.close().await;
}

pub async fn a_dry_run_only_counts(db: &Database) {
    let store = db.store().await;
    history(&store).await;
    for _ in 0..2 {
        assert_eq!(swept(&store, later(), true).await, EXPECTED);
    }
    store.close().await;
}
