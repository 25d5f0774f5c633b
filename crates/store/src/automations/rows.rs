//! Rows of automations as values.

use sqlx::any::AnyRow;

use super::{Automation, AutomationRun};
use crate::StoreError;
use crate::sql::Columns;

pub(super) fn automation(row: &AnyRow) -> Result<Automation, StoreError> {
    let columns = Columns::new(row, "automations", "id");
    Ok(Automation {
        id: columns.word("id")?,
        name: columns.text("name")?,
        is_enabled: columns.flag("is_enabled")?,
        trigger: columns.word("trigger_type")?,
        trigger_config: columns.json("trigger_config")?,
        job: columns.word("job_id")?,
        mode: columns.word("mode")?,
        destination: columns.opt_word("dest_type")?,
        export_config: columns.opt_json("export_config")?,
        user_id: columns.opt_text("user_id")?,
        created_at: columns.time("created_at")?,
        updated_at: columns.time("updated_at")?,
        revision: columns.int("revision")?,
        place: columns.opt_text("place")?,
        next_at: columns.opt_time("next_at")?,
        looked_at: columns.opt_time("looked_at")?,
        failures: columns.int("failures")?,
        error: columns.opt_text("error")?,
    })
}

pub(super) fn run(row: &AnyRow) -> Result<AutomationRun, StoreError> {
    let columns = Columns::new(row, "automation_runs", "event_id");
    Ok(AutomationRun {
        event: columns.word("event_id")?,
        automation: columns.word("automation_id")?,
        about: columns.text("about")?,
        files: columns.json("files")?,
        status: columns.word("status")?,
        run: columns.opt_word("run_id")?,
        exported_to: columns.opt_text("exported_to")?,
        link: columns.opt_text("link")?,
        failures: columns.int("failures")?,
        error: columns.opt_text("error")?,
        next_at: columns.opt_time("next_at")?,
        created_at: columns.time("created_at")?,
        ended_at: columns.opt_time("ended_at")?,
    })
}
