//! What the columns from 7 on mean, guessed from a file's first rows.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use super::detection::Detection;

/// A class: the number or the text of column 8.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A whole number.
    Number(i64),
    /// A name.
    Name(Arc<str>),
}

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Column 7 is a flag: rows with 0 are not to be judged.
    GroundTruth,
    /// What a tracker or a detector found; column 7 is a confidence.
    Results,
}

/// The meaning of a file's columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Ground truth or results.
    pub kind: Kind,
    /// Whether column 8 is a class. If not, columns 8 to 10 are a position in the world, or nothing.
    pub has_class: bool,
    /// Whether column 9 is the visible share of the box, 0 to 1.
    pub has_visibility: bool,
    /// Whether class numbers are those of MOT17.
    pub mot17_classes: bool,
    /// How many columns most of the first rows have; 0 for a file without rows.
    pub columns: u32,
}

/// The class names of MOT17 and MOT20, by number from 1 (`MOTChallenge` devkit).
pub const MOT17_CLASSES: [&str; 13] = [
    "pedestrian",
    "person on vehicle",
    "car",
    "bicycle",
    "motorbike",
    "non-mot vehicle",
    "static person",
    "distractor",
    "occluder",
    "occluder on the ground",
    "occluder full",
    "reflection",
    "crowd",
];

/// MOT17 classes that a tracker may find or miss without being judged: person on vehicle, static person, distractor,
/// reflection (the distractors of `TrackEval`). Other classes than pedestrian have flag 0 in the real files.
const MOT17_IGNORED: [i64; 4] = [2, 7, 8, 12];

impl Layout {
    /// Guesses from rows and, where these leave it open, from the file name: `gt.txt` is ground truth.
    pub(super) fn guess(rows: &[Detection], path: &Path) -> Self {
        let columns = most_common(rows.iter().map(|row| row.columns.count()));
        let all = |test: &dyn Fn(&Detection) -> bool| {
            let mut usual = rows.iter().filter(|row| row.columns.count() == columns).peekable();
            usual.peek().is_some() && usual.all(test)
        };
        let within = |column: u32, low: f64, high: f64| {
            move |row: &Detection| row.columns.get(column).is_some_and(|value| (low..=high).contains(&value))
        };
        let is_flagged = all(&|row| row.confidence.is_some_and(|flag| flag == 0.0 || flag == 1.0));
        let has_ids = all(&|row| row.id.is_some());
        let is_named = rows.iter().any(|row| row.columns.class_name().is_some());
        let is_numbered = all(&|row| row.columns.get(8).is_some_and(|value| value >= 0.0 && value % 1.0 == 0.0));
        // Ten columns are a position in the world, unless they look like VisDrone's class, truncation and occlusion.
        let has_class = is_named
            || is_numbered
                && (columns < 10 || all(&|row| (9..=10).all(|column| row.columns.get(column).is_some_and(is_grade))));
        let has_visibility = columns == 9 && all(&within(9, 0.0, 1.0));
        let mot17_classes = has_class && columns < 10 && all(&within(8, 1.0, MOT17_CLASSES.len() as f64));
        let is_named_so = path.file_stem().is_some_and(|stem| stem == "gt");
        let is_truth = has_ids && is_flagged && (is_named_so || has_visibility && mot17_classes);
        let kind = if is_truth { Kind::GroundTruth } else { Kind::Results };
        Self { kind, has_class, has_visibility, mot17_classes, columns }
    }

    /// The class of a row, if the file has classes.
    pub fn class_of(&self, detection: &Detection) -> Option<Class> {
        if !self.has_class {
            return None;
        }
        if let Some(name) = detection.columns.class_name() {
            return Some(Class::Name(Arc::clone(name)));
        }
        let number = detection.columns.get(8).filter(|number| number % 1.0 == 0.0 && number.abs() <= 1e15)?;
        Some(Class::Number(number as i64))
    }

    /// The visible share of a row's box, 0 to 1, if the file tells it.
    pub fn visibility_of(&self, detection: &Detection) -> Option<f64> {
        if self.has_visibility { detection.columns.get(9) } else { None }
    }

    /// Whether results are judged by this row: not if it is ground truth with flag 0 or of an ignored class.
    pub fn is_judged(&self, detection: &Detection) -> bool {
        if self.kind == Kind::Results {
            return true;
        }
        let ignored = self.mot17_classes
            && matches!(self.class_of(detection), Some(Class::Number(number)) if MOT17_IGNORED.contains(&number));
        detection.confidence != Some(0.0) && !ignored
    }

    /// A class in words.
    pub fn class_label<'a>(&self, class: &'a Class) -> Cow<'a, str> {
        match class {
            Class::Name(name) => Cow::Borrowed(name),
            Class::Number(number) => usize::try_from(number - 1)
                .ok()
                .filter(|_| self.mot17_classes)
                .and_then(|at| MOT17_CLASSES.get(at))
                .map_or_else(|| Cow::Owned(format!("class {number}")), |name| Cow::Borrowed(*name)),
        }
    }
}

/// Truncation and occlusion of `VisDrone` are 0, 1 or 2.
fn is_grade(value: f64) -> bool {
    value == 0.0 || value == 1.0 || value == 2.0
}

fn most_common(counts: impl Iterator<Item = u32>) -> u32 {
    let mut sorted: Vec<u32> = counts.collect();
    sorted.sort_unstable();
    sorted.chunk_by(|one, next| one == next).max_by_key(|same| same.len()).map_or(0, |same| same[0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mot::row;

    fn guess(name: &str, lines: &[&str]) -> (Layout, Vec<Detection>) {
        let rows: Vec<Detection> = lines.iter().map(|line| row::parse(line.as_bytes(), 0).unwrap().detection).collect();
        (Layout::guess(&rows, Path::new(name)), rows)
    }

    #[test]
    fn nine_columns_with_flag_class_and_visibility_are_ground_truth() {
        let (layout, rows) =
            guess("a.txt", &["1,1,1,1,9,9,1,1,0.5", "1,2,1,1,9,9,0,9,1", "1,3,1,1,9,9,1,7,1", "1,4,1,1,9,9,1,3,0"]);
        assert_eq!(layout.kind, Kind::GroundTruth);
        assert_eq!(rows.iter().map(|row| layout.is_judged(row)).collect::<Vec<_>>(), [true, false, false, true]);
        assert_eq!(layout.visibility_of(&rows[0]), Some(0.5));
        assert_eq!(layout.class_label(&layout.class_of(&rows[1]).unwrap()), "occluder");
    }

    #[test]
    fn results_are_judged_whatever_their_confidence() {
        let (layout, rows) = guess("MOT17-02.txt", &["1,1,1,1,9,9,0,-1,-1,-1", "1,2,1,1,9,9,1,-1,-1,-1"]);
        assert_eq!((layout.kind, layout.has_class, layout.columns), (Kind::Results, false, 10));
        assert!(layout.is_judged(&rows[0]));
        let (layout, _) = guess("boxmot.txt", &["1 1 1 1 9 9 0 0 -1", "1 2 1 1 9 9 1 0 -1"]);
        assert_eq!((layout.kind, layout.has_class, layout.has_visibility), (Kind::Results, true, false));
        assert_eq!(layout.class_label(&Class::Number(0)), "class 0");
    }

    #[test]
    fn ten_columns_are_ground_truth_by_name_and_classes_by_their_values() {
        let (layout, _) = guess("seq/gt/gt.txt", &["1,1,1,1,9,9,1,3.5,2.5,0", "1,2,1,1,9,9,0,1.0,2.0,0"]);
        assert_eq!((layout.kind, layout.has_class), (Kind::GroundTruth, false));
        let (layout, rows) = guess("uav.txt", &["1,0,593,43,174,190,0,0,0,0", "1,2,545,165,22,38,1,2,0,1"]);
        assert_eq!(layout.class_of(&rows[1]), Some(Class::Number(2)));
        let (layout, rows) = guess("named.txt", &["1,2,545,165,22,38,1,person,-1,-1"]);
        assert_eq!(layout.class_label(&layout.class_of(&rows[0]).unwrap()), "person");
    }

    #[test]
    fn a_file_without_rows_has_a_layout_too() {
        assert_eq!(guess("gt.txt", &[]).0.columns, 0);
    }
}
