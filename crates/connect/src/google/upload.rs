//! Putting a file into Drive. A file that is there already is found by the delivery's key, so that
//! a repetition leaves one. Small files go in one request, large ones in parts.

use std::sync::Arc;

use bytes::Bytes;
use reqwest::Response;
use reqwest::header::{CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, LOCATION, RANGE};
use serde::Deserialize;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _, SeekFrom};
use url::Url;

use super::Drive;
use super::api::{Make, at};
use crate::destination::check_name;
use crate::{Delivered, Delivery, Error};

/// What is sent in one request: Drive's limit is 5 MiB.
const SMALL: u64 = 4 << 20;
/// The size of a part; Drive wants a multiple of 256 KiB.
const PART: u64 = 8 << 20;
/// What is asked of the file that came of it.
const FIELDS: &str = "id,name,webViewLink";
/// The property that holds a delivery's key.
const KEY: &str = "annalsDelivery";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Uploaded {
    id: String,
    #[serde(default)]
    name: String,
    web_view_link: Option<String>,
}

#[derive(Deserialize)]
struct Found {
    #[serde(default)]
    files: Vec<Uploaded>,
}

impl Drive {
    pub(super) async fn upload(&self, delivery: Delivery<'_>) -> Result<Delivered, Error> {
        check_name(delivery.name)?;
        if let Some(there) = self.delivered(delivery.key).await? {
            return Ok(there.said());
        }
        let io = |error: std::io::Error| Error::io(delivery.name, &error);
        let mut file = tokio::fs::File::open(delivery.file).await.map_err(io)?;
        let length = file.metadata().await.map_err(io)?.len();
        let uploaded = if length <= SMALL {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).await.map_err(io)?;
            self.at_once(delivery, &bytes).await?
        } else {
            let session = self.begin(delivery, length).await?;
            self.in_parts(delivery.name, &session, &mut file, length).await?
        };
        Ok(uploaded.said())
    }

    /// What an earlier try left.
    async fn delivered(&self, key: &str) -> Result<Option<Uploaded>, Error> {
        let key = key.replace(['\'', '\\'], "_");
        let asked =
            format!("appProperties has {{ key='{KEY}' and value='{key}' }} and trashed = false");
        let fields = format!("files({FIELDS})");
        let query = [("q", asked.as_str()), ("fields", fields.as_str()), ("pageSize", "1")];
        let found: Found = self.google.get("the folder", "/drive/v3/files", &query).await?;
        Ok(found.files.into_iter().next())
    }

    fn facts(&self, delivery: Delivery<'_>) -> String {
        serde_json::json!({
            "name": delivery.name,
            "mimeType": delivery.media_type,
            "parents": [self.folder()],
            "appProperties": {KEY: delivery.key.replace(['\'', '\\'], "_")},
        })
        .to_string()
    }

    async fn at_once(&self, delivery: Delivery<'_>, bytes: &[u8]) -> Result<Uploaded, Error> {
        let boundary = format!("annals-{:032x}", rand::random::<u128>());
        let mut body = format!(
            "--{boundary}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n{}\r\n\
             --{boundary}\r\nContent-Type: {}\r\n\r\n",
            self.facts(delivery),
            delivery.media_type
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{boundary}--").as_bytes());
        let body = Bytes::from(body);
        let make: Make = Arc::new(move |client, base| {
            let query =
                [("uploadType", "multipart"), ("fields", FIELDS), ("supportsAllDrives", "true")];
            let kind = format!("multipart/related; boundary={boundary}");
            let request = client.post(at(base, "/upload/drive/v3/files")).query(&query);
            request.header(CONTENT_TYPE, kind).body(body.clone())
        });
        self.until_there(delivery, make).await
    }

    /// Sends the whole file; before each further try it is asked whether it arrived.
    async fn until_there(&self, delivery: Delivery<'_>, make: Make) -> Result<Uploaded, Error> {
        let what = format!("the upload of {}", delivery.name);
        let mut pause = self.google.retry.first;
        for _ in 1..self.google.retry.times {
            let error = match self.send(&what, &make).await {
                Err(error) if error.is_passing() => error,
                answer => return answer,
            };
            let wait = error.wait().unwrap_or(pause);
            if wait > self.google.retry.longest {
                return Err(error);
            }
            tokio::time::sleep(wait).await;
            pause *= 2;
            if let Some(there) = self.delivered(delivery.key).await? {
                return Ok(there);
            }
        }
        self.send(&what, &make).await
    }

    async fn send(&self, what: &str, make: &Make) -> Result<Uploaded, Error> {
        uploaded(what, self.google.ask_once(what, make).await?).await
    }

    /// Begins an upload in parts: its address.
    async fn begin(&self, delivery: Delivery<'_>, length: u64) -> Result<Url, Error> {
        let (facts, kind) = (self.facts(delivery), delivery.media_type.to_owned());
        let make: Make = Arc::new(move |client, base| {
            let query =
                [("uploadType", "resumable"), ("fields", FIELDS), ("supportsAllDrives", "true")];
            client
                .post(at(base, "/upload/drive/v3/files"))
                .query(&query)
                .header(CONTENT_TYPE, "application/json; charset=UTF-8")
                .header("X-Upload-Content-Type", kind.clone())
                .header("X-Upload-Content-Length", length)
                .body(facts.clone())
        });
        let answer = self.google.ask(&format!("the upload of {}", delivery.name), make).await?;
        let place = answer.headers().get(LOCATION).and_then(|value| value.to_str().ok());
        let url = place.and_then(|text| text.parse().ok());
        url.ok_or_else(|| Error::passing("Drive named no address for the upload"))
    }

    async fn in_parts(
        &self,
        name: &str,
        session: &Url,
        file: &mut tokio::fs::File,
        length: u64,
    ) -> Result<Uploaded, Error> {
        let what = format!("the upload of {name}");
        let (mut from, mut tries) = (0, 0);
        loop {
            let part = read(file, from, length).await.map_err(|error| Error::io(name, &error))?;
            let sent = self.google.ask_once(&what, &putting(session, part, from, length)).await;
            let answer = match sent {
                Err(error) if error.is_passing() && tries < self.google.retry.times => {
                    tries += 1;
                    tokio::time::sleep(error.wait().unwrap_or(self.google.retry.first)).await;
                    // It is asked how much arrived.
                    self.google.ask(&what, asking(session, length)).await?
                }
                sent => sent?,
            };
            if answer.status().is_success() {
                return uploaded(&what, answer).await;
            }
            let arrived = arrived(&answer);
            tries = if arrived > from { 0 } else { tries + 1 };
            if tries > self.google.retry.times {
                return Err(Error::passing(format!("{what} does not get on")));
            }
            from = arrived;
        }
    }
}

async fn read(file: &mut tokio::fs::File, from: u64, length: u64) -> std::io::Result<Bytes> {
    let mut part = Vec::new();
    file.seek(SeekFrom::Start(from)).await?;
    file.take(PART.min(length - from)).read_to_end(&mut part).await?;
    Ok(part.into())
}

fn putting(session: &Url, part: Bytes, from: u64, length: u64) -> Make {
    let session = session.clone();
    let last = (from + part.len() as u64).saturating_sub(1);
    Arc::new(move |client, _| {
        let range = format!("bytes {from}-{last}/{length}");
        client.put(session.clone()).header(CONTENT_RANGE, range).body(part.clone())
    })
}

fn asking(session: &Url, length: u64) -> Make {
    let session = session.clone();
    Arc::new(move |client, _| {
        let range = format!("bytes */{length}");
        client.put(session.clone()).header(CONTENT_RANGE, range).header(CONTENT_LENGTH, 0)
    })
}

/// How many bytes Drive has: `Range: bytes=0-N`, or no such header where it has none.
fn arrived(answer: &Response) -> u64 {
    let range = answer.headers().get(RANGE).and_then(|value| value.to_str().ok());
    let last = range.and_then(|text| text.rsplit_once('-')).and_then(|(_, last)| last.parse().ok());
    last.map_or(0, |last: u64| last + 1)
}

async fn uploaded(what: &str, answer: Response) -> Result<Uploaded, Error> {
    let odd = |error: reqwest::Error| {
        Error::passing(format!("{what} was not confirmed: {}", crate::http::chain(&error)))
    };
    answer.json().await.map_err(odd)
}

impl Uploaded {
    fn said(self) -> Delivered {
        let place = if self.name.is_empty() { self.id.clone() } else { self.name };
        let link = format!("https://drive.google.com/file/d/{}/view", self.id);
        Delivered { place, link: Some(self.web_view_link.unwrap_or(link)) }
    }
}
