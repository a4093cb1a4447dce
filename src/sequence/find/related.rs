//! The other places of a sequence, by the layouts of data sets.

use std::path::{Path, PathBuf};

use super::content::{LayerFile, LayerKind};
use super::layouts::{LAYOUTS, Layout, Place};
use super::origin::{self, Fit, fit};
use super::pattern::{self, Names, SEQUENCE};
use super::places;
use crate::sequence::frame_texts::FrameTexts;

/// Endings of texts that can be read as boxes, in lower case.
const READABLE: [&str; 4] = ["txt", "csv", "json", "xml"];

/// What the layouts of data sets say about a path.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Related {
    /// The folder of the sequence: that of its pictures, or of its ground truth if it has a folder of its own.
    pub folder: Option<PathBuf>,
    /// The folder of the pictures.
    pub pictures: Option<PathBuf>,
    /// The folder with a text for each picture.
    pub frame_texts: Option<PathBuf>,
    /// The texts of the sequence, the one it comes from among them.
    pub texts: Vec<LayerFile>,
    /// Which pictures are taken although there is a doubt.
    pub remarks: Vec<String>,
    /// Why pictures of the name are not taken. It is of interest only if there are no others.
    pub refusal: Option<String>,
}

/// What is related to a text file.
pub(super) fn to_text(path: &Path) -> Related {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let is_gz = absolute.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gz"));
    let text = if is_gz { absolute.with_extension("") } else { absolute };
    let mut related = Related::default();
    for &layout in LAYOUTS {
        let texts = layout.iter().filter(|(place, _)| matches!(place, Place::Text(_)));
        for (root, names) in texts.filter_map(|(_, pattern)| pattern::matched(pattern, &text)) {
            related.add(layout, &root, &names, &text);
        }
    }
    related
}

/// What is related to a folder: that of a sequence, of its pictures, or one in between.
pub(super) fn to_folder(path: &Path) -> Related {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut related = Related::default();
    for &layout in LAYOUTS {
        for &(place, pattern) in layout {
            let whole = (!matches!(place, Place::Text(_))).then_some(pattern);
            let found = whole.into_iter().chain(pattern::beginnings(pattern)).find_map(|beginning| {
                let (root, names) = pattern::matched(beginning, &absolute)?;
                // Any folder has such a beginning, so the rest has to be there.
                (!pattern::expanded(&root, pattern, &names).is_empty()).then_some((root, names))
            });
            if let Some((root, names)) = found {
                related.add(layout, &root, &names, &absolute);
                break;
            }
        }
    }
    related
}

impl Related {
    /// Adds what there is in a layout for `from`, a text or a folder of it. Nothing is added without a text, or if there are
    /// neither pictures nor ground truth: then names are alike by chance. Nothing of another part of the data set is added.
    fn add(&mut self, layout: Layout, root: &Path, names: &Names, from: &Path) {
        let mut found = Self::default();
        let mut names = names.clone();
        // Where the pictures are says what the free names stand for elsewhere.
        for pattern in layout.iter().filter(|(place, _)| *place == Place::Pictures).map(|(_, pattern)| *pattern) {
            let mut there = pattern::expanded(root, pattern, &names);
            there.retain(|(path, _)| has_pictures(layout, path));
            let choice = origin::choose(from, there);
            let Some((path, bound)) = choice.chosen else {
                found.refusal = found.refusal.or(choice.remark);
                continue;
            };
            found.remarks.extend(choice.remark);
            found.folder = folder_of(root, pattern, &path);
            found.pictures = Some(path);
            names = bound;
            break;
        }
        let truth = layout.iter().find(|(place, _)| *place == Place::Text(LayerKind::GroundTruth));
        let truth = truth.and_then(|(_, pattern)| {
            let choice = origin::choose(from, pattern::expanded(root, pattern, &names));
            found.remarks.extend(choice.remark.filter(|_| found.pictures.is_none() && choice.chosen.is_some()));
            choice.chosen.map(|(path, bound)| (*pattern, path, bound))
        });
        if let Some((_, _, bound)) = &truth {
            names = bound.clone();
        }
        let mut has_texts = false;
        for &(place, pattern) in layout {
            for (path, names) in pattern::expanded(root, pattern, &names) {
                match place {
                    Place::Pictures => {}
                    Place::FrameTexts => {
                        if found.frame_texts.is_none() && FrameTexts::in_folder(&path).is_some() {
                            has_texts = true;
                            found.frame_texts = Some(path);
                        }
                    }
                    Place::Text(kind) => {
                        let is_readable = is_readable(&path) && path.is_file() && fit(from, &path) != Fit::Contradicts;
                        has_texts |= is_readable;
                        let is_new = !self.texts.iter().chain(&found.texts).any(|text| text.path == path);
                        if is_readable && is_new {
                            found.texts.push(LayerFile { name: name_of(root, &path, &names), path, kind });
                        }
                    }
                }
            }
        }
        if has_texts && found.pictures.is_none() && self.refusal.is_none() {
            self.refusal = found.refusal;
        }
        if !has_texts || found.pictures.is_none() && truth.is_none() {
            return;
        }
        if found.folder.is_none() {
            found.folder = truth.and_then(|(pattern, path, _)| folder_of(root, pattern, &path));
        }
        if self.frame_texts.is_none() {
            self.frame_texts = found.frame_texts;
        }
        if self.pictures.is_none() && found.pictures.is_some() {
            (self.pictures, self.folder, self.remarks) = (found.pictures, found.folder, found.remarks);
        } else if self.folder.is_none() {
            (self.folder, self.remarks) = (found.folder, found.remarks);
        }
        self.texts.extend(found.texts);
    }
}

/// Whether a folder has the pictures of a layout. Where each picture has a text of its name, a name needs no number.
pub(super) fn has_pictures(layout: Layout, folder: &Path) -> bool {
    let has_frame_texts = layout.iter().any(|(place, _)| *place == Place::FrameTexts);
    places::has_pictures(folder) || has_frame_texts && places::has_pictures_of_any_name(folder)
}

/// The folder of the sequence that a path of this pattern is in, or is; `None` if the sequence is a file.
fn folder_of(root: &Path, pattern: &'static str, path: &Path) -> Option<PathBuf> {
    let below = path.strip_prefix(root).ok()?;
    let parts = pattern::to_sequence(pattern).split('/').count();
    let folder = below.components().take(parts).fold(root.to_owned(), |folder, part| folder.join(part));
    folder.is_dir().then_some(folder)
}

/// The name of a text that is shown to people: the tracker, if it has one, or the path from the root.
fn name_of(root: &Path, path: &Path, names: &Names) -> String {
    let below = path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned();
    match (names.get("tracker"), names.get(SEQUENCE)) {
        (Some(tracker), Some(_)) => tracker.to_owned(),
        _ => below,
    }
}

/// Whether a file can be read as boxes, by its ending.
pub(super) fn is_readable(path: &Path) -> bool {
    let is_gz = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gz"));
    let text = if is_gz { path.with_extension("") } else { path.to_owned() };
    let ending = text.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| READABLE.iter().any(|readable| readable.eq_ignore_ascii_case(ending)))
}
