//! What a program reads and prints.

use annals_domain::{EnvValue, ErrorType, Stream};
use annals_executor::Executor;
use annals_executor::local::LocalExecutor;

use crate::harness::{component, config, follow, run, script, until};

#[tokio::test]
async fn hello_world_on_both_streams() {
    let story = run(&script("import sys\nprint('hello')\nprint('oh', file=sys.stderr)")).await;
    assert_eq!((story.stdout(), story.stderr()), ("hello\n".into(), "oh\n".into()));
    assert_eq!(story.main().exit_code, Some(0));
    assert_eq!(story.finish(), (false, None));
    assert_eq!(
        story.outline(),
        [
            "setup_started",
            "environment_ready",
            "setup_ended",
            "node_started",
            "node_ended",
            "finished"
        ]
    );
}

#[tokio::test]
async fn text_is_utf8_and_bytes_stay_as_they_are() {
    let code = "import sys\nprint('grüße 🦀', sys.stdout.encoding)\n\
                sys.stdout.buffer.write(b'a\\r\\n\\xff\\x00\\nno end')";
    let printed = run(&script(code)).await.printed("main", Stream::Stdout);
    assert_eq!(
        printed,
        "grüße 🦀 utf-8\na\r\n".bytes().chain(*b"\xff\0\nno end\n").collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn the_last_words_of_a_program_that_ends_at_once_are_kept() {
    let code = "import os, sys\nos.write(1, b'o' * 9)\nos.write(2, b'e' * 9)\nos._exit(1)";
    for _ in 0..40 {
        let story = run(&script(code)).await;
        assert_eq!((story.stdout(), story.stderr()), ("ooooooooo\n".into(), "eeeeeeeee\n".into()));
    }
}

#[tokio::test]
async fn lines_are_seen_while_the_program_runs() {
    let executor = LocalExecutor::new(config());
    let launch = script("import time\nprint('first')\ntime.sleep(600)");
    let (_, _) = until(&executor, &launch, "first").await;
    executor.cancel(&launch.attempt).await.expect("cancelled");
    assert!(follow(&executor, &launch, 0).await.finish().0);
    executor.forget(&launch.attempt).await.expect("forgotten");
}

#[tokio::test]
async fn standard_input_is_empty_and_server_settings_are_not_there() {
    let code = "import os, sys\nprint(repr(sys.stdin.read()))\n\
                print(sorted(n for n in os.environ if n.startswith(('ANNALS_', 'CARGO', 'UV_'))))\n\
                print(os.environ['MINE'], os.environ['ANNALS_RUN_NUMBER'], os.getcwd())";
    let mut launch = script(code);
    launch.api_token = Some("t0ken".into());
    let env = &mut launch.plan.steps[0].env;
    env.insert("MINE".into(), EnvValue::Plain("yes".into()));
    env.insert("ANNALS_RUN_NUMBER".into(), EnvValue::Plain("99".into()));
    let stdout = run(&launch).await.stdout();
    let names = "['ANNALS_ARTIFACTS', 'ANNALS_FILES', 'ANNALS_INPUTS', 'ANNALS_OUTPUTS', \
                 'ANNALS_RUN_ID', 'ANNALS_RUN_NUMBER', 'ANNALS_STEP', 'ANNALS_TASK_ID', \
                 'ANNALS_TOKEN']";
    assert!(stdout.starts_with(&format!("''\n{names}\nyes 7 /")), "{stdout}");
    assert!(stdout.ends_with(".1/work\n"), "{stdout}");
}

#[tokio::test]
async fn an_unknown_secret_is_a_platform_error() {
    let mut launch = script("print('never')");
    let secret = EnvValue::Secret { secret: "KEY".into() };
    launch.plan.steps[0].env.insert("A".into(), secret);
    let failure = run(&launch).await.finish().1.expect("a failure");
    assert_eq!(failure.error_type, ErrorType::Platform);
    assert_eq!(failure.message, "secret KEY is not known");
}

#[tokio::test]
async fn inputs_outputs_and_artifacts() {
    let code = "import json, os, pathlib\n\
                given = json.load(open(os.environ['ANNALS_INPUTS']))\n\
                json.dump({'twice': given['n'] * 2}, open(os.environ['ANNALS_OUTPUTS'], 'w'))\n\
                kept = pathlib.Path(os.environ['ANNALS_ARTIFACTS'])\n\
                (kept / 'b').mkdir()\n(kept / 'b' / 'ü.txt').write_text('12345')\n\
                (kept / 'a').write_text('')\n(kept / 'link').symlink_to('/etc/hosts')";
    let mut launch = script(code);
    launch.inputs = serde_json::json!({"n": 21});
    let executor = LocalExecutor::new(config());
    executor.launch(&launch).await.expect("launched");
    let story = follow(&executor, &launch, 0).await;
    let (_, outputs, files) = story.node("main");
    assert_eq!(*outputs, Some(serde_json::json!({"twice": 42})));
    let listed: Vec<_> = files.iter().map(|file| (file.path.as_str(), file.size)).collect();
    assert_eq!(listed, [("a", 0), ("b/ü.txt", 5)]);
    let path = executor.produced_file(&launch.attempt, "b/ü.txt");
    assert_eq!(std::fs::read_to_string(path).expect("the file"), "12345");
    executor.forget(&launch.attempt).await.expect("forgotten");
}

#[tokio::test]
async fn outputs_that_are_no_json_fail_the_step() {
    let code = "import os\nopen(os.environ['ANNALS_OUTPUTS'], 'w').write('{')";
    let failure = run(&script(code)).await.finish().1.expect("a failure");
    assert_eq!(failure.error_type, ErrorType::Exit);
    assert!(failure.message.contains("not valid JSON"), "{}", failure.message);
}

#[tokio::test]
async fn a_million_lines_are_counted_exactly() {
    let code = "import sys\nfor i in range(0, 1_000_000, 1000):\n  \
                sys.stdout.write(''.join(f'{n:099}\\n' for n in range(i, i + 1000)))";
    let printed = run(&script(code)).await.printed("main", Stream::Stdout);
    assert_eq!(printed.len(), 100_000_000);
    for (at, line) in printed.chunks(100).enumerate() {
        assert_eq!(line, format!("{at:099}\n").as_bytes());
    }
}

#[tokio::test]
async fn five_megabytes_without_a_line_end_are_cut_into_lines() {
    let story = run(&script("print('x' * 5_000_000, end='')")).await;
    let lines: Vec<_> = story.all_lines().iter().map(String::len).collect();
    assert_eq!(lines, [1 << 20, 1 << 20, 1 << 20, 1 << 20, 5_000_000 - (4 << 20)]);
}

#[tokio::test]
async fn steps_run_in_order_and_those_after_a_failed_one_are_skipped() {
    let show = "import json, os\nprint(json.load(open(os.environ['ANNALS_INPUTS'])))";
    let mut launch = script("");
    launch.inputs = serde_json::json!({"n": 1});
    launch.plan.steps = vec![
        component(
            "a",
            "import json, os\njson.dump([5], open(os.environ['ANNALS_OUTPUTS'], 'w'))\n\
                   open(os.environ['ANNALS_ARTIFACTS'] + '/x', 'w')",
            &[],
        ),
        component("b", "raise SystemExit(4)", &["a"]),
        component("c", show, &["b"]),
        component("d", show, &["a"]),
    ];
    let story = run(&launch).await;
    assert_eq!(story.node("a").2[0].path, "a/x");
    assert_eq!(story.printed("d", Stream::Stdout), b"{'n': 1, 'upstream': {'a': [5]}}\n");
    assert_eq!(story.outline().iter().filter(|word| *word == "node_skipped").count(), 1);
    assert_eq!(story.finish().1.expect("a failure").message, "b: exited with code 4");
}
