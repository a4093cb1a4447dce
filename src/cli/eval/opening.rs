//! Opening files of boxes.

use std::path::Path;

use crate::cli::unpack::{unpack_hint, unpack_limit};
use crate::mot::{MotFile, OpenError, OpenOptions, Progress};
use crate::sequence::open_text;
use crate::shown::ShowPath as _;

/// Options for a file, or for a member of an archive.
pub(super) fn options(member: Option<String>, yes: bool) -> OpenOptions {
    OpenOptions { member, unpack: unpack_limit(yes), ..OpenOptions::default() }
}

/// Why a file does not open, with the way out.
pub(super) fn told(error: &OpenError) -> String {
    format!("{error}{}", unpack_hint(error))
}

/// Opens a file of boxes, or a member of an archive, or says why it does not open.
pub(super) fn open(path: &Path, member: Option<String>, yes: bool) -> Result<MotFile, String> {
    let file = open_text(path, &options(member, yes), &Progress::new()).map_err(|error| told(&error))?;
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
            Err(format!("{}: no line of it is a row of boxes{first}", path.shown()))
        }
        None => Ok(file),
    }
}
