//! What the tests of Google's services share: an account whose token goes bad, and quick retries.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use annals_connect::google::{Access, Google};
use annals_connect::{Error, Retry};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use url::Url;

/// An account whose tokens are `token-0`, `token-1` and so on.
#[derive(Default)]
pub struct Account {
    number: AtomicU32,
    /// Whether it was disconnected at Google.
    revoked: bool,
}

impl Account {
    pub fn revoked() -> Self {
        Self { revoked: true, ..Self::default() }
    }
}

impl Access for Account {
    fn token(&self, refused: Option<String>) -> BoxFuture<'static, Result<String, Error>> {
        if refused.is_some() {
            self.number.fetch_add(1, Ordering::SeqCst);
        }
        let number = self.number.load(Ordering::SeqCst);
        let revoked = self.revoked && refused.is_some();
        async move {
            match revoked {
                true => Err(Error::Refused("the account has to be connected again".into())),
                false => Ok(format!("token-{number}")),
            }
        }
        .boxed()
    }
}

pub const QUICK: Retry =
    Retry { times: 4, first: Duration::from_millis(1), longest: Duration::from_secs(2) };

pub fn google(url: &Url, account: Account) -> Google {
    Google::new(url.clone(), Arc::new(account), QUICK).expect("a client")
}
