//! What holds pictures: a folder, a file with several of them, a video, or an archive that they are unpacked from.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use parking_lot::Mutex;

use crate::mot::archived_pictures::unpack_pictures;
use crate::mot::{OpenError, OpenReason, Progress, UnpackLimit};
use crate::provider::KeySet;
use crate::sequence::pictures::error::named;
use crate::sequence::pictures::listing::Listing;
use crate::sequence::pictures::names::{has_picture_ending, is_picture_name, may_have_pages};
use crate::sequence::pictures::pages::{Pages, has_pages};
use crate::sequence::pictures::view::PictureView;
use crate::sequence::video::{Decoding, Video, VideoError, VideoSummary, is_video};
use crate::sequence::video_name::{self, Said, Videos};
use crate::unfinished::TemporaryFolder;

/// How many pictures are asked for their size before it counts as unknown.
pub(super) const MAX_SIZE_READS: u64 = 8;

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
///
/// The frames of a video are numbered from 1 in the order in which a reader gets them who reads the video from its beginning, as
/// `cv2.VideoCapture` does. It is decoded by the programs `ffmpeg` and `ffprobe`; with the feature `libav`, by the libraries of
/// `ffmpeg` in this process.
#[derive(Debug)]
pub struct Pictures {
    pub(super) folder: PathBuf,
    /// The archive that they were unpacked from, and the folder that they are in until they are dropped.
    pub(super) unpacked: Option<(PathBuf, TemporaryFolder)>,
    pub(super) files: Files,
    pub(super) remarks: Vec<String>,
    /// The video that cannot be read, and why.
    pub(super) refusal: Option<(PathBuf, String)>,
    pub(super) view: Mutex<PictureView>,
    pub(super) bytes_read: AtomicU64,
}

/// Where the pictures are.
#[derive(Debug)]
pub(super) enum Files {
    /// A picture a file.
    Folder(Listing),
    /// All pictures in one file, with their numbers.
    Pages(Pages, Arc<KeySet>),
    /// The frames of a video.
    Video(Video),
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
        if fs::metadata(path)?.is_file() && is_video(path) {
            return Self::whole_video(path, Decoding::default());
        }
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
        Self::with_files(folder, files, remarks)
    }

    fn with_files(folder: PathBuf, files: Files, remarks: Vec<String>) -> Self {
        let (view, bytes_read) = (Mutex::default(), AtomicU64::new(0));
        Self { folder, unpacked: None, files, remarks, refusal: None, view, bytes_read }
    }

    /// Opens a video, and waits until its first frame is known. Where it cannot be read, there are no pictures, and
    /// [`trouble`](Self::trouble) says why.
    ///
    /// # Errors
    /// If `progress` was cancelled.
    pub(in crate::sequence) fn begin_video(path: &Path, progress: &Progress) -> Result<Self, OpenError> {
        Self::begin_video_by(path, Decoding::default(), progress)
    }

    /// Opens a video by the programs of `ffmpeg`, also where the libraries are built in: tests compare the two.
    ///
    /// # Errors
    /// If the file cannot be read.
    #[cfg(feature = "libav")]
    #[doc(hidden)]
    pub fn open_by_programs(path: &Path) -> io::Result<Self> {
        Self::whole_video(path, Decoding::Programs)
    }

    /// Opens a video, and waits until all of its frames are known.
    fn whole_video(path: &Path, decoding: Decoding) -> io::Result<Self> {
        let progress = Progress::new();
        Self::begin_video_by(path, decoding, &progress)
            .and_then(|pictures| pictures.complete(&progress).map(|()| pictures))
            .map_err(io::Error::other)
    }

    fn begin_video_by(path: &Path, decoding: Decoding, progress: &Progress) -> Result<Self, OpenError> {
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let begun = Video::begin(path, decoding).and_then(|video| video.begun(progress).map(|()| video));
        match begun {
            Ok(video) => Ok(Self::with_files(folder.to_owned(), Files::Video(video), Vec::new())),
            Err(VideoError::Cancelled) => {
                Err(OpenError { path: path.to_owned(), member: None, reason: OpenReason::Cancelled })
            }
            Err(reason) => {
                let refusal = named(path, &reason);
                let files = Files::Folder(Listing::default());
                Ok(Self {
                    refusal: Some((path.to_owned(), refusal.clone())),
                    ..Self::with_files(folder.to_owned(), files, vec![refusal])
                })
            }
        }
    }

    /// Waits until all pictures are known: those of a video are found out while its first ones are shown.
    ///
    /// # Errors
    /// If `progress` was cancelled.
    pub fn complete(&self, progress: &Progress) -> Result<(), OpenError> {
        if let Files::Video(video) = &self.files
            && let Err(VideoError::Cancelled) = video.complete(progress)
        {
            return Err(OpenError { path: video.path().to_owned(), member: None, reason: OpenReason::Cancelled });
        }
        Ok(())
    }

    /// Whether all pictures are known.
    pub fn is_complete(&self) -> bool {
        if let Files::Video(video) = &self.files { video.is_complete() } else { true }
    }

    /// Whether they are the frames of a video.
    #[cfg(feature = "gui")]
    pub(crate) fn is_video(&self) -> bool {
        matches!(self.files, Files::Video(_))
    }

    /// What is known of the video that the pictures are the frames of; `None` if they are no video.
    pub fn video(&self) -> Option<VideoSummary> {
        if let Files::Video(video) = &self.files { Some(video.summary()) } else { None }
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
        if let Some((path, _)) = &self.refusal {
            return path;
        }
        match (&self.unpacked, &self.files) {
            (Some((archive, _)), _) => archive,
            (None, Files::Folder(_)) => &self.folder,
            (None, Files::Pages(pages, _)) => pages.path(),
            (None, Files::Video(video)) => video.path(),
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
