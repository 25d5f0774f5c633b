//! Log blocks: lines gathered, compressed and read again by number. No I/O.
//!
//! A [`BlockBuilder`] gathers a node's lines and seals them into blocks of up to
//! [`TARGET_RAW`] bytes; [`open`] checks a stored block and gives its lines by number.
//!
//! A [`Pattern`] finds lines in opened blocks, and a small filter that is sealed with each block
//! tells which of them need not be opened for it.
//!
//! A block's data is a version byte and one zstd frame. The frame holds the count of runs (a
//! varint), the runs and then the bytes of all lines, each ended by `\n`. A run is what one
//! stream printed at one instant: `lines << 1 | is_stderr` (a varint), the microseconds since the
//! run before, or since 1970 (a zig-zag varint), and its bytes (a varint).

mod block;
mod builder;
mod error;
mod filter;
mod object;
mod open;
mod runs;
mod search;
mod varint;

pub use block::{LineRef, OpenBlock};
pub use builder::BlockBuilder;
pub use error::BlockError;
pub use object::{FOOTER, Footer, ObjectBuilder, Placed};
pub use open::open;
pub use search::{Case, Pattern, PatternError};

/// The bytes of lines after which a block is sealed: 256 KiB. Only a single line that is longer
/// makes a block larger.
pub const TARGET_RAW: usize = 256 * 1024;

/// The most bytes of lines that a block may hold: 1 GiB. A longer line is refused.
pub const MAX_RAW: usize = 1024 * 1024 * 1024;

/// The level of compression: zstd's fastest regular one.
pub const LEVEL: i32 = 1;

/// The first byte of every block's data.
const VERSION: u8 = 1;
