//! What happened to each track, in runs of frames in which nothing changes.
//!
//! Frames are numbered by their place in the list of frames that have rows.

use crate::metrics::clear::Match;
use crate::metrics::frames::Judged;
use crate::metrics::similarity::Corners;

/// Stands for no track.
pub(super) const NONE: u32 = u32::MAX;
/// From this similarity on, a box that is not matched is nearly right.
const LOOSE: f64 = 0.3;

/// Boxes of a track of the ground truth, one after the other, that are matched by one id, or not at all.
#[derive(Clone, Copy, Debug)]
pub(super) struct TruthRun {
    pub first: u32,
    pub last: u32,
    pub boxes: u32,
    /// The track of the results, or none.
    pub by: u32,
    /// Whether it begins a match after a frame without one.
    pub is_resumed: bool,
    pub place: Corners,
}

/// What a box of the results is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::metrics) enum ResultState {
    /// Matched with this track of the ground truth.
    Matched(u32),
    /// On this track of the ground truth, which another box is matched with.
    Duplicate(u32),
    Ghost,
}

/// Boxes of an id in frames that follow each other.
#[derive(Clone, Copy, Debug)]
pub(in crate::metrics) struct ResultRun {
    pub first: u32,
    pub last: u32,
    pub state: ResultState,
    pub place: Corners,
}

/// Boxes of a pair of tracks, in frames that follow each other.
#[derive(Clone, Copy, Debug)]
pub(super) struct PairRun {
    pub truth: u32,
    pub result: u32,
    pub first: u32,
    pub last: u32,
    pub place: Corners,
}

/// The runs of all tracks.
#[derive(Debug, Default)]
pub(in crate::metrics) struct History {
    pub(super) truth: Vec<Vec<TruthRun>>,
    pub(super) result: Vec<Vec<ResultRun>>,
    /// The first and the last frame of each row of frames in which a track of the ground truth has a box.
    present: Vec<Vec<(u32, u32)>>,
    /// Pairs that are close enough for Identity.
    pub(super) close: Vec<PairRun>,
    /// Pairs that are nearly close enough, of boxes without a match.
    pub(super) loose: Vec<PairRun>,
    /// The numbers of the frames.
    pub(super) frames: Vec<u32>,
    /// The last run of each pair of tracks, by its slot, plus 1.
    last_close: Vec<u32>,
    last_loose: Vec<u32>,
    /// The column that each row is matched with, and the other way round.
    columns: Vec<u32>,
    rows: Vec<u32>,
}

impl History {
    /// Adds a frame with its matches. `slots` has the pair of tracks of each pair of boxes.
    pub(in crate::metrics) fn add(&mut self, frame: &Judged, matches: &[Match], slots: &[u32], threshold: f64) {
        let at = self.frames.len() as u32;
        self.frames.push(frame.number);
        self.add_truth(frame, matches, at);
        self.add_pairs(frame, slots, threshold, at);
        self.add_result(frame, threshold, at);
    }

    /// Whether it has any frame.
    pub(in crate::metrics) fn has_frames(&self) -> bool {
        !self.frames.is_empty()
    }

    /// The number of the frame at this place.
    pub(in crate::metrics) fn frame(&self, at: u32) -> u32 {
        self.frames.get(at as usize).copied().unwrap_or(NONE)
    }

    /// The runs of an id of the results.
    pub(in crate::metrics) fn result_runs(&self, track: usize) -> &[ResultRun] {
        self.result.get(track).map_or(&[], Vec::as_slice)
    }

    /// The frames in which a track of the ground truth has boxes, from first to last, with the track that they are matched by.
    pub(in crate::metrics) fn truth_stretches(&self, track: usize) -> impl Iterator<Item = (u32, u32, Option<u32>)> {
        let runs = self.truth.get(track).map_or(&[][..], Vec::as_slice);
        let mut present = self.present.get(track).map_or(&[][..], Vec::as_slice).iter().copied().peekable();
        runs.iter().flat_map(move |run| {
            let by = (run.by != NONE).then_some(run.by);
            let mut stretches = Vec::new();
            while let Some(&(first, last)) = present.peek()
                && first <= run.last
            {
                if last >= run.first {
                    stretches.push((first.max(run.first), last.min(run.last), by));
                }
                if last > run.last {
                    break;
                }
                present.next();
            }
            stretches
        })
    }

    fn add_truth(&mut self, frame: &Judged, matches: &[Match], at: u32) {
        for (list, length) in [(&mut self.columns, frame.truth_ids.len()), (&mut self.rows, frame.result_ids.len())] {
            list.clear();
            list.resize(length, NONE);
        }
        for matched in matches {
            self.columns[matched.row as usize] = matched.column;
            self.rows[matched.column as usize] = matched.row;
        }
        let mut matches = matches.iter().peekable();
        for (row, &track) in (0..).zip(&frame.truth_tracks) {
            let own = matches.next_if(|matched| matched.row == row);
            let by = own.map_or(NONE, |matched| frame.result_tracks[matched.column as usize]);
            let is_resumed = own.is_some_and(|matched| matched.is_resumed);
            let present = of_track(&mut self.present, track);
            match present.last_mut().filter(|(_, last)| last + 1 == at) {
                Some((_, last)) => *last = at,
                None => present.push((at, at)),
            }
            let runs = of_track(&mut self.truth, track);
            match runs.last_mut().filter(|last| last.by == by && !is_resumed) {
                Some(last) => {
                    last.last = at;
                    last.boxes += 1;
                }
                None => runs.push(TruthRun {
                    first: at,
                    last: at,
                    boxes: 1,
                    by,
                    is_resumed,
                    place: frame.truth_boxes[row as usize],
                }),
            }
        }
    }

    fn add_pairs(&mut self, frame: &Judged, slots: &[u32], threshold: f64, at: u32) {
        for (pair, &slot) in frame.pairs.iter().zip(slots) {
            let is_close = pair.value >= threshold;
            let is_free = self.columns[pair.row as usize] == NONE && self.rows[pair.column as usize] == NONE;
            let (runs, last_runs) = match is_close {
                true => (&mut self.close, &mut self.last_close),
                false if is_free && pair.value >= LOOSE => (&mut self.loose, &mut self.last_loose),
                false => continue,
            };
            if last_runs.len() <= slot as usize {
                last_runs.resize(slot as usize + 1, 0);
            }
            let last = &mut last_runs[slot as usize];
            if let Some(run) = last.checked_sub(1).map(|place| &mut runs[place as usize])
                && run.last + 1 == at
            {
                run.last = at;
                continue;
            }
            runs.push(PairRun {
                truth: frame.truth_tracks[pair.row as usize],
                result: frame.result_tracks[pair.column as usize],
                first: at,
                last: at,
                place: frame.result_boxes[pair.column as usize],
            });
            *last = runs.len() as u32;
        }
    }

    fn add_result(&mut self, frame: &Judged, threshold: f64, at: u32) {
        // The track of the ground truth that a box without a match is on.
        for pair in frame.pairs.iter().filter(|pair| pair.value >= threshold) {
            let row = &mut self.rows[pair.column as usize];
            if *row == NONE && self.columns[pair.row as usize] != NONE {
                // Marked as taken, though the row is matched with another column.
                *row = pair.row;
            }
        }
        for (column, &track) in (0..).zip(&frame.result_tracks) {
            let row = self.rows[column as usize];
            let state = match row {
                NONE => ResultState::Ghost,
                row if self.columns[row as usize] == column => ResultState::Matched(frame.truth_tracks[row as usize]),
                row => ResultState::Duplicate(frame.truth_tracks[row as usize]),
            };
            let runs = of_track(&mut self.result, track);
            match runs.last_mut().filter(|last| last.state == state && last.last + 1 == at) {
                Some(last) => last.last = at,
                None => {
                    runs.push(ResultRun { first: at, last: at, state, place: frame.result_boxes[column as usize] });
                }
            }
        }
    }
}

/// The runs of a track.
fn of_track<T: Clone>(lists: &mut Vec<Vec<T>>, track: u32) -> &mut Vec<T> {
    if lists.len() <= track as usize {
        lists.resize(track as usize + 1, Vec::new());
    }
    &mut lists[track as usize]
}
