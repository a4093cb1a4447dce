//! All that belongs to a sequence folder: its pictures, the texts in it, and texts with its name in other folders.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::content::{LayerFile, LayerKind, Parts};
use super::folder::{self, TRUTH};
use super::named::{self, Belongs, Searched};
use super::naming::detector;
use super::naming::words::{RESULT_FOLDERS, is_generic};
use super::origin::{self, Fit};
use super::places::{self, MAX_ENTRIES, child};
use super::related;
use crate::mot::names;
use crate::sequence::frame_texts::FrameTexts;
use crate::sequence::pictures::has_picture_ending;
use crate::shown::ShowPath as _;

/// How many levels of folders are searched for results.
const RESULTS_DEPTH: usize = 4;
/// How many files and folders are looked at in the search for results.
const RESULTS_ENTRIES: usize = 2000;
/// How many entries of a folder above are looked at for folders of texts. More are a long list of sequences.
const MAX_BESIDE: usize = 300;
/// Names of folders that stand for the pictures or a part of a data set, and not for texts.
const OF_PICTURES: [&str; 7] = ["img", "img1", "images", "frames", "train", "test", "val"];
/// Endings of a text of the name of a sequence.
const ENDINGS: [&str; 5] = ["txt", "csv", "txt.gz", "TXT", "CSV"];

/// The files and folders of a sequence folder, or of a folder with pictures only.
pub(super) fn of_folder(folder: &Path) -> Parts {
    let mut remarks = Vec::new();
    let info = folder::info(folder, &mut remarks);
    let related = related::to_folder(folder);
    let own = folder::pictures(folder, info.as_ref(), &mut remarks);
    // An empty folder gives way to the pictures of a layout.
    let is_empty = own.as_deref().is_some_and(|own| own.is_dir() && !places::has_pictures_of_any_name(own));
    let pictures = if is_empty { related.pictures.or(own) } else { own.or(related.pictures) };
    // A sequence may have its pictures as a video.
    let pictures = pictures.or_else(|| match places::videos(folder).as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    });
    if pictures.is_some() {
        remarks.extend(related.remarks);
    } else {
        remarks.extend(related.refusal);
    }
    let own_name = places::name_of(folder);
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
    layers.retain(|layer| is_own(&layer.path, folder, &own_name, &mut remarks));
    let (mut further, beside) = results(folder, &own_name, &mut remarks);
    further.extend(related.texts);
    further.extend(beside);
    // A text may be found in several ways, along different paths.
    let mut searched = Searched::default();
    further.retain(|layer| belongs(&layer.path, folder, pictures.as_deref(), &mut searched, &mut remarks));
    let file = |layer: &LayerFile| layer.path.canonicalize().unwrap_or_else(|_| layer.path.clone());
    let mut seen: HashSet<PathBuf> = layers.iter().map(file).collect();
    for layer in further {
        if seen.insert(file(&layer)) {
            layers.push(layer);
        }
    }
    let kinds = [LayerKind::GroundTruth, LayerKind::Results, LayerKind::Detections];
    let main = kinds.into_iter().find_map(|kind| layers.iter().position(|layer| layer.kind == kind));
    let name = info.as_ref().and_then(|info| info.name.clone()).unwrap_or(own_name);
    remarks.extend(layers.iter().filter_map(|layer| detector_remark(&layer.path, &name)));
    Parts { name, folder: Some(folder.to_owned()), info, layers, main, pictures, picture_names: None, remarks }
}

/// Whether a text that lies elsewhere belongs to the sequence of a folder: it does if one would come to this folder from the
/// text, too. Where several folders are as good, a remark says so.
fn belongs(
    text: &Path,
    folder: &Path,
    pictures: Option<&Path>,
    searched: &mut Searched,
    remarks: &mut Vec<String>,
) -> bool {
    let mut of_text = named::sequence_of(text);
    // A folder without pictures of its own leaves it to the layouts.
    if !of_text.folder.as_deref().is_some_and(has_pictures) {
        let related = related::to_text(text);
        if !related.remarks.is_empty() {
            // It is in doubt, and that is told elsewhere.
            return true;
        }
        if let Some(folder) = related.pictures.or(related.folder) {
            of_text = Belongs { folder: Some(folder), ..Belongs::default() };
        } else if of_text.folder.is_none() {
            of_text = named::far(text, searched);
        }
    }
    let Belongs { folder: Some(chosen), others, .. } = of_text else { return false };
    let is_this = |place: &Path| {
        let is_it =
            |own: &Path| origin::is_same(place, own) || own.parent().is_some_and(|above| origin::is_same(place, above));
        origin::is_same(place, folder) || pictures.is_some_and(is_it)
    };
    let rival = if is_this(&chosen) { others.first() } else { Some(&chosen) };
    if !is_this(&chosen) && !others.iter().any(|other| is_this(other)) {
        return false;
    }
    if let Some(rival) = rival {
        let (text, rival) = (text.shown(), rival.shown());
        push(
            remarks,
            format!("{text} has the name of this sequence, and that of {rival}: nothing says which one it belongs to"),
        );
    }
    true
}

/// Whether a folder has the pictures of a sequence.
fn has_pictures(folder: &Path) -> bool {
    folder::own_pictures(folder)
        .is_some_and(|pictures| pictures.is_file() || places::has_pictures_of_any_name(&pictures))
}

/// Adds a remark, unless it is there.
fn push(remarks: &mut Vec<String>, remark: String) {
    if !remarks.contains(&remark) {
        remarks.push(remark);
    }
}

/// Whether a text in a sequence folder is of that sequence: not if it is named after another one that is there. A text that is
/// named alike, but for a number, is told.
fn is_own(text: &Path, folder: &Path, sequence: &str, remarks: &mut Vec<String>) -> bool {
    let file = places::name_of(text);
    let name = names::without_endings(&file);
    if !text.is_file()
        || is_generic(name)
        || detector::spellings(sequence).iter().any(|own| own.eq_ignore_ascii_case(name))
    {
        return true;
    }
    if named::sequence_of(text).folder.is_some_and(|chosen| !origin::is_same(&chosen, folder)) {
        return false;
    }
    if detector::differ_in_numbers(name, sequence) {
        push(remarks, format!("{file} is named after another sequence than {sequence}, in whose folder it is"));
    }
    true
}

/// What to say about results that are named like the sequence but for its detector.
fn detector_remark(results: &Path, sequence: &str) -> Option<String> {
    let file = places::name_of(results);
    let name = names::without_endings(&file);
    let others = detector::spellings(sequence);
    let is_other = !name.eq_ignore_ascii_case(sequence) && others.iter().any(|other| other.eq_ignore_ascii_case(name));
    let names_one = name.len() > sequence.len();
    is_other.then(|| {
        let what = if names_one { "names a detector, " } else { "names no detector " };
        let which = if names_one { ", which names none" } else { "" };
        format!("{file} {what}and is shown over {sequence}{which}")
    })
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
/// another part of the data set are left out. Those in folders of any other name are returned apart.
fn results(folder: &Path, sequence: &str, remarks: &mut Vec<String>) -> (Vec<LayerFile>, Vec<LayerFile>) {
    let spellings = detector::spellings(sequence);
    let wanted: Vec<String> =
        spellings.iter().flat_map(|name| ENDINGS.iter().map(move |ending| format!("{name}.{ending}"))).collect();
    let mut left = RESULTS_ENTRIES;
    let (mut layers, mut in_others) = (Vec::new(), Vec::new());
    for (level, above) in places::parents(folder).iter().enumerate().take(4) {
        let beside = wanted.iter().map(|name| (above.join(name), name)).filter(|(path, _)| path.is_file());
        let beside = beside.filter(|_| level < 3 && !is_generic(sequence));
        layers.extend(beside.map(|(path, name)| LayerFile { path, kind: LayerKind::Results, name: name.clone() }));
        let mut results: Vec<PathBuf> =
            RESULT_FOLDERS.iter().map(|name| above.join(name)).filter(|place| place.is_dir()).collect();
        let entries = places::entries(above, MAX_BESIDE).unwrap_or_default();
        let is_whole = entries.len() < MAX_BESIDE;
        for (name, place) in entries.into_iter().filter(|(name, _)| !name.starts_with('.') && is_whole) {
            if places::is_named(&place, &RESULT_FOLDERS) {
                let is_new = !results.iter().any(|known| origin::is_same(known, &place));
                results.extend(Some(place).filter(|place| is_new && place.is_dir()));
            } else if level < 3 && !is_generic(sequence) {
                // Any folder may have a text of this name. Whether it is of this sequence is decided from the text.
                let there = wanted.iter().map(|file| (place.join(file), format!("{name}/{file}")));
                let there = there.filter(|(path, _)| path.is_file());
                if is_generic(&name) && !places::is_named(&place, &OF_PICTURES) {
                    search(&place, &place, &wanted, 2, &mut left, &mut in_others);
                }
                in_others.extend(there.map(|(path, name)| LayerFile { kind: LayerKind::of(&path), path, name }));
            }
        }
        for place in results {
            search(&place, &place, &wanted, RESULTS_DEPTH, &mut left, &mut layers);
        }
    }
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    for layers in [&mut layers, &mut in_others] {
        layers.retain(|layer| origin::fit(&folder, &layer.path) != Fit::Contradicts);
    }
    let rival = layers.iter().find_map(|layer| Some((layer, origin::rival(&layer.path, &folder)?)));
    remarks.extend(rival.map(|(layer, rival)| {
        let (path, rival) = (layer.path.shown(), rival.shown());
        format!("{path} has the name of this sequence, and that of {rival}: nothing says which one it belongs to")
    }));
    (layers, in_others)
}

/// Whether a name is that of a text or of a picture: asking each of them for its kind would take long where there are thousands.
/// Names such as `conf0.25` are of folders.
fn is_file_name(path: &Path, name: &str) -> bool {
    related::is_readable(path) || has_picture_ending(name)
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
        } else if depth > 1 && !name.starts_with('.') && !is_file_name(&path, &name) && path.is_dir() {
            search(root, &path, wanted, depth - 1, left, layers);
        }
    }
}
