//! What may be told about a file instead of being found out.

use super::format::Format;

/// How to open a file; everything that is left out is found out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenOptions {
    /// The form of its lines.
    pub format: Option<Format>,
    /// Which file of a zip archive it is, by the name that [`Member`](super::Member) has.
    pub member: Option<String>,
}
