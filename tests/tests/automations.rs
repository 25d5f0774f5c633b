//! Automations: runs of a job that something else than a person sets off.

mod folders;
mod google;
mod hooks;
mod neighbours;
mod rules;
#[path = "../../crates/connect/tests/it/scripted.rs"]
#[allow(dead_code, reason = "the tests of the connectors use more of it")]
mod scripted;

use annals_tests::{
    AUTOMATIONS, all_over, automation_of as of, came_of, job_of_totals as job, looked_at,
    make_automation as make, until_events as until,
};
