//! Rows of `VisDrone` (`VisDrone2018-MOT-toolkit`).

use super::role::{ResultRole, TruthRole};
use crate::mot::{Detection, VISDRONE_CLASSES};

/// The classes that are judged: pedestrian, car, van, truck and bus.
pub(super) const CLASSES: [i64; 5] = [1, 4, 5, 6, 9];
/// Ignored regions, and others.
const REGIONS: [i64; 2] = [0, 11];

fn class(row: &Detection) -> Option<i64> {
    if let Some(name) = row.columns.class_name() {
        return VISDRONE_CLASSES.iter().position(|class| class.eq_ignore_ascii_case(name)).map(|at| at as i64);
    }
    row.columns.get(8).map(|class| class as i64)
}

/// What a row of the ground truth is when a class is judged.
pub(super) fn truth(row: &Detection, judged: i64) -> TruthRole {
    match class(row) {
        Some(class) if REGIONS.contains(&class) => TruthRole::Region,
        Some(class) if class == judged => TruthRole::Judged,
        Some(class) if (0..VISDRONE_CLASSES.len() as i64).contains(&class) => TruthRole::Absent,
        _ => TruthRole::Unknown,
    }
}

/// What a row of the results is when a class is judged.
pub(super) fn result(row: &Detection, judged: i64) -> ResultRole {
    match class(row) {
        Some(class) if class == judged => ResultRole::Judged,
        Some(class) if (0..VISDRONE_CLASSES.len() as i64).contains(&class) => ResultRole::Absent,
        _ => ResultRole::Refused,
    }
}
