//! An object store that results go to.

use std::sync::Arc;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use object_store::path::Path as Key;
use object_store::{Attribute, Attributes, ObjectStore, PutMultipartOptions, PutOptions};
use tokio::io::AsyncReadExt as _;

use crate::destination::check_name;
use crate::{Delivered, Delivery, Destination, Error};

/// What is written at once; what is not larger is written in one request.
const PART: usize = 8 << 20;

/// An object store as a destination. An object of the same name is replaced.
#[derive(Debug, Clone)]
pub struct ObjectsOut {
    store: Arc<dyn ObjectStore>,
    /// How the store is named to people.
    shown: String,
}

impl ObjectsOut {
    /// A store; `shown` is its URL.
    #[must_use]
    pub fn new(store: Arc<dyn ObjectStore>, shown: &str) -> Self {
        Self { store, shown: shown.trim_end_matches('/').to_owned() }
    }

    async fn put(&self, delivery: Delivery<'_>) -> Result<Delivered, Error> {
        check_name(delivery.name)?;
        let place = format!("{}/{}", self.shown, delivery.name);
        let io = |error: std::io::Error| Error::io(delivery.name, &error);
        let mut file = tokio::fs::File::open(delivery.file).await.map_err(io)?;
        let length = file.metadata().await.map_err(io)?.len();
        let key = Key::from(delivery.name);
        let attributes =
            Attributes::from_iter([(Attribute::ContentType, delivery.media_type.to_owned())]);
        let failed = |error: object_store::Error| said(&place, &error);
        if length <= PART as u64 {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).await.map_err(io)?;
            let options = PutOptions { attributes, ..PutOptions::default() };
            self.store.put_opts(&key, bytes.into(), options).await.map_err(failed)?;
        } else {
            let options = PutMultipartOptions { attributes, ..PutMultipartOptions::default() };
            let upload = self.store.put_multipart_opts(&key, options).await.map_err(failed)?;
            write(upload, &mut file).await.map_err(|error| match error {
                Writing::Read(error) => io(error),
                Writing::Store(error) => failed(error),
            })?;
        }
        Ok(Delivered { place, link: None })
    }
}

enum Writing {
    Read(std::io::Error),
    Store(object_store::Error),
}

async fn write(
    mut upload: Box<dyn object_store::MultipartUpload>,
    file: &mut tokio::fs::File,
) -> Result<(), Writing> {
    loop {
        let mut part = Vec::with_capacity(PART);
        let read = file.take(PART as u64).read_to_end(&mut part).await;
        let done = match read {
            Ok(0) => upload.complete().await.map(|_| true),
            Ok(_) => upload.put_part(part.into()).await.map(|()| false),
            Err(error) => {
                let _ = upload.abort().await;
                return Err(Writing::Read(error));
            }
        };
        match done {
            Ok(false) => {}
            Ok(true) => return Ok(()),
            Err(error) => {
                let _ = upload.abort().await;
                return Err(Writing::Store(error));
            }
        }
    }
}

fn said(place: &str, error: &object_store::Error) -> Error {
    let text = format!("{place}: {error}");
    match error {
        object_store::Error::PermissionDenied { .. }
        | object_store::Error::Unauthenticated { .. } => Error::Refused(text),
        object_store::Error::NotFound { .. } => Error::Missing(text),
        object_store::Error::NotSupported { .. } | object_store::Error::InvalidPath { .. } => {
            Error::Setting(text)
        }
        _ => Error::passing(text),
    }
}

impl Destination for ObjectsOut {
    fn deliver<'a>(&'a self, delivery: Delivery<'a>) -> BoxFuture<'a, Result<Delivered, Error>> {
        self.put(delivery).boxed()
    }
}
