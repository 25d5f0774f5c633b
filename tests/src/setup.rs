//! How a test's server is to be set up.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::process::Command;

use crate::annals;
use crate::cluster::{Share, on_cluster};
use crate::database::{Database, Storage};
use crate::server::Server;
use crate::shared;

/// A server that is not started yet.
#[derive(Debug, Clone)]
pub struct Setup {
    database: Database,
    storage: Option<Arc<Storage>>,
    listen: String,
    arguments: Vec<String>,
    variables: Vec<(String, String)>,
    pub(crate) own_environments: bool,
    /// The size of the disk that its data is on, in MiB; none means that of all other files.
    pub(crate) small_disk: Option<u32>,
    /// What it has on the cluster, if it carries its runs out there, and its steps' variables.
    share: Option<Arc<Share>>,
    steps: Vec<(String, String)>,
}

impl Setup {
    /// A server on a database of its own, with nothing else out of the ordinary.
    pub(crate) fn new(database: Database) -> Self {
        Self {
            database,
            storage: None,
            listen: "127.0.0.1:0".to_owned(),
            arguments: Vec::new(),
            variables: Vec::new(),
            own_environments: false,
            small_disk: None,
            share: on_cluster().then(|| Arc::new(Share::new())),
            steps: Vec::new(),
        }
    }

    /// Lets it use a database that another server uses.
    pub(crate) fn on(mut self, storage: &Arc<Storage>) -> Self {
        self.storage = Some(Arc::clone(storage));
        self
    }

    /// Lets it listen on another address than loopback.
    #[must_use]
    pub fn listen(mut self, address: &str) -> Self {
        address.clone_into(&mut self.listen);
        self
    }

    /// An option on the command line.
    #[must_use]
    pub fn option(mut self, name: &str, value: &str) -> Self {
        self.arguments.extend([name.to_owned(), value.to_owned()]);
        self
    }

    /// An environment variable.
    #[must_use]
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A variable of its steps, where they are pods.
    pub(crate) fn of_steps(mut self, name: &str, value: &str) -> Self {
        self.steps.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Nothing that was built or downloaded before is used.
    #[must_use]
    pub fn own_environments(mut self) -> Self {
        self.own_environments = true;
        self
    }

    /// Its data is on a disk of its own with so many MiB. The test must be able to mount.
    #[must_use]
    pub const fn small_disk(mut self, mebibytes: u32) -> Self {
        self.small_disk = Some(mebibytes);
        self
    }

    /// Starts it.
    pub async fn start(self) -> Server {
        Server::launch(self).await
    }

    /// Where its data is to be.
    pub(crate) async fn storage(&self) -> Arc<Storage> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        if let Some(storage) = &self.storage {
            return Arc::clone(storage);
        }
        let count = COUNT.fetch_add(1, Ordering::SeqCst);
        let name = format!("annals_test_{}_{count}", std::process::id());
        Arc::new(Storage::new(self.database, &name).await)
    }

    /// The command that serves from the data folder `data`.
    pub(crate) fn serve(&self, data: &Path, storage: &Storage) -> Command {
        let mut command = clean(Command::new(annals()));
        command.args(["serve", "--listen", &self.listen, "--data-dir"]).arg(data);
        command.args(storage.url().iter().flat_map(|url| ["--database-url", url.as_str()]));
        command.env("ANNALS_KILL_GRACE_SECONDS", "1").current_dir(data);
        if !self.own_environments {
            command.env("UV_CACHE_DIR", shared::uv_cache());
        }
        if let Some(share) = &self.share {
            command.args(Share::arguments()).env("ANNALS_ARGO", share.settings(&self.steps));
        }
        command.args(&self.arguments).envs(self.variables.iter().cloned());
        command
    }
}

/// The command without what the machine's own settings say of Annals.
pub(crate) fn clean(mut command: Command) -> Command {
    let settings = std::env::vars_os().map(|(name, _)| name);
    for name in settings.filter(|name| name.to_string_lossy().starts_with("ANNALS_")) {
        command.env_remove(name);
    }
    command.env_remove("DATABASE_URL");
    command
}
