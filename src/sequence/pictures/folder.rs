//! A folder of pictures.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::decode;
use super::listing::Listing;
use super::picture::{Backdrop, Picture};
use super::pool::Pool;
use super::read::read;
use super::source::PictureSource;
use crate::provider::KeySet;

/// What is read of a file to learn the size of its picture; more only if that is not enough.
const HEADER: u64 = 64 << 10;
/// How many pictures are asked for their size before it is unknown.
const ASKED: u64 = 8;

/// The pictures of a folder, by number.
///
/// The last run of digits in a file's name is the picture's number, with any padding and whatever is before it. JPEG, PNG,
/// BMP and `WebP` files are listed by their ending, and decoded by what is in them. Hidden files, folders, files without a
/// number, and files that are named unlike most others are left out. Files are read when they are wanted; the folder is
/// listed once. 300,000 files take some 20 MB.
#[derive(Debug)]
pub struct Pictures {
    folder: PathBuf,
    listing: Listing,
    bytes_read: AtomicU64,
}

impl Pictures {
    /// Lists a folder. Of two files for one number, the one that ends with `expected` (as `.jpg`) is taken. A folder without
    /// a single picture has no numbers.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn open(folder: impl AsRef<Path>, expected: Option<&str>) -> io::Result<Self> {
        let folder = folder.as_ref().to_owned();
        let mut failed = None;
        let names = fs::read_dir(&folder)?.filter_map(|entry| match entry {
            // Asks nothing of the file itself. Names that are no text have no number that anybody could tell.
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
        Ok(Self { folder, listing, bytes_read: AtomicU64::new(0) })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What is worth telling about its files: two for one number, strays.
    pub fn remarks(&self) -> &[String] {
        &self.listing.remarks
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn size_of(&self, name: &str) -> Option<(u32, u32)> {
        let path = self.path(name);
        let header = read(&path, Some(HEADER), decode::size);
        // What is told first may be long: colour profiles, a preview.
        header.and_then(|size| size).or_else(|_| read(&path, None, decode::size)?).ok()
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
        match decoded.and_then(|picture| picture) {
            Ok(picture) => Backdrop::Ready(picture),
            Err(reason) => Backdrop::Damaged(format!("{name}: {reason}")),
        }
    }

    fn size(&self) -> Option<(u32, u32)> {
        let numbers = self.numbers();
        let first = (0..ASKED).map_while(|rank| numbers.key_at(rank));
        first.filter_map(|number| self.listing.name(number)).find_map(|name| self.size_of(name))
    }

    fn name(&self, number: u64) -> Option<String> {
        self.listing.name(number).map(str::to_owned)
    }

    fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Ordering::Relaxed)
    }
}
