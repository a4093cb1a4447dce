//! A text file inside a zip archive, or a video inside a document.

/// A file in a zip archive that may be text, as its name says; or one of several videos in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its path inside the archive. Control characters are replaced, so that a terminal can show the name safely. If the
    /// archive has several files of one name, `#2`, `#3` and so on follow the name from the second one on.
    pub name: String,
    /// Its unpacked size in bytes, as the archive states it. `None` for a video in a document.
    pub bytes: Option<u64>,
    /// Whether it may have boxes. It is `false` if it was looked into and begins unlike others that do.
    pub may_have_boxes: bool,
}
