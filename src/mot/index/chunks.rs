//! Cuts a text into chunks that can be scanned independently. A cut is always between two lines.

use std::ops::Range;

use memchr::{memchr, memrchr};

use crate::mot::progress::Progress;

/// The size of a chunk in bytes. A chunk is large, so that threads rarely meet and few segments have to be merged. It is
/// small enough that the first one is scanned in a few milliseconds.
pub(in crate::mot) const CHUNK: usize = 4 << 20;

/// The lines of `range` that begin in the bytes `at .. at + size`, as one range. `None` if no line begins there, or if
/// cancelled. `range` must begin at the start of a line. Each line belongs to exactly one chunk.
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
        // A line begins after the line end before it.
        at + memchr(b'\n', &bytes[at - 1..nominal_end - 1])?
    };
    let mut end = nominal_end;
    if end < range.end && bytes[end - 1] != b'\n' {
        // The last line ends after the chunk. It may have gigabytes, so the search can be cancelled.
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

/// Where the text after the last line end of `range` begins. This is `range.end` if the last line has a line end. `None` if
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
