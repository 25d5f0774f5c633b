//! Archives come out whole, or not at all and with the reason.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};

use annals_extract::archive::{Entry, Limits, Refused, Sink, unpack};
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

#[derive(Default)]
struct Kept(Vec<(Entry, Vec<u8>)>);

impl Sink for Kept {
    fn begin(&mut self, entry: &Entry) -> std::io::Result<()> {
        self.0.push((entry.clone(), Vec::new()));
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.0.last_mut().expect("begun").1.extend(bytes);
        Ok(())
    }
}

fn packed<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, SimpleFileOptions::default()).expect("begun");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

fn unpacked(bytes: &[u8], limits: &Limits) -> Result<Vec<(Entry, Vec<u8>)>, Refused> {
    let mut kept = Kept::default();
    unpack(Cursor::new(bytes), limits, &std::env::temp_dir(), &mut kept)?;
    Ok(kept.0)
}

fn refused(bytes: &[u8], limits: &Limits) -> Refused {
    unpacked(bytes, limits).expect_err("refused")
}

#[test]
fn files_come_out_and_so_do_those_of_archives_within() {
    let inner = packed([("c.txt", b"three".as_slice())]);
    let outer = packed([
        ("a.txt", b"one".as_slice()),
        ("folder/inner.zip", &inner),
        ("__MACOSX/a.txt", b"litter"),
        ("folder\\b.txt", b"two"),
    ]);
    let files = unpacked(&outer, &Limits::default()).expect("unpacked");
    let found: Vec<_> = files
        .iter()
        .map(|(entry, bytes)| (entry.path.as_str(), entry.within, entry.archive, bytes.len()))
        .collect();
    assert_eq!(
        found,
        [
            ("a.txt", None, None, 3),
            ("folder/inner.zip", None, Some(0), inner.len()),
            ("c.txt", Some(0), None, 5),
            ("folder/b.txt", None, None, 3),
        ]
    );
}

#[test]
fn paths_that_leave_are_refused_before_anything_comes_out() {
    for path in ["../a", "a/../../b", "/etc/passwd", "C:\\a", "..\\a", "a\nb"] {
        let bytes = packed([("good.txt", b"x".as_slice()), (path, b"x")]);
        let mut kept = Kept::default();
        let outcome =
            unpack(Cursor::new(&bytes), &Limits::default(), &std::env::temp_dir(), &mut kept);
        assert!(matches!(outcome, Err(Refused::PathLeaves { .. })), "{path}: {outcome:?}");
        assert!(kept.0.is_empty());
    }
}

#[test]
fn links_are_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_symlink("link", "/etc/passwd", SimpleFileOptions::default()).expect("added");
    let bytes = zip.finish().expect("finished").into_inner();
    assert_eq!(refused(&bytes, &Limits::default()), Refused::Link { path: "link".to_owned() });
}

#[test]
fn each_limit_is_said_when_it_is_met() {
    let limits = Limits::default();
    let names: Vec<String> = (0..1001).map(|number| format!("{number}.txt")).collect();
    let many = packed(names.iter().map(|name| (name.as_str(), b"x".as_slice())));
    assert_eq!(refused(&many, &limits), Refused::TooManyFiles { limit: 1000 });
    let mut deep = packed([("a.txt", b"x".as_slice())]);
    for _ in 0..2 {
        deep = packed([("in.zip", deep.as_slice())]);
    }
    assert_eq!(unpacked(&deep, &limits).expect("three deep").len(), 3);
    let deeper = packed([("in.zip", deep.as_slice())]);
    assert_eq!(refused(&deeper, &limits), Refused::TooDeep { limit: 3 });
    let zeros = vec![0; 11 << 20];
    let dense = packed([("zeros", zeros.as_slice())]);
    assert_eq!(refused(&dense, &limits), Refused::TooDense { limit: 100 });
    let few = Limits { bytes: 1 << 20, ..limits };
    assert_eq!(refused(&dense, &few), Refused::TooLarge { limit: 1 << 20 });
    assert!(unpacked(&packed([("zeros", &zeros[..9 << 20])]), &limits).is_ok());
    let twice = packed([("in.zip", packed([("zeros", zeros.as_slice())]).as_slice())]);
    assert_eq!(refused(&twice, &limits), Refused::TooDense { limit: 100 });
}

#[test]
fn damage_is_said() {
    let good = packed([("a.txt", b"words and more words".as_slice())]);
    let limits = Limits::default();
    assert!(matches!(refused(b"no archive", &limits), Refused::Broken { .. }));
    assert!(matches!(refused(&good[..good.len() - 30], &limits), Refused::Broken { .. }));
    let mut changed = good.clone();
    let at = 30 + "a.txt".len() + 3;
    changed[at] ^= 0xff;
    assert!(matches!(refused(&changed, &limits), Refused::Broken { .. }));
}

#[test]
fn a_sink_that_fails_ends_it() {
    struct Full;
    impl Sink for Full {
        fn begin(&mut self, _: &Entry) -> std::io::Result<()> {
            Ok(())
        }
        fn write(&mut self, _: &[u8]) -> std::io::Result<()> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
    }
    let bytes = packed([("a.txt", b"x".as_slice())]);
    let outcome = unpack(Cursor::new(&bytes), &Limits::default(), &std::env::temp_dir(), &mut Full);
    assert!(matches!(outcome, Err(Refused::Sink { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_archive_within_the_limits_comes_out_as_it_went_in(
        files in proptest::collection::btree_map("[a-z]{1,8}(/[a-z]{1,8})?\\.txt", proptest::collection::vec(any::<u8>(), 0..2000), 0..12),
    ) {
        let bytes = packed(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
        let limits = Limits { files: 8, bytes: 8000, ..Limits::default() };
        let total: usize = files.values().map(Vec::len).sum();
        match unpacked(&bytes, &limits) {
            Ok(found) => {
                prop_assert!(files.len() <= 8 && total <= 8000);
                let found: BTreeMap<String, Vec<u8>> = found.into_iter().map(|(entry, bytes)| (entry.path, bytes)).collect();
                prop_assert_eq!(found, files);
            }
            Err(Refused::TooManyFiles { .. }) => prop_assert!(files.len() > 8),
            Err(Refused::TooLarge { .. }) => prop_assert!(total > 8000),
            Err(error) => prop_assert!(false, "{error}"),
        }
    }

    #[test]
    fn changed_archives_do_no_harm(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
        let inner = packed([("c.txt", b"three".as_slice())]);
        let mut bytes = packed([("a.txt", b"one".as_slice()), ("in.zip", &inner), ("b.txt", &[7; 3000])]);
        for (index, byte) in changes {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(files) = unpacked(&bytes, &Limits { bytes: 10_000, ..Limits::default() }) {
            prop_assert!(files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() <= 10_000);
        }
    }
}
