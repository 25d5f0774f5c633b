//! Making jobs and setting their runs up.

use eventsource_stream::Eventsource as _;
use futures::StreamExt as _;
use futures::stream::BoxStream;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::{Answer, Api, Events, soon};

/// Where the jobs interface is.
pub const JOBS: &str = "/api/v1/jobs";

impl Api {
    /// Makes a job without files; answers it: `{job_id, job_run_id, …}`.
    pub async fn job(&self, name: &str) -> Value {
        self.post(&format!("{JOBS}/initiate"), &json!({"name": name, "files": []})).await.ok()
    }

    /// Uploads files by a form, each a path and its bytes.
    pub async fn upload(&self, job: &Value, files: &[(&str, &[u8])]) -> Answer {
        let mut form = Form::new();
        for (path, bytes) in files {
            let part = Part::bytes(bytes.to_vec()).file_name((*path).to_owned());
            form = form.part("files", part);
        }
        let path = job_path(job, "/files");
        self.send(self.request(Method::POST, &path).multipart(form)).await
    }

    /// Says that these fields, each a name and a data type, are looked for.
    pub async fn fields(&self, job: &Value, fields: &[(&str, &str)]) -> Answer {
        let field = |(name, kind): &(&str, &str)| json!({"field_name": name, "data_type_id": kind});
        let fields: Vec<_> = fields.iter().map(field).collect();
        self.put(&job_path(job, "/fields"), &json!({"fields": fields})).await
    }

    /// Waits until a submitted run has ended.
    ///
    /// # Panics
    /// If it does not end.
    pub async fn job_ended(&self, job: &Value) {
        let run = job["job_run_id"].as_str().expect("a run");
        let path = format!("/api/v1/runs/{run}/events");
        Events::follow(self.request(Method::GET, &path)).await.rest().await;
    }

    /// Submits a run.
    pub async fn submit_job(&self, job: &Value) -> Answer {
        self.post(&job_path(job, "/submit"), &json!({})).await
    }
}

/// The path of something of a job's run, such as `/files`.
///
/// # Panics
/// If `job` is not what making one answered.
#[must_use]
pub fn job_path(job: &Value, below: &str) -> String {
    let id = job["job_id"].as_str().expect("a job");
    let run = job["job_run_id"].as_str().expect("a run");
    let sign = if below.contains('?') { '&' } else { '?' };
    format!("{JOBS}/{id}{below}{sign}run_id={run}")
}

/// How many files lie below a folder.
#[must_use]
pub fn files_below(folder: &std::path::Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let count = |entry: std::fs::DirEntry| match entry.path() {
        path if path.is_dir() => files_below(&path),
        _ => 1,
    };
    entries.filter_map(Result::ok).map(count).sum()
}

/// The events of a job as they come.
pub struct JobEvents {
    events: BoxStream<'static, Value>,
    ids: Vec<(String, String)>,
}

impl JobEvents {
    /// Follows the stream at `path`, after the event with the id `after` if one is named.
    ///
    /// # Panics
    /// If there is no such stream.
    pub async fn follow(api: &Api, path: &str, after: Option<&str>) -> Self {
        let mut request = api.request(Method::GET, path);
        if let Some(after) = after {
            request = request.header("Last-Event-ID", after);
        }
        let response = soon("an answer", request.send()).await.expect("it answers");
        assert_eq!(response.status(), 200, "{path}");
        let events = response.bytes_stream().eventsource().map(|event| {
            let event = event.expect("an event");
            let mut data: Value = serde_json::from_str(&event.data).expect("JSON");
            data["id"] = event.id.into();
            data
        });
        Self { events: events.boxed(), ids: Vec::new() }
    }

    /// The next event.
    ///
    /// # Panics
    /// If none comes.
    pub async fn next(&mut self) -> Value {
        let event = soon("an event", self.events.next()).await.expect("another event");
        let text = |name: &str| event[name].as_str().unwrap_or_default().to_owned();
        self.ids.push((text("id"), text("type")));
        event
    }

    /// Goes on until an event of this type has come.
    ///
    /// # Panics
    /// If none comes.
    pub async fn until(&mut self, kind: &str) -> Vec<Value> {
        let mut all = Vec::new();
        loop {
            all.push(self.next().await);
            if all.last().is_some_and(|event| event["type"] == kind) {
                return all;
            }
        }
    }

    /// The id and the type of each event so far.
    #[must_use]
    pub fn ids(&self) -> &[(String, String)] {
        &self.ids
    }
}
