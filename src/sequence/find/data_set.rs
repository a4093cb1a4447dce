//! A data set: a folder with sequences in it, some levels deep, for example in `train` and `test`. Results of a tracker are such
//! a set, too: a text for each sequence.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::content::DataSetEntry;
use super::folder;
use super::layouts::{LAYOUTS, Place};
use super::named::Searched;
use super::pattern::{self, Names};
use super::places::{self, MAX_ENTRIES};
use super::related;
use super::text;
use crate::mot::names;

/// How many text files are read to find out whether they have boxes.
const MAX_TEXTS: usize = 1000;
/// How many levels of folders are searched.
const DEPTH: usize = 5;
/// How many levels of folders may be above the root of a layout.
const LAYOUT_DEPTH: usize = 2;
/// How many folders are tried as the root of a layout.
const MAX_BASES: usize = 200;
/// How many sequences are listed.
const MAX_LISTED: usize = 10_000;

/// The sequences of a data set, sorted by name. If there are none, its texts of boxes, or its folders of pictures.
pub(super) fn entries(root: &Path) -> Vec<DataSetEntry> {
    let (mut found, mut searched) = (Vec::new(), Searched::default());
    let mut left = MAX_ENTRIES;
    walk(root, "", DEPTH, &mut left, &mut |path, name| {
        let is_sequence = folder::is_sequence(path);
        if is_sequence {
            found.push(entry(path, name.to_owned()));
        }
        is_sequence
    });
    for place in in_layouts(root) {
        let is_known = found.iter().any(|known| place.starts_with(&known.path));
        if !is_known && found.len() < MAX_LISTED {
            let name = name_below(root, &place);
            found.push(if place.is_file() { of_text(place, name, &mut searched) } else { entry(&place, name) });
        }
    }
    if found.is_empty() {
        found = texts(root, &mut searched);
    } else {
        add_lone_texts(root, &mut searched, &mut found);
    }
    add_lone_pictures(root, &mut searched, &mut found);
    if found.is_empty() {
        let mut left = MAX_ENTRIES;
        walk(root, "", DEPTH, &mut left, &mut |path, name| {
            let has_pictures = places::has_pictures_of_any_name(path) && places::unread_pictures(path).is_none();
            if has_pictures {
                found.push(DataSetEntry { has_pictures, ..entry(path, name.to_owned()) });
            }
            has_pictures
        });
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    // Links may lead to one place along several paths: the shortest is shown.
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|&at| found[at].path.components().count());
    let mut known = HashSet::new();
    let is_new: HashSet<usize> = order
        .into_iter()
        .filter(|&at| known.insert(found[at].path.canonicalize().ok().unwrap_or(found[at].path.clone())))
        .collect();
    let mut at = 0..;
    found.retain(|_| at.next().is_some_and(|at| is_new.contains(&at)));
    found
}

/// Adds the texts of boxes right in a folder that are of none of the sequences that were found.
fn add_lone_texts(root: &Path, searched: &mut Searched, found: &mut Vec<DataSetEntry>) {
    let (mut left, mut opened) = (MAX_ENTRIES, MAX_TEXTS);
    let mut texts = Vec::new();
    texts_in(root, "", &mut left, &mut opened, searched, &mut texts);
    let known = Known::of(found.iter().map(|known| known.path.clone()));
    texts.retain(|text| !text::folder_of(&text.path, searched).is_some_and(|folder| known.has(&folder)));
    found.extend(texts);
}

/// Adds the folders of pictures below a folder that belong to none of the sequences and texts that were found.
fn add_lone_pictures(root: &Path, searched: &mut Searched, found: &mut Vec<DataSetEntry>) {
    if found.is_empty() || found.len() >= MAX_LISTED {
        return;
    }
    let mut own = Vec::new();
    for known in found.iter() {
        if known.path.is_file() {
            own.extend(text::folder_of(&known.path, searched));
        } else {
            // The pictures of texts for each picture are theirs.
            own.extend(text::are_frames(&known.path).then(|| related::to_folder(&known.path).pictures).flatten());
            own.push(known.path.clone());
        }
    }
    let known = Known::of(own);
    let mut lone = Vec::new();
    let mut left = MAX_ENTRIES;
    walk(root, "", DEPTH, &mut left, &mut |path, name| {
        let is_known = known.has(path);
        let is_lone = !is_known && places::has_sequence_of_pictures(path) && places::unread_pictures(path).is_none();
        if is_lone {
            lone.push(DataSetEntry { has_pictures: true, ..entry(path, name.to_owned()) });
        }
        is_known || is_lone
    });
    found.extend(lone);
}

/// The folders of sequences that are known, without links in their paths.
struct Known(HashSet<PathBuf>);

impl Known {
    fn of(folders: impl IntoIterator<Item = PathBuf>) -> Self {
        let mut known: HashSet<PathBuf> = folders.into_iter().map(|folder| real(&folder)).collect();
        // The folder around one of pictures is of the sequence, too.
        let above: HashSet<PathBuf> = known.iter().filter_map(|folder| folder.parent()).map(Path::to_owned).collect();
        known.extend(above.into_iter().filter(|above| folder::is_sequence(above)));
        Self(known)
    }

    /// Whether a folder is of one of them, or in one of them.
    fn has(&self, folder: &Path) -> bool {
        real(folder).ancestors().any(|above| self.0.contains(above))
    }
}

fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// Files with several pictures each, as a sequence each.
pub(super) fn of_stacks(files: &[PathBuf]) -> Vec<DataSetEntry> {
    files.iter().map(|file| of_file(file, true)).collect()
}

/// The zip archives in a folder, which may have texts in them.
pub(super) fn archives(folder: &Path) -> Vec<DataSetEntry> {
    let is_zip = |path: &Path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    let entries = places::entries(folder, MAX_ENTRIES).unwrap_or_default().into_iter();
    let zips = entries.filter(|(name, path)| !name.starts_with('.') && is_zip(path) && path.is_file());
    let mut searched = Searched::default();
    zips.map(|(_, path)| of_file(&path, text::has_pictures(&path, &mut searched))).collect()
}

fn of_file(file: &Path, has_pictures: bool) -> DataSetEntry {
    DataSetEntry { path: file.to_owned(), name: places::name_of(file), frames: None, has_pictures }
}

/// Hands each folder below a place to `is_end`, with its path from there. Where that is true, the folders in it are left out.
fn walk(place: &Path, above: &str, depth: usize, left: &mut usize, is_end: &mut dyn FnMut(&Path, &str) -> bool) {
    for (name, path) in folders(place, left) {
        let name = format!("{above}{name}");
        if !is_end(&path, &name) && depth > 1 {
            walk(&path, &format!("{name}/"), depth - 1, left, is_end);
        }
    }
}

/// The sequences that the layouts of data sets have below a folder: of each the folder of its pictures, or else a text.
fn in_layouts(root: &Path) -> Vec<PathBuf> {
    let mut bases = vec![root.to_owned()];
    let mut left = MAX_ENTRIES;
    walk(root, "", LAYOUT_DEPTH, &mut left, &mut |path, _| {
        let is_end = bases.len() >= MAX_BASES || folder::is_sequence(path) || places::has_pictures(path);
        if !is_end {
            bases.push(path.to_owned());
        }
        is_end
    });
    // Any folder may have texts in it: pictures say that it is this layout.
    let (mut with_pictures, mut others, mut used) = (Found::default(), Found::default(), HashSet::new());
    let (mut paired, mut unpaired) = (HashSet::new(), Vec::new());
    for (base, layout) in bases.iter().flat_map(|base| LAYOUTS.iter().map(move |layout| (base, layout))) {
        let truths = layout.iter().filter(|(place, _)| place.is_truth());
        // Where a layout begins with any name, its sequences are folders that are found as such, or one level deeper.
        let truths = truths.filter(|(_, pattern)| !pattern.starts_with('{'));
        let truths = truths.flat_map(|(place, pattern)| {
            let there = pattern::expanded(base, pattern, &Names::default()).into_iter();
            there.map(|(path, names)| (*place == Place::FrameTexts, path, names))
        });
        for (is_folder, truth, names) in truths {
            let is_it =
                if is_folder { text::are_frames(&truth) } else { related::is_readable(&truth) && truth.is_file() };
            if !is_it {
                continue;
            }
            let pictures = layout.iter().filter(|(place, _)| *place == Place::Pictures);
            let mut pictures = pictures.flat_map(|(_, pattern)| pattern::expanded_as_written(base, pattern, &names));
            match pictures.find(|(path, _)| related::has_pictures(layout, path)) {
                Some((pictures, _)) => {
                    used.insert(std::ptr::from_ref(layout));
                    with_pictures.add(pictures);
                    paired.insert(truth);
                }
                None if is_folder => {}
                None => {
                    unpaired.push((std::ptr::from_ref(layout), truth.clone()));
                    others.add(truth);
                }
            }
        }
    }
    // A split may have pictures and no texts.
    for (base, layout) in bases.iter().flat_map(|base| LAYOUTS.iter().map(move |layout| (base, layout))) {
        let pictures = layout.iter().filter(|(place, pattern)| *place == Place::Pictures && !pattern.starts_with('{'));
        for (_, pattern) in pictures.filter(|_| used.contains(&std::ptr::from_ref(layout))) {
            let there = pattern::expanded(base, pattern, &Names::default()).into_iter().map(|(path, _)| path);
            there.filter(|path| related::has_pictures(layout, path)).for_each(|path| with_pictures.add(path));
        }
    }
    if with_pictures.places.is_empty() {
        return others.places;
    }
    // Sequences of a layout that is there may have a text and no pictures.
    for (layout, truth) in unpaired {
        if used.contains(&layout) && !paired.contains(&truth) && truth.is_file() {
            with_pictures.add(truth);
        }
    }
    with_pictures.places
}

/// Places, each once.
#[derive(Default)]
struct Found {
    places: Vec<PathBuf>,
    known: HashSet<PathBuf>,
}

impl Found {
    fn add(&mut self, place: PathBuf) {
        let real = place.canonicalize().unwrap_or_else(|_| place.clone());
        if self.places.len() < MAX_LISTED && self.known.insert(real) {
            self.places.push(place);
        }
    }
}

/// A path as it is shown below a folder.
fn name_below(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// The texts and documents of boxes in a folder, some levels deep, and the folders with a text for each picture.
fn texts(root: &Path, searched: &mut Searched) -> Vec<DataSetEntry> {
    let mut left = MAX_ENTRIES;
    let mut opened = MAX_TEXTS;
    let mut found = Vec::new();
    texts_in(root, "", &mut left, &mut opened, searched, &mut found);
    let mut places = Vec::new();
    walk(root, "", DEPTH, &mut left, &mut |path, name| {
        let are_frames = text::are_frames(path);
        if are_frames {
            let has_pictures = related::to_folder(path).pictures.is_some();
            found.push(DataSetEntry { path: path.to_owned(), name: name.to_owned(), frames: None, has_pictures });
        } else {
            places.push((path.to_owned(), format!("{name}/")));
        }
        are_frames
    });
    for (path, name) in places {
        texts_in(&path, &name, &mut left, &mut opened, searched, &mut found);
    }
    found
}

/// Adds the texts of boxes in `place` to `found`, with `before` at the beginning of their names. `left` counts down the
/// entries that may still be looked at, `opened` the files that may still be read.
fn texts_in(
    place: &Path,
    before: &str,
    left: &mut usize,
    opened: &mut usize,
    searched: &mut Searched,
    found: &mut Vec<DataSetEntry>,
) {
    let entries = places::entries(place, *left).unwrap_or_default();
    *left -= entries.len().min(*left);
    for (name, path) in entries {
        if *opened == 0 {
            return;
        }
        let is_document = names::is_document(&name);
        if (is_document || names::is_text_of_boxes(&name)) && path.is_file() {
            *opened -= 1;
            if if is_document { places::looks_like_document(&path) } else { places::looks_like_rows(&path) } {
                found.push(of_text(path, format!("{before}{name}"), searched));
            }
        }
    }
}

/// The folders in `place`, by name, without links that lead in a circle. `left` counts down the entries that may still be looked
/// at.
fn folders(place: &Path, left: &mut usize) -> Vec<(String, PathBuf)> {
    let mut folders = places::folders(place, left);
    folders.retain(|(_, path)| !(path.is_symlink() && is_above(path, place)));
    folders
}

/// Whether a link leads to a place, or to a folder that the place is in.
fn is_above(link: &Path, place: &Path) -> bool {
    matches!((link.canonicalize(), place.canonicalize()), (Ok(target), Ok(place)) if place.starts_with(&target))
}

/// What is shown of a text before it is opened.
fn of_text(path: PathBuf, name: String, searched: &mut Searched) -> DataSetEntry {
    let has_pictures = text::has_pictures(&path, searched);
    DataSetEntry { path, name, frames: None, has_pictures }
}

/// What is shown of the folder of a sequence before it is opened.
fn entry(path: &Path, name: String) -> DataSetEntry {
    let mut ignored = Vec::new();
    let info = folder::info(path, &mut ignored);
    let has_pictures = folder::pictures(path, info.as_ref(), &mut ignored).is_some();
    DataSetEntry { path: path.to_owned(), name, frames: info.and_then(|info| info.seq_length), has_pictures }
}
