//! Files and mails of a Google account, and how one is connected.

use annals_domain::Timestamp;
use annals_engine::{AccountStatus, Delivered, MailAttachment};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::extract::{Case, Check, Empty};
use crate::problem::Problem;

/// Files of Google Drive.
#[derive(Debug, Deserialize, ToSchema)]
pub struct DriveImportBody {
    /// Their ids.
    #[schema(min_items = 1, max_items = 1000)]
    file_ids: Vec<String>,
}

impl Empty for DriveImportBody {}

impl DriveImportBody {
    /// The ids, once there are some.
    pub(crate) fn checked(self) -> Result<Vec<String>, Problem> {
        let mut check = Check::new(Case::Snake);
        count(&mut check, "file_ids", self.file_ids.len());
        check.done()?;
        Ok(self.file_ids)
    }
}

/// An attachment of a mail in Gmail.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttachmentRow {
    /// The mail.
    message_id: String,
    /// Which of its attachments.
    attachment_id: String,
    /// What the file is called.
    #[schema(min_length = 1, max_length = 255)]
    filename: String,
}

/// Attachments of mails in Gmail.
#[derive(Debug, Deserialize, ToSchema)]
pub struct GmailImportBody {
    /// The attachments.
    #[schema(min_items = 1, max_items = 1000)]
    attachments: Vec<AttachmentRow>,
}

impl Empty for GmailImportBody {}

impl GmailImportBody {
    /// The attachments, once each can be one.
    pub(crate) fn checked(self) -> Result<Vec<MailAttachment>, Problem> {
        let mut check = Check::new(Case::Snake);
        count(&mut check, "attachments", self.attachments.len());
        for (n, row) in self.attachments.iter().enumerate() {
            let name = format!("attachments.{n}.filename");
            check.line(&name, Some(&row.filename), 255);
            if row.filename.is_empty() || row.filename.contains(['/', '\\']) {
                check.fail(&name, "must be a name without folders");
            }
        }
        check.done()?;
        let one = |row: AttachmentRow| MailAttachment {
            message_id: row.message_id,
            attachment_id: row.attachment_id,
            filename: row.filename,
        };
        Ok(self.attachments.into_iter().map(one).collect())
    }
}

fn count(check: &mut Check, name: &str, count: usize) {
    if count == 0 || count > 1000 {
        check.fail(name, "must hold 1 to 1000");
    }
}

/// A file that was exported to Drive.
#[derive(Debug, Serialize, ToSchema)]
pub struct DriveExported {
    job_run_id: String,
    /// The file's name.
    file_name: String,
    /// Its link.
    file_link: Option<String>,
}

impl DriveExported {
    pub(crate) fn new(run: String, sent: Delivered) -> Self {
        Self { job_run_id: run, file_name: sent.place, file_link: sent.link }
    }
}

/// Where to connect an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuthUrl {
    /// Where the person is sent.
    pub(crate) auth_url: String,
    /// Comes back with them, and is exchanged together with the code.
    pub(crate) state: String,
}

/// What a person came back with.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ExchangeBody {
    /// The code.
    #[schema(min_length = 1, max_length = 4000)]
    pub(crate) code: String,
    /// The state.
    #[schema(min_length = 1, max_length = 400)]
    pub(crate) state: String,
}

impl Empty for ExchangeBody {}

/// What is known of one's account.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountDetail {
    /// Whether this server is set up for it.
    available: bool,
    connected: bool,
    /// The account's address.
    email: Option<String>,
    /// What it grants.
    scopes: Vec<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    connected_at: Option<Timestamp>,
}

impl From<AccountStatus> for AccountDetail {
    fn from(status: AccountStatus) -> Self {
        Self {
            available: status.is_available,
            connected: status.connected_at.is_some(),
            email: status.address,
            scopes: status.scopes,
            connected_at: status.connected_at,
        }
    }
}
