//! The meaning of the columns from 7 on, guessed from the first rows of a file.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use super::class_names::{ClassNames, MOT17_CLASSES, VISDRONE_CLASSES};
use super::columns::{ColumnMap, most_common};
use super::detection::Detection;
use super::format::Format;
use crate::mot::number;

/// A class: the number or the name in the class column of a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A whole number.
    Number(i64),
    /// A name.
    Name(Arc<str>),
}

/// The purpose of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// What is true. The confidence column is a flag: results are not judged by rows with 0.
    GroundTruth,
    /// What a tracker or a detector found. Column 7 is a confidence.
    Results,
}

/// The meaning of a file's columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each says of one column whether it is there")]
pub struct Layout {
    /// Ground truth or results.
    pub kind: FileKind,
    /// The column of the class, counted from 1; 8 in a table, whichever column its class is in. If there is none, columns 8 to
    /// 10 are a position in the world, or unused.
    pub class_column: Option<u32>,
    /// Whether the confidence column of ground truth is a flag. If it is 0 in every row, it is none.
    pub has_flag: bool,
    /// Whether column 9 is the visibility: the visible share of the box, from 0 to 1.
    pub has_visibility: bool,
    /// The data set whose class numbers the file has, as guessed. It decides which rows results are judged by.
    pub class_names: ClassNames,
    /// The names of class numbers that the user chose, if not those of `class_names`.
    pub chosen_names: Option<ClassNames>,
    /// Whether some of its first rows have a class number, which a choice of names can name.
    pub has_class_numbers: bool,
    /// Whether rows are points: boxes without width and height, that stand for a place. A row of key points has the name of the
    /// body part as class, so that a track may have several points in a frame.
    pub are_points: bool,
    /// Whether rows have masks: see [`Detection::mask`].
    pub has_masks: bool,
    /// How many columns most of the first rows have. 0 for a file without rows.
    pub columns: u32,
}

/// The class column of MOT rows.
pub(super) const CLASS_COLUMN: u32 = 8;

/// The class of KITTI boxes that mark regions without labels.
const DONT_CARE: &str = "DontCare";

/// MOT17 classes by which results are not judged: person on vehicle, static person, distractor and reflection (the
/// distractors of `TrackEval`). All other classes but pedestrian have flag 0 in the files of MOT17.
const MOT17_IGNORED: [f64; 4] = [2.0, 7.0, 8.0, 12.0];

impl Layout {
    /// The layout of a file without rows.
    pub(super) const EMPTY: Self = Self {
        kind: FileKind::Results,
        class_column: None,
        has_flag: false,
        has_visibility: false,
        class_names: ClassNames::Own,
        chosen_names: None,
        has_class_numbers: false,
        are_points: false,
        has_masks: false,
        columns: 0,
    };

    /// Guesses the layout from the first rows. If they leave the kind open, the name decides: `gt.txt` is ground truth.
    pub(super) fn guess(rows: &[Detection], format: Format, map: Option<&ColumnMap>, path: &Path) -> Self {
        let columns = most_common(rows.iter().map(|row| row.columns.count()));
        let usual: Vec<&Detection> = rows.iter().filter(|row| row.columns.count() == columns).collect();
        let is_flagged_truth = || is_named_truth(path) && is_flagged(&usual);
        let has_flag = rows.iter().any(|row| row.confidence == Some(1.0));
        let (is_truth, class_column, class_names) = match format {
            Format::Kitti => (rows.iter().all(|row| row.confidence.is_none()), Some(3), ClassNames::Kitti),
            Format::Obb => (is_flagged_truth(), Some(12), ClassNames::Own),
            Format::Table => {
                let class = map.is_some_and(ColumnMap::has_class).then_some(CLASS_COLUMN);
                (is_flagged_truth(), class, ClassNames::Own)
            }
            Format::Mot | Format::Mots => {
                // A name is a class, however few rows have one.
                let is_named = rows.iter().any(|row| row.columns.class_name().is_some());
                return Self::guess_mot(&usual, is_named, columns, path);
            }
        };
        let has_visibility = map.is_some_and(ColumnMap::has_visibility);
        let are_points = map.is_some_and(ColumnMap::has_points);
        let kind = if is_truth && columns > 0 { FileKind::GroundTruth } else { FileKind::Results };
        Self { kind, class_column, has_flag, has_visibility, class_names, are_points, columns, ..Self::EMPTY }
    }

    /// Guesses the layout of MOT rows that have `columns` columns. `is_named` says whether rows have class names, also others.
    fn guess_mot(rows: &[&Detection], is_named: bool, columns: u32, path: &Path) -> Self {
        let all = |test: &dyn Fn(&Detection) -> bool| !rows.is_empty() && rows.iter().all(|row| test(row));
        let all_within = |column: u32, low: f64, high: f64| {
            all(&|row| row.columns.get(column).is_some_and(|value| (low..=high).contains(&value)))
        };
        let is_numbered = all(&|row| row.columns.get(8).is_some_and(|value| value >= 0.0 && number::is_whole(value)));
        // With ten columns, columns 8 to 10 are a position in the world. The exceptions are the class, truncation and
        // occlusion of VisDrone, and a class followed by -1 and -1.
        let has_grades =
            columns == 10 && all(&|row| (9..=10).all(|column| row.columns.get(column).is_some_and(is_grade)));
        let has_no_position = all_within(9, -1.0, -1.0) && all_within(10, -1.0, -1.0);
        let has_class = is_named || is_numbered && (columns < 10 || has_grades || has_no_position);
        // MOTSynth has twelve: a position in the world follows the visibility.
        let has_visibility = (columns == 9 || columns == 12) && all_within(9, 0.0, 1.0);
        let is_flagged = is_flagged(rows);
        // Numbers of classes are not names: many trackers write those of COCO. The names of MOT17 are used for what only its
        // files have: a flag, a class and a visibility, or its name in the path.
        let is_mot17 = has_visibility && is_flagged || columns < 10 && is_in_mot17(path);
        let has_class = has_class || columns == 12 && is_numbered && has_visibility && is_flagged;
        let class_names = if has_class && is_mot17 && all_within(8, 1.0, MOT17_CLASSES.len() as f64) {
            ClassNames::Mot17
        // A tracker may fill unused columns with zeros, so zeros alone are not VisDrone.
        } else if has_grades
            && is_flagged
            && all_within(8, 0.0, VISDRONE_CLASSES.len() as f64 - 1.0)
            && !all_within(8, 0.0, 0.0)
        {
            ClassNames::VisDrone
        } else {
            ClassNames::Own
        };
        let is_known_truth = match class_names {
            ClassNames::Mot17 => has_visibility,
            ClassNames::VisDrone => true,
            _ => false,
        };
        let is_truth = is_flagged && (is_named_truth(path) || is_known_truth);
        let kind = if is_truth { FileKind::GroundTruth } else { FileKind::Results };
        let class_column = has_class.then_some(CLASS_COLUMN);
        let has_flag = rows.iter().any(|row| row.confidence == Some(1.0));
        Self { kind, class_column, has_flag, has_visibility, class_names, columns, ..Self::EMPTY }
    }

    /// The class of a row, if the file has classes.
    pub fn class_of(&self, detection: &Detection) -> Option<Class> {
        let column = self.class_column?;
        if let Some(name) = detection.columns.class_name() {
            return Some(Class::Name(Arc::clone(name)));
        }
        detection.columns.get(column).and_then(Self::class_of_number)
    }

    /// The class with this number, if the number is whole.
    pub(super) fn class_of_number(number: f64) -> Option<Class> {
        // A round trip through an integer is many times as fast as a remainder.
        (number.abs() <= 1e15 && number as i64 as f64 == number).then_some(Class::Number(number as i64))
    }

    /// The visibility of a row: the visible share of its box, from 0 to 1. `None` if the file does not state it.
    pub fn visibility_of(&self, detection: &Detection) -> Option<f64> {
        if self.has_visibility { detection.columns.get(9) } else { None }
    }

    /// Whether results are judged by this row. They are not if the row is ground truth with flag 0, or ground truth of a
    /// class that the data set ignores.
    pub fn is_judged(&self, detection: &Detection) -> bool {
        if self.kind == FileKind::Results {
            return true;
        }
        // The number counts, whatever name the user chose for it.
        let number = || detection.columns.get(self.class_column?);
        let ignored = match self.class_names {
            ClassNames::Mot17 => number().is_some_and(|number| MOT17_IGNORED.contains(&number)),
            ClassNames::VisDrone => number().is_some_and(|number| number == 0.0 || number == 11.0),
            ClassNames::Kitti => detection.columns.class_name().is_some_and(|name| &**name == DONT_CARE),
            ClassNames::Own | ClassNames::Coco | ClassNames::CocoJson => false,
        };
        (!self.has_flag || detection.confidence != Some(0.0)) && !ignored
    }

    /// The name of a class as text.
    pub fn class_label<'a>(&self, class: &'a Class) -> Cow<'a, str> {
        match class {
            Class::Name(name) => Cow::Borrowed(name),
            Class::Number(number) => {
                let name = self.chosen_names.unwrap_or(self.class_names).name(*number);
                name.map_or_else(|| Cow::Owned(format!("class {number}")), Cow::Borrowed)
            }
        }
    }
}

/// Whether the name of a file says that it is ground truth.
fn is_named_truth(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem == "gt")
}

/// Whether the path of a file says that it belongs to MOT16, MOT17 or MOT20, which have the same classes.
fn is_in_mot17(path: &Path) -> bool {
    let path = path.to_string_lossy().to_ascii_uppercase();
    ["MOT16", "MOT17", "MOT20"].iter().any(|name| path.contains(name))
}

/// Whether all rows have an identity, and 0 or 1 as confidence.
fn is_flagged(rows: &[&Detection]) -> bool {
    let is_flagged =
        |row: &&Detection| row.id.is_some() && (row.confidence == Some(0.0) || row.confidence == Some(1.0));
    !rows.is_empty() && rows.iter().all(is_flagged)
}

/// Whether a value can be a truncation or an occlusion of `VisDrone`: 0, 1 or 2.
fn is_grade(value: f64) -> bool {
    value == 0.0 || value == 1.0 || value == 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mot::row;

    fn guess(name: &str, lines: &[&str]) -> (Layout, Vec<Detection>) {
        let rows: Vec<Detection> = lines.iter().map(|line| row::parse(line.as_bytes(), 0).unwrap().detection).collect();
        (Layout::guess(&rows, Format::Mot, None, Path::new(name)), rows)
    }

    #[test]
    fn nine_columns_with_flag_class_and_visibility_are_ground_truth() {
        let (layout, rows) =
            guess("a.txt", &["1,1,1,1,9,9,1,1,0.5", "1,2,1,1,9,9,0,9,1", "1,3,1,1,9,9,1,7,1", "1,4,1,1,9,9,1,3,0"]);
        assert_eq!(layout.kind, FileKind::GroundTruth);
        assert_eq!(rows.iter().map(|row| layout.is_judged(row)).collect::<Vec<_>>(), [true, false, false, true]);
        assert_eq!(layout.visibility_of(&rows[0]), Some(0.5));
        assert_eq!(layout.class_label(&layout.class_of(&rows[1]).unwrap()), "occluder");
    }

    #[test]
    fn results_are_judged_whatever_their_confidence() {
        let (layout, rows) = guess("MOT17-02.txt", &["1,1,1,1,9,9,0,-1,-1,-1", "1,2,1,1,9,9,1,-1,-1,-1"]);
        assert_eq!((layout.kind, layout.class_column, layout.columns), (FileKind::Results, None, 10));
        assert!(layout.is_judged(&rows[0]));
        let (layout, _) = guess("boxmot.txt", &["1 1 1 1 9 9 0 0 -1", "1 2 1 1 9 9 1 0 -1"]);
        assert_eq!((layout.kind, layout.class_column, layout.has_visibility), (FileKind::Results, Some(8), false));
        assert_eq!(layout.class_label(&Class::Number(0)), "class 0");
    }

    #[test]
    fn ten_columns_are_ground_truth_by_name_and_classes_by_their_values() {
        let (layout, _) = guess("seq/gt/gt.txt", &["1,1,1,1,9,9,1,3.5,2.5,0", "1,2,1,1,9,9,0,1.0,2.0,0"]);
        assert_eq!((layout.kind, layout.class_column), (FileKind::GroundTruth, None));
        let (layout, rows) = guess("uav.txt", &["1,0,593,43,174,190,0,0,0,0", "1,2,545,165,22,38,1,2,0,1"]);
        assert_eq!(layout.class_of(&rows[1]), Some(Class::Number(2)));
        assert_eq!((layout.kind, layout.class_names), (FileKind::GroundTruth, ClassNames::VisDrone));
        assert_eq!(layout.class_label(&Class::Number(2)), "people");
        assert_eq!(rows.iter().map(|row| layout.is_judged(row)).collect::<Vec<_>>(), [false, true]);
        let (layout, _) = guess("filled.txt", &["1,0,593,43,174,190,1,0,0,0", "1,2,545,165,22,38,1,0,0,0"]);
        assert_eq!(
            (layout.kind, layout.class_column, layout.class_names),
            (FileKind::Results, Some(8), ClassNames::Own)
        );
        let (layout, _) = guess("tracker.txt", &["1,0,593,43,174,190,0.8,4,-1,-1", "1,2,545,165,22,38,0.7,0,-1,-1"]);
        assert_eq!(layout.class_column, Some(8));
        let (layout, rows) = guess("named.txt", &["1,2,545,165,22,38,1,person,-1,-1"]);
        assert_eq!(layout.class_label(&layout.class_of(&rows[0]).unwrap()), "person");
    }

    #[test]
    fn dancetrack_is_written_as_mot17_is() {
        let (layout, rows) = guess("dancetrack0001/gt/gt.txt", &["1,1,1,1,9,9,1,1,1", "1,2,1,1,9,9,1,1,1"]);
        assert_eq!((layout.kind, layout.class_names), (FileKind::GroundTruth, ClassNames::Mot17));
        assert!(layout.is_judged(&rows[0]));
    }

    #[test]
    fn one_row_with_a_name_has_a_class() {
        let (layout, rows) = guess("a.txt", &["1,1,1,1,9,9,1", "1,2,1,1,9,9,1,car", "1,3,1,1,9,9,1"]);
        assert_eq!(layout.class_label(&layout.class_of(&rows[1]).unwrap()), "car");
    }

    #[test]
    fn a_file_without_rows_has_a_layout_too() {
        assert_eq!(guess("gt.txt", &[]).0.columns, 0);
    }
}
