//! A task in a folder of its own.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use annals_domain::{
    DataType, Endpoint, EngineName, EngineRef, Extract, ExtractOrder, FieldSpec, FileGroup,
    FileRef, Mode,
};
use serde_json::Value;

/// A task in a folder of its own.
pub struct Task {
    folder: tempfile::TempDir,
    order: ExtractOrder,
    key: Option<String>,
}

impl Task {
    pub fn new(fields: &[(&str, DataType)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("files")).expect("a folder");
        let field = |(name, data_type): &(&str, DataType)| FieldSpec {
            field_name: (*name).to_owned(),
            data_type: *data_type,
            prompt: None,
        };
        let engine = EngineRef {
            name: EngineName::Builtin,
            version: annals_extract::VERSION.into(),
            model: None,
            endpoint: None,
        };
        let task = "t1".parse().expect("a name");
        let (mode, path) = (Mode::Individual, "in".to_owned());
        let group = FileGroup { task, mode, path, files: Vec::new() };
        let work = Extract { fields: fields.iter().map(field).collect(), group, engine };
        let place = folder.path().to_owned();
        let order = ExtractOrder { work, endpoint: None, of_run: place.clone(), of_machine: place };
        Self { folder, order, key: None }
    }

    /// Adds a file that is there.
    pub fn file(mut self, path: &str, bytes: &[u8]) -> Self {
        let id = format!("f{}", self.order.work.group.files.len());
        std::fs::write(self.folder.path().join("files").join(&id), bytes).expect("written");
        self.order.work.group.files.push(FileRef {
            id: id.parse().expect("an id"),
            path: path.into(),
            object: String::new(),
            bytes: i64::try_from(bytes.len()).expect("a size"),
            sha256: Some(annals_domain::digest(bytes)),
            media_type: None,
        });
        self
    }

    pub fn document(self, name: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents").join(name);
        self.file(&format!("in/{name}"), &std::fs::read(path).expect("a document of the set"))
    }

    pub fn place(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Lets a model be asked at `url`.
    pub fn asking(mut self, url: &str) -> Self {
        self.order.work.engine.name = EngineName::Openai;
        self.order.endpoint = Some(Endpoint {
            url: url.to_owned(),
            model: "a-model".to_owned(),
            timeout_ms: 60_000,
            max_tokens: 1000,
            max_characters: 100_000,
            requests_a_minute: None,
            retries: 4,
            token_budget: None,
        });
        self
    }

    pub fn changed(mut self, change: impl FnOnce(&mut Endpoint)) -> Self {
        change(self.order.endpoint.as_mut().expect("a model is asked"));
        self
    }

    pub fn with_key(mut self, key: &str) -> Self {
        self.key = Some(key.to_owned());
        self
    }

    /// What was kept with the run under this name.
    pub fn kept(&self, name: &str) -> Value {
        serde_json::from_slice(&std::fs::read(self.place(name)).expect("kept")).expect("JSON")
    }

    fn command(&self) -> Command {
        let order = serde_json::to_vec(&self.order).expect("JSON");
        std::fs::write(self.place("inputs.json"), order).expect("written");
        let mut command = Command::new(env!("CARGO_BIN_EXE_annals-extract-reader"));
        command
            .arg("extract-step")
            .env("NO_PROXY", "127.0.0.1")
            .env("ANNALS_INPUTS", self.place("inputs.json"))
            .env("ANNALS_OUTPUTS", self.place("outputs.json"))
            .env("ANNALS_FILES", self.place("files"))
            .env("ANNALS_ARTIFACTS", self.place(""))
            .envs(self.key.as_ref().map(|key| (Endpoint::KEY_VARIABLE, key)));
        command
    }

    /// Carries it out: whether it succeeded, what it answered, what it said.
    pub fn run(&self) -> (bool, Value, String) {
        let Output { status, stdout, .. } = self.command().output().expect("started");
        let answer = self.kept("outputs.json");
        (status.success(), answer, String::from_utf8(stdout).expect("UTF-8"))
    }

    /// Begins to carry it out.
    pub fn start(&self) -> Begun {
        let mut child = self.command().stdout(Stdio::piped()).spawn().expect("started");
        let said = BufReader::new(child.stdout.take().expect("a pipe"));
        Begun { child, said }
    }
}

/// A task that goes on.
pub struct Begun {
    child: Child,
    said: BufReader<ChildStdout>,
}

impl Begun {
    /// The first line that begins so.
    pub fn until(&mut self, start: &str) -> String {
        let lines = self.said.by_ref().lines().map(|line| line.expect("a line"));
        let mut lines = lines.skip_while(|line| !line.starts_with(start));
        lines.next().expect("such a line")
    }

    pub fn end(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }
}
