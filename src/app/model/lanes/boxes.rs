//! The boxes and tracks of each column of pixels, for files that are compared with nothing.

use super::numbers;
use crate::app::model::strip;
use crate::mot::Track;
use crate::provider::KeySet;

/// The most frames that are read in all. In a longer file, evenly spaced frames stand for those between them.
const MAX_READ: u64 = 100_000;

/// The boxes and tracks of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BoxesColumn {
    /// How many boxes a frame has, in the mean.
    pub boxes: f32,
    /// How many tracks begin.
    pub births: u64,
    /// How many tracks end.
    pub deaths: u64,
    /// How many frames share the column.
    pub frames: u64,
    /// The first and the last of these frames.
    pub ends: (u64, u64),
}

/// The boxes and tracks of all of `keys` in `columns` columns. `count` says how many boxes the frame with a number has. `None` if
/// `is_cancelled` says so.
pub fn boxes(
    columns: usize,
    keys: &KeySet,
    tracks: &[Track],
    count: &mut dyn FnMut(u64) -> usize,
    is_cancelled: &dyn Fn() -> bool,
) -> Option<Vec<BoxesColumn>> {
    let mut all = vec![BoxesColumn::default(); columns];
    let each = (MAX_READ / columns.max(1) as u64).max(1);
    let mut last: Option<(u64, f32)> = None;
    for (at, column) in all.iter_mut().enumerate() {
        if is_cancelled() {
            return None;
        }
        let ranks = strip::ranks_of(at, keys.len(), columns);
        let Some((first, end)) = keys.key_at(ranks.start).zip(keys.key_at(ranks.end - 1)) else { continue };
        column.frames = ranks.end - ranks.start;
        column.ends = (first, end);
        column.boxes = match last {
            // A frame that is wider than a pixel is read once.
            Some((rank, boxes)) if rank == ranks.start => boxes,
            _ => mean(
                ranks.clone().step_by(column.frames.div_ceil(each) as usize).filter_map(|rank| keys.key_at(rank)),
                count,
            ),
        };
        last = Some((ranks.start, column.boxes));
    }
    for track in tracks {
        let mut add = |number: u32, one: fn(&mut BoxesColumn) -> &mut u64| {
            for column in columns_of(number.into(), keys, columns) {
                *one(&mut all[column]) += 1;
            }
        };
        add(track.first, |column| &mut column.births);
        add(track.last, |column| &mut column.deaths);
    }
    Some(all)
}

/// The mean of what `count` says of these frames.
fn mean(frames: impl Iterator<Item = u64>, count: &mut dyn FnMut(u64) -> usize) -> f32 {
    let (sum, frames) = frames.fold((0, 0_u32), |(sum, frames), number| (sum + count(number), frames + 1));
    sum as f32 / frames.max(1) as f32
}

/// The columns of the frame with this number.
fn columns_of(number: u64, keys: &KeySet, columns: usize) -> std::ops::Range<usize> {
    let Some(rank) = keys.rank_of(number) else { return 0..0 };
    let first = strip::column_of(rank, keys.len(), columns);
    let end = strip::column_of(rank + 1, keys.len(), columns).max(first + 1);
    debug_assert!(numbers(first, keys, columns).is_some_and(|numbers| numbers.contains(&number)));
    first..if rank + 1 == keys.len() { columns } else { end.min(columns) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MotFile;
    use proptest::prelude::*;
    use std::fmt::Write as _;

    proptest! {
        #[test]
        fn columns_have_the_boxes_and_the_tracks_of_their_frames(
            tracks in prop::collection::vec((1_u64..40, 0_u64..20), 1..12), columns in 1_usize..90,
        ) {
            let mut text = String::new();
            let rows = |frame: u64| tracks.iter().filter(|(first, more)| (*first..=first + more).contains(&frame)).count();
            for (id, (first, more)) in (1..).zip(&tracks) {
                (*first..=first + more).for_each(|frame| writeln!(text, "{frame},{id},0,0,10,10,1,-1,-1,-1").unwrap());
            }
            let file = MotFile::from_bytes("a.txt", text.into_bytes()).unwrap();
            let keys = KeySet::from_keys(file.frames().into_iter().map(u64::from));
            let summary = file.summarize(&crate::mot::Progress::new()).unwrap();
            let got = boxes(columns, &keys, &summary.tracks, &mut |frame| rows(frame), &|| false).unwrap();
            for (at, column) in got.iter().enumerate() {
                let frames: Vec<u64> =
                    strip::ranks_of(at, keys.len(), columns).filter_map(|rank| keys.key_at(rank)).collect();
                let sum: usize = frames.iter().map(|&frame| rows(frame)).sum();
                prop_assert!((column.boxes - sum as f32 / frames.len() as f32).abs() < 1e-3);
                let births = tracks.iter().filter(|(first, _)| frames.contains(first)).count() as u64;
                let deaths = tracks.iter().filter(|(first, more)| frames.contains(&(first + more))).count() as u64;
                prop_assert_eq!((column.births, column.deaths), (births, deaths));
            }
        }
    }
}
