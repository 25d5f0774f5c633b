//! Automations from a mailbox to people and to an object store, on a real Dovecot, a real SMTP
//! server and an S3-compatible store: `scripts/with-mail.sh` and `scripts/with-s3.sh` bring them up.

use std::collections::HashSet;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use annals_tests::{
    AUTOMATIONS, Database, Dice, JOBS, Server, all_over, automation_of, job_of_totals, looked_at,
    make_automation, until_events,
};
use reqwest::header;
use rstest::rstest;
use serde_json::{Value, json};

/// The password of every account.
const PASSWORD: &str = "for-tests-only";
/// Sends a mail with the attachments that standard input holds as JSON.
const SEND: &str = "
import json, os, smtplib, ssl, sys
from email.message import EmailMessage
told = json.load(sys.stdin)
mail = EmailMessage()
mail['From'], mail['To'], mail['Subject'] = 'Ann <ann@a.example>', told['to'], told['subject']
mail.set_content('See the attachments.')
for name, text in told['files']:
    mail.add_attachment(text, filename=name)
tls = ssl.create_default_context(cafile=os.environ['SSL_CERT_FILE'])
with smtplib.SMTP_SSL('localhost', int(os.environ['ANNALS_TEST_SMTPS']), context=tls) as smtp:
    smtp.login('ann', 'for-tests-only')
    smtp.send_message(mail)
";
/// Prints the mails of a Maildir as JSON.
const RECEIVED: &str = "
import email, email.policy, glob, json, sys
mails = []
for path in sorted(glob.glob(sys.argv[1] + '/new/*') + glob.glob(sys.argv[1] + '/cur/*')):
    mail = email.message_from_binary_file(open(path, 'rb'), policy=email.policy.default)
    files = {part.get_filename(): part.get_content() for part in mail.iter_attachments()}
    files = {name: text if isinstance(text, str) else text.decode() for name, text in files.items()}
    mails.append({'id': mail['Message-ID'], 'subject': mail['Subject'], 'from': mail['From'], 'files': files})
print(json.dumps(mails))
";

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run scripts/with-mail.sh"))
}

fn port(name: &str) -> u16 {
    variable(name).parse().expect("a port")
}

/// Runs a Python program; answers what it printed.
fn python(program: &str, argument: &str, input: &Value) -> String {
    let mut command = Command::new("python3");
    command.args(["-c", program, argument]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("Python starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(input.to_string().as_bytes()).expect("written");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "the program failed");
    String::from_utf8(output.stdout).expect("text")
}

/// A mail with a file whose total is this.
fn send(account: &str, subject: &str, files: &[(&str, &str)]) {
    let to = format!("{account}@a.example");
    python(SEND, "", &json!({"to": to, "subject": subject, "files": files}));
}

/// The mails that came to an account.
fn received(account: &str) -> Vec<Value> {
    let folder = format!("{}/{account}", variable("ANNALS_TEST_MAIL"));
    serde_json::from_str(&python(RECEIVED, &folder, &json!(null))).expect("JSON")
}

/// Names of accounts that nobody else has.
fn account(what: &str, database: Database) -> String {
    format!("{what}-{database:?}").to_lowercase()
}

/// Where a mailbox is, over TLS from the first byte.
fn mailbox(account: &str) -> Value {
    json!({
        "host": "localhost", "port": port("ANNALS_TEST_IMAPS"), "security": "tls",
        "username": account, "password_secret": "MAIL", "poll_seconds": 1,
        "subject": "Invoice", "file_name": "*.txt",
    })
}

/// Results go to these people.
fn to_people(body: &mut Value, people: &[&str]) {
    let people: Vec<_> = people.iter().map(|name| format!("{name}@a.example")).collect();
    body["dest_type"] = json!("mail");
    body["export_config"] = json!({
        "host": "localhost", "port": port("ANNALS_TEST_SMTP"), "security": "starttls",
        "username": "sender", "password_secret": "MAIL", "from": "Annals <annals@a.example>",
        "to": people, "subject": "What was found",
    });
}

async fn server(database: Database) -> Server {
    let server = Server::start(database).await;
    server.put("/api/v1/secrets/MAIL", &json!({"value": PASSWORD})).await.ok();
    server
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_mails_attachments_are_a_run_and_its_results_go_out_by_mail(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = server(database).await;
    let job = job_of_totals(&server).await;
    let (from, to) = (account("invoices", database), account("boss", database));
    send(&from, "Invoice of before", &[("before.txt", "Total: 1")]);
    let mut body = automation_of(&job, "imap", &mailbox(&from));
    to_people(&mut body, &[&to]);
    let id = make_automation(&server, &body).await;
    looked_at(&server, &id).await;
    send(&from, "Greetings", &[("other.txt", "Total: 2")]);
    let files = [("a.txt", "Total: 12"), ("terms.csv", "Total: 3"), ("b.txt", "Total: 34")];
    send(&from, "Invoice 7", &files);
    let rows = until_events(&server, &id, "its run", |rows| all_over(rows, 1)).await;
    let row = &rows[0];
    assert_eq!((&row["status"], &row["error"]), (&json!("completed"), &json!(null)), "{row}");
    assert_eq!(row["files_in"], json!(["a.txt", "b.txt"]));
    let event = row["event"].as_str().expect("text");
    assert!(event.starts_with("Invoice 7 (") && event.contains("ann@a.example"), "{event}");
    let run = row["job_run_id"].as_str().expect("a run");
    assert_eq!(server.get(&format!("/api/v1/runs/{run}")).await.ok()["trigger_type"], "mail");
    let path = format!("{JOBS}/{}/files?run_id={run}", job["job_id"].as_str().expect("an id"));
    let files = server.get(&path).await.ok();
    assert_eq!(files["files"][0]["source_type"], "imap", "{files}");

    let mails = received(&to);
    let [mail] = mails.as_slice() else { panic!("one mail: {mails:?}") };
    assert_eq!(
        (&mail["subject"], &mail["from"]),
        (&json!("What was found"), &json!("Annals <annals@a.example>"))
    );
    let name = format!("job_{}_run_{run}_results.csv", job["job_id"].as_str().expect("an id"));
    let results = mail["files"][&name].as_str().unwrap_or_else(|| panic!("{name}: {mail}"));
    assert!(results.contains("a.txt,12") && results.contains("b.txt,34"), "{results}");
    // What was there before the automation is no event, and the mailbox is only read.
    assert_eq!(received(&from).len(), 3);
    let now = server.get(&format!("{AUTOMATIONS}/{id}")).await.ok();
    assert_eq!((&now["failures"], &now["error"]), (&json!(0), &json!(null)));
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_mail_becomes_an_object_in_a_store(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = server(database).await;
    let job = job_of_totals(&server).await;
    let from = account("stored", database);
    let mut config = mailbox(&from);
    (config["port"], config["security"]) = (json!(port("ANNALS_TEST_IMAP")), json!("starttls"));
    let mut body = automation_of(&job, "imap", &config);
    let url = format!("{}/results", variable("ANNALS_TEST_OBJECT_STORE"));
    body["dest_type"] = json!("object_store");
    body["export_config"] = json!({"url": url, "file_type": "excel"});
    let id = make_automation(&server, &body).await;
    looked_at(&server, &id).await;
    send(&from, "Invoice 8", &[("a.txt", "Total: 12")]);
    let rows = until_events(&server, &id, "its run", |rows| all_over(rows, 1)).await;
    assert_eq!((&rows[0]["status"], &rows[0]["error"]), (&json!("completed"), &json!(null)));
    let place = rows[0]["exported_to"].as_str().expect("a place");
    let name = place.strip_prefix(&format!("{url}/")).expect("below the URL");
    assert!(name.ends_with("_results.xlsx"), "{name}");
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build();
    let object = format!("{}/results/{name}", variable("ANNALS_TEST_OBJECTS"));
    // How a request is signed does not matter to this server, only that it is.
    let signed = "AWS4-HMAC-SHA256 Credential=annals/20260101/us-east-1/s3/aws4_request, \
                  SignedHeaders=host, Signature=0";
    let request = client.expect("a client").get(object).header(header::AUTHORIZATION, signed);
    let answer = request.send().await.expect("an answer");
    assert!(answer.status().is_success(), "{}", answer.status());
    let book = answer.bytes().await.expect("a workbook");
    assert!(zip::ZipArchive::new(std::io::Cursor::new(book)).is_ok());
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn killed_again_and_again_each_mail_is_one_run_and_one_answer(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    const MAILS: u64 = 4;
    let mut server = server(database).await;
    let job = job_of_totals(&server).await;
    let (from, to) = (account("killed", database), account("once", database));
    let mut body = automation_of(&job, "imap", &mailbox(&from));
    to_people(&mut body, &[&to]);
    let id = make_automation(&server, &body).await;
    looked_at(&server, &id).await;
    let mut dice = Dice::new(1);
    for n in 0..MAILS {
        send(&from, &format!("Invoice {n}"), &[("a.txt", &format!("Total: {}", 100 + n))]);
        tokio::time::sleep(dice.moment(Duration::from_millis(2500))).await;
        server.kill().await;
        server.start_again().await;
    }
    let all = usize::try_from(MAILS).expect("small");
    let rows = until_events(&server, &id, "a run a mail", |rows| all_over(rows, all)).await;
    assert!(rows.iter().all(|row| row["status"] == "completed"), "{rows:?}");
    let runs: HashSet<_> = rows.iter().map(|row| row["job_run_id"].to_string()).collect();
    assert_eq!(runs.len(), all);
    // One that was sent again, since nobody knew whether it had been, is known by its id.
    let mails = received(&to);
    let answers: HashSet<_> = mails.iter().map(|mail| mail["id"].to_string()).collect();
    assert_eq!(answers.len(), all, "{mails:?}");
    for n in 0..MAILS {
        let total = format!("a.txt,{}", 100 + n);
        assert!(mails.iter().any(|mail| mail["files"].to_string().contains(&total)), "{total}");
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn what_a_mail_server_refuses_is_shown_and_what_may_pass_is_tried_again(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = server(database).await;
    let job = job_of_totals(&server).await;
    let from = account("refused", database);
    let mut ids = Vec::new();
    for people in ["nobody", "later"] {
        let mut body = automation_of(&job, "imap", &mailbox(&from));
        to_people(&mut body, &[people]);
        let id = make_automation(&server, &body).await;
        looked_at(&server, &id).await;
        ids.push(id);
    }
    send(&from, "Invoice 9", &[("a.txt", "Total: 12")]);
    let rows = until_events(&server, &ids[0], "its end", |rows| all_over(rows, 1)).await;
    let error = rows[0]["error"].as_str().unwrap_or_default();
    assert!(rows[0]["status"] == "failed" && error.contains("550"), "{rows:?}");
    let tried = |rows: &[Value]| rows.iter().any(|row| row["failures"].as_i64() >= Some(2));
    let rows = until_events(&server, &ids[1], "a second try", tried).await;
    let error = rows[0]["error"].as_str().unwrap_or_default();
    assert!(rows[0]["status"] == "exporting" && error.contains("451"), "{rows:?}");
    assert!(rows[0]["next_at"].is_string(), "{rows:?}");
    // A password that is wrong is told by the automation itself.
    server.put("/api/v1/secrets/WRONG", &json!({"value": "wrong"})).await.ok();
    let mut config = mailbox(&from);
    config["password_secret"] = json!("WRONG");
    let id = make_automation(&server, &automation_of(&job, "imap", &config)).await;
    looked_at(&server, &id).await;
    let now = server.get(&format!("{AUTOMATIONS}/{id}")).await.ok();
    assert!(now["error"].is_string() && now["failures"] != 0, "{now}");
    assert!(!now.to_string().contains(PASSWORD), "{now}");
}
