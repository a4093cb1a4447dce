//! A sequence folder: `seqinfo.ini`, pictures, `gt`, `det`, other text files beside them, and results in other folders.

use std::path::{Path, PathBuf};

use super::content::{LayerFile, LayerKind, Parts};
use super::detector;
use super::origin::{self, Fit};
use super::places::{self, MAX_ENTRIES, child, file_in, folder_from, folder_in};
use super::related;
use super::words::{PICTURE_FOLDERS, RESULT_FOLDERS, is_generic};
use crate::mot::names;
use crate::sequence::frame_texts::FrameTexts;
use crate::sequence::ini::SeqInfo;
use crate::shown::ShowPath as _;

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

/// The pictures of a sequence: the folder that `seqinfo.ini` names, one with a usual name, the sequence folder itself, or a file
/// with all of them. An empty folder gives way to one with pictures.
pub(super) fn pictures(folder: &Path, info: Option<&SeqInfo>, remarks: &mut Vec<String>) -> Option<PathBuf> {
    let told = info.and_then(|info| info.im_dir.as_deref());
    let mut named = None;
    if let Some(told) = told {
        if let Some(found) = folder_from(folder, told) {
            if places::leads_out(folder, told, &found) {
                remarks.push(format!("seqinfo.ini names a folder of pictures outside of the sequence folder: {told}"));
            }
            if places::has_pictures_of_any_name(&found) {
                return Some(found);
            }
            named = Some(found);
        } else {
            remarks.push(format!("seqinfo.ini names a folder of pictures that is not there: {told}"));
        }
    }
    let known: Vec<PathBuf> = PICTURE_FOLDERS.into_iter().filter_map(|name| folder_in(folder, name)).collect();
    let full = known.iter().find(|place| places::has_pictures(place));
    let full = full.or_else(|| known.iter().find(|place| places::has_pictures_of_any_name(place))).cloned();
    let full = full.or_else(|| places::has_pictures(folder).then(|| folder.to_owned())).or_else(|| stack(folder));
    let empty = named.filter(|place| !places::has_pictures_of_any_name(place));
    let is_empty = |place: &&PathBuf| may_have_pictures(place) && !places::has_pictures_of_any_name(place);
    let empty = empty.or_else(|| known.iter().find(is_empty).cloned());
    if let (Some(full), Some(empty)) = (&full, &empty) {
        remarks.push(format!("{} is empty, the pictures are those of {}", empty.shown(), full.shown()));
    }
    full.or(empty)
}

/// The file with all pictures of a sequence: it has the name of the folder that it is in or beside, or is the only picture there.
fn stack(folder: &Path) -> Option<PathBuf> {
    let name = places::name_of(folder);
    let above = places::parents(folder).into_iter().next();
    let beside = above.and_then(|above| places::stack_named(&above, &name));
    places::stack_named(folder, &name).or_else(|| places::only_stack(folder)).or(beside)
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
    let own = pictures(folder, info.as_ref(), &mut remarks);
    // An empty folder gives way to the pictures of a layout.
    let is_empty = own.as_deref().is_some_and(|own| own.is_dir() && !places::has_pictures_of_any_name(own));
    let pictures = if is_empty { related.pictures.or(own) } else { own.or(related.pictures) };
    if pictures.is_some() {
        remarks.extend(related.remarks);
    } else {
        remarks.extend(related.refusal);
    }
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
    let mut further = results(folder, &own_name, &mut remarks);
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

/// Results with the name of the sequence, beside its folder, in the folders above, and in folders of results nearby. Those of
/// another part of the data set are left out.
fn results(folder: &Path, sequence: &str, remarks: &mut Vec<String>) -> Vec<LayerFile> {
    let mut wanted: Vec<String> = detector::spellings(sequence).iter().map(|name| format!("{name}.txt")).collect();
    wanted.extend(detector::spellings(sequence).iter().map(|name| format!("{name}.txt.gz")));
    let mut left = RESULTS_ENTRIES;
    let mut layers = Vec::new();
    for above in places::parents(folder).iter().take(3) {
        let beside = wanted.iter().map(|name| (above.join(name), name)).filter(|(path, _)| path.is_file());
        let beside = beside.filter(|_| !is_generic(sequence));
        layers.extend(beside.map(|(path, name)| LayerFile { path, kind: LayerKind::Results, name: name.clone() }));
        for name in RESULT_FOLDERS {
            // Only in this letter case: to find others, all entries of a folder that may be large would have to be read.
            let place = above.join(name);
            if place.is_dir() {
                search(&place, &place, &wanted, RESULTS_DEPTH, &mut left, &mut layers);
            }
        }
    }
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    layers.retain(|layer| origin::fit(&folder, &layer.path) != Fit::Contradicts);
    let rival = layers.iter().find_map(|layer| Some((layer, origin::rival(&layer.path, &folder)?)));
    remarks.extend(rival.map(|(layer, rival)| {
        let (path, rival) = (layer.path.shown(), rival.shown());
        format!("{path} has the name of this sequence, and that of {rival}: nothing says which one it belongs to")
    }));
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
