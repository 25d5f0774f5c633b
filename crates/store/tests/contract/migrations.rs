//! Migrations go up, tell of themselves, go down to nothing and up again.

use annals_store::{migrate_down, migrate_up, migration_states};

use super::fixture::Database;
use super::make::{created, first, run};

pub async fn up_down_and_up_again(db: &Database) {
    let store = db.store().await;
    created(&store, first("t", "r", 0)).await;
    store.close().await;
    migrate_down(&db.location, 0).await.expect("taken back");
    assert_eq!(db.tables().await, Vec::<String>::new(), "tables that a way down forgot");
    migrate_up(&db.location).await.expect("applied again");
    let store = db.store().await;
    assert_eq!(store.run(&run("r")).await.expect("an answer"), None);
    created(&store, first("t", "r2", 0)).await;
    store.close().await;
}

pub async fn twice_is_once(db: &Database) {
    let store = db.store().await;
    created(&store, first("t", "r", 0)).await;
    migrate_up(&db.location).await.expect("nothing to do");
    assert!(store.run(&run("r")).await.expect("an answer").is_some());
    store.close().await;
}

pub async fn status_tells_what_is_applied(db: &Database) {
    let states = migration_states(&db.location).await.expect("the states");
    assert!(states.is_sorted_by(|a, b| a.version < b.version), "in order: {states:?}");
    assert!(!states.is_empty() && states.iter().all(|state| state.applied), "{states:?}");
    migrate_down(&db.location, 0).await.expect("taken back");
    let states = migration_states(&db.location).await.expect("the states");
    assert!(states.iter().all(|state| !state.applied), "{states:?}");
}
