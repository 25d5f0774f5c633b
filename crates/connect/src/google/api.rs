//! What Google's services have in common: an address, an account, and how refusals are met.

use std::sync::Arc;

use futures::future::BoxFuture;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde::de::DeserializeOwned;
use url::Url;

use crate::http::{again, client, meaning, send};
use crate::{Error, Retry};

/// Gives access tokens of one account.
pub trait Access: Send + Sync {
    /// A token for requests; another one than `refused`, which the service did not take.
    ///
    /// # Errors
    /// [`Error::Refused`] if the account has to be connected again.
    fn token(&self, refused: Option<String>) -> BoxFuture<'static, Result<String, Error>>;
}

/// Google's services as seen by one account. Cheap to clone.
#[derive(Clone)]
pub struct Google {
    client: Client,
    base: Url,
    access: Arc<dyn Access>,
    pub(super) retry: Retry,
}

impl std::fmt::Debug for Google {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Google({})", self.base)
    }
}

/// A request as it is made again, with a fresh token.
pub(super) type Make = Arc<dyn Fn(&Client, &Url) -> RequestBuilder + Send + Sync>;

impl Google {
    /// The services at `base`, usually `https://www.googleapis.com/`.
    ///
    /// # Errors
    /// [`Error::Setting`] if TLS cannot be set up.
    pub fn new(base: Url, access: Arc<dyn Access>, retry: Retry) -> Result<Self, Error> {
        Ok(Self { client: client()?, base, access, retry })
    }

    /// Makes a request until it is answered; `what` names it in an error.
    pub(super) async fn ask(&self, what: &str, make: Make) -> Result<Response, Error> {
        let (this, what) = (self.clone(), what.to_owned());
        again(self.retry, move || {
            let (this, what, make) = (this.clone(), what.clone(), Arc::clone(&make));
            Box::pin(async move { this.ask_once(&what, &make).await })
        })
        .await
    }

    /// Makes a request once, and once more with another token where the first is not taken.
    pub(super) async fn ask_once(&self, what: &str, make: &Make) -> Result<Response, Error> {
        let token = self.access.token(None).await?;
        let request = || make(&self.client, &self.base);
        let refusal = match send(request().bearer_auth(&token)).await? {
            Ok(answer) => return Ok(answer),
            Err(refusal) => refusal,
        };
        if refusal.status != StatusCode::UNAUTHORIZED {
            return Err(meaning(what, refusal));
        }
        let token = self.access.token(Some(token)).await?;
        send(request().bearer_auth(&token)).await?.map_err(|refusal| meaning(what, refusal))
    }

    /// Reads JSON from a path with a query.
    pub(super) async fn get<T: DeserializeOwned + Send + 'static>(
        &self,
        what: &str,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<T, Error> {
        let make = getting(path, query);
        let (this, what) = (self.clone(), what.to_owned());
        // An answer that breaks off is asked for again as well.
        again(self.retry, move || {
            let (this, what, make) = (this.clone(), what.clone(), Arc::clone(&make));
            Box::pin(async move {
                let answer = this.ask_once(&what, &make).await?;
                let bytes = answer.bytes().await.map_err(|error| {
                    Error::passing(format!("{what} broke off: {}", crate::http::chain(&error)))
                })?;
                serde_json::from_slice(&bytes)
                    .map_err(|error| Error::passing(format!("{what} is not as published: {error}")))
            })
        })
        .await
    }
}

/// A GET of `path` with `query`.
pub(super) fn getting(path: &str, query: &[(&str, &str)]) -> Make {
    let path = path.to_owned();
    let query: Vec<(String, String)> =
        query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Arc::new(move |client, base| client.request(Method::GET, at(base, &path)).query(&query))
}

/// The address of `path` below `base`.
pub(super) fn at(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    let whole = format!("{}{path}", base.path().trim_end_matches('/'));
    url.set_path(&whole);
    url
}

/// An id of Google's as a part of a path.
pub(super) fn segment(id: &str) -> Result<&str, Error> {
    let good =
        !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    if good { Ok(id) } else { Err(Error::Setting(format!("`{id}` is not an id of Google's"))) }
}
