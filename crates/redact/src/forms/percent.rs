//! Percent-encoding, as URLs and forms have it.

/// What counts as itself besides letters and digits: RFC 3986; with `/` kept, as Python's `quote`
/// does; and with the marks that JavaScript's `encodeURIComponent` and `encodeURI` keep.
const KEPT: [&str; 4] = ["-._~", "-._~/", "-._~!*'()", "-._~!*'();/?:@&=+$,#"];

/// `value` percent-encoded in the usual ways, and with every byte encoded.
pub(super) fn forms(value: &str) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for upper in [true, false] {
        for kept in KEPT {
            all.push(encoded(value, upper, |byte| {
                byte.is_ascii_alphanumeric() || is_in(kept, byte)
            }));
        }
        all.push(encoded(value, upper, |_| false));
        // A form's blank is a plus.
        let form =
            encoded(value, upper, |byte| byte.is_ascii_alphanumeric() || is_in("-._~ ", byte));
        all.push(form.iter().map(|byte| if *byte == b' ' { b'+' } else { *byte }).collect());
    }
    all
}

fn is_in(kept: &str, byte: u8) -> bool {
    kept.as_bytes().contains(&byte)
}

fn encoded(value: &str, upper: bool, keep: impl Fn(u8) -> bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len() * 3);
    for byte in value.bytes() {
        if keep(byte) {
            out.push(byte);
        } else if upper {
            out.extend(format!("%{byte:02X}").into_bytes());
        } else {
            out.extend(format!("%{byte:02x}").into_bytes());
        }
    }
    out
}
