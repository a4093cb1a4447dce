//! Collects the tracks of a file, row by row.

use super::keyed::{Keyed, KeyedMap};
use crate::mot::detection::TrackId;

#[cfg(test)]
mod tests;

/// A track: all rows of one identity in a file. It has 32 bytes: files have millions of tracks.
#[derive(Clone, Copy, Debug)]
pub struct Track {
    /// Its id.
    pub id: TrackId,
    /// The first frame in which it has a row.
    pub first: u32,
    /// The last frame in which it has a row.
    pub last: u32,
    /// How many rows it has.
    pub boxes: u32,
    /// The place of its class, or [`NO_CLASS`].
    class: u32,
    /// The lead of `class` in the majority vote by Boyer and Moore (1981). It finds the majority in one pass, without a counter
    /// for each class of each track.
    lead: u32,
    /// The greatest confidence; NaN without any.
    max_confidence: f32,
}

/// No class has this place.
const NO_CLASS: u32 = u32::MAX;

impl PartialEq for Track {
    fn eq(&self, other: &Self) -> bool {
        let facts = |track: &Self| (track.id, track.first, track.last, track.boxes, track.class);
        facts(self) == facts(other) && self.max_confidence() == other.max_confidence()
    }
}

impl Track {
    /// A track with this many rows from one frame to another, without classes and confidences.
    pub(crate) fn new(id: TrackId, first: u32, last: u32, boxes: u32) -> Self {
        Self { id, first, last, boxes, class: NO_CLASS, lead: 0, max_confidence: f32::NAN }
    }

    /// The class that more than half of its rows have, as a place in [`Summary::classes`](super::Summary::classes). If there
    /// is no such class, it is the class of some row. `None` if its rows have no class.
    pub fn class(&self) -> Option<u32> {
        (self.class != NO_CLASS).then_some(self.class)
    }

    /// The greatest confidence of its rows; `None` if they have none.
    pub fn max_confidence(&self) -> Option<f32> {
        (!self.max_confidence.is_nan()).then_some(self.max_confidence)
    }

    /// Replaces the place of its class by what `places` has at that place.
    pub(super) fn move_class(&mut self, places: &[u32]) {
        self.class = places.get(self.class as usize).copied().unwrap_or(NO_CLASS);
    }

    #[cfg(test)]
    pub(super) fn forget_class(&mut self) {
        self.class = NO_CLASS;
    }

    /// Adds a row. `doubt` gets its frame if the track already has a row of this or of a later frame.
    #[inline]
    fn add(&mut self, row: &WaitingRow, mut doubt: impl FnMut(u32)) {
        if self.boxes > 0 && row.frame <= self.last {
            doubt(row.frame);
        }
        self.first = self.first.min(row.frame);
        self.last = self.last.max(row.frame);
        self.boxes = self.boxes.saturating_add(1);
        self.vote(row.class, 1);
        self.add_confidence(row.confidence);
    }

    /// Adds the rows of a later part of the file.
    fn merge(&mut self, more: &Self) {
        self.first = self.first.min(more.first);
        self.last = self.last.max(more.last);
        self.boxes = self.boxes.saturating_add(more.boxes);
        self.vote(more.class, more.lead);
        self.add_confidence(more.max_confidence);
    }

    /// Adds votes for a class. The votes of two parts of a file may be added up: a class of more than half of all rows wins,
    /// whatever the parts are.
    #[inline]
    fn vote(&mut self, class: u32, lead: u32) {
        if class == NO_CLASS {
            return;
        }
        if self.class == class {
            self.lead = self.lead.saturating_add(lead);
        } else if self.class == NO_CLASS || self.lead < lead {
            self.class = class;
            self.lead = lead - self.lead;
        } else {
            self.lead -= lead;
        }
    }

    /// Adds a confidence; NaN stands for none.
    #[inline]
    fn add_confidence(&mut self, confidence: f32) {
        // The greater one of a number and NaN is the number.
        self.max_confidence = self.max_confidence.max(confidence);
    }
}

/// Tracks are found by grouping if, at first, one row of this many needs a look-up.
const LOOK_UPS: u64 = 4;

/// About how many rows are grouped at a time. Their tracks fit the first-level cache of the processor.
const GROUP: usize = 1 << 10;

/// A row that waits for its track.
#[derive(Clone, Copy, Debug)]
struct WaitingRow {
    id: TrackId,
    frame: u32,
    /// The place of its class, or [`NO_CLASS`].
    class: u32,
    confidence: f32,
}

/// Memory for the rows of a part, which is used for one part after the other: to get it from the system takes longer than to
/// fill it.
#[derive(Debug, Default)]
pub(super) struct RowBuffers {
    waiting: Vec<WaitingRow>,
    sorted: Vec<WaitingRow>,
    pub(super) keys: Vec<u64>,
}

/// The tracks of one part of the file, in the order of appearance.
#[derive(Clone, Debug, Default)]
pub(super) struct TrackTable {
    /// The place of each track in `tracks`, by id.
    places: KeyedMap<u32>,
    tracks: Vec<Track>,
    /// For each track the place of the track whose row came after its latest row. Files ordered by frame have their tracks in
    /// about the same order in each frame, so few rows need a look-up.
    next: Vec<u32>,
    /// The place of the track of the latest row. In files ordered by track, the next row usually belongs to it.
    latest: usize,
    /// How many rows needed a look-up by hash.
    look_ups: u64,
    /// Whether rows wait until the end of the part, and are grouped by track then. If nearly every row needs a look-up, each
    /// one would wait for memory that is in no cache.
    by_groups: bool,
    waiting: Vec<WaitingRow>,
}

impl TrackTable {
    /// A table that groups its rows at the end, of which there are about `rows`. It takes the memory for them from `buffers`.
    pub(super) fn by_groups(rows: usize, buffers: &mut RowBuffers) -> Self {
        let mut waiting = std::mem::take(&mut buffers.waiting);
        waiting.clear();
        waiting.reserve(rows);
        Self { by_groups: true, waiting, ..Self::default() }
    }

    /// Whether many of the `rows` so far needed a look-up.
    pub(super) fn looks_up_often(&self, rows: u64) -> bool {
        self.look_ups * LOOK_UPS > rows
    }

    /// Adds a row. `doubt` gets the frame of each row whose track already has a row of this or of a later frame: such a row may
    /// be a duplicate.
    #[inline]
    pub(super) fn add(&mut self, id: TrackId, frame: u32, class: Option<u32>, confidence: f64, doubt: impl FnMut(u32)) {
        let row = WaitingRow { id, frame, class: class.unwrap_or(NO_CLASS), confidence: confidence as f32 };
        if self.by_groups {
            self.waiting.push(row);
        } else {
            self.find(id, frame).add(&row, doubt);
        }
    }

    /// The track with this id. If it is new, it begins in `frame`.
    #[inline]
    fn find(&mut self, id: TrackId, frame: u32) -> &mut Track {
        let is_at = |tracks: &[Track], place: usize| tracks.get(place).is_some_and(|at| at.id == id);
        if !is_at(&self.tracks, self.latest) {
            let next = self.next.get(self.latest).map_or(0, |&next| next as usize);
            let place = if is_at(&self.tracks, next) { next } else { self.look_up(id, frame) };
            self.latest = place;
        }
        &mut self.tracks[self.latest]
    }

    /// The place of the track with this id, found by its hash.
    fn look_up(&mut self, id: TrackId, frame: u32) -> usize {
        self.look_ups += 1;
        let place = *self.places.entry(id.0).or_insert_with(|| {
            self.tracks.push(Track::new(id, frame, frame, 0));
            self.next.push(0);
            self.tracks.len() as u32 - 1
        });
        if let Some(next) = self.next.get_mut(self.latest) {
            *next = place;
        }
        place as usize
    }

    /// The tracks sorted by id. `doubt` gets the frames of rows that may be duplicates, as in [`add`](Self::add). The memory
    /// of the rows goes to `buffers`.
    pub(super) fn into_list(self, buffers: &mut RowBuffers, doubt: impl FnMut(u32)) -> TrackList {
        let Self { places, mut tracks, next, by_groups, waiting, .. } = self;
        drop((places, next));
        if by_groups {
            tracks = grouped(&waiting, &mut buffers.sorted, doubt);
            buffers.waiting = waiting;
        }
        tracks.sort_unstable_by_key(|track| track.id);
        tracks.shrink_to_fit();
        TrackList(tracks)
    }
}

/// The tracks of rows in any order. Their ids are in order if they are dense.
///
/// The rows are first sorted into groups by their id, or by a hash of it, so that the tracks of a group stay in the cache.
fn grouped(rows: &[WaitingRow], sorted: &mut Vec<WaitingRow>, doubt: impl FnMut(u32)) -> Vec<Track> {
    let Some(one) = rows.first() else { return Vec::new() };
    let (first, last) =
        rows.iter().fold((one.id.0, one.id.0), |(first, last), row| (first.min(row.id.0), last.max(row.id.0)));
    let groups = (rows.len() / GROUP).next_power_of_two();
    if last - first < rows.len() as u64 {
        // The ids are dense. Each group has neighbouring ids.
        let bits = ((last - first) / groups as u64 + 1).next_power_of_two().ilog2();
        let ends = sort_into_groups(rows, groups, sorted, |row| ((row.id.0 - first) >> bits) as usize);
        return tracks_by_place(sorted, &ends, first, bits, doubt);
    }
    let keyed = Keyed::default();
    let group = |row: &WaitingRow| (keyed.hash_of(row.id.0) >> 32) as usize & (groups - 1);
    let ends = sort_into_groups(rows, groups, sorted, group);
    tracks_by_hash(sorted, &ends, doubt)
}

/// Sorts rows into groups. Rows of one group keep their order. Returns where each group ends.
fn sort_into_groups(
    rows: &[WaitingRow],
    groups: usize,
    sorted: &mut Vec<WaitingRow>,
    group: impl Fn(&WaitingRow) -> usize,
) -> Vec<usize> {
    let mut ends = vec![0_usize; groups];
    rows.iter().for_each(|row| ends[group(row)] += 1);
    let mut start = 0;
    for count in &mut ends {
        start += std::mem::replace(count, start);
    }
    sorted.resize(rows.len(), WaitingRow { id: TrackId(0), frame: 0, class: 0, confidence: 0.0 });
    for row in rows {
        let end = &mut ends[group(row)];
        sorted[*end] = *row;
        *end += 1;
    }
    ends
}

/// The tracks of groups of 2^`bits` neighbouring ids each, from `first` on. The tracks are in the order of their ids.
fn tracks_by_place(
    rows: &[WaitingRow],
    ends: &[usize],
    first: u64,
    bits: u32,
    mut doubt: impl FnMut(u32),
) -> Vec<Track> {
    let mut tracks: Vec<Track> = Vec::new();
    // A place for each id of a group.
    let none = Track::new(TrackId(0), u32::MAX, 0, 0);
    let mut places = vec![none; 1 << bits];
    let mut start = 0;
    for (group, &end) in (0_u64..).zip(ends) {
        for row in &rows[start..end] {
            let place = (row.id.0 - first) as usize & (places.len() - 1);
            places[place].add(row, &mut doubt);
        }
        for (place, track) in (0_u64..).zip(&mut places).filter(|(_, track)| track.boxes > 0) {
            let id = TrackId(first + (group << bits) + place);
            tracks.push(Track { id, ..std::mem::replace(track, none) });
        }
        start = end;
    }
    tracks
}

/// The tracks of groups of rows, whatever their ids are.
fn tracks_by_hash(rows: &[WaitingRow], ends: &[usize], mut doubt: impl FnMut(u32)) -> Vec<Track> {
    let keyed = Keyed::default();
    let mut tracks: Vec<Track> = Vec::new();
    // A hash table of one group: places in `tracks`.
    let mut table = Vec::new();
    let mut start = 0;
    for &end in ends {
        let size = (2 * (end - start)).next_power_of_two();
        table.clear();
        table.resize(size, usize::MAX);
        for row in &rows[start..end] {
            let mut slot = keyed.hash_of(row.id.0) as usize & (size - 1);
            while tracks.get(table[slot]).is_some_and(|track| track.id != row.id) {
                slot = (slot + 1) & (size - 1);
            }
            if table[slot] == usize::MAX {
                table[slot] = tracks.len();
                tracks.push(Track::new(row.id, row.frame, row.frame, 0));
            }
            tracks[table[slot]].add(row, &mut doubt);
        }
        start = end;
    }
    tracks
}

/// Tracks sorted by id.
#[derive(Clone, Debug, Default)]
pub(super) struct TrackList(Vec<Track>);

impl TrackList {
    /// Adds the tracks of the next part of the file. `classes` are the new places of its classes. With `is_searched`, returns
    /// the ranges of frames that may now have two rows of one identity. Each range is a first and a last frame; ranges are
    /// sorted and do not overlap.
    ///
    /// The tracks are merged in place, from the last one on, so that they never need memory twice.
    pub(super) fn merge(&mut self, mut part: Self, classes: &[u32], is_searched: bool) -> Vec<(u32, u32)> {
        part.0.iter_mut().for_each(|track| track.move_class(classes));
        let mut doubtful = Vec::new();
        let Some(&filler) = part.0.first() else { return doubtful };
        let own = &mut self.0;
        let mut from = own.len();
        let mut to = from + part.0.len();
        own.resize(to, filler);
        for more in part.0.iter().rev() {
            while from > 0 && own[from - 1].id > more.id {
                (from, to) = (from - 1, to - 1);
                own[to] = own[from];
            }
            to -= 1;
            if from > 0 && own[from - 1].id == more.id {
                from -= 1;
                let mut track = own[from];
                if is_searched && more.first <= track.last {
                    doubtful.push((more.first, more.last.min(track.last)));
                }
                track.merge(more);
                own[to] = track;
            } else {
                own[to] = *more;
            }
        }
        own.drain(from..to);
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

    /// The tracks. `order` has for each class its place in the sorted list of classes.
    pub(super) fn into_tracks(mut self, order: &[u32]) -> Vec<Track> {
        self.0.iter_mut().for_each(|track| track.move_class(order));
        self.0
    }
}
