//! Pictures that lie beside a text, in one folder with it: whether they are its frames, or other pictures such as plots.

use std::path::{Path, PathBuf};

use super::content::Parts;
use super::folder::TRUTH;
use super::places::{self, MAX_ENTRIES};
use crate::mot::{MotFile, Progress, names};
use crate::provider::DataProvider as _;
use crate::sequence::pairing::most_met;
use crate::sequence::pictures::{PictureSource as _, Pictures, numbers_of_names};
use crate::sequence::video_name::{self, Said, Videos};
use crate::shown::ShowPath as _;

/// The largest text, in bytes, whose frames are compared with the pictures. A larger one has more frames than there are plots.
const MAX_BYTES: u64 = 16 << 20;
/// With so many pictures beside a larger text, they are its frames.
const MANY: u64 = 500;
/// How many pictures are asked for their size.
const MAX_SIZES: u64 = 8;

/// The folder of a text, or the file with all pictures in it, if these are the frames of the text. Otherwise why they are not
/// taken, if there are any that could be meant.
pub(super) fn around(path: &Path) -> Result<Option<PathBuf>, String> {
    let Some(folder) = places::parents(path).into_iter().next() else { return Ok(None) };
    if folder.parent().is_none() {
        return Ok(None);
    }
    let stack = places::only_stack(&folder);
    if stack.is_none() && !places::has_sequence_of_pictures(&folder) {
        let is_any = places::has_pictures(&folder) && places::pictures(&folder).nth(1).is_some();
        return if is_any && !is_truth(path, &folder) { Err(refusal(&folder, NO_FRAMES)) } else { Ok(None) };
    }
    let pictures = stack.clone().unwrap_or_else(|| folder.clone());
    is_of_text(path, &folder, &pictures).map_err(|why| refusal(&folder, &why))?;
    Ok(Some(folder))
}

/// Checks what was found in a folder with pictures and texts in it. Pictures that are no frames of the first text are not shown
/// under its boxes: where a picture was asked for, the texts go, and else the pictures.
pub(super) fn check(parts: &mut Parts, folder: &Path, is_picture: bool) {
    let Some(pictures) = parts.pictures.clone() else { return };
    let is_flat = pictures == folder || pictures.is_file() && pictures.parent() == Some(folder);
    let is_here = |path: &Path| path.parent() == Some(folder) && path.is_file();
    let main = parts.main.and_then(|main| parts.layers.get(main)).filter(|main| is_here(&main.path));
    let Some(main) = main.filter(|_| is_flat) else { return };
    let Err(why) = is_of_text(&main.path, folder, &pictures) else { return };
    if is_picture {
        let name = places::name_of(&main.path);
        parts.remarks.push(format!("{name} is not shown over the pictures beside it: {why}"));
        parts.layers.retain(|layer| !is_here(&layer.path));
        parts.main = (!parts.layers.is_empty()).then_some(0);
    } else {
        parts.remarks.push(refusal(folder, &why));
        parts.pictures = None;
    }
}

/// Why pictures are no frames, by their names.
const NO_FRAMES: &str = "the numbers of their names do not count up as those of frames do";

/// Whether a text is named as those of a sequence are, in a folder that is one.
fn is_truth(path: &Path, folder: &Path) -> bool {
    places::is_named(path, &[TRUTH, "det.txt"]) || places::file_in(folder, "seqinfo.ini").is_some()
}

fn refusal(folder: &Path, why: &str) -> String {
    format!(
        "the pictures that lie beside the text are not shown: {why}. To show them, choose them with --images {}",
        folder.shown()
    )
}

/// Whether pictures are the frames of a text in their folder, or else why not.
fn is_of_text(path: &Path, folder: &Path, pictures: &Path) -> Result<(), String> {
    let own = places::name_of(path);
    if is_truth(path, folder) {
        return Ok(());
    }
    let name = names::without_endings(&own);
    let said = Videos::of(places::pictures(folder)).said(name);
    let is_alike = |other: &str| {
        names::is_text_of_boxes(other) && video_name::differ_in_numbers(names::without_endings(other), name)
    };
    let others = || places::entries(folder, MAX_ENTRIES).is_ok_and(|all| all.iter().any(|(name, _)| is_alike(name)));
    if said == Said::Nothing && pictures == folder && others() {
        return Err("there are texts of several sequences beside them".to_owned());
    }
    if pictures == folder && numbers_of_names(places::pictures(folder)).is_empty() {
        return Err(NO_FRAMES.to_owned());
    }
    let Ok(pictures) = Pictures::open(pictures, None) else { return Ok(()) };
    let numbers = pictures.numbers();
    let asked = numbers.len().min(MAX_SIZES);
    let ranks = (0..asked).filter_map(|at| numbers.key_at(at * numbers.len() / asked));
    let mut sizes = ranks.filter_map(|number| pictures.size_of(number));
    if let Some(first) = sizes.next()
        && let Some(other) = sizes.find(|size| *size != first)
    {
        return Err(format!("they differ in size ({} × {} and {} × {})", first.0, first.1, other.0, other.1));
    }
    if matches!(said, Said::Own(_)) {
        return Ok(());
    }
    let is_large = std::fs::metadata(path).is_ok_and(|metadata| metadata.len() > MAX_BYTES);
    if is_large {
        return if numbers.len() >= MANY { Ok(()) } else { Err(format!("there are only {}", numbers.len())) };
    }
    // A text that cannot be read says so when it is opened.
    let Ok(text) = MotFile::open_with(path, &Progress::new()) else { return Ok(()) };
    let labels = text.keys();
    let (met, all) = (most_met(&labels, &numbers), labels.len());
    if met * 2 >= all || labels.len() == numbers.len() {
        return Ok(());
    }
    Err(format!("only {met} of {all} labelled frames would have one"))
}
