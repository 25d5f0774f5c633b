//! A server whose runs are carried out on the cluster.

use std::ops::Deref;
use std::sync::atomic::{AtomicU32, Ordering};

pub use annals_tests::host;
use annals_tests::{Api, Database, NAMESPACE, Server, Setup, image};
use serde_json::Value;
use tokio::process::Command;

/// The server's own token.
pub const TOKEN: &str = "the-administrator";

/// A server on the machine that pods reach; as a client of it, it is an [`Api`].
pub struct Place {
    pub server: Server,
    api: Api,
    instance: String,
}

impl Deref for Place {
    type Target = Api;
    fn deref(&self) -> &Api {
        &self.api
    }
}

/// A server to be set up further; `more` are settings of `[argo]`. What it has on the cluster is its
/// own.
pub fn setup(database: Database, more: &str) -> (Setup, String) {
    on_cluster(Server::with(database), more)
}

/// The same of a server that is set up already.
pub fn on_cluster(setup: Setup, more: &str) -> (Setup, String) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::SeqCst);
    let instance = format!("test-{}-{count}", std::process::id());
    let image = image();
    let argo = format!(
        "{{instance=\"{instance}\",image=\"{image}\",image_pull_policy=\"IfNotPresent\",\
         service_account=\"workflow\"{more}}}"
    );
    let setup = setup
        .listen(&format!("{}:0", host()))
        .option("--allow-host", &host())
        .option("--executor", "argo")
        .option("--max-running", "256")
        .variable("ANNALS_ADMIN_TOKEN", TOKEN)
        .variable("ANNALS_ARGO", &argo);
    (setup, instance)
}

impl Place {
    pub async fn new(database: Database) -> Self {
        Self::with(database, "").await
    }

    /// With further settings of `[argo]`: `,name=value`.
    pub async fn with(database: Database, more: &str) -> Self {
        Self::of(setup(database, more)).await
    }

    /// A server that is set up, and its name on the cluster.
    pub async fn of((setup, instance): (Setup, String)) -> Self {
        let server = setup.option("--namespace", NAMESPACE).start().await;
        let api = server.with_token(TOKEN);
        Self { server, api, instance }
    }

    /// One that is where it was when it is started again, since its pods ask it.
    pub async fn at_one_port(database: Database) -> Self {
        let free = std::net::TcpListener::bind((host(), 0)).expect("a port").local_addr();
        let (setup, instance) = setup(database, "");
        let setup = setup.listen(&free.expect("an address").to_string());
        let server = setup.option("--namespace", NAMESPACE).start().await;
        let api = server.with_token(TOKEN);
        Self { server, api, instance }
    }

    /// Kills the server and starts it again.
    pub async fn reborn(&mut self) {
        self.server.kill().await;
        self.server.start_again().await;
        self.again();
    }

    /// Speaks to the server where it is now.
    pub fn again(&mut self) {
        self.api = self.server.with_token(TOKEN);
    }

    /// What there is of that kind on the cluster that is this server's own.
    pub async fn left(&self, kind: &str) -> Vec<Value> {
        let which = format!("annals/instance={}", self.instance);
        let text = kubectl(&["get", kind, "-l", &which, "-o", "json"]).await;
        let list: Value = serde_json::from_str(&text).expect("JSON");
        list["items"].as_array().cloned().expect("a list")
    }

    /// Waits until nothing of this server is left on the cluster: what ended is removed after its end
    /// was told.
    pub async fn until_nothing_is_left(&self) {
        let cleared = async {
            while !self.left("workflows,pods,secrets").await.is_empty() {
                tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            }
        };
        annals_tests::soon("the end of what is on the cluster", cleared).await;
    }
}

/// What `kubectl` says in the namespace.
pub async fn kubectl(arguments: &[&str]) -> String {
    let program = std::env::var("KUBECTL").unwrap_or_else(|_| "kubectl".into());
    let said = Command::new(program).args(["-n", NAMESPACE]).args(arguments).output().await;
    let said = said.expect("kubectl runs");
    assert!(said.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&said.stderr));
    String::from_utf8_lossy(&said.stdout).into_owned()
}
