//! Which object store files and offloaded logs are kept in.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::local::LocalFileSystem;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, ObjectStoreScheme, RetryConfig};
use url::Url;

use crate::Error;

/// How often a request is repeated where the store does not answer, and for how long: somebody
/// waits for what is read.
const RETRIES: usize = 4;
const RETRY_FOR: Duration = Duration::from_secs(20);

/// Where objects are kept.
#[derive(Clone)]
pub enum ObjectsAt {
    /// In a local folder.
    Folder(PathBuf),
    /// In a store named by a URL: `s3://BUCKET/PREFIX`, `gs://BUCKET/PREFIX`, `file:///FOLDER`.
    Url {
        /// The URL.
        url: String,
        /// How it is reached: `aws_access_key_id` and the like.
        options: Vec<(String, String)>,
    },
}

impl std::fmt::Debug for ObjectsAt {
    /// Without the options, which are secret in part.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "{}", folder.display()),
            Self::Url { url, .. } => f.write_str(url),
        }
    }
}

impl ObjectsAt {
    /// The local folder that the objects lie in, if they lie in one.
    pub(crate) fn folder(&self) -> Option<PathBuf> {
        match self {
            Self::Folder(folder) => Some(folder.clone()),
            Self::Url { url, .. } => {
                let url = Url::parse(url).ok().filter(|url| url.scheme() == "file")?;
                url.to_file_path().ok()
            }
        }
    }

    /// The store. A local folder is made where there is none; a bucket is not asked yet.
    pub(crate) fn open(&self) -> Result<Arc<dyn ObjectStore>, Error> {
        match self {
            Self::Folder(root) => in_folder(root),
            Self::Url { url, options } => at_url(url, options),
        }
    }
}

fn in_folder(root: &Path) -> Result<Arc<dyn ObjectStore>, Error> {
    let failed = |error| Error::Internal(format!("{}: {error}", root.display()));
    std::fs::create_dir_all(root).map_err(failed)?;
    // A log is dropped from the database once its object is there, so that must not be lost.
    let local = LocalFileSystem::new_with_prefix(root)?.with_fsync(true);
    Ok(Arc::new(local.with_automatic_cleanup(true)))
}

fn wrong(error: impl std::fmt::Display) -> Error {
    Error::invalid("object_store", error)
}

/// What is said of a URL of another kind.
const SCHEMES: &str = "must be of s3, gs or file";

fn at_url(url: &str, options: &[(String, String)]) -> Result<Arc<dyn ObjectStore>, Error> {
    let url: Url = url.parse().map_err(wrong)?;
    if url.scheme() == "file" {
        let folder = url.to_file_path().map_err(|()| wrong("names no folder"))?;
        return in_folder(&folder);
    }
    let (scheme, prefix) = ObjectStoreScheme::parse(&url).map_err(|_| wrong(SCHEMES))?;
    let store: Arc<dyn ObjectStore> = match scheme {
        ObjectStoreScheme::AmazonS3 => Arc::new(s3(&url, options)?),
        ObjectStoreScheme::GoogleCloudStorage => Arc::new(google(&url, options)?),
        _ => return Err(wrong(SCHEMES)),
    };
    Ok(Arc::new(PrefixStore::new(store, prefix)))
}

fn s3(url: &Url, options: &[(String, String)]) -> Result<impl ObjectStore, Error> {
    let named = options.iter().filter_map(|(name, value)| Some((name.parse().ok()?, value)));
    let builder = AmazonS3Builder::new().with_url(url.as_str()).with_retry(retry());
    let builder = named.fold(builder, |builder, (name, value)| builder.with_config(name, value));
    builder.build().map_err(wrong)
}

fn google(url: &Url, options: &[(String, String)]) -> Result<impl ObjectStore, Error> {
    let named = options.iter().filter_map(|(name, value)| Some((name.parse().ok()?, value)));
    let builder = GoogleCloudStorageBuilder::new().with_url(url.as_str()).with_retry(retry());
    let builder = named.fold(builder, |builder, (name, value)| builder.with_config(name, value));
    builder.build().map_err(wrong)
}

fn retry() -> RetryConfig {
    let usual = RetryConfig::default();
    RetryConfig { max_retries: RETRIES, retry_timeout: RETRY_FOR, ..usual }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(url: &str) -> Result<(), String> {
        let options = vec![("aws_region".to_owned(), "x".to_owned())];
        let at = ObjectsAt::Url { url: url.to_owned(), options };
        at.open().map(|_| ()).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_no_object_store_is_refused() {
        for url in ["", "bucket", "ftp://bucket", "http://bucket", "az://bucket", "memory:///"] {
            let error = open(url).expect_err(url);
            assert!(error.starts_with("object_store "), "{url}: {error}");
        }
    }

    #[test]
    fn a_folder_is_made() {
        let folder = tempfile::tempdir().expect("a folder");
        let below = folder.path().join("a/b");
        open(&format!("file://{}", below.display())).expect("a store");
        assert!(below.is_dir());
    }
}
