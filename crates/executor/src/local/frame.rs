//! The spool's frames: how observations lie in an attempt's `spool` file.
//!
//! A frame is `[len u32 LE][crc32 u32 LE][kind u8][body]`, where `len` counts kind and body and
//! the checksum covers both. Kind 1 is a log chunk: `[micros i64 LE][stream u8][name length u8]
//! [node name][lines]`, each line ended by `\n`. Kind 2 is a fact: `[micros i64 LE][JSON of Seen]`.
//!
//! The decoder is fed bytes as they come; it does no I/O and never panics, whatever it is fed.

use annals_domain::{LogChunk, NodeName, Observation, Seen, Stream, Timestamp};

const PREFIX: usize = 8;
const FACT_HEADER: usize = PREFIX + 1 + 8;
const KIND_LOG: u8 = 1;
const KIND_FACT: u8 = 2;

/// The longest frame, in bytes after its prefix; a length beyond it can only be damage.
pub const MAX_FRAME: usize = 64 << 20;

/// What makes a frame unreadable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the spool is damaged {at} bytes after where reading began: {what}")]
pub struct FrameError {
    /// The offset of the frame, from where the decoder began.
    pub at: usize,
    /// What is wrong with it.
    pub what: &'static str,
}

/// The bytes that stand before the lines in a log frame of `node`.
#[must_use]
pub fn log_header_len(node: &NodeName) -> usize {
    PREFIX + 1 + 8 + 1 + 1 + node.as_str().len()
}

/// Writes the header of a log frame into the first [`log_header_len`] bytes of `frame` and seals it.
///
/// The lines must already stand behind the header, each ended by `\n`.
///
/// # Panics
/// If `frame` is shorter than its header; a node's name never exceeds the 255 bytes there are.
pub fn seal_log(frame: &mut [u8], node: &NodeName, stream: Stream, at: Timestamp) {
    let name = node.as_str().as_bytes();
    frame[PREFIX] = KIND_LOG;
    frame[PREFIX + 1..FACT_HEADER].copy_from_slice(&at.as_micros().to_le_bytes());
    frame[FACT_HEADER] = match stream {
        Stream::Stdout => 1,
        Stream::Stderr => 2,
    };
    frame[FACT_HEADER + 1] = u8::try_from(name.len()).unwrap_or(u8::MAX);
    frame[FACT_HEADER + 2..FACT_HEADER + 2 + name.len()].copy_from_slice(name);
    seal(frame);
}

/// The frame of one observation.
///
/// # Errors
/// If the fact has no JSON form.
pub fn encode(observation: &Observation) -> Result<Vec<u8>, serde_json::Error> {
    match observation {
        Observation::Lines(chunk) => {
            let mut frame = vec![0; log_header_len(&chunk.node)];
            frame.extend_from_slice(&chunk.bytes);
            seal_log(&mut frame, &chunk.node, chunk.stream, chunk.at);
            Ok(frame)
        }
        Observation::Fact(at, seen) => {
            let mut frame = vec![0; PREFIX];
            frame.push(KIND_FACT);
            frame.extend_from_slice(&at.as_micros().to_le_bytes());
            serde_json::to_writer(&mut frame, seen)?;
            seal(&mut frame);
            Ok(frame)
        }
    }
}

/// Fills in length and checksum.
fn seal(frame: &mut [u8]) {
    let length = u32::try_from(frame.len() - PREFIX).unwrap_or(u32::MAX);
    let checksum = crc32fast::hash(&frame[PREFIX..]);
    frame[..4].copy_from_slice(&length.to_le_bytes());
    frame[4..PREFIX].copy_from_slice(&checksum.to_le_bytes());
}

/// Turns bytes, pushed in pieces of any size, back into observations.
#[derive(Debug, Default)]
pub struct Decoder {
    buffer: Vec<u8>,
    start: usize,
    consumed: usize,
    name: Option<NodeName>,
}

impl Decoder {
    /// Takes in more bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.start);
        self.start = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// The bytes of every frame handed out so far.
    #[must_use]
    pub const fn consumed(&self) -> usize {
        self.consumed
    }

    /// The next observation; none while its frame is not there as a whole.
    ///
    /// # Errors
    /// [`FrameError`] if the frame is damaged; every later call says so too.
    pub fn decode(&mut self) -> Result<Option<Observation>, FrameError> {
        let rest = &self.buffer[self.start..];
        let Some((length, checksum)) = prefix(rest) else { return Ok(None) };
        if length == 0 || length > MAX_FRAME {
            return Err(self.damage("a length that no frame has"));
        }
        let Some(content) = rest.get(PREFIX..PREFIX + length) else { return Ok(None) };
        if crc32fast::hash(content) != checksum {
            return Err(self.damage("the checksum does not match"));
        }
        let read = parse(content, self.name.as_ref()).map_err(|what| self.damage(what))?;
        if let Observation::Lines(chunk) = &read {
            self.name = Some(chunk.node.clone());
        }
        self.start += PREFIX + length;
        self.consumed += PREFIX + length;
        Ok(Some(read))
    }

    const fn damage(&self, what: &'static str) -> FrameError {
        FrameError { at: self.consumed, what }
    }
}

fn prefix(bytes: &[u8]) -> Option<(usize, u32)> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (checksum, _) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    Some((length, u32::from_le_bytes(*checksum)))
}

/// Reads kind and body; `last` is the node of the log frame before, to spare its allocation.
fn parse(content: &[u8], last: Option<&NodeName>) -> Result<Observation, &'static str> {
    let (kind, body) = content.split_first().ok_or("it is empty")?;
    let (micros, body) = body.split_first_chunk::<8>().ok_or("it has no time")?;
    let at = Timestamp::from_micros(i64::from_le_bytes(*micros));
    match *kind {
        KIND_LOG => parse_log(at, body, last),
        KIND_FACT => {
            let seen: Seen = serde_json::from_slice(body).map_err(|_| "its fact is unknown")?;
            Ok(Observation::Fact(at, Box::new(seen)))
        }
        _ => Err("its kind is unknown"),
    }
}

fn parse_log(
    at: Timestamp,
    body: &[u8],
    last: Option<&NodeName>,
) -> Result<Observation, &'static str> {
    let ([stream, length], rest) = body.split_first_chunk::<2>().ok_or("it has no stream")?;
    let stream = match stream {
        1 => Stream::Stdout,
        2 => Stream::Stderr,
        _ => return Err("its stream is unknown"),
    };
    let (name, lines) = rest.split_at_checked(usize::from(*length)).ok_or("it has no node")?;
    if lines.last() != Some(&b'\n') {
        return Err("its last line has no end");
    }
    let node = node_name(name, last).ok_or("its node's name is no name")?;
    Ok(Observation::Lines(LogChunk { node, stream, at, bytes: lines.to_vec() }))
}

fn node_name(bytes: &[u8], last: Option<&NodeName>) -> Option<NodeName> {
    match last {
        Some(name) if name.as_str().as_bytes() == bytes => Some(name.clone()),
        _ => std::str::from_utf8(bytes).ok()?.parse().ok(),
    }
}

#[cfg(test)]
mod tests;
