//! What `annals diff` shows.

use super::*;
use crate::output::ColorChoice;

fn whole(number: u32, change: impl FnOnce(&mut Value)) -> WholeRun {
    let mut run = json!({
        "id": format!("r{number}"), "kind": "script", "task_id": "t1", "task_name": "etl.py",
        "number": number, "status": "success", "error_type": null, "trigger_type": "api",
        "executor": "local", "tags": [], "created_at": "2026-11-20T09:15:02.123456Z",
        "started_at": null, "ended_at": null, "duration_ms": null,
        "snapshot": {
            "id": "s", "kind": "script", "code": "import six\nprint(1)\nprint(2)\nprint(3)\n",
            "dependencies": "six", "requirements_file": null,
            "env": {"MODE": "fast", "PASSWORD": {"secret": "DB"}}
        },
        "environment": {
            "id": "e", "lock": "six==1.16.0", "packages": [{"name": "six", "version": "1.16.0"}],
            "python_version": "3.11.7", "interpreter": "/usr/bin/python3",
            "platform": "linux-x86_64", "installer": "uv 0.9.11"
        },
        "inputs": {"day": "2026-11-20", "n": 3}, "outputs": null, "error": null,
    });
    change(&mut run);
    serde_json::from_value(run).expect("a run")
}

fn changed(run: &mut Value) {
    run["status"] = "failure".into();
    run["error_type"] = "exit".into();
    run["error"] = json!({"type": "exit", "message": "the program ended with exit code 3"});
    run["snapshot"]["code"] = "import six\nprint(1)\nprint(2.5)\nprint(3)".into();
    run["snapshot"]["dependencies"] = "six\nattrs>=22".into();
    run["snapshot"]["env"] = json!({"MODE": "slow", "PASSWORD": {"secret": "DB2"}});
    run["environment"]["packages"] = json!([
        {"name": "attrs", "version": "25.1.0"}, {"name": "six", "version": "1.17.0"}
    ]);
    run["environment"]["python_version"] = "3.12.1".into();
    run["inputs"] = json!({"n": 4, "day": "2026-11-20"});
    run["outputs"] = json!({"rows": [1, 2]});
}

#[test]
fn everything_that_differs_is_shown() {
    let (a, b) = (whole(1, |_| ()), whole(2, changed));
    let plain = Paint::choose(ColorChoice::Never, true);
    insta::assert_snapshot!(as_text(&a, &b, &compare(&a, &b), plain));
}

#[test]
fn as_json_it_is_the_same_lines() {
    let (a, b) = (whole(1, |_| ()), whole(2, changed));
    insta::assert_json_snapshot!(as_json(&a, &b, &compare(&a, &b)));
}

#[test]
fn two_runs_that_only_ran_at_different_times_are_the_same() {
    let later = whole(2, |run| {
        run["created_at"] = "2026-11-21T09:15:02.123456Z".into();
        run["duration_ms"] = 5.into();
        run["inputs"] = json!({"n": 3, "day": "2026-11-20"});
    });
    assert_eq!(compare(&whole(1, |_| ()), &later), []);
}

#[test]
fn a_line_cannot_steer_the_terminal() {
    let (a, b) = (whole(1, |_| ()), whole(2, |run| run["snapshot"]["code"] = "\u{1b}[2J".into()));
    let text = as_text(&a, &b, &compare(&a, &b), Paint::choose(ColorChoice::Never, true));
    assert!(!text.contains('\u{1b}'), "{text:?}");
}
