//! Collects the tracks of a file, row by row.

use super::keyed::KeyedMap;
use crate::mot::detection::TrackId;

/// A track: all rows of one identity in a file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Track {
    /// Its id.
    pub id: TrackId,
    /// The first frame in which it has a row.
    pub first: u32,
    /// The last frame in which it has a row.
    pub last: u32,
    /// How many rows it has.
    pub boxes: u32,
    /// The class that more than half of its rows have, as a place in [`Summary::classes`](super::Summary::classes). If there
    /// is no such class, it is the class of some row.
    pub class: Option<u32>,
    /// The greatest confidence of its rows; `None` if they have none.
    pub max_confidence: Option<f32>,
}

/// A track while rows are added.
#[derive(Clone, Debug)]
struct GrowingTrack {
    track: Track,
    /// The lead of `track.class` in the majority vote by Boyer and Moore (1981). It finds the majority in one pass, without a
    /// counter for each class of each track.
    lead: u32,
    /// The place of the track whose row came after the latest row of this one. Files ordered by frame have their tracks in
    /// about the same order in each frame, so few rows need a look-up.
    next: u32,
}

/// The tracks found so far, in the order of appearance.
#[derive(Clone, Debug, Default)]
pub(super) struct TrackTable {
    /// The place of each track in `tracks`, by id.
    places: KeyedMap<u32>,
    tracks: Vec<GrowingTrack>,
    /// The place of the track of the latest row. In files ordered by track, the next row usually belongs to it.
    latest: usize,
}

impl TrackTable {
    /// Adds a row. `false` if the track already has a row of this or of a later frame: then this row may be a duplicate.
    #[inline]
    pub(super) fn add(&mut self, id: TrackId, frame: u32, class: Option<u32>, confidence: f64) -> bool {
        let growing = self.find(id, frame);
        let track = &mut growing.track;
        let is_new = track.boxes == 0 || frame > track.last;
        track.first = track.first.min(frame);
        track.last = track.last.max(frame);
        track.boxes = track.boxes.saturating_add(1);
        growing.vote(class, 1);
        growing.add_confidence(confidence as f32);
        is_new
    }

    /// The track with this id. If it is new, it begins in `frame`.
    #[inline]
    fn find(&mut self, id: TrackId, frame: u32) -> &mut GrowingTrack {
        let is_at = |tracks: &[GrowingTrack], place: usize| tracks.get(place).is_some_and(|at| at.track.id == id);
        if !is_at(&self.tracks, self.latest) {
            let next = self.tracks.get(self.latest).map_or(0, |latest| latest.next as usize);
            let place = if is_at(&self.tracks, next) { next } else { self.look_up(id, frame) };
            self.latest = place;
        }
        &mut self.tracks[self.latest]
    }

    /// The place of the track with this id, found by its hash.
    fn look_up(&mut self, id: TrackId, frame: u32) -> usize {
        let place = *self.places.entry(id.0).or_insert_with(|| {
            let track = Track { id, first: frame, last: frame, boxes: 0, class: None, max_confidence: None };
            self.tracks.push(GrowingTrack { track, lead: 0, next: 0 });
            self.tracks.len() as u32 - 1
        });
        if let Some(latest) = self.tracks.get_mut(self.latest) {
            latest.next = place;
        }
        place as usize
    }

    /// Adds the tracks of the next part of the file. `classes` are the new places of its classes. Returns the ranges of frames
    /// that may now have two rows of one identity. Each range is a first and a last frame; ranges are sorted and do not
    /// overlap.
    pub(super) fn merge(&mut self, part: &Self, classes: &[u32]) -> Vec<(u32, u32)> {
        let mut doubtful = Vec::new();
        for other in &part.tracks {
            let more = &other.track;
            let own = self.find(more.id, more.first);
            if own.track.boxes > 0 && more.first <= own.track.last {
                doubtful.push((more.first, more.last.min(own.track.last)));
            }
            own.track.first = own.track.first.min(more.first);
            own.track.last = own.track.last.max(more.last);
            own.track.boxes = own.track.boxes.saturating_add(more.boxes);
            own.vote(more.class.and_then(|class| classes.get(class as usize).copied()), other.lead);
            own.add_confidence(more.max_confidence.unwrap_or(f32::NAN));
        }
        doubtful.sort_unstable();
        doubtful.dedup_by(|next, before| {
            let touches = next.0 <= before.1;
            if touches {
                before.1 = before.1.max(next.1);
            }
            touches
        });
        doubtful
    }

    /// The tracks sorted by id. `order` has for each class its place in the sorted list of classes.
    pub(super) fn sorted(&self, order: &[u32]) -> Vec<Track> {
        let mut tracks: Vec<Track> = self.tracks.iter().map(|growing| growing.track).collect();
        tracks.sort_unstable_by_key(|track| track.id);
        for track in &mut tracks {
            track.class = track.class.and_then(|class| order.get(class as usize).copied());
        }
        tracks
    }
}

impl GrowingTrack {
    /// Adds votes for a class. The votes of two parts of a file may be added up: a class of more than half of all rows wins,
    /// whatever the parts are.
    #[inline]
    fn vote(&mut self, class: Option<u32>, lead: u32) {
        if class.is_none() {
            return;
        }
        if self.track.class == class {
            self.lead = self.lead.saturating_add(lead);
        } else if self.track.class.is_none() || self.lead < lead {
            self.track.class = class;
            self.lead = lead - self.lead;
        } else {
            self.lead -= lead;
        }
    }

    /// Adds a confidence; NaN stands for none.
    #[inline]
    fn add_confidence(&mut self, confidence: f32) {
        if self.track.max_confidence.is_none_or(|max| confidence > max) && !confidence.is_nan() {
            self.track.max_confidence = Some(confidence);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_row_is_doubtful_unless_it_leads_its_track_on() {
        let mut table = TrackTable::default();
        let rows = [(1, 1, true), (2, 1, true), (1, 3, true), (1, 3, false), (2, 5, true), (1, 2, false), (3, 0, true)];
        for (id, frame, is_new) in rows {
            assert_eq!(table.add(TrackId(id), frame, None, f64::NAN), is_new, "id {id} in frame {frame}");
        }
    }

    #[test]
    fn ranges_of_doubt_are_ordered_and_apart() {
        let table = |rows: &[(u64, u32)]| {
            let mut table = TrackTable::default();
            rows.iter().for_each(|&(id, frame)| assert!(table.add(TrackId(id), frame, None, 0.5)));
            table
        };
        let mut one = table(&[(1, 10), (2, 20), (3, 30), (4, 40), (5, 50)]);
        let other = table(&[(3, 28), (1, 11), (2, 15), (2, 24), (3, 29), (4, 37), (4, 39), (5, 39), (5, 60), (6, 1)]);
        assert_eq!(one.merge(&other, &[]), [(15, 20), (28, 29), (37, 50)]);
    }

    proptest! {
        #[test]
        fn a_track_has_the_class_of_most_of_its_rows_whatever_the_parts(
            classes in prop::collection::vec(prop::option::of(0..3_u32), 1..20), cuts in prop::collection::vec(0..20_usize, 0..4),
        ) {
            let mut whole = TrackTable::default();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(classes.len())).chain([0, classes.len()]).collect();
            cuts.sort_unstable();
            for part in cuts.windows(2) {
                let mut table = TrackTable::default();
                for (frame, &class) in classes[part[0]..part[1]].iter().enumerate() {
                    table.add(TrackId(7), frame as u32, class, 0.5);
                }
                whole.merge(&table, &[0, 1, 2]);
            }
            let class = whole.sorted(&[5, 6, 7])[0].class;
            let classes: Vec<u32> = classes.into_iter().flatten().collect();
            prop_assert_eq!(class.is_some(), !classes.is_empty());
            for winner in 0..3 {
                if 2 * classes.iter().filter(|&&class| class == winner).count() > classes.len() {
                    prop_assert_eq!(class, Some(winner + 5));
                }
            }
        }
    }
}
