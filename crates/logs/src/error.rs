//! What can be wrong with a block.

/// Why lines cannot be sealed, or a block cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum BlockError {
    /// The bytes to be gathered do not end with a line end, so they are not whole lines.
    #[error("the lines do not end with a line end")]
    Unended,
    /// A single line is longer than [`crate::MAX_RAW`].
    #[error("a line of {0} bytes is too long for a block")]
    TooLong(usize),
    /// The data is not what was stored.
    #[error("the block is damaged: its checksum is {found:08x}, not {expected:08x}")]
    Checksum {
        /// The checksum stored with the block.
        expected: u32,
        /// The checksum of its data.
        found: u32,
    },
    /// The data was written by a later version of Annals, or is no block at all.
    #[error("the block's format {0:?} is not known")]
    Version(Option<u8>),
    /// The data cannot be read although its checksum holds, or does not fit the block's row.
    #[error("the block is damaged: {0}")]
    Garbled(&'static str),
    /// Compression or decompression failed.
    #[error("zstd: {0}")]
    Zstd(#[from] std::io::Error),
}
