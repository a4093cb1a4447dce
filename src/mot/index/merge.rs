//! Merges segments that follow one another in a file.

use std::sync::Arc;

use super::entry::Entry;
use super::segment::Segment;
use crate::mot::large_pages;
use crate::mot::progress::Progress;

/// Frame numbers are dense if there are at most this many numbers for each entry. Then a table with a place for every
/// number from the least to the greatest takes little memory.
const DENSITY: usize = 4;

/// About how many buckets are sorted one after the other.
const BUCKETS: usize = 512;

/// All frame numbers, sorted, each once.
pub(super) fn frames(segments: &[Arc<Segment>]) -> Vec<u32> {
    if let Some((first, count)) = dense(segments) {
        let mut is_there = vec![false; count];
        let entries = segments.iter().flat_map(|segment| segment.entries());
        entries.for_each(|entry| is_there[(entry.frame - first) as usize] = true);
        return (first..).zip(is_there).filter_map(|(frame, is_there)| is_there.then_some(frame)).collect();
    }
    let mut frames: Vec<u32> = segments.iter().flat_map(|segment| segment.frames()).collect();
    frames.sort_unstable();
    frames.dedup();
    frames
}

/// The least frame, and how many numbers there are from it to the greatest frame. `None` if the numbers are not dense.
fn dense(segments: &[Arc<Segment>]) -> Option<(u32, usize)> {
    let ranges = || segments.iter().filter_map(|segment| segment.range());
    let first = ranges().map(|(first, _)| first).min()?;
    let last = ranges().map(|(_, last)| last).max()?;
    let count = (last - first) as usize + 1;
    (count <= DENSITY * entries(segments)).then_some((first, count))
}

/// How many entries the segments have.
fn entries(segments: &[Arc<Segment>]) -> usize {
    segments.iter().map(|segment| segment.entries().len()).sum()
}

/// Merges several segments into one, which is sorted by frame. `None` if cancelled.
pub(super) fn unite(segments: Vec<Arc<Segment>>, progress: &Progress) -> Option<Arc<Segment>> {
    let follows = |pair: &[Arc<Segment>]| match (pair[0].range(), pair[1].range()) {
        (Some((_, last)), Some((first, _))) => last <= first,
        _ => true,
    };
    let is_sorted = segments.iter().all(|segment| segment.shift() == 0) && segments.windows(2).all(follows);
    let entries = if is_sorted { concatenate(segments) } else { distribute(&segments, progress)? };
    Some(Arc::new(Segment::new(entries, 0)))
}

/// Joins segments that are in the order of their frames. A run that was cut between two segments becomes one again.
fn concatenate(segments: Vec<Arc<Segment>>) -> Vec<Entry> {
    let mut all: Vec<Entry> = large_pages::vec_for(entries(&segments));
    for segment in segments {
        let mut entries = segment.entries();
        if let (Some(last), [first, rest @ ..]) = (all.last_mut(), entries)
            && let Some(joined) = last.join(*first)
        {
            *last = joined;
            entries = rest;
        }
        all.extend_from_slice(entries);
    }
    all.shrink_to_fit();
    all
}

/// Merges segments whose frames overlap: one bucket after the other, by a counting sort. It is stable, so the entries of a
/// frame stay in the order of the file. `None` if cancelled.
///
/// The entries of a bucket are neighbours in each segment, and their places in the result fit the cache of the processor, so
/// that memory is read and written in order.
fn distribute(segments: &[Arc<Segment>], progress: &Progress) -> Option<Vec<Entry>> {
    // The buckets of the coarsest segment, or larger ones: for each bucket, every segment is visited.
    let coarsest = segments.iter().map(|segment| segment.shift()).max().unwrap_or(0);
    let numbers = dense(segments).map_or(0, |(_, count)| count);
    let shift = coarsest.max((numbers / BUCKETS).checked_ilog2().map_or(0, |shift| shift + 1));
    let mut rests: Vec<&[Entry]> = segments.iter().map(|segment| segment.entries()).collect();
    let mut all = large_pages::vec_for(entries(segments));
    let mut places = vec![0; 1 << shift];
    let mut parts = Vec::with_capacity(rests.len());
    while let Some(bucket) = rests.iter().filter_map(|rest| rest.first()).map(|entry| entry.frame >> shift).min() {
        if progress.is_cancelled() {
            return None;
        }
        parts.clear();
        for rest in &mut rests {
            let end = rest.iter().take_while(|entry| entry.frame >> shift == bucket).count();
            let (part, after) = rest.split_at(end);
            *rest = after;
            parts.push(part);
        }
        add_sorted(&mut all, &parts, &mut places);
    }
    Some(all)
}

/// Adds the entries of a bucket to `all`, sorted by frame. `places` has a counter for each of its frames.
fn add_sorted(all: &mut Vec<Entry>, parts: &[&[Entry]], places: &mut [u32]) {
    let start = all.len();
    let count: usize = parts.iter().map(|part| part.len()).sum();
    if places.len() > DENSITY * count {
        parts.iter().for_each(|part| all.extend_from_slice(part));
        all[start..].sort_by_key(|entry| entry.frame);
        return;
    }
    let mask = places.len() - 1;
    let frame = |entry: &Entry| entry.frame as usize & mask;
    places.fill(0);
    for part in parts {
        part.iter().for_each(|entry| places[frame(entry)] += 1);
    }
    let mut place = 0;
    for count in places.iter_mut() {
        place += std::mem::replace(count, place);
    }
    all.resize(start + count, Entry::default());
    let sorted = &mut all[start..];
    for entry in parts.iter().copied().flatten() {
        let place = &mut places[frame(entry)];
        sorted[*place as usize] = *entry;
        *place += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn united_segments_are_a_stable_sort_of_all_entries(
            parts in prop::collection::vec((prop::collection::vec(0_u32..30, 1..20), 0..4_u32), 1..6), spread in 1_u32..1000,
        ) {
            let mut offset = 0;
            let segments: Vec<Arc<Segment>> = parts
                .iter()
                .map(|(frames, shift)| {
                    let mut entries: Vec<Entry> = frames
                        .iter()
                        .map(|frame| {
                            offset += 1 << 20;
                            Entry::new(frame * spread, offset, offset + 5)
                        })
                        .collect();
                    entries.sort_by_key(|entry| entry.frame >> shift);
                    Arc::new(Segment::new(entries, *shift))
                })
                .collect();
            let mut expected: Vec<Entry> = segments.iter().flat_map(|segment| segment.entries().to_vec()).collect();
            expected.sort_by_key(|entry| entry.frame);
            let mut numbers: Vec<u32> = expected.iter().map(|entry| entry.frame).collect();
            numbers.dedup();
            prop_assert_eq!(frames(&segments), numbers);
            let sought: Vec<Entry> = segments.iter().flat_map(|segment| segment.entries_of(spread)).collect();
            let of_frame: Vec<Entry> = expected.iter().copied().filter(|entry| entry.frame == spread).collect();
            prop_assert_eq!(sought, of_frame);
            let united = unite(segments, &Progress::new()).unwrap();
            prop_assert_eq!((united.entries(), united.shift()), (&expected[..], 0));
        }
    }
}
