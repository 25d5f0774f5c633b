//! Web addresses: with a scheme, with `www.`, or a bare domain.

use std::sync::LazyLock;

use regex::Regex;

use super::{Found, Hints};

static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(https?://|www\.)?[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?(?:\.[\p{L}\d-]+)*\.\p{L}{2,24}(?::\d+)?(?:/[^\s<>\x22]*)?(?:\?[^\s<>\x22]*)?").ok()
});

pub(super) fn find(text: &str, _: &Hints) -> Option<Found> {
    let mut best: Option<Found> = None;
    for parts in FORM.as_ref()?.captures_iter(text) {
        let Some(whole) = parts.get(0) else { continue };
        let around =
            [text[..whole.start()].chars().next_back(), text[whole.end()..].chars().next()];
        if around.contains(&Some('@')) {
            continue;
        }
        let address = whole.as_str().trim_end_matches(['.', ',', ';', ':', ')', '!', '\'']);
        let strength = if parts.get(1).is_some() { 0.97 } else { 0.6 };
        let better = best.as_ref().is_none_or(|best| strength > best.strength);
        if better && is_address(address) {
            best = Some(Found::new(address, super::range_in(text, address), strength));
        }
    }
    best
}

fn is_address(address: &str) -> bool {
    let whole =
        if address.contains("://") { address.to_owned() } else { format!("https://{address}") };
    ::url::Url::parse(&whole).is_ok_and(|url| url.host().is_some())
}
