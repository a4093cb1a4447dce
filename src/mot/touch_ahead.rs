//! Reads memory ahead: the lines of a frame may be far apart in a file.

use std::hint::black_box;
use std::ops::Range;

/// How many lines are fetched from memory at once.
const BATCH: usize = 16;

/// Passes on `spans` of `body` unchanged, but first touches both ends of every span of a batch. The memory system then
/// fetches the whole batch in about the time of one line. In a file ordered by track, the hundred lines of a frame are in a
/// hundred places.
pub(super) fn touch_ahead(
    body: &[u8],
    mut spans: impl Iterator<Item = Range<usize>>,
) -> impl Iterator<Item = Range<usize>> {
    let mut batch = [const { 0..0 }; BATCH];
    let (mut at, mut count) = (0, 0);
    std::iter::from_fn(move || {
        if at == count {
            (at, count) = (0, 0);
            while count < BATCH
                && let Some(span) = spans.next()
            {
                black_box((body.get(span.start).copied(), body.get(span.end.wrapping_sub(1)).copied()));
                batch[count] = span;
                count += 1;
            }
        }
        (at < count).then(|| {
            at += 1;
            batch[at - 1].clone()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_are_all_spans_in_order() {
        for count in [0, 1, 15, 16, 17, 100] {
            let spans: Vec<Range<usize>> = (0..count).map(|at| 3 * at..3 * at + at % 2).collect();
            assert_eq!(touch_ahead(&[0; 250], spans.iter().cloned()).collect::<Vec<_>>(), spans);
        }
    }
}
