//! Bringing results to where they are to go.

use std::sync::Arc;

use annals_connect::google::{Drive, DriveSettings};
use annals_connect::{
    Delivered, Delivery, Destination as Deliver, FolderOut, MailOut, ObjectsOut, SmtpSettings,
};
use annals_domain::ExportId;
use annals_store::{Automation, AutomationRun, JobRun};
use object_store::ObjectStore;

use super::Trouble;
use super::advance::Next;
use super::config::{self, Destination};
use crate::engine::{Engine, Inner};
use crate::jobs::{AtFiles, export_name};
use crate::{Caller, Error, ExportFormat, ObjectsAt};

/// The store at a URL that results go to.
pub(super) fn store(inner: &Inner, url: &str) -> Result<Arc<dyn ObjectStore>, Error> {
    if !["s3://", "gs://"].iter().any(|scheme| url.starts_with(scheme)) {
        return Err(Error::invalid(
            "export_config.url",
            "must be of s3 or gs; folders have a type of their own",
        ));
    }
    let options = inner.settings.automations.object_options.clone();
    ObjectsAt::Url { url: url.to_owned(), options }.open()
}

/// Brings the results of an event's run to the automation's destination.
pub(super) async fn export(
    inner: &Arc<Inner>,
    automation: &Automation,
    found: &JobRun,
    of: &AutomationRun,
) -> Result<Next, Trouble> {
    let Some(destination) = config::destination(automation)? else {
        return Ok(Next::To(annals_domain::AutomationStatus::Completed));
    };
    let (to, word) = open(inner, automation.user_id.as_deref(), destination).await?;
    let caller = Caller { user_id: automation.user_id.clone(), run_id: None };
    let format = format_of(automation);
    let sent = inner.deliver(&caller, found, (&*to, word), format, of.event.as_str()).await?;
    Ok(Next::Exported(sent.place, sent.link))
}

/// As what results are exported: `"file_type": "excel"`, or CSV.
fn format_of(automation: &Automation) -> ExportFormat {
    let config = automation.export_config.as_ref();
    match config.and_then(|config| config.get("file_type")?.as_str()) {
        Some("excel" | "xlsx") => ExportFormat::Excel,
        _ => ExportFormat::Csv,
    }
}

async fn open(
    inner: &Arc<Inner>,
    user: Option<&str>,
    destination: Destination,
) -> Result<(Box<dyn Deliver>, &'static str), Trouble> {
    Ok(match destination {
        Destination::Folder(path) => (Box::new(FolderOut::new(path)?), "folder"),
        Destination::Drive(settings) => {
            (Box::new(Drive::new(inner.google(user).await?, settings)?), "drive")
        }
        Destination::Mail(settings, secret) => {
            let password = match secret {
                Some(name) => Some(inner.secret_value(&name).await?),
                None => None,
            };
            (Box::new(MailOut::new(SmtpSettings { password, ..settings })?), "mail")
        }
        Destination::ObjectStore(url) => {
            (Box::new(ObjectsOut::new(store(inner, &url)?, &url)), "object_store")
        }
    })
}

impl Inner {
    /// Writes all results of a run into a file and brings it to a destination, which is recorded
    /// with the run.
    async fn deliver(
        self: &Arc<Self>,
        caller: &Caller,
        found: &JobRun,
        (to, word): (&dyn Deliver, &str),
        format: ExportFormat,
        key: &str,
    ) -> Result<Delivered, Trouble> {
        let at = AtFiles::of(self, &found.row.run.id);
        let draft = |id: &ExportId| to.draft(id.as_str());
        let id = self.begin_export(caller, found, (word, format), draft).await?;
        let sent = at.during(self.send(found, to, format, (key, id.as_str()))).await;
        let outcome = match &sent {
            Ok((sent, size)) => Ok((sent.link.clone().unwrap_or(sent.place.clone()), *size)),
            Err(trouble) => Err(Error::Refused(trouble.why().to_owned())),
        };
        let outcome = outcome.as_ref().map(Clone::clone);
        self.end_export(found, &id, (word, format), outcome).await?;
        Ok(sent?.0)
    }

    async fn send(
        &self,
        found: &JobRun,
        to: &dyn Deliver,
        format: ExportFormat,
        (key, attempt): (&str, &str),
    ) -> Result<(Delivered, i64), Trouble> {
        let folder = tempfile::tempdir().map_err(|error| Error::Unavailable(error.to_string()))?;
        let path = folder.path().join("results");
        self.write_results(found, format, &path).await?;
        let size = std::fs::metadata(&path).map_or(0, |facts| facts.len());
        let run = &found.row.run;
        let name = export_name(&run.task_id, &run.id, format);
        let media_type = match format {
            ExportFormat::Csv => "text/csv",
            ExportFormat::Excel => {
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        };
        let delivery = Delivery { key, attempt, name: &name, media_type, file: &path };
        Ok((to.deliver(delivery).await?, i64::try_from(size).unwrap_or(i64::MAX)))
    }
}

impl Engine {
    /// Exports the results of a run to a folder of the caller's Drive; answers the file's link.
    ///
    /// # Errors
    /// [`Error::Conflict`] without a connected account or where Drive refuses,
    /// [`Error::Unavailable`] where it does not answer.
    pub async fn export_to_drive(
        &self,
        caller: &Caller,
        found: &JobRun,
        format: ExportFormat,
        folder: Option<String>,
    ) -> Result<Delivered, Error> {
        let said = |trouble| match trouble {
            Trouble::Passing { why, .. } => Error::Unavailable(why),
            Trouble::Lasting(why) => Error::Conflict(why),
        };
        let google = self.inner.google(caller.user_id.as_deref()).await.map_err(said)?;
        let settings = DriveSettings { folder_id: folder, ..DriveSettings::default() };
        let drive = Drive::new(google, settings).map_err(|error| said(error.into()))?;
        let key = self.inner.ids.uuid().to_string();
        self.inner.deliver(caller, found, (&drive, "drive"), format, &key).await.map_err(said)
    }
}
