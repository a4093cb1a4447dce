//! A text file inside a zip archive.

/// A file in a zip archive that may be text, as its name says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its path inside the archive. Control characters are replaced, so that a terminal can show the name safely. If the
    /// archive has several files of one name, `#2`, `#3` and so on follow the name from the second one on.
    pub name: String,
    /// Its unpacked size in bytes, as the archive states it.
    pub bytes: u64,
}
