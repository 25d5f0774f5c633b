//! Encrypting values: XChaCha20-Poly1305 with a random nonce, bound to the secret's name, so that
//! a row cannot be passed off under another name.

use annals_store::SealedSecret;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use super::SecretKey;
use crate::Error;

/// The bytes of a nonce; so many that random ones never meet.
const NONCE: usize = 24;

/// Encrypts `value` under `name`.
pub(super) fn seal(
    key: &SecretKey,
    name: &str,
    value: &str,
    random: fn() -> [u8; 32],
) -> Result<SealedSecret, Error> {
    let nonce: [u8; NONCE] = *random().first_chunk().unwrap_or(&[0; NONCE]);
    let payload = Payload { msg: value.as_bytes(), aad: name.as_bytes() };
    let ciphertext = cipher(key).encrypt(&XNonce::from(nonce), payload);
    let ciphertext =
        ciphertext.map_err(|_| Error::Internal(format!("secret {name} cannot be encrypted")))?;
    Ok(SealedSecret { name: name.to_owned(), key_id: key.id(), nonce: nonce.to_vec(), ciphertext })
}

/// Decrypts a secret.
///
/// # Errors
/// [`Error::Conflict`] if it was encrypted with another key, [`Error::Internal`] if it is damaged.
pub(super) fn open(key: &SecretKey, sealed: &SealedSecret) -> Result<String, Error> {
    let name = &sealed.name;
    if sealed.key_id != key.id() {
        tracing::error!("secret {name}: stored under key {}, not {}", sealed.key_id, key.id());
        return Err(Error::Conflict(format!(
            "the secret {name} was stored under another key than this server's; give the server \
             that key (ANNALS_SECRET_KEY, or secret.key in the data folder) or set the secret again"
        )));
    }
    let damaged = || Error::Internal(format!("secret {name} is damaged in the database"));
    let nonce: [u8; NONCE] = sealed.nonce.as_slice().try_into().map_err(|_| damaged())?;
    let payload = Payload { msg: &sealed.ciphertext, aad: name.as_bytes() };
    let value = cipher(key).decrypt(&XNonce::from(nonce), payload).map_err(|_| damaged())?;
    String::from_utf8(value).map_err(|_| damaged())
}

fn cipher(key: &SecretKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(digit: &str) -> SecretKey {
        SecretKey::parse(&digit.repeat(64), "it").expect("a key")
    }

    fn sealed() -> SealedSecret {
        seal(&key("a"), "NAME", "the value", rand::random).expect("sealed")
    }

    #[test]
    fn what_is_sealed_opens_and_shows_nothing() {
        let sealed = sealed();
        assert_eq!(open(&key("a"), &sealed).expect("the value"), "the value");
        assert!(!sealed.ciphertext.windows(5).any(|window| b"the value".ends_with(window)));
        assert_ne!(self::sealed().nonce, sealed.nonce);
    }

    #[test]
    fn another_key_is_said_to_be_one() {
        let error = open(&key("b"), &sealed()).expect_err("no value");
        assert!(matches!(&error, Error::Conflict(text) if text.contains("another key")), "{error}");
    }

    #[test]
    fn what_was_changed_does_not_open() {
        let good = sealed();
        let renamed = SealedSecret { name: "OTHER".into(), ..good.clone() };
        let short = SealedSecret { nonce: vec![0; 3], ..good.clone() };
        let mut flipped = good;
        flipped.ciphertext[3] ^= 1;
        for bad in [renamed, short, flipped] {
            let error = open(&key("a"), &bad).expect_err("damaged");
            assert!(matches!(error, Error::Internal(_)), "{error}");
        }
    }
}
