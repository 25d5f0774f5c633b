//! Numbers without a fraction. A point or comma in them parts groups of three.

use super::number::{self, Number};
use super::{Found, Hints};

pub(super) fn find(text: &str, hints: &Hints) -> Option<Found> {
    let numbers = number::all(text, hints);
    numbers.iter().find_map(|number| whole(text, number))
}

fn whole(text: &str, number: &Number) -> Option<Found> {
    let digits = &text[number.digits.clone()];
    // `1.234` is no one and a bit where a whole number is asked for.
    let value = match number.fraction {
        3 if digits.matches(['.', ',']).count() == 1 && !digits.starts_with('0') => {
            let thousand = number.value * 1000.0;
            thousand.round()
        }
        _ if number.value.fract() == 0.0 => number.value,
        _ => return None,
    };
    let strength = if number.fraction == 0 { 0.85 } else { 0.6 };
    Some(Found::new(number::json(value), number.range.clone(), strength))
}
