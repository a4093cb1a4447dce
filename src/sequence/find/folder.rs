//! A sequence folder: `seqinfo.ini`, pictures, `gt`, `det`, other text files beside them, and results in other folders.

use std::path::{Path, PathBuf};

use super::content::{LayerFile, LayerKind, Parts};
use super::detector;
use super::places::{self, MAX_ENTRIES, child, file_in, folder_from, folder_in};
use super::related;
use crate::mot::names;
use crate::sequence::frame_texts::FrameTexts;
use crate::sequence::ini::SeqInfo;

/// Names of folders with pictures. They are tried if `seqinfo.ini` does not name an existing one.
pub(super) const PICTURE_FOLDERS: [&str; 4] = ["img1", "img", "images", "frames"];
/// Names of folders with tracker results. They are looked for in the three folders above a sequence.
const RESULT_FOLDERS: [&str; 5] = ["results", "trackers", "tracker", "tracker_output", "track_results"];
/// How many levels of folders are searched for results.
const RESULTS_DEPTH: usize = 4;
/// How many files and folders are looked at in the search for results.
const RESULTS_ENTRIES: usize = 2000;
/// The usual name of the ground truth.
pub(super) const TRUTH: &str = "gt.txt";

/// Whether a folder is a sequence folder.
pub(super) fn is_sequence(folder: &Path) -> bool {
    let has = |part: &str, file: &str| folder_in(folder, part).is_some_and(|part| file_in(&part, file).is_some());
    file_in(folder, "seqinfo.ini").is_some()
        || has("gt", TRUTH)
        || has("det", "det.txt")
        || folder_in(folder, PICTURE_FOLDERS[0]).is_some_and(|place| may_have_pictures(&place))
}

/// The content of `seqinfo.ini`, if there is such a file and it can be read.
pub(super) fn info(folder: &Path, remarks: &mut Vec<String>) -> Option<SeqInfo> {
    match SeqInfo::read(&file_in(folder, "seqinfo.ini")?) {
        Ok(info) => {
            remarks.extend(info.problems.iter().map(|problem| format!("seqinfo.ini, {problem}")));
            Some(info)
        }
        Err(error) => {
            remarks.push(format!("seqinfo.ini cannot be read: {error}"));
            None
        }
    }
}

/// The folder with the pictures of a sequence: the one that `seqinfo.ini` names, one with a usual name, or the sequence
/// folder itself.
pub(super) fn pictures(folder: &Path, info: Option<&SeqInfo>, remarks: &mut Vec<String>) -> Option<PathBuf> {
    let told = info.and_then(|info| info.im_dir.as_deref());
    if let Some(told) = told {
        if let Some(found) = folder_from(folder, told) {
            if places::leads_out(folder, told, &found) {
                remarks.push(format!("seqinfo.ini names a folder of pictures outside of the sequence folder: {told}"));
            }
            return Some(found);
        }
        remarks.push(format!("seqinfo.ini names a folder of pictures that is not there: {told}"));
    }
    let mut known = PICTURE_FOLDERS.into_iter().filter_map(|name| folder_in(folder, name));
    let known = known.find(|place| may_have_pictures(place));
    known.or_else(|| places::has_pictures(folder).then(|| folder.to_owned()))
}

/// Whether a folder with a usual name may have the pictures: labels of JDE are in folders of these names, too.
fn may_have_pictures(place: &Path) -> bool {
    places::has_pictures(place) || FrameTexts::in_folder(place).is_none()
}

/// Whether there is a folder of pictures in a folder, by its name and by what is in it.
pub(super) fn has_picture_folder(folder: &Path) -> bool {
    let folders = PICTURE_FOLDERS.into_iter().filter_map(|name| folder_in(folder, name));
    folders.into_iter().any(|folder| places::has_pictures(&folder))
}

/// The files and folders of a sequence folder, or of a folder with pictures only.
pub(super) fn parts(folder: &Path) -> Parts {
    let mut remarks = Vec::new();
    let info = info(folder, &mut remarks);
    let related = related::to_folder(folder);
    let pictures = pictures(folder, info.as_ref(), &mut remarks).or(related.pictures);
    let mut layers = texts(folder.join("gt"), folder, LayerKind::GroundTruth, Some(TRUTH));
    layers.extend(texts(folder.join("det"), folder, LayerKind::Detections, Some("det.txt")));
    let beside = [Some(folder), pictures.as_deref(), related.frame_texts.as_deref()].into_iter().flatten();
    let frame_texts = beside.into_iter().find_map(FrameTexts::in_folder);
    if let Some(texts) = &frame_texts {
        let name = places::name_of(texts.folder());
        remarks.push(format!("{name}: {}", texts.format.title()));
        layers.push(LayerFile { path: texts.folder().to_owned(), kind: LayerKind::GroundTruth, name });
    }
    let mut others = texts(folder.to_owned(), folder, LayerKind::Results, None);
    if frame_texts.is_some_and(|texts| texts.folder() == folder) {
        // Those are the boxes of one picture each.
        others.retain(|layer| !FrameTexts::is_one(&layer.path));
    }
    layers.extend(others);
    let own_name = places::name_of(folder);
    let mut further = results(folder, &own_name);
    further.extend(related.texts);
    // A text may be found in several ways, along different paths.
    let file = |layer: &LayerFile| layer.path.canonicalize().unwrap_or_else(|_| layer.path.clone());
    let mut seen: Vec<PathBuf> = layers.iter().map(file).collect();
    for layer in further {
        let file = file(&layer);
        if !seen.contains(&file) {
            seen.push(file);
            layers.push(layer);
        }
    }
    let kinds = [LayerKind::GroundTruth, LayerKind::Results, LayerKind::Detections];
    let main = kinds.into_iter().find_map(|kind| layers.iter().position(|layer| layer.kind == kind));
    let name = info.as_ref().and_then(|info| info.name.clone()).unwrap_or(own_name);
    remarks.extend(layers.iter().filter_map(|layer| detector_remark(&layer.path, &name)));
    Parts { name, folder: Some(folder.to_owned()), info, layers, main, pictures, remarks }
}

/// What to say about results that are named like the sequence but for its detector.
fn detector_remark(results: &Path, sequence: &str) -> Option<String> {
    let file = places::name_of(results);
    let name = names::without_endings(&file);
    let others = detector::spellings(sequence);
    let is_other = !name.eq_ignore_ascii_case(sequence) && others.iter().any(|other| other.eq_ignore_ascii_case(name));
    is_other.then(|| format!("{file} names no detector and is shown over {sequence}"))
}

/// The text files with boxes in `place`. One with the `usual` name comes first, and is taken whatever is in it.
fn texts(place: PathBuf, folder: &Path, kind: LayerKind, usual: Option<&str>) -> Vec<LayerFile> {
    let place = match place.file_name().and_then(|name| name.to_str()) {
        Some(name) if usual.is_some() => child(folder, name).unwrap_or(place),
        _ => place,
    };
    let is_usual = |name: &str| usual.is_some_and(|usual| usual.eq_ignore_ascii_case(name));
    let entries = places::entries(&place, MAX_ENTRIES).unwrap_or_default().into_iter();
    let is_text = |name: &str, path: &Path| {
        names::is_text_of_boxes(name) && path.is_file() && (is_usual(name) || places::looks_like_rows(path))
    };
    let kind_of = |name: &str| if name.eq_ignore_ascii_case(TRUTH) { LayerKind::GroundTruth } else { kind };
    let texts = entries.filter(|(name, path)| is_text(name, path));
    let mut layers: Vec<LayerFile> = texts.map(|(name, path)| LayerFile { path, kind: kind_of(&name), name }).collect();
    layers.sort_by_key(|layer| !is_usual(&layer.name));
    layers
}

/// Results with the name of the sequence, in folders of results nearby.
fn results(folder: &Path, sequence: &str) -> Vec<LayerFile> {
    let wanted: Vec<String> = detector::spellings(sequence).iter().map(|name| format!("{name}.txt")).collect();
    let mut left = RESULTS_ENTRIES;
    let mut layers = Vec::new();
    for above in places::parents(folder).iter().take(3) {
        for name in RESULT_FOLDERS {
            // Only in this letter case: to find others, all entries of a folder that may be large would have to be read.
            let place = above.join(name);
            if place.is_dir() {
                search(&place, &place, &wanted, RESULTS_DEPTH, &mut left, &mut layers);
            }
        }
    }
    layers
}

/// Adds files of the names `wanted` in `place`, and in `depth` − 1 levels of folders below. Their shown names are relative to
/// `root`. `left` counts down the entries that may still be looked at.
fn search(root: &Path, place: &Path, wanted: &[String], depth: usize, left: &mut usize, layers: &mut Vec<LayerFile>) {
    let Ok(entries) = places::entries(place, *left) else { return };
    *left -= entries.len().min(*left);
    for (name, path) in entries {
        if wanted.iter().any(|wanted| name.eq_ignore_ascii_case(wanted)) && path.is_file() {
            let below = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
            layers.push(LayerFile { path, kind: LayerKind::Results, name: below });
        } else if depth > 1 && !name.contains('.') && path.is_dir() {
            search(root, &path, wanted, depth - 1, left, layers);
        }
    }
}
