//! What must hold once everything has ended.

use std::collections::{BTreeMap, HashMap};

use annals_tests::{Event, Run, Server, mentioning};
use serde_json::{Value, json};

use super::client::{Cancel, Known};
use super::watcher::Watcher;

/// Checks everything; there are `others` tasks that are not of this load.
pub async fn all(server: &Server, known: Vec<Known>, watchers: Vec<Watcher>, others: usize) {
    let mut all_events = HashMap::new();
    for known in &known {
        let events = server.events(&known.run, 0).await.rest().await;
        outcome(server, known).await;
        lines(known, &events);
        sequence(&known.run, &events);
        written(server, known).await;
        all_events.insert(known.run.id.clone(), events);
    }
    let (runs, watched) = (known.len(), watchers.len());
    for watcher in watchers {
        let run = watcher.run.clone();
        let seen = watcher.seen().await;
        sequence(&run, &seen);
        saw_all(&run, &flat(&seen), &flat(&all_events[&run.id]));
    }
    numbers(server, &known, others).await;
    timelines(server, &known).await;
    nothing_is_left(server).await;
    let printed: usize = all_events.values().flatten().map(|event| event.lines().len()).sum();
    eprintln!("{runs} runs, {printed} lines, {watched} watchers: all there, once");
}

/// The run ended as its program does.
async fn outcome(server: &Server, known: &Known) {
    let whole = server.whole(&known.run).await;
    let code = known.program.exit;
    let expected = match known.cancel {
        Cancel::Acknowledged => json!(["cancelled", null]),
        _ if code == 0 => json!(["success", 0]),
        _ => json!(["failure", code]),
    };
    let exit =
        if whole["status"] == "cancelled" { &Value::Null } else { &whole["nodes"][1]["exit_code"] };
    assert_eq!(json!([whole["status"], exit]), expected, "{whole}");
    if whole["status"] != "cancelled" {
        assert_eq!(whole["nodes"][1]["log"]["end"]["kind"], "complete", "{whole}");
    }
}

/// Every line once, in the order of its stream, and counted right.
fn lines(known: &Known, events: &[Event]) {
    let all: Vec<_> =
        events.iter().flat_map(Event::lines).filter(|l| l["node"] == "main").collect();
    let of = |stream: &str| -> Vec<String> {
        let lines = all.iter().filter(|line| line["stream"] == stream);
        lines.map(|line| line["line"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let (stdout, stderr) = (of("stdout"), of("stderr"));
    assert!(known.program.is_whole(&stdout, &stderr), "{known:?}: {stdout:?} {stderr:?}");
    let numbers: Vec<_> = all.iter().map(|line| line["line_no"].as_u64()).collect();
    assert_eq!(numbers, (1..=all.len() as u64).map(Some).collect::<Vec<_>>(), "{known:?}");
}

/// The run's one sequence has neither gap nor repeat.
fn sequence(run: &Run, events: &[Event]) {
    let last = events.last().map_or(0, |event| event.id);
    let places: Vec<_> = events.iter().flat_map(Event::covers).collect();
    assert_eq!(places, (1..=last).collect::<Vec<_>>(), "run {}", run.id);
}

/// What was seen is all that happened up to the end; later entries are for later readers.
fn saw_all(run: &Run, seen: &[String], all: &[String]) {
    let (end, seen) = seen.split_last().expect("an end");
    let (same_end, all) = all.split_last().expect("an end");
    assert_eq!(end, same_end, "run {}", run.id);
    let differs = seen.iter().zip(all).position(|(seen, there)| seen != there);
    assert_eq!(differs, None, "run {}: {seen:?} is not the beginning of {all:?}", run.id);
    let later = &all[seen.len().min(all.len())..];
    assert!(seen.len() <= all.len(), "run {}: {seen:?} is more than {all:?}", run.id);
    assert!(later.iter().all(|text| text.starts_with("history ")), "run {}: {later:?}", run.id);
}

/// The same things, however they were cut into events.
fn flat(events: &[Event]) -> Vec<String> {
    let of = |event: &Event| match event.kind.as_str() {
        "lines" => event.lines().iter().map(Value::to_string).collect(),
        // Its place is that of the last thing before it.
        "end" => vec![event.data.to_string()],
        kind => vec![format!("{kind} {}", event.data)],
    };
    events.iter().flat_map(of).collect()
}

/// Tags that were acknowledged are there.
async fn written(server: &Server, known: &Known) {
    let tags = server.whole(&known.run).await["tags"].clone();
    let is = |expected: &Vec<String>| tags == json!(expected);
    assert!(known.tags.iter().any(is), "{tags}: {known:?}");
}

/// Each task's runs are numbered 1, 2, 3…, and each has the number that was answered.
async fn numbers(server: &Server, known: &[Known], others: usize) {
    let mut tasks: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for known in known {
        tasks.entry(&known.run.task).or_default().push(known.run.number);
    }
    assert_eq!(count_tasks(server).await, tasks.len() + others);
    for (task, mut answered) in tasks {
        answered.sort_unstable();
        let page = server.get(&format!("/api/v1/tasks/{task}/runs?limit=100")).await.ok();
        let mut there: Vec<_> = page["runs"].as_array().expect("runs").iter().collect();
        there.reverse();
        let numbers: Vec<_> = there.iter().map(|run| run["runNumber"].as_i64()).collect();
        assert_eq!(numbers, (1..=there.len()).map(|n| i64::try_from(n).ok()).collect::<Vec<_>>());
        assert_eq!(answered, (1..=answered.len() as i64).collect::<Vec<_>>(), "{task}: {page}");
        assert_eq!(there.len(), answered.len(), "{task}: {page}");
    }
}

async fn count_tasks(server: &Server) -> usize {
    let (mut count, mut cursor) = (0, String::new());
    loop {
        let page = server.get(&format!("/api/v1/tasks?limit=100{cursor}")).await.ok();
        count += page["tasks"].as_array().map_or(0, Vec::len);
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return count,
        }
    }
}

/// Every note is in its task's timeline, once, and the timeline has no hole.
async fn timelines(server: &Server, known: &[Known]) {
    let mut tasks: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    for known in known {
        tasks.entry(&known.run.task).or_default().extend(&known.notes);
    }
    for (task, mut notes) in tasks {
        let path = format!("/api/v1/tasks/{task}/history?limit=500");
        let page = server.get(&path).await.ok();
        let entries = page["entries"].as_array().expect("entries");
        let mut places: Vec<_> = entries.iter().map(|entry| entry["n"].as_i64()).collect();
        places.sort_unstable();
        assert_eq!(places, (1..=entries.len()).map(|n| i64::try_from(n).ok()).collect::<Vec<_>>());
        let turns = entries.iter().filter(|entry| entry["context_type"] == "agent_turn");
        let mut turns: Vec<_> = turns.filter_map(|entry| entry["content"].as_str()).collect();
        turns.sort_unstable();
        notes.sort_unstable();
        assert_eq!(turns, notes, "{task}");
    }
}

/// No process and no folder of any attempt is left.
pub async fn nothing_is_left(server: &Server) {
    let attempts = server.data().join("attempts");
    annals_tests::soon("the end of everything", async {
        loop {
            let folders = std::fs::read_dir(&attempts).map_or(0, Iterator::count);
            // The server itself names the folder.
            if folders == 0 && mentioning(server.data()).len() == 1 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    })
    .await;
}
