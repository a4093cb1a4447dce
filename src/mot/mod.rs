//! MOT files: rows, an index over the mapped bytes, frames on demand, a summary, and a generator.
//!
//! A line is `frame, id, left, top, width, height [, confidence [, class, visibility | x, y, z]]`. What is tolerated:
//!
//! - separators `,`, `;` or blanks, decided line by line; blanks around fields, quotes, trailing separators;
//! - LF or CR LF, a UTF-8 byte order mark, blank lines, `#` comments, one header line;
//! - numbers with sign, dot and exponent everywhere, whole ones for frame (0 … 2^31 − 1) and id (64 bits);
//! - rows in any order; a last line that is still being written.
//!
//! A line that is none of this is counted with its number and reason, and never stops anything.
//!
//! [`MotFile`] opens a file and provides [`Frame`]s; [`Summary`] tells what a whole file holds; [`generate`] makes one.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod generate;
pub mod row;

mod detection;
mod file;
mod index;
mod layout;
mod line;
mod number;
mod progress;
mod source;
mod summary;

pub use detection::{Columns, Detection, Frame, TrackId};
pub use file::{Format, MAX_EMPTY_FRAMES, MotFile};
pub use index::Index;
pub use layout::{Class, Kind, Layout, MOT17_CLASSES};
pub use line::Separator;
pub use progress::Progress;
pub use source::{OpenError, OpenReason};
pub use summary::{ClassCount, Extent, Frames, Rejected, Summary, Track};
