//! Unpacking ZIP archives from strangers.
//!
//! An archive is unpacked whole or refused whole. What can be known beforehand (names, links,
//! passwords, how many files) is looked at before the first byte is unpacked; sizes are counted
//! while bytes come out, since what an archive says of them may be a lie. Archives within are
//! unpacked too; the limits hold for all together.

mod count;
mod path;
mod refused;

use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use zip::ZipArchive;
use zip::read::ZipFile;

use count::Count;
pub use refused::Refused;

/// How far an archive may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How deep archives may lie in archives; 1 is an archive that holds none.
    pub depth: usize,
    /// How many files there may be, archives within counted.
    pub files: usize,
    /// How many bytes may come out.
    pub bytes: u64,
    /// How many times its own size an archive may hold…
    pub ratio: u64,
    /// …once more than this many bytes have come out.
    pub ratio_from: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 3, files: 1000, bytes: 1 << 30, ratio: 100, ratio_from: 10 << 20 }
    }
}

/// A file that comes out of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path within the archive that holds it: relative, with `/`, without `.` and `..`.
    pub path: String,
    /// The number of the archive within that holds it; none for the outermost. Archives within are
    /// numbered as they come, from 0.
    pub within: Option<usize>,
    /// Its own number if it is an archive, whose files come after it.
    pub archive: Option<usize>,
}

/// What takes the files.
pub trait Sink {
    /// A file begins; the one before is complete.
    ///
    /// # Errors
    /// It cannot be kept; unpacking ends.
    fn begin(&mut self, entry: &Entry) -> std::io::Result<()>;

    /// More bytes of the file.
    ///
    /// # Errors
    /// They cannot be kept; unpacking ends.
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()>;
}

/// Unpacks an archive into `sink`. Archives within are held in files without a name in the folder
/// `scratch` meanwhile. Answers how many files came out.
///
/// # Errors
/// The archive is refused, or the sink failed. What the sink has by then counts for nothing.
pub fn unpack(
    archive: impl Read + Seek,
    limits: &Limits,
    scratch: &Path,
    sink: &mut dyn Sink,
) -> Result<usize, Refused> {
    let mut archive = archive;
    let size = archive.seek(SeekFrom::End(0)).map_err(Refused::broken)?;
    let mut unpacking =
        Unpacking { limits, scratch, sink, count: Count::new(limits, size), archives: 0 };
    unpacking.archive(archive, None, 1)?;
    Ok(unpacking.count.files())
}

struct Unpacking<'u> {
    limits: &'u Limits,
    scratch: &'u Path,
    sink: &'u mut dyn Sink,
    count: Count<'u>,
    /// How many archives within were met.
    archives: usize,
}

impl Unpacking<'_> {
    /// Unpacks one archive. Calls itself for those within, as deep as the limit says.
    fn archive(
        &mut self,
        mut from: impl Read + Seek,
        within: Option<usize>,
        depth: usize,
    ) -> Result<(), Refused> {
        if depth > self.limits.depth {
            return Err(Refused::TooDeep { limit: self.limits.depth });
        }
        self.count.expect(entries(&mut from)?)?;
        let mut zip = ZipArchive::new(from).map_err(Refused::broken)?;
        let mut files = Vec::new();
        for index in 0..zip.len() {
            let file = zip.by_index_raw(index).map_err(Refused::broken)?;
            if let Some(path) = checked(&file)? {
                files.push((index, path));
            }
        }
        self.count.expect(files.len())?;
        for (index, path) in files {
            let file = zip.by_index(index).map_err(Refused::broken)?;
            self.file(file, path, within, depth)?;
        }
        Ok(())
    }

    fn file(
        &mut self,
        mut file: impl Read,
        path: String,
        within: Option<usize>,
        depth: usize,
    ) -> Result<(), Refused> {
        let number = path.to_lowercase().ends_with(".zip").then_some(self.archives);
        let entry = Entry { path, within, archive: number };
        self.count.file()?;
        self.sink.begin(&entry).map_err(Refused::sink)?;
        let Some(number) = number else { return self.copy(&mut file, None) };
        self.archives += 1;
        let mut held = tempfile::tempfile_in(self.scratch).map_err(Refused::sink)?;
        self.copy(&mut file, Some(&mut held))?;
        held.seek(SeekFrom::Start(0)).map_err(Refused::sink)?;
        self.archive(held, Some(number), depth + 1)
    }

    /// Hands on the bytes of a file, to a held copy too. The last read checks their sum.
    fn copy(
        &mut self,
        file: &mut impl Read,
        mut held: Option<&mut std::fs::File>,
    ) -> Result<(), Refused> {
        let mut buffer = vec![0; 64 << 10];
        loop {
            let read = file.read(&mut buffer).map_err(Refused::broken)?;
            let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else {
                return Ok(());
            };
            self.count.bytes(bytes.len() as u64)?;
            self.sink.write(bytes).map_err(Refused::sink)?;
            if let Some(held) = &mut held {
                held.write_all(bytes).map_err(Refused::sink)?;
            }
        }
    }
}

/// The path of a file that may be unpacked; none for folders and what systems leave beside files.
fn checked<R: Read>(file: &ZipFile<'_, R>) -> Result<Option<String>, Refused> {
    /// The bits of a Unix mode that say what kind of file it is, and those of an ordinary one.
    const KIND: u32 = 0o170_000;
    const ORDINARY: [u32; 3] = [0, 0o100_000, 0o040_000];
    let name = file.name().map_err(Refused::broken)?.into_owned();
    let path = path::inner(&name)?;
    if file.is_symlink() || !ORDINARY.contains(&(file.unix_mode().unwrap_or(0) & KIND)) {
        return Err(Refused::Link { path });
    }
    if file.encrypted() {
        return Err(Refused::Encrypted);
    }
    let wanted = !file.is_dir() && !path::is_litter(&path);
    Ok(wanted.then_some(path))
}

/// How many entries an archive says it has: read before its directory is, which might fill the
/// memory with millions of them.
fn entries(archive: &mut (impl Read + Seek)) -> Result<usize, Refused> {
    /// The record at the end of an archive: 22 bytes and a comment of at most 65,535.
    const RECORD: usize = 22;
    let size = archive.seek(SeekFrom::End(0)).map_err(Refused::broken)?;
    let begin = size.saturating_sub((RECORD + 65_535) as u64);
    archive.seek(SeekFrom::Start(begin)).map_err(Refused::broken)?;
    let mut end = Vec::new();
    archive.read_to_end(&mut end).map_err(Refused::broken)?;
    archive.seek(SeekFrom::Start(0)).map_err(Refused::broken)?;
    let records = end.windows(RECORD).filter(|window| window.starts_with(b"PK\x05\x06"));
    let counts =
        records.filter_map(|record| Some(u16::from_le_bytes([*record.get(10)?, *record.get(11)?])));
    counts.max().map(usize::from).ok_or_else(|| Refused::broken("it has no directory"))
}
