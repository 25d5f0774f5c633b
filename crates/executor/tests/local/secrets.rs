//! Secrets: they reach the step, and nothing that is kept shows them.

use std::path::Path;

use annals_domain::{EnvValue, Stream};
use annals_executor::local::LocalExecutor;
use annals_executor::{Executor, Launch};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::harness::{Story, component, config, follow, run, script};

const VALUE: &str = "s3cr3t \"vä/lue\"+?~";

/// A script that knows [`VALUE`] as `KEY` and, in Python, as `v`.
fn knowing(code: &str) -> Launch {
    let mut launch =
        script(&format!("import base64, json, os, sys\nv = os.environ['KEY']\n{code}"));
    give(&mut launch, VALUE);
    launch
}

fn give(launch: &mut Launch, value: &str) {
    launch.secrets.insert("THE_KEY", value);
    let secret = EnvValue::Secret { secret: "THE_KEY".into() };
    for step in &mut launch.plan.steps {
        step.env.insert("KEY".into(), secret.clone());
    }
}

/// Whether any file below `folder` holds one of `values`.
fn found_below(folder: &Path, values: &[&[u8]]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let kind = entry.file_type().expect("a type");
        if kind.is_dir() {
            found.extend(found_below(&entry.path(), values));
        } else if kind.is_file() {
            let held = std::fs::read(entry.path()).expect("readable");
            if values.iter().any(|v| held.windows(v.len()).any(|window| window == *v)) {
                found.push(entry.path().display().to_string());
            }
        }
    }
    found
}

fn all_bytes(story: &Story) -> Vec<u8> {
    let streams = [Stream::Stdout, Stream::Stderr];
    ["main", "setup"]
        .iter()
        .flat_map(|node| streams.map(|stream| story.printed(node, stream)))
        .flatten()
        .collect()
}

#[tokio::test]
async fn a_step_has_its_secrets_and_shows_none_in_any_form() {
    let code = "import urllib.parse\n\
                print(len(v), 'plain', v)\n\
                print(json.dumps(v), repr(v), v.encode(), urllib.parse.quote_plus(v))\n\
                for pre in ('', 'a', 'ab'):\n  \
                e = base64.b64encode((pre + v + 'tail').encode()); print(e.decode()); print(e.rstrip(b'='))\n  \
                print(base64.urlsafe_b64encode((pre + v).encode()).decode())\n\
                sys.stderr.write('x' + v + 'y')\n\
                raise ValueError(v)";
    let story = run(&knowing(code)).await;
    let lines = story.all_lines();
    assert_eq!(lines[0], format!("{} plain ***", VALUE.chars().count()));
    assert_eq!(lines[1], "\"***\" '***' b'***' ***");
    let encoded: Vec<_> = lines[2..].iter().map(|line| line.contains("***")).collect();
    assert_eq!(encoded, [true; 9], "{lines:?}");
    assert!(story.stderr().starts_with("x***yTraceback"), "{}", story.stderr());
    assert!(story.stderr().ends_with("ValueError: ***\n"), "{}", story.stderr());
    let shown = String::from_utf8_lossy(&all_bytes(&story)).into_owned();
    let core = &STANDARD.encode(VALUE)[..12];
    assert!(!shown.contains(VALUE) && !shown.contains(core), "{shown}");
    assert_eq!(story.main().exit_code, Some(1));
}

#[tokio::test]
async fn a_value_written_piece_by_piece_is_masked() {
    let code = "import time\n\
                for c in v.encode():\n  os.write(1, bytes([c])); time.sleep(0.003)\n\
                os.write(1, b'\\n<'); os.write(1, v[:5].encode()); time.sleep(0.05)\n\
                os.write(1, v[5:].encode() + b'>')";
    assert_eq!(run(&knowing(code)).await.stdout(), "***\n<***>\n");
}

#[tokio::test]
async fn a_value_across_the_cut_of_a_long_line_is_masked() {
    let code = "n = 1 << 20\nprint('x' * (n - 4) + v + 'y' * n, end='')";
    let story = run(&knowing(code)).await;
    let lines = story.all_lines();
    assert_eq!(lines[0].len(), (1 << 20) - 4);
    assert!(lines[1].starts_with("***yyy"), "{}", &lines[1][..20]);
    assert_eq!(lines.concat().len(), (2 << 20) - 4 + 3);
}

#[tokio::test]
async fn outputs_messages_and_file_names_are_masked_and_files_are_not() {
    let code = "json.dump({'k': [v, {v: 1}]}, open(os.environ['ANNALS_OUTPUTS'], 'w'))\n\
                kept = os.environ['ANNALS_ARTIFACTS'] + '/'\n\
                os.mkdir(kept + 'd')\nopen(kept + 'd/' + v.replace('/', '') + '.txt', 'w').write(v)\n\
                os.mkdir(kept + 'fold3r')\nopen(kept + 'fold3r/n4me', 'w').close()";
    let mut launch = knowing(code);
    let value = VALUE.replace('/', "");
    launch.secrets.insert("ANOTHER", value.as_str());
    launch.secrets.insert("A_PATH", "fold3r/n4me");
    let executor = LocalExecutor::new(config());
    executor.launch(&launch).await.expect("launched");
    let story = follow(&executor, &launch, 0).await;
    let (_, outputs, files) = story.node("main");
    assert_eq!(*outputs, Some(serde_json::json!({"k": ["***", {"***": 1}]})));
    let paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["d/***.txt", "***"]);
    let kept = executor.produced_file(&launch.attempt, &files[0].path);
    assert_eq!(std::fs::read_to_string(kept).expect("kept"), VALUE);
    executor.forget(&launch.attempt).await.expect("forgotten");
}

#[tokio::test]
async fn what_a_later_step_is_given_is_what_is_kept() {
    let mut launch = script("");
    let write = "import json, os\n\
                 json.dump(os.environ['KEY'], open(os.environ['ANNALS_OUTPUTS'], 'w'))";
    // Printed letter by letter, so that it would be seen.
    let show = "import json, os\n\
                print(*json.load(open(os.environ['ANNALS_INPUTS']))['upstream']['a'])";
    launch.plan.steps = vec![component("a", write, &[]), component("b", show, &["a"])];
    give(&mut launch, VALUE);
    assert_eq!(run(&launch).await.printed("b", Stream::Stdout), b"* * *\n");
}

#[tokio::test]
async fn neither_secret_nor_token_lies_in_the_attempts_folder() {
    // Large, so that it does not fit into a pipe at once.
    let value = format!("{VALUE}{}", "0123456789".repeat(6000));
    let token = "annals_run.r1.0123456789abcdef";
    let code = "import os\nprint(len(os.environ['KEY']), os.environ['KEY'][:4])\n\
                print(os.environ['KEY'], os.environ['ANNALS_TOKEN'])";
    let mut launch = script(code);
    give(&mut launch, &value);
    launch.api_token = Some(token.into());
    let executor = LocalExecutor::new(config());
    executor.launch(&launch).await.expect("launched");
    let story = follow(&executor, &launch, 0).await;
    assert_eq!(story.stdout(), format!("{} s3cr\n*** ***\n", value.chars().count()));
    let artifacts = executor.produced_file(&launch.attempt, "");
    let folder = artifacts.parent().expect("a folder");
    assert!(folder.join("spool").is_file() && folder.join("launch.json").is_file());
    let in_json = serde_json::to_string(VALUE).expect("JSON");
    let inner = &in_json.as_bytes()[1..in_json.len() - 1];
    let found = found_below(folder, &[VALUE.as_bytes(), inner, token.as_bytes()]);
    assert_eq!(found, [""; 0]);
    executor.forget(&launch.attempt).await.expect("forgotten");
}

#[tokio::test]
async fn a_supervisor_that_was_not_told_all_does_not_begin() {
    let launch = knowing("print('begun')");
    let executor = LocalExecutor::new(config());
    executor.launch(&launch).await.expect("launched");
    let first = follow(&executor, &launch, 0).await;
    assert!(first.gone.is_none(), "{first:?}");
    // The same folder again, with a server that ended before it said anything.
    let folder = executor.produced_file(&launch.attempt, "").join("..");
    let program = config().supervisor;
    let ended = tokio::process::Command::new(program).arg("supervise").arg(&folder).output();
    let ended = ended.await.expect("run");
    assert!(!ended.status.success());
    let told = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(told.contains("its server ended while it was started"), "{told}");
    executor.forget(&launch.attempt).await.expect("forgotten");
}
