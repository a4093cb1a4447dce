//! Options for opening a file.

use std::path::PathBuf;

use super::archive::limit::UnpackLimit;
use super::class_names::ClassChoice;
use super::columns::Roles;
use super::format::Format;

/// Options for opening a file. What is `None` is found out from the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenOptions {
    /// The format of the lines.
    pub format: Option<Format>,
    /// What the columns mean. If it is stated, the format is not used.
    pub columns: Option<Roles>,
    /// The width and height of the pictures in pixels. Only boxes that are given as shares of the picture need it.
    pub size: Option<(u32, u32)>,
    /// The folder of the pictures, where boxes are shares of them and each picture has a text. If it is left out, it is looked
    /// for.
    pub images: Option<PathBuf>,
    /// The names of class numbers. Names in the rows stay as they are.
    pub classes: Option<ClassChoice>,
    /// The name of the member of a zip archive to open, as in [`Member::name`](super::Member::name).
    pub member: Option<String>,
    /// How much text of an archive is unpacked without a question.
    pub unpack: UnpackLimit,
}
