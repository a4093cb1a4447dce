//! Tracks do not depend on how the rows are read: one by one, in groups, in one part or several.

use super::*;
use proptest::prelude::*;

#[test]
fn a_row_is_doubtful_unless_it_leads_its_track_on() {
    let mut table = TrackTable::default();
    let rows = [(1, 1, true), (2, 1, true), (1, 3, true), (1, 3, false), (2, 5, true), (1, 2, false), (3, 0, true)];
    for (id, frame, is_new) in rows {
        let mut doubts = Vec::new();
        table.add(TrackId(id), frame, None, f64::NAN, |frame| doubts.push(frame));
        assert_eq!(doubts, if is_new { vec![] } else { vec![frame] }, "id {id} in frame {frame}");
    }
}

#[test]
fn ranges_of_doubt_are_ordered_and_apart() {
    let table = |rows: &[(u64, u32)]| {
        let mut table = TrackTable::default();
        rows.iter().for_each(|&(id, frame)| table.add(TrackId(id), frame, None, 0.5, |_| unreachable!()));
        table.into_list(&mut RowBuffers::default(), |_| ())
    };
    let mut one = table(&[(1, 10), (2, 20), (3, 30), (4, 40), (5, 50)]);
    let other = table(&[(3, 28), (1, 11), (2, 15), (2, 24), (3, 29), (4, 37), (4, 39), (5, 39), (5, 60), (6, 1)]);
    assert_eq!(one.merge(other, &[], true), [(15, 20), (28, 29), (37, 50)]);
}

proptest! {
    #[test]
    fn groups_change_nothing(
        rows in prop::collection::vec((0..300_u64, 0..9_u32, 0..3_u32), 0..150), repeats in 1..30_usize,
    ) {
        let read = |mut table: TrackTable| {
            let mut doubts = Vec::new();
            for &(id, frame, class) in &rows.repeat(repeats) {
                table.add(TrackId(id), frame, Some(class), f64::from(frame), |frame| doubts.push(frame));
            }
            let tracks = table.into_list(&mut RowBuffers::default(), |frame| doubts.push(frame)).into_tracks(&[0, 1, 2]);
            doubts.sort_unstable();
            (tracks, doubts)
        };
        prop_assert_eq!(read(TrackTable::by_groups(9, &mut RowBuffers::default())), read(TrackTable::default()));
    }

    #[test]
    fn merged_tracks_are_those_of_both_parts(
        one in prop::collection::btree_map(0..40_u64, 0..9_u32, 0..30), other in prop::collection::btree_map(0..40_u64, 0..9_u32, 0..30),
    ) {
        let list = |rows: &std::collections::BTreeMap<u64, u32>| {
            TrackList(rows.iter().map(|(&id, &frame)| Track::new(TrackId(id), frame, frame, 1)).collect())
        };
        let mut all = std::collections::BTreeMap::new();
        for (&id, &frame) in one.iter().chain(&other) {
            let track = all.entry(id).or_insert(Track::new(TrackId(id), frame, frame, 0));
            (track.first, track.last, track.boxes) = (track.first.min(frame), track.last.max(frame), track.boxes + 1);
        }
        let mut merged = list(&one);
        merged.merge(list(&other), &[], false);
        prop_assert_eq!(merged.into_tracks(&[]), all.into_values().collect::<Vec<_>>());
    }

    #[test]
    fn a_track_has_the_class_of_most_of_its_rows_whatever_the_parts(
        classes in prop::collection::vec(prop::option::of(0..3_u32), 1..20), cuts in prop::collection::vec(0..20_usize, 0..4),
    ) {
        let mut whole = TrackList::default();
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(classes.len())).chain([0, classes.len()]).collect();
        cuts.sort_unstable();
        for part in cuts.windows(2) {
            let mut table = TrackTable::default();
            for (frame, &class) in classes[part[0]..part[1]].iter().enumerate() {
                table.add(TrackId(7), frame as u32, class, 0.5, |_| ());
            }
            whole.merge(table.into_list(&mut RowBuffers::default(), |_| ()), &[0, 1, 2], true);
        }
        let class = whole.into_tracks(&[5, 6, 7])[0].class();
        let classes: Vec<u32> = classes.into_iter().flatten().collect();
        prop_assert_eq!(class.is_some(), !classes.is_empty());
        for winner in 0..3 {
            if 2 * classes.iter().filter(|&&class| class == winner).count() > classes.len() {
                prop_assert_eq!(class, Some(winner + 5));
            }
        }
    }
}
