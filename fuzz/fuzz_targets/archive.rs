//! Archives: whatever the bytes are, no more comes out than is allowed, and no path leaves.

#![no_main]

use std::io::Cursor;

use annals_extract::archive::{Entry, Limits, Sink, unpack};
use libfuzzer_sys::fuzz_target;

#[derive(Default)]
struct Counted {
    files: usize,
    bytes: usize,
}

impl Sink for Counted {
    fn begin(&mut self, entry: &Entry) -> std::io::Result<()> {
        self.files += 1;
        assert!(!entry.path.starts_with('/') && entry.path.split('/').all(|part| part != ".."));
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.bytes += bytes.len();
        Ok(())
    }
}

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { files: 20, bytes: 1 << 20, ..Limits::default() };
    let mut counted = Counted::default();
    // That it is refused is as well.
    let _ = unpack(Cursor::new(bytes), &limits, &std::env::temp_dir(), &mut counted);
    assert!(counted.files <= limits.files && counted.bytes as u64 <= limits.bytes);
});
