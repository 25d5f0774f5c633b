//! The processes of the test cluster.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use annals_tests::soon;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::process::Command;
use tokio::sync::{Mutex, MutexGuard};

/// One test at a time.
static TURN: Mutex<()> = Mutex::const_new(());

/// The cluster of this machine, for one test; what it holds or ends goes on in the end.
pub struct Machine {
    state: PathBuf,
    _turn: MutexGuard<'static, ()>,
}

/// A process of the cluster.
#[derive(Debug, Clone, Copy)]
pub enum Part {
    /// Argo's controller.
    Controller,
    /// The API server of Kubernetes.
    ApiServer,
}

impl Part {
    const fn name(self) -> &'static str {
        match self {
            Self::Controller => "workflow-controller",
            Self::ApiServer => "apiserver",
        }
    }

    /// What starts it where it does not run.
    const fn script(self) -> &'static str {
        match self {
            Self::Controller => "argo.sh",
            Self::ApiServer => "control-plane.sh",
        }
    }
}

impl Machine {
    /// Waits for this test's turn.
    ///
    /// # Panics
    /// Where the tests run on another cluster than that of `scripts/cluster/up.sh`: what they try
    /// cannot be tried there, and is not passed over in silence.
    pub async fn new() -> Self {
        let state = std::env::var_os("ANNALS_CLUSTER_STATE");
        let state = state.map_or_else(|| "/var/lib/annals-cluster".into(), PathBuf::from);
        let used = std::env::var_os("KUBECONFIG").map(PathBuf::from);
        assert!(
            used == Some(state.join("admin.kubeconfig")) && state.join("pids").is_dir(),
            "this test kills and holds processes of the cluster that `make cluster-up` brings up on \
             this machine, so that KUBECONFIG must name {}; on another cluster leave out the test \
             program `argo_faults`",
            state.join("admin.kubeconfig").display(),
        );
        Self { state, _turn: TURN.lock().await }
    }

    fn pid(&self, part: Part) -> Pid {
        let path = self.state.join("pids").join(part.name());
        let text = std::fs::read_to_string(&path);
        let text = text.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Pid::from_raw(text.split(' ').next().and_then(|pid| pid.parse().ok()).expect("a number"))
    }

    /// Sends a signal to a part that runs.
    pub fn signal(&self, part: Part, signal: Signal) {
        kill(self.pid(part), signal).expect("it runs");
    }

    /// `kill -9`; it is gone when this returns.
    pub async fn kill(&self, part: Part) {
        let pid = self.pid(part);
        kill(pid, Signal::SIGKILL).expect("it runs");
        soon("its end", async {
            while annals_tests::is_alive(pid.as_raw().into()) {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        })
        .await;
    }

    /// Starts a part that is gone, as it was started first.
    pub async fn start(&self, part: Part) {
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/cluster");
        let mut script = Command::new(scripts.join(part.script()));
        script.env_remove("KUBECONFIG").stdin(Stdio::null()).stdout(Stdio::null());
        let status = soon(part.name(), script.status()).await.expect("the script starts");
        assert!(status.success(), "{} does not come up", part.name());
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        // Held where the test ended early.
        for part in [Part::Controller, Part::ApiServer] {
            let _ = kill(self.pid(part), Signal::SIGCONT);
        }
    }
}
