//! E-mail addresses.

use std::sync::LazyLock;

use regex::Regex;

use super::{Found, Hints};

static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[\p{L}\d!#$%&'*+/=?^_{|}~.-]+@[\p{L}\d](?:[\p{L}\d.-]*[\p{L}\d])?\.\p{L}{2,24}")
        .ok()
});

pub(super) fn find(text: &str, _: &Hints) -> Option<Found> {
    let found = FORM.as_ref()?.find(text)?;
    let address = found.as_str().trim_start_matches(['.', '\'', '/', '=']);
    Some(Found::new(address, super::range_in(text, address), 0.98))
}
