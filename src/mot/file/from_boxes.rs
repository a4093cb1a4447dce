//! Boxes that are found elsewhere than in one file, opened as if they were one.

use std::path::Path;

use super::form::Stated;
use super::mot_file::MotFile;
use super::names::Names;
use super::open::OpenInput;
use crate::mot::archive::limit::{Allowance, UnpackLimit};
use crate::mot::class_names::ClassChoice;
use crate::mot::error::OpenError;
use crate::mot::file_bytes::FileBytes;
use crate::mot::foreign;
use crate::mot::foreign::kind::SourceKind;
use crate::mot::foreign::sink::{BoxSink, Halted};
use crate::mot::index;
use crate::mot::progress::Progress;

impl MotFile {
    /// Opens boxes that `read` finds somewhere, for instance in a folder with one file for each frame, as if they were in one
    /// file at `path`. `read` hands them to the sink. It is called again if the boxes turn out to need another form than the
    /// first ones. `classes` are the names of class numbers, if they are stated.
    ///
    /// # Errors
    /// If there are no boxes, if the sink fails, or if cancelled.
    pub(crate) fn begin_with_boxes(
        path: &Path,
        kind: SourceKind,
        classes: Option<&ClassChoice>,
        progress: &Progress,
        read: &mut dyn FnMut(&mut BoxSink<'_>) -> Result<(), Halted>,
    ) -> Result<Self, OpenError> {
        let begun =
            foreign::write(kind, Allowance::new(UnpackLimit::NONE, 0), progress, read).and_then(|(text, converted)| {
                let bytes = FileBytes::map(&text)?.0;
                let converted = Some(converted);
                let names = Names::new(classes.cloned(), None);
                let (stated, chunk) = (Stated::default(), index::CHUNK);
                let input = OpenInput { path, bytes, stamp: None, stated, names, converted, copied: None, chunk };
                Self::begin_with(input, progress)
            });
        begun.map_err(|reason| OpenError::new(path, None, reason))
    }
}
