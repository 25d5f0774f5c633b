//! What the process of one task of a job is told.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::Extract;

/// How a language model is asked. Its key is not among this: it is told in confidence, as the
/// secret [`Endpoint::KEY`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// The URL below which `/chat/completions` lies: `https://api.openai.com/v1`.
    pub url: String,
    /// The model.
    pub model: String,
    /// How long one request may take, in milliseconds.
    pub timeout_ms: u64,
    /// The most tokens of one answer.
    pub max_tokens: u64,
    /// The most characters of documents that are sent for one task.
    pub max_characters: usize,
    /// The most requests a minute from this machine; none is as many as there are.
    pub requests_a_minute: Option<u32>,
    /// How often a request that failed in passing is sent again.
    pub retries: u32,
    /// The most tokens, asked and answered, of one run; none is no limit.
    pub token_budget: Option<u64>,
}

impl Endpoint {
    /// What its key is called among the secrets of a run. No person's secret can have this name.
    pub const KEY: &'static str = "extraction api key";
    /// The environment variable that a task's process finds the key in.
    pub const KEY_VARIABLE: &'static str = "ANNALS_EXTRACTION_KEY";
}

/// What the process of one task is told, as the JSON at `ANNALS_INPUTS`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtractOrder {
    /// What it does.
    pub work: Extract,
    /// How a model is asked, if the engine is one.
    pub endpoint: Option<Endpoint>,
    /// A folder that all tasks of the run share.
    pub of_run: PathBuf,
    /// A folder that all runs on this machine share.
    pub of_machine: PathBuf,
}
