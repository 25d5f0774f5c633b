//! Following an attempt: from anywhere, at any time, more than once.

use annals_domain::Stream;
use annals_executor::local::{LocalConfig, LocalExecutor};
use annals_executor::{Executor, ExecutorError, Reports};

use crate::harness::{config, follow, script};

#[tokio::test]
async fn every_position_gives_the_same_rest() {
    let executor = LocalExecutor::new(config());
    let code = "import sys, time\nfor i in range(20):\n  print(i)\n  print(-i, file=sys.stderr)\n  \
                time.sleep(0.002)";
    let launch = script(code);
    executor.launch(&launch).await.expect("launched");
    let whole = follow(&executor, &launch, 0).await;
    assert_eq!(whole.finish(), (false, None));
    assert!(whole.positions.is_sorted() && whole.positions.len() > 10);
    for (at, position) in whole.positions.iter().enumerate() {
        let rest = follow(&executor, &launch, *position).await;
        assert_eq!(rest.gone, None);
        assert_eq!(rest.seen, whole.seen[at + 1..]);
        assert_eq!(rest.positions, whole.positions[at + 1..]);
    }
    assert_eq!(whole.printed("main", Stream::Stderr).iter().filter(|b| **b == b'\n').count(), 20);
    executor.forget(&launch.attempt).await.expect("forgotten");
}

#[tokio::test]
async fn a_second_executor_finds_what_the_first_began() {
    let launch = script("import time\nprint('on')\ntime.sleep(0.3)\nprint('off')");
    LocalExecutor::new(config()).launch(&launch).await.expect("launched");
    let second = LocalExecutor::new(config());
    assert!(second.known().await.expect("known").contains(&launch.attempt));
    assert_eq!(follow(&second, &launch, 0).await.stdout(), "on\noff\n");
    second.forget(&launch.attempt).await.expect("forgotten");
    assert!(!second.known().await.expect("known").contains(&launch.attempt));
    let followed = second.follow(&launch.attempt, annals_domain::Place::default()).await;
    assert!(matches!(followed, Err(ExecutorError::Attempt(_))));
}

#[tokio::test]
async fn an_attempt_is_launched_once() {
    let executor = LocalExecutor::new(config());
    let launch = script("print('once')");
    executor.launch(&launch).await.expect("launched");
    assert!(executor.launch(&launch).await.is_err());
    assert_eq!(follow(&executor, &launch, 0).await.stdout(), "once\n");
    executor.forget(&launch.attempt).await.expect("forgotten");
}

#[tokio::test]
async fn a_supervisor_that_never_comes_up_is_gone() {
    let supervisor = "/bin/false".into();
    let executor = LocalExecutor::new(LocalConfig { supervisor, ..config() });
    let launch = script("print('never')");
    executor.launch(&launch).await.expect("launched");
    let story = follow(&executor, &launch, 0).await;
    assert_eq!(story.gone.as_deref(), Some("its supervisor never came up"));
    executor.forget(&launch.attempt).await.expect("forgotten");
}

#[tokio::test]
async fn a_damaged_spool_is_an_error_after_what_is_whole() {
    let executor = LocalExecutor::new(config());
    let launch = script("print('whole')");
    executor.launch(&launch).await.expect("launched");
    let story = follow(&executor, &launch, 0).await;
    let spool = config().data_dir.join("attempts");
    let spool = spool.join(format!("{}.1", launch.attempt.run_id)).join("spool");
    let mut bytes = std::fs::read(&spool).expect("the spool");
    bytes[usize::try_from(story.positions[1]).expect("a place") - 1] ^= 1;
    std::fs::write(&spool, bytes).expect("written");
    let mut follower =
        executor.follow(&launch.attempt, annals_domain::Place::default()).await.expect("followed");
    let whole = follower.next().await.expect("what is before the damage");
    assert!(matches!(whole, Reports::Some(whole) if whole.len() == 1));
    assert!(matches!(follower.next().await, Err(ExecutorError::Attempt(_))));
    executor.forget(&launch.attempt).await.expect("forgotten");
}
