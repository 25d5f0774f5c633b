//! A run's whole log as one object: its blocks one after the other, then their filters, then an
//! index that says where each of them lies. A range of lines is read with two requests, and a
//! search reads the filters with a third before it reads a block.
//!
//! ```text
//! magic, blocks…, filters…, index (zstd),
//! [offset u64, length u64, raw length u64, CRC-32 of the index u32], magic
//! ```
//!
//! Numbers of the footer are little-endian; those of the index are varints, block by block.

use std::ops::Range;

use annals_domain::Timestamp;
use annals_domain::ledger::{SealedBlock, StoredBlock};

use crate::varint::{put, take, unzigzag, zigzag};
use crate::{BlockError, LEVEL};

/// The first and the last bytes of the object.
const MAGIC: &[u8; 8] = b"ANNLOG\x001";
/// The bytes of the footer.
pub const FOOTER: usize = 8 + 8 + 8 + 4 + MAGIC.len();
/// The most bytes that an index unpacks to: some millions of blocks.
const LARGEST: u64 = 1 << 30;
/// The fewest bytes that a block takes in an index.
const SMALLEST: usize = 12;

/// Where a block lies in the object, and what is known of it without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The block without its data and filter.
    pub block: StoredBlock,
    /// Where its data lies.
    pub data: Range<u64>,
    /// Where its filter lies; empty if it has none.
    pub filter: Range<u64>,
    /// CRC-32 of the filter.
    filter_checksum: u32,
}

impl Placed {
    /// The whole block but for its filter.
    ///
    /// # Errors
    /// [`BlockError::Checksum`] if `data` is not what was written.
    pub fn with_data(&self, data: Vec<u8>) -> Result<StoredBlock, BlockError> {
        check(&data, self.block.block.checksum)?;
        Ok(StoredBlock { block: SealedBlock { data, ..self.block.block.clone() }, ..self.block })
    }

    /// The filter from its bytes; none if the block has none.
    ///
    /// # Errors
    /// [`BlockError::Checksum`] if they are not what was written: a wrong filter hides lines.
    pub fn filter(&self, bytes: &[u8]) -> Result<Option<Vec<u8>>, BlockError> {
        check(bytes, self.filter_checksum)?;
        Ok((!bytes.is_empty()).then(|| bytes.to_vec()))
    }
}

fn check(bytes: &[u8], expected: u32) -> Result<(), BlockError> {
    let found = crc32fast::hash(bytes);
    if found == expected { Ok(()) } else { Err(BlockError::Checksum { expected, found }) }
}

/// Puts an object together, piece by piece. Filters are held until the end.
#[derive(Debug)]
pub struct ObjectBuilder {
    placed: Vec<Placed>,
    filters: Vec<u8>,
    end: u64,
}

impl ObjectBuilder {
    /// Begins an object; answers its first bytes.
    #[must_use]
    pub fn begin() -> (Self, &'static [u8]) {
        (Self { placed: Vec::new(), filters: Vec::new(), end: MAGIC.len() as u64 }, MAGIC)
    }

    /// Notes a block whose data is written next. Blocks come by `seq`.
    pub fn add(&mut self, stored: &StoredBlock) {
        let filter = stored.block.filter.as_deref().unwrap_or(&[]);
        let block = SealedBlock { data: Vec::new(), filter: None, ..stored.block.clone() };
        let end = self.end + stored.block.data.len() as u64;
        // From the beginning of the filters on, as long as that is not known.
        let place = self.filters.len() as u64;
        self.placed.push(Placed {
            block: StoredBlock { block, ..*stored },
            data: self.end..end,
            filter: place..place + filter.len() as u64,
            filter_checksum: crc32fast::hash(filter),
        });
        self.filters.extend_from_slice(filter);
        self.end = end;
    }

    /// Ends the object; answers its last bytes and the index.
    ///
    /// # Errors
    /// [`BlockError::Zstd`] if compression fails (without memory only).
    pub fn finish(mut self) -> Result<(Vec<u8>, Vec<Placed>), BlockError> {
        let plain = write(&self.placed);
        let index = zstd::bulk::compress(&plain, LEVEL)?;
        let at = self.end + self.filters.len() as u64;
        for placed in &mut self.placed {
            placed.filter = self.end + placed.filter.start..self.end + placed.filter.end;
        }
        let mut bytes = self.filters;
        bytes.extend_from_slice(&index);
        bytes.extend_from_slice(&at.to_le_bytes());
        bytes.extend_from_slice(&(index.len() as u64).to_le_bytes());
        bytes.extend_from_slice(&(plain.len() as u64).to_le_bytes());
        bytes.extend_from_slice(&crc32fast::hash(&index).to_le_bytes());
        bytes.extend_from_slice(MAGIC);
        Ok((bytes, self.placed))
    }
}

/// What the last bytes of an object say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Footer {
    /// Where the index begins.
    pub offset: u64,
    /// Its bytes.
    pub len: u64,
    raw_len: u64,
    checksum: u32,
}

impl Footer {
    /// Reads the last [`FOOTER`] bytes of an object of `size` bytes.
    ///
    /// # Errors
    /// [`BlockError::Garbled`] if they are no footer of such an object.
    pub fn read(bytes: &[u8], size: u64) -> Result<Self, BlockError> {
        let wrong = BlockError::Garbled("the object has no footer");
        let bytes: &[u8; FOOTER] = match bytes.last_chunk() {
            Some(bytes) if bytes.ends_with(MAGIC) => bytes,
            _ => return Err(wrong),
        };
        let number = |at: usize| {
            let part = bytes[at..at + 8].iter().rev();
            part.fold(0_u64, |number, byte| number << 8 | u64::from(*byte))
        };
        let checksum = bytes[24..28].iter().rev().fold(0, |n: u32, b| n << 8 | u32::from(*b));
        let footer = Self { offset: number(0), len: number(8), raw_len: number(16), checksum };
        let end = footer.offset.checked_add(footer.len);
        let fits = end.and_then(|end| end.checked_add(FOOTER as u64)) == Some(size);
        if fits && footer.raw_len <= LARGEST { Ok(footer) } else { Err(wrong) }
    }

    /// Reads the index from its bytes.
    ///
    /// # Errors
    /// [`BlockError`] if they are not what was written.
    pub fn index(&self, bytes: &[u8]) -> Result<Vec<Placed>, BlockError> {
        check(bytes, self.checksum)?;
        let most = usize::try_from(self.raw_len).unwrap_or(usize::MAX);
        let plain = zstd::bulk::decompress(bytes, most)?;
        let index = if plain.len() == most { read(&plain, self.offset) } else { None };
        index.ok_or(BlockError::Garbled("its index cannot be read"))
    }
}

fn write(placed: &[Placed]) -> Vec<u8> {
    let mut out = Vec::with_capacity(placed.len() * 40);
    put(&mut out, placed.len() as u64);
    for Placed { block: stored, data, filter, filter_checksum } in placed {
        let block = &stored.block;
        let numbers = [
            block.node,
            stored.first_seq,
            stored.first_line,
            stored.raw_start,
            block.lines,
            block.raw_len,
            block.first_at.as_micros(),
            block.last_at.as_micros(),
        ];
        numbers.iter().for_each(|number| put(&mut out, zigzag(*number)));
        put(&mut out, u64::from(block.checksum));
        put(&mut out, data.end - data.start);
        put(&mut out, filter.end - filter.start);
        put(&mut out, u64::from(*filter_checksum));
    }
    out
}

/// Reads the places of blocks and filters; the filters end where the index begins.
fn read(mut bytes: &[u8], end: u64) -> Option<Vec<Placed>> {
    let count = usize::try_from(take(&mut bytes)?).ok()?;
    let mut placed = Vec::with_capacity(count.min(bytes.len() / SMALLEST));
    let (mut data_end, mut filters) = (MAGIC.len() as u64, 0_u64);
    for _ in 0..count {
        let (block, data_len) = read_block(&mut bytes)?;
        let data = data_end..data_end.checked_add(data_len)?;
        let filter = filters..filters.checked_add(take(&mut bytes)?)?;
        let filter_checksum = u32::try_from(take(&mut bytes)?).ok()?;
        (data_end, filters) = (data.end, filter.end);
        placed.push(Placed { block, data, filter, filter_checksum });
    }
    if !bytes.is_empty() || data_end.checked_add(filters)? != end {
        return None;
    }
    for placed in &mut placed {
        placed.filter = data_end + placed.filter.start..data_end + placed.filter.end;
    }
    Some(placed)
}

/// Reads what is known of a block, and the length of its data.
fn read_block(bytes: &mut &[u8]) -> Option<(StoredBlock, u64)> {
    let mut number = || take(bytes).map(unzigzag);
    let (node, first_seq, first_line, raw_start) = (number()?, number()?, number()?, number()?);
    let (lines, raw_len) = (number()?, number()?);
    let (first_at, last_at) = (number()?, number()?);
    let block = SealedBlock {
        node,
        lines,
        raw_len,
        first_at: Timestamp::from_micros(first_at),
        last_at: Timestamp::from_micros(last_at),
        checksum: u32::try_from(take(bytes)?).ok()?,
        filter: None,
        data: Vec::new(),
    };
    Some((StoredBlock { first_seq, first_line, raw_start, block }, take(bytes)?))
}
