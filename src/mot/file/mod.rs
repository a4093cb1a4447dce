//! An opened MOT file: its index, and its frames on demand.

mod all_rows;
mod document;
mod form;
mod from_boxes;
mod grow;
mod growth;
mod indexed;
mod mot_file;
mod names;
mod open;
mod raw_line;
mod tail;
#[cfg(test)]
mod tests;
mod tidy_copy;

pub(crate) use all_rows::AllRows;
pub use growth::Growth;
pub(super) use indexed::Indexed;
pub use indexed::MAX_EMPTY_FRAMES;
pub use mot_file::MotFile;
