//! Names of folders and files that say what they are.

/// Names of folders with pictures. They are tried if `seqinfo.ini` does not name an existing one.
pub(super) const PICTURE_FOLDERS: [&str; 4] = ["img1", "img", "images", "frames"];
/// Names of folders with tracker results. They are looked for in the three folders above a sequence.
pub(super) const RESULT_FOLDERS: [&str; 11] = [
    "results",
    "result",
    "trackers",
    "tracker",
    "tracker_output",
    "track_results",
    "outputs",
    "output",
    "preds",
    "predictions",
    "runs",
];
/// Names that say what a text is, and not which sequence it is of, in lower case.
const GENERIC: [&str; 34] = [
    "gt",
    "det",
    "dets",
    "detection",
    "detections",
    "result",
    "results",
    "res",
    "track",
    "tracks",
    "tracker",
    "trackers",
    "tracking",
    "label",
    "labels",
    "annotation",
    "annotations",
    "box",
    "boxes",
    "output",
    "outputs",
    "out",
    "pred",
    "preds",
    "prediction",
    "predictions",
    "data",
    "img",
    "img1",
    "images",
    "frames",
    "train",
    "test",
    "val",
];

/// Whether a name says what a file is, and not which sequence it is of.
pub(super) fn is_generic(name: &str) -> bool {
    GENERIC.iter().any(|generic| generic.eq_ignore_ascii_case(name))
}
