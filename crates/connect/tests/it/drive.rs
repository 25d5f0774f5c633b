//! Google Drive against a server that follows its published interface.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use annals_connect::google::{Drive, DriveSettings};
use annals_connect::{Delivery, Destination as _, Error, News, Source as _};
use serde_json::{Value, json};

use crate::google::{Account, google};
use crate::scripted::{Answer, Asked, Scripted};

fn drive(server: &Scripted) -> Drive {
    let settings = DriveSettings {
        folder_id: Some("folder".into()),
        include_existing: true,
        ..DriveSettings::default()
    };
    Drive::new(google(&server.url, Account::default()), settings).expect("a drive")
}

fn file(id: &str, parent: &str, kind: &str) -> Value {
    json!({"id": id, "name": format!("{id}.pdf"), "mimeType": kind, "size": "10",
        "md5Checksum": "c1", "modifiedTime": "2026-11-20T09:00:00.000Z", "parents": [parent]})
}

fn folder(asked: &Asked) -> Answer {
    const PDF: &str = "application/pdf";
    match (asked.path.as_str(), asked.asks("pageToken")) {
        ("/drive/v3/changes/startPageToken", _) => Answer::json(&json!({"startPageToken": "5"})),
        ("/drive/v3/files", "") => Answer::json(&json!({"nextPageToken": "more",
            "files": [file("a", "folder", PDF), file("sub", "folder", "application/vnd.google-apps.folder")]})),
        ("/drive/v3/files", "more") => {
            let mut own = file("b", "folder", "application/vnd.google-apps.document");
            own["size"] = Value::Null;
            own["md5Checksum"] = Value::Null;
            Answer::json(&json!({"files": [own]}))
        }
        ("/drive/v3/changes", "5") => Answer::json(&json!({"nextPageToken": "6", "changes": [
            {"removed": true, "fileId": "x"}, {"removed": false, "file": file("c", "elsewhere", PDF)},
            {"removed": false, "file": file("d", "folder", PDF)}]})),
        ("/drive/v3/changes", "6") => {
            Answer::json(&json!({"newStartPageToken": "7", "changes": []}))
        }
        _ => Answer::google_error(404, "notFound"),
    }
}

fn names(news: &News) -> Vec<&str> {
    news.events.iter().map(|event| event.files[0].name.as_str()).collect()
}

#[tokio::test]
async fn a_folder_is_listed_and_then_followed() {
    let server = Scripted::start(folder).await;
    let drive = drive(&server);
    let first = drive.news(None).await.expect("news");
    assert_eq!((names(&first), first.more), (vec!["a.pdf"], true));
    let second = drive.news(Some(&first.cursor)).await.expect("news");
    // A document of Google's own is taken as what it can be turned into.
    assert_eq!((names(&second), second.more), (vec!["b.pdf.docx"], false));
    let third = drive.news(Some(&second.cursor)).await.expect("news");
    assert_eq!((names(&third), third.more), (vec!["d.pdf"], true));
    assert_eq!(third.events[0].key, "d:c1");
    let last = drive.news(Some(&third.cursor)).await.expect("news");
    assert!(last.events.is_empty() && !last.more && last.cursor.contains('7'));
    let asked = &server.asked("/drive/v3/files")[0];
    assert_eq!(asked.asks("q"), "'folder' in parents and trashed = false");
}

#[tokio::test]
async fn a_download_that_breaks_off_goes_on_where_it_stopped() {
    let times = AtomicU32::new(0);
    let server = Scripted::start(move |asked| {
        if asked.asks("alt") != "media" {
            return Answer::json(&file("f", "folder", "application/pdf"));
        }
        match (times.fetch_add(1, Ordering::SeqCst), asked.header("range")) {
            (0, "") => Answer::new(200, "0123456789").cut(4),
            (1, "bytes=4-") => {
                Answer::new(206, "456789").with("content-range", "bytes 4-9/10").cut(2)
            }
            (2, "bytes=6-") => Answer::google_error(500, "backendError"),
            (3, "bytes=6-") => Answer::new(206, "6789").with("content-range", "bytes 6-9/10"),
            other => panic!("{other:?}"),
        }
    })
    .await;
    let drive = drive(&server);
    let file = drive.file("f").await.expect("a file");
    let to = tempfile::NamedTempFile::new().expect("a file");
    assert_eq!(drive.fetch(&file, to.path(), 10).await.expect("fetched"), 10);
    assert_eq!(std::fs::read(to.path()).expect("read"), b"0123456789");
}

#[tokio::test]
async fn a_file_that_is_shorter_than_told_is_not_taken() {
    let server = Scripted::start(|asked| match asked.asks("alt") {
        "media" => Answer::new(200, "012345678"),
        _ => Answer::json(&file("f", "folder", "application/pdf")),
    })
    .await;
    let drive = drive(&server);
    let file = drive.file("f").await.expect("a file");
    let to = tempfile::NamedTempFile::new().expect("a file");
    let error = drive.fetch(&file, to.path(), 100).await.expect_err("cut");
    assert!(error.is_passing(), "{error}");
    for id in ["", "../x", "a/b"] {
        assert!(matches!(drive.file(id).await, Err(Error::Setting(_))), "{id}");
    }
}

#[tokio::test]
async fn an_upload_whose_answer_was_lost_leaves_one_file() {
    let stored = Arc::new(Mutex::new(Vec::<String>::new()));
    let kept = Arc::clone(&stored);
    let server = Scripted::start(move |asked| {
        let mut kept = kept.lock().expect("unpoisoned");
        if asked.method == "GET" {
            assert!(asked.asks("q").contains("value='run-1'"), "{asked:?}");
            let files: Vec<_> =
                kept.iter().map(|_| json!({"id": "new", "name": "r.csv"})).collect();
            return Answer::json(&json!({"files": files}));
        }
        kept.push(String::from_utf8_lossy(&asked.body).into_owned());
        Answer::json(&json!({"id": "new", "name": "r.csv"})).cut(3)
    })
    .await;
    let source = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(source.path(), "a,b\n1,2\n").expect("written");
    let delivery = csv("run-1", "r.csv", source.path());
    let drive = drive(&server);
    // The first answer broke off, so it is asked for.
    let delivered = drive.deliver(delivery).await;
    let again = drive.deliver(delivery).await.expect("delivered");
    assert_eq!(again.link.as_deref(), Some("https://drive.google.com/file/d/new/view"));
    assert_eq!(delivered, Ok(again));
    let stored = stored.lock().expect("unpoisoned");
    assert_eq!(stored.len(), 1);
    assert!(stored[0].contains("\"parents\":[\"folder\"]") && stored[0].contains("a,b\n1,2\n"));
}

fn csv<'a>(key: &'a str, name: &'a str, file: &'a std::path::Path) -> Delivery<'a> {
    Delivery { key, attempt: "1", name, media_type: "text/csv", file }
}

#[tokio::test]
async fn a_large_file_goes_in_parts_and_on_from_what_arrived() {
    const LENGTH: usize = (8 << 20) + 1000;
    let got = Arc::new(Mutex::new((Vec::<u8>::new(), 0)));
    let kept = Arc::clone(&got);
    let server = Scripted::start(move |asked| {
        let mut kept = kept.lock().expect("unpoisoned");
        match (asked.method.as_str(), asked.header("content-range")) {
            ("GET", _) => Answer::json(&json!({"files": []})),
            ("POST", _) => {
                assert_eq!(asked.header("x-upload-content-length"), LENGTH.to_string());
                let place = format!("http://{}/session", asked.header("host"));
                Answer::new(200, "").with("location", &place)
            }
            (_, range) => {
                kept.1 += 1;
                let whole = !range.starts_with("bytes */");
                // The second request is lost after half of it was kept.
                if kept.1 == 1 {
                    kept.0.extend_from_slice(&asked.body[..5 << 20]);
                    return Answer::google_error(503, "backendError");
                }
                if whole {
                    assert!(range.starts_with(&format!("bytes {}-", kept.0.len())), "{range}");
                    kept.0.extend_from_slice(&asked.body);
                }
                if kept.0.len() == LENGTH {
                    return Answer::json(&json!({"id": "big", "webViewLink": "https://d/big"}));
                }
                Answer::new(308, "").with("range", &format!("bytes=0-{}", kept.0.len() - 1))
            }
        }
    })
    .await;
    let bytes: Vec<u8> = (0..LENGTH).map(|n| u8::try_from(n % 251).expect("small")).collect();
    let source = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(source.path(), &bytes).expect("written");
    let delivery = csv("k", "big.csv", source.path());
    let delivered = drive(&server).deliver(delivery).await.expect("delivered");
    assert_eq!(delivered.link.as_deref(), Some("https://d/big"));
    assert!(got.lock().expect("unpoisoned").0 == bytes);
}
