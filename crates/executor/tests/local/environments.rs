//! Environments of real packages. The first run needs a package index.

use std::time::Duration;

use annals_domain::{Clock as _, ErrorType, Stream, SystemClock};
use annals_executor::Executor as _;
use annals_executor::local::{LocalConfig, LocalExecutor};

use crate::harness::{config, program, run, run_with, script, script_with, until};

const SHOW_SIX: &str = "import six; print(six.__version__)";

#[tokio::test]
async fn a_package_is_there_and_the_second_time_at_once() {
    let launch = script_with(SHOW_SIX, "six==1.16.0");
    let first = run(&launch).await;
    assert_eq!(first.stdout(), "1.16.0\n", "{}", first.setup());
    let facts = first.environment();
    assert_eq!((facts.packages[0].name.as_str(), facts.packages.len()), ("six", 1));
    assert!(facts.lock.contains("--hash=sha256:"), "{}", facts.lock);
    let second = run(&script_with(SHOW_SIX, "six==1.16.0")).await;
    assert!(second.environment().cached);
    assert_eq!((second.setup(), second.stdout()), (String::new(), "1.16.0\n".into()));
    assert_eq!(second.environment().id, facts.id);
}

#[tokio::test]
async fn a_new_environment_is_built_under_the_eyes_of_the_reader() {
    let config = apart("new");
    let _ = std::fs::remove_dir_all(config.data_dir.join("environments"));
    let story = run_with(config, &script_with(SHOW_SIX, "six")).await;
    assert!(!story.environment().cached);
    assert!(story.setup().contains("six==1."), "{}", story.setup());
    assert_eq!(story.finish(), (false, None));
}

#[tokio::test]
async fn two_at_once_build_one_environment() {
    let config = apart("two");
    let _ = std::fs::remove_dir_all(config.data_dir.join("environments"));
    let launches = [(); 2].map(|()| script_with(SHOW_SIX, "six"));
    let run = |launch| run_with(config.clone(), launch);
    let (one, two) = tokio::join!(run(&launches[0]), run(&launches[1]));
    assert_ne!(one.environment().cached, two.environment().cached);
    assert_eq!(one.stdout(), two.stdout());
}

#[tokio::test]
async fn an_environment_goes_when_nobody_used_it_for_long_and_never_under_a_run() {
    let config = apart("unused");
    let _ = std::fs::remove_dir_all(config.data_dir.join("environments"));
    let executor = LocalExecutor::new(config.clone());
    let (hour, now) = (Duration::from_secs(3600), SystemClock.now());
    let later = now.plus_millis(2 * 3_600_000);
    let cleared = async |now| executor.clear_out(hour, now).await.expect("cleared").environments;
    assert_eq!(cleared(later).await, 0);
    let launch = script("import time; print('up', flush=True); time.sleep(60)");
    let (mut story, mut follower) = until(&executor, &launch, "up").await;
    assert_eq!(cleared(later).await, 0, "an attempt uses it");
    executor.cancel(&launch.attempt).await.expect("told to end");
    while story.take(&mut *follower).await {}
    executor.forget(&launch.attempt).await.expect("forgotten");
    assert_eq!(cleared(now).await, 0, "it was used just now");
    // Its supervisor lets go of it with its last breath, a moment after the last fact.
    let gone = async { while cleared(later).await == 0 {} };
    tokio::time::timeout(Duration::from_secs(10), gone).await.expect("it went");
    assert!(!run_with(config, &script("pass")).await.environment().cached);
}

#[tokio::test]
async fn without_packages_no_foreign_ones_are_there() {
    let code = "import importlib.util, sys\nprint(sys.prefix != sys.base_prefix, \
                *[importlib.util.find_spec(name) for name in ('six', 'pip')])";
    let story = run(&script(code)).await;
    assert_eq!(story.stdout(), "True None None\n");
    assert_eq!(story.environment().lock, "");
    assert!(run(&script(code)).await.environment().cached);
}

#[tokio::test]
async fn a_package_that_does_not_exist_is_a_failed_dependency() {
    let story = run(&script_with("print('never')", "annals-has-no-such-package==1")).await;
    let outcome = story.setup_outcome();
    assert_eq!(outcome.error_type, Some(ErrorType::Dependency));
    let message = outcome.message.as_deref().expect("a message");
    assert!(message.contains("annals-has-no-such-package"), "{message}");
    assert!(!story.printed("setup", Stream::Stderr).is_empty());
    assert_eq!(story.finish().1.expect("a failure").error_type, ErrorType::Dependency);
    assert_eq!(story.outline(), ["setup_started", "setup_ended", "node_skipped", "finished"]);
}

#[tokio::test]
async fn a_python_that_is_not_here_is_a_failed_dependency() {
    let code = "# /// script\n# requires-python = \">=3.99\"\n# ///\nprint('never')";
    let failure = run(&script(code)).await.finish().1.expect("a failure");
    assert_eq!(failure.error_type, ErrorType::Dependency);
    assert!(failure.message.starts_with("needs Python >=3.99; found 3."), "{}", failure.message);
}

#[tokio::test]
async fn an_exact_environment_is_rebuilt_from_its_lock() {
    let config = apart("exact");
    let recorded =
        run_with(config.clone(), &script_with(SHOW_SIX, "six<1.17")).await.environment().clone();
    let folder = config.data_dir.join("environments").join(recorded.id.as_str());
    // As one whose building was cut short is left: it counts for nothing.
    std::fs::remove_file(folder.join("annals.json")).expect("removed");
    let mut launch = script_with(SHOW_SIX, "another-thing-entirely");
    launch.exact = Some(recorded.clone());
    let rebuilt = run_with(config.clone(), &launch).await;
    assert_eq!(rebuilt.stdout(), "1.16.0\n", "{}", rebuilt.setup());
    assert!(!rebuilt.environment().cached);
    assert_eq!(rebuilt.environment().lock, recorded.lock);
    assert_eq!(rebuilt.environment().id, recorded.id);

    let mut foreign = script(SHOW_SIX);
    let (id, python_version) = ("f0".parse().expect("an id"), "3.0.1".into());
    foreign.exact = Some(annals_domain::EnvironmentFacts { id, python_version, ..recorded });
    let failure = run_with(config, &foreign).await.finish().1.expect("a failure");
    assert_eq!(failure.error_type, ErrorType::Dependency);
    assert!(failure.message.contains("has Python 3.0.1; found 3."), "{}", failure.message);
}

#[tokio::test]
async fn an_old_resolution_serves_while_the_network_is_away() {
    let mut config = apart("offline");
    let launch = || script_with(SHOW_SIX, "six>=1.0,<1.16");
    let first = run_with(config.clone(), &launch()).await;
    assert_eq!(first.finish(), (false, None), "{}", first.setup());
    // A uv that has lost its network.
    let folder = tempfile::tempdir().expect("a folder");
    let uv = folder.path().join("uv");
    let text = "#!/bin/sh\n[ \"$1\" = --version ] && echo 'uv 0.0.0' && exit\n\
                echo 'error: Failed to fetch\n  Caused by: dns error' >&2\nexit 2\n";
    program(&uv, text);
    config = LocalConfig { uv: Some(uv), resolution_max_age: std::time::Duration::ZERO, ..config };
    let second = run_with(config, &launch()).await;
    assert_eq!(second.stdout(), "1.15.0\n", "{second:?}");
    assert!(second.setup().contains("The network cannot be reached"), "{}", second.setup());
    assert!(second.environment().cached);
}

#[tokio::test]
async fn without_uv_there_is_pip() {
    let mut config = apart("pip");
    let _ = std::fs::remove_dir_all(&config.data_dir);
    let python = output("python3", &["-c", "import sys; print(sys.executable)"]);
    let wheels = config.data_dir.join("wheels");
    let folder = wheels.to_str().expect("UTF-8");
    output(&python, &["-m", "pip", "download", "-q", "six==1.16.0", "-d", folder]);
    // No uv on PATH, and none to be had from where packages come from.
    let supervisor = config.data_dir.join("supervisor");
    let text = format!(
        "#!/bin/sh\nexport PATH=/nowhere PIP_NO_INDEX=1 PIP_FIND_LINKS='{folder}'\nexec '{}' \"$@\"\n",
        config.supervisor.display()
    );
    program(&supervisor, &text);
    config = LocalConfig { supervisor, python: Some(python.into()), ..config };
    let story = run_with(config, &script_with(SHOW_SIX, "six")).await;
    assert_eq!(story.stdout(), "1.16.0\n", "{}", story.setup());
    let facts = story.environment();
    assert_eq!((facts.lock.as_str(), facts.packages.len()), ("six==1.16.0\n", 1));
    assert!(facts.installer.starts_with("pip "), "{}", facts.installer);
}

fn output(program: &str, arguments: &[&str]) -> String {
    let output = std::process::Command::new(program).args(arguments).output().expect("started");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("UTF-8").trim().to_owned()
}

/// A data folder of a test's own that shares the tools and the packages of the others.
fn apart(name: &str) -> LocalConfig {
    let shared = config();
    let data_dir = shared.data_dir.join("apart").join(name);
    std::fs::create_dir_all(&data_dir).expect("a folder");
    for part in ["tools", "cache"] {
        std::fs::create_dir_all(shared.data_dir.join(part)).expect("a folder");
        let _ = std::os::unix::fs::symlink(shared.data_dir.join(part), data_dir.join(part));
    }
    LocalConfig { data_dir, ..shared }
}
