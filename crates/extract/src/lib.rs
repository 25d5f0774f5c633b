//! Documents to text, and text to fields. No database, and no network but where a model is asked.
//!
//! - [`read()`] makes a [`Document`] of the bytes of a file: pages with their text, the words with
//!   their places where the format has places, tables, attachments. What cannot be read is
//!   [`Unreadable`], with the reason in one plain sentence. One file in [`kinds`] a format.
//! - [`Reader`] does the same in a process of its own with limits on time and memory, since files
//!   come from strangers. The program calls [`serve_one`] there.
//! - [`carry_out_step`] is one task of a job in a process of its own: it reads the task's files,
//!   asks the engine and leaves what was found as the step's outputs.
//! - [`page_image()`] draws a page of a PDF, so that the evidence can be shown in it;
//!   [`picture_type()`] tells which files are pictures that a browser shows.
//! - [`archive::unpack`] unpacks a ZIP within [`archive::Limits`], or refuses it whole.
//! - [`extract()`] finds the values of [`Field`]s in documents by labels, layout, tables and the
//!   form of values. Each [`Cell`] has a confidence and the evidence it came from. One file in
//!   [`values`] a data type.
//!
//! A format is added by a file in `kinds` and a line in its table; a data type by a file in
//! `values` and a line in its table; a word that people use for a field in `matching/synonyms.txt`.

pub mod archive;
mod document;
mod engine;
mod field;
pub mod kinds;
mod layout;
mod matching;
mod model;
mod ocr;
mod options;
mod page_image;
mod process;
mod read;
mod step;
mod table;
mod text;
mod unreadable;
pub mod values;

pub use document::{Area, Attachment, Document, Kind, Page, PageSize, Table, Word};
pub use engine::{ENGINE, VERSION, extract};
pub use field::{Cell, Evidence, Extraction, Field};
pub use model::VERSION as MODEL_VERSION;
pub use ocr::Ocr;
pub use options::Options;
pub use page_image::{PageImage, page_image, picture_type};
pub use process::{Reader, ReaderLimits, serve_one};
pub use read::read;
pub use step::carry_out_step;
pub use unreadable::Unreadable;
