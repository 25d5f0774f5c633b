//! A pod that prints much waits until the server has recorded it, with a server of a few lines.

use std::net::TcpListener;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::pod::{Ran, run_with};
use super::server::{Answer, Served};
use super::*;
use crate::argo::Origin;

/// How many lines a step prints here, of 100 bytes each.
const LINES: usize = 3000;

/// The log may be so far ahead of what is recorded.
const WINDOW: (&str, &str) = ("ANNALS_POD_WINDOW", "65536");

/// So long is waited for a server that does not come nearer.
const NEVER: (&str, &str) = ("ANNALS_POD_STANDSTILL", "100000");
const SOON: (&str, &str) = ("ANNALS_POD_STANDSTILL", "0.2");

/// Prints much, and then says so in a file.
const CODE: &str = "import json, os
for n in range(3000):
    print(f'{n:099d}')
open(json.load(open(os.environ['ANNALS_INPUTS']))['file'], 'w').close()";

/// A server that answers what `answer` says to the `n`th question how far it is, counted from 1.
fn serve(answer: impl Fn(usize) -> Answer + Send + 'static) -> Served {
    Served::answering(move |count, _, _| answer(count))
}

fn recorded(line: u64) -> Answer {
    Ok(json!({ "line": line }).to_string().into_bytes())
}

/// Runs a step that says in `file` that it has printed all.
fn printing(url: Option<String>, file: &Path, standstill: (&str, &str)) -> Ran {
    let mut launch = launch(&script(CODE));
    launch.inputs = json!({"file": file});
    launch.api_url = url;
    run_with(&launch, 0, "", &[WINDOW, standstill])
}

fn whole(ran: &Ran) {
    assert_eq!(ran.code, Some(0));
    let printed = ran.of(Origin::Stdout);
    let numbers = printed.iter().map(|line| line.parse::<usize>().expect("a number"));
    assert!(numbers.eq(0..LINES), "{} lines", printed.len());
}

#[test]
fn a_step_that_prints_much_is_held_back_until_it_is_recorded() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("printed");
    let (path, over) = (file.clone(), Arc::<Mutex<bool>>::default());
    let early = Arc::clone(&over);
    let served = serve(move |count| match count {
        // Whatever is asked first: nothing is recorded, so the step does not come to its end.
        1..=4 => {
            *early.lock().expect("a word") |= path.exists();
            recorded(0)
        }
        5 => Err("503 Service Unavailable"),
        6 => recorded(1000),
        _ => recorded(100_000),
    });
    whole(&printing(Some(served.url.clone()), &file, NEVER));
    assert!(!*over.lock().expect("a word"), "it was not held back");
    assert!(file.exists());
    let asked = served.asked();
    let question = format!("GET /api/v1/runs/{RUN}/recorded?pod=the-pod&epoch=1 HTTP/1.1");
    assert!(asked.len() > 6 && asked.iter().all(|(line, _)| *line == question), "{asked:?}");
}

#[test]
fn a_step_that_prints_little_asks_nothing() {
    let served = serve(|_| recorded(0));
    let mut launch = launch(&script("for n in range(200): print(f'{n:099d}')"));
    launch.api_url = Some(served.url.clone());
    assert_eq!(run_with(&launch, 0, "", &[WINDOW, NEVER]).of(Origin::Stdout).len(), 200);
    assert_eq!(served.asked().len(), 0);
}

#[test]
fn a_server_that_does_not_come_nearer_is_not_waited_for_without_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("printed");
    let served = serve(|_| recorded(1));
    whole(&printing(Some(served.url.clone()), &file, SOON));
    assert!(served.asked().len() > 1);
    // Nobody listens there; then there is nobody to be asked.
    let away = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    whole(&printing(Some(format!("http://{away}")), &file, SOON));
    whole(&printing(None, &file, NEVER));
}

#[test]
fn a_server_that_counts_no_lines_is_asked_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("printed");
    for status in ["409 Conflict", "404 Not Found", "403 Forbidden"] {
        let served = serve(move |_| Err(status));
        whole(&printing(Some(served.url.clone()), &file, NEVER));
        assert_eq!(served.asked().len(), 1);
    }
}

#[test]
fn a_step_that_is_held_back_ends_in_time() {
    let served = serve(|count| match count {
        // Until long after that; then nobody is to be waited for.
        1..=8 => recorded(0),
        _ => Err("409 Conflict"),
    });
    let mut launch = launch(&script("while True: print('x' * 99)"));
    (launch.api_url, launch.timeout_ms) = (Some(served.url.clone()), Some(1000));
    let outcome = run_with(&launch, 0, "", &[WINDOW, NEVER]).result.outcome(false);
    assert_eq!(outcome.error_type, Some(annals_domain::ErrorType::Timeout));
}

#[test]
fn what_does_not_come_there_is_printed_again_before_the_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("printed");
    // Until long after everything was printed, the server does not know of the last lines.
    let (path, since) = (file.clone(), AtomicUsize::new(0));
    let served = serve(move |_| {
        let since = since.fetch_add(usize::from(path.exists()), Ordering::SeqCst);
        recorded(if since < 6 { 2500 } else { 100_000 })
    });
    let mut launch = launch(&script(CODE));
    (launch.inputs, launch.api_url) = (json!({"file": file}), Some(served.url.clone()));
    // The step is not held back, and yet asks.
    let window = ("ANNALS_POD_WINDOW", "800000");
    let ran = run_with(&launch, 0, "", &[window, NEVER, ("ANNALS_POD_REPEAT", "0.1")]);
    whole(&ran);
    assert!(ran.again > 400, "{} lines again", ran.again);
}
