//! Reads a frame of both files and applies the rules of the benchmark.

use super::judged::Judged;
use super::regions::{self, MAX_REGIONS};
use super::remark::RemarkKind;
use super::remarks::{Remarks, Side};
use super::seen::Seen;
use crate::metrics::assignment::{Assigner, Failed, Pair};
use crate::metrics::error::EvaluateError;
use crate::metrics::rules::{RegionRule, ResultRole, Subject, TruthRole};
use crate::metrics::similarity::{Corners, Overlaps};
use crate::mot::{Detection, Frame, Layout, MotFile, Progress};

/// From this similarity on, results are matched with distractors.
const CLOSE: f64 = 0.5 - f64::EPSILON;
/// Results of KITTI up to this height in pixels are left out if they are not matched.
const MIN_HEIGHT: f64 = 25.0;

/// The files, and what is judged in them.
#[derive(Clone, Copy, Debug)]
pub(in crate::metrics) struct Sources<'a> {
    pub truth: &'a MotFile,
    /// `None` if there are no results.
    pub result: Option<&'a MotFile>,
    pub subject: &'a Subject,
    pub progress: &'a Progress,
}

impl Sources<'_> {
    /// Whether to go on: it was not cancelled.
    pub(in crate::metrics) fn go_on(&self) -> bool {
        !self.progress.is_cancelled()
    }

    /// The error of a frame whose boxes were not matched.
    pub(in crate::metrics) fn unmatched(&self, failed: Failed, frame: u32) -> EvaluateError {
        match failed {
            Failed::Cancelled => EvaluateError::Cancelled,
            Failed::TooLarge => {
                EvaluateError::TooCrowded { path: self.result.unwrap_or(self.truth).path().to_owned(), frame }
            }
        }
    }
}

/// Prepares frames, one after the other in one piece of memory.
#[derive(Debug)]
pub(in crate::metrics) struct Preparer<'a> {
    sources: Sources<'a>,
    rows: Frame,
    layouts: (Layout, Layout),
    seen: Seen,
    overlaps: Overlaps,
    assigner: Assigner,
    /// The rows of the ground truth that take part, and what each is.
    roles: Vec<TruthRole>,
    regions: Vec<Corners>,
    /// What frames with distractors need: the pairs that are close, whether each result is matched and is left out, and the new
    /// places of all rows that stay.
    close: Vec<Pair>,
    chosen: Vec<u32>,
    is_matched: Vec<bool>,
    is_left_out: Vec<bool>,
    places: Vec<u32>,
}

/// Stands for a box that is left out.
const GONE: u32 = u32::MAX;

impl<'a> Preparer<'a> {
    pub(in crate::metrics) fn new(sources: Sources<'a>) -> Self {
        let layout = sources.truth.layout();
        Self {
            sources,
            rows: Frame { number: 0, detections: Vec::new(), rejected: 0 },
            layouts: (layout, sources.result.map_or(layout, MotFile::layout)),
            seen: Seen::default(),
            overlaps: Overlaps::default(),
            assigner: Assigner::default(),
            roles: Vec::new(),
            regions: Vec::new(),
            close: Vec::new(),
            chosen: Vec::new(),
            is_matched: Vec::new(),
            is_left_out: Vec::new(),
            places: Vec::new(),
        }
    }

    /// Reads a frame. What is odd about its rows goes to `remarks`.
    pub(in crate::metrics) fn prepare(
        &mut self,
        number: u32,
        into: &mut Judged,
        remarks: &mut Remarks,
    ) -> Result<(), EvaluateError> {
        into.clear();
        into.number = number;
        self.read_truth(into, remarks)?;
        self.read_result(into, remarks)?;
        let sources = self.sources;
        self.compare(into).map_err(|failed| sources.unmatched(failed, number))
    }

    /// Finds the boxes that overlap, and takes away what the benchmark does not judge.
    fn compare(&mut self, into: &mut Judged) -> Result<(), Failed> {
        let rule = self.sources.subject.region_rule();
        if rule == RegionRule::VisDrone && !self.regions.is_empty() {
            self.leave_out_in_regions(into)?;
        }
        let go_on = || self.sources.go_on();
        self.overlaps.find(&into.truth_boxes, &into.result_boxes, &mut into.pairs, go_on)?;
        if rule == RegionRule::Kitti || self.roles.iter().any(|role| *role != TruthRole::Judged) {
            self.leave_out_distractors(into, rule)?;
        }
        Ok(())
    }

    fn read(&mut self, file: &MotFile, number: u32, side: Side, remarks: &mut Remarks) -> Result<(), EvaluateError> {
        if !file.frame_into(u64::from(number), &mut self.rows) {
            return Err(EvaluateError::Changed { path: file.path().to_owned(), frame: number });
        }
        if self.rows.rejected > 0 {
            remarks.add(side, RemarkKind::Unreadable, u64::from(self.rows.rejected), number, None);
        }
        self.seen.begin();
        Ok(())
    }

    fn read_truth(&mut self, into: &mut Judged, remarks: &mut Remarks) -> Result<(), EvaluateError> {
        let (sources, number) = (self.sources, into.number);
        self.roles.clear();
        self.regions.clear();
        self.read(sources.truth, number, Side::Truth, remarks)?;
        let mut remark = |kind, row: &Detection| remarks.add(Side::Truth, kind, 1, number, Some(row.offset));
        for row in &self.rows.detections {
            let role = sources.subject.truth(row, &self.layouts.0);
            match role {
                TruthRole::Absent => continue,
                TruthRole::Region => {
                    self.regions.push(corners(row));
                    continue;
                }
                TruthRole::Unknown => {
                    remark(RemarkKind::TruthClass, row);
                    continue;
                }
                TruthRole::Judged | TruthRole::Ignored | TruthRole::Distractor => {}
            }
            match row.id {
                Some(id) if !self.seen.is_new(id.0) => {
                    remark(RemarkKind::DuplicateId, row);
                    continue;
                }
                None if role == TruthRole::Judged => {
                    remark(RemarkKind::NoId, row);
                    continue;
                }
                _ => {}
            }
            into.truth_ids.push(row.id.map_or(0, |id| id.0));
            into.truth_boxes.push(corners(row));
            self.roles.push(role);
        }
        Ok(())
    }

    fn read_result(&mut self, into: &mut Judged, remarks: &mut Remarks) -> Result<(), EvaluateError> {
        let (sources, number) = (self.sources, into.number);
        let Some(file) = sources.result else { return Ok(()) };
        self.read(file, number, Side::Result, remarks)?;
        let mut remark = |kind, row: &Detection| remarks.add(Side::Result, kind, 1, number, Some(row.offset));
        for row in &self.rows.detections {
            match sources.subject.result(row, &self.layouts.1) {
                ResultRole::Absent => continue,
                ResultRole::Refused => {
                    remark(RemarkKind::ResultClass, row);
                    continue;
                }
                ResultRole::Judged => {}
            }
            match row.id {
                None => remark(RemarkKind::NoId, row),
                Some(id) if !self.seen.is_new(id.0) => remark(RemarkKind::DuplicateId, row),
                Some(id) => {
                    into.result_ids.push(id.0);
                    into.result_boxes.push(corners(row));
                }
            }
        }
        Ok(())
    }

    /// Leaves out results that are matched with distractors, and rows of the ground truth that are not judged. In KITTI, also
    /// results without a match that are small or in a region without labels. (`TrackEval` 1.3.0, preprocessing.)
    fn leave_out_distractors(&mut self, into: &mut Judged, rule: RegionRule) -> Result<(), Failed> {
        let go_on = || self.sources.go_on();
        let (rows, columns) = (into.truth_boxes.len(), into.result_boxes.len());
        self.is_left_out.clear();
        self.is_left_out.resize(columns, false);
        self.close.clear();
        self.close.extend(into.pairs.iter().filter(|pair| pair.value >= CLOSE));
        let is_distractor = |pair: &Pair| self.roles[pair.row as usize] == TruthRole::Distractor;
        if rule == RegionRule::Kitti || self.close.iter().any(is_distractor) {
            self.assigner.best(rows, columns, &self.close, &mut self.chosen, go_on)?;
            self.is_matched.clear();
            self.is_matched.resize(columns, false);
            for &at in &self.chosen {
                let pair = self.close[at as usize];
                self.is_matched[pair.column as usize] = true;
                self.is_left_out[pair.column as usize] |= self.roles[pair.row as usize] == TruthRole::Distractor;
            }
        }
        if rule == RegionRule::Kitti {
            for (column, of) in into.result_boxes.iter().enumerate() {
                if !go_on() {
                    return Err(Failed::Cancelled);
                }
                let is_small = of[3] - of[1] <= MIN_HEIGHT + f64::EPSILON;
                if !self.is_matched[column] && (is_small || regions::is_in_one(of, &self.regions)) {
                    self.is_left_out[column] = true;
                }
            }
        }
        self.keep_the_rest(into);
        Ok(())
    }

    /// Removes what is left out from a frame, and gives the rest new places.
    fn keep_the_rest(&mut self, into: &mut Judged) {
        let is_kept = |at: usize| self.roles[at] == TruthRole::Judged;
        if (0..self.roles.len()).any(|at| !is_kept(at)) {
            renumber(&mut self.places, self.roles.len(), is_kept);
            retain(&mut into.truth_ids, &self.places);
            retain(&mut into.truth_boxes, &self.places);
            into.pairs.retain_mut(|pair| move_to(&mut pair.row, &self.places));
        }
        if self.is_left_out.contains(&true) {
            renumber(&mut self.places, self.is_left_out.len(), |at| !self.is_left_out[at]);
            retain(&mut into.result_ids, &self.places);
            retain(&mut into.result_boxes, &self.places);
            into.pairs.retain_mut(|pair| move_to(&mut pair.column, &self.places));
        }
    }

    /// Leaves out all boxes that are inside regions without labels.
    fn leave_out_in_regions(&mut self, into: &mut Judged) -> Result<(), Failed> {
        if self.regions.len() > MAX_REGIONS {
            return Err(Failed::TooLarge);
        }
        // Many boxes in many regions take long. When it is cancelled, the rest is passed over.
        let (regions, sources) = (&self.regions, self.sources);
        let is_outside = |of: &Corners| sources.go_on() && !regions::is_in_union(of, regions);
        renumber(&mut self.places, into.truth_boxes.len(), |at| is_outside(&into.truth_boxes[at]));
        retain(&mut into.truth_ids, &self.places);
        retain(&mut into.truth_boxes, &self.places);
        retain(&mut self.roles, &self.places);
        renumber(&mut self.places, into.result_boxes.len(), |at| is_outside(&into.result_boxes[at]));
        retain(&mut into.result_ids, &self.places);
        retain(&mut into.result_boxes, &self.places);
        if sources.go_on() { Ok(()) } else { Err(Failed::Cancelled) }
    }
}

/// The sides of a box. KITTI states right and bottom, all other formats width and height.
fn corners(row: &Detection) -> Corners {
    match row.columns.kitti() {
        Some(fields) => [row.left, row.top, fields.right, fields.bottom],
        None => [row.left, row.top, row.right(), row.bottom()],
    }
}

/// The new places of `count` things of which some are kept.
fn renumber(places: &mut Vec<u32>, count: usize, is_kept: impl Fn(usize) -> bool) {
    places.clear();
    let mut next = 0;
    places.extend((0..count).map(|at| {
        if !is_kept(at) {
            return GONE;
        }
        next += 1;
        next - 1
    }));
}

/// Keeps the things that have a new place.
fn retain<T>(list: &mut Vec<T>, places: &[u32]) {
    let mut places = places.iter();
    list.retain(|_| places.next().is_some_and(|place| *place != GONE));
}

/// Gives a place its new number. `false` if it is gone.
fn move_to(place: &mut u32, places: &[u32]) -> bool {
    *place = places[*place as usize];
    *place != GONE
}
