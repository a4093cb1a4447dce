//! Names of folders and files that say what they are.

/// Names of folders with pictures. They are tried if `seqinfo.ini` does not name an existing one.
pub(in crate::sequence::find) const PICTURE_FOLDERS: [&str; 4] = ["img1", "img", "images", "frames"];
/// Further names of folders with pictures. They are tried in a folder with `gt` or `det` in which there is no other folder of pictures.
pub(in crate::sequence::find) const MORE_PICTURE_FOLDERS: [&str; 12] =
    ["rgb", "image", "imgs", "frame", "color", "jpegimages", "pictures", "jpg", "input", "png", "raw", "image_0"];
/// Names of files and folders that systems and archivers make, in lower case. Nothing is searched for in there.
const OF_SYSTEMS: [&str; 6] =
    ["$recycle.bin", "__macosx", "@eadir", "#recycle", "system volume information", "lost+found"];
/// Names of folders with tracker results. They are looked for in the three folders above a sequence.
pub(in crate::sequence::find) const RESULT_FOLDERS: [&str; 11] = [
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
pub(in crate::sequence::find) fn is_generic(name: &str) -> bool {
    GENERIC.iter().any(|generic| generic.eq_ignore_ascii_case(name))
}

/// Whether a file or folder of this name is made by a system or an archiver: a bin of deleted files, a copy of properties.
pub(in crate::sequence::find) fn is_of_system(name: &str) -> bool {
    let lower = || name.to_ascii_lowercase();
    name.starts_with("._") || name.starts_with(".Trash") || OF_SYSTEMS.contains(&lower().as_str())
}
