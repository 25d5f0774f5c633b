//! Base64: four characters for three bytes, so that what a value becomes
//! depends on how many bytes stand before it.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use super::Needle;

/// How many bytes a line of wrapped base64 holds: 76 characters (MIME) and 64 (PEM).
const WRAPPED: [usize; 2] = [57, 48];

/// What `value` becomes in both alphabets, after any bytes and before any others.
pub(super) fn forms(value: &[u8]) -> Vec<Needle> {
    let mut all = aligned(value);
    for width in WRAPPED {
        if value.len() > width {
            // Wrapped lines begin with the value's beginning; only the last may be short.
            all.extend(value.chunks(width).flat_map(|line| both(line, 0)));
        }
    }
    all.retain(|needle| needle.bytes.len() >= crate::SHORTEST);
    all
}

fn aligned(value: &[u8]) -> Vec<Needle> {
    (0..3).flat_map(|before| both(value, before)).collect()
}

/// The characters that depend on `value` alone, where `before` bytes stand before it in the same
/// group of three.
fn both(value: &[u8], before: usize) -> [Needle; 2] {
    let bytes = [&[0; 2][..before], value].concat();
    let from = (before * 4).div_ceil(3);
    let to = bytes.len() * 4 / 3;
    let needle = |text: String| Needle {
        bytes: text.as_bytes()[from..to].to_vec(),
        before: before > 0,
        after: !bytes.len().is_multiple_of(3),
    };
    [needle(STANDARD_NO_PAD.encode(&bytes)), needle(URL_SAFE_NO_PAD.encode(&bytes))]
}

/// Whether a character belongs to base64.
pub(crate) const fn is_digit(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_')
}
