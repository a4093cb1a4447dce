//! A sequence folder: `seqinfo.ini` and the pictures.

use std::path::{Path, PathBuf};

use super::naming::words::{MORE_PICTURE_FOLDERS, PICTURE_FOLDERS};
use super::places::{self, children, file_in, folder_from};
use crate::sequence::frame_texts::FrameTexts;
use crate::sequence::ini::SeqInfo;
use crate::shown::ShowPath as _;

/// How many entries of a sequence folder are looked at for a folder of pictures of any name.
const MAX_PARTS: usize = 200;
/// The usual name of the ground truth.
pub(super) const TRUTH: &str = "gt.txt";

/// Whether a folder is a sequence folder.
pub(super) fn is_sequence(folder: &Path) -> bool {
    let [info, pictures, parts @ ..] = children(folder, ["seqinfo.ini", PICTURE_FOLDERS[0], "gt", "det"]);
    info.is_some_and(|info| info.is_file())
        || has_boxes(parts)
        || pictures.is_some_and(|place| place.is_dir() && may_have_pictures(&place))
}

/// Whether `gt` or `det` has the usual file of boxes.
fn has_boxes([truth, detections]: [Option<PathBuf>; 2]) -> bool {
    let has = |part: Option<PathBuf>, file| part.is_some_and(|part| file_in(&part, file).is_some());
    has(truth, TRUTH) || has(detections, "det.txt")
}

/// The folders in a folder with a usual name of one of pictures.
fn picture_folders(folder: &Path) -> impl Iterator<Item = PathBuf> {
    children(folder, PICTURE_FOLDERS).into_iter().flatten().filter(|path| path.is_dir())
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
    let known: Vec<PathBuf> = picture_folders(folder).collect();
    let full = known.iter().find(|place| places::has_pictures(place));
    let full = full.or_else(|| known.iter().find(|place| places::has_pictures_of_any_name(place))).cloned();
    let full = full.or_else(|| places::has_pictures(folder).then(|| folder.to_owned())).or_else(|| stack(folder));
    let full = full.or_else(|| of_any_name(folder, remarks));
    let empty = named.filter(|place| !places::has_pictures_of_any_name(place));
    let is_empty = |place: &&PathBuf| may_have_pictures(place) && !places::has_pictures_of_any_name(place);
    let empty = empty.or_else(|| known.iter().find(is_empty).cloned());
    if let (Some(full), Some(empty)) = (&full, &empty) {
        remarks.push(format!("{} is empty, the pictures are those of {}", empty.shown(), full.shown()));
    }
    full.or(empty)
}

/// The pictures of a sequence as [`pictures`] finds them, where nobody is told of doubts.
pub(super) fn own_pictures(folder: &Path) -> Option<PathBuf> {
    let mut ignored = Vec::new();
    let info = info(folder, &mut ignored);
    pictures(folder, info.as_ref(), &mut ignored)
}

/// The folder of pictures beside `gt` or `det`, whatever its name is, if there is only one. Of several, the one with a name that
/// often stands for the pictures is taken, and a remark names the others.
fn of_any_name(folder: &Path, remarks: &mut Vec<String>) -> Option<PathBuf> {
    let [info, parts @ ..] = children(folder, ["seqinfo.ini", "gt", "det"]);
    if !has_boxes(parts) && !info.is_some_and(|info| info.is_file()) {
        return None;
    }
    let entries = places::entries(folder, MAX_PARTS).unwrap_or_default().into_iter();
    let parts = entries.filter(|(name, _)| !name.starts_with('.') && name != "gt" && name != "det");
    let there: Vec<PathBuf> =
        parts.map(|(_, path)| path).filter(|path| path.is_dir() && places::has_pictures(path)).collect();
    let usual = MORE_PICTURE_FOLDERS.iter().find_map(|name| there.iter().find(|path| places::is_named(path, &[name])));
    let chosen = usual.or(there.first().filter(|_| there.len() == 1));
    if there.len() > 1 {
        let name = |path: &PathBuf| places::name_of(path);
        let all = there.iter().take(MAX_NAMED).map(name).collect::<Vec<_>>().join(", ");
        remarks.push(match chosen {
            Some(chosen) => format!("several folders have pictures ({all}): those in {} are shown", name(chosen)),
            None => {
                format!("several folders have pictures ({all}), and nothing says which are meant: --images says it")
            }
        });
    }
    chosen.cloned()
}

/// How many folders a remark names.
const MAX_NAMED: usize = 4;

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
    picture_folders(folder).any(|folder| places::has_pictures(&folder))
}
