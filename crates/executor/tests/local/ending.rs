//! How programs end, by themselves and otherwise, and that nothing of them stays.

use std::time::{Duration, Instant};

use annals_domain::{ErrorType, RunFailure};
use annals_executor::local::LocalExecutor;
use annals_executor::{Executor, Launch};

use crate::harness::{
    Story, config, follow, lives, program, run, run_with, script, script_with, until,
};

async fn failure_of(launch: &Launch) -> (ErrorType, String) {
    let (cancelled, failure) = run(launch).await.finish();
    assert!(!cancelled);
    let RunFailure { error_type, message } = failure.expect("a failure");
    (error_type, message)
}

#[tokio::test]
async fn an_exit_code() {
    let end = failure_of(&script("raise SystemExit(3)")).await;
    assert_eq!(end, (ErrorType::Exit, "exited with code 3".into()));
}

#[tokio::test]
async fn a_traceback_names_the_program() {
    let story = run(&script("def f():\n  raise ValueError('no')\nf()")).await;
    assert!(story.stderr().contains("work/main.py\", line 2, in f"), "{}", story.stderr());
    assert_eq!(story.main().exit_code, Some(1));
}

#[tokio::test]
async fn a_signal() {
    let code = "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)";
    let end = failure_of(&script(code)).await;
    assert_eq!(end, (ErrorType::Signal, "killed by signal 11 (SIGSEGV)".into()));
}

#[tokio::test]
async fn a_kill_that_was_not_for_memory_is_a_signal() {
    let end = failure_of(&script("import os\nos.kill(os.getpid(), 9)")).await;
    assert_eq!(end, (ErrorType::Signal, "killed by signal 9 (SIGKILL)".into()));
}

#[tokio::test]
async fn the_time_limit_ends_a_program_that_ignores_term() {
    let mut launch = script(
        "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n\
         print('on')\ntime.sleep(600)",
    );
    launch.timeout_ms = Some(500);
    let story = run(&launch).await;
    assert_eq!(story.stdout(), "on\n");
    let failure = story.finish().1.expect("a failure");
    assert_eq!(failure.error_type, ErrorType::Timeout);
    assert_eq!(failure.message, "took longer than its time limit of 0.5 s");
    assert_eq!(story.main().signal, Some(9));
}

#[tokio::test]
async fn a_memory_error_is_out_of_memory() {
    let end = failure_of(&script("raise MemoryError")).await;
    assert_eq!(end.0, ErrorType::OutOfMemory);
}

#[tokio::test]
async fn the_memory_limit_holds() {
    let mut config = config();
    config.memory_limit = Some(512 << 20);
    let story = run_with(config, &script("print('on')\nx = bytearray(1 << 30)")).await;
    assert_eq!(story.stdout(), "on\n");
    assert_eq!(story.main().error_type, Some(ErrorType::OutOfMemory));
}

/// 50 children: one ignores TERM, one has a session of its own, one lost its parent.
const FAMILY: &str = "
import os, signal, subprocess, sys, time
sleep = [sys.executable, '-c', 'import time; print(1); time.sleep(600)']
deaf = [sys.executable, '-c',
        'import signal, time; signal.signal(15, signal.SIG_IGN); print(1); time.sleep(600)']
quick = ['sleep', '600']
children = [subprocess.Popen(quick) for _ in range(47)]
loud = [subprocess.Popen(deaf, stdout=subprocess.PIPE),
        subprocess.Popen(sleep, stdout=subprocess.PIPE, start_new_session=True)]
for child in loud:
    child.stdout.readline()
orphan = subprocess.run(['sh', '-c', 'setsid sleep 600 >/dev/null 2>&1 & echo $!'],
                        capture_output=True, text=True).stdout.strip()
print('pids', orphan, *[child.pid for child in children + loud])
time.sleep(600)
";

#[tokio::test]
async fn cancelling_leaves_no_process() {
    let executor = LocalExecutor::new(config());
    let launch = script(FAMILY);
    let (mut story, mut follower) = until(&executor, &launch, "pids").await;
    let pids: Vec<_> = story.stdout().split_whitespace().skip(1).map(str::to_owned).collect();
    assert_eq!(pids.iter().filter(|pid| lives(pid)).count(), 50);
    executor.cancel(&launch.attempt).await.expect("cancelled");
    while story.take(&mut *follower).await {
        // Nothing may be left by the time the node's end is seen.
        let ended = story.outline().contains(&"node_ended".into());
        assert!(!ended || !pids.iter().any(|pid| lives(pid)));
    }
    assert!(story.main().cancelled);
    assert_eq!(story.finish(), (true, None));
    executor.forget(&launch.attempt).await.expect("forgotten");
}

#[tokio::test]
async fn cancelling_at_once_is_not_missed() {
    let executor = LocalExecutor::new(config());
    for _ in 0..5 {
        let launch = script("import time\ntime.sleep(600)");
        executor.launch(&launch).await.expect("launched");
        executor.cancel(&launch.attempt).await.expect("cancelled");
        let story = follow(&executor, &launch, 0).await;
        assert_eq!(story.finish(), (true, None));
        executor.forget(&launch.attempt).await.expect("forgotten");
    }
}

#[tokio::test]
async fn cancelling_what_has_ended_changes_nothing() {
    let executor = LocalExecutor::new(config());
    let launch = script("print('done')");
    executor.launch(&launch).await.expect("launched");
    let story = follow(&executor, &launch, 0).await;
    executor.cancel(&launch.attempt).await.expect("no error");
    assert_eq!(story.finish(), (false, None));
    executor.forget(&launch.attempt).await.expect("forgotten");
    assert!(executor.cancel(&launch.attempt).await.is_err());
}

#[tokio::test]
async fn cancelling_ends_the_installer_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let uv = folder.path().join("uv");
    let text = "#!/bin/sh\n[ \"$1\" = --version ] && echo 'uv 0.0.0' && exit\n\
                trap '' TERM\necho \"pid $$\" >&2\nwhile :; do sleep 1; done\n";
    program(&uv, text);
    let mut config = config();
    config.uv = Some(uv);
    let executor = LocalExecutor::new(config);
    let launch = script_with("print('never')", "cancelled-while-installing");
    executor.launch(&launch).await.expect("launched");
    let mut follower =
        executor.follow(&launch.attempt, annals_domain::Place::default()).await.expect("followed");
    let mut story = Story::default();
    while !story.setup().contains("pid ") {
        assert!(story.take(&mut *follower).await, "{story:?}");
    }
    executor.cancel(&launch.attempt).await.expect("cancelled");
    while story.take(&mut *follower).await {}
    assert!(story.setup_outcome().cancelled);
    assert_eq!(story.finish(), (true, None));
    let setup = story.setup();
    assert!(!lives(setup.trim().rsplit(' ').next().expect("a pid")));
    assert!(story.outline().contains(&"node_skipped".into()));
    executor.forget(&launch.attempt).await.expect("forgotten");
}

#[tokio::test]
async fn a_background_child_that_holds_the_output_holds_up_nothing() {
    let code = "import subprocess\nprint('pid', subprocess.Popen(['sleep', '600']).pid)";
    let began = Instant::now();
    let story = run(&script(code)).await;
    assert!(began.elapsed() < Duration::from_secs(60));
    assert_eq!(story.finish(), (false, None));
    let pid = story.stdout();
    assert!(!lives(pid.trim().strip_prefix("pid ").expect("a pid")));
}

#[tokio::test]
async fn a_supervisor_that_is_told_to_stop_says_so() {
    let executor = LocalExecutor::new(config());
    let launch = script("import os, time\nprint('pid', os.getppid())\ntime.sleep(600)");
    let (mut story, mut follower) = until(&executor, &launch, "pid").await;
    let pid = story.stdout().split_whitespace().nth(1).and_then(|pid| pid.parse().ok());
    let pid = nix::unistd::Pid::from_raw(pid.expect("a pid"));
    nix::sys::signal::kill(pid, nix::sys::signal::SIGHUP).expect("sent");
    nix::sys::signal::kill(pid, nix::sys::signal::SIGTERM).expect("sent");
    while story.take(&mut *follower).await {}
    assert_eq!(story.main().signal, Some(15));
    let (cancelled, failure) = story.finish();
    assert!(!cancelled);
    assert_eq!(failure.expect("a failure").error_type, ErrorType::Platform);
    executor.forget(&launch.attempt).await.expect("forgotten");
}

#[tokio::test]
async fn a_killed_supervisor_is_gone_and_its_processes_with_it() {
    let executor = LocalExecutor::new(config());
    let code = "import os, time\nprint('before')\nprint('pids', os.getppid(), os.getpid())\n\
                time.sleep(600)";
    let launch = script(code);
    let (mut story, mut follower) = until(&executor, &launch, "pids").await;
    let pids: Vec<_> = story.stdout().split_whitespace().skip(2).map(str::to_owned).collect();
    let supervisor = pids[0].parse().expect("a pid");
    nix::sys::signal::kill(nix::unistd::Pid::from_raw(supervisor), nix::sys::signal::SIGKILL)
        .expect("killed");
    while story.take(&mut *follower).await {}
    assert!(story.gone.as_deref().is_some_and(|reason| reason.contains("killed")), "{story:?}");
    assert!(!lives(&pids[1]));
    let again = follow(&executor, &launch, 0).await;
    assert_eq!(again.seen, story.seen);
    assert!(again.gone.is_some() && again.stdout().starts_with("before\n"));
    executor.forget(&launch.attempt).await.expect("forgotten");
}
