//! Reads a frame of both files and applies the rules of the benchmark.

use super::judged::Judged;
use super::regions::{self, MAX_REGIONS};
use super::remark::RemarkKind;
use super::remarks::{Remarks, Side};
use super::rows::{Row, Rows};
use super::seen::Seen;
use crate::metrics::assignment::{Assigner, Failed, Limit, Pair};
use crate::metrics::error::EvaluateError;
use crate::metrics::rules::{RegionRule, ResultRole, Subject, TruthRole};
use crate::metrics::similarity::{Corners, Overlaps};
use crate::mot::{Frame, MotFile, Progress};

/// From this similarity on, results are matched with distractors.
const CLOSE: f64 = 0.5 - f64::EPSILON;
/// Results of KITTI up to this height in pixels are left out if they are not matched.
const MIN_HEIGHT: f64 = 25.0;

/// The files, and what is judged in them.
#[derive(Clone, Copy, Debug)]
pub(in crate::metrics) struct Sources<'a> {
    pub truth: &'a Rows<'a, TruthRole>,
    /// `None` if there are no results.
    pub result: Option<&'a Rows<'a, ResultRole>>,
    pub subject: &'a Subject,
    pub progress: &'a Progress,
}

impl<'a> Sources<'a> {
    /// The file of the ground truth.
    pub(in crate::metrics) fn truth_file(&self) -> &'a MotFile {
        self.truth.file()
    }

    /// The file of the results.
    pub(in crate::metrics) fn result_file(&self) -> Option<&'a MotFile> {
        self.result.map(Rows::file)
    }

    /// Whether to go on: it was not cancelled.
    pub(in crate::metrics) fn go_on(&self) -> bool {
        !self.progress.is_cancelled()
    }

    /// The error of a frame whose boxes were not matched.
    pub(in crate::metrics) fn unmatched(&self, failed: Failed, frame: u32) -> EvaluateError {
        match failed {
            Failed::Cancelled => EvaluateError::Cancelled,
            Failed::TooLarge(Limit { of, most }) => {
                let path = self.result_file().unwrap_or_else(|| self.truth_file()).path().to_owned();
                EvaluateError::TooCrowded { path, frame, of, most }
            }
        }
    }
}

/// Prepares frames, one after the other in one piece of memory.
#[derive(Debug)]
pub(in crate::metrics) struct Preparer<'a> {
    sources: Sources<'a>,
    /// The lines of a frame, and its rows of the ground truth and of the results.
    buffer: Frame,
    truth_rows: Vec<Row<TruthRole>>,
    result_rows: Vec<Row<ResultRole>>,
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
        Self {
            sources,
            buffer: Frame { number: 0, detections: Vec::new(), rejected: 0 },
            truth_rows: Vec::new(),
            result_rows: Vec::new(),
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

    fn read_truth(&mut self, into: &mut Judged, remarks: &mut Remarks) -> Result<(), EvaluateError> {
        let number = into.number;
        self.roles.clear();
        self.regions.clear();
        let rows = self.sources.truth;
        let unreadable = rows.read(number, &mut self.buffer, &mut self.truth_rows);
        begin(Side::Truth, rows.file(), unreadable, number, remarks)?;
        self.seen.begin();
        let mut remark = |kind, row: &Row<TruthRole>| remarks.add(Side::Truth, kind, 1, number, Some(row.offset));
        for row in &self.truth_rows {
            match row.role {
                TruthRole::Absent => continue,
                TruthRole::Region => {
                    self.regions.push(row.sides);
                    continue;
                }
                TruthRole::Unknown => {
                    remark(RemarkKind::TruthClass, row);
                    continue;
                }
                TruthRole::Judged | TruthRole::Ignored | TruthRole::Distractor => {}
            }
            match row.id {
                Some(id) if !self.seen.is_new(id) => {
                    remark(RemarkKind::DuplicateId, row);
                    continue;
                }
                None if row.role == TruthRole::Judged => {
                    remark(RemarkKind::NoId, row);
                    continue;
                }
                _ => {}
            }
            into.truth_ids.push(row.id.unwrap_or(0));
            into.truth_boxes.push(row.sides);
            self.roles.push(row.role);
        }
        Ok(())
    }

    fn read_result(&mut self, into: &mut Judged, remarks: &mut Remarks) -> Result<(), EvaluateError> {
        let number = into.number;
        let Some(rows) = self.sources.result else { return Ok(()) };
        let unreadable = rows.read(number, &mut self.buffer, &mut self.result_rows);
        begin(Side::Result, rows.file(), unreadable, number, remarks)?;
        self.seen.begin();
        let mut remark = |kind, row: &Row<ResultRole>| remarks.add(Side::Result, kind, 1, number, Some(row.offset));
        for row in &self.result_rows {
            match (row.role, row.id) {
                (ResultRole::Absent, _) => {}
                (ResultRole::Refused, _) => remark(RemarkKind::ResultClass, row),
                (ResultRole::Judged, None) => remark(RemarkKind::NoId, row),
                (ResultRole::Judged, Some(id)) if !self.seen.is_new(id) => remark(RemarkKind::DuplicateId, row),
                (ResultRole::Judged, Some(id)) => {
                    into.result_ids.push(id);
                    into.result_boxes.push(row.sides);
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
            return Err(Failed::TooLarge(Limit { of: "regions without labels", most: MAX_REGIONS }));
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

/// Tells of the lines of a frame that cannot be read. It fails if the file has changed.
fn begin(
    side: Side,
    file: &MotFile,
    unreadable: Option<u32>,
    number: u32,
    remarks: &mut Remarks,
) -> Result<(), EvaluateError> {
    let Some(unreadable) = unreadable else {
        return Err(EvaluateError::Changed { path: file.path().to_owned(), frame: number });
    };
    if unreadable > 0 {
        remarks.add(side, RemarkKind::Unreadable, u64::from(unreadable), number, None);
    }
    Ok(())
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
