//! Where the stretches of a track lie on columns of pixels.

use std::ops::Range;

use super::FULL;
use super::axis::{Axis, rank_from};
use super::facts::Switch;
use crate::metrics::tracks::Stretch;
use crate::provider::KeySet;

/// Columns that follow each other and show one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<State> {
    /// Its first column.
    pub from: u32,
    /// The column after its last one.
    pub to: u32,
    /// The state that is shown.
    pub state: State,
    /// The number of a frame with this state on the first column.
    pub frame: u64,
}

/// The pieces in view of a track with these stretches, which are sorted.
///
/// A column shows the state of the frame in its middle. If the track is not in that frame, it shows the first state among the
/// frames on the column, so that a short track is seen however many frames lie on a column. The time depends on the number of pieces,
/// not on the number of stretches.
pub fn pieces<State: Copy + PartialEq>(stretches: &[Stretch<State>], axis: &Axis, keys: &KeySet) -> Vec<Piece<State>> {
    let mut pieces: Vec<Piece<State>> = Vec::new();
    let mut add = |from: u32, to: u32, state: State, frame: u64| {
        let to = to.min(axis.columns());
        match pieces.last_mut() {
            Some(last) if last.to == from && last.state == state => last.to = to,
            _ => pieces.push(Piece { from, to, state, frame }),
        }
    };
    let mut column = 0;
    while column < axis.columns() {
        let Some(frame) = axis.rank_at(column).and_then(|rank| keys.key_at(rank)) else { break };
        // The first stretch that does not end before this frame.
        let next = stretch_from(stretches, frame);
        match next {
            Some(stretch) if u64::from(stretch.first) <= frame => {
                let end = axis.column_from(rank_from(keys, u64::from(stretch.last) + 1)).max(column + 1);
                add(column, end, stretch.state, frame);
                column = end;
            }
            _ => {
                if let Some((state, frame)) = beside_the_middle(stretches, axis, keys, column) {
                    add(column, column + 1, state, frame);
                    column += 1;
                } else if let Some(stretch) = next {
                    let rank = rank_from(keys, stretch.first.into());
                    column = axis.column_of(rank).min(axis.column_from(rank)).max(column + 1);
                } else {
                    break;
                }
            }
        }
    }
    pieces
}

/// The first state among the frames on a column, and its frame.
fn beside_the_middle<State: Copy>(
    stretches: &[Stretch<State>],
    axis: &Axis,
    keys: &KeySet,
    column: u32,
) -> Option<(State, u64)> {
    let ranks = axis.ranks_on(column);
    if ranks.is_empty() {
        return None;
    }
    let mut frame = keys.key_at(ranks.start)?;
    loop {
        let stretch = stretch_from(stretches, frame)?;
        // A stretch may have none of the frames.
        let rank = rank_from(keys, frame.max(stretch.first.into()));
        frame = keys.key_at(rank).filter(|_| ranks.contains(&rank))?;
        if frame <= stretch.last.into() {
            return Some((stretch.state, frame));
        }
    }
}

fn stretch_from<State>(stretches: &[Stretch<State>], frame: u64) -> Option<&Stretch<State>> {
    stretches.get(stretches.partition_point(|stretch| u64::from(stretch.last) < frame))
}

/// How well a piece is seen: its parts, each with its first column, the column after its last one, and its level. `levels` are
/// pieces, too. What they leave out is [`FULL`], but nothing on the columns `known`, on which all frames were looked at.
pub fn heights<State>(piece: &Piece<State>, levels: &[Piece<u8>], known: Option<Range<u32>>) -> Vec<(u32, u32, u8)> {
    let mut parts = Vec::new();
    let mut add = |from: u32, to: u32, level: u8| {
        if from < to {
            parts.push((from, to, level));
        }
    };
    let known = known.unwrap_or(0..0);
    let mut column = piece.from;
    let next = levels.partition_point(|level| level.to <= piece.from);
    let overlapping = levels[next..].iter().take_while(|level| level.from < piece.to).map(Some);
    for level in overlapping.chain([None]) {
        let end = level.map_or(piece.to, |level| level.from.max(column));
        // Between the levels: full before and after what is known.
        let begin = known.start.clamp(column, end);
        add(column, begin, FULL);
        add(known.end.clamp(begin, end), end, FULL);
        if let Some(level) = level {
            column = level.to.min(piece.to);
            add(end, column, level.state);
        }
    }
    parts
}

/// The columns in view in which there is a switch, rising.
pub fn ticks(switches: &[Switch], axis: &Axis, keys: &KeySet) -> Vec<u32> {
    let mut ticks = Vec::new();
    let Some((first, last)) = axis.ranks() else { return ticks };
    let first = keys.key_at(first).unwrap_or(0);
    let mut rest = &switches[switches.partition_point(|switch| u64::from(switch.frame) < first)..];
    let column = |switch: &Switch| {
        let rank = rank_from(keys, switch.frame.into());
        if rank > last { axis.columns() } else { axis.column_of(rank) }
    };
    while let Some(at) = rest.first().map(column).filter(|&at| at < axis.columns()) {
        ticks.push(at);
        rest = &rest[rest.partition_point(|switch| column(switch) <= at)..];
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// The state of each column, found frame by frame.
    fn naive(stretches: &[Stretch<u8>], axis: &Axis, keys: &KeySet) -> Vec<Option<u8>> {
        let mut states = BTreeMap::new();
        for stretch in stretches {
            (stretch.first..=stretch.last).for_each(|frame| _ = states.insert(u64::from(frame), stretch.state));
        }
        let at = |rank: u64| states.get(&keys.key_at(rank)?).copied();
        let column = |column: u32| {
            let middle = axis.rank_at(column)?;
            at(middle).or_else(|| axis.ranks_on(column).find_map(at))
        };
        (0..axis.columns()).map(column).collect()
    }

    fn drawn(pieces: &[Piece<u8>], columns: u32) -> Vec<Option<u8>> {
        let mut drawn = vec![None; columns as usize];
        for piece in pieces {
            drawn[piece.from as usize..piece.to as usize].fill(Some(piece.state));
        }
        drawn
    }

    /// Stretches from gaps, lengths and states.
    fn stretches(parts: &[(u32, u32, u8)]) -> Vec<Stretch<u8>> {
        let mut end = 0;
        let mut stretch = |&(gap, length, state): &(u32, u32, u8)| {
            let first = end + 1 + gap;
            end = first + length;
            Stretch { first, last: end, state }
        };
        parts.iter().map(&mut stretch).collect()
    }

    proptest! {
        #[test]
        fn pieces_are_what_each_column_shows(
            parts in prop::collection::vec((0_u32..9, 0_u32..30, 0_u8..3), 0..30),
            runs in prop::collection::vec((0_u64..600, 0_u64..200), 1..6),
            columns in 1_u32..300, zoom in 0.5_f64..60.0, by in 0_i64..3000,
        ) {
            let keys = KeySet::from_runs(runs.into_iter().map(|(first, len)| first..=first + len));
            let axis = Axis::fitting(keys.len(), columns).zoomed(0.0, zoom).panned(by);
            let stretches = stretches(&parts);
            let pieces = pieces(&stretches, &axis, &keys);
            prop_assert_eq!(drawn(&pieces, columns), naive(&stretches, &axis, &keys), "{:?}", axis);
            for piece in &pieces {
                prop_assert!(piece.from < piece.to && keys.contains(piece.frame));
                let is_of = |stretch: &Stretch<u8>| {
                    (stretch.first.into()..=stretch.last.into()).contains(&piece.frame) && stretch.state == piece.state
                };
                prop_assert!(stretches.iter().any(is_of), "{piece:?}");
            }
            for pair in pieces.windows(2) {
                prop_assert!(pair[0].to < pair[1].from || pair[0].state != pair[1].state, "they are merged");
            }
        }

        #[test]
        fn the_height_of_each_column_is_its_level_and_full_where_nothing_is_known(
            parts in prop::collection::vec((0_u32..9, 1_u32..9, 0_u8..9), 0..9), from in 0_u32..40, length in 1_u32..40,
            known in prop::option::of((0_u32..60, 0_u32..60)),
        ) {
            let mut column = 0;
            let mut level = |(gap, length, state): (u32, u32, u8)| {
                let from = column + gap;
                column = from + length;
                Piece { from, to: column, state, frame: 0 }
            };
            let levels: Vec<_> = parts.into_iter().map(&mut level).collect();
            let known = known.map(|(start, end)| start.min(end)..start.max(end));
            let piece = Piece { from, to: from + length, state: (), frame: 0 };
            let mut got = vec![None; 100];
            for (from, to, level) in heights(&piece, &levels, known.clone()) {
                prop_assert!(from < to && got[from as usize..to as usize].iter().all(Option::is_none));
                got[from as usize..to as usize].fill(Some(level));
            }
            for (column, got) in (0..).zip(got) {
                let level = levels.iter().find(|level| (level.from..level.to).contains(&column)).map(|level| level.state);
                let is_absent = known.as_ref().is_some_and(|known| known.contains(&column));
                let naive = level.or((!is_absent).then_some(FULL)).filter(|_| (from..from + length).contains(&column));
                prop_assert_eq!(got, naive, "{}", column);
            }
        }

        #[test]
        fn a_tick_is_where_a_switch_is(
            frames in prop::collection::btree_set(0_u32..700, 0..80), columns in 1_u32..300,
            runs in prop::collection::vec((0_u64..600, 0_u64..200), 1..6), zoom in 0.5_f64..60.0, by in 0_i64..3000,
        ) {
            let keys = KeySet::from_runs(runs.into_iter().map(|(first, len)| first..=first + len));
            let axis = Axis::fitting(keys.len(), columns).zoomed(0.0, zoom).panned(by);
            let switches: Vec<Switch> = frames.iter().filter(|frame| keys.contains(u64::from(**frame)))
                .map(|&frame| Switch { frame, from: 0, is_shaded: false }).collect();
            let (first, last) = axis.ranks().unwrap();
            let mut naive: Vec<u32> = switches.iter()
                .filter_map(|switch| keys.rank_of(switch.frame.into()))
                .filter(|rank| (first..=last).contains(rank))
                .map(|rank| axis.column_of(rank)).filter(|&column| column < columns).collect();
            naive.dedup();
            prop_assert_eq!(ticks(&switches, &axis, &keys), naive);
        }
    }

    #[test]
    fn a_track_of_one_frame_is_seen_among_many() {
        let keys = KeySet::first_n(1_000_000);
        let axis = Axis::fitting(keys.len(), 100);
        for frame in [0, 1, 4_999, 5_000, 9_999, 10_000, 999_999] {
            let shown = pieces(&[Stretch { first: frame, last: frame, state: 7 }], &axis, &keys);
            assert_eq!(
                shown.iter().map(|piece| (piece.from, piece.to)).collect::<Vec<_>>(),
                [(frame / 10_000, frame / 10_000 + 1)]
            );
        }
    }

    #[test]
    fn many_stretches_on_few_columns_are_not_looked_at_one_by_one() {
        let many: Vec<_> = (0..1_000_000).map(|at| Stretch { first: at * 2, last: at * 2, state: at % 2 }).collect();
        let keys = KeySet::first_n(2_000_000);
        let began = std::time::Instant::now();
        for _ in 0..100 {
            assert!(pieces(&many, &Axis::fitting(keys.len(), 500), &keys).len() <= 500);
        }
        assert!(began.elapsed() < std::time::Duration::from_secs(10), "{:?}", began.elapsed());
    }
}
