//! Results of many rows exported: how many a second, and the server's memory at its most.

use std::time::Instant;

use serde_json::{Value, json};

use crate::http::Connection;
use crate::place::Place;
use crate::report::Figure;
use crate::server::Server;
use crate::{Failure, machine};

/// Files, each a task, and rows of each.
const FILES: usize = 100;
const ROWS: usize = 1_000;

/// Measures CSV and Excel.
///
/// # Errors
/// If the server fails or a row is missing.
pub async fn measure(place: &Place, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let server = place.serve("export", &[]).await?;
    let mut connection = server.connect().await?;
    let run = ended(&mut connection).await?;
    let idle = server.resident_mib();
    for format in ["csv", "excel"] {
        reset_peak(&server)?;
        let begun = Instant::now();
        let file = connection.get(&run.replace("{}", &format!("/export/{format}"))).await?;
        let seconds = begun.elapsed().as_secs_f64();
        check(format, &file)?;
        #[expect(clippy::cast_precision_loss, reason = "a hundred thousand")]
        let rate = (FILES * ROWS) as f64 / seconds;
        let what = format!("{} rows exported as {format}", FILES * ROWS);
        let figure = |what, value, unit| place.figure("extract", what, vec![("", value)], unit, 1);
        figures.push(figure(what.clone(), rate, "rows/s"));
        figures.push(figure(format!("{what}: server at the most"), peak_mib(&server)?, "MiB"));
    }
    let what = "the same server before".to_owned();
    figures.push(place.figure("extract", what, vec![("", idle)], "MiB", 1));
    server.stop().await
}

/// A run of a job with all those rows; the path of something of it, with `{}` for what.
async fn ended(connection: &mut Connection) -> Result<String, Failure> {
    let file = |n| json!({"filename": format!("{n}.csv"), "path": format!("{n}.csv")});
    let files: Vec<_> = (0..FILES).map(file).collect();
    let body = json!({"name": "export", "files": files}).to_string();
    let job: Value =
        serde_json::from_slice(&connection.post("/api/v1/jobs/initiate", &body).await?)?;
    let word = |name: &str| job[name].as_str().unwrap_or_default().to_owned();
    let (id, run) = (word("job_id"), word("job_run_id"));
    for (n, file) in job["files"].as_array().into_iter().flatten().enumerate() {
        let url = file["upload_url"].as_str().unwrap_or_default();
        let path = url.find("/api/").map_or(url, |at| &url[at..]);
        connection.put(path, &csv(n)).await?;
    }
    let field = |name: &str, kind: &str| json!({"field_name": name, "data_type_id": kind});
    let fields =
        [field("Item no.", "text"), field("Description", "text"), field("Quantity", "integer")];
    let path = format!("/api/v1/jobs/{id}{{}}?run_id={run}");
    let body = json!({"fields": fields}).to_string();
    connection.put(&path.replace("{}", "/fields"), &body).await?;
    connection.post(&path.replace("{}", "/submit"), "{}").await?;
    connection.follow(&format!("/api/v1/runs/{run}/events?after=1")).await?;
    let results = path.replace("{}?", "/results?limit=1&");
    match connection.get_json(&results).await?["total"].as_u64() {
        Some(total) if total == FILES as u64 => Ok(path),
        other => Err(format!("{other:?} of {FILES} tasks gave rows").into()),
    }
}

fn csv(file: usize) -> String {
    let rows = (0..ROWS).map(|row| format!("K-{file}-{row},Printer paper,{row}\n"));
    std::iter::once("Item no.,Description,Quantity\n".to_owned()).chain(rows).collect()
}

/// All rows are there; of a workbook, that it is one.
fn check(format: &str, file: &[u8]) -> Result<(), Failure> {
    let whole = match format {
        "csv" => file.split(|byte| *byte == b'\n').count() == FILES * ROWS + 2,
        _ => file.starts_with(b"PK"),
    };
    if whole { Ok(()) } else { Err(format!("{format} with rows missing").into()) }
}

/// From now on the most memory is counted anew.
fn reset_peak(server: &Server) -> Result<(), Failure> {
    Ok(std::fs::write(format!("/proc/{}/clear_refs", server.pid()), "5")?)
}

fn peak_mib(server: &Server) -> Result<f64, Failure> {
    let kib = machine::field(&format!("/proc/{}/status", server.pid()), "VmHWM");
    let kib = kib.unwrap_or_default().trim_end_matches("kB").trim().parse::<f64>()?;
    Ok(kib / 1024.0)
}
