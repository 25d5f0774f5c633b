//! Everything that readers can be told of logs.

use std::sync::Arc;
use std::time::Duration;

use annals_domain::{Clock, IdSource, NodeName};
use annals_engine::{
    Engine, Error, KeySource, Leases, LineQuery, LogSearch, ObjectsAt, Parts, RetentionPolicy,
    Settings,
};

use super::support::World;
use crate::make::run;

/// A server that only reads.
pub async fn reader(world: &World) -> Engine {
    let clock: Arc<dyn Clock> = world.clock.clone();
    let hour = Duration::from_secs(3600);
    let parts = Parts {
        store: world.store.clone(),
        executors: Vec::new(),
        ids: IdSource::new(Arc::clone(&clock), || [7; 10]),
        clock,
        secret_bytes: || [7; 32],
        secret_key: KeySource::file(world.objects().join("secret.key")),
        settings: Settings {
            owner: "a reader".into(),
            host: "host".into(),
            executor: "local".into(),
            max_running: 0,
            api_url: None,
            max_log_bytes: i64::MAX,
            files: ObjectsAt::Folder(world.objects()),
            leases: Leases { lease: hour, patience: hour, boot_id: None },
            silence: hour,
            retention: RetentionPolicy::default(),
            extraction: annals_engine::ExtractionSettings::default(),
            jobs: annals_engine::JobSettings::default(),
            automations: annals_engine::AutomationSettings::default(),
        },
    };
    Engine::start(parts).await.expect("a server")
}

fn query(from: i64, to: i64, node: bool, q: Option<&str>) -> LineQuery {
    LineQuery {
        node: node.then(NodeName::main),
        from_line: Some(from),
        to_line: Some(to),
        q: q.map(str::to_owned),
    }
}

/// Everything that they can be told of a run's log.
pub async fn told(engine: &Engine, id: &str) -> Vec<String> {
    let id = run(id);
    let mut told = Vec::new();
    for (from, to) in [(1, 10_000), (1, 1), (500, 1600), (513, 513), (2560, 9999), (6000, 6001)] {
        for node in [true, false] {
            let lines = engine.lines(&id, query(from, to, node, None)).await.expect("lines");
            told.push(format!("{from}-{to} {node}: {lines:?}"));
        }
    }
    for node in [true, false] {
        let found = engine.lines(&id, query(1, 10_000, node, Some("00"))).await.expect("lines");
        told.push(format!("search: {found:?}"));
    }
    for limit in [100, 70_000, 10_000_000] {
        told.push(format!("tail: {:?}", engine.texts(&id, limit).await.expect("texts")));
    }
    told.push(format!("page: {:?}", engine.text_page(&id, 700, 900).await.expect("texts")));
    for node in [None, Some(NodeName::main()), Some(NodeName::setup())] {
        for range in [0..u64::MAX, 0..1, 70_000..70_010, 66_047..66_049, 300_000..600_000] {
            let bytes = bytes(engine, id.as_str(), node.as_ref(), range.clone()).await;
            told.push(format!(
                "{node:?} {range:?}: {}",
                String::from_utf8_lossy(&bytes.expect("bytes"))
            ));
        }
    }
    for after in [0, 1, 800] {
        let mut watch = engine.watch(&id, after).await.expect("a watch");
        while let Some(events) = watch.next().await.expect("events") {
            told.push(format!("events: {events:?}"));
        }
    }
    told
}

/// A stretch of a log as it was printed.
pub async fn bytes(
    engine: &Engine,
    id: &str,
    node: Option<&NodeName>,
    range: std::ops::Range<u64>,
) -> Result<Vec<u8>, Error> {
    let mut read = engine.log_text(&run(id), node).await?.read(range).await?;
    let mut bytes = Vec::new();
    while let Some(piece) = read.next().await? {
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// What searches through all logs find and look at: a rare text, and one that stands in so many
/// lines that some of those around a hit lie in another block.
pub async fn found(engine: &Engine) -> Vec<String> {
    let mut found = search(engine, "f0").await.expect("hits");
    found.extend(search(engine, "00ff").await.expect("hits"));
    found
}

/// The same for any text.
pub async fn search(engine: &Engine, q: &str) -> Result<Vec<String>, Error> {
    let search = LogSearch { q: q.into(), limit: 10_000, ..LogSearch::default() };
    let mut hits = engine.search_logs(search)?;
    let mut told = Vec::new();
    while let Some(some) = hits.next().await? {
        for hit in some {
            let (line, around) = (hit.line, (hit.before, hit.after));
            told.push(format!("{} {} {line:?} {around:?}", hit.run.id, hit.node));
        }
    }
    let summary = hits.summary();
    let (runs, skipped) = (summary.searched_runs, summary.skipped_blocks);
    told.push(format!("in {runs} runs, {skipped} skipped, {} damaged", summary.damaged_blocks));
    Ok(told)
}
