//! Merges segments that follow one another in a file.

use std::sync::Arc;

use super::entry::Entry;
use super::segment::Segment;
use crate::mot::progress::Progress;

/// How many entries are moved before the progress is checked again.
const BLOCK: usize = 1 << 16;

/// Frame numbers are dense if there are at most this many numbers for each entry. Then a table with a place for every
/// number from the least to the greatest takes little memory.
const DENSITY: usize = 4;

/// All frame numbers, sorted, each once.
pub(super) fn frames(segments: &[Arc<Segment>]) -> Vec<u32> {
    let all = || segments.iter().flat_map(|segment| segment.frames());
    if let Some((first, count)) = dense(segments) {
        let mut is_there = vec![false; count];
        all().for_each(|frame| is_there[(frame - first) as usize] = true);
        return (first..).zip(is_there).filter_map(|(frame, is_there)| is_there.then_some(frame)).collect();
    }
    let mut frames: Vec<u32> = all().collect();
    frames.sort_unstable();
    frames.dedup();
    frames
}

/// The least frame, and how many numbers there are from it to the greatest frame. `None` if the numbers are not dense.
fn dense(segments: &[Arc<Segment>]) -> Option<(u32, usize)> {
    let first = segments.iter().filter_map(|segment| segment.0.first()).map(|entry| entry.frame).min()?;
    let last = segments.iter().filter_map(|segment| segment.0.last()).map(|entry| entry.frame).max()?;
    let count = (last - first) as usize + 1;
    let entries: usize = segments.iter().map(|segment| segment.0.len()).sum();
    (count <= DENSITY * entries).then_some((first, count))
}

/// Merges several segments into one. `None` if cancelled.
pub(super) fn unite(segments: Vec<Arc<Segment>>, progress: &Progress) -> Option<Arc<Segment>> {
    let follows = |pair: &[Arc<Segment>]| match (pair[0].0.last(), pair[1].0.first()) {
        (Some(last), Some(first)) => last.frame <= first.frame,
        _ => true,
    };
    let entries =
        if segments.windows(2).all(follows) { concatenate(segments) } else { distribute(&segments, progress)? };
    Some(Arc::new(Segment(entries)))
}

/// Joins segments that are in the order of their frames. A run that was cut between two segments becomes one again.
fn concatenate(segments: Vec<Arc<Segment>>) -> Vec<Entry> {
    let mut all: Vec<Entry> = Vec::with_capacity(segments.iter().map(|segment| segment.0.len()).sum());
    for segment in segments {
        let mut entries = &segment.0[..];
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

/// Merges segments whose frames overlap, by a counting sort. It is stable, so the entries of a frame stay in the order of
/// the file. Each segment is sorted, so memory is read and written in ascending order, which is fast.
fn distribute(segments: &[Arc<Segment>], progress: &Progress) -> Option<Vec<Entry>> {
    if let Some((first, count)) = dense(segments) {
        return move_to_places(segments, count, progress, |_, frame| (frame - first) as usize);
    }
    let frames = frames(segments);
    move_to_places(segments, frames.len(), progress, |before, frame| {
        let near = before + usize::from(frames[before] != frame);
        // Entries are sorted, but a segment may lack some frames. Then the place is searched.
        if frames.get(near) == Some(&frame) { near } else { frames.partition_point(|&other| other < frame) }
    })
}

/// Sorts entries by the place of their frame, of which there are `count`. `place_of` gets the place of the entry before and
/// the frame. `None` if cancelled.
fn move_to_places(
    segments: &[Arc<Segment>],
    count: usize,
    progress: &Progress,
    place_of: impl Fn(usize, u32) -> usize,
) -> Option<Vec<Entry>> {
    let mut places = vec![0_usize; count];
    let mut place = 0;
    for entries in segments.iter().flat_map(|segment| segment.0.chunks(BLOCK)) {
        for entry in entries {
            place = place_of(place, entry.frame);
            places[place] += 1;
        }
        if progress.is_cancelled() {
            return None;
        }
    }
    let mut start = 0;
    for place in &mut places {
        start += std::mem::replace(place, start);
    }
    let mut all = vec![Entry::default(); start];
    for entries in segments.iter().flat_map(|segment| segment.0.chunks(BLOCK)) {
        for entry in entries {
            place = place_of(place, entry.frame);
            all[places[place]] = *entry;
            places[place] += 1;
        }
        if progress.is_cancelled() {
            return None;
        }
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn united_segments_are_a_stable_sort_of_all_entries(
            parts in prop::collection::vec(prop::collection::vec(0_u32..30, 1..20), 1..6), spread in 1_u32..1000,
        ) {
            let mut offset = 0;
            let segments: Vec<Arc<Segment>> = parts
                .iter()
                .map(|frames| {
                    let mut entries: Vec<Entry> = frames
                        .iter()
                        .map(|frame| {
                            offset += 1 << 20;
                            Entry::new(frame * spread, offset, offset + 5)
                        })
                        .collect();
                    entries.sort_by_key(|entry| entry.frame);
                    Arc::new(Segment(entries))
                })
                .collect();
            let mut expected: Vec<Entry> = segments.iter().flat_map(|segment| segment.0.clone()).collect();
            expected.sort_by_key(|entry| entry.frame);
            let mut numbers: Vec<u32> = expected.iter().map(|entry| entry.frame).collect();
            numbers.dedup();
            prop_assert_eq!(frames(&segments), numbers);
            prop_assert_eq!(&unite(segments, &Progress::new()).unwrap().0, &expected);
        }
    }
}
