//! Secrets: values for runs, stored encrypted, given to steps by name and never given back.

mod cipher;
mod key;

use std::collections::BTreeSet;

use annals_domain::{EnvValue, Page, Plan, Run, RunId, Spec};
use annals_redact::{Redactor, Secrets};
use annals_store::{SealedSecret, SecretInfo};

pub use key::{KeyError, KeySource, SecretKey};

use crate::automations::Trouble;
use crate::engine::Inner;
use crate::patience::Passing as _;
use crate::{Engine, Error, PageRequest};

/// The most bytes of a value.
const VALUE_LIMIT: usize = 64 << 10;
/// The most bytes of all values of a run. It bounds what masking them costs; more would hardly
/// fit into a process's environment.
const RUN_LIMIT: usize = 256 << 10;
/// The most characters of a name.
const NAME_LIMIT: usize = 128;

impl Engine {
    /// Stores a secret, in place of the one of that name. Runs that begin from now on get it.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a name or value that none can have, [`Error::Conflict`] without a
    /// usable key.
    pub async fn put_secret(&self, name: &str, value: &str) -> Result<SecretInfo, Error> {
        check_name(name)?;
        check_value(value)?;
        let inner = &self.inner;
        let sealed = cipher::seal(&inner.secret_key()?, name, value, inner.secret_bytes)?;
        Ok(inner.store.put_secret(sealed, inner.clock.now()).await?)
    }

    /// The secrets by name, without their values.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a cursor that this list has not given.
    pub async fn secrets(&self, page: PageRequest) -> Result<Page<SecretInfo>, Error> {
        let store = &self.inner.store;
        let after = page.cursor.as_deref().map(|text| store.secrets_cursor(text)).transpose();
        let after = after.map_err(|error| Error::invalid("cursor", error))?;
        Ok(store.secrets(page.size, after.as_ref()).await?)
    }

    /// Removes a secret. Runs that have begun keep what they were given.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none of that name.
    pub async fn delete_secret(&self, name: &str) -> Result<(), Error> {
        match self.inner.store.delete_secret(name).await? {
            true => Ok(()),
            false => Err(Error::not_found("secret", name)),
        }
    }
}

impl Inner {
    fn secret_key(&self) -> Result<SecretKey, Error> {
        self.key_source.key(self.secret_bytes).map_err(Error::from)
    }

    /// Encrypts a value that is no secret of anybody's runs, such as a token.
    pub(crate) fn seal(&self, name: &str, value: &str) -> Result<SealedSecret, Error> {
        cipher::seal(&self.secret_key()?, name, value, self.secret_bytes)
    }

    /// Decrypts what [`Inner::seal`] encrypted.
    pub(crate) fn unseal(&self, sealed: &SealedSecret) -> Result<String, Error> {
        cipher::open(&self.secret_key()?, sealed)
    }

    /// The value of one secret, for what the server itself does in somebody's name.
    pub(crate) async fn secret_value(&self, name: &str) -> Result<String, Trouble> {
        match self.store.sealed_secrets(&[name]).await?.first() {
            Some(sealed) => Ok(self.unseal(sealed)?),
            None => Err(Trouble::Lasting(format!("the secret `{name}` is not stored here"))),
        }
    }

    /// The values of the secrets that `spec` names, as they are now.
    ///
    /// # Errors
    /// [`Error::Invalid`] if one is not stored or they are too large together,
    /// [`Error::Conflict`] if one cannot be read with this server's key.
    pub(crate) async fn secrets_of(&self, spec: &Spec) -> Result<Secrets, Error> {
        let named = named(spec);
        let mut values = Secrets::default();
        if named.is_empty() {
            return Ok(values);
        }
        let names: Vec<&str> = named.iter().map(|(_, secret)| secret.as_str()).collect();
        for sealed in self.store.sealed_secrets(&names).await? {
            let value = cipher::open(&self.secret_key()?, &sealed)?;
            values.insert(sealed.name, value);
        }
        for (variable, secret) in &named {
            if values.get(secret).is_none() {
                let message = format!("names the secret `{secret}`, which is not stored here");
                return Err(Error::invalid(format!("env.{variable}"), message));
            }
        }
        if values.size() > RUN_LIMIT {
            let limit = RUN_LIMIT >> 10;
            return Err(Error::invalid("env", format!("names secrets of more than {limit} KiB")));
        }
        Ok(values)
    }

    /// The value of one secret.
    ///
    /// # Errors
    /// [`Error::NotFound`] if it is not stored, [`Error::Conflict`] if it cannot be read with this
    /// server's key.
    pub(crate) async fn secret(&self, name: &str) -> Result<String, Error> {
        let sealed = self.store.sealed_secrets(&[name]).await?;
        let sealed = sealed.first().ok_or_else(|| Error::not_found("secret", name))?;
        cipher::open(&self.secret_key()?, sealed)
    }

    /// What masks the secrets that a run may use; none if there is nothing to mask.
    ///
    /// # Errors
    /// As [`Inner::secrets_of`].
    pub(crate) async fn redactor_of(&self, spec: &Spec) -> Result<Option<Redactor>, Error> {
        Ok(Redactor::new(self.secrets_of(spec).await?.values()))
    }

    /// The same for a run that is there. Where its secrets are gone or cannot be read there is
    /// nothing to compare with, which is no reason to refuse.
    pub(crate) async fn redactor_of_run(&self, run: &Run) -> Result<Option<Redactor>, Error> {
        let Some(snapshot) = self.store.snapshot(&run.snapshot_id).await? else { return Ok(None) };
        match self.redactor_of(&snapshot.spec).await {
            Err(error) if error.is_passing() => Err(error),
            Err(error) => {
                tracing::warn!("run {}: its secrets cannot be masked again: {error}", run.id);
                Ok(None)
            }
            found => found,
        }
    }

    /// Masks, in texts that somebody adds to a run, the secrets of that run.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the database does not answer.
    pub(crate) async fn mask_for(&self, run: &RunId, texts: &mut [String]) -> Result<(), Error> {
        let Some(run) = self.store.run(run).await? else { return Ok(()) };
        if let Some(redactor) = self.redactor_of_run(&run).await? {
            texts.iter_mut().for_each(|text| redactor.mask(text));
        }
        Ok(())
    }
}

/// The variables that name a secret, with its name.
fn named(spec: &Spec) -> BTreeSet<(String, String)> {
    let variables = Plan::of(spec).steps.into_iter().flat_map(|step| step.env);
    let secret = |(variable, value)| match value {
        EnvValue::Secret { secret } => Some((variable, secret)),
        EnvValue::Plain(_) => None,
    };
    variables.filter_map(secret).collect()
}

fn check_name(name: &str) -> Result<(), Error> {
    let first = |b: u8| b.is_ascii_alphabetic() || b == b'_';
    let other = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-');
    let good = name.bytes().next().is_some_and(first) && name.bytes().all(other);
    if good && name.len() <= NAME_LIMIT {
        return Ok(());
    }
    let message =
        "must be 1 to 128 letters, digits, `_`, `.` and `-`, beginning with a letter or `_`";
    Err(Error::invalid("name", message))
}

fn check_value(value: &str) -> Result<(), Error> {
    match value {
        "" => Err(Error::invalid("value", "must not be empty")),
        value if value.len() > VALUE_LIMIT => {
            let length = value.len();
            Err(Error::invalid(
                "value",
                format!("must be at most {VALUE_LIMIT} bytes, not {length}"),
            ))
        }
        value if value.contains('\0') => {
            Err(Error::invalid("value", "must not contain the NUL character"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_have_limits() {
        for good in ["A", "_", "db.password-2", &"x".repeat(128)] {
            assert!(check_name(good).is_ok(), "{good}");
        }
        for bad in ["", "1A", "-a", ".a", "a b", "ä", "a/b", "a\n", &"x".repeat(129)] {
            assert!(check_name(bad).is_err(), "{bad:?}");
        }
        assert!(check_value(" ").is_ok() && check_value(&"x".repeat(VALUE_LIMIT)).is_ok());
        for bad in ["", "a\0b", &"x".repeat(VALUE_LIMIT + 1)] {
            let error = check_value(bad).expect_err("refused").to_string();
            assert!(error.starts_with("value must") && error.len() < 100, "{error}");
        }
    }
}
