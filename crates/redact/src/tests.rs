use std::borrow::Cow;

use ::base64::Engine as _;
use ::base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use proptest::prelude::*;
use serde_json::json;

use super::*;

fn redactor(values: &[&str]) -> Redactor {
    Redactor::new(values.iter().copied()).expect("something to mask")
}

fn masked(values: &[&str], text: &str) -> String {
    redactor(values).text(text).into_owned()
}

/// Whether `text`, read as base64 from any place on, holds `value`.
fn hides(text: &str, value: &str) -> bool {
    let digits: Vec<u8> = text.bytes().filter(|b| *b != b'=').collect();
    (0..digits.len().min(4)).any(|from| {
        let rest = &digits[from..];
        let whole = &rest[..rest.len() - usize::from(rest.len() % 4 == 1)];
        [STANDARD_NO_PAD, URL_SAFE_NO_PAD].iter().any(|engine| {
            let read = engine.decode(whole).unwrap_or_default();
            memchr::memmem::find(&read, value.as_bytes()).is_some()
        })
    })
}

#[test]
fn nothing_to_mask_is_no_redactor() {
    assert!(Redactor::new([]).is_none());
    assert!(Redactor::new(["", "abc", "a\nb"]).is_none());
    assert_eq!(redactor(&["secret"]).lines(b"nothing here\n"), None);
}

#[test]
fn plain_values_are_masked_wherever_they_stand() {
    assert_eq!(masked(&["hunter22"], "hunter22"), "***");
    assert_eq!(masked(&["hunter22"], "pw=hunter22hunter22; hunter2"), "pw=******; hunter2");
    assert_eq!(masked(&["pässwörd"], "ä pässwörd ö"), "ä *** ö");
    let bytes = redactor(&["hunter22"]).lines(b"\xff\x00hunter22\xfe\n").expect("masked");
    assert_eq!(bytes, b"\xff\x00***\xfe\n");
}

#[test]
fn encoded_values_are_masked() {
    let value = "p@ss w/ö\"rd'\\+?";
    let redactor = redactor(&[value]);
    for form in [
        "p%40ss%20w%2F%C3%B6%22rd%27%5C%2B%3F",
        "p%40ss%20w%2f%c3%b6%22rd%27%5c%2b%3f",
        "p%40ss%20w/%C3%B6%22rd%27%5C%2B%3F",
        "p%40ss+w%2F%C3%B6%22rd%27%5C%2B%3F",
        "p%40ss%20w%2F%C3%B6%22rd'%5C%2B%3F",
        "%70%40%73%73%20%77%2F%C3%B6%22%72%64%27%5C%2B%3F",
        r#"p@ss w/ö\"rd'\\+?"#,
        r#"p@ss w/\u00f6\"rd'\\+?"#,
        r#"p@ss w\/\u00f6\"rd'\\+?"#,
        r#"p@ss w/ö"rd\'\\+?"#,
        r#"p@ss w/\xc3\xb6"rd\'\\+?"#,
    ] {
        assert_eq!(redactor.text(&format!("<{form}>")), "<***>", "{form}");
    }
}

#[test]
fn base64_is_found_at_every_alignment_with_all_of_its_bits() {
    let value = "s3cr3t~~~value??";
    let redactor = redactor(&[value]);
    for before in 0..6 {
        for after in 0..4 {
            let plain = format!("{}{value}{}", &"<><><>"[..before], &">>>>"[..after]);
            for engine in [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD] {
                let text = engine.encode(&plain);
                let shown = redactor.text(&text);
                assert!(hides(&text, value) && shown.contains(MASK), "{text} {shown}");
                // Neither the value nor its first or last byte is left.
                let left = shown.replace(MASK, "").len();
                let others = (before * 4).div_ceil(3) + (after * 4).div_ceil(3) + 2;
                assert!(left <= others, "{text} {shown}");
                assert!(!hides(&shown, &value[1..5]), "{shown}");
            }
        }
    }
}

#[test]
fn characters_of_base64_that_hold_some_bits_are_masked_too() {
    for (plain, shown) in [
        ("hunter22", "***"),
        ("ahunter22zz", "Y***eno="),
        ("abhunter22z", "YW***o="),
        ("xyzhunter22", "eHl6***"),
    ] {
        assert_eq!(masked(&["hunter22"], &STANDARD.encode(plain)), shown, "{plain}");
    }
}

#[test]
fn wrapped_base64_is_found() {
    let value: String = (0..300).map(|n| char::from(b'!' + (n * 7 % 90) as u8)).collect();
    let redactor = redactor(&[&value]);
    for width in [76, 64] {
        let text = STANDARD.encode(&value);
        let lines: Vec<_> = text.as_bytes().chunks(width).map(|l| [l, b"\n"].concat()).collect();
        let shown = redactor.lines(&lines.concat()).expect("masked");
        assert!(shown.iter().all(|b| matches!(b, b'*' | b'\n')), "{shown:?}");
        assert_eq!(shown.iter().filter(|b| **b == b'\n').count(), lines.len());
    }
}

#[test]
fn of_several_lines_each_is_masked_and_stays_a_line() {
    let value = "-----BEGIN-----\r\nabcdefgh\n    \nxy\nsecond";
    let redactor = redactor(&[value]);
    let shown = redactor.lines(b"key:\n-----BEGIN-----\r\nabcdefgh\n    indent\nxy\nsecond!\n");
    assert_eq!(shown.expect("masked"), b"key:\n***\r\n***\n    indent\nxy\n***!\n");
    // A text may lose lines.
    assert_eq!(redactor.text(&format!("<{value}>")), "<***>");
    assert_eq!(redactor.text("abcdefgh"), "***");
    let in_json = serde_json::to_string(value).expect("JSON");
    assert_eq!(redactor.lines(in_json.as_bytes()).expect("masked"), b"\"***\"");
}

#[test]
fn where_secrets_overlap_nothing_of_either_is_left() {
    assert_eq!(masked(&["abcdef", "defghi"], "<abcdefghi>"), "<***>");
    assert_eq!(masked(&["abcd", "abcdefgh"], "<abcdefgh> <abcde>"), "<***> <***e>");
    assert_eq!(masked(&["abcdefgh", "cdef"], "<abcdefgz>"), "<ab***gz>");
}

#[test]
fn masks_never_make_a_value() {
    for text in ["****", "*****", "********", "a****", "a*****x"] {
        let shown = masked(&["****", "a***"], text);
        assert!(!shown.contains("****") && !shown.contains("a***"), "{text} {shown}");
    }
}

#[test]
fn json_values_keep_their_shape() {
    let redactor = redactor(&["12345", "secret"]);
    let mut value = json!({
        "status": "secret", "a secret": ["x secret", 12345, 7123450, 1234, null, true],
        "b": {"secret": 1, "***": 2},
    });
    redactor.value_but(&mut value, &["status"]);
    let expected = json!({
        "status": "secret", "a ***": ["x ***", "***", "***", 1234, null, true],
        "b": {"***": 1, "***_": 2},
    });
    assert_eq!(value, expected);
}

#[test]
fn a_cut_parts_no_value() {
    let redactor = redactor(&["abcdef"]);
    let cut = |text: &str, limit| redactor.cut(text.as_bytes(), limit);
    assert_eq!(cut("012345678901234567890", 10), 10);
    assert_eq!(cut("0123456abcdef23456789", 10), 7);
    assert_eq!(cut("01abcdef89012345678901", 10), 10);
    assert_eq!(cut("abcdef", 4), 6);
    assert_eq!(cut("abc", 4), 3);
}

#[test]
fn secrets_are_not_printed() {
    let mut secrets = Secrets::default();
    secrets.insert("NAME", "value");
    assert_eq!(format!("{secrets:?}"), r#"{"NAME"}"#);
}

/// Texts of few different characters, so that they overlap often.
fn few() -> impl Strategy<Value = String> {
    proptest::collection::vec(prop_oneof![4 => Just('a'), 4 => Just('b'), 1 => Just('*'), 1 => Just('é'), 1 => Just('"'), 1 => any::<char>()], 4..12)
        .prop_map(|chars| chars.into_iter().collect())
}

fn holds(bytes: &[u8], value: &str) -> bool {
    memchr::memmem::find(bytes, value.as_bytes()).is_some()
}

/// A part of a text: of a value in some form, or anything.
fn part(values: Vec<String>) -> impl Strategy<Value = Vec<u8>> {
    let form = |(value, form): (String, u8)| match form {
        0 => STANDARD.encode(value).into_bytes(),
        1 => URL_SAFE_NO_PAD.encode(format!("x{value}y")).into_bytes(),
        2 => serde_json::to_vec(&value).expect("JSON"),
        _ => value.into_bytes(),
    };
    let value = (proptest::sample::select(values), 0_u8..6).prop_map(form);
    prop_oneof![value, any::<Vec<u8>>(), few().prop_map(String::into_bytes)]
}

fn values_and_bytes() -> impl Strategy<Value = (Vec<String>, Vec<u8>)> {
    proptest::collection::vec(few(), 1..4).prop_flat_map(|values| {
        let parts = proptest::collection::vec(part(values.clone()), 0..8);
        (Just(values), parts.prop_map(|parts| parts.concat()))
    })
}

proptest! {
    #[test]
    fn no_value_is_left((values, bytes) in values_and_bytes()) {
        let Some(redactor) = Redactor::new(values.iter().map(String::as_str)) else { return Ok(()) };
        let shown = redactor.bytes(&bytes);
        let shown: &[u8] = shown.as_deref().unwrap_or(&bytes);
        for value in &values {
            prop_assert!(!holds(shown, value), "{value:?} in {shown:?}");
        }
        prop_assert!(shown.len() <= bytes.len());
        prop_assert_eq!(redactor.bytes(shown), None);
    }

    #[test]
    fn lines_stay_as_many((values, bytes) in values_and_bytes()) {
        let Some(redactor) = Redactor::new(values.iter().map(String::as_str)) else { return Ok(()) };
        let shown = redactor.lines(&bytes).unwrap_or_else(|| bytes.clone());
        let count = |bytes: &[u8]| memchr::memchr_iter(b'\n', bytes).count();
        prop_assert_eq!(count(&shown), count(&bytes));
    }

    #[test]
    fn what_holds_no_value_is_not_touched(bytes in any::<Vec<u8>>(), text in ".*") {
        let redactor = redactor(&["a value that occurs nowhere", "zażółć gęślą jaźń"]);
        prop_assert_eq!(redactor.bytes(&bytes), None);
        prop_assert!(matches!(redactor.text(&text), Cow::Borrowed(_)));
    }

    #[test]
    fn text_stays_text((values, bytes) in values_and_bytes()) {
        let Some(redactor) = Redactor::new(values.iter().map(String::as_str)) else { return Ok(()) };
        let text = String::from_utf8_lossy(&bytes);
        if let Some(masked) = redactor.bytes(text.as_bytes()) {
            prop_assert!(std::str::from_utf8(&masked).is_ok());
        }
    }

    /// A long line that is cut again and again, as it comes in, shows no value.
    #[test]
    fn no_value_is_left_in_pieces((values, bytes) in values_and_bytes(), limit in 1_usize..30) {
        let Some(redactor) = Redactor::new(values.iter().map(String::as_str)) else { return Ok(()) };
        let bytes: Vec<u8> = bytes.into_iter().filter(|byte| *byte != b'\n').collect();
        let (mut rest, mut shown) = (&bytes[..], Vec::new());
        while !rest.is_empty() {
            let there = rest.len().min(limit + redactor.reach());
            let taken = redactor.cut(&rest[..there], limit);
            prop_assert!(taken > 0);
            let own = redactor.lines(&rest[..taken]).unwrap_or_else(|| rest[..taken].to_vec());
            prop_assert!(own.len() <= limit.max(MASK.len()));
            for value in &values {
                prop_assert!(!holds(&own, value));
            }
            shown.extend(own);
            rest = &rest[taken..];
        }
        // Put together again, only what masks and rests form by chance may look like a value.
        for value in values.iter().filter(|value| !value.contains('*')) {
            prop_assert!(!holds(&shown, value), "{value:?} in {shown:?}");
        }
    }
}
