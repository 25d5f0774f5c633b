//! Tasks' names, code and snapshots, and the environments: made here, since their form is the
//! program's own.

use annals_domain::{ScriptSpec, Snapshot, Spec};
use sqlx::AnyConnection;

use crate::Failure;

/// Words that tasks are called by.
const WORDS: [&str; 8] =
    ["orders", "invoices", "churn", "forecast", "backup", "features", "report", "cleanup"];

/// Writes `bench_names`, the snapshots and the environments.
///
/// # Errors
/// If the database refuses.
pub async fn write(connection: &mut AnyConnection, tasks: i64, at: i64) -> Result<(), Failure> {
    sqlx::query("CREATE TEMP TABLE bench_names (t BIGINT, name TEXT, code TEXT, snapshot TEXT)")
        .execute(&mut *connection)
        .await?;
    for (task, word) in (0..tasks).zip(WORDS.iter().cycle()) {
        let snapshot = Snapshot::freeze(script(task));
        sqlx::query("INSERT INTO bench_names VALUES ($1, $2, $3, $4)")
            .bind(task)
            .bind(format!("{word} {task:04}"))
            .bind(snapshot.spec.code().chars().take(4096).collect::<String>())
            .bind(snapshot.id.as_str())
            .execute(&mut *connection)
            .await?;
        sqlx::query(
            "INSERT INTO snapshots (id, kind, content, created_at) VALUES ($1, 'script', $2, $3)",
        )
        .bind(snapshot.id.as_str())
        .bind(Snapshot::content(&snapshot.spec))
        .bind(at)
        .execute(&mut *connection)
        .await?;
    }
    environments(connection, at).await
}

/// A program of one to four thousand characters.
fn script(task: i64) -> Spec {
    let line = format!("    total += load(day, table={task}).sum()  # as agreed with finance\n");
    let lines = usize::try_from(task % 45).unwrap_or(0) + 15;
    let code = format!("import json, os\n\ndef main(day):\n    total = 0\n{}", line.repeat(lines));
    Spec::Script(ScriptSpec { code, requested: requested(), env: Default::default(), pod: None })
}

fn requested() -> annals_domain::requirements::Requested {
    annals_domain::requirements::Requested {
        dependencies: Some("six".to_owned()),
        requirements_file: None,
    }
}

async fn environments(connection: &mut AnyConnection, at: i64) -> Result<(), Failure> {
    for n in 0..20 {
        let id = format!("bench-environment-{n}");
        let facts = serde_json::json!({
            "id": id, "lock": "six==1.17.0\n", "packages": [{"name": "six", "version": "1.17.0"}],
            "python_version": "3.12.1", "interpreter": "/usr/bin/python3",
            "platform": "linux-x86_64", "installer": "uv 0.9.11", "cached": true,
        });
        sqlx::query("INSERT INTO environments (id, facts, created_at) VALUES ($1, $2, $3)")
            .bind(id)
            .bind(facts.to_string())
            .bind(at)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
