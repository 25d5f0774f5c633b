//! Gmail against a server that follows its published interface.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use annals_connect::google::{Gmail, GmailSettings};
use annals_connect::{Error, MailFilter, Source as _};
use annals_domain::{ManualClock, Timestamp};
use serde_json::{Value, json};

use crate::google::{Account, QUICK, google};
use crate::scripted::{Answer, Asked, Scripted};

const BOX: &str = "/gmail/v1/users/me";

fn gmail(server: &Scripted, settings: GmailSettings) -> Gmail {
    let clock = Arc::new(ManualClock::at(Timestamp::from_micros(1_790_000_000_000_000)));
    Gmail::new(google(&server.url, Account::default()), settings, clock).expect("a source")
}

fn message(id: &str, label: &str) -> Value {
    json!({"id": id, "labelIds": [label], "payload": {
        "mimeType": "multipart/mixed", "filename": "", "body": {"size": 0},
        "headers": [{"name": "From", "value": "Acme <bills@acme.example>"},
            {"name": "Subject", "value": format!("Invoice {id}")}],
        "parts": [
            {"mimeType": "text/plain", "filename": "", "body": {"size": 5, "data": "aGVsbG8="}},
            {"mimeType": "multipart/mixed", "filename": "", "body": {"size": 0}, "parts": [
                {"mimeType": "application/pdf", "filename": "bill.pdf",
                    "body": {"attachmentId": format!("att-{id}"), "size": 4}}]},
            {"mimeType": "image/png", "filename": "logo.png",
                "body": {"attachmentId": "logo", "size": 9}}]}})
}

fn added(id: &str, message: &str) -> Value {
    json!({"id": id, "messagesAdded": [{"message": {"id": message, "threadId": "t"}}]})
}

/// A mailbox with two pages of history.
fn mailbox(asked: &Asked) -> Answer {
    let path = asked.path.strip_prefix(BOX).unwrap_or_default();
    match (path, asked.asks("startHistoryId")) {
        ("/profile", _) => {
            Answer::json(&json!({"historyId": "100", "emailAddress": "me@x.example"}))
        }
        ("/history", "100") => Answer::json(&json!({"historyId": "130", "nextPageToken": "p2",
            "history": [added("110", "m1"), added("111", "m1"), added("120", "sent")]})),
        ("/history", "120") => Answer::json(
            &json!({"historyId": "130", "history": [added("130", "m2"), added("130", "gone")]}),
        ),
        ("/history", "130") => Answer::json(&json!({"historyId": "130"})),
        ("/history", _) => Answer::google_error(404, "notFound"),
        ("/messages", _) => Answer::json(&json!({"messages": [{"id": "m2"}, {"id": "m1"}]})),
        ("/messages/m1", _) if asked.asks("format") == "raw" => {
            Answer::json(&json!({"id": "m1", "raw": "RnJvbTogYUBiDQoNCmhlbGxv"}))
        }
        ("/messages/m1", _) => Answer::json(&message("m1", "INBOX")),
        ("/messages/m2", _) => Answer::json(&message("m2", "INBOX")),
        ("/messages/sent", _) => Answer::json(&message("sent", "SENT")),
        ("/messages/m1/attachments/att-m1", _) => {
            Answer::json(&json!({"size": 4, "data": "JVBE_w"}))
        }
        _ => Answer::google_error(404, "notFound"),
    }
}

fn pdfs() -> GmailSettings {
    let filter = MailFilter { file_name: Some("*.pdf".into()), ..MailFilter::default() };
    GmailSettings { filter, ..GmailSettings::default() }
}

#[tokio::test]
async fn mails_are_told_of_page_by_page_and_their_attachments_fetched() {
    let server = Scripted::start(mailbox).await;
    let gmail = gmail(&server, pdfs());
    assert_eq!(gmail.address().await.expect("an address"), "me@x.example");
    let start = gmail.news(None).await.expect("a place");
    assert!(start.events.is_empty());
    let first = gmail.news(Some(&start.cursor)).await.expect("news");
    let keys = |news: &annals_connect::News| -> Vec<String> {
        news.events.iter().map(|event| event.key.clone()).collect()
    };
    assert_eq!((keys(&first), first.more), (vec!["m1".to_owned()], true));
    assert_eq!(first.events[0].about, "Invoice m1 (Acme <bills@acme.example>)");
    let second = gmail.news(Some(&first.cursor)).await.expect("news");
    assert_eq!((keys(&second), second.more), (vec!["m2".to_owned()], false));
    let third = gmail.news(Some(&second.cursor)).await.expect("news");
    assert!(third.events.is_empty() && !third.more);
    let files = &first.events[0].files;
    assert_eq!((files.len(), files[0].name.as_str()), (1, "bill.pdf"));
    let to = tempfile::NamedTempFile::new().expect("a file");
    assert_eq!(gmail.fetch(&files[0], to.path(), 4).await.expect("fetched"), 4);
    assert_eq!(std::fs::read(to.path()).expect("read"), b"%PD\xff");
    let error = gmail.fetch(&files[0], to.path(), 3).await.expect_err("too large");
    assert!(matches!(error, Error::Setting(_)), "{error}");
}

#[tokio::test]
async fn a_history_that_is_gone_is_made_up_for_by_a_search() {
    let server = Scripted::start(mailbox).await;
    let settings = GmailSettings { query: Some("has:attachment".into()), ..pdfs() };
    let cursor = r#"{"history":"7","looked":1789999000,"began":1789990000}"#;
    let news = gmail(&server, settings).news(Some(cursor)).await.expect("news");
    let keys: Vec<_> = news.events.iter().map(|event| event.key.as_str()).collect();
    assert_eq!(keys, ["m1", "m2"]);
    let asked = &server.asked(&format!("{BOX}/messages"))[0];
    // Never older than the beginning, though a search looks back for days.
    assert_eq!(asked.asks("q"), "has:attachment after:1789990000");
    assert!(news.cursor.contains(r#""history":"100""#), "{}", news.cursor);
}

#[tokio::test]
async fn the_mail_itself_may_be_taken() {
    let server = Scripted::start(mailbox).await;
    let mut settings = pdfs();
    settings.filter.include_message = true;
    let gmail = gmail(&server, settings);
    let cursor = r#"{"history":"100","looked":1,"began":1}"#;
    let news = gmail.news(Some(cursor)).await.expect("news");
    let file = &news.events[0].files[1];
    assert_eq!(file.name, "message.eml");
    let to = tempfile::NamedTempFile::new().expect("a file");
    gmail.fetch(file, to.path(), 100).await.expect("fetched");
    assert_eq!(std::fs::read(to.path()).expect("read"), b"From: a@b\r\n\r\nhello");
}

#[tokio::test]
async fn an_old_token_is_renewed_and_limits_are_waited_for() {
    let times = AtomicU32::new(0);
    let server = Scripted::start(move |asked| {
        match (asked.header("authorization"), times.fetch_add(1, Ordering::SeqCst)) {
            ("Bearer token-0", _) => Answer::google_error(401, "authError"),
            (_, 1) => Answer::google_error(403, "userRateLimitExceeded"),
            (_, 2) => Answer::google_error(429, "rateLimitExceeded").with("retry-after", "0"),
            (_, 3) => Answer::new(502, "<html>"),
            _ => mailbox(asked),
        }
    })
    .await;
    assert_eq!(gmail(&server, pdfs()).address().await.expect("an address"), "me@x.example");
    assert_eq!(server.asked(&format!("{BOX}/profile")).len(), 5);
}

#[tokio::test]
async fn what_does_not_pass_is_told_at_once() {
    for (answer, is) in [
        (Answer::google_error(403, "insufficientPermissions"), "Refused"),
        (Answer::google_error(400, "failedPrecondition"), "Setting"),
        (Answer::google_error(429, "rateLimitExceeded").with("retry-after", "600"), "Passing"),
    ] {
        let server = Scripted::start(move |_| answer.clone()).await;
        let error = gmail(&server, pdfs()).address().await.expect_err("refused");
        assert!(format!("{error:?}").starts_with(is), "{error:?}");
        assert_eq!(server.asked(&format!("{BOX}/profile")).len(), 1, "{error}");
    }
    let server = Scripted::start(|_| Answer::google_error(401, "authError")).await;
    let clock = Arc::new(ManualClock::default());
    let account = google(&server.url, Account::revoked());
    let gmail = Gmail::new(account, pdfs(), clock).expect("a source");
    let error = gmail.news(None).await.expect_err("revoked");
    assert!(matches!(error, Error::Refused(_)), "{error}");
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_asked_for_again() {
    let times = AtomicU32::new(0);
    let server = Scripted::start(move |asked| match times.fetch_add(1, Ordering::SeqCst) {
        0 => mailbox(asked).cut(7),
        _ => mailbox(asked),
    })
    .await;
    assert_eq!(gmail(&server, pdfs()).address().await.expect("an address"), "me@x.example");
    assert_eq!(QUICK.times, 4);
}
