//! What names say: which sequence, and what a file or folder is.

pub(super) mod detector;
pub(super) mod words;
