//! Runs on a cluster. With `ANNALS_TEST_EXECUTOR=argo` every server of a test has its runs carried
//! out as Argo Workflows on the cluster of `KUBECONFIG`, and the tests are the same. What makes no
//! sense there is listed in `tests/on-a-cluster.txt`, with the reasons.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// The namespace in which Argo carries Workflows out.
pub const NAMESPACE: &str = "argo";

/// Whether runs are carried out on a cluster.
///
/// # Panics
/// If `ANNALS_TEST_EXECUTOR` names no executor.
#[must_use]
pub fn on_cluster() -> bool {
    match std::env::var("ANNALS_TEST_EXECUTOR").as_deref() {
        Err(_) | Ok("local") => false,
        Ok("argo") => true,
        Ok(other) => panic!("ANNALS_TEST_EXECUTOR is {other}, and not local or argo"),
    }
}

/// The address of this machine at which pods reach it.
#[must_use]
pub fn host() -> String {
    std::env::var("ANNALS_TEST_HOST").unwrap_or_else(|_| "10.88.0.1".into())
}

/// The image of the pods.
#[must_use]
pub fn image() -> String {
    let named = std::env::var("ANNALS_TEST_PYTHON_IMAGE");
    named.unwrap_or_else(|_| "annals.test/python:1".into())
}

/// What the servers of one database have on the cluster; it is removed with the last of them.
#[derive(Debug)]
pub(crate) struct Share {
    instance: String,
}

impl Share {
    /// One of its own.
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::SeqCst);
        Self { instance: format!("whole-{}-{count}", std::process::id()) }
    }

    /// The options of a server that uses it.
    pub(crate) fn arguments() -> Vec<String> {
        let host = host();
        ["--executor", "argo", "--namespace", NAMESPACE, "--allow-host", &host]
            .map(str::to_owned)
            .into()
    }

    /// The settings `[argo]`; steps are given the variables `env`.
    pub(crate) fn settings(&self, env: &[(String, String)]) -> String {
        let (instance, image) = (&self.instance, image());
        let env: Vec<String> =
            env.iter().map(|(name, value)| format!("{{name={name:?},value={value:?}}}")).collect();
        format!(
            "{{instance={instance:?},image={image:?},image_pull_policy=\"IfNotPresent\",\
             service_account=\"workflow\",env=[{}],\
             resources={{requests={{cpu=\"50m\",memory=\"16Mi\"}}}}}}",
            env.join(",")
        )
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let program = std::env::var_os("KUBECTL").unwrap_or_else(|| "kubectl".into());
        let which = format!("annals/instance={}", self.instance);
        let mut kubectl = std::process::Command::new(program);
        kubectl.args([
            "-n",
            NAMESPACE,
            "delete",
            "workflows,secrets",
            "--wait=false",
            "-l",
            &which,
        ]);
        match kubectl.output() {
            Ok(said) if said.status.success() => {}
            other => eprintln!("what {which} has on the cluster could not be removed: {other:?}"),
        }
    }
}

/// A way by which pods reach a server that listens on the loopback address only, and that is open
/// to whoever is on it. It stays where it is when the server is started again.
#[derive(Debug)]
pub(crate) struct Door {
    at: SocketAddr,
    server: Arc<Mutex<String>>,
    task: JoinHandle<()>,
}

impl Door {
    /// A door of a server that is started later.
    pub(crate) async fn new() -> Self {
        let listener = TcpListener::bind((host(), 0)).await.expect("pods reach this machine");
        let at = listener.local_addr().expect("an address");
        let server = Arc::new(Mutex::new(String::new()));
        let task = tokio::spawn(pass_all(listener, Arc::clone(&server)));
        Self { at, server, task }
    }

    /// Where it is.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.at)
    }

    /// Leads to the server at this `HOST:PORT` from now on.
    pub(crate) fn lead_to(&self, address: &str) {
        address.clone_into(&mut self.server.lock().expect("nobody panics while holding it"));
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Passes on every connection to where the server is at that moment.
async fn pass_all(listener: TcpListener, server: Arc<Mutex<String>>) {
    while let Ok((mut pod, _)) = listener.accept().await {
        let address = server.lock().expect("nobody panics while holding it").clone();
        tokio::spawn(async move {
            if let Ok(mut stream) = TcpStream::connect(address).await {
                // Whoever hangs up is done.
                let _ = copy_bidirectional(&mut pod, &mut stream).await;
            }
        });
    }
}
