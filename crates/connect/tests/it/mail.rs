//! Mail against Dovecot and aiosmtpd: scripts/with-mail.sh.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use annals_connect::{
    Delivery, Destination as _, Error, Imap, ImapSettings, MailFilter, MailOut, News, Security,
    SmtpSettings, Source as _,
};

fn port(name: &str) -> Option<u16> {
    Some(std::env::var(name).expect("scripts/with-mail.sh").parse().expect("a port"))
}

/// An account of its own for each test and run of it.
#[expect(clippy::disallowed_methods, reason = "a name that was not there before")]
fn account() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_nanos();
    format!("user{now}x{}", NUMBER.fetch_add(1, Ordering::SeqCst))
}

fn imap(account: &str) -> ImapSettings {
    ImapSettings {
        host: "localhost".into(),
        port: port("ANNALS_TEST_IMAPS"),
        security: Security::Tls,
        username: account.into(),
        password: "for-tests-only".into(),
        mailbox: "INBOX".into(),
        include_existing: false,
        filter: MailFilter::default(),
    }
}

fn smtp(account: &str) -> SmtpSettings {
    SmtpSettings {
        host: "localhost".into(),
        port: port("ANNALS_TEST_SMTPS"),
        security: Security::Tls,
        username: Some("sender".into()),
        password: Some("for-tests-only".into()),
        from: "Annals <annals@a.example>".into(),
        to: vec![format!("{account}@a.example")],
        subject: None,
    }
}

async fn send(settings: SmtpSettings, name: &str, text: &str) -> Result<(), Error> {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), text).expect("written");
    let delivery =
        Delivery { key: name, attempt: name, name, media_type: "text/csv", file: file.path() };
    MailOut::new(settings)?.deliver(delivery).await.map(drop)
}

fn names(news: &News) -> Vec<&str> {
    let files = news.events.iter().flat_map(|event| &event.files);
    files.map(|file| file.name.as_str()).collect()
}

#[tokio::test]
async fn what_is_sent_is_found_and_fetched() {
    let account = account();
    let source = Imap::new(imap(&account)).expect("a source");
    let start = source.news(None).await.expect("a place");
    send(smtp(&account), "Übersicht.csv", "a;b\n").await.expect("sent");
    let starttls = SmtpSettings {
        port: port("ANNALS_TEST_SMTP"),
        security: Security::Starttls,
        subject: Some("Second\r\nBcc: x@y.example".into()),
        ..smtp(&account)
    };
    send(starttls, "two.csv", "1;2\n").await.expect("sent");
    let news = source.news(Some(&start.cursor)).await.expect("news");
    assert_eq!(names(&news), ["Übersicht.csv", "two.csv"]);
    assert!(news.events[0].about.starts_with("Übersicht.csv (Annals <annals@"));
    assert!(news.events[1].about.starts_with("SecondBcc: x@y.example ("));
    let to = tempfile::NamedTempFile::new().expect("a file");
    let file = &news.events[0].files[0];
    assert_eq!(source.fetch(file, to.path(), 100).await.expect("fetched"), 4);
    assert_eq!(std::fs::read(to.path()).expect("read"), b"a;b\n");
    let none = source.news(Some(&news.cursor)).await.expect("news");
    assert_eq!((names(&none), none.more), (vec![], false));
}

#[tokio::test]
async fn only_what_is_meant_is_told_of_and_many_come_in_parts() {
    let account = account();
    for number in 0..60 {
        let subject = Some(if number % 2 == 0 { "Rechnung" } else { "Werbung" }.to_owned());
        let name = format!("{number}.{}", if number % 3 == 0 { "csv" } else { "txt" });
        send(SmtpSettings { subject, ..smtp(&account) }, &name, "x").await.expect("sent");
    }
    let filter = MailFilter {
        from: Some("ANNALS@".into()),
        subject: Some("rechnung".into()),
        file_name: Some("*.csv".into()),
        include_message: false,
    };
    let settings = ImapSettings {
        filter,
        include_existing: true,
        port: port("ANNALS_TEST_IMAP"),
        security: Security::Starttls,
        ..imap(&account)
    };
    let source = Imap::new(settings).expect("a source");
    let first = source.news(None).await.expect("news");
    let second = source.news(Some(&first.cursor)).await.expect("news");
    assert!(first.more && !second.more);
    let found: Vec<_> = names(&first).into_iter().chain(names(&second)).collect();
    let wanted: Vec<_> = (0..60).filter(|n| n % 6 == 0).map(|n| format!("{n}.csv")).collect();
    assert_eq!(found, wanted);
    // A password in the clear would do, too, but is not sent.
    let clear = Imap::new(ImapSettings { security: Security::None, ..imap(&account) });
    assert!(clear.expect("a source").news(None).await.is_err());
}

/// Gives the mailbox another UIDVALIDITY, as when it was restored from a copy.
fn renumber(account: &str) {
    let mail = std::env::var("ANNALS_TEST_MAIL").expect("scripts/with-mail.sh");
    let folder = std::path::Path::new(&mail).join(account);
    let list = std::fs::read_to_string(folder.join("dovecot-uidlist")).expect("a list");
    let old = list.split(' ').find(|word| word.starts_with('V')).expect("a number");
    let new = format!("V{}", old[1..].parse::<u32>().expect("a number") + 1);
    for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
        if entry.file_name().to_string_lossy().starts_with("dovecot") {
            std::fs::remove_file(entry.path()).expect("removed");
        }
    }
    std::fs::write(folder.join("dovecot-uidlist"), list.replacen(old, &new, 1)).expect("written");
}

#[tokio::test]
async fn a_mailbox_with_new_numbers_tells_no_mail_twice() {
    let account = account();
    let source = Imap::new(imap(&account)).expect("a source");
    let start = source.news(None).await.expect("a place");
    send(smtp(&account), "one.csv", "1").await.expect("sent");
    let first = source.news(Some(&start.cursor)).await.expect("news");
    assert_eq!(names(&first), ["one.csv"]);
    renumber(&account);
    send(smtp(&account), "two.csv", "2").await.expect("sent");
    let second = source.news(Some(&first.cursor)).await.expect("news");
    let validity = |news: &News| news.events[0].key.split(':').next().map(str::to_owned);
    assert_eq!(names(&second), ["two.csv"]);
    assert_ne!(validity(&first), validity(&second), "the numbers are the same");
    let to = tempfile::NamedTempFile::new().expect("a file");
    let old = &first.events[0].files[0];
    assert!(matches!(source.fetch(old, to.path(), 9).await, Err(Error::Missing(_))));
}

#[tokio::test]
async fn what_is_wrong_is_said_by_kind() {
    let wrong = ImapSettings { password: "wrong".into(), ..imap("somebody") };
    let error = Imap::new(wrong).expect("a source").news(None).await.expect_err("refused");
    assert!(matches!(error, Error::Refused(_)), "{error}");
    let missing = ImapSettings { mailbox: "Nothing".into(), ..imap("somebody") };
    let error = Imap::new(missing).expect("a source").news(None).await.expect_err("missing");
    assert!(matches!(error, Error::Setting(_)), "{error}");
    // The certificate is not that name's.
    let other = ImapSettings { host: "127.0.0.2".into(), ..imap("somebody") };
    assert!(Imap::new(other).expect("a source").news(None).await.is_err());
    let settings = SmtpSettings { password: Some("wrong".into()), ..smtp("somebody") };
    let error = send(settings, "a.csv", "").await.expect_err("refused");
    assert!(matches!(error, Error::Refused(_)), "{error}");
    let error = send(smtp("nobody"), "a.csv", "").await.expect_err("refused");
    assert!(matches!(error, Error::Setting(_)), "{error}");
    let error = send(smtp("later"), "a.csv", "").await.expect_err("refused");
    assert!(error.is_passing(), "{error}");
    assert!(MailOut::new(SmtpSettings { to: vec!["x".into()], ..smtp("a") }).is_err());
}
