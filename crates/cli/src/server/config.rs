//! The server's configuration: command line, then `ANNALS_…` variables, then `annals.toml`, then
//! defaults; the first that names a value wins.

use std::net::SocketAddr;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::time::Duration;

use annals_engine::{JobSettings, KeySource, Leases, ObjectsAt, RetentionPolicy, SecretKey};
use annals_executor::argo::ArgoConfig;
use annals_store::Location;
use clap::Args;
use figment::Figment;
use figment::providers::{Env, Format as _, Serialized, Toml};
use serde::{Deserialize, Serialize};

use super::automations::AutomationConfig;
use super::extraction::ExtractionConfig;
use super::history::HistoryConfig;
use super::retention::RetentionConfig;
use crate::error::CliError;

/// A lease below this would end by itself whenever a machine is busy.
const SHORTEST_LEASE: Duration = Duration::from_secs(1);

/// The configuration file in the present folder.
const FILE: &str = "annals.toml";

/// Where the data is: for the server and the commands that work on its database.
#[derive(Debug, Clone, Default, Args, Serialize)]
pub struct StoreArgs {
    /// The folder for everything that is kept
    #[arg(long, value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    data_dir: Option<PathBuf>,
    /// The database: `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/NAME`; a SQLite file in the
    /// data folder unless named (`DATABASE_URL` works too)
    #[arg(long, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    database_url: Option<String>,
    /// Where files of runs are kept: `s3://BUCKET/PREFIX`, `gs://BUCKET/PREFIX` or `file:///FOLDER`,
    /// with the usual AWS_… and GOOGLE_… variables; the data folder unless named
    #[arg(long, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    object_store: Option<String>,
    /// A configuration file instead of `annals.toml` in the present folder
    #[arg(long, value_name = "FILE")]
    #[serde(skip)]
    config: Option<PathBuf>,
}

/// What `annals serve` takes.
#[derive(Debug, Clone, Default, Args, Serialize)]
pub struct ServerArgs {
    /// Where the data is.
    #[command(flatten)]
    #[serde(flatten)]
    pub store: StoreArgs,
    /// The address to serve on; port 0 picks a free one
    #[arg(long, value_name = "HOST:PORT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    listen: Option<SocketAddr>,
    /// What carries runs out that name no executor
    #[arg(long, value_name = "NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    executor: Option<String>,
    /// The namespace of the cluster that `argo` runs in
    #[arg(long, value_name = "NS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<String>,
    /// The most runs at once on this machine; 0 only accepts them
    #[arg(long, value_name = "N")]
    #[serde(skip_serializing_if = "Option::is_none")]
    max_running: Option<usize>,
    /// The most components of a flow's run, or tasks of a job's, at once; the cores unless given
    #[arg(long, value_name = "N")]
    #[serde(skip_serializing_if = "Option::is_none")]
    components_at_once: Option<usize>,
    /// The most bytes that are kept of a run's log; 1 GiB unless given
    #[arg(long, value_name = "BYTES")]
    #[serde(skip_serializing_if = "Option::is_none")]
    max_log_bytes: Option<u64>,
    /// A host name under which the server may be reached, besides the loopback names
    #[arg(long = "allow-host", value_name = "NAME")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allow_hosts: Vec<String>,
    /// An origin, such as `https://ui.example.com`, that may call from a browser
    #[arg(long = "allow-origin", value_name = "ORIGIN")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allow_origins: Vec<String>,
}

/// The configuration as it holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Config {
    /// The address to serve on.
    pub listen: SocketAddr,
    /// The folder for everything that is kept.
    pub data_dir: PathBuf,
    /// The database, if it is not the data folder's own.
    pub database_url: Option<String>,
    /// Where files of runs are kept, if not in the data folder.
    pub object_store: Option<String>,
    /// What carries runs out that name no executor.
    pub executor: String,
    /// The namespace of the cluster, in the place of the one in `argo`.
    pub namespace: Option<String>,
    /// How runs are carried out on a Kubernetes cluster, if they are.
    pub argo: Option<ArgoConfig>,
    /// The most runs at once on this machine.
    pub max_running: usize,
    /// The most components of one flow's run, or tasks of one job's, that are carried out at once.
    pub components_at_once: usize,
    /// The most bytes that are kept of a run's log.
    pub max_log_bytes: u64,
    /// Host names besides the loopback ones.
    pub allow_hosts: Vec<String>,
    /// Origins that may call from a browser.
    pub allow_origins: Vec<String>,
    /// Where clients reach the server, if not at the address it listens on.
    pub public_url: Option<String>,
    /// A token that is always accepted.
    pub admin_token: Option<String>,
    /// A file that holds that token.
    pub admin_token_file: Option<PathBuf>,
    /// The key for secrets, 64 hexadecimal digits; left out, it is kept in the data folder.
    pub secret_key: Option<String>,
    /// A token that `/metrics` accepts.
    pub metrics_token: Option<String>,
    /// The most bytes of a request's body.
    pub body_limit_bytes: usize,
    /// The most bytes of a file of a job, or of one that a run gives to be kept.
    pub file_limit_bytes: u64,
    /// After how many hours the files and results of a job's run go that are not to stay.
    pub unpersisted_hours: f64,
    /// Seconds between TERM and KILL.
    pub kill_grace_seconds: f64,
    /// Seconds for which this server may be silent before others on its database take over the
    /// runs that wait at it.
    pub lease_seconds: f64,
    /// Seconds after which the runs that a silent server carried out are given up by the others.
    pub lost_after_seconds: f64,
    /// Seconds after which a run that is carried out elsewhere counts as failed if nothing is heard
    /// of it, unless it says otherwise.
    pub silent_after_seconds: f64,
    /// The most bytes of address space of a step's processes.
    pub memory_limit_bytes: Option<u64>,
    /// The interpreter to build environments with.
    pub python: Option<PathBuf>,
    /// The `uv` program.
    pub uv: Option<PathBuf>,
    /// Seconds for which requirements that were resolved once count as resolved.
    pub resolution_max_age_seconds: u64,
    /// Variables of the server's environment that steps inherit besides the usual ones.
    pub pass_env: Vec<String>,
    /// How much of the build history is kept.
    pub history: HistoryConfig,
    /// What is kept of runs that have ended.
    pub retention: RetentionConfig,
    /// What finds the values that jobs look for.
    pub extraction: ExtractionConfig,
    /// Folders that automations may use, and accounts at Google.
    pub automations: AutomationConfig,
    /// What is logged, such as `info` or `annals_engine=debug`.
    pub log: String,
    /// How: `text` or `json`.
    pub log_format: LogFormat,
}

/// How the server logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// JSON lines for machines.
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 7878)),
            data_dir: default_data_dir(),
            database_url: None,
            object_store: None,
            executor: "local".to_owned(),
            namespace: None,
            argo: None,
            max_running: std::thread::available_parallelism().map_or(4, |n| n.get() * 2),
            components_at_once: std::thread::available_parallelism().map_or(4, NonZero::get),
            max_log_bytes: 1 << 30,
            allow_hosts: Vec::new(),
            allow_origins: Vec::new(),
            public_url: None,
            admin_token: None,
            admin_token_file: None,
            secret_key: None,
            metrics_token: None,
            body_limit_bytes: annals_api::Settings::BODY_LIMIT,
            file_limit_bytes: JobSettings::FILE_LIMIT,
            unpersisted_hours: 24.0,
            kill_grace_seconds: 10.0,
            lease_seconds: 60.0,
            lost_after_seconds: 600.0,
            silent_after_seconds: 3600.0,
            memory_limit_bytes: None,
            python: None,
            uv: None,
            resolution_max_age_seconds: 24 * 60 * 60,
            pass_env: Vec::new(),
            history: HistoryConfig::default(),
            retention: RetentionConfig::default(),
            extraction: ExtractionConfig::default(),
            automations: AutomationConfig::default(),
            log: "info".to_owned(),
            log_format: LogFormat::Text,
        }
    }
}

/// `$XDG_DATA_HOME/annals`, else `~/.local/share/annals`, else `annals-data` here.
fn default_data_dir() -> PathBuf {
    let variable =
        |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    variable("XDG_DATA_HOME")
        .or_else(|| Some(variable("HOME")?.join(".local/share")))
        .map_or_else(|| PathBuf::from("annals-data"), |share| share.join("annals"))
}

impl Config {
    /// Puts the configuration together.
    ///
    /// # Errors
    /// [`CliError::Usage`] names the value that does not make sense and where it came from.
    pub fn load(args: &ServerArgs) -> Result<Self, CliError> {
        Self::from_layers(&args.store, &Serialized::defaults(args))
    }

    /// The same for the commands that need the data only.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn load_store(args: &StoreArgs) -> Result<Self, CliError> {
        Self::from_layers(args, &Serialized::defaults(args))
    }

    fn from_layers<T: Serialize>(
        store: &StoreArgs,
        args: &Serialized<T>,
    ) -> Result<Self, CliError> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        figment = match &store.config {
            Some(file) if !file.is_file() => {
                return Err(CliError::Usage(format!("there is no file {}", file.display())));
            }
            Some(file) => figment.merge(Toml::file_exact(file)),
            None if Path::new(FILE).is_file() => figment.merge(Toml::file_exact(FILE)),
            None => figment,
        };
        let figment = figment
            .merge(Env::raw().only(&["DATABASE_URL"]))
            .merge(Env::prefixed("ANNALS_"))
            .merge(args);
        figment.extract().map_err(|error| CliError::Usage(format!("configuration: {error}")))
    }

    /// Where the database is.
    ///
    /// # Errors
    /// [`CliError::Usage`] for a URL that is none of the known kinds.
    pub fn location(&self) -> Result<Location, CliError> {
        match &self.database_url {
            Some(url) => Location::parse(url).map_err(CliError::Usage),
            None => Ok(Location::Sqlite(self.data_dir.join("annals.db"))),
        }
    }

    /// Where the files of runs are kept.
    #[must_use]
    pub fn objects(&self) -> ObjectsAt {
        let Some(url) = &self.object_store else {
            return ObjectsAt::Folder(self.data_dir.join("objects"));
        };
        ObjectsAt::Url { url: url.clone(), options: Self::object_options() }
    }

    /// How object stores are reached: the variables of theirs in the environment.
    #[must_use]
    pub fn object_options() -> Vec<(String, String)> {
        let named = |name: &str| name.starts_with("AWS_") || name.starts_with("GOOGLE_");
        let variables = std::env::vars_os().filter_map(|(name, value)| {
            let name = name.into_string().ok().filter(|name| named(name))?;
            Some((name.to_lowercase(), value.into_string().ok()?))
        });
        variables.collect()
    }

    /// How runs are carried out on a cluster, if anything says that they are: the table `[argo]`, a
    /// namespace, or that it is what carries out runs that name nothing.
    #[must_use]
    pub fn argo(&self) -> Option<ArgoConfig> {
        let wanted = self.argo.is_some() || self.namespace.is_some() || self.executor == "argo";
        let mut argo = wanted.then(|| self.argo.clone().unwrap_or_default())?;
        argo.namespace = self.namespace.clone().unwrap_or(argo.namespace);
        Some(argo)
    }

    /// How jobs are handled.
    #[must_use]
    pub fn jobs(&self) -> JobSettings {
        #[expect(clippy::cast_possible_truncation, reason = "a number out of range is the nearest")]
        let passing_ms = (self.unpersisted_hours.max(0.0) * 3_600_000.0) as i64;
        let file_limit = self.file_limit_bytes;
        JobSettings { file_limit, passing_ms, ..JobSettings::default() }
    }

    /// What is kept of runs that have ended.
    ///
    /// # Errors
    /// [`CliError::Usage`] names what makes no sense.
    pub fn retention(&self) -> Result<RetentionPolicy, CliError> {
        let policy = self.retention.policy()?;
        let shared = matches!(self.location()?, Location::Postgres(_));
        if policy.offload_after_ms.is_some() && shared && self.object_store.is_none() {
            return Err(CliError::Usage(
                "retention.logs.offload_after_days needs an object store that every server of the \
                 database reaches; name it with --object-store"
                    .into(),
            ));
        }
        Ok(policy)
    }

    /// The administrator's token, if there is one.
    ///
    /// # Errors
    /// [`CliError::Usage`] if the file that should hold it cannot be read or is empty.
    pub fn admin_token(&self) -> Result<Option<String>, CliError> {
        let Some(file) = &self.admin_token_file else { return Ok(self.admin_token.clone()) };
        let text = std::fs::read_to_string(file)
            .map_err(|error| CliError::Usage(format!("{}: {error}", file.display())))?;
        match text.trim() {
            "" => Err(CliError::Usage(format!("{} is empty", file.display()))),
            token => Ok(Some(token.to_owned())),
        }
    }

    /// Where the key comes from that secrets are encrypted with.
    ///
    /// # Errors
    /// [`CliError::Usage`] if the key given is none.
    pub fn secret_key(&self) -> Result<KeySource, CliError> {
        let Some(key) = &self.secret_key else {
            return Ok(KeySource::file(self.data_dir.join("secret.key")));
        };
        let key = SecretKey::parse(key, "secret_key (ANNALS_SECRET_KEY)");
        key.map(KeySource::given).map_err(|error| CliError::Usage(error.to_string()))
    }

    /// The time between TERM and KILL.
    ///
    /// # Errors
    /// [`CliError::Usage`] for a number that is no duration.
    pub fn kill_grace(&self) -> Result<Duration, CliError> {
        seconds("kill_grace_seconds", self.kill_grace_seconds)
    }

    /// How long a run that is carried out elsewhere may be silent.
    ///
    /// # Errors
    /// [`CliError::Usage`] for a number that is no duration, or none at all.
    pub fn silence(&self) -> Result<Duration, CliError> {
        match seconds("silent_after_seconds", self.silent_after_seconds)? {
            Duration::ZERO => {
                Err(CliError::Usage("silent_after_seconds must be more than 0".into()))
            }
            silence => Ok(silence),
        }
    }

    /// How long servers on the same database wait for each other.
    ///
    /// # Errors
    /// [`CliError::Usage`] for numbers that are no durations, or a lease that nobody can keep.
    pub fn leases(&self) -> Result<Leases, CliError> {
        let lease = seconds("lease_seconds", self.lease_seconds)?;
        if lease < SHORTEST_LEASE {
            let text = format!("lease_seconds must be at least 1, not {}", self.lease_seconds);
            return Err(CliError::Usage(text));
        }
        let patience = seconds("lost_after_seconds", self.lost_after_seconds)?.max(lease);
        Ok(Leases { lease, patience, boot_id: annals_executor::local::boot_id() })
    }
}

fn seconds(name: &str, value: f64) -> Result<Duration, CliError> {
    Duration::try_from_secs_f64(value).map_err(|error| CliError::Usage(format!("{name}: {error}")))
}
