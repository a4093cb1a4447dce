//! Rows of KITTI tracking (`TrackEval` 1.3.0, `Kitti2DBox`).

use super::role::{ResultRole, TruthRole};
use crate::mot::Detection;

/// The classes that are judged, each with the class of its distractors.
pub(super) const CLASSES: [(&str, &str); 2] = [("car", "van"), ("pedestrian", "person")];
/// The class of regions without labels.
const REGION: &str = "dontcare";
/// All other classes that `TrackEval` knows.
const OTHERS: [&str; 7] = ["truck", "cyclist", "tram", "misc", "car_2", "van", "person"];
/// An object that is more hidden than this is a distractor.
const MAX_OCCLUSION: f64 = 2.0;
/// So is one that leaves the picture more than this.
const MAX_TRUNCATION: f64 = 0.0;

fn class(row: &Detection) -> &str {
    row.columns.class_name().map_or("", |name| &**name)
}

/// Whether a name stands for a class. `TrackEval` takes `car_2` for a car.
fn is_class(name: &str, class: &str) -> bool {
    name.eq_ignore_ascii_case(class) || (class == "car" && name.eq_ignore_ascii_case("car_2"))
}

/// What a row of the ground truth is when a class is judged. Truncation and occlusion are cut to whole numbers.
pub(super) fn truth(row: &Detection, (judged, distractor): (&str, &str)) -> TruthRole {
    let class = class(row);
    if class.eq_ignore_ascii_case(REGION) {
        return TruthRole::Region;
    }
    let is_limited = row
        .columns
        .kitti()
        .is_some_and(|fields| fields.occlusion >= MAX_OCCLUSION + 1.0 || fields.truncation >= MAX_TRUNCATION + 1.0);
    let is_judged = is_class(class, judged);
    if row.id.is_none() {
        TruthRole::Absent
    } else if class.eq_ignore_ascii_case(distractor) || (is_judged && is_limited) {
        TruthRole::Distractor
    } else if is_judged {
        TruthRole::Judged
    } else if is_known(class) {
        TruthRole::Absent
    } else {
        TruthRole::Unknown
    }
}

/// What a row of the results is when a class is judged. Rows without id are left out without notice.
pub(super) fn result(row: &Detection, judged: &str) -> ResultRole {
    let class = class(row);
    if row.id.is_none() {
        ResultRole::Absent
    } else if is_class(class, judged) {
        ResultRole::Judged
    } else if is_known(class) || class.eq_ignore_ascii_case(REGION) {
        ResultRole::Absent
    } else {
        ResultRole::Refused
    }
}

fn is_known(class: &str) -> bool {
    CLASSES.iter().any(|(judged, _)| class.eq_ignore_ascii_case(judged))
        || OTHERS.iter().any(|other| class.eq_ignore_ascii_case(other))
}
