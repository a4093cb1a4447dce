//! Rows of MOT15, MOT16, MOT17 and MOT20 (`TrackEval` 1.3.0, `MotChallenge2DBox`).

use super::role::{ResultRole, TruthRole};
use crate::mot::{Detection, MOT17_CLASSES};

/// Pedestrian.
const JUDGED: i64 = 1;
/// Person on vehicle, static person, distractor, reflection.
const DISTRACTORS: [i64; 4] = [2, 7, 8, 12];
/// Non-motorised vehicle: a distractor in MOT20.
const VEHICLE: i64 = 6;

/// Whether the flag lets a row count. It is read as a whole number, so that 0.5 is 0. A row without flag counts.
fn is_flagged(row: &Detection) -> bool {
    row.confidence.is_none_or(|flag| flag.abs() >= 1.0)
}

/// The class of a row as a whole number. `None` if the row has no class, or one that is no number.
fn class(row: &Detection) -> Option<i64> {
    if let Some(name) = row.columns.class_name() {
        let at = MOT17_CLASSES.iter().position(|class| class.eq_ignore_ascii_case(name));
        return Some(at.map_or(-1, |at| at as i64 + 1));
    }
    row.columns.get(8).map(|class| class as i64)
}

/// What a row of the ground truth is in MOT15.
pub(super) fn truth_of_mot15(row: &Detection) -> TruthRole {
    if is_flagged(row) { TruthRole::Judged } else { TruthRole::Absent }
}

/// What a row of the ground truth is. A row without class counts as a pedestrian.
pub(super) fn truth(row: &Detection, is_mot20: bool) -> TruthRole {
    match class(row).unwrap_or(JUDGED) {
        JUDGED if is_flagged(row) => TruthRole::Judged,
        class if DISTRACTORS.contains(&class) || (is_mot20 && class == VEHICLE) => TruthRole::Distractor,
        class if (1..=MOT17_CLASSES.len() as i64).contains(&class) => TruthRole::Ignored,
        _ => TruthRole::Unknown,
    }
}

/// What a row of the results is. `TrackEval` refuses a class above 1; classes 1, 0 and −1 count as pedestrians.
pub(super) fn result(row: &Detection) -> ResultRole {
    if class(row).is_some_and(|class| class > JUDGED) { ResultRole::Refused } else { ResultRole::Judged }
}
