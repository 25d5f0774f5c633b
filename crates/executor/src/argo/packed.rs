//! Values as they travel in a Workflow: JSON, compressed, in base64.

use std::io::{Read, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::{GzDecoder, ZlibDecoder};
use flate2::write::ZlibEncoder;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The most bytes that are unpacked of one value.
const LARGEST: u64 = 64 << 20;

/// Packs bytes. What comes out has letters, digits, `+`, `/` and `=` only.
///
/// # Panics
/// Never: writing to memory does not fail.
pub(super) fn bytes(bytes: &[u8]) -> String {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes it");
    STANDARD.encode(encoder.finish().expect("memory takes it"))
}

/// Packs a value.
///
/// # Panics
/// Never: what is packed has a JSON form.
pub(super) fn value(value: &impl Serialize) -> String {
    bytes(&serde_json::to_vec(value).expect("it has a JSON form"))
}

/// Unpacks a value; none if it is damaged, or too large.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    let packed = STANDARD.decode(text.trim()).ok()?;
    unpacked(ZlibDecoder::new(&packed[..]))
}

/// The same of a value that was packed with gzip, as Argo does it.
pub(super) fn read_gzip<T: DeserializeOwned>(text: &str) -> Option<T> {
    let packed = STANDARD.decode(text.trim()).ok()?;
    unpacked(GzDecoder::new(&packed[..]))
}

fn unpacked<T: DeserializeOwned>(from: impl Read) -> Option<T> {
    let mut bytes = Vec::new();
    let read = from.take(LARGEST + 1).read_to_end(&mut bytes).ok()?;
    if read as u64 > LARGEST { None } else { serde_json::from_slice(&bytes).ok() }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_and_has_no_braces() {
        let given = json!({"code": "print(f'{{{x}}}')", "ä": [1, null], "{{workflow.name}}": "}}"});
        let packed = value(&given);
        assert!(!packed.contains(['{', '}', '"', '\\', '\n']), "{packed}");
        assert_eq!(read::<Value>(&packed), Some(given));
    }

    #[test]
    fn what_is_damaged_is_nothing() {
        for text in ["", "abc", "%", &value(&json!(1))[2..]] {
            assert_eq!(read::<Value>(text), None, "{text}");
        }
    }
}
