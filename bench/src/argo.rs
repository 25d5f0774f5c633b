//! Runs as Argo Workflows: what Annals itself adds to the times of a cluster, and the memory that it
//! takes to follow many. The cluster is a fake that answers at once, so that nothing of Kubernetes'
//! and Argo's own times is in the figures.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use annals_fake_cluster::{FakeCluster, On};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::Failure;
use crate::http::Connection;
use crate::place::Place;
use crate::report::Figure;
use crate::samples::Samples;
use crate::server::Server;

/// How often the delays are measured, and how often before that.
const ROUNDS: usize = 200;
const WARM_UP: usize = 10;
/// How many Workflows are followed at once.
const FOLLOWED: [usize; 2] = [1_000, 10_000];
/// By how many clients they are submitted.
const CLIENTS: usize = 8;
/// How long the server has to come to rest.
const REST: Duration = Duration::from_secs(3);
/// When everything on the fake happens: its lines need a time.
const AT: &str = "2026-11-21T10:00:00.000000000Z";

/// Measures delays, then memory.
///
/// # Errors
/// If the server fails.
pub async fn measure(place: &Place, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    delays(place, figures).await?;
    for count in FOLLOWED {
        memory(place, count, figures).await?;
    }
    Ok(())
}

/// A fake cluster, and the file by which a server finds it.
struct Fake {
    cluster: FakeCluster,
    kubeconfig: PathBuf,
    _folder: TempDir,
}

impl Fake {
    async fn start() -> Result<Self, Failure> {
        let (cluster, folder) = (FakeCluster::start().await?, tempfile::tempdir()?);
        let kubeconfig = folder.path().join("kubeconfig");
        std::fs::write(&kubeconfig, cluster.kubeconfig())?;
        Ok(Self { cluster, kubeconfig, _folder: folder })
    }

    async fn serve(&self, place: &Place, name: &str) -> Result<Server, Failure> {
        let arguments = ["--executor", "argo", "--namespace", "runs", "--max-running", "20000"];
        place.serve_with(name, &arguments, &[("KUBECONFIG", &self.kubeconfig)]).await
    }

    /// Says that the only pod of a Workflow, and so the Workflow, stands in that phase.
    fn stands(&self, name: &str, phase: &str) {
        let labels = json!({
            "app.kubernetes.io/managed-by": "annals", "annals/instance": "annals",
            "annals/epoch": "1", "annals/step": "0", "workflows.argoproj.io/workflow": name,
        });
        let run = name.strip_prefix("annals-").and_then(|name| name.strip_suffix("-1"));
        let metadata =
            json!({"name": name, "labels": labels, "annotations": {"annals/run-id": run}});
        self.cluster.put_pod(json!({"metadata": metadata, "status": {"phase": phase}}));
        let node = json!({
            "id": name, "name": name, "type": "Pod", "templateName": "s0", "phase": phase,
        });
        self.cluster.set_status(name, &json!({"phase": phase, "nodes": {name: node}}));
    }
}

async fn delays(place: &Place, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let fake = Fake::start().await?;
    let server = fake.serve(place, "argo").await?;
    let (mut submit, mut watch) = (server.connect().await?, server.connect().await?);
    let (mut made, mut ended) = (Samples::default(), Samples::default());
    for round in 0..WARM_UP + ROUNDS {
        let begun = Instant::now();
        let (run, at) = tokio::join!(submitted(&mut submit), async {
            fake.cluster.until_made(round + 1).await;
            begun.elapsed()
        });
        let end = carried_out(&fake, &run?, &mut watch).await?;
        if round >= WARM_UP {
            made.add(at);
            ended.add(end);
        }
    }
    server.stop().await?;
    let figure = |what: &str, samples: &Samples| {
        place.figure("argo", what, samples.quantiles(), "ms", samples.count())
    };
    figures.push(figure("submit to Workflow created", &made));
    figures.push(figure("end of pod and Workflow to run finished", &ended));
    Ok(())
}

/// Submits a run; its id.
async fn submitted(connection: &mut Connection) -> Result<String, Failure> {
    let body = json!({"pythonCode": "pass"}).to_string();
    let answer: Value =
        serde_json::from_slice(&connection.post("/api/v1/tasks/submit", &body).await?)?;
    Ok(answer["runId"].as_str().ok_or("the answer names no run")?.to_owned())
}

/// Carries a run out; the time from its pod's end to its own, as its watcher sees it.
async fn carried_out(fake: &Fake, run: &str, watch: &mut Connection) -> Result<Duration, Failure> {
    let name = format!("annals-{run}-1");
    let playing = async {
        let logs = fake.cluster.asked(On::Log);
        fake.stands(&name, "Running");
        for line in [r#"1f {"fact": "setup"}"#, r#"2f {"fact": "started", "tried": 0}"#, "3o hello"]
        {
            fake.cluster.print(&name, AT, line);
        }
        fake.cluster.until_asked(On::Log, logs + 1).await;
        fake.cluster.print(&name, AT, r#"4f {"fact": "ended"}"#);
        let at = Instant::now();
        fake.stands(&name, "Succeeded");
        at
    };
    let path = format!("/api/v1/runs/{run}/events?after=1");
    let watching = async { watch.follow(&path).await.map(|end| (end, Instant::now())) };
    let (over, watched) = tokio::join!(playing, watching);
    let (end, seen) = watched?;
    if end["status"] != "success" {
        return Err(format!("a run did not succeed: {end}").into());
    }
    Ok(seen.saturating_duration_since(over))
}

/// The memory of a server that follows `count` Workflows, whose pods wait for room.
async fn memory(place: &Place, count: usize, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let fake = Fake::start().await?;
    let server = fake.serve(place, &format!("argo{count}")).await?;
    let clients = (0..CLIENTS).map(|_| async {
        let mut connection = server.connect().await?;
        for _ in 0..count / CLIENTS {
            submitted(&mut connection).await?;
        }
        Ok::<_, Failure>(())
    });
    futures::future::try_join_all(clients).await?;
    fake.cluster.until_made(count).await;
    for name in fake.cluster.workflows() {
        fake.stands(&name, "Pending");
    }
    tokio::time::sleep(REST).await;
    let (what, mib) = (format!("server, {count} Workflows followed"), server.resident_mib());
    figures.push(place.figure("argo", what, vec![("", mib)], "MiB", 1));
    server.stop().await
}
