//! A ZIP file that knows the size and the hash of all it holds.

use std::io::{self, Seek, SeekFrom, Write};

use bytes::Bytes;
use futures::{Stream, StreamExt};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::error::CliError;
use crate::output::NewFile;

/// A file within the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its path in the archive.
    path: String,
    /// Its size in bytes.
    size: u64,
    /// The SHA-256 of its content, hexadecimal.
    sha256: String,
}

/// A ZIP file being written.
pub struct Archive {
    zip: ZipWriter<Output>,
    files: Vec<Entry>,
    open: Option<(String, u64, Sha256)>,
}

impl Archive {
    /// Begins an archive in `file`.
    #[must_use]
    pub fn new(file: NewFile) -> Self {
        Self { zip: ZipWriter::new(Output(file)), files: Vec::new(), open: None }
    }

    /// What it holds so far.
    #[must_use]
    pub fn files(&self) -> &[Entry] {
        &self.files
    }

    /// Adds a text.
    ///
    /// # Errors
    /// [`CliError::Io`] if it cannot be written.
    pub fn add(&mut self, path: &str, text: &str) -> Result<(), CliError> {
        self.begin(path)?;
        self.write(text.as_bytes())?;
        self.end()
    }

    /// Adds what a stream brings; answers its hash.
    ///
    /// # Errors
    /// As [`Archive::add`], and the stream's own.
    pub async fn add_stream(
        &mut self,
        path: &str,
        mut body: impl Stream<Item = Result<Bytes, CliError>> + Unpin,
    ) -> Result<String, CliError> {
        self.begin(path)?;
        while let Some(piece) = body.next().await {
            self.write(&piece?)?;
        }
        self.end()?;
        Ok(self.files.last().map(|entry| entry.sha256.clone()).unwrap_or_default())
    }

    /// Begins a file.
    ///
    /// # Errors
    /// As [`Archive::add`].
    pub fn begin(&mut self, path: &str) -> Result<(), CliError> {
        // Sizes are not known beforehand, so there is room for large ones.
        let options = SimpleFileOptions::default().large_file(true);
        self.zip.start_file(path, options).map_err(unwritable)?;
        self.open = Some((path.to_owned(), 0, Sha256::new()));
        Ok(())
    }

    /// Writes to the file begun last.
    ///
    /// # Errors
    /// As [`Archive::add`].
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        if let Some((_, size, hash)) = &mut self.open {
            *size += bytes.len() as u64;
            hash.update(bytes);
        }
        self.zip.write_all(bytes).map_err(CliError::io("cannot write the ZIP file"))
    }

    /// Ends the file begun last.
    ///
    /// # Errors
    /// As [`Archive::add`].
    pub fn end(&mut self) -> Result<(), CliError> {
        if let Some((path, size, hash)) = self.open.take() {
            let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
            self.files.push(Entry { path, size, sha256 });
        }
        Ok(())
    }

    /// Adds the manifest and gives the file its name; answers its size.
    ///
    /// # Errors
    /// As [`Archive::add`].
    pub fn finish(mut self, manifest: &Value) -> Result<u64, CliError> {
        self.add("manifest.json", &format!("{manifest:#}\n"))?;
        let mut output = self.zip.finish().map_err(unwritable)?;
        let size = output.seek(SeekFrom::End(0));
        let size = size.map_err(|error| output.0.unwritable(error))?;
        output.0.finish()?;
        Ok(size)
    }
}

fn unwritable(error: zip::result::ZipError) -> CliError {
    CliError::io("cannot write the ZIP file")(error.into())
}

/// The file below the ZIP writer.
struct Output(NewFile);

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.file().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.file().flush()
    }
}

impl Seek for Output {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.file().seek(to)
    }
}
