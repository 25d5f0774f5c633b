//! Postal addresses: lines with words and numbers, joined by commas.

use super::{Found, Hints};

pub(super) fn find(text: &str, _: &Hints) -> Option<Found> {
    let lines = text.split('\n').map(crate::text::one_line);
    let lines: Vec<String> = lines
        .map(|line| line.trim_matches([',', ' ', ';', ':']).to_owned())
        .filter(|line| !line.is_empty())
        .collect();
    let address = lines.join(", ");
    let letters = address.chars().any(char::is_alphabetic);
    if !letters || address.contains('@') || address.len() > 300 {
        return None;
    }
    let numbers: Vec<usize> = address
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| word.bytes().any(|byte| byte.is_ascii_digit()))
        .map(str::len)
        .collect();
    let postal = numbers.iter().any(|length| (3..=6).contains(length));
    let strength = match (numbers.len(), postal, address.contains(',')) {
        (2.., true, true) => 0.93,
        (1.., _, true) => 0.8,
        (1.., _, _) => 0.6,
        _ => 0.3,
    };
    Some(Found::new(address, super::range_in(text, text.trim()), strength))
}
