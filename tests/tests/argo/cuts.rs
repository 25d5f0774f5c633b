//! The way from the server to the API server is cut, or carries nothing any more.

use std::path::{Path, PathBuf};
use std::time::Duration;

use annals_tests::{Database, Dice};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::broadcast;

use crate::place::{Place, kubectl, setup};
use crate::steady::Runs;

/// How often it is cut, and the longest time between.
const CUTS: (usize, Duration) = (10, Duration::from_secs(2));

/// What becomes of the connections that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// They are closed.
    Cut,
    /// They stay open, and nothing is carried.
    Silence,
}

/// A way to the API server.
struct Way {
    fates: broadcast::Sender<Fate>,
    folder: TempDir,
}

impl Way {
    async fn new() -> Self {
        let told = kubectl(&["config", "view", "--raw", "--minify", "-o", "json"]).await;
        let mut config: Value = serde_json::from_str(&told).expect("JSON");
        let cluster = &mut config["clusters"][0]["cluster"];
        let url = cluster["server"].as_str().expect("an address").to_owned();
        let there = url.trim_start_matches("https://").trim_end_matches('/').to_owned();
        let there = if there.contains(':') { there } else { format!("{there}:443") };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let at = listener.local_addr().expect("an address");
        cluster["server"] = json!(format!("https://{at}"));
        cluster["tls-server-name"] = json!(there.rsplit_once(':').map(|(host, _)| host));
        let folder = TempDir::new().expect("a folder");
        std::fs::write(kubeconfig(folder.path()), config.to_string()).expect("a file");
        let fates = broadcast::Sender::new(1);
        tokio::spawn(carry_all(listener, there, fates.clone()));
        Self { fates, folder }
    }

    fn kubeconfig(&self) -> PathBuf {
        kubeconfig(self.folder.path())
    }

    fn strike(&self, fate: Fate) {
        self.fates.send(fate).expect("there are connections");
    }
}

fn kubeconfig(folder: &Path) -> PathBuf {
    folder.join("kubeconfig")
}

async fn carry_all(listener: TcpListener, there: String, fates: broadcast::Sender<Fate>) {
    while let Ok((client, _)) = listener.accept().await {
        tokio::spawn(carry(client, there.clone(), fates.subscribe()));
    }
}

async fn carry(mut client: TcpStream, there: String, mut fates: broadcast::Receiver<Fate>) {
    let Ok(mut cluster) = TcpStream::connect(there).await else { return };
    let fate = tokio::select! {
        _ = copy_bidirectional(&mut client, &mut cluster) => return,
        fate = fates.recv() => fate,
    };
    if fate == Ok(Fate::Silence) {
        std::future::pending::<()>().await;
    }
}

async fn place(way: &Way, database: Database) -> Place {
    let (setup, instance) = setup(database, "");
    let config = way.kubeconfig();
    Place::of((setup.variable("KUBECONFIG", &config.to_string_lossy()), instance)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn cut_again_and_again_every_run_ends_as_it_did() {
    let (way, mut dice) = (Way::new().await, Dice::new(23));
    let place = place(&way, Database::Postgres).await;
    let runs = Runs::begin(&place).await;
    for _ in 0..CUTS.0 {
        tokio::time::sleep(dice.moment(CUTS.1)).await;
        way.strike(Fate::Cut);
    }
    runs.end(&place).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_fell_silent_are_left_for_new_ones() {
    let way = Way::new().await;
    let place = place(&way, Database::Sqlite).await;
    let runs = Runs::begin(&place).await;
    way.strike(Fate::Silence);
    runs.end(&place).await;
}
