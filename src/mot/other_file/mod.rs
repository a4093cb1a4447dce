//! Files that are not rows of boxes: what they are, and what would help.
//!
//! To name another kind of file, add a variant to [`OtherFile`], its words, and where it is recognised: first bytes in
//! `first_bytes.rs`, rows of text in `mot/columns`. A kind that gets a reader of its own is removed here.

mod first_bytes;
mod kinds;

pub(super) use first_bytes::recognise as of_first_bytes;
pub use kinds::OtherFile;
