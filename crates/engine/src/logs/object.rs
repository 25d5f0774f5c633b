//! Reading a log that lies in the object store.

use std::ops::Range;

use annals_domain::ledger::StoredBlock;
use annals_domain::{RunId, Seq};
use annals_logs::{BlockError, FOOTER, Footer, Placed};
use annals_store::BlockHead;
use bytes::Bytes;

use crate::Error;
use crate::files::Files;

/// How much of the end of the object is asked for at first: mostly its whole index, and the whole
/// of a small log.
const END: u64 = 64 * 1024;

/// A log that lies in the object store, with its index.
pub(crate) struct LogObject {
    files: Files,
    run: RunId,
    index: Vec<Placed>,
    size: u64,
    /// The last bytes of the object.
    end: Bytes,
}

impl LogObject {
    /// Reads its index.
    ///
    /// # Errors
    /// [`Error::Lost`] if there is no such object or it is not what was written,
    /// [`Error::Unavailable`] if the object store does not answer.
    pub(crate) async fn open(files: &Files, run: &RunId) -> Result<Self, Error> {
        let (end, size) = files.log_end(run, END).await?;
        let (files, run) = (files.clone(), run.clone());
        let mut object = Self { files, run, index: Vec::new(), size, end };
        let footer = Footer::read(&object.end, size).map_err(|error| object.damaged(&error))?;
        // Of a very long log the index begins before what was asked for.
        let range = footer.offset..size - FOOTER as u64;
        let bytes = object.parts(std::slice::from_ref(&range)).await?;
        let bytes = bytes.first().map_or(&[][..], |bytes| bytes);
        object.index = footer.index(bytes).map_err(|error| object.damaged(&error))?;
        Ok(object)
    }

    /// Its blocks and where they lie, by `seq`.
    pub(crate) fn index(&self) -> &[Placed] {
        &self.index
    }

    /// The bytes of the object.
    pub(crate) const fn size(&self) -> u64 {
        self.size
    }

    /// Reads blocks, without their filters.
    ///
    /// # Errors
    /// As [`LogObject::open`].
    pub(crate) async fn blocks(&self, wanted: &[&Placed]) -> Result<Vec<StoredBlock>, Error> {
        let ranges: Vec<_> = wanted.iter().map(|placed| placed.data.clone()).collect();
        let parts = self.parts(&ranges).await?;
        let blocks = wanted.iter().zip(parts).map(|(placed, data)| placed.with_data(data.to_vec()));
        blocks.collect::<Result<_, _>>().map_err(|error| self.damaged(&error))
    }

    /// The heads of the blocks that begin at `from` to `to`, by `seq`, with their filters.
    ///
    /// # Errors
    /// As [`LogObject::open`].
    pub(crate) async fn heads(&self, (from, to): (Seq, Seq)) -> Result<Vec<BlockHead>, Error> {
        let inside = |placed: &&Placed| (from..=to).contains(&placed.block.first_seq);
        let wanted: Vec<_> = self.index.iter().filter(inside).collect();
        let filters = self.filters(&wanted).await?;
        let head = |(placed, filter): (&Placed, _)| BlockHead {
            run: self.run.clone(),
            node: placed.block.block.node,
            first_seq: placed.block.first_seq,
            first_line: placed.block.first_line,
            lines: placed.block.block.lines,
            raw_len: placed.block.block.raw_len,
            filter,
        };
        Ok(wanted.into_iter().zip(filters).map(head).collect())
    }

    /// Reads the filters of blocks.
    ///
    /// # Errors
    /// As [`LogObject::open`].
    pub(crate) async fn filters(&self, wanted: &[&Placed]) -> Result<Vec<Option<Vec<u8>>>, Error> {
        let ranges: Vec<_> = wanted.iter().map(|placed| placed.filter.clone()).collect();
        let parts = self.parts(&ranges).await?;
        let filters = wanted.iter().zip(parts).map(|(placed, bytes)| placed.filter(&bytes));
        filters.collect::<Result<_, _>>().map_err(|error| self.damaged(&error))
    }

    /// Reads stretches of the object, of which the end is there already.
    async fn parts(&self, ranges: &[Range<u64>]) -> Result<Vec<Bytes>, Error> {
        let begin = self.size - self.end.len() as u64;
        let there = |range: &Range<u64>| {
            let at = |place: u64| usize::try_from(place.checked_sub(begin)?).ok();
            Some(self.end.slice(at(range.start)?..at(range.end)?))
        };
        if let Some(parts) = ranges.iter().map(there).collect::<Option<Vec<_>>>() {
            return Ok(parts);
        }
        self.files.log_parts(&self.run, ranges).await
    }

    fn damaged(&self, error: &BlockError) -> Error {
        Error::Lost(format!("the log of run {} in the object store: {error}", self.run))
    }
}
