//! Tables of tracks and classes that grow row by row.

use rustc_hash::FxHashMap;

use super::ClassCount;
use crate::mot::detection::TrackId;
use crate::mot::layout::Class;

/// An identity over the whole file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Track {
    /// Its id.
    pub id: TrackId,
    /// The lowest frame it occurs in.
    pub first: u32,
    /// The highest frame it occurs in.
    pub last: u32,
    /// Its rows.
    pub boxes: u32,
    /// The class that more than half of its rows have, or else one of them, as a place in
    /// [`Summary::classes`](super::Summary::classes).
    pub class: Option<u32>,
    /// The greatest confidence of its rows.
    pub max_confidence: Option<f32>,
}

/// What is known of a track so far.
struct Building {
    track: Track,
    /// Lead of `track.class` in the majority vote (Boyer and Moore 1981): the right answer in one pass without a count
    /// for each class of each track.
    lead: u32,
}

#[derive(Default)]
pub(super) struct TrackTable {
    places: FxHashMap<u64, u32>,
    tracks: Vec<Building>,
    /// The track of the latest row: files ordered by track ask for it again and again.
    latest: usize,
}

impl TrackTable {
    /// Adds a row. `false` if the track has a row of this or a later frame already: then this one may be a duplicate.
    #[inline]
    pub(super) fn add(&mut self, id: TrackId, frame: u32, class: Option<u32>, confidence: Option<f64>) -> bool {
        if self.tracks.get(self.latest).is_none_or(|latest| latest.track.id != id) {
            self.latest = *self.places.entry(id.0).or_insert_with(|| {
                self.tracks.push(Building::new(id, frame));
                self.tracks.len() as u32 - 1
            }) as usize;
        }
        let building = &mut self.tracks[self.latest];
        let track = &mut building.track;
        let is_new = track.boxes == 0 || frame > track.last;
        track.first = track.first.min(frame);
        track.last = track.last.max(frame);
        track.boxes = track.boxes.saturating_add(1);
        if class.is_some() {
            if track.class == class {
                building.lead += 1;
            } else if building.lead == 0 {
                track.class = class;
                building.lead = 1;
            } else {
                building.lead -= 1;
            }
        }
        if let Some(confidence) = confidence {
            let confidence = confidence as f32;
            track.max_confidence = Some(track.max_confidence.map_or(confidence, |max| max.max(confidence)));
        }
        is_new
    }

    /// The tracks by id; `order` maps the classes' places to those in the sorted list.
    pub(super) fn into_tracks(self, order: &[u32]) -> Vec<Track> {
        let mut tracks: Vec<Track> = self.tracks.into_iter().map(|building| building.track).collect();
        tracks.sort_unstable_by_key(|track| track.id);
        for track in &mut tracks {
            track.class = track.class.and_then(|class| order.get(class as usize).copied());
        }
        tracks
    }
}

impl Building {
    fn new(id: TrackId, frame: u32) -> Self {
        let track = Track { id, first: frame, last: frame, boxes: 0, class: None, max_confidence: None };
        Self { track, lead: 0 }
    }
}

#[derive(Default)]
pub(super) struct ClassTable {
    places: FxHashMap<Class, u32>,
    counts: Vec<ClassCount>,
    latest: usize,
}

impl ClassTable {
    /// Counts a row of a class; its place in the order of appearance.
    pub(super) fn count(&mut self, class: Class) -> u32 {
        if self.counts.get(self.latest).is_none_or(|latest| latest.class != class) {
            let new = self.counts.len();
            self.latest = *self.places.entry(class.clone()).or_insert(new as u32) as usize;
            if self.latest == new {
                self.counts.push(ClassCount { class, rows: 0 });
            }
        }
        self.counts[self.latest].rows += 1;
        self.latest as u32
    }

    /// Moves the counts, sorted by class, into `sorted`; the new place of each old one.
    pub(super) fn sort(self, sorted: &mut Vec<ClassCount>) -> Vec<u32> {
        let mut by_class: Vec<usize> = (0..self.counts.len()).collect();
        by_class.sort_by(|&one, &other| self.counts[one].class.cmp(&self.counts[other].class));
        let mut order = vec![0; by_class.len()];
        for (place, &old) in by_class.iter().enumerate() {
            order[old] = place as u32;
            sorted.push(self.counts[old].clone());
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_doubtful_unless_it_leads_its_track_on() {
        let mut table = TrackTable::default();
        let rows = [(1, 1, true), (2, 1, true), (1, 3, true), (1, 3, false), (2, 5, true), (1, 2, false), (3, 0, true)];
        for (id, frame, is_new) in rows {
            assert_eq!(table.add(TrackId(id), frame, None, None), is_new, "id {id} in frame {frame}");
        }
    }

    #[test]
    fn a_track_has_the_class_of_most_of_its_rows() {
        let mut table = TrackTable::default();
        for class in [3, 1, 1, 2, 1] {
            table.add(TrackId(0), 0, Some(class), Some(0.5));
        }
        assert_eq!(table.into_tracks(&[0, 7, 2, 3])[0].class, Some(7));
    }
}
