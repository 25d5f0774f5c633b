//! Signatures of web hooks: HMAC-SHA256 over `TIMESTAMP.BODY`, in the header
//! `Annals-Signature: t=SECONDS,v1=HEX`. Several `v1` may stand there while a secret is changed.

use std::fmt::Write as _;

use annals_domain::Timestamp;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use crate::Error;

/// The header that carries a signature.
pub const HEADER: &str = "annals-signature";

/// For how many seconds a signature is good, on either side: clocks differ, and what was overheard
/// must not be good for ever.
pub const TOLERANCE_SECONDS: i64 = 300;

/// The most signatures of one header that are looked at.
const MOST: usize = 8;

/// Signs `body` as of `at` seconds since 1970: the header's value.
#[must_use]
pub fn sign(secret: &[u8], at: i64, body: &[u8]) -> String {
    format!("t={at},v1={}", digest(secret, at, body))
}

/// Checks the header `value` of a request with `body` that came at `now`.
///
/// # Errors
/// [`Error::Refused`] if it is not signed with the secret, or not lately.
pub fn verify(secret: &[u8], value: &str, body: &[u8], now: Timestamp) -> Result<(), Error> {
    let refused = |why: &str| Err(Error::Refused(why.to_owned()));
    let parts = || value.split(',').filter_map(|part| part.trim().split_once('='));
    let at = parts().find(|(name, _)| *name == "t").and_then(|(_, at)| at.parse::<i64>().ok());
    let Some(at) = at else {
        return refused("the header Annals-Signature must be like t=SECONDS,v1=HEX");
    };
    let expected = digest(secret, at, body);
    let given = parts().filter(|(name, _)| *name == "v1").take(MOST);
    // All are looked at, so that the time taken tells nothing.
    let good = given.fold(0, |good, (_, hex)| {
        good | expected.as_bytes().ct_eq(hex.to_ascii_lowercase().as_bytes()).unwrap_u8()
    });
    let now = now.as_micros() / 1_000_000;
    match (good == 1, now.saturating_sub(at).saturating_abs() <= TOLERANCE_SECONDS) {
        (false, _) => refused("the signature does not fit the body and the secret"),
        (true, false) => refused("the signature's time is more than 5 minutes away from now"),
        (true, true) => Ok(()),
    }
}

fn digest(secret: &[u8], at: i64, body: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(format!("{at}.").as_bytes());
    mac.update(body);
    let bytes = mac.finalize().into_bytes();
    bytes.iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: i64 = 1_790_000_000;

    fn now(seconds_later: i64) -> Timestamp {
        Timestamp::from_micros((AT + seconds_later) * 1_000_000)
    }

    #[test]
    fn the_signature_is_the_published_one() {
        // printf '1790000000.{}' | openssl dgst -sha256 -hmac key
        let published = "099d33989336226b12c85da813adf6100e1bbab1e91bede9a41ddeb7882d66b8";
        assert_eq!(sign(b"key", AT, b"{}"), format!("t=1790000000,v1={published}"));
        verify(b"key", &sign(b"key", AT, b"{}"), b"{}", now(0)).expect("good");
    }

    #[test]
    fn several_signatures_are_looked_at() {
        let good = sign(b"new", AT, b"x");
        let header = good.replace(",v1=", &format!(",v1={},v1=", "0".repeat(64)));
        verify(b"new", &header, b"x", now(-300)).expect("good");
        verify(
            b"new",
            &header.to_uppercase().replace("T=", "t=").replace("V1", "v1"),
            b"x",
            now(1),
        )
        .expect("good in capitals");
    }

    #[test]
    fn what_is_not_signed_is_refused() {
        let good = sign(b"key", AT, b"body");
        let moved = good.replace(&AT.to_string(), &(AT + 1).to_string());
        for (secret, header, body, later) in [
            (&b"other"[..], good.as_str(), &b"body"[..], 0),
            (b"key", good.as_str(), b"bodY", 0),
            (b"key", moved.as_str(), b"body", 0),
            (b"key", good.as_str(), b"body", 301),
            (b"key", good.as_str(), b"body", -301),
            (b"key", "", b"body", 0),
            (b"key", "t=1790000000", b"body", 0),
            (b"key", "t=1790000000,v1=", b"body", 0),
            (b"key", "v1=00", b"body", 0),
            (b"key", "t=-9223372036854775808,v1=00", b"body", 0),
        ] {
            let error = verify(secret, header, body, now(later)).expect_err(header);
            assert!(matches!(error, Error::Refused(_)), "{error}");
        }
    }
}
