//! Servers that share a database: telling that they are there, taking over from each other.

use annals_domain::Place;
use annals_store::{Append, OpenRun, ServerRow, Store, StoreError, Successor, Takeover};

use super::fixture::Database;
use super::make::{DAY, again, append, at, begun, block, created, entry, first, run};

/// A server as it was seen at `seen` microseconds.
fn server(id: &str, seen: i64) -> ServerRow {
    let (id, host) = (id.to_owned(), format!("host of {id}"));
    ServerRow { id, host, boot_id: Some("boot".into()), seen_at: at(seen), lease_ms: 60_000 }
}

fn heir() -> Successor<'static> {
    Successor { id: "heir", host: "host of heir", at: at(50), follows: &[] }
}

async fn take(store: &Store, gone: &ServerRow, which: Takeover) -> Vec<(String, i64)> {
    let taken = store.take_over(gone, heir(), which).await.expect("taken over");
    taken.iter().map(|run| (run.id.to_string(), run.epoch)).collect()
}

async fn open_runs(store: &Store, owner: &str) -> Vec<String> {
    let open: Vec<OpenRun> = store.open_runs(owner).await.expect("the runs");
    open.iter().map(|run| run.id.to_string()).collect()
}

pub async fn a_server_is_there_once(db: &Database) {
    let store = db.store().await;
    assert_eq!(store.servers().await.expect("none"), []);
    for seen in [1, 2] {
        store.announce_server(server("a", seen)).await.expect("told");
    }
    let without_boot = ServerRow { boot_id: None, ..server("b", 3) };
    store.announce_server(without_boot.clone()).await.expect("told");
    let mut all = store.servers().await.expect("both");
    all.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(all, [server("a", 2), without_boot]);
}

/// A run of `server` that has begun, and one that has not.
async fn two_runs(store: &Store) {
    assert_eq!(begun(store, "t", "ran").await, 1);
    created(store, again("t", "waits", 2)).await;
    store.announce_server(server("server", 1)).await.expect("told");
}

pub async fn what_waits_goes_first_and_what_ran_with_a_new_epoch(db: &Database) {
    let store = db.store().await;
    two_runs(&store).await;
    let gone = server("server", 1);
    assert_eq!(take(&store, &gone, Takeover::Waiting).await, [("waits".to_owned(), 0)]);
    assert_eq!(take(&store, &gone, Takeover::Waiting).await, []);
    assert_eq!(open_runs(&store, "server").await, ["ran"]);
    assert_eq!(take(&store, &gone, Takeover::All).await, [("ran".to_owned(), 2)]);
    assert_eq!(open_runs(&store, "server").await, [""; 0]);
    assert_eq!(open_runs(&store, "heir").await, ["ran", "waits"]);
    assert_eq!(store.servers().await.expect("none"), []);
    let attempts = store.attempts(&run("ran")).await.expect("both");
    assert_eq!((attempts.len(), attempts[1].host.as_str()), (2, "host of heir"));
    // The old owner's writes change nothing.
    let late = append(1, vec![block(1, &["late"])], Vec::new());
    let refused = store.append(&run("ran"), DAY, late).await.expect_err("an old attempt");
    assert!(matches!(refused, StoreError::Transition(_)), "{refused}");
}

pub async fn what_can_be_followed_goes_on_from_its_place(db: &Database) {
    let store = db.store().await;
    two_runs(&store).await;
    let place = Place { position: 7, mark: Some("mark".into()) };
    let seen = Append {
        position: place.position,
        mark: place.mark.clone(),
        ..append(1, Vec::new(), vec![entry("seen")])
    };
    store.append(&run("ran"), DAY, seen).await.expect("appended");
    for (id, epoch) in [("heir", 2), ("heir of heir", 3)] {
        let gone = server(if epoch == 2 { "server" } else { "heir" }, 1);
        store.announce_server(gone.clone()).await.expect("told");
        let by = Successor { id, follows: &["local"], ..heir() };
        let taken = store.take_over(&gone, by, Takeover::Waiting).await.expect("taken over");
        let ran = taken.iter().find(|open| open.id == run("ran")).expect("it is among them");
        assert_eq!((ran.epoch, ran.launched), (epoch, 1));
        assert_eq!(store.launched(&run("ran"), epoch).await.expect("an answer"), 1);
        assert_eq!(store.place(&run("ran"), DAY, epoch).await.expect("a place"), place);
    }
    let open = store.open_runs_on("local").await.expect("both");
    let launched: Vec<_> = open.iter().map(|open| open.launched).collect();
    assert_eq!(launched, [1, 0]);
    assert_eq!(store.open_runs_on("argo").await.expect("none"), []);
}

pub async fn a_server_that_moved_loses_nothing(db: &Database) {
    let store = db.store().await;
    two_runs(&store).await;
    store.announce_server(server("server", 2)).await.expect("told");
    for which in [Takeover::Waiting, Takeover::All] {
        assert_eq!(take(&store, &server("server", 1), which).await, []);
    }
    assert_eq!(open_runs(&store, "server").await, ["ran", "waits"]);
    assert_eq!(store.servers().await.expect("one").len(), 1);
}

pub async fn a_run_begins_at_its_own_server_only(db: &Database) {
    let store = db.store().await;
    created(&store, first("t", "r", 0)).await;
    let other = store.begin_own_attempt(&run("r"), "other", "host", at(1)).await;
    assert!(matches!(other, Err(StoreError::Taken)), "{other:?}");
    let own = store.begin_own_attempt(&run("r"), "server", "host", at(1)).await;
    assert_eq!(own.expect("its own"), 1);
}
