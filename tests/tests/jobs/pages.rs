//! Pages of files as pictures.

use annals_tests::{Database, Server, job_path};
use rstest::rstest;
use serde_json::Value;

/// Three pages.
const STATEMENT: &[u8] = include_bytes!("../../../crates/extract/tests/documents/statement.pdf");
const ENCRYPTED: &[u8] = include_bytes!("../../../crates/extract/tests/documents/encrypted.pdf");
const SCAN: &[u8] = include_bytes!("../../../crates/extract/tests/corpus/open/scan-invoice.png");

/// A job with these files, and the path of each one's pages.
async fn pages(server: &Server, files: &[(&str, &[u8])]) -> (Value, Vec<String>) {
    let job = server.job("pages").await;
    let files = server.upload(&job, files).await.ok()["files"].clone();
    let id = |file: &Value| file["id"].as_str().expect("an id").to_owned();
    let ids = files.as_array().expect("files").iter().map(id);
    let paths = ids.map(|id| format!("/files/{id}/pages")).collect();
    (job, paths)
}

/// The width and height that a PNG says it has.
fn size(png: &[u8]) -> (u32, u32) {
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"), "no PNG");
    let at = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    (at(16), at(20))
}

#[rstest]
#[tokio::test]
async fn a_page_of_a_pdf_is_drawn(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (job, paths) = pages(&server, &[("in/statement.pdf", STATEMENT)]).await;
    let page = |rest: &str| job_path(&job, &format!("{}/{rest}", paths[0]));
    let first = server.get(&page("1")).await;
    assert_eq!((first.status, first.header("content-type")), (200, "image/png"));
    assert_eq!(first.header("cache-control"), "private, max-age=31536000, immutable");
    assert_eq!(first.header("x-content-type-options"), "nosniff");
    let (width, height) = size(&first.body);
    assert!(width == 1000 && height > width, "{width} × {height}");

    let last = server.get(&page("3?width=200")).await;
    assert_eq!((last.status, size(&last.body).0), (200, 200));
    let other = server.get(&page("2?width=200")).await;
    assert_ne!(last.body, other.body);
    let problem = server.get(&page("4")).await.problem(404);
    let detail = problem["detail"].as_str().expect("a sentence");
    assert_eq!(detail, "there is no page 4 of in/statement.pdf, which has 3");
    server.get(&page("99999999999")).await.problem(404);
    for bad in ["0", "-1", "one", "1?width=199", "1?width=2001", "1?width=wide"] {
        server.get(&page(bad)).await.problem(422);
    }
    server.get(&job_path(&job, "/files/gone/pages/1")).await.problem(404);

    // Many at once wait for each other and all come.
    let path = page("1?width=300");
    let all = futures::future::join_all((0..12).map(|_| server.get(&path))).await;
    assert!(all.iter().all(|answer| answer.status == 200 && answer.body == all[0].body));
}

#[rstest]
#[tokio::test]
async fn a_picture_is_its_own_page_and_other_files_have_none(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let files: [(&str, &[u8]); 4] = [
        ("scan.png", SCAN),
        ("a.txt", b"Total: 7"),
        ("broken.pdf", b"%PDF-1.7\nno more of it"),
        ("encrypted.pdf", ENCRYPTED),
    ];
    let (job, paths) = pages(&server, &files).await;
    let page = |file: usize, n: u32| job_path(&job, &format!("{}/{n}", paths[file]));
    let scan = server.get(&page(0, 1)).await;
    assert_eq!((scan.status, scan.header("content-type")), (200, "image/png"));
    assert_eq!(&scan.body[..], SCAN);
    server.get(&page(0, 2)).await.problem(404);
    for (file, word) in [(1, "Only pages of PDF files"), (2, "damaged"), (3, "password")] {
        let problem = server.get(&page(file, 1)).await.problem(409);
        assert!(problem["detail"].as_str().is_some_and(|text| text.contains(word)), "{problem}");
    }
}

#[rstest]
#[tokio::test]
async fn evidence_tells_where_on_the_page_it_stands(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let invoice = include_bytes!("../../../crates/extract/tests/documents/invoice-en.pdf");
    let (job, _) = pages(&server, &[("invoice.pdf", invoice)]).await;
    server.fields(&job, &[("Invoice Number", "text")]).await.ok();
    server.submit_job(&job).await.ok();
    server.job_ended(&job).await;
    let result = server.get(&job_path(&job, "/results")).await.ok()["results"][0].clone();
    assert_eq!(result["extracted_data"]["results"][0][0], "INV-2024-0817");
    let evidence = &result["evidence"][0][0];
    assert_eq!((&evidence["file"], &evidence["page"]), (&"invoice.pdf".into(), &1.into()));
    let area = &evidence["boxes"][0];
    let side = |name: &str| area[name].as_f64().expect("a share");
    assert!(0.0 <= side("x0") && side("x0") < side("x1") && side("x1") <= 1.0, "{area}");
    assert!(0.0 <= side("y0") && side("y0") < side("y1") && side("y1") <= 1.0, "{area}");
}
