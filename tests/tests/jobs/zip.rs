//! Archives: unpacked whole into files of the run, or refused whole.

use std::io::{Cursor, Write as _};

use annals_tests::{Database, Server, job_path};
use rstest::rstest;
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A ZIP with these files.
pub fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        zip.start_file(*path, SimpleFileOptions::default()).expect("a file");
        zip.write_all(bytes).expect("its bytes");
    }
    zip.finish().expect("a ZIP").into_inner()
}

fn row<'f>(files: &'f Value, path: &str) -> &'f Value {
    let mut rows = files["files"].as_array().expect("files").iter();
    rows.find(|file| file["original_path"] == path).unwrap_or_else(|| panic!("{path} in {files}"))
}

#[rstest]
#[tokio::test]
async fn an_archive_becomes_files_of_the_run(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let job = server.job("zip").await;
    let inner = zip(&[("deep.txt", b"deep")]);
    let outer = zip(&[("in/a.txt", b"first"), ("inner.zip", &inner), ("b.txt", b"second")]);
    server.upload(&job, &[("all.zip", &outer)]).await.ok();

    let files = server.get(&job_path(&job, "/files")).await.ok();
    assert_eq!(files["files"].as_array().map(Vec::len), Some(5));
    let (archive, nested) = (row(&files, "all.zip"), row(&files, "inner.zip"));
    assert_eq!((&archive["status"], &archive["error"]), (&json!("unpacked"), &json!(null)));
    assert_eq!(
        (&nested["status"], &nested["parent_file_id"]),
        (&json!("unpacked"), &archive["id"])
    );
    let first = row(&files, "in/a.txt");
    assert_eq!(
        (&first["status"], &first["parent_file_id"], &first["source_type"]),
        (&json!("uploaded"), &archive["id"], &json!("zip"))
    );
    assert_eq!(
        (&first["original_filename"], &first["file_size_bytes"]),
        (&json!("a.txt"), &json!(5))
    );
    assert_eq!(row(&files, "deep.txt")["parent_file_id"], nested["id"]);
    let id = row(&files, "deep.txt")["id"].as_str().expect("an id");
    assert_eq!(server.get(&job_path(&job, &format!("/files/{id}"))).await.text(), "deep");

    let run = format!(
        "objects/jobs/{}/runs/{}",
        job["job_id"].as_str().expect("an id"),
        job["job_run_id"].as_str().expect("an id")
    );
    let objects = server.data().join(run);
    for (folder, file) in [("uploads", archive), ("extracted", first)] {
        let object = objects.join(folder).join(file["id"].as_str().expect("an id"));
        assert!(object.is_file(), "{}", object.display());
    }

    let processable = server.get(&job_path(&job, "/files?processable=true")).await.ok();
    assert_eq!(processable["files"].as_array().map(Vec::len), Some(3));
    // With an archive go the files that came out of it.
    let id = archive["id"].as_str().expect("an id");
    server.delete(&job_path(&job, &format!("/files/{id}"))).await.ok();
    assert_eq!(server.get(&job_path(&job, "/files")).await.ok()["files"], json!([]));
}

#[rstest]
#[tokio::test]
async fn an_archive_beyond_the_limits_is_refused_whole(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let job = server.job("bombs").await;
    let zeros = vec![0; 40 << 20];
    let names: Vec<_> = (0..1001).map(|n| format!("{n}.txt")).collect();
    let many: Vec<_> = names.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
    let mut deep = zip(&[("a.txt", b"x")]);
    for _ in 0..3 {
        deep = zip(&[("deeper.zip", &deep)]);
    }
    for (name, bytes, reason) in [
        ("bomb.zip", zip(&[("good.txt", b"x"), ("zeros.txt", &zeros)]), "times its own size"),
        ("many.zip", zip(&many), "more than 1000 files"),
        ("deep.zip", deep, "more than 3 deep"),
        ("leaves.zip", zip(&[("good.txt", b"x"), ("../evil.txt", b"x")]), "leaves its folder"),
        ("broken.zip", b"PK no archive at all".to_vec(), "damaged"),
    ] {
        server.upload(&job, &[(name, &bytes)]).await.ok();
        let files = server.get(&job_path(&job, "/files")).await.ok();
        let archive = row(&files, name);
        assert_eq!(archive["status"], "failed", "{name}");
        let error = archive["error"].as_str().unwrap_or_default();
        assert!(error.contains(reason), "{name}: {error}");
    }
    // Nothing of them is a file of the run.
    let files = server.get(&job_path(&job, "/files")).await.ok();
    assert_eq!(files["files"].as_array().map(Vec::len), Some(5));
    server.fields(&job, &[("A", "text")]).await.ok();
    server.submit_job(&job).await.problem(400);
}
