//! All rows of a file, in its order.

use std::hint::black_box;
use std::sync::atomic::Ordering;

use super::mot_file::MotFile;
use crate::mot::line_reader::spans::RowSink;

/// How many bytes are read between two looks at whether they have changed: few enough to stay in the processor's cache.
const BLOCK: usize = 32 << 10;

/// How a pass over all rows has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AllRows {
    /// The sink has got all rows.
    Read,
    /// They have to be read frame by frame: the sink did not want more, or the lines are not plain.
    Not,
    /// The file was changed or shortened, or can no longer be read.
    Torn,
}

impl MotFile {
    /// Hands all rows to a sink, if the lines are plain ones. Where the rows of a frame are in many places, this takes a
    /// fraction of the time of reading frame by frame.
    pub(crate) fn all_rows(&self, sink: &mut impl RowSink) -> AllRows {
        let indexed = self.indexed();
        let (body, reader) = (indexed.body_bytes(), indexed.reader());
        let mut at = indexed.start;
        while at < body.len() {
            let rest = &body[at..];
            let line_end = memchr::memchr(b'\n', rest.get(BLOCK..).unwrap_or_default());
            let end = line_end.map_or(body.len(), |end| at + BLOCK + end + 1);
            let before = checksum(&body[at..end]);
            if !sink.go_on() || !reader.all_rows(body, at..end, sink) {
                return AllRows::Not;
            }
            // If another program wrote while the rows were read, a row may be half old and half new.
            if checksum(black_box(&body[at..end])) != before {
                return AllRows::Torn;
            }
            at = end;
        }
        self.bytes_read.fetch_add((body.len() - indexed.start) as u64, Ordering::Relaxed);
        if indexed.is_intact() { AllRows::Read } else { AllRows::Torn }
    }
}

/// Sums that show whether bytes have changed between two moments. They are simple enough for vector instructions.
fn checksum(bytes: &[u8]) -> [u64; 9] {
    let (blocks, rest) = bytes.as_chunks::<32>();
    let mut sums = [0_u64; 9];
    let (plain, weighted) = sums.split_at_mut(4);
    for block in blocks {
        for (lane, word) in block.as_chunks().0.iter().enumerate() {
            plain[lane] = plain[lane].wrapping_add(u64::from_le_bytes(*word));
            weighted[lane] = weighted[lane].wrapping_add(plain[lane]);
        }
    }
    sums[8] = rest.iter().fold(0, |sum, byte| sum * 257_u64 % 0xFFFF_FFFB + u64::from(*byte));
    sums
}
