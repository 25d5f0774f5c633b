//! What Gmail answers, as far as it is read.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Profile {
    pub(super) history_id: String,
    #[serde(default)]
    pub(super) email_address: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HistoryPage {
    #[serde(default)]
    pub(super) history: Vec<HistoryRecord>,
    pub(super) next_page_token: Option<String>,
    pub(super) history_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HistoryRecord {
    pub(super) id: String,
    #[serde(default)]
    pub(super) messages_added: Vec<Added>,
}

#[derive(Deserialize)]
pub(super) struct Added {
    pub(super) message: MessageRef,
}

#[derive(Deserialize)]
pub(super) struct MessageRef {
    pub(super) id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MessagePage {
    #[serde(default)]
    pub(super) messages: Vec<MessageRef>,
    pub(super) next_page_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Message {
    pub(super) id: String,
    #[serde(default)]
    pub(super) label_ids: Vec<String>,
    pub(super) payload: Option<Part>,
    pub(super) raw: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Part {
    pub(super) filename: String,
    pub(super) mime_type: String,
    pub(super) headers: Vec<Header>,
    pub(super) body: Body,
    pub(super) parts: Vec<Part>,
}

#[derive(Deserialize)]
pub(super) struct Header {
    pub(super) name: String,
    pub(super) value: String,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Body {
    pub(super) attachment_id: Option<String>,
    pub(super) size: u64,
}

#[derive(Deserialize)]
pub(super) struct Data {
    pub(super) data: String,
}
