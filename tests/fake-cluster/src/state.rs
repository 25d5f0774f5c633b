//! What there is, and what happened to it.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tokio::sync::watch;

use crate::faults::Faults;

/// What all connections share.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    state: Mutex<State>,
    faults: Mutex<Faults>,
    /// Tells that something is new.
    news: watch::Sender<()>,
    /// How often all answers were broken off.
    cuts: watch::Sender<u64>,
    /// How many logs are being read.
    readers: AtomicUsize,
}

/// That a log is being read, for as long as this lives.
pub(crate) struct Reader<'s>(&'s Shared);

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        self.0.readers.fetch_sub(1, Ordering::SeqCst);
        self.0.tell();
    }
}

impl Shared {
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what there is, and tells those who wait.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let changed = change(&mut self.state());
        self.news.send_replace(());
        changed
    }

    /// A log is being read from now on.
    pub(crate) fn reader(&self) -> Reader<'_> {
        self.readers.fetch_add(1, Ordering::SeqCst);
        Reader(self)
    }

    pub(crate) fn readers(&self) -> usize {
        self.readers.load(Ordering::SeqCst)
    }

    /// Tells those who wait to look again.
    pub(crate) fn tell(&self) {
        self.news.send_replace(());
    }

    pub(crate) fn news(&self) -> watch::Receiver<()> {
        self.news.subscribe()
    }

    pub(crate) fn cut(&self) {
        self.cuts.send_modify(|cuts| *cuts += 1);
    }

    pub(crate) fn cuts(&self) -> watch::Receiver<u64> {
        self.cuts.subscribe()
    }

    /// Waits until `it` holds.
    pub(crate) async fn until(&self, it: impl Fn() -> bool) {
        let mut news = self.news();
        while !it() {
            // Never an error: the other end is here.
            let _ = news.changed().await;
        }
    }
}

/// Something that happened to an object.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) version: u64,
    pub(crate) plural: String,
    pub(crate) kind: &'static str,
    pub(crate) object: Arc<Value>,
}

/// What there is.
#[derive(Debug, Default)]
pub(crate) struct State {
    version: u64,
    /// What happened at or before this version is forgotten.
    oldest: u64,
    /// How many Workflows were made.
    made: usize,
    objects: HashMap<String, BTreeMap<String, Arc<Value>>>,
    events: Vec<Event>,
    logs: HashMap<String, Vec<String>>,
}

impl State {
    pub(crate) const fn version(&self) -> u64 {
        self.version
    }

    pub(crate) const fn made(&self) -> usize {
        self.made
    }

    pub(crate) fn names(&self, plural: &str) -> Vec<String> {
        self.objects.get(plural).map(|all| all.keys().cloned().collect()).unwrap_or_default()
    }

    pub(crate) fn get(&self, plural: &str, name: &str) -> Option<Arc<Value>> {
        self.objects.get(plural)?.get(name).cloned()
    }

    /// The objects after the one called `after`, by name.
    pub(crate) fn list(&self, plural: &str, after: &str) -> Vec<Arc<Value>> {
        let all = self.objects.get(plural).into_iter().flatten();
        all.filter(|(name, _)| after.is_empty() || name.as_str() > after)
            .map(|(_, object)| Arc::clone(object))
            .collect()
    }

    /// Makes an object; none if there is one of its name.
    pub(crate) fn create(&mut self, plural: &str, object: Value) -> Option<Arc<Value>> {
        let known = self.get(plural, &name_of(&object)).is_some();
        self.made += usize::from(plural == "workflows" && !known);
        (!known).then(|| self.put(plural, object))
    }

    pub(crate) fn put(&mut self, plural: &str, mut object: Value) -> Arc<Value> {
        let name = name_of(&object);
        let known = self.get(plural, &name).is_some();
        self.version += 1;
        let metadata = &mut object["metadata"];
        metadata["resourceVersion"] = json!(self.version.to_string());
        if metadata["uid"].is_null() {
            metadata["uid"] = json!(format!("uid-{}", self.version));
        }
        let object = Arc::new(object);
        self.objects.entry(plural.to_owned()).or_default().insert(name, Arc::clone(&object));
        self.happened(plural, if known { "MODIFIED" } else { "ADDED" }, Arc::clone(&object));
        object
    }

    /// Changes an object by a merge patch; none if it is not there.
    pub(crate) fn patch(&mut self, plural: &str, name: &str, patch: &Value) -> Option<Arc<Value>> {
        let mut object = Value::clone(&*self.get(plural, name)?);
        merge(&mut object, patch);
        Some(self.put(plural, object))
    }

    /// Removes an object, a Workflow's pods with it; none if it is not there.
    pub(crate) fn delete(&mut self, plural: &str, name: &str) -> Option<Arc<Value>> {
        let gone = self.objects.get_mut(plural)?.remove(name)?;
        self.version += 1;
        let mut last = Value::clone(&gone);
        last["metadata"]["resourceVersion"] = json!(self.version.to_string());
        self.happened(plural, "DELETED", Arc::new(last));
        if plural == "workflows" {
            for pod in self.list("pods", "") {
                if pod["metadata"]["labels"]["workflows.argoproj.io/workflow"] == name {
                    self.delete("pods", &name_of(&pod));
                }
            }
        }
        Some(gone)
    }

    fn happened(&mut self, plural: &str, kind: &'static str, object: Arc<Value>) {
        let plural = plural.to_owned();
        self.events.push(Event { version: self.version, plural, kind, object });
    }

    pub(crate) fn forget_events(&mut self) {
        self.version += 1;
        self.oldest = self.version;
        self.events.clear();
    }

    /// What happened after `version`; none if that is forgotten.
    pub(crate) fn since(&self, plural: &str, version: u64) -> Option<Vec<Event>> {
        let from = self.events.partition_point(|event| event.version <= version);
        let events = self.events[from..].iter().filter(|event| event.plural == plural);
        (version >= self.oldest).then(|| events.cloned().collect())
    }

    pub(crate) fn print(&mut self, pod: &str, line: String) {
        self.logs.entry(pod.to_owned()).or_default().push(line);
    }

    /// The lines of a pod's log after the first `from`.
    pub(crate) fn log(&self, pod: &str, from: usize) -> Vec<String> {
        self.logs.get(pod).map(|all| all[from.min(all.len())..].to_vec()).unwrap_or_default()
    }
}

pub(crate) fn name_of(object: &Value) -> String {
    object["metadata"]["name"].as_str().unwrap_or_default().to_owned()
}

/// RFC 7396.
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(changes) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = json!({});
    }
    for (name, change) in changes {
        match (change, target.as_object_mut()) {
            (Value::Null, Some(object)) => drop(object.remove(name)),
            _ => merge(&mut target[name], change),
        }
    }
}
