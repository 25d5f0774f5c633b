//! Values of each data type: any text is read or is none, and what is found stands in it.

#![no_main]

use annals_extract::values::{DataType, Find as _, Hints};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let hints = Hints::of(text);
    for data_type in DataType::ALL.iter().copied() {
        for found in data_type.find_all(text, &hints) {
            assert!(text.get(found.range).is_some());
            assert!((0.0..=1.0).contains(&found.strength));
        }
    }
});
