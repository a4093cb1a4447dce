//! What the output cannot hold.

use super::change::Change;
use super::target::Target;
use crate::cli::words::counted;
use crate::mot::{Detection, FileKind, Format, Layout, MotFile, Summary};

/// Counts what is lost, and the boxes that are written.
#[derive(Debug)]
pub(super) struct Lost {
    target: Target,
    layout: Layout,
    format: Format,
    written: u64,
    corners: u64,
    further: u64,
    without_class: u64,
    other_class: u64,
    duplicates: u64,
    /// Sentences that need no counting.
    told: Vec<String>,
}

impl Lost {
    pub(super) fn of(file: &MotFile, summary: &Summary, target: Target, change: &Change<'_>) -> Self {
        let mut told = Vec::new();
        if summary.rejected > 0 {
            let what = counted(summary.rejected, if file.source().is_some() { "item" } else { "line" });
            let are = if summary.rejected == 1 { "that is no box" } else { "that are no boxes" };
            told.push(format!("{what} of the input {are}"));
        }
        if summary.pending_last_line {
            told.push("the last line of the input, which is not complete".to_owned());
        }
        if file.format() == Format::Kitti {
            told.push("truncation, occlusion, angles and boxes in space of KITTI".to_owned());
        }
        if summary.negative_ids.rows > 0 {
            let ids = counted(summary.negative_ids.rows, "negative id");
            told.push(format!("{ids} other than -1: such a box is written without an id"));
        }
        if let Some(columns) = file.columns() {
            let unused = columns.unused(file.layout().columns);
            if !unused.is_empty() {
                told.push(format!("what is not read of the input: {}", listed(&unused)));
            }
        }
        if file.layout().has_flag && file.layout().kind == FileKind::GroundTruth && target != Target::Mot {
            told.push("that column 7 is a flag: it is written as a confidence".to_owned());
        }
        if file.layout().has_masks {
            told.push("masks: the boxes are written".to_owned());
        }
        if file.layout().are_points {
            told.push("that these are points: each is written as a box without width and height".to_owned());
        }
        if target == Target::Coco {
            told.push(
                "names and sizes of the pictures, which are not known: names are made of the frame numbers".to_owned(),
            );
        }
        let is_named = summary.classes.iter().any(|count| matches!(count.class, crate::mot::Class::Name(_)));
        let is_numbered = file.layout().class_names != crate::mot::ClassNames::Own || is_named;
        if target == Target::Mot && is_numbered && change.names.is_none() && file.source().is_none() && has_labels(file)
        {
            told.push("class names that are not in the rows: the class numbers are written".to_owned());
        }
        Self {
            target,
            layout: file.layout(),
            format: file.format(),
            written: 0,
            corners: 0,
            further: 0,
            without_class: 0,
            other_class: 0,
            duplicates: 0,
            told,
        }
    }

    /// Counts a box that is written.
    pub(super) fn write(&mut self, detection: &Detection, has_class: bool) {
        self.written += 1;
        if self.target == Target::Mot {
            return;
        }
        self.corners += u64::from(detection.corners().is_some() && self.target != Target::Cvat);
        self.without_class += u64::from(!has_class && self.target != Target::Csv);
        self.further += u64::from(self.has_further(detection));
    }

    /// Counts a turned box whose corners are lost.
    pub(super) fn lose_corners(&mut self) {
        self.corners += 1;
    }

    /// Counts a box of another class than its track.
    pub(super) fn lose_class(&mut self) {
        self.other_class += 1;
    }

    /// Counts a box that is not written, because its track has another one in its frame.
    pub(super) fn lose_duplicate(&mut self) {
        self.duplicates += 1;
    }

    /// Whether a row has a value beyond class and visibility.
    fn has_further(&self, detection: &Detection) -> bool {
        let first = match self.format {
            Format::Mot => 8,
            // Behind its corners, confidence and class.
            Format::Obb => 13,
            _ => return false,
        };
        let is_kept = |column| Some(column) == self.layout.class_column || column == 9 && self.layout.has_visibility;
        let last = detection.columns.count().min(crate::mot::Columns::MAX_COLUMNS);
        // A tracker fills unused columns with −1 or 0.
        (first..=last).any(|column| {
            !is_kept(column) && detection.columns.get(column).is_some_and(|value| value != -1.0 && value != 0.0)
        })
    }

    /// How many boxes were written.
    pub(super) fn written(&self) -> u64 {
        self.written - self.duplicates
    }

    /// All that is lost, as sentences.
    pub(super) fn list(&self) -> Vec<String> {
        let mut list = self.told.clone();
        let mut counted = |count: u64, what: &str| {
            if count > 0 {
                list.push(format!("{what} ({})", counted(count, "box")));
            }
        };
        counted(self.corners, "the corners of turned boxes: the boxes around them are written");
        counted(self.further, "columns beyond class and visibility");
        counted(self.without_class, "that there is no class: the class \"object\" is written");
        counted(self.other_class, "classes that differ from the class of most boxes of a track");
        counted(self.duplicates, "further boxes of a track in one frame");
        list
    }
}

/// How many columns are named.
const NAMED: usize = 12;

/// Names of columns, as far as they are not too many.
fn listed(names: &[String]) -> String {
    let dots = if names.len() > NAMED { ", …" } else { "" };
    let shown: Vec<String> = names.iter().take(NAMED).map(|name| name.escape_debug().to_string()).collect();
    shown.join(", ") + dots
}

/// Whether the file has names for its class numbers that its rows do not have.
fn has_labels(file: &MotFile) -> bool {
    let Some(column) = file.layout().class_column else { return false };
    let Some(&frame) = file.frames().first() else { return false };
    let frame = file.frame(frame.into());
    frame.detections.iter().any(|row| row.columns.get(column).is_some() && row.columns.class_name().is_some())
}
