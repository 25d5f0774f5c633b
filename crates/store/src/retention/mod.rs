//! What retention needs of the store: what runs take, letting go of it, and getting the space back.
//!
//! Letting go comes in two steps. A row says at once that a run's log or files are gone, and from
//! then on nobody reads them; what lies on the disk follows, a whole day of blocks at a time where
//! that can be ([`crate::Store::clean_day`]), and is noted until it is done.

mod days;
mod lease;
mod limits;
mod objects;
mod offload;
mod space;
mod state;

pub(crate) use days::note_loose_day;
pub use days::{CleanedDay, LooseDay};
pub use objects::ObjectPart;
pub(crate) use objects::note_object;
pub use offload::Offloading;
pub use space::{KeptRun, RunSpace};
pub use state::LogState;
