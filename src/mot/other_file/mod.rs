//! Files that are not rows of boxes: what they are, and what would help.
//!
//! To name another kind of file, add a variant to [`OtherFile`], its words, and where it is recognised: markup in `markup.rs`,
//! rows of text in `mot/columns`. A kind that gets a reader of its own is removed here.

mod kinds;
mod markup;

pub use kinds::OtherFile;
pub(super) use markup::recognise as of_markup;
