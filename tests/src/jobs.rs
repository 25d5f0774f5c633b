//! Making jobs and setting their runs up.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::{Answer, Api};

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
