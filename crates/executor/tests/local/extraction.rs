//! The tasks of a job: each a process of its own, which stands for itself.

use annals_domain::{
    EngineName, EngineRef, Environment, ErrorType, Extract, FileGroup, FileRef, Mode, Step, Work,
};
use annals_executor::local::LocalExecutor;
use annals_executor::{Executor, Launch};

use crate::harness::{Story, config, follow, script};

/// A launch of a job with a task a file; a file without text is not there.
async fn job(executor: &LocalExecutor, files: &[(&str, Option<&str>)]) -> Launch {
    let mut launch = script("");
    launch.plan.steps = files.iter().enumerate().map(|(n, (path, _))| task(n + 1, path)).collect();
    let folder = executor.files_folder(&launch.attempt).await.expect("made").expect("a folder");
    for (n, (_, text)) in files.iter().enumerate() {
        if let Some(text) = text {
            std::fs::write(folder.join(format!("f{}", n + 1)), text).expect("written");
        }
    }
    launch
}

fn task(n: usize, path: &str) -> Step {
    let file = FileRef {
        id: format!("f{n}").parse().expect("an id"),
        path: path.into(),
        object: String::new(),
        bytes: 0,
        sha256: None,
        media_type: None,
    };
    let group = FileGroup {
        task: format!("t{n}").parse().expect("a name"),
        mode: Mode::Individual,
        path: path.into(),
        files: vec![file],
    };
    let engine =
        EngineRef { name: EngineName::Builtin, version: "1".into(), model: None, endpoint: None };
    Step {
        name: group.task.clone(),
        work: Work::Extract(Box::new(Extract { fields: Vec::new(), group, engine })),
        env: Environment::new(),
        after: Vec::new(),
        own_inputs: None,
        retry: annals_domain::Retry::default(),
        timeout_ms: None,
        pod: None,
    }
}

async fn run(files: &[(&str, Option<&str>)]) -> Story {
    let executor = LocalExecutor::new(config());
    let launch = job(&executor, files).await;
    executor.launch(&launch).await.expect("launched");
    let story = follow(&executor, &launch, 0).await;
    executor.forget(&launch.attempt).await.expect("forgotten");
    story
}

#[tokio::test]
async fn a_task_that_fails_fails_alone() {
    let story = run(&[("a.txt", Some("A")), ("b/c.txt", None), ("d.txt", Some("DD"))]).await;
    for (task, row) in [("t1", ["a.txt", "1", "A"]), ("t3", ["d.txt", "2", "DD"])] {
        let (outcome, outputs, _) = story.node(task);
        assert_eq!(outcome.exit_code, Some(0), "{outcome:?}");
        let found = &outputs.as_ref().expect("outputs")["results"][0];
        let found: Vec<_> = found.as_array().expect("a row").iter().map(plain).collect();
        assert_eq!(found, row);
        assert_eq!(
            story.printed(task, annals_domain::Stream::Stdout),
            format!("{}\n", row[0]).as_bytes()
        );
    }
    let (outcome, outputs, _) = story.node("t2");
    assert_eq!(outcome.message.as_deref(), Some("no b/c.txt"));
    assert_eq!((outcome.error_type, outputs), (Some(ErrorType::Exit), &None));
    let (cancelled, failure) = story.finish();
    let failure = failure.expect("a failure");
    assert_eq!((cancelled, failure.error_type), (false, ErrorType::Partial));
    assert_eq!(failure.message, "1 of 3 tasks failed; the first: b/c.txt: no b/c.txt");
    assert!(!story.outline().contains(&"environment_ready".to_owned()));
}

fn plain(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[tokio::test]
async fn a_job_whose_tasks_all_fail_has_failed() {
    let (_, failure) = run(&[("a.txt", None), ("b.txt", None)]).await.finish();
    let failure = failure.expect("a failure");
    assert_eq!(failure.error_type, ErrorType::Exit);
    assert!(failure.message.starts_with("2 of 2 tasks failed; the first: "), "{failure:?}");
    let (_, failure) = run(&[("a.txt", None)]).await.finish();
    assert_eq!(failure.expect("a failure").message, "a.txt: no a.txt");
    assert_eq!(run(&[("a.txt", Some("A"))]).await.finish(), (false, None));
}

#[tokio::test]
async fn cancelling_ends_those_that_run_and_leaves_out_the_rest() {
    let files: Vec<_> = (1..=100).map(|n| (format!("{n}.txt"), Some("wait"))).collect();
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let executor = LocalExecutor::new(config());
    let launch = job(&executor, &files).await;
    executor.launch(&launch).await.expect("launched");
    let mut follower =
        executor.follow(&launch.attempt, annals_domain::Place::default()).await.expect("followed");
    let mut story = Story::default();
    while story.printed("t1", annals_domain::Stream::Stdout).is_empty() {
        assert!(story.take(&mut *follower).await, "ended: {story:?}");
    }
    executor.cancel(&launch.attempt).await.expect("asked");
    while story.take(&mut *follower).await {}
    assert_eq!(story.finish(), (true, None));
    assert!(story.node("t1").0.cancelled);
    let skipped = story.outline().iter().filter(|word| *word == "node_skipped").count();
    let started = story.outline().iter().filter(|word| *word == "node_started").count();
    assert_eq!(skipped + started, 100);
    assert!(skipped > 0, "as many at once as there are cores: {started}");
    executor.forget(&launch.attempt).await.expect("forgotten");
}
