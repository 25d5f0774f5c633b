//! Objects that are lost or changed, and values that are masked in them.

use annals_domain::{NodeName, Retention};
use annals_engine::{Collector, Error, Leak, ObjectsAt, RetentionPolicy};

use super::offload::{made, object};
use super::readers::{bytes, found, reader, search, told};
use super::support::{Made, World};
use crate::fixture::Database;
use crate::make::run;

/// A day with two runs whose logs lie in the object store.
async fn moved(db: &Database) -> World {
    let mut world = World::new(db).await;
    for id in ["a", "b"] {
        world.make(&Made { files: 0, ..made(id, 90) }).await;
    }
    world.offload_after_ms = Some(0);
    assert_eq!(world.collect(Retention::default()).await.offloaded.runs, 2);
    world
}

fn is_lost<T: std::fmt::Debug>(answer: Result<T, Error>) {
    assert!(matches!(answer, Err(Error::Lost(_))), "{answer:?}");
}

/// Never an empty log, whichever way it is read.
pub async fn what_is_lost_is_told(db: &Database) {
    let world = moved(db).await;
    let engine = reader(&world).await;
    let (before, hits) = (told(&engine, "a").await, found(&engine).await);
    let (path, of_b) = (object(&world, "a"), told(&engine, "b").await);
    let whole = std::fs::read(&path).expect("the object");
    let mut changed = whole.clone();
    changed[1000] ^= 1;
    let mut in_filter = whole.clone();
    let filters = whole.len() - 8 * 1024;
    in_filter[filters] ^= 1;
    for other in
        [None, Some(&whole[..whole.len() - 1]), Some(&whole[1..]), Some(&[][..]), Some(&changed)]
    {
        match other {
            None => std::fs::remove_file(&path).expect("removed"),
            Some(other) => std::fs::write(&path, other).expect("changed"),
        }
        let id = run("a");
        is_lost(engine.lines(&id, Default::default()).await);
        is_lost(engine.texts(&id, usize::MAX).await);
        is_lost(engine.text_page(&id, 0, 9).await);
        is_lost(bytes(&engine, "a", Some(&NodeName::main()), 0..9).await);
        match engine.watch(&id, 1).await {
            Ok(mut watch) => is_lost(watch.next().await),
            Err(error) => is_lost::<()>(Err(error)),
        }
        let told_of_b = search(&engine, "00ff").await.expect("hits");
        assert!(told_of_b.iter().all(|hit| !hit.starts_with("a ")));
        assert!(told_of_b.last().is_some_and(|end| end.ends_with("1 damaged")), "{told_of_b:?}");
        assert_eq!(told(&engine, "b").await, of_b, "another one is read");
    }
    // A filter that is wrong would hide lines.
    std::fs::write(&path, &in_filter).expect("changed");
    let told_of_b = search(&engine, "00ff").await.expect("hits");
    assert!(told_of_b.last().is_some_and(|end| end.ends_with("1 damaged")), "{told_of_b:?}");
    std::fs::write(&path, &whole).expect("as it was");
    assert_eq!(told(&engine, "a").await, before);
    assert_eq!(found(&engine).await, hits);
    engine.stop().await;
}

fn collector(world: &World) -> Collector {
    let objects = ObjectsAt::Folder(world.objects());
    let policy = RetentionPolicy::default();
    Collector::open(world.store.clone(), &objects, world.clock.clone(), policy, "scrub".into())
        .expect("a collector")
}

/// The lines of a run with their numbers and times.
async fn lines_of(engine: &annals_engine::Engine, id: &str) -> Vec<String> {
    let found = engine.lines(&run(id), Default::default()).await.expect("lines");
    let told = |(node, line): (NodeName, annals_domain::ledger::Line)| {
        let text = line.text().into_owned();
        format!("{} {node} {} {:?} {} {text}", line.seq, line.number, line.stream, line.at)
    };
    found.lines.into_iter().map(told).collect()
}

/// A line of run `a` that nothing else holds.
async fn secret(engine: &annals_engine::Engine) -> String {
    let whole = bytes(engine, "a", Some(&NodeName::main()), 0..u64::MAX).await.expect("bytes");
    let whole = String::from_utf8(whole).expect("text");
    whole.lines().nth(700).expect("a line").to_owned()
}

pub async fn a_value_is_masked_in_moved_logs(db: &Database) {
    let world = moved(db).await;
    let engine = reader(&world).await;
    let (before, of_b) = (told(&engine, "a").await, told(&engine, "b").await);
    let lines = lines_of(&engine, "a").await;
    let secret = secret(&engine).await;
    let leak = Leak::new(&secret).expect("a value");
    let collector = collector(&world);
    let said = leak.scrub(&collector, true).await.expect("a dry run");
    assert_eq!(told(&engine, "a").await, before, "a dry run changes nothing");
    let b_as_it_was =
        std::fs::metadata(object(&world, "b")).expect("b").modified().expect("a time");
    let mut watch = engine.watch(&run("a"), 0).await.expect("a watch");
    watch.next().await.expect("events");
    let done = leak.scrub(&collector, false).await.expect("masked");
    assert_eq!((&said, said.damaged_blocks), (&done, 0));
    assert_eq!(done.rows, [("offloaded_blocks".to_owned(), 1)]);
    assert_eq!(done.in_logs, [run("a")].into());
    while let Some(events) = watch.next().await.expect("who reads meanwhile goes on") {
        assert!(!format!("{events:?}").contains(&secret));
    }
    let masked: Vec<_> = lines.iter().map(|line| line.replace(&secret, "***")).collect();
    assert_ne!(masked, lines);
    assert_eq!(lines_of(&engine, "a").await, masked);
    assert_eq!(search(&engine, &secret).await.expect("hits").len(), 1, "no line is found");
    for node in [None, Some(NodeName::main())] {
        let size = engine.log_text(&run("a"), node.as_ref()).await.expect("a log").size();
        let text = bytes(&engine, "a", node.as_ref(), 0..u64::MAX).await.expect("bytes");
        let text = String::from_utf8(text).expect("text");
        assert_eq!((text.len() as u64, text.contains(&secret)), (size, false));
        let end = bytes(&engine, "a", node.as_ref(), size - 9..size).await.expect("bytes");
        assert_eq!(end, &text.as_bytes()[text.len() - 9..]);
    }
    assert_eq!(told(&engine, "b").await, of_b);
    let b_now = std::fs::metadata(object(&world, "b")).expect("b").modified().expect("a time");
    assert_eq!(b_now, b_as_it_was, "what does not hold it is not written");
    assert_eq!(leak.scrub(&collector, false).await.expect("masked").rows, []);
    engine.stop().await;
}

/// Whoever masks may be ended after the object was written and before its bytes are counted anew.
pub async fn masking_that_is_cut_short_is_made_whole(db: &Database) {
    let world = moved(db).await;
    let engine = reader(&world).await;
    let secret = secret(&engine).await;
    let leak = Leak::new(&secret).expect("a value");
    leak.scrub(&collector(&world), false).await.expect("masked");
    let size = engine.log_text(&run("a"), None).await.expect("a log").size();
    let longer = "UPDATE nodes SET log_bytes = log_bytes + 125 WHERE run_id = 'a' AND idx = 1";
    db.execute(longer).await;
    assert_eq!(engine.log_text(&run("a"), None).await.expect("a log").size(), size + 125);
    leak.scrub(&collector(&world), false).await.expect("masked");
    assert_eq!(engine.log_text(&run("a"), None).await.expect("a log").size(), size);
    // While logs are moved, nothing is masked: what was just read might be written back.
    let (now, later) = (super::support::noon(100), super::support::noon(101));
    assert!(world.store.take_lease("retention", "another", now, later).await.expect("taken"));
    let refused = leak.scrub(&collector(&world), false).await.expect_err("refused");
    assert!(matches!(refused, Error::Conflict(_)), "{refused:?}");
    engine.stop().await;
}
