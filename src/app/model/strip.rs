//! The strip that shows the whole file: the state of each column of pixels, computed from a snapshot of the cache.

use std::ops::Range;

use crate::cache::Snapshot;
use crate::provider::KeySet;

/// The state of a frame in the cache, in rising order of importance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum FrameState {
    /// Neither in the cache nor on its way.
    #[default]
    NotLoaded,
    /// In the cache, and requested before.
    Resident,
    /// In the cache: prefetched, and not requested yet.
    Unused,
    /// Waiting for a worker.
    Queued,
    /// Being loaded.
    InFlight,
    /// Could not be loaded, or its picture could not be read.
    Failed,
}

impl FrameState {
    /// All states, in the order of the legend.
    pub const ALL: [Self; 6] =
        [Self::Resident, Self::Unused, Self::Queued, Self::InFlight, Self::Failed, Self::NotLoaded];

    /// The name of the state in the legend.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotLoaded => "not loaded",
            Self::Resident => "resident",
            Self::Unused => "prefetched",
            Self::Queued => "queued",
            Self::InFlight => "in flight",
            Self::Failed => "failed",
        }
    }

    /// What the state means, in one sentence.
    pub fn help(self) -> &'static str {
        match self {
            Self::NotLoaded => "Neither in the cache nor on its way.",
            Self::Resident => "In the cache: shown at once when asked for.",
            Self::Unused => "In the cache, loaded ahead and not asked for yet.",
            Self::Queued => "Wanted by the predictor, waiting for a worker.",
            Self::InFlight => "Being loaded now.",
            Self::Failed => "The frame or its picture could not be loaded. Go there to read why and to retry.",
        }
    }
}

/// One column of pixels of the strip.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Column {
    /// The most important state of its frames.
    pub state: FrameState,
    /// How many of its frames are in the cache.
    pub resident: u32,
    /// Whether a run of consecutive frame numbers begins here, after a gap.
    pub is_break: bool,
}

/// Calls `each` with every key that has a state, and with the state. A key may come more than once. `damaged` are the frames
/// whose pictures could not be read.
pub fn states(snapshot: &Snapshot, damaged: &[u64], mut each: impl FnMut(u64, FrameState)) {
    for entry in &snapshot.resident {
        each(entry.key, if entry.unused { FrameState::Unused } else { FrameState::Resident });
    }
    snapshot.queued.iter().for_each(|&key| each(key, FrameState::Queued));
    let in_flight = snapshot.in_flight.iter().filter(|flight| !flight.outdated);
    in_flight.for_each(|flight| each(flight.key, FrameState::InFlight));
    snapshot.failed.iter().chain(damaged).for_each(|&key| each(key, FrameState::Failed));
}

/// The column of a rank, if `len` ranks share `columns` columns.
pub fn column_of(rank: u64, len: u64, columns: usize) -> usize {
    let at = u128::from(rank) * columns as u128 / u128::from(len.max(1));
    (at as usize).min(columns.saturating_sub(1))
}

/// The ranks that share a column, if `len` ranks share `columns` columns. A rank that is wider than a pixel has several columns.
pub fn ranks_of(column: usize, len: u64, columns: usize) -> Range<u64> {
    let first = |column: usize| (column as u128 * u128::from(len)).div_ceil(columns.max(1) as u128) as u64;
    let (begin, end) = (first(column), first(column + 1));
    if begin < end { begin..end } else { begin.saturating_sub(1)..begin.max(1) }
}

/// The position on the scale of ranks, from 0 to `len - 1`, of a place on the strip. `pixel` is its distance from the
/// left end, in pixels. The nearest whole number is the rank there. With more frames than pixels, the first pixel is
/// the first frame and the last pixel the last frame; otherwise each frame is as wide as it is drawn.
pub fn position_at(pixel: f64, pixels: u32, len: u64) -> f64 {
    let last = len.saturating_sub(1) as f64;
    let position = match places(pixels, len) {
        Some(places) if u64::from(places) < len => pixel * last / f64::from(places - 1),
        _ => pixel / f64::from(pixels.max(1)) * len as f64 - 0.5,
    };
    // `max` also turns NaN into 0, so the result is always a valid position.
    position.max(0.0).min(last)
}

/// The rank of the frame at a pixel of the strip.
pub fn rank_at(pixel: u32, pixels: u32, len: u64) -> u64 {
    let pixel = pixel.min(pixels.saturating_sub(1));
    // Where frames are at least a pixel wide, the middle of the pixel decides.
    let middle = if u64::from(pixels) < len { 0.0 } else { 0.5 };
    position_at(f64::from(pixel) + middle, pixels, len).round() as u64
}

/// How many ranks can be chosen on a strip of `pixels` pixels. `None` if there are fewer than two.
pub fn places(pixels: u32, len: u64) -> Option<u32> {
    let places = u64::from(pixels).min(len) as u32;
    (places > 1).then_some(places)
}

/// Fills `into` with the `columns` columns of the strip for all of `keys`. `damaged` are the frames whose pictures could not be
/// read.
pub fn aggregate(columns: usize, keys: &KeySet, snapshot: &Snapshot, damaged: &[u64], into: &mut Vec<Column>) {
    into.clear();
    into.resize(columns, Column::default());
    if columns == 0 || keys.is_empty() {
        return;
    }
    breaks(keys, into);
    states(snapshot, damaged, |key, state| {
        let Some(rank) = keys.rank_of(key) else { return };
        // A frame may be wider than a pixel. It ends where the next frame begins.
        let first = column_of(rank, keys.len(), columns);
        let end = column_of(rank + 1, keys.len(), columns).max(first + 1);
        let end = if rank + 1 == keys.len() { columns } else { end };
        for column in &mut into[first..end] {
            column.state = column.state.max(state);
            column.resident += u32::from(matches!(state, FrameState::Resident | FrameState::Unused));
        }
    });
}

/// Marks the columns in which a run begins. It checks each column for missing frame numbers, because a file may have
/// millions of runs, but there are few columns.
fn breaks(keys: &KeySet, columns: &mut [Column]) {
    let count = columns.len() as u128;
    let first_rank = |column: usize| (column as u128 * u128::from(keys.len())).div_ceil(count) as u64;
    for (at, column) in columns.iter_mut().enumerate() {
        // With the frame before the first frame of the column, a gap before it counts as well.
        let (before, end) = (first_rank(at).saturating_sub(1), first_rank(at + 1));
        let distance = |key: u64| Some(key - keys.key_at(before)?);
        column.is_break = first_rank(at) < end
            && end
                .checked_sub(1)
                .and_then(|last| distance(keys.key_at(last)?))
                .is_some_and(|numbers| numbers > end - 1 - before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::{FlightInfo, Lane, ResidentInfo};
    use proptest::prelude::*;
    use std::time::Duration;

    fn snapshot(resident: &[u64], queued: &[u64], in_flight: &[u64], failed: &[u64]) -> Snapshot {
        Snapshot {
            resident: resident
                .iter()
                .map(|&key| ResidentInfo { key, weight: 1, likelihood: 0.0, unused: key % 2 == 1 })
                .collect(),
            queued: queued.to_vec(),
            in_flight: in_flight
                .iter()
                .map(|&key| FlightInfo { key, lane: Lane::Prefetch, began: Duration::ZERO, outdated: false })
                .collect(),
            failed: failed.to_vec(),
            ..Snapshot::default()
        }
    }

    proptest! {
        #[test]
        fn every_rank_has_a_column_and_the_ranks_of_a_column_are_those_that_are_painted_there(
            len in 1_u64..3000, columns in 1_usize..500,
        ) {
            let mut next = 0;
            for column in 0..columns {
                let ranks = ranks_of(column, len, columns);
                prop_assert!(ranks.start < ranks.end && ranks.start <= next && ranks.end >= next, "{ranks:?}");
                next = ranks.end;
                let is_painted = |rank: u64| {
                    let first = column_of(rank, len, columns);
                    let end = column_of(rank + 1, len, columns).max(first + 1);
                    (first..if rank + 1 == len { columns } else { end }).contains(&column)
                };
                prop_assert!(ranks.clone().all(is_painted), "{column} {ranks:?}");
            }
            prop_assert_eq!(next, len);
        }

        #[test]
        fn a_column_has_the_most_urgent_state_of_its_frames(
            len in 1_u64..3000, columns in 1_usize..500,
            resident in prop::collection::vec(0_u64..3000, 0..40), queued in prop::collection::vec(0_u64..3000, 0..10),
            in_flight in prop::collection::vec(0_u64..3000, 0..5), failed in prop::collection::vec(0_u64..3000, 0..3),
        ) {
            let snapshot = snapshot(&resident, &queued, &in_flight, &failed);
            let keys = KeySet::first_n(len);
            let mut got = Vec::new();
            aggregate(columns, &keys, &snapshot, &[], &mut got);
            prop_assert_eq!(got.len(), columns);
            let mut seen = vec![FrameState::NotLoaded; columns];
            states(&snapshot, &[], |key, state| if key < len {
                // The naive way: every column whose range of ranks overlaps that of the frame.
                for (at, seen) in seen.iter_mut().enumerate() {
                    let here = column_of(key, len, columns) == at;
                    let wide = column_of(key, len, columns) < at && at < column_of(key + 1, len, columns);
                    let last = key + 1 == len && at >= column_of(key, len, columns);
                    if here || wide || last {
                        *seen = (*seen).max(state);
                    }
                }
            });
            prop_assert_eq!(got.iter().map(|column| column.state).collect::<Vec<_>>(), seen);
        }

        #[test]
        fn a_column_is_a_break_where_a_run_begins_in_it(
            runs in prop::collection::vec((0_u64..2000, 1_u64..40), 1..40), columns in 1_usize..300,
        ) {
            let keys = KeySet::from_runs(runs.into_iter().map(|(first, len)| first..=first + len - 1));
            let mut got = Vec::new();
            aggregate(columns, &keys, &Snapshot::default(), &[], &mut got);
            let mut expected = vec![false; columns];
            for run in keys.runs().skip(1) {
                expected[column_of(keys.rank_of(*run.start()).unwrap(), keys.len(), columns)] = true;
            }
            prop_assert_eq!(got.iter().map(|column| column.is_break).collect::<Vec<_>>(), expected);
        }

        #[test]
        fn a_pixel_leads_to_a_frame_it_shows(len in 1_u64..20_000, pixels in prop_oneof![1_u32..4, 4_u32..4000]) {
            for pixel in 0..pixels {
                let rank = rank_at(pixel, pixels, len);
                if len <= u64::from(pixels) {
                    // All frames that are drawn over the whole pixel.
                    let naive = (f64::from(pixel) + 0.5) / f64::from(pixels) * len as f64;
                    prop_assert_eq!(rank, naive as u64);
                } else {
                    let column = column_of(rank, len, pixels as usize);
                    prop_assert!(column.abs_diff(pixel as usize) <= 1, "{} is drawn at {}", pixel, column);
                }
            }
            prop_assert_eq!(rank_at(u32::MAX, pixels, len), if pixels > 1 { len - 1 } else { 0 });
        }

        #[test]
        fn the_places_are_those_in_the_hint_for_the_predictor(len in 2_u64..200_000, pixels in 2_u32..4000) {
            let places = places(pixels, len).unwrap();
            let mut reached: Vec<u64> = (0..pixels).map(|pixel| rank_at(pixel, pixels, len)).collect();
            reached.dedup();
            let rank = |place: u32| (f64::from(place) * (len - 1) as f64 / f64::from(places - 1)).round() as u64;
            prop_assert_eq!(reached, (0..places).map(rank).collect::<Vec<_>>());
        }

        #[test]
        fn any_place_is_answered(pixel: f64, pixels: u32, len: u64) {
            let position = position_at(pixel, pixels, len);
            prop_assert!(position >= 0.0 && position <= len.saturating_sub(1) as f64);
        }
    }

    #[test]
    fn one_failed_frame_of_100_000_is_seen_among_resident_ones() {
        let resident: Vec<u64> = (40_000..60_000).collect();
        let mut got = Vec::new();
        aggregate(800, &KeySet::first_n(100_000), &snapshot(&resident, &[], &[45_000], &[50_000]), &[], &mut got);
        assert_eq!(got[column_of(50_000, 100_000, 800)].state, FrameState::Failed);
        assert_eq!(got[column_of(45_000, 100_000, 800)].state, FrameState::InFlight);
        assert_eq!(got[399].resident, 125);
    }

    #[test]
    fn breaks_are_marked_where_a_run_begins() {
        let mut got = Vec::new();
        aggregate(10, &KeySet::from_runs([1..=5, 9_000..=9_004]), &snapshot(&[9_000], &[], &[], &[]), &[], &mut got);
        assert_eq!(got.iter().position(|column| column.is_break), Some(5));
        assert_eq!(got[5].state, FrameState::Resident);
        aggregate(10, &KeySet::default(), &snapshot(&[1], &[], &[], &[]), &[], &mut got);
        assert!(got.iter().all(|column| *column == Column::default()));
    }
}
