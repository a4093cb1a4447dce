//! Files that are documents: their boxes are read once, and the file is opened as the MOT text that was made of them.

use super::form::Stated;
use super::mot_file::MotFile;
use crate::mot::archive::limit::UnpackLimit;
use crate::mot::error::OpenReason;
use crate::mot::file_bytes::FileBytes;
use crate::mot::foreign::kind::SourceKind;
use crate::mot::foreign::problem::DocumentProblem;
use crate::mot::foreign::{self, Converted};
use crate::mot::format::Format;
use crate::mot::progress::Progress;

/// The bytes of the MOT text that was made of a document, if these bytes are one; else these bytes. A file whose format or
/// columns the user states is MOT text. JSON and XML never are: no line of them would be a row.
pub(super) fn read(
    bytes: FileBytes,
    wanted: Option<&str>,
    stated: &Stated,
    limit: UnpackLimit,
    progress: &Progress,
) -> Result<(FileBytes, Option<Converted>), OpenReason> {
    if stated.columns.is_some() || stated.format.is_some_and(|format| format != Format::Mots) {
        return match foreign::syntax_of(&bytes) {
            None => Ok((bytes, None)),
            Some(title) => Err(DocumentProblem::HasNoLines { title }.into()),
        };
    }
    let read = foreign::read(&bytes, wanted, limit, progress);
    if !bytes.is_intact() {
        // What is missing was read as zeros, so any answer may be wrong.
        return Err(OpenReason::Vanished);
    }
    match read? {
        None => Ok((bytes, None)),
        Some((text, converted)) => Ok((FileBytes::map(&text)?.0, Some(converted))),
    }
}

impl MotFile {
    /// What kind of document the boxes were read from; `None` for MOT text.
    pub fn source(&self) -> Option<SourceKind> {
        self.converted.as_ref().map(|converted| converted.kind)
    }

    /// Width and height of the pictures in pixels, as the user states them, or else as the document states them for all of its
    /// pictures.
    pub fn picture_size(&self) -> Option<(u32, u32)> {
        self.stated.size.or(self.converted.as_ref()?.picture_size)
    }

    /// What is known of the document that the text was made of.
    pub(in crate::mot) fn converted(&self) -> Option<&Converted> {
        self.converted.as_ref()
    }
}
