//! The pictures in a zip archive, unpacked into a temporary folder.
//!
//! Only the name of a file becomes a name on disk, never a path. It is one that the caller takes for a picture, and has no
//! character that means something to a file system.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::path::Path;

use super::copy;
use super::limit::{Allowance, UnpackLimit};
use super::names::{self, is_ignored};
use super::problem::ArchiveProblem;
use super::zip::{Stored, Zip};
use crate::mot::error::{OpenError, OpenReason};
use crate::mot::progress::Progress;
use crate::unfinished::TemporaryFolder;

/// What the temporary folder is called.
const FOLDER: &str = "motscope-pictures";
/// Names of folders and texts that do not tell sequences apart, in lower case.
const GENERIC: [&str; 30] = [
    "gt",
    "det",
    "img",
    "img1",
    "image",
    "images",
    "frames",
    "rgb",
    "jpegimages",
    "obj_train_data",
    "sequences",
    "data",
    "dataset",
    "default",
    "annotations",
    "annotation",
    "labels",
    "label",
    "tracks",
    "tracking",
    "tracker",
    "results",
    "result",
    "output",
    "boxes",
    "mot",
    "detections",
    "instances_default",
    ".",
    "..",
];
/// The most bytes of a file name that are used.
const MAX_NAME: usize = 200;
/// The usual name of a folder of pictures.
const USUAL: &str = "img1";

/// The pictures that were in an archive.
#[derive(Debug)]
pub(crate) struct UnpackedPictures {
    /// Where they are. The folder is removed when this is dropped.
    pub folder: TemporaryFolder,
    /// The name of the text that they belong to, without folders and endings.
    pub text: String,
    /// What a person should know about them.
    pub remark: Option<String>,
}

/// Whether the zip archive at `path` has a file that `is_picture` takes for a picture, by its name. `false` if it is no zip
/// archive, or cannot be read.
pub(crate) fn has_pictures(path: &Path, is_picture: fn(&str) -> bool) -> bool {
    let progress = Progress::new();
    let is_file = std::fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
    let opened = File::open(path).ok().filter(|_| is_file);
    let zip = opened.and_then(|file| Zip::open(&file, is_picture, &progress).ok());
    zip.is_some_and(|zip| zip.pictures().iter().any(|picture| place_of(picture).is_some()))
}

/// Unpacks the pictures of the zip archive at `path`: those of one folder. If there are several, it is the one nearest to the
/// text `member`, or to the only text; of these the usual one, or the one with the most pictures. Pictures of another sequence
/// than that of the text are left out, and a remark says so.
pub(crate) fn unpack_pictures(
    path: &Path,
    member: Option<&str>,
    is_picture: fn(&str) -> bool,
    limit: UnpackLimit,
    progress: &Progress,
) -> Result<UnpackedPictures, OpenError> {
    let failed = |reason| OpenError::new(path, None, reason);
    let file = crate::mot::file_bytes::open(path).map_err(failed)?;
    let zip = Zip::open(&file, is_picture, progress).map_err(failed)?;
    let text = zip.choose(member, progress).map(|text| text.path().to_owned()).unwrap_or_default();
    let (chosen, others) = nearest(zip.pictures(), &text);
    let mut unpacked = unpack(&zip, &chosen, limit, progress).map_err(failed)?;
    let file = text.rsplit(['/', '\\']).next().unwrap_or_default();
    names::without_endings(file).clone_into(&mut unpacked.text);
    if chosen.is_empty()
        && let Some(folder) = others
    {
        unpacked.remark = Some(format!(
            "the pictures in the archive are not shown: those in {folder} are of another sequence than {text}"
        ));
    }
    Ok(unpacked)
}

/// The folder and the name of a picture in an archive; `None` if it cannot be unpacked under this name.
fn place_of(picture: &Stored) -> Option<(&str, &str)> {
    let (folder, name) = picture.path.rsplit_once(['/', '\\']).unwrap_or(("", &picture.path));
    let is_plain = |letter: char| !letter.is_control() && !matches!(letter, ':' | '*' | '?' | '"' | '<' | '>' | '|');
    let is_usable = name.len() <= MAX_NAME && !name.starts_with('.') && name.chars().all(is_plain);
    (is_usable && !folder.split(['/', '\\']).any(is_ignored)).then_some((folder, name))
}

/// The pictures of the folder that is nearest to a text, with their names, and a folder of pictures of another sequence.
fn nearest<'a>(pictures: &'a [Stored], text: &str) -> (Vec<(&'a Stored, &'a str)>, Option<&'a str>) {
    let mut folders: BTreeMap<&str, Vec<(&Stored, &str)>> = BTreeMap::new();
    for picture in pictures {
        if let Some((folder, name)) = place_of(picture) {
            folders.entry(folder).or_default().push((picture, name));
        }
    }
    let is_only = folders.len() == 1;
    let worth = |(folder, pictures): &(&str, Vec<_>)| {
        let is_usual = folder.rsplit(['/', '\\']).next().is_some_and(|name| name.eq_ignore_ascii_case(USUAL));
        (common(folder, text), is_usual, pictures.len())
    };
    let (own, others): (Vec<_>, Vec<_>) =
        folders.into_iter().partition(|(folder, _)| text.is_empty() || is_of_one_sequence(folder, text, is_only));
    let other = others.into_iter().map(|(folder, _)| folder).next();
    (own.into_iter().max_by_key(worth).map(|(_, pictures)| pictures).unwrap_or_default(), other)
}

/// How many folders a folder of pictures and a text share, from the root of the archive on.
fn common(folder: &str, text: &str) -> usize {
    let (folder, text) = (folder.split(['/', '\\']), text.split(['/', '\\']));
    folder.zip(text).take_while(|(one, other)| one == other).count()
}

/// Whether a folder of pictures and a text can be of one sequence. Each names its sequence by its folders, the text by its own
/// name, too. Where only the pictures do, they are those of the text if they are the only ones.
fn is_of_one_sequence(folder: &str, text: &str, is_only: bool) -> bool {
    let shared = common(folder, text);
    let named = |path: &str| -> Vec<String> {
        let parts = path.split(['/', '\\']).skip(shared).map(|part| names::without_endings(part).to_lowercase());
        parts.filter(|part| !part.is_empty() && !GENERIC.contains(&part.as_str())).collect()
    };
    let (pictures, text) = (named(folder), named(text));
    pictures.iter().all(|name| text.contains(name)) || text.is_empty() && is_only
}

/// Writes the pictures into a temporary folder, all of them together within `limit`.
fn unpack(
    zip: &Zip<'_>,
    pictures: &[(&Stored, &str)],
    limit: UnpackLimit,
    progress: &Progress,
) -> Result<UnpackedPictures, OpenReason> {
    let packed = pictures.iter().map(|(picture, _)| picture.packed()).fold(0, u64::saturating_add);
    let stated = pictures.iter().map(|(picture, _)| picture.bytes).fold(0, u64::saturating_add);
    let allowance = Allowance::new(limit, packed);
    allowance.check_stated(stated)?;
    let folder = TemporaryFolder::new(FOLDER).map_err(ArchiveProblem::Temporary)?;
    zip.begin(packed);
    let (mut length, mut damaged) = (0, 0_usize);
    for (picture, name) in pictures {
        let to = folder.path().join(name);
        // Two names may be one to the file system, as it may not tell letter cases apart.
        let Ok(mut file) = OpenOptions::new().write(true).create_new(true).open(&to) else {
            damaged += 1;
            continue;
        };
        match zip.reader(picture).and_then(|bytes| copy::copy(bytes, &mut file, &mut length, &allowance, progress)) {
            Ok(()) => {}
            // The others can be shown without this one.
            Err(OpenReason::Archive(
                ArchiveProblem::Damaged(_) | ArchiveProblem::Method(_) | ArchiveProblem::Encrypted,
            )) => {
                damaged += 1;
                let _ = std::fs::remove_file(&to);
            }
            Err(reason) => return Err(reason),
        }
    }
    let remark =
        (damaged > 0).then(|| format!("{damaged} of {} pictures in the archive cannot be unpacked", pictures.len()));
    Ok(UnpackedPictures { folder, text: String::new(), remark })
}
