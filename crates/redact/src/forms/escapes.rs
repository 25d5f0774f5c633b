//! Escapes in quoted text: JSON, and what Python prints of a value in an error.

/// `value` as it stands between the quotes of a JSON text (with and without `\u` for what is not
/// ASCII, `/` escaped or not) and of a Python `repr` (of a `str` and of `bytes`, in either quotes).
pub(super) fn forms(value: &str) -> Vec<Vec<u8>> {
    let json = |ascii| escaped(value, |c| json(c, ascii));
    let mut all = vec![json(false), json(true)];
    all.extend([false, true].map(|ascii| json(ascii).replace('/', "\\/")));
    for quotes in ["", "'", "\"", "'\""] {
        all.push(escaped(value, |c| python(c, quotes)));
        all.push(value.bytes().map(|byte| python_byte(byte, quotes)).collect());
    }
    all.into_iter().map(String::into_bytes).collect()
}

fn escaped(value: &str, escape: impl Fn(char) -> Option<String>) -> String {
    let mut out = String::with_capacity(value.len() + 16);
    for c in value.chars() {
        match escape(c) {
            Some(text) => out.push_str(&text),
            None => out.push(c),
        }
    }
    out
}

/// The escapes that both have.
fn common(c: char) -> Option<String> {
    Some(match c {
        '\\' => "\\\\".into(),
        '\n' => "\\n".into(),
        '\r' => "\\r".into(),
        '\t' => "\\t".into(),
        _ => return None,
    })
}

fn json(c: char, ascii: bool) -> Option<String> {
    match c {
        '"' => Some("\\\"".into()),
        '\u{8}' => Some("\\b".into()),
        '\u{c}' => Some("\\f".into()),
        c if (c as u32) < 0x20 && common(c).is_none() => Some(format!("\\u{:04x}", c as u32)),
        c if ascii && c as u32 > 0x7e => {
            Some(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect())
        }
        c => common(c),
    }
}

fn python(c: char, quotes: &str) -> Option<String> {
    match c {
        c if quotes.contains(c) => Some(format!("\\{c}")),
        c if c.is_ascii_control() && common(c).is_none() => Some(format!("\\x{:02x}", c as u32)),
        c => common(c),
    }
}

fn python_byte(byte: u8, quotes: &str) -> String {
    if byte.is_ascii() {
        let c = char::from(byte);
        return python(c, quotes).unwrap_or_else(|| c.into());
    }
    format!("\\x{byte:02x}")
}
