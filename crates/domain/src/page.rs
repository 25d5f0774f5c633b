//! Keyset pages: how many rows, and an opaque place to go on from.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins; none after the last.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// Cuts rows read with [`PageSize::probe`] to the page and says where the next begins.
    #[must_use]
    pub fn cut(mut items: Vec<T>, size: PageSize, place: impl Fn(&T) -> Cursor) -> Self {
        let more = items.len() > size.0;
        items.truncate(size.0);
        let next = if more { items.last().map(place) } else { None };
        Self { items, next }
    }

    /// The same page with other rows.
    #[must_use]
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next: self.next }
    }
}

/// How many rows a page holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageSize(usize);

impl PageSize {
    /// `rows` rows, at least one.
    #[must_use]
    pub const fn new(rows: usize) -> Self {
        Self(if rows == 0 { 1 } else { rows })
    }

    /// The rows to read so that one knows whether another page follows.
    #[must_use]
    pub fn probe(self) -> i64 {
        i64::try_from(self.0).unwrap_or(i64::MAX - 1) + 1
    }
}

/// The place of a row in a list ordered by an instant or number and then by id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The list it was made for; a cursor of another list is refused.
    pub list: String,
    /// The row's instant or number.
    pub key: i64,
    /// The row's id.
    pub id: String,
}

/// A text that is no cursor of this list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a cursor that this list has given; begin again without it")]
pub struct CursorError;

impl Cursor {
    /// A place in the list `list`.
    #[must_use]
    pub fn new(list: &str, key: i64, id: &str) -> Self {
        Self { list: list.to_owned(), key, id: id.to_owned() }
    }

    /// The opaque text for clients. It carries a checksum, so that a changed one is noticed.
    #[must_use]
    pub fn encode(&self) -> String {
        let plain = format!("{}\n{}\n{}", self.list, self.key, self.id);
        let mut text = checksum(&plain);
        for byte in plain.bytes() {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }

    /// Reads a text that [`Cursor::encode`] made for the list `list`.
    ///
    /// # Errors
    /// [`CursorError`] for any other text.
    pub fn decode(text: &str, list: &str) -> Result<Self, CursorError> {
        let (sum, rest) = text.split_at_checked(16).ok_or(CursorError)?;
        let plain = String::from_utf8(unhex(rest)?).map_err(|_| CursorError)?;
        let mut parts = plain.splitn(3, '\n');
        let mut part = || parts.next().ok_or(CursorError);
        let (of, key, id) = (part()?, part()?, part()?);
        if sum != checksum(&plain) || of != list {
            return Err(CursorError);
        }
        Ok(Self::new(of, key.parse().map_err(|_| CursorError)?, id))
    }
}

fn checksum(plain: &str) -> String {
    let digest = Sha256::new_with_prefix("annals cursor 1\n").chain_update(plain).finalize();
    crate::spec::hex(&digest[..8])
}

fn unhex(text: &str) -> Result<Vec<u8>, CursorError> {
    let bytes = text.as_bytes();
    if !bytes.len().is_multiple_of(2)
        || !bytes.iter().all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase())
    {
        return Err(CursorError);
    }
    let digit = |b: u8| if b <= b'9' { b - b'0' } else { b - b'a' + 10 };
    Ok(bytes.chunks_exact(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect())
}
