//! Files that are opened as a copy with some bytes changed: their lines end with a carriage return alone, as old Macs and some
//! exports write them, or their first line tells a spreadsheet what is between the fields (`sep=;`).

use std::io::{BufWriter, Write as _};

use memchr::memchr_iter;

use crate::mot::error::OpenReason;
use crate::mot::file_bytes::{self, FileBytes};
use crate::mot::foreign::problem::DocumentProblem;
use crate::mot::line;
use crate::mot::progress::Progress;

/// How many bytes at the start of a file are looked at.
const HEAD: usize = 64 << 10;
/// How many bytes are copied at a time.
const BLOCK: usize = 1 << 20;

/// What the user should know of a file with such lines.
const RETURNS: &str = "its lines end with a carriage return alone (CR), and are read as lines";
/// What the user should know of a file with such a first line.
const SEPARATOR: &str = "its first line says what is between the fields (sep=)";

/// Where a line begins that only says what is between the fields, if the first line is one.
fn separator_line(text: &[u8]) -> Option<usize> {
    let start = file_bytes::byte_order_mark(text);
    let line = line::first(&text[start..text.len().min(start + 16)]);
    let line = line.split(|byte| *byte == b'\r').next().unwrap_or_default();
    (line::states_separator(line) && text.len() > start + line.len()).then_some(start)
}

/// Whether the lines at the start of a text end with carriage returns alone.
fn are_returns(text: &[u8]) -> bool {
    let head = &text[..text.len().min(HEAD)];
    let is_alone = |at: &usize| head.get(at + 1).is_some_and(|next| !matches!(next, b'\r' | b'\n'));
    let returns = memchr_iter(b'\r', head).filter(is_alone).count();
    returns > 0 && returns > memchr_iter(b'\n', head).count()
}

/// The bytes with line feeds, if lines end with carriage returns alone, and with a comment in place of a line that only says
/// what is between the fields. Also returns what the user should know. `None` if there is nothing to change. All places in the
/// text stay what they are.
pub(super) fn of(bytes: &FileBytes, progress: &Progress) -> Result<Option<(FileBytes, &'static str)>, OpenReason> {
    let (has_returns, separator) = (are_returns(bytes), separator_line(bytes));
    if !has_returns && separator.is_none() || file_bytes::not_text(bytes).is_some() {
        return Ok(None);
    }
    let remark = if has_returns { RETURNS } else { SEPARATOR };
    let changed = |start: usize| -> Vec<u8> {
        let end = bytes.len().min(start.saturating_add(BLOCK));
        let mut block = bytes[start..end].to_vec();
        if let Some(first) = separator.filter(|_| start == 0) {
            block[first] = b'#';
        }
        let returns: Vec<usize> = if has_returns { memchr_iter(b'\r', &block).collect() } else { Vec::new() };
        for at in returns {
            if bytes.get(start + at + 1) != Some(&b'\n') {
                block[at] = b'\n';
            }
        }
        block
    };
    let starts = (0..bytes.len()).step_by(BLOCK);
    if let FileBytes::Owned(_) = bytes {
        return Ok(Some((starts.flat_map(changed).collect::<Vec<u8>>().into(), remark)));
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
    Ok(Some((FileBytes::map(&file)?.0, remark)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn returns_that_end_lines_become_line_feeds_and_a_line_for_spreadsheets_a_comment() {
        let changed = |text: &str| {
            let bytes = FileBytes::from(text.as_bytes().to_vec());
            of(&bytes, &Progress::new()).unwrap().map(|(bytes, _)| String::from_utf8(bytes.to_vec()).unwrap())
        };
        assert_eq!(changed("1,2\r3,4\r").as_deref(), Some("1,2\n3,4\n"));
        assert_eq!(changed("1,2\r3,4\r5,6\r\n").as_deref(), Some("1,2\n3,4\n5,6\r\n"));
        assert_eq!(changed("sep=;\r\n1;2\r\n").as_deref(), Some("#ep=;\r\n1;2\r\n"));
        assert_eq!(changed("\u{feff}\"SEP=,\"\n1,2\n").as_deref(), Some("\u{feff}#SEP=,\"\n1,2\n"));
        assert_eq!(changed("sep=;\r1;2\r").as_deref(), Some("#ep=;\n1;2\n"));
        for text in [
            "",
            "sep=",
            "sep=;",
            "sepal,width\n",
            "sep=ab\n",
            "1,2\n",
            "1,2\r\n3,4\r\n",
            "1,2\r\r\n",
            "1,2\r",
            "1,\"a\rb\"\n2,3\n",
        ] {
            assert_eq!(changed(text), None, "{text:?}");
        }
    }
}
