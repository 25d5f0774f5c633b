//! What was seen and is not stored yet: lines first, then entries.

use annals_domain::ledger::{NewEntry, SealedBlock};
use annals_domain::{Epoch, LogChunk, NodeRecord, Place, Timestamp};
use annals_logs::{BlockBuilder, BlockError};
use annals_store::{Append, Change};

use crate::bodies;

pub(super) struct Pending {
    append: Append,
    /// The lines being gathered, and their node.
    builder: Option<(i64, BlockBuilder)>,
    /// Blocks sealed since [`Pending::seal`] was last asked.
    uncounted: usize,
}

impl Pending {
    pub(super) fn new(epoch: Epoch, place: Place) -> Self {
        let append = beginning(epoch, place);
        Self { append, builder: None, uncounted: 0 }
    }

    pub(super) const fn has_entries(&self) -> bool {
        !self.append.entries.is_empty() || !self.append.changes.is_empty()
    }

    /// Adds lines, sealing what another node printed before.
    pub(super) fn lines(
        &mut self,
        node: i64,
        chunk: &LogChunk,
        place: Place,
    ) -> Result<(), BlockError> {
        if self.builder.as_ref().is_some_and(|(of, _)| *of != node) {
            self.seal_builder()?;
        }
        let (_, builder) = self.builder.get_or_insert_with(|| (node, BlockBuilder::new(node)));
        let full = builder.push(chunk.stream, chunk.at, &chunk.bytes)?;
        self.push(full);
        self.append.blocks_position = place.position;
        self.append.blocks_mark.clone_from(&place.mark);
        self.reached(place);
        Ok(())
    }

    pub(super) fn entry(&mut self, entry: NewEntry) {
        self.append.entries.push(entry);
    }

    pub(super) fn change(&mut self, change: Change) {
        self.append.changes.push(change);
    }

    /// A node changed: its row and its entry.
    pub(super) fn node(&mut self, node: NodeRecord, at: Timestamp) {
        self.entry(bodies::node(&node, at));
        self.change(Change::Node(Box::new(node)));
    }

    /// Everything up to `place` was seen.
    pub(super) fn reached(&mut self, place: Place) {
        self.append.position = place.position;
        self.append.mark = place.mark;
    }

    /// Up to where everything was seen.
    pub(super) fn place(&self) -> Place {
        Place { position: self.append.position, mark: self.append.mark.clone() }
    }

    /// Seals the lines gathered so far; answers the blocks that were not answered before.
    pub(super) fn seal(&mut self) -> Result<Vec<SealedBlock>, BlockError> {
        self.seal_builder()?;
        let new = self.append.blocks.len() - self.uncounted;
        self.uncounted = 0;
        Ok(self.append.blocks[new..].to_vec())
    }

    fn seal_builder(&mut self) -> Result<(), BlockError> {
        if let Some((_, mut builder)) = self.builder.take() {
            let rest = builder.seal()?;
            self.push(rest);
        }
        Ok(())
    }

    fn push(&mut self, blocks: impl IntoIterator<Item = SealedBlock>) {
        let before = self.append.blocks.len();
        self.append.blocks.extend(blocks);
        self.uncounted += self.append.blocks.len() - before;
    }

    /// Takes what is to be stored; none if that is nothing.
    pub(super) fn take(&mut self) -> Option<Append> {
        if self.append.blocks.is_empty() && !self.has_entries() {
            return None;
        }
        let next = beginning(self.append.epoch, self.place());
        Some(std::mem::replace(&mut self.append, next))
    }
}

/// What is to be stored after `place`: nothing yet.
fn beginning(epoch: Epoch, place: Place) -> Append {
    let Place { position, mark } = place;
    let (blocks_position, blocks_mark) = (position, mark.clone());
    Append { epoch, position, blocks_position, mark, blocks_mark, ..Append::default() }
}
