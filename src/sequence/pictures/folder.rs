//! A folder of pictures.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tempfile::TempDir;

use super::decode;
use super::listing::Listing;
use super::names;
use super::picture::{Backdrop, Picture};
use super::pool::Pool;
use super::read::read;
use super::source::PictureSource;
use crate::mot::archived_pictures::unpack_pictures;
use crate::mot::{OpenError, Progress, UnpackLimit};
use crate::provider::KeySet;

/// How many bytes are read of a file to learn the size of its picture. If they are too few, the whole file is read.
const HEADER_BYTES: u64 = 64 << 10;
/// How many pictures are asked for their size before it counts as unknown.
const MAX_SIZE_READS: u64 = 8;

/// The pictures of a folder, by number.
///
/// The last run of digits in a file's name is the picture's number, whatever is before it and however many zeros it begins
/// with. Files are listed if their name ends as a JPEG, PNG, BMP or `WebP` does; the format is told by their content. Hidden
/// files, folders, files without a number, and files that are named unlike most others are left out. The folder is listed
/// once; a file is read whenever its picture is loaded. The list of 300,000 files takes about 20 MB.
#[derive(Debug)]
pub struct Pictures {
    folder: PathBuf,
    /// The archive that they were unpacked from, and the folder that they are in until they are dropped.
    unpacked: Option<(PathBuf, TempDir)>,
    listing: Listing,
    bytes_read: AtomicU64,
}

impl Pictures {
    /// Lists a folder. Of two files with one number, the one whose name ends with `expected` (such as `.jpg`) is taken. For
    /// a folder without pictures the set of numbers is empty.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn open(folder: impl AsRef<Path>, expected: Option<&str>) -> io::Result<Self> {
        let folder = folder.as_ref().to_owned();
        let mut failed = None;
        let names = fs::read_dir(&folder)?.filter_map(|entry| match entry {
            // The type comes with the listing; the file itself is not asked. A name that is no Unicode is left out.
            Ok(entry) if entry.file_type().is_ok_and(|kind| kind.is_dir()) => None,
            Ok(entry) => entry.file_name().into_string().ok(),
            Err(error) => {
                failed = Some(error);
                None
            }
        });
        let mut listing = Listing::of(names, expected);
        if let Some(error) = failed {
            listing.remarks.push(format!("the folder could not be listed to its end: {error}"));
        }
        Ok(Self { folder, unpacked: None, listing, bytes_read: AtomicU64::new(0) })
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
        let unpacked = unpack_pictures(archive, member, names::is_picture_name, limit, progress)?;
        let failed = |error: io::Error| OpenError { path: archive.to_owned(), member: None, reason: error.into() };
        let mut pictures = Self::open(unpacked.folder.path(), None).map_err(failed)?;
        pictures.listing.remarks.extend(unpacked.remark);
        pictures.unpacked = Some((archive.to_owned(), unpacked.folder));
        Ok(pictures)
    }

    /// Path of the folder, or of the archive that they were unpacked from.
    pub fn folder(&self) -> &Path {
        self.unpacked.as_ref().map_or(&self.folder, |(archive, _)| archive)
    }

    /// Remarks about its files, for people: two files with one number, files that are named unlike the others.
    pub fn remarks(&self) -> &[String] {
        &self.listing.remarks
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Width and height of a picture in pixels, from the beginning of its file. `None` if it cannot be read.
    pub(in crate::sequence) fn size_of(&self, number: u64) -> Option<(u32, u32)> {
        self.size_in(self.listing.name(number)?)
    }

    fn size_in(&self, name: &str) -> Option<(u32, u32)> {
        let path = self.path(name);
        let header = read(&path, Some(HEADER_BYTES), decode::size);
        // Colour profiles or a preview before the size may be longer than that.
        header.or_else(|_| read(&path, None, decode::size)).ok()
    }
}

impl PictureSource for Pictures {
    fn numbers(&self) -> Arc<KeySet> {
        Arc::clone(&self.listing.numbers)
    }

    fn load(&self, number: u64, pool: &Pool) -> Backdrop<Picture> {
        let Some(name) = self.listing.name(number) else { return Backdrop::Missing };
        let decoded = read(&self.path(name), None, |bytes| {
            self.bytes_read.fetch_add(bytes.len() as u64, Ordering::Relaxed);
            decode::decode(bytes, pool)
        });
        match decoded {
            Ok(picture) => Backdrop::Ready(picture),
            Err(reason) => Backdrop::Damaged(format!("{name}: {reason}")),
        }
    }

    fn size(&self) -> Option<(u32, u32)> {
        let numbers = self.numbers();
        let first = (0..MAX_SIZE_READS).map_while(|rank| numbers.key_at(rank));
        first.filter_map(|number| self.listing.name(number)).find_map(|name| self.size_in(name))
    }

    fn name(&self, number: u64) -> Option<String> {
        self.listing.name(number).map(str::to_owned)
    }

    fn number_of(&self, name: &str) -> Option<u64> {
        let number = names::numbered(name)?.number;
        self.listing.name(number).is_some_and(|listed| listed == name).then_some(number)
    }

    fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Ordering::Relaxed)
    }
}
