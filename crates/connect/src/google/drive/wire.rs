//! What Drive answers, as far as it is read, and which files can be taken.

use serde::{Deserialize, Serialize};

use crate::RemoteFile;
use crate::source::json;

/// The type of a folder.
const FOLDER: &str = "application/vnd.google-apps.folder";
/// Documents of Google's own have no bytes: they are taken as what they can be turned into.
pub(super) const OWN: &[(&str, &str, &str)] = &[
    (
        "application/vnd.google-apps.document",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
    ),
    (
        "application/vnd.google-apps.spreadsheet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
    ),
    ("application/vnd.google-apps.presentation", "application/pdf", "pdf"),
    ("application/vnd.google-apps.drawing", "application/pdf", "pdf"),
];

/// Where a file lies.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Lies {
    pub(super) id: String,
    pub(super) mime_type: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StartToken {
    pub(super) start_page_token: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ChangePage {
    #[serde(default)]
    pub(super) changes: Vec<Change>,
    pub(super) next_page_token: Option<String>,
    pub(super) new_start_page_token: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Change {
    #[serde(default)]
    pub(super) removed: bool,
    pub(super) file: Option<DriveFile>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FilePage {
    #[serde(default)]
    pub(super) files: Vec<DriveFile>,
    pub(super) next_page_token: Option<String>,
}

/// A file as Drive tells of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DriveFile {
    pub(super) id: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) mime_type: String,
    pub(super) size: Option<String>,
    pub(super) md5_checksum: Option<String>,
    pub(super) modified_time: Option<String>,
    #[serde(default)]
    pub(super) parents: Vec<String>,
    #[serde(default)]
    pub(super) trashed: bool,
}

impl DriveFile {
    /// The file as it is taken; nothing for folders and what cannot be turned into a file.
    pub(super) fn remote(&self) -> Option<RemoteFile> {
        let own = OWN.iter().find(|(own, _, _)| *own == self.mime_type);
        if self.mime_type == FOLDER
            || (own.is_none() && self.mime_type.starts_with("application/vnd.google-apps."))
        {
            return None;
        }
        let name = match own {
            Some((_, _, end)) => format!("{}.{end}", self.name),
            None => self.name.clone(),
        };
        let media_type = own.map_or(self.mime_type.as_str(), |(_, wanted, _)| wanted);
        Some(RemoteFile {
            name: name.replace(['/', '\\', '\0'], "_"),
            media_type: Some(media_type.to_owned()),
            bytes: self.size.as_ref().and_then(|size| size.parse().ok()),
            place: json(&Lies { id: self.id.clone(), mime_type: self.mime_type.clone() }),
        })
    }
}
