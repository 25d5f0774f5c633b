//! Looking through all that a server keeps, rows and files alike.

use std::path::Path;

use annals_tests::Server;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, SqliteConnection};

/// Everything in the database, each value of each row by itself, what is compressed as it was.
pub(super) async fn rows(server: &Server) -> Vec<(String, Vec<u8>)> {
    match server.database_url() {
        Some(url) => postgres(&url).await,
        None => {
            let mut all = sqlite(&server.data().join("annals.db")).await;
            // Where nothing was printed yet there is no folder.
            for file in std::fs::read_dir(server.data().join("logs")).into_iter().flatten() {
                let path = file.expect("a file").path();
                if path.extension().is_some_and(|extension| extension == "db") {
                    all.extend(sqlite(&path).await);
                }
            }
            all
        }
    }
}

async fn postgres(url: &str) -> Vec<(String, Vec<u8>)> {
    let mut connection = PgConnection::connect(url).await.expect("a connection");
    let columns = "SELECT table_name::text, column_name::text, data_type::text \
                   FROM information_schema.columns WHERE table_schema = 'public'";
    let columns = sqlx::query(columns).fetch_all(&mut connection).await.expect("columns");
    let mut all = Vec::new();
    for column in columns {
        let (table, name): (String, String) = (column.get(0), column.get(1));
        let bytes = match column.get::<String, _>(2).as_str() {
            "bytea" => format!("\"{name}\""),
            _ => format!("convert_to(\"{name}\"::text, 'UTF8')"),
        };
        let sql = format!("SELECT {bytes} FROM \"{table}\" WHERE \"{name}\" IS NOT NULL");
        let found = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut connection).await;
        let found = found.expect("rows");
        all.extend(found.iter().map(|row| (format!("{table}.{name}"), plain(&name, row.get(0)))));
    }
    all
}

async fn sqlite(path: &Path) -> Vec<(String, Vec<u8>)> {
    let url = format!("sqlite://{}", path.display());
    let mut connection = SqliteConnection::connect(&url).await.expect("a connection");
    let columns = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c \
                   WHERE m.type = 'table'";
    let columns = sqlx::query(columns).fetch_all(&mut connection).await.expect("columns");
    let mut all = Vec::new();
    for column in columns {
        let (table, name): (String, String) = (column.get(0), column.get(1));
        let sql = format!(
            "SELECT CAST(\"{name}\" AS BLOB) FROM \"{table}\" WHERE \"{name}\" IS NOT NULL"
        );
        let found = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut connection).await;
        let found = found.expect("rows");
        all.extend(found.iter().map(|row| (format!("{table}.{name}"), plain(&name, row.get(0)))));
    }
    connection.close().await.expect("closed");
    all
}

fn plain(column: &str, bytes: Vec<u8>) -> Vec<u8> {
    match column {
        "data" => zstd::decode_all(&bytes[1..]).expect("a block"),
        "packed" => zstd::decode_all(&bytes[..]).expect("an entry"),
        _ => bytes,
    }
}

pub(super) fn holds(bytes: &[u8], forms: &[&str]) -> bool {
    let lossless = |form: &&str| bytes.windows(form.len()).any(|part| part == form.as_bytes());
    forms.iter().any(lossless)
}

/// The files below `folder` that hold one of `forms`. Links lead to what all tests share.
pub(super) fn files_with(folder: &Path, forms: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let (kind, path) = (entry.file_type().expect("a type"), entry.path());
        let name_holds = holds(entry.file_name().as_encoded_bytes(), forms);
        if kind.is_dir() {
            found.extend(files_with(&path, forms));
        }
        if name_holds || (kind.is_file() && holds(&std::fs::read(&path).unwrap_or_default(), forms))
        {
            found.push(path.display().to_string());
        }
    }
    found
}

/// Nothing in the database or the data folder holds one of `forms`, but for what files hold that
/// runs left. What lay in the folder of an attempt goes just after its run has ended.
pub(super) async fn assert_nowhere(server: &Server, forms: &[&str]) {
    annals_tests::soon("the end of all attempts", async {
        let attempts = server.data().join("attempts");
        while std::fs::read_dir(&attempts).is_ok_and(|mut folders| folders.next().is_some()) {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    })
    .await;
    let kept = rows(server).await;
    assert!(kept.len() > 20, "looks at everything: {}", kept.len());
    for (place, bytes) in kept {
        assert!(!holds(&bytes, forms), "{place}: {}", String::from_utf8_lossy(&bytes));
    }
    let found = files_with(server.data(), forms);
    let left = |path: &&String| !path.ends_with("/%2A%2A%2A.txt");
    assert_eq!(found.iter().filter(left).collect::<Vec<_>>(), [""; 0]);
}
