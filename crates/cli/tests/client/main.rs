//! The client commands as people use them: the built program against a server with prepared
//! answers.
#![recursion_limit = "256"]

mod fake;
mod follow;
mod keep;
mod look;

use fake::{Fake, task};
use serde_json::json;

/// A server that knows the task `t1`, by its id and by its name `etl.py`.
fn server() -> Fake {
    let row = |id: &str, name: &str| {
        json!({"id": id, "name": name, "phase": "Succeeded", "startedAt": "", "finishedAt": "",
            "createdAt": "2026-11-20T09:15:02.123456Z", "runCount": 2})
    };
    let first = json!({"tasks": [row("t9", "etl.pyx")], "nextCursor": "next"});
    let second = json!({"tasks": [row("t1", "etl.py")], "nextCursor": null});
    Fake::start().on("GET /tasks/t1", 200, task()).on("GET /tasks?q=etl.py", 200, first).on(
        "GET /tasks?q=etl.py&cursor=next",
        200,
        second,
    )
}
