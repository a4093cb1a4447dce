//! A folder of pictures, or one file with several.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;

use super::decode::{self, Stored};
use super::error::PictureError;
use super::listing::Listing;
use super::names::{has_picture_ending, is_picture_name, may_have_pages};
use super::orientation::Orientation;
use super::pages::{Pages, has_pages};
use super::picture::{Backdrop, Picture};
use super::pool::Pool;
use super::read::read;
use super::source::PictureSource;
use super::view::PictureView;
use crate::mot::archived_pictures::unpack_pictures;
use crate::mot::{OpenError, Progress, UnpackLimit};
use crate::provider::KeySet;
use crate::sequence::video_name::{self, Said, Videos};
use crate::unfinished::TemporaryFolder;

/// How many bytes are read of a file to learn the size of its picture. If they are too few, the whole file is read.
const HEADER_BYTES: u64 = 64 << 10;
/// How many pictures are asked for their size before it counts as unknown.
const MAX_SIZE_READS: u64 = 8;
/// How many pictures, from all over a folder, are asked how they are turned.
const MAX_ORIENTATIONS: u64 = 64;

/// The pictures of a folder, or of one file, by number.
///
/// In a folder, the number in a file's name is the picture's number: the last one that counts up from picture to picture. If
/// none does, or if names have no numbers, the pictures are numbered in order of name, from 1. Files are listed if their name
/// ends as that of a picture does; the format is told by their content. Hidden files, folders, and files that are named unlike
/// most others are left out. The folder is listed once; a file is read whenever its picture is loaded. The list of 300,000
/// files takes about 20 MB.
///
/// A TIFF, GIF or animated `WebP` with several pictures is a sequence of them, numbered from 1: if its path is opened, or that
/// of a folder with no other picture in it.
#[derive(Debug)]
pub struct Pictures {
    folder: PathBuf,
    /// The archive that they were unpacked from, and the folder that they are in until they are dropped.
    unpacked: Option<(PathBuf, TemporaryFolder)>,
    files: Files,
    remarks: Vec<String>,
    view: Mutex<PictureView>,
    bytes_read: AtomicU64,
}

#[derive(Debug)]
enum Files {
    /// A picture a file.
    Folder(Listing),
    /// All pictures in one file, with their numbers.
    Pages(Pages, Arc<KeySet>),
}

impl Pictures {
    /// Lists a folder, or a file of pictures. Of two files with one number, the one whose name ends with `expected` (such as
    /// `.jpg`) is taken. For a folder without pictures the set of numbers is empty.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn open(path: impl AsRef<Path>, expected: Option<&str>) -> io::Result<Self> {
        Self::open_beginning(path.as_ref(), expected, None)
    }

    /// As [`open`](Self::open), with those pictures only whose names begin so, in any letter case.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub(in crate::sequence) fn open_beginning(
        path: &Path,
        expected: Option<&str>,
        beginning: Option<&str>,
    ) -> io::Result<Self> {
        if fs::metadata(path)?.is_file() {
            let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let name = path.file_name().and_then(|name| name.to_str());
            return Ok(Self::of(folder.to_owned(), Listing::of(name, expected)));
        }
        let folder = path.to_owned();
        let (mut failed, mut unreadable) = (None, 0_usize);
        let names = fs::read_dir(&folder)?.filter_map(|entry| match entry {
            // The type comes with the listing; the file itself is not asked.
            Ok(entry) if entry.file_type().is_ok_and(|kind| kind.is_dir()) => None,
            Ok(entry) => match entry.file_name().into_string() {
                Ok(name) => Some(name),
                Err(name) => {
                    unreadable += usize::from(has_picture_ending(&name.to_string_lossy()));
                    None
                }
            },
            Err(error) => {
                failed = Some(error);
                None
            }
        });
        let is_it = |name: &String| beginning.is_none_or(|video| video_name::stated(name).as_deref() == Some(video));
        let mut listing = Listing::of(names.filter(is_it), expected);
        if let Some(error) = failed {
            listing.remarks.push(format!("the folder could not be listed to its end: {error}"));
        }
        if unreadable > 0 {
            let (pictures, have, are) =
                if unreadable == 1 { ("picture", "has", "is") } else { ("pictures", "have", "are") };
            let what =
                format!("{unreadable} {pictures} {have} a name that is no Unicode and {are} left out: rename them");
            listing.remarks.push(what);
        }
        Ok(Self::of(folder, listing))
    }

    fn of(folder: PathBuf, mut listing: Listing) -> Self {
        let mut remarks = std::mem::take(&mut listing.remarks);
        // A file that cannot be read says so when its picture is loaded.
        let pages = listing.only().and_then(|name| Pages::of(&folder.join(name)).ok().flatten());
        let files = match pages {
            None => {
                remarks.extend(stacked(&folder, &listing));
                Files::Folder(listing)
            }
            Some(pages) => {
                let name = listing.only().unwrap_or_default();
                let count = pages.count();
                remarks = vec![format!("the pictures are the {count} in {name}, numbered from 1")];
                if pages.is_cut() {
                    let (pictures, are) = if count == 1 { ("picture", "is") } else { ("pictures", "are") };
                    remarks.push(format!("{name} is cut short or damaged: {count} {pictures} {are} whole and shown"));
                }
                let numbers = Arc::new(KeySet::from_runs([1..=pages.count()]));
                Files::Pages(pages, numbers)
            }
        };
        Self { folder, unpacked: None, files, remarks, view: Mutex::default(), bytes_read: AtomicU64::new(0) }
    }

    /// Unpacks the pictures of a zip archive into a temporary folder, which is removed when they are dropped. If the archive
    /// has several folders of pictures, the one nearest to the text `member` is taken.
    ///
    /// # Errors
    /// If the archive cannot be read, has more bytes of pictures than `limit` allows, or `progress` was cancelled.
    pub fn unpack(
        archive: &Path,
        member: Option<&str>,
        limit: UnpackLimit,
        progress: &Progress,
    ) -> Result<Self, OpenError> {
        let unpacked = unpack_pictures(archive, member, is_picture_name, limit, progress)?;
        let failed = |error: io::Error| OpenError { path: archive.to_owned(), member: None, reason: error.into() };
        let names = std::fs::read_dir(unpacked.folder.path()).into_iter().flatten();
        let names = names.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let said = Videos::of(names).said(&unpacked.text);
        let own = if let Said::Own(video) = &said { Some(video.as_str()) } else { None };
        let mut pictures = Self::open_beginning(unpacked.folder.path(), None, own).map_err(failed)?;
        match &said {
            Said::Nothing => {}
            Said::Own(video) => pictures.remarks.push(format!(
                "the pictures are those whose names begin with {video}, as the text does; others are left out"
            )),
            Said::Other(video) => {
                pictures = pictures.refused(format!(
                    "the pictures in the archive are not shown: their names state {video}, and the text is {}",
                    unpacked.text
                ));
            }
        }
        pictures.remarks.extend(unpacked.remark);
        pictures.unpacked = Some((archive.to_owned(), unpacked.folder));
        Ok(pictures)
    }

    /// None of them, and why.
    pub(in crate::sequence) fn refused(mut self, why: String) -> Self {
        self.files = Files::Folder(Listing::default());
        self.remarks = vec![why];
        self
    }

    /// Path of the folder, or of the archive that they were unpacked from.
    pub fn folder(&self) -> &Path {
        self.unpacked.as_ref().map_or(&self.folder, |(archive, _)| archive)
    }

    /// Path of the file that all pictures are in, or else of the folder.
    pub fn path(&self) -> &Path {
        match (&self.unpacked, &self.files) {
            (Some((archive, _)), _) => archive,
            (None, Files::Folder(_)) => &self.folder,
            (None, Files::Pages(pages, _)) => pages.path(),
        }
    }

    /// Whether they were unpacked from an archive.
    pub fn is_unpacked(&self) -> bool {
        self.unpacked.is_some()
    }

    /// Remarks about its files, for people: two files with one number, files that are named unlike the others, how pictures are
    /// numbered if not by the last number of their names.
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// How the first picture whose size can be read is turned.
    pub fn orientation(&self) -> Orientation {
        let stored = self.view.lock().turn.then(|| self.first_stored().ok()).flatten();
        stored.map_or(Orientation::AsStored, |stored| stored.orientation)
    }

    /// Which pictures are turned as the orientation in their files says, for people; `None` if none of those that were looked at
    /// is. Not every picture of a long sequence is looked at.
    pub fn turned(&self) -> Option<String> {
        if !self.view.lock().turn {
            return None;
        }
        let listing = match &self.files {
            Files::Pages(..) => {
                let orientation = self.orientation();
                let is_turned = orientation != Orientation::AsStored;
                return is_turned
                    .then(|| format!("pictures are {orientation}, as the orientation in their file (EXIF) says"));
            }
            Files::Folder(listing) => listing,
        };
        let all = listing.numbers.len();
        let looked_at = all.min(MAX_ORIENTATIONS);
        let ranks = (0..looked_at).map(|at| at * all / looked_at);
        let names = ranks.filter_map(|rank| listing.name(listing.numbers.key_at(rank)?));
        let read = names.filter_map(|name| Some((name, stored(&self.folder.join(name)).ok()?.orientation)));
        let read: Vec<(&str, Orientation)> = read.collect();
        let mut turned = read.iter().filter(|(_, orientation)| *orientation != Orientation::AsStored);
        let (name, first) = turned.clone().next()?;
        let (count, is_one) = (turned.clone().count(), turned.all(|(_, orientation)| orientation == first));
        let of = if looked_at < all {
            format!("{} that were looked at", read.len())
        } else {
            format!("{} pictures", read.len())
        };
        let which = match (count == read.len(), looked_at < all) {
            (true, false) => "all pictures are".to_owned(),
            (true, true) => format!("all {of} are"),
            (false, _) if count == 1 => format!("1 of {of} is"),
            (false, _) => format!("{count} of {of} are"),
        };
        let how = if is_one { first.to_string() } else { format!("turned in different ways ({name} is {first})") };
        Some(format!("{which} {how}, as the orientation in their files (EXIF) says"))
    }

    /// Why none of the first pictures can be shown, for people; `None` if one can, or if there are none.
    pub fn trouble(&self) -> Option<String> {
        self.first_stored().err().filter(|reason| !reason.is_empty())
    }

    /// Width and height of a picture as it is shown, in pixels. `None` if it cannot be read. The pictures in one file are taken
    /// to be as large as its first.
    pub(in crate::sequence) fn size_of(&self, number: u64) -> Option<(u32, u32)> {
        let stored = match &self.files {
            Files::Pages(pages, _) => pages.stored().ok()?,
            Files::Folder(listing) => stored(&self.folder.join(listing.name(number)?)).ok()?,
        };
        Some(self.shown_size(&stored))
    }

    /// Width and height of a picture with this header as it is shown.
    fn shown_size(&self, stored: &Stored) -> (u32, u32) {
        if self.view.lock().turn { stored.orientation.size(stored.size) } else { stored.size }
    }

    /// The header of the first picture that has one, or why the first has none.
    fn first_stored(&self) -> Result<Stored, String> {
        let listing = match &self.files {
            Files::Pages(pages, _) => return pages.stored().map_err(|reason| named(pages.path(), &reason)),
            Files::Folder(listing) => listing,
        };
        let first = (0..MAX_SIZE_READS).map_while(|rank| listing.numbers.key_at(rank));
        let mut trouble = None;
        for name in first.filter_map(|number| listing.name(number)) {
            match stored(&self.folder.join(name)) {
                Ok(stored) => return Ok(stored),
                Err(reason) => _ = trouble.get_or_insert_with(|| format!("{name}: {reason}")),
            }
        }
        Err(trouble.unwrap_or_default())
    }
}

/// What to say about a folder of files that have several pictures each.
fn stacked(folder: &Path, listing: &Listing) -> Option<String> {
    let looked_at = (0..MAX_SIZE_READS).map_while(|rank| listing.name(listing.numbers.key_at(rank)?));
    let mut stacks = looked_at.filter(|name| may_have_pages(name) && has_pages(&folder.join(name)));
    let first = stacks.next()?;
    let more = if stacks.next().is_some() { "several files have" } else { "a file has" };
    Some(format!(
        "{more} several pictures, such as {first}: the first picture of each file is shown. To see all of one file, open it"
    ))
}

/// The header of a picture file.
fn stored(path: &Path) -> Result<Stored, PictureError> {
    let header = read(path, Some(HEADER_BYTES), decode::stored);
    // Colour profiles or a preview before the size may be longer than that.
    header.or_else(|_| read(path, None, decode::stored))
}

/// A reason with the name of the file.
fn named(path: &Path, reason: &PictureError) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    format!("{name}: {reason}")
}

impl PictureSource for Pictures {
    fn numbers(&self) -> Arc<KeySet> {
        match &self.files {
            Files::Folder(listing) => Arc::clone(&listing.numbers),
            Files::Pages(_, numbers) => Arc::clone(numbers),
        }
    }

    fn load(&self, number: u64, pool: &Pool) -> Backdrop<Picture> {
        let view = *self.view.lock();
        let count = |bytes: u64| self.bytes_read.fetch_add(bytes, Ordering::Relaxed);
        let listing = match &self.files {
            Files::Folder(listing) => listing,
            Files::Pages(pages, _) => {
                return match pages.load(number, view, pool) {
                    Ok(Some(picture)) => {
                        // What it takes in the file is not known, but not more than its pixels.
                        count(picture.bytes());
                        Backdrop::Ready(picture)
                    }
                    Ok(None) => Backdrop::Missing,
                    Err(reason) => Backdrop::Damaged(format!("{}: {reason}", self.name(number).unwrap_or_default())),
                };
            }
        };
        let Some(name) = listing.name(number) else { return Backdrop::Missing };
        let decoded = read(&self.folder.join(name), None, |bytes| {
            count(bytes.len() as u64);
            decode::decode(bytes, view, pool)
        });
        match decoded {
            Ok(picture) => Backdrop::Ready(picture),
            Err(reason) => Backdrop::Damaged(format!("{name}: {reason}")),
        }
    }

    fn size(&self) -> Option<(u32, u32)> {
        Some(self.shown_size(&self.first_stored().ok()?))
    }

    fn name(&self, number: u64) -> Option<String> {
        match &self.files {
            Files::Folder(listing) => listing.name(number).map(str::to_owned),
            Files::Pages(pages, numbers) => {
                let name = pages.path().file_name()?.to_string_lossy();
                numbers.contains(number).then(|| format!("{name}, picture {number}"))
            }
        }
    }

    fn numbers_in(&self, name: &str) -> Arc<KeySet> {
        match &self.files {
            Files::Folder(listing) => Arc::new(KeySet::from_keys(listing.number_of(name))),
            Files::Pages(pages, numbers) => {
                let is_it = pages.path().file_name().is_some_and(|file| file == name);
                if is_it { Arc::clone(numbers) } else { Arc::default() }
            }
        }
    }

    fn set_view(&self, view: PictureView) {
        *self.view.lock() = view;
    }

    fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Ordering::Relaxed)
    }
}
