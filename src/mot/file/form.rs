//! Where the lines of a file begin, and which format they have.

use crate::mot::error::OpenReason;
use crate::mot::file_bytes::{self, FileBytes};
use crate::mot::format::Format;
use crate::mot::index;

/// How many bytes are searched for the line that the format is guessed from. A file may begin with long comments.
const GUESS: usize = 256 << 20;

/// Checks that the bytes are text that can be indexed. Returns where the first line begins, and the format of all lines:
/// `known`, or else the guessed one.
pub(super) fn form_of(bytes: &FileBytes, known: Option<Format>) -> Result<(usize, Format), OpenReason> {
    if bytes.len() as u64 > index::MAX_BYTES {
        return Err(OpenReason::TooLarge);
    }
    if let Some(what) = file_bytes::not_text(bytes) {
        return Err(OpenReason::NotText(what));
    }
    let start = file_bytes::byte_order_mark(bytes);
    match known.unwrap_or_else(|| guess_format(bytes, start)) {
        Format::Mots => Err(OpenReason::NotMots),
        format => Ok((start, format)),
    }
}

/// Guesses the format of the lines that begin at `start`.
pub(super) fn guess_format(bytes: &FileBytes, start: usize) -> Format {
    Format::guess(&bytes[start..bytes.len().min(start + GUESS)])
}
