//! Exports: every result, in columns, harmless, kept with the run.

use std::io::{Cursor, Read as _};

use annals_tests::{Database, JOBS, Server, job_path};
use rstest::rstest;
use serde_json::{Value, json};

const FORMULA: &[u8] = b"Note: =1+1\nTotal: 5\n";

/// A job with two files, ended; the total of the first is corrected.
async fn ended(server: &Server) -> Value {
    let job = server.job("exports").await;
    server.upload(&job, &[("in/a.txt", FORMULA), ("=b.txt", b"Note: fine\n")]).await.ok();
    server.fields(&job, &[("Note", "text"), ("Total", "number")]).await.ok();
    server.submit_job(&job).await.ok();
    server.job_ended(&job).await;
    let correction = json!({"row": 0, "column": "Total", "value": 6});
    server.patch(&job_path(&job, "/results/t1"), &correction).await.ok();
    let correction = json!({"row": 0, "column": "Note", "value": "=1+1"});
    server.patch(&job_path(&job, "/results/t1"), &correction).await.ok();
    job
}

#[rstest]
#[tokio::test]
async fn csv_holds_every_result(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let job = ended(&server).await;
    let (id, run) =
        (job["job_id"].as_str().expect("an id"), job["job_run_id"].as_str().expect("an id"));
    let export = server.get(&job_path(&job, "/export/csv")).await;
    assert_eq!(export.status, 200, "{}", export.text());
    assert!(export.header("content-type").starts_with("text/csv"), "{:?}", export.headers);
    let name = format!("filename=\"job_{id}_run_{run}_results.csv\"");
    assert!(export.header("content-disposition").contains(&name), "{:?}", export.headers);
    let text = export.text();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines, ["Source File Path(s),Note,Total", "in/a.txt,'=1+1,6", "'=b.txt,fine,"]);

    // It is kept with the run.
    let list = server.get(&job_path(&job, "/exports")).await.ok();
    assert_eq!(
        (&list["job_run_id"], list["exports"].as_array().map(Vec::len)),
        (&job["job_run_id"], Some(1))
    );
    let kept = &list["exports"][0];
    assert_eq!((&kept["status"], &kept["file_type"]), (&json!("completed"), &json!("csv")));
    let link = kept["file_link"].as_str().expect("a link");
    assert_eq!(server.get(link).await.text(), text);
    let object =
        format!("objects/jobs/{id}/runs/{run}/exports/{}", kept["id"].as_str().expect("an id"));
    assert!(server.data().join(object).is_file());
    server.get(&format!("{JOBS}/{id}/exports/none")).await.problem(404);
}

#[rstest]
#[tokio::test]
async fn excel_holds_every_result(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let job = ended(&server).await;
    let export = server.get(&job_path(&job, "/export/excel")).await;
    assert_eq!(export.status, 200, "{}", export.text());
    assert!(export.header("content-disposition").contains("_results.xlsx\""));
    let mut book = zip::ZipArchive::new(Cursor::new(export.body.to_vec())).expect("a workbook");
    let mut part = |name: &str| {
        let mut text = String::new();
        book.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
        text
    };
    assert!(part("xl/workbook.xml").contains("name=\"Extraction Results\""));
    let sheet = part("xl/worksheets/sheet1.xml");
    for wanted in ["Source File Path(s)", "in/a.txt", "'=1+1", "'=b.txt", "<v>6</v>"] {
        assert!(sheet.contains(wanted), "{wanted} in {sheet}");
    }
    assert!(!sheet.contains("<f>"), "{sheet}");
}
