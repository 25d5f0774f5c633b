//! Automations: their events are there once, with the place after them; what comes of an event goes
//! step by step.

use annals_domain::{
    AutomationId, AutomationStatus as Status, DestinationKind, EventId, Mode, PageSize, TriggerKind,
};
use annals_store::{
    Account, Automation, AutomationStep, EventRun, Looked, NewEvent, SealedSecret, Store,
    StoreError,
};
use serde_json::json;

use super::fixture::Database;
use super::make::{at, created, first, run, task};

fn id(text: &str) -> AutomationId {
    text.parse().expect("an id")
}

fn event_id(text: &str) -> EventId {
    text.parse().expect("an id")
}

fn automation(name: &str, micros: i64) -> Automation {
    Automation {
        id: id(name),
        name: name.to_owned(),
        is_enabled: true,
        trigger: TriggerKind::Folder,
        trigger_config: json!({"path": "/in"}),
        job: task("t"),
        mode: Mode::Combined,
        destination: Some(DestinationKind::Mail),
        export_config: Some(json!({"to": ["a@b"]})),
        user_id: Some("ann".into()),
        created_at: at(micros),
        updated_at: at(micros),
        revision: 1,
        place: None,
        next_at: Some(at(micros)),
        looked_at: None,
        failures: 0,
        error: None,
    }
}

fn event(name: &str, key: &str) -> NewEvent {
    let files = json!([{"name": key}]);
    NewEvent { id: event_id(name), key: key.into(), about: format!("about {key}"), files }
}

fn looked(revision: i64, events: Vec<NewEvent>, place: &str) -> Looked {
    let place = Some(place.to_owned());
    Looked { revision, events, place, next_at: Some(at(900)), at: at(500) }
}

async fn with(store: &Store, names: &[&str]) {
    created(store, first("t", "r", 0)).await;
    for (name, micros) in names.iter().zip(10..) {
        store.create_automation(automation(name, micros), None).await.expect("made");
    }
}

pub async fn an_automation_is_kept_changed_listed_and_removed(db: &Database) {
    let store = db.store().await;
    with(&store, &["a", "b", "c"]).await;
    assert_eq!(store.automation(&id("a")).await.expect("found"), Some(automation("a", 10)));
    let page = store.automations(PageSize::new(2), None).await.expect("a page");
    let names = |page: &annals_domain::Page<Automation>| -> Vec<String> {
        page.items.iter().map(|row| row.name.clone()).collect()
    };
    assert_eq!(names(&page), ["c", "b"]);
    let next = page.next.map(|next| Store::automations_cursor(&next.encode()).expect("a cursor"));
    let page = store.automations(PageSize::new(2), next.as_ref()).await.expect("a page");
    assert_eq!((names(&page), page.next), (vec!["a".to_owned()], None));
    let changed = Automation { name: "new".into(), revision: 2, ..automation("a", 10) };
    assert!(store.change_automation(changed.clone(), false).await.expect("changed"));
    assert!(!store.change_automation(changed.clone(), false).await.expect("an old revision"));
    assert_eq!(store.automation(&id("a")).await.expect("found"), Some(changed));
    let orphan = Automation { job: task("nothing"), ..automation("d", 1) };
    let refused = store.create_automation(orphan, None).await.expect_err("no job");
    assert!(matches!(refused, StoreError::Gone("job")), "{refused}");
    assert!(store.delete_automation(&id("a")).await.expect("removed"));
    assert!(!store.delete_automation(&id("a")).await.expect("gone before"));
}

pub async fn an_event_is_there_once_and_with_it_the_place_after_it(db: &Database) {
    let store = db.store().await;
    with(&store, &["a", "b"]).await;
    let both = vec![event("e1", "k1"), event("e2", "k2")];
    let new = store.looked(&id("a"), looked(1, both, "p1")).await.expect("stored");
    assert_eq!(new, Some(2));
    let again = vec![event("e3", "k2"), event("e4", "k4")];
    let new = store.looked(&id("a"), looked(1, again, "p2")).await.expect("stored");
    assert_eq!(new, Some(1));
    // At another source the same is another event.
    let other = store.looked(&id("b"), looked(1, vec![event("e5", "k1")], "q")).await;
    assert_eq!(other.expect("stored"), Some(1));
    // What was seen of an older source is no news.
    let late = store.looked(&id("a"), looked(0, vec![event("e6", "k6")], "p0")).await;
    assert_eq!(late.expect("refused"), None);
    let stored = store.automation(&id("a")).await.expect("found").expect("there");
    assert_eq!(stored.place.as_deref(), Some("p2"));
    assert_eq!((stored.next_at, stored.looked_at), (Some(at(900)), Some(at(500))));
    let page = store.automation_runs(&id("a"), PageSize::new(2), None).await.expect("a page");
    let events: Vec<_> = page.items.iter().map(|row| row.event.to_string()).collect();
    assert_eq!(events, ["e4", "e2"]);
    let next = page.next.expect("more").encode();
    let next = Store::automation_runs_cursor(&next).expect("a cursor");
    let page = store.automation_runs(&id("a"), PageSize::new(2), Some(&next)).await;
    let rest = page.expect("a page").items;
    assert_eq!((rest.len(), rest[0].about.as_str()), (1, "about k1"));
    assert_eq!(rest[0].files, json!([{"name": "k1"}]));
    assert!(store.delete_automation(&id("a")).await.expect("removed"));
    assert_eq!(store.automation_run(&event_id("e1")).await.expect("gone with it"), None);
}

pub async fn what_is_due_is_looked_at_and_failures_are_shown(db: &Database) {
    let store = db.store().await;
    with(&store, &["a", "b"]).await;
    let off = Automation { is_enabled: false, revision: 2, ..automation("b", 11) };
    assert!(store.change_automation(off, false).await.expect("changed"));
    let due = |micros| {
        let store = store.clone();
        async move {
            let due = store.due_automations(at(micros)).await.expect("a list");
            due.iter().map(|row| row.name.clone()).collect::<Vec<_>>()
        }
    };
    assert_eq!((due(9).await, due(11).await), (vec![], vec!["a".to_owned()]));
    for _ in 0..2 {
        let times = (at(20), Some(at(30)));
        store.look_failed((&id("a"), 1), "it is away", times).await.expect("noted");
    }
    store.look_failed((&id("a"), 7), "another", (at(1), None)).await.expect("not this one");
    let failed = store.automation(&id("a")).await.expect("found").expect("there");
    assert_eq!((failed.failures, failed.error.as_deref()), (2, Some("it is away")));
    assert_eq!((due(29).await, due(30).await), (vec![], vec!["a".to_owned()]));
    store.looked(&id("a"), looked(1, Vec::new(), "p")).await.expect("stored");
    let good = store.automation(&id("a")).await.expect("found").expect("there");
    assert_eq!((good.failures, good.error), (0, None));
}

pub async fn each_step_is_taken_once_and_from_the_one_before(db: &Database) {
    let store = db.store().await;
    with(&store, &["a"]).await;
    store.looked(&id("a"), looked(1, vec![event("e", "k")], "p")).await.expect("stored");
    let step = |from, to| AutomationStep {
        from,
        to,
        run: EventRun::Same,
        exported: None,
        failures: 0,
        error: None,
        next_at: None,
        at: at(700),
    };
    let take =
        async |step| store.step_automation_run(&event_id("e"), step).await.expect("answered");
    assert_eq!(store.due_automation_runs(at(499)).await.expect("a list"), []);
    assert_eq!(store.due_automation_runs(at(500)).await.expect("a list").len(), 1);
    assert!(!take(step(Status::Importing, Status::Processing)).await);
    let said = |said| AutomationStep { run: said, ..step(Status::Waiting, Status::Waiting) };
    assert!(take(said(EventRun::Named(run("lost")))).await);
    assert!(!take(said(EventRun::Named(run("other")))).await, "a run is named once");
    assert!(take(said(EventRun::Another)).await);
    let row = store.automation_run(&event_id("e")).await.expect("found").expect("there");
    assert_eq!(row.run, None);
    assert!(take(said(EventRun::Named(run("r")))).await);
    let exported = Some(("a place".to_owned(), Some("a link".to_owned())));
    assert!(take(AutomationStep { exported, ..step(Status::Waiting, Status::Completed) }).await);
    let done = store.automation_run(&event_id("e")).await.expect("found").expect("there");
    assert_eq!(
        (done.status, done.run, done.ended_at),
        (Status::Completed, Some(run("r")), Some(at(700)))
    );
    assert_eq!(
        (done.exported_to.as_deref(), done.link.as_deref()),
        (Some("a place"), Some("a link"))
    );
    assert_eq!(store.due_automation_runs(at(9999)).await.expect("a list"), []);
}

pub async fn an_account_is_kept_encrypted_for_its_user(db: &Database) {
    let store = db.store().await;
    let account = |user: &str, nonce: u8| Account {
        user_id: user.into(),
        provider: "google".into(),
        address: "me@x".into(),
        scopes: "a b".into(),
        sealed: SealedSecret {
            name: format!("account/google/{user}"),
            key_id: "k".into(),
            nonce: vec![nonce],
            ciphertext: vec![0, 255],
        },
        created_at: at(1),
        updated_at: at(1),
    };
    for new in [account("", 1), account("ann", 2), account("ann", 3)] {
        store.put_account(new).await.expect("stored");
    }
    let found = async |user| store.account(user, "google").await.expect("answered");
    assert_eq!(found("").await, Some(account("", 1)));
    assert_eq!(found("ann").await, Some(account("ann", 3)));
    assert_eq!(found("bob").await, None);
    assert!(store.delete_account("ann", "google").await.expect("removed"));
    assert!(!store.delete_account("ann", "google").await.expect("gone before"));
}
