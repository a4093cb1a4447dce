//! Files whose lines end with a carriage return alone, as old Macs and some exports write them. They are opened as a copy with
//! line feeds in place of those.

use std::io::{BufWriter, Write as _};

use memchr::memchr_iter;

use crate::mot::error::OpenReason;
use crate::mot::file_bytes::{self, FileBytes};
use crate::mot::foreign::problem::DocumentProblem;
use crate::mot::progress::Progress;

/// How many bytes at the start of a file are looked at.
const HEAD: usize = 64 << 10;
/// How many bytes are copied at a time.
const BLOCK: usize = 1 << 20;

/// What the user should know of such a file.
pub(super) const REMARK: &str = "its lines end with a carriage return alone (CR), and are read as lines";

/// Whether the lines at the start of a text end with carriage returns alone.
fn are_returns(text: &[u8]) -> bool {
    let head = &text[..text.len().min(HEAD)];
    let is_alone = |at: &usize| head.get(at + 1).is_some_and(|next| !matches!(next, b'\r' | b'\n'));
    let returns = memchr_iter(b'\r', head).filter(is_alone).count();
    returns > 0 && returns > memchr_iter(b'\n', head).count()
}

/// The bytes with line feeds, if lines end with carriage returns alone. All places in the text stay what they are.
pub(super) fn with_line_feeds(bytes: &FileBytes, progress: &Progress) -> Result<Option<FileBytes>, OpenReason> {
    if !are_returns(bytes) || file_bytes::not_text(bytes).is_some() {
        return Ok(None);
    }
    let changed = |start: usize| -> Vec<u8> {
        let end = bytes.len().min(start.saturating_add(BLOCK));
        let mut block = bytes[start..end].to_vec();
        let returns: Vec<usize> = memchr_iter(b'\r', &block).collect();
        for at in returns {
            if bytes.get(start + at + 1) != Some(&b'\n') {
                block[at] = b'\n';
            }
        }
        block
    };
    let starts = (0..bytes.len()).step_by(BLOCK);
    if let FileBytes::Owned(_) = bytes {
        return Ok(Some(starts.flat_map(changed).collect::<Vec<u8>>().into()));
    }
    let failed = |error: std::io::Error| OpenReason::from(DocumentProblem::Temporary { error: error.to_string() });
    let mut out = BufWriter::new(tempfile::tempfile().map_err(failed)?);
    for start in starts {
        if progress.is_cancelled() {
            return Err(OpenReason::Cancelled);
        }
        out.write_all(&changed(start)).map_err(failed)?;
    }
    if !bytes.is_intact() {
        return Err(OpenReason::Vanished);
    }
    let file = out.into_inner().map_err(|error| failed(error.into_error()))?;
    Ok(Some(FileBytes::map(&file)?.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn returns_that_end_lines_become_line_feeds() {
        let changed = |text: &str| {
            let bytes = FileBytes::from(text.as_bytes().to_vec());
            with_line_feeds(&bytes, &Progress::new()).unwrap().map(|bytes| String::from_utf8(bytes.to_vec()).unwrap())
        };
        assert_eq!(changed("1,2\r3,4\r").as_deref(), Some("1,2\n3,4\n"));
        assert_eq!(changed("1,2\r3,4\r5,6\r\n").as_deref(), Some("1,2\n3,4\n5,6\r\n"));
        for text in ["", "1,2\n", "1,2\r\n3,4\r\n", "1,2\r\r\n", "1,2\r", "1,\"a\rb\"\n2,3\n"] {
            assert_eq!(changed(text), None, "{text:?}");
        }
    }
}
