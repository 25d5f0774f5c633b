//! Running the server, from an empty folder to an orderly end.

use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use annals_api::{ApiState, Secret};
use annals_engine::{Engine, Parts, Tokens};
use annals_executor::Executor;
use annals_executor::argo::ArgoExecutor;
use annals_executor::local::{LocalConfig, LocalExecutor};
use annals_store::Store;
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::config::{Config, ServerArgs};
use super::keep::{self, DataFolder};
use super::log;
use crate::error::{CliError, Exit, Outcome};

/// How long a database that is not up yet is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long open requests have after the server was told to stop.
const DRAIN: Duration = Duration::from_secs(10);

/// Serves until SIGTERM or SIGINT.
///
/// # Errors
/// [`CliError`] if the configuration makes no sense or something the server rests on is away.
pub fn serve(args: &ServerArgs) -> Outcome {
    let config = Config::load(args)?;
    log::start(&config.log, config.log_format)?;
    let folder = keep::data_folder(&config.data_dir)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(CliError::io("cannot start"))?;
    runtime.block_on(run(&config, &folder))
}

async fn run(config: &Config, folder: &DataFolder) -> Outcome {
    let store = open(config).await?;
    let admin_token = config.admin_token()?;
    let open = is_open(config, &store, admin_token.is_some()).await?;
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(CliError::io(format!("cannot listen on {}", config.listen)))?;
    let address = listener.local_addr().map_err(CliError::io("cannot listen"))?;
    let url = config.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let engine = start_engine(config, folder, store, &url).await?;
    let shutdown = CancellationToken::new();
    let settings = settings(config, open, admin_token, &url);
    let router = annals_api::router(ApiState::new(engine.clone(), settings, shutdown.clone()));
    // Signals are heard before anyone is told that the server is ready.
    stop_when_told(&shutdown)?;
    keep::note_server_url(&config.data_dir, address)?;
    announce(address, open)?;
    let served = serve_until_told(listener, router, shutdown).await;
    engine.stop().await;
    served.map(|()| Exit::Success)
}

async fn open(config: &Config) -> Result<Store, CliError> {
    let location = config.location()?;
    let unreachable = |error| CliError::Failed(format!("{location:?}: {error}"));
    annals_store::wait_for(&location, PATIENCE).await.map_err(unreachable)?;
    annals_store::migrate_up(&location).await.map_err(unreachable)?;
    let policy = config.history.policy()?;
    let store = Store::open(&location).await.map_err(unreachable)?;
    Ok(store.with_history_policy(policy))
}

/// Whether requests without a token are served: only on a loopback address, where no token is.
async fn is_open(config: &Config, store: &Store, admin: bool) -> Result<bool, CliError> {
    let tokens = Tokens::new(store.clone(), keep::clock(), keep::ids(), keep::secret_bytes);
    let any = tokens.any().await.map_err(|error| CliError::Failed(error.to_string()))?;
    match (admin || any, config.listen.ip().is_loopback()) {
        (true, _) => Ok(false),
        (false, true) => Ok(true),
        (false, false) => Err(CliError::Usage(format!(
            "{} can be reached from other machines, so a token is needed: make one with `annals \
             token create --user NAME`, or set ANNALS_ADMIN_TOKEN",
            config.listen
        ))),
    }
}

async fn start_engine(
    config: &Config,
    folder: &DataFolder,
    store: Store,
    url: &str,
) -> Result<Engine, CliError> {
    let parts = Parts {
        store,
        executors: executors(config).await?,
        clock: keep::clock(),
        ids: keep::ids(),
        secret_bytes: keep::secret_bytes,
        secret_key: config.secret_key()?,
        settings: annals_engine::Settings {
            owner: folder.owner.clone(),
            host: host(),
            executor: config.executor.clone(),
            max_running: config.max_running,
            api_url: Some(url.to_owned()),
            max_log_bytes: i64::try_from(config.max_log_bytes).unwrap_or(i64::MAX),
            leases: config.leases()?,
            silence: config.silence()?,
            files: config.objects(),
            retention: config.retention()?,
            extraction: config.extraction.settings()?,
            jobs: config.jobs(),
            automations: config.automations.settings(url, Config::object_options())?,
        },
    };
    Engine::start(parts).await.map_err(|error| CliError::Failed(error.to_string()))
}

async fn executors(config: &Config) -> Result<Vec<Arc<dyn Executor>>, CliError> {
    let local = LocalExecutor::new(local_config(config)?);
    let mut executors: Vec<Arc<dyn Executor>> = vec![Arc::new(local)];
    if let Some(argo) = config.argo() {
        let argo = ArgoExecutor::connect(argo, keep::clock()).await;
        let argo = argo.map_err(|error| CliError::Usage(format!("executor argo: {error}")))?;
        executors.push(Arc::new(argo));
    }
    if !executors.iter().any(|executor| executor.name() == config.executor) {
        let text = format!("there is no executor `{}`: name `local` or `argo`", config.executor);
        return Err(CliError::Usage(text));
    }
    Ok(executors)
}

fn local_config(config: &Config) -> Result<LocalConfig, CliError> {
    let program = std::env::current_exe().map_err(CliError::io("cannot find this program"))?;
    Ok(LocalConfig {
        kill_grace: config.kill_grace()?,
        python: config.python.clone(),
        uv: config.uv.clone(),
        resolution_max_age: Duration::from_secs(config.resolution_max_age_seconds),
        memory_limit: config.memory_limit_bytes,
        pass_env: config.pass_env.clone(),
        steps_at_once: config.components_at_once.max(1),
        ..LocalConfig::new(config.data_dir.clone(), program)
    })
}

/// The machine's name, for the record.
fn host() -> String {
    nix::unistd::gethostname()
        .map_or_else(|_| "unknown".to_owned(), |name| name.to_string_lossy().into_owned())
}

fn settings(
    config: &Config,
    open: bool,
    admin_token: Option<String>,
    url: &str,
) -> annals_api::Settings {
    let mut settings = annals_api::Settings {
        allow_origins: config.allow_origins.clone(),
        open,
        admin_token: admin_token.as_deref().map(Secret::new),
        metrics_token: config.metrics_token.as_deref().map(Secret::new),
        body_limit: config.body_limit_bytes,
        file_limit: config.file_limit_bytes,
        base_url: url.to_owned(),
        ..annals_api::Settings::default()
    };
    settings.allowed_hosts.extend(config.allow_hosts.iter().cloned());
    settings
}

/// The first line on standard output; scripts wait for it.
fn announce(address: SocketAddr, open: bool) -> Result<(), CliError> {
    let mut stdout = std::io::stdout();
    writeln!(stdout, "annals ready http://{address}")
        .and_then(|()| stdout.flush())
        .map_err(CliError::printing)?;
    if open {
        tracing::info!("open to everyone on this machine; `annals token create` makes a token");
    }
    Ok(())
}

/// Cancels `shutdown` on SIGTERM or SIGINT.
fn stop_when_told(shutdown: &CancellationToken) -> Result<(), CliError> {
    let deaf = || CliError::io("cannot hear signals");
    let mut term = signal(SignalKind::terminate()).map_err(deaf())?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(deaf())?;
    let told = shutdown.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = interrupt.recv() => {}
        }
        told.cancel();
    });
    Ok(())
}

async fn serve_until_told(
    listener: TcpListener,
    router: axum::Router,
    shutdown: CancellationToken,
) -> Result<(), CliError> {
    let listener = listener.tap_io(|stream| {
        // Small answers go out at once; without it they are only slower.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!("no delay: {error}");
        }
    });
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server =
        axum::serve(listener, service).with_graceful_shutdown(shutdown.clone().cancelled_owned());
    tokio::select! {
        served = server.into_future() => served.map_err(CliError::io("serving")),
        () = overdue(&shutdown) => Ok(()),
    }
}

async fn overdue(shutdown: &CancellationToken) {
    shutdown.cancelled().await;
    tokio::time::sleep(DRAIN).await;
    tracing::warn!("some requests did not end in time");
}
