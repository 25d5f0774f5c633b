//! Lines come out as they went in, however the bytes are read, and a secret's value that lay in
//! one line is not cut in two.

#![no_main]

use annals_executor::local::lines;
use annals_redact::Redactor;
use arbitrary::{Arbitrary, Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use memchr::memmem;

const LINE_LIMIT: usize = 1 << 20;
const SECRET: &[u8] = b"a secret value";

/// What a process prints: short inputs make long lines.
#[derive(Debug)]
struct Printed {
    bytes: Vec<u8>,
    sizes: Vec<usize>,
    redacts: bool,
}

impl<'a> Arbitrary<'a> for Printed {
    fn arbitrary(input: &mut Unstructured<'a>) -> Result<Self> {
        let redacts = input.arbitrary()?;
        let mut sizes = vec![usize::from(input.arbitrary::<u16>()?) + 1];
        for _ in 0..input.int_in_range(0..=3)? {
            sizes.push(usize::from(input.arbitrary::<u16>()?) + 1);
        }
        let mut bytes = Vec::new();
        while !input.is_empty() && bytes.len() < 4 * LINE_LIMIT {
            match input.int_in_range(0..=4)? {
                0 => bytes.push(b'\n'),
                1 => bytes.extend_from_slice(SECRET),
                // About as much as a line may have.
                2 => {
                    let length = LINE_LIMIT - 32 + usize::from(input.arbitrary::<u8>()? % 64);
                    bytes.resize(bytes.len() + length, input.arbitrary::<u8>()?);
                }
                3 => {
                    let length = usize::from(input.arbitrary::<u16>()?);
                    bytes.resize(bytes.len() + length, input.arbitrary::<u8>()?);
                }
                _ => {
                    let length = input.int_in_range(0..=40)?;
                    bytes.extend_from_slice(input.bytes(length.min(input.len()))?);
                }
            }
        }
        // Bytes one by one take too long for long inputs.
        if bytes.len() > 100_000 {
            sizes.iter_mut().for_each(|size| *size = (*size).max(1000));
        }
        Ok(Self { bytes, sizes, redacts })
    }
}

fn secrets(text: &[u8]) -> usize {
    memmem::find_iter(text, SECRET).count()
}

fuzz_target!(|printed: Printed| {
    let Printed { bytes, sizes, redacts } = printed;
    let redactor = if redacts { Redactor::new(["a secret value"]) } else { None };
    let out = lines(&bytes, &sizes, redactor.as_ref());
    assert!(out.iter().all(|line| line.len() <= LINE_LIMIT + 1 && line.ends_with(b"\n")));
    let without =
        |bytes: &[u8]| -> Vec<u8> { bytes.iter().copied().filter(|byte| *byte != b'\n').collect() };
    assert!(without(&out.concat()) == without(&bytes), "bytes were lost or made up");
    let ends = bytes.iter().filter(|byte| **byte == b'\n').count();
    assert!(out.len() >= ends, "line ends were lost");
    if redacts {
        let pieces: usize = out.iter().map(|line| secrets(line)).sum();
        assert_eq!(pieces, secrets(&bytes), "a value was cut in two");
    }
});
