//! Runs recorded a second: accepted durably and answered, by a server that carries none out.

use std::time::{Duration, Instant};

use futures::future::try_join_all;
use serde_json::{Value, json};

use crate::Failure;
use crate::http::Connection;
use crate::place::Place;
use crate::report::{Figure, Target};
use crate::samples::Samples;
use crate::server::Server;

/// How long is measured.
const MEASURED: Duration = Duration::from_secs(5);
/// How long is done the same before that.
const WARM_UP: Duration = Duration::from_secs(1);
/// How many clients submit at once.
const CLIENTS: [usize; 3] = [1, 8, 32];

/// What the clients submit.
#[derive(Clone, Copy)]
enum Load {
    /// Reruns of one task, whose number they contend for.
    OneTask,
    /// Reruns of many tasks, each client its own.
    ManyTasks,
    /// New tasks.
    NewTasks,
}

impl Load {
    const ALL: [(Self, &str, &str); 3] = [
        (Self::OneTask, "one_task", "reruns of one task"),
        (Self::ManyTasks, "many_tasks", "reruns of many tasks"),
        (Self::NewTasks, "new_tasks", "new tasks"),
    ];
}

/// Measures each load with each number of clients.
///
/// # Errors
/// If a request is not answered.
pub async fn measure(place: &Place, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    for (load, name, words) in Load::ALL {
        let server = place.serve(name, &["--max-running", "0"]).await?;
        for clients in CLIENTS {
            let (rate, cost, times) = with_clients(&server, load, clients).await?;
            let what = format!("{words}, {clients} client{}", if clients == 1 { "" } else { "s" });
            let figure = place.figure("record", &what, vec![("", rate)], "runs/s", times.count());
            figures.push(if clients == 8 { figure.with_target("", target(place)) } else { figure });
            let own = place.figure(
                "record",
                format!("{what}: server's processor time a run"),
                vec![("", cost)],
                "ms",
                times.count(),
            );
            figures.push(own);
            let what = format!("{what}: an answer");
            figures.push(place.figure("record", what, times.quantiles(), "ms", times.count()));
        }
        server.stop().await?;
    }
    Ok(())
}

const fn target(place: &Place) -> Target {
    match place.kind {
        crate::database::Kind::Sqlite => Target::AtLeast(5000.0),
        crate::database::Kind::Postgres => Target::AtLeast(3000.0),
    }
}

/// The runs recorded a second, the server's processor time for each in milliseconds, and how long
/// each answer took.
async fn with_clients(
    server: &Server,
    load: Load,
    clients: usize,
) -> Result<(f64, f64, Samples), Failure> {
    let bodies = bodies(server, load, clients).await?;
    let before = server.processor_millis().unwrap_or(f64::NAN);
    let begin = Instant::now() + WARM_UP;
    let tasks = bodies.into_iter().map(|bodies| async move {
        let connection = server.connect().await?;
        tokio::spawn(client(connection, bodies, begin)).await?
    });
    let mut all = Samples::default();
    let (mut count, mut answered) = (0_u32, 0_u32);
    for (times, all_answered) in try_join_all(tasks).await? {
        answered += all_answered;
        for time in times {
            all.add(time);
            count += 1;
        }
    }
    let used = server.processor_millis().unwrap_or(f64::NAN) - before;
    Ok((f64::from(count) / MEASURED.as_secs_f64(), used / f64::from(answered.max(1)), all))
}

/// Submits one body after the other and answers how long each took that ended in the measured
/// time, and how many were answered in all.
async fn client(
    mut connection: Connection,
    bodies: Vec<String>,
    begin: Instant,
) -> Result<(Vec<Duration>, u32), Failure> {
    let (mut times, mut answered) = (Vec::new(), 0);
    for body in bodies.iter().cycle() {
        let sent = Instant::now();
        connection.post("/api/v1/tasks/submit", body).await?;
        let now = Instant::now();
        answered += 1;
        if now >= begin + MEASURED {
            break;
        }
        if now >= begin {
            times.push(now - sent);
        }
    }
    Ok((times, answered))
}

/// What each client submits, again and again.
async fn bodies(server: &Server, load: Load, clients: usize) -> Result<Vec<Vec<String>>, Failure> {
    let mut connection = server.connect().await?;
    let shared = rerun(&mut connection).await?;
    let mut all = Vec::new();
    for _ in 0..clients {
        let mut own = Vec::new();
        match load {
            Load::OneTask => own.push(shared.clone()),
            Load::NewTasks => own.push(json!({"pythonCode": "print('new')"}).to_string()),
            Load::ManyTasks => {
                for _ in 0..20 {
                    own.push(rerun(&mut connection).await?);
                }
            }
        }
        all.push(own);
    }
    Ok(all)
}

/// The body of a rerun of a new task.
async fn rerun(connection: &mut Connection) -> Result<String, Failure> {
    let body = json!({"pythonCode": "print('again')"}).to_string();
    let answer = connection.post("/api/v1/tasks/submit", &body).await?;
    let answer: Value = serde_json::from_slice(&answer)?;
    Ok(json!({"taskId": answer["id"]}).to_string())
}
