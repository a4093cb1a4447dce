//! Options for opening a file.

use super::archive::limit::UnpackLimit;
use super::format::Format;

/// Options for opening a file. A format and a member that are `None` are found out from the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenOptions {
    /// The format of the lines.
    pub format: Option<Format>,
    /// The name of the member of a zip archive to open, as in [`Member::name`](super::Member::name).
    pub member: Option<String>,
    /// How much text of an archive is unpacked without a question.
    pub unpack: UnpackLimit,
}
