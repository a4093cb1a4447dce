//! MOT files: rows, an index over the mapped bytes, frames on demand, a summary, and a generator.
//!
//! A line is `frame, id, left, top, width, height [, confidence [, class, visibility | x, y, z]]`. The reader accepts:
//!
//! - the separators `,`, `;` and blanks, each line for itself; blanks around fields, double quotes as in CSV, and trailing
//!   separators; one tab between two fields, if the first rows show that tabs do not only align them;
//! - the line ends LF and CR LF, or CR alone, a UTF-8 byte order mark, blank lines, `#` comments and a header;
//! - numbers with sign, dot and exponent; the frame must be whole (0 to 2^31 − 1), and so must the id (64 bits);
//! - rows in any order;
//! - a last line that is still being written.
//!
//! A header with names says which column is which. Without one, rows of other programs are recognised by what is in them. Both
//! give a [`ColumnMap`], which tells in words what was understood. [`OpenOptions`] can state the [`Roles`] of the columns.
//!
//! Two more formats are read: KITTI tracking (`frame id type truncated occluded alpha left top right bottom …`) and
//! oriented boxes (`frame, id, x1, y1, … x4, y4, confidence, class, other`, see [`Detection::corners`]). The [`Format`] of a
//! file is guessed from its first lines. [`OpenOptions`] can state it instead. What is not rows of boxes is refused as an
//! [`OtherFile`], which says what it is and what would help. The [`Layout`] says what the optional columns mean:
//! those of MOT17 (also in MOT20 and `DanceTrack`), of `VisDrone`, of KITTI, or plain numbers. Class names come
//! from the rows, from the `labels.txt` that CVAT writes beside a file, or from the data set that was guessed.
//! [`OpenOptions`] can state them as a [`ClassChoice`].
//!
//! Gzip files and zip archives open like the text inside them. The text is unpacked into a temporary file without a name.
//! If an archive has several texts, [`OpenOptions`] says which one to open.
//!
//! Documents in JSON and XML, and text with masks, are recognised by what is in them. Their boxes are read once, as a stream,
//! and written as MOT text into such a file, too. [`MotFile::source`] says what a document was.
//!
//! A line that cannot be read is counted, with its number and the reason. It never stops reading.
//!
//! [`MotFile`] opens a file and provides its [`Frame`]s. [`Summary`] says what a whole file holds. [`generate`] makes a
//! file, and [`write`](mod@write) writes rows.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod generate;
pub mod row;
pub mod write;

mod archive;
mod change;
mod class_names;
mod columns;
mod detection;
mod error;
mod file;
mod file_bytes;
pub(crate) mod foreign;
mod format;
mod index;
mod large_pages;
mod layout;
mod line;
mod line_reader;
mod mapped;
mod mask;
mod number;
mod options;
mod other_file;
mod progress;
mod summary;
mod touch_ahead;

pub(crate) use archive::files_in_zip;
pub use archive::limit::UnpackLimit;
pub use archive::member::Member;
pub use archive::problem::ArchiveProblem;
pub(crate) use archive::{names, pictures as archived_pictures};
pub use change::Change;
pub use class_names::{
    COCO_CLASSES, ClassChoice, ClassList, ClassListError, ClassListReason, ClassNames, ClassSource, MOT17_CLASSES,
    VISDRONE_CLASSES,
};
pub use columns::{ColumnMap, ColumnSample, Role, Roles, UnknownColumn};
pub use detection::{Columns, Detection, Frame, KittiFields, TrackId};
pub use error::{OpenError, OpenReason};
pub(crate) use file::AllRows;
pub use file::{Growth, MAX_EMPTY_FRAMES, MotFile};
pub use foreign::kind::SourceKind;
pub use foreign::problem::DocumentProblem;
pub use format::{Format, UnknownFormat};
pub use index::Index;
pub use layout::{Class, FileKind, Layout};
pub use line::Separator;
pub(crate) use line_reader::spans::RowSink;
pub use mask::Mask;
pub use options::OpenOptions;
pub use other_file::OtherFile;
pub use progress::Progress;
#[cfg(feature = "gui")]
pub(crate) use summary::SummaryPass;
pub use summary::{ClassCount, Extent, Frames, NegativeIds, Problem, ProblemKind, Summary, SummaryError, Track};
