//! MOT files: rows, an index over the mapped bytes, frames on demand, a summary, and a generator.
//!
//! A line is `frame, id, left, top, width, height [, confidence [, class, visibility | x, y, z]]`. What is tolerated:
//!
//! - separators `,`, `;` or blanks, decided line by line; blanks around fields, quotes, trailing separators;
//! - LF or CR LF, a UTF-8 byte order mark, blank lines, `#` comments, one header line;
//! - numbers with sign, dot and exponent everywhere, whole ones for frame (0 … 2^31 − 1) and id (64 bits);
//! - rows in any order; a last line that is still being written.
//!
//! A file may instead be KITTI tracking (`frame id type truncated occluded alpha left top right bottom …`) or have
//! oriented boxes (`frame, id, x1, y1, … x4, y4, confidence, class, other`, [`Detection::corners`]); MOTS, which has masks,
//! is refused as such. The [`Format`] is guessed once a file, from the first line that is neither blank, comment nor
//! header, unless [`OpenOptions`] tell. [`Layout`] then tells what the optional columns mean: MOT17 (MOT20 and
//! `DanceTrack` write the same), `VisDrone`, KITTI, or just numbers. Class names come from the rows, from the `labels.txt`
//! that CVAT writes beside a file, or else from the data set guessed.
//!
//! Gzip files and zip archives open like the text in them, which is unpacked into a temporary file without a name. Where
//! an archive has several, one is chosen by [`OpenOptions`].
//!
//! A line that is none of this is counted with its number and reason, and never stops anything.
//!
//! [`MotFile`] opens a file and provides [`Frame`]s; [`Summary`] tells what a whole file holds; [`generate`] makes one,
//! [`write`](mod@write) writes rows.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod generate;
pub mod row;
pub mod write;

mod archive;
mod change;
mod detection;
mod error;
mod file;
mod file_bytes;
mod format;
mod index;
mod labels_file;
mod layout;
mod line;
mod line_reader;
mod mapped;
mod number;
mod options;
mod progress;
mod summary;
mod touch_ahead;

pub use archive::member::Member;
pub use archive::problem::ArchiveProblem;
pub use change::Change;
pub use detection::{Columns, Detection, Frame, TrackId};
pub use error::{OpenError, OpenReason};
pub use file::{Growth, MAX_EMPTY_FRAMES, MotFile};
pub use format::{Format, UnknownFormat};
pub use index::Index;
pub use layout::{Class, ClassNames, FileKind, Layout, MOT17_CLASSES, VISDRONE_CLASSES};
pub use line::Separator;
pub use options::OpenOptions;
pub use progress::Progress;
#[cfg(feature = "gui")]
pub(crate) use summary::SummaryPass;
pub use summary::{ClassCount, Extent, Frames, Problem, ProblemKind, Summary, Track};
