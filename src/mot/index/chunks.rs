//! Where a text may be cut into chunks that are scanned on their own: only between lines.

use std::ops::Range;

use memchr::{memchr, memrchr};

use crate::mot::progress::Progress;

/// A chunk has the lines that begin in so many bytes: large enough that threads seldom meet and that few segments have to
/// be united, small enough that the first one is scanned (in a millisecond) before anybody notices.
pub(in crate::mot) const CHUNK: usize = 8 << 20;

/// The lines of `range` that begin in its bytes `at .. at + size`, as one range; `None` if no line begins there, or if
/// cancelled. `range` begins with a line. Any line belongs to the one chunk that it begins in.
pub(in crate::mot) fn lines_that_begin_in(
    bytes: &[u8],
    range: &Range<usize>,
    at: usize,
    size: usize,
    progress: &Progress,
) -> Option<Range<usize>> {
    let nominal_end = range.end.min(at.saturating_add(size));
    let start = if at == range.start {
        at
    } else {
        // A line begins behind the line end before it.
        at + memchr(b'\n', &bytes[at - 1..nominal_end - 1])?
    };
    let mut end = nominal_end;
    if end < range.end && bytes[end - 1] != b'\n' {
        // The last line ends farther on; a line of gigabytes must not keep anybody from cancelling.
        loop {
            let part = &bytes[end..range.end.min(end + CHUNK)];
            if let Some(found) = memchr(b'\n', part) {
                end += found + 1;
                break;
            }
            end += part.len();
            if end == range.end {
                break;
            }
            if progress.is_cancelled() {
                return None;
            }
        }
    }
    Some(start..end)
}

/// Where the last line of `range` begins, whether or not it has a line end, and `range.end` if it has one; `None` if
/// cancelled.
pub(in crate::mot) fn last_line_start(bytes: &[u8], range: Range<usize>, progress: &Progress) -> Option<usize> {
    let mut end = range.end;
    while end > range.start {
        let start = range.start.max(end.saturating_sub(CHUNK));
        if let Some(found) = memrchr(b'\n', &bytes[start..end]) {
            return Some(start + found + 1);
        }
        if progress.is_cancelled() {
            return None;
        }
        end = start;
    }
    Some(range.start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn chunks_of_any_size_have_every_line_once(
            text in "[ab\n]{0,40}", before in "[a\n]{0,3}", size in 1_usize..12,
        ) {
            let before = if before.is_empty() { before } else { before + "\n" };
            let all = format!("{before}{text}");
            let range = before.len()..all.len();
            let mut taken = Vec::new();
            for at in range.clone().step_by(size) {
                if let Some(chunk) = lines_that_begin_in(all.as_bytes(), &range, at, size, &Progress::new()) {
                    prop_assert!(!chunk.is_empty());
                    prop_assert!(chunk.start == range.start || all.as_bytes()[chunk.start - 1] == b'\n');
                    taken.push(chunk);
                }
            }
            let whole: Vec<usize> = taken.into_iter().flatten().collect();
            prop_assert_eq!(whole, range.clone().collect::<Vec<_>>());
            let last = text.rfind('\n').map_or(range.start, |at| range.start + at + 1);
            prop_assert_eq!(last_line_start(all.as_bytes(), range, &Progress::new()), Some(last));
        }
    }
}
