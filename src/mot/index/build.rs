//! The pass that indexes a text: chunk by chunk, on several threads.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use crossbeam_channel::{Sender, unbounded};

use super::chunks::lines_that_begin_in;
use super::entry::Entry;
use super::scan::{BLOCK, Scan, Scanned};
use super::segment::Segment;
use super::sort;
use crate::mot::file_bytes::FileBytes;
use crate::mot::line_reader::LineReader;
use crate::mot::progress::{Demand, Progress};

/// How a pass over a text runs.
pub(in crate::mot) struct ScanPass<'a> {
    /// Counts the bytes that are done, and says whether the pass is cancelled.
    pub progress: &'a Progress,
    /// Callers that wait for a frame. The pass lets them go first.
    pub demand: &'a Demand,
    /// How many threads scan.
    pub threads: usize,
    /// The size of a chunk in bytes. A chunk has the lines that begin in this many bytes.
    pub chunk: usize,
    /// The file, if the bytes come from one. It learns each range before the range is read.
    pub file_bytes: Option<&'a FileBytes>,
    /// The reader of the lines, which knows where their frame numbers are.
    pub reader: &'a LineReader,
}

impl ScanPass<'_> {
    /// Lets callers that wait go first, then counts bytes as done. `false` if the pass is cancelled.
    pub(super) fn advance(&self, bytes: usize) -> bool {
        self.demand.give_way();
        self.progress.advance(bytes as u64)
    }
}

/// Scans the lines of `range`, which must begin at the start of a line. `take` gets the segments in the order of the file,
/// each with the place where its lines end. It is called on the calling thread while other threads scan the rest. `false` if
/// cancelled.
pub(in crate::mot) fn scan_all(
    bytes: &[u8],
    range: Range<usize>,
    pass: &ScanPass<'_>,
    mut take: impl FnMut(usize, Segment),
) -> bool {
    let starts: Vec<usize> = range.clone().step_by(pass.chunk.max(1)).collect();
    let threads = pass.threads.min(starts.len());
    if threads <= 1 {
        let mut buffer = Vec::new();
        return starts.into_iter().all(|at| {
            let scanned = scan_chunk(bytes, &range, at, pass, &mut buffer);
            scanned.map(|(end, segment)| take(end, segment)).is_some()
        });
    }
    let next = AtomicUsize::new(0);
    let is_cancelled = AtomicBool::new(false);
    let work = |sender: Sender<(usize, (usize, Segment))>| {
        let mut buffer = Vec::new();
        while let Some((number, &at)) = {
            let number = next.fetch_add(1, Ordering::Relaxed);
            starts.get(number).map(|at| (number, at))
        } {
            let Some(scanned) = scan_chunk(bytes, &range, at, pass, &mut buffer) else {
                is_cancelled.store(true, Ordering::Relaxed);
                return;
            };
            if sender.send((number, scanned)).is_err() {
                return;
            }
        }
    };
    thread::scope(|scope| {
        let (sender, segments) = unbounded();
        let mut hired = 0;
        for _ in 0..threads {
            let (sender, work) = (sender.clone(), &work);
            let started = thread::Builder::new().name("motscope-scan".to_owned()).spawn_scoped(scope, || work(sender));
            hired += usize::from(started.is_ok());
        }
        if hired == 0 {
            // The system has no thread left, so this thread does all the work first.
            work(sender);
        } else {
            drop(sender);
        }
        let mut waiting = BTreeMap::new();
        let mut wanted = 0;
        for (number, scanned) in segments {
            waiting.insert(number, scanned);
            while let Some((end, segment)) = waiting.remove(&wanted) {
                take(end, segment);
                wanted += 1;
            }
        }
    });
    !is_cancelled.into_inner()
}

/// Scans one chunk. Returns where its lines end, and their segment; `None` if cancelled. `buffer` is used for one chunk after
/// the other.
fn scan_chunk(
    bytes: &[u8],
    range: &Range<usize>,
    at: usize,
    pass: &ScanPass<'_>,
    buffer: &mut Vec<Entry>,
) -> Option<(usize, Segment)> {
    let Some(lines) = lines_that_begin_in(bytes, range, at, pass.chunk, pass.progress) else {
        return (!pass.progress.is_cancelled()).then(|| (at, Segment::default()));
    };
    if let Some(file_bytes) = pass.file_bytes {
        file_bytes.will_read(lines.clone());
    }
    let mut scan = Scan::new(&bytes[..lines.end], lines.start, pass.reader, std::mem::take(buffer));
    let mut start = lines.start;
    while start < lines.end {
        let end = lines.end.min(start + BLOCK);
        scan.block(start, end);
        if !pass.advance(end - start) {
            return None;
        }
        start = end;
    }
    let Scanned { entries, is_ordered, range, unplaced } = scan.finish();
    let (sorted, shift) = match range {
        Some((least, most)) if !is_ordered => sort::into_buckets(&entries, least, most),
        _ => (entries.as_slice().into(), 0),
    };
    *buffer = entries;
    Some((lines.end, Segment::with_range(sorted, shift, range).with_unplaced(unplaced)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mot::format::Format;
    use crate::mot::index::{CHUNK, Index};
    use proptest::prelude::*;

    fn index(text: &str, threads: usize, chunk: usize) -> Index {
        let mut index = Index::default();
        let progress = Progress::new();
        let reader = LineReader::new(Format::Mot);
        let pass = ScanPass {
            progress: &progress,
            demand: &Demand::default(),
            threads,
            chunk,
            file_bytes: None,
            reader: &reader,
        };
        assert!(scan_all(text.as_bytes(), 0..text.len(), &pass, |_, segment| index.push(segment)));
        assert_eq!(progress.done(), text.len() as u64);
        index
    }

    proptest! {
        #[test]
        fn chunks_and_threads_change_nothing(
            lines in prop::collection::vec("[0-3]{1,2}[,; ][a1]{0,4}|#|||x", 0..40), chunk in 1_usize..60, threads in 1_usize..4,
        ) {
            let text = lines.join("\n");
            let whole = index(&text, 1, CHUNK);
            let parts = index(&text, threads, chunk);
            let united = parts.clone().united(&Progress::new()).unwrap();
            let grown = Index::default();
            let grown = grown.grown(parts.clone(), &Progress::new()).unwrap();
            prop_assert_eq!(united.segments.len(), whole.segments.len());
            for other in [&parts, &united, &grown] {
                prop_assert_eq!(other.frames(), whole.frames());
                prop_assert_eq!(other.unplaced().lines, whole.unplaced().lines);
                for frame in 0..40 {
                    let lines = |index: &Index| -> Vec<String> {
                        let spans = index.spans(frame, text.as_bytes());
                        spans.flat_map(|span| text[span].lines().map(str::to_owned).collect::<Vec<_>>()).collect()
                    };
                    let of_frame = |line: &String| crate::mot::row::frame_of(line.as_bytes()) == Some(frame);
                    let (mut other, mut whole) = (lines(other), lines(&whole));
                    other.retain(of_frame);
                    whole.retain(of_frame);
                    prop_assert_eq!(other, whole);
                }
            }
        }
    }

    #[test]
    fn a_cancelled_pass_has_no_result() {
        let text = "1,2\n".repeat(100_000);
        for threads in [1, 2] {
            let progress = Progress::new();
            progress.cancel();
            assert!(Index::by_threads(text.as_bytes(), threads, &progress).is_none());
        }
    }
}
