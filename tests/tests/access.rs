//! Who may do what: tokens, sessions of browsers, hosts, origins.

use annals_tests::{Answer, Api, Database, Server, command, postgres_url};
use reqwest::Method;
use rstest::rstest;
use serde_json::json;

const TASKS: &str = "/api/v1/tasks";

async fn with_headers(api: &Api, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = api.request(method, path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    api.send(request).await
}

#[rstest]
#[tokio::test]
async fn tokens_are_made_listed_and_revoked_on_the_database(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let mut server = Server::start(database).await;
    // Without any token the server is open, on loopback, and says so.
    server.get(TASKS).await.ok();
    assert!(server.log().contains("open to everyone"), "{}", server.log());
    let ada = server.admin(&["token", "create", "--user", "ada"]).await.exits(0).trim().to_owned();
    let bob = server.admin(&["token", "create", "--user", "bob", "--json"]).await.json();
    assert!(server.terminate().await.success());
    server.start_again().await;

    let refused = server.get(TASKS).await;
    refused.problem(401);
    assert_eq!(refused.header("www-authenticate"), "Bearer");
    server.with_token("annals_0000").get(TASKS).await.problem(401);
    with_headers(&server, Method::GET, TASKS, &[("authorization", "Basic YTpi")])
        .await
        .problem(401);
    server.post("/api/v1/tasks/submit", &json!({"pythonCode": "pass"})).await.problem(401);

    let api = server.with_token(&ada);
    let run = api.submit("pass").await;
    assert_eq!(api.whole(&run).await["user_id"], "ada");
    let of_ada = api.get("/api/v1/runs?user_id=ada").await.ok();
    assert_eq!(of_ada["runs"].as_array().map(Vec::len), Some(1));

    // The secret is shown once: no list has it, and the database does not either.
    let listed = server.admin(&["token", "list", "--json"]).await.exits(0);
    assert!(listed.contains("ada") && listed.contains("bob") && !listed.contains(&ada), "{listed}");
    if database == Database::Sqlite {
        let file = std::fs::read(server.data().join("annals.db")).expect("a database");
        let found = file.windows(ada.len()).any(|bytes| bytes == ada.as_bytes());
        assert!(!found, "a token lies in the database as it is");
    }

    // Revoked on the database, it is dead on the running server.
    server.admin(&["token", "revoke", "ada"]).await.exits(0);
    api.get(TASKS).await.problem(401);
    let bob = server.with_token(bob["token"].as_str().expect("a token"));
    bob.get(TASKS).await.ok();
    assert_eq!(server.admin(&["token", "revoke", "nobody"]).await.code, Some(1));
}

#[rstest]
#[tokio::test]
async fn health_and_description_need_no_token(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).variable("ANNALS_ADMIN_TOKEN", "sesame").start().await;
    for path in ["/healthz", "/readyz", "/metrics"] {
        assert_eq!(server.get(path).await.status, 200, "{path}");
    }
    server.get(TASKS).await.problem(401);
    server.with_token("sesame").get(TASKS).await.ok();
    let session = server.with_token("sesame").get("/api/v1/session").await.ok();
    assert_eq!(session, json!({"user_id": "admin", "open": false}));
}

#[rstest]
#[tokio::test]
async fn a_browser_signs_in_for_a_cookie(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).variable("ANNALS_ADMIN_TOKEN", "sesame").start().await;
    server.post("/api/v1/session", &json!({"token": "wrong"})).await.problem(401);
    let signed_in = server.post("/api/v1/session", &json!({"token": "sesame"})).await;
    signed_in.ok();
    let set = signed_in.header("set-cookie").to_owned();
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict"), "{set}");
    assert!(!set.contains("sesame"), "{set}");
    let cookie = set.split(';').next().expect("a cookie").to_owned();

    let cookies: &[(&str, &str)] = &[("cookie", &cookie)];
    with_headers(&server, Method::GET, TASKS, cookies).await.ok();
    let whose = with_headers(&server, Method::GET, "/api/v1/session", cookies).await.ok();
    assert_eq!(whose["user_id"], "admin");
    let out = with_headers(&server, Method::DELETE, "/api/v1/session", cookies).await;
    assert_eq!(out.status, 204);
    with_headers(&server, Method::GET, TASKS, cookies).await.problem(401);
}

/// The cookie of a session that is made with this token.
async fn signed_in(api: &Api, token: &str) -> String {
    let answer = api.post("/api/v1/session", &json!({"token": token})).await;
    answer.ok();
    answer.header("set-cookie").split(';').next().expect("a cookie").to_owned()
}

#[rstest]
#[tokio::test]
async fn a_session_ends_with_the_token_that_it_was_made_with(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).variable("ANNALS_ADMIN_TOKEN", "sesame").start().await;
    let made = async || server.admin(&["token", "create", "--user", "ada", "--json"]).await.json();
    let (one, other) = (made().await, made().await);
    let secret = |token: &serde_json::Value| token["token"].as_str().expect("a token").to_owned();
    let of_one = signed_in(&server, &secret(&one)).await;
    let of_other = signed_in(&server, &secret(&other)).await;
    // A session may be exchanged for another, which is the same token's.
    let again = signed_in(&server, of_one.split_once('=').expect("a value").1).await;
    let get =
        async |cookie: &str| with_headers(&server, Method::GET, TASKS, &[("cookie", cookie)]).await;
    get(&again).await.ok();
    let id = one["id"].as_str().expect("an id").to_owned();
    server.admin(&["token", "revoke", &id]).await.exits(0);
    get(&of_one).await.problem(401);
    get(&again).await.problem(401);
    get(&of_other).await.ok();
}

#[rstest]
#[tokio::test]
async fn a_session_of_the_administrator_ends_with_the_configured_token(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), "sesame").expect("written");
    let path = file.path().to_str().expect("a path");
    let mut server = Server::with(database).variable("ANNALS_ADMIN_TOKEN_FILE", path).start().await;
    let cookie = signed_in(&server, "sesame").await;
    let get = async |server: &Server| {
        with_headers(server, Method::GET, TASKS, &[("cookie", &cookie)]).await
    };
    get(&server).await.ok();
    for (token, status) in [("sesame", 200), ("open barley", 401), ("sesame", 200)] {
        assert!(server.terminate().await.success());
        std::fs::write(file.path(), token).expect("written");
        server.start_again().await;
        assert_eq!(get(&server).await.status, status, "{token}");
    }
}

#[rstest]
#[tokio::test]
async fn foreign_hosts_and_origins_get_nothing_done(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database)
        .option("--allow-host", "annals.example")
        .option("--allow-origin", "https://ui.example")
        .option("--max-running", "0")
        .start()
        .await;
    let get =
        async |headers: &[(&str, &str)]| with_headers(&server, Method::GET, TASKS, headers).await;
    get(&[("host", "evil.example")]).await.problem(403);
    get(&[("host", "localhost.evil.example:80")]).await.problem(403);
    get(&[("host", "annals.example:443")]).await.ok();
    get(&[("host", "localhost:1")]).await.ok();

    let submit = async |origin: &str| {
        let request = server.request(Method::POST, "/api/v1/tasks/submit").header("origin", origin);
        server.send(request.json(&json!({"pythonCode": "pass"}))).await
    };
    for foreign in
        ["http://evil.example", "null", "http://127.0.0.1:1", "https://ui.example.evil.example"]
    {
        submit(foreign).await.problem(403);
    }
    submit(&server.url).await.ok();
    let answer = submit("https://ui.example").await;
    answer.ok();
    assert_eq!(answer.header("access-control-allow-origin"), "https://ui.example");

    // Reading is not refused, but CORS is off, so that a foreign page does not get to see it.
    let read = get(&[("origin", "http://evil.example")]).await;
    read.ok();
    assert_eq!(read.header("access-control-allow-origin"), "");
    let tasks = get(&[]).await.ok();
    assert_eq!(tasks["tasks"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn without_a_token_only_loopback_is_served() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let data = folder.path().to_str().expect("a path").to_owned();
    let said = command(&["serve", "--listen", "0.0.0.0:0", "--data-dir", &data], &[]).await;
    assert_eq!((said.code, said.stdout.as_str()), (Some(2), ""), "{said:?}");
    assert!(said.stderr.contains("token"), "{said:?}");
}

#[tokio::test]
async fn with_a_token_any_address_is_served() {
    let server = Server::with(Database::Sqlite)
        .listen("0.0.0.0:0")
        .variable("ANNALS_ADMIN_TOKEN", "sesame")
        .start()
        .await;
    assert!(server.url.starts_with("http://0.0.0.0:"), "{}", server.url);
}

#[tokio::test]
async fn the_databases_url_may_be_written_either_way_and_in_either_variable() {
    let server = Server::start(Database::Postgres).await;
    server.submit("pass").await;
    let url = server.database_url().expect("a URL");
    assert!(postgres_url().starts_with("postgres"), "{url}");
    let rest = url.split_once("://").map(|(_, rest)| rest.to_owned()).expect("a URL");
    for (variable, scheme) in [
        ("DATABASE_URL", "postgres"),
        ("DATABASE_URL", "postgresql"),
        ("ANNALS_DATABASE_URL", "postgresql"),
    ] {
        let url = format!("{scheme}://{rest}");
        let said = command(&["token", "create", "--user", "u"], &[(variable, &url)]).await;
        assert_eq!(said.code, Some(0), "{variable} {scheme}: {said:?}");
    }
    let listed = server.admin(&["token", "list", "--json"]).await.json();
    assert_eq!(listed["tokens"].as_array().map(Vec::len), Some(3));
}
