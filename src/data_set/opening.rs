//! Opening files of boxes.

use std::fs;
use std::path::Path;

use super::error::DataSetError;
use crate::mot::{MotFile, OpenOptions, Progress};
use crate::sequence::open_text;
use crate::shown::ShowPath as _;

/// Opens a file of boxes, or a member of an archive.
///
/// # Errors
/// If it does not open, or if no line of it is a row of boxes.
pub fn open(path: &Path, member: Option<String>, options: &OpenOptions) -> Result<MotFile, DataSetError> {
    let options = OpenOptions { member, ..options.clone() };
    let is_packed = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gz"));
    if is_packed && fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() == 0) {
        return Err(DataSetError::Unfit(format!("{}: this archive is empty", path.shown())));
    }
    let file = open_text(path, &options, &Progress::new())?;
    // A text without any row is no empty result if it has lines that should be some.
    let is_unread = file.frames().is_empty() && file.bytes() > 0;
    let summary = is_unread.then(|| file.summarize(&Progress::new()).ok()).flatten();
    match summary.filter(|summary| summary.rejected > 0) {
        Some(summary) => {
            let first = summary
                .problems
                .first()
                .map(|problem| format!("; line {}: {}", problem.line, problem.message))
                .unwrap_or_default();
            Err(DataSetError::Unfit(format!("{}: no line of it is a row of boxes{first}", path.shown())))
        }
        None => Ok(file),
    }
}
