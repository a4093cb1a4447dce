//! The pictures in one file: the pages of a TIFF, the pictures of a GIF or of an animated WebP.

use std::fs::{File, Metadata};
use std::io::{BufReader, Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use parking_lot::Mutex;

use super::decode::animation::{self, Animation};
use super::decode::format::PictureFormat;
use super::decode::{Stored, contained, tiff};
use super::error::PictureError;
use super::picture::Picture;
use super::pool::Pool;
use super::read::open;
use super::view::PictureView;

/// How many bytes are read to recognise the format.
const MAGIC_BYTES: u64 = 32;
/// How many places of an animation are kept, each by the thread that loaded a picture last: so that threads that load pictures
/// in turn do not begin at the first one.
const MAX_PLACES: usize = 4;
/// The most memory that kept places may take together, in bytes.
const MAX_PLACES_BYTES: u64 = 64 << 20;

/// Whether a file has several pictures. One that cannot be read counts as none. No more of it is read than that takes: listing
/// all pictures of a long one takes many reads.
pub(in crate::sequence) fn has_pages(path: &Path) -> bool {
    Listed::read(path, 2).is_ok_and(|listed| listed.is_some_and(|listed| listed.has_pages()))
}

/// A file with several pictures. They are numbered from 1.
pub(super) struct Pages {
    path: PathBuf,
    listed: Mutex<Arc<Listed>>,
    places: Mutex<Vec<Animation<BufReader<File>>>>,
}

/// What is in the file.
#[derive(Debug)]
struct Listed {
    version: Version,
    pages: PageList,
    /// Whether the file is cut short or damaged after them.
    is_cut: bool,
}

/// Length and time of the last change: another pair stands for another content.
type Version = (u64, Option<SystemTime>);

#[derive(Debug)]
enum PageList {
    /// Where each picture is.
    Tiff(Vec<u64>),
    /// The format, and how many pictures it has.
    Animation(PictureFormat, u64),
}

impl Pages {
    /// Lists the pictures of a file. `None` if it has only one, or if it is of a format that has only one.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(super) fn of(path: &Path) -> Result<Option<Self>, PictureError> {
        let listed = Listed::read(path, usize::MAX)?;
        let pages = Self { path: path.to_owned(), listed: Mutex::default(), places: Mutex::default() };
        let Some(listed) = listed.filter(Listed::has_pages) else { return Ok(None) };
        *pages.listed.lock() = Arc::new(listed);
        Ok(Some(pages))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// How many pictures there were when the file was listed.
    pub(super) fn count(&self) -> u64 {
        self.listed.lock().pages.count()
    }

    /// Whether the file was cut short or damaged after these pictures when it was listed.
    pub(super) fn is_cut(&self) -> bool {
        self.listed.lock().is_cut
    }

    /// What the header of the first picture says.
    pub(super) fn stored(&self) -> Result<Stored, PictureError> {
        let (file, metadata) = open(&self.path)?;
        contained(|| match &self.listed.lock().pages {
            // The first that is listed: one before it that is cut off is not shown.
            PageList::Tiff(pages) => tiff::stored(file, pages.first().copied().unwrap_or(0)),
            PageList::Animation(format, _) => Ok(Animation::new(*format, file, length(&metadata))?.stored()),
        })
    }

    /// Decodes the picture of this number. `None` if there is no such picture.
    pub(super) fn load(&self, number: u64, view: PictureView, pool: &Pool) -> Result<Option<Picture>, PictureError> {
        let (file, metadata) = open(&self.path)?;
        let listed = self.current(&metadata)?;
        let Some(index) = number.checked_sub(1).filter(|&index| index < listed.pages.count()) else { return Ok(None) };
        let picture = contained(|| match &listed.pages {
            PageList::Tiff(pages) => {
                let at = pages.get(index as usize).copied().unwrap_or(0);
                tiff::picture(file, at, view, pool)
            }
            PageList::Animation(format, _) => {
                let mut place = match self.place(index) {
                    Some(place) => place,
                    None => Animation::new(*format, file, length(&metadata))?,
                };
                let picture = place.picture(index, view, pool)?;
                self.keep(place);
                Ok(picture)
            }
        });
        picture.map(Some)
    }

    /// What is in the file now. It is listed again if it has changed.
    fn current(&self, metadata: &Metadata) -> Result<Arc<Listed>, PictureError> {
        let mut listed = self.listed.lock();
        if listed.version != version(metadata) {
            self.places.lock().clear();
            *listed = Arc::new(Listed::read(&self.path, usize::MAX)?.unwrap_or_default());
        }
        Ok(Arc::clone(&listed))
    }

    /// Takes the place that is nearest before the picture of this index.
    fn place(&self, index: u64) -> Option<Animation<BufReader<File>>> {
        let mut places = self.places.lock();
        let before = places.iter().enumerate().filter(|(_, place)| place.decoded() <= index);
        let nearest = before.max_by_key(|(_, place)| place.decoded()).map(|(at, _)| at)?;
        Some(places.swap_remove(nearest))
    }

    fn keep(&self, place: Animation<BufReader<File>>) {
        let mut places = self.places.lock();
        if (places.len() as u64 + 1) * place.kept_bytes() > MAX_PLACES_BYTES {
            return;
        }
        if places.len() == MAX_PLACES {
            places.remove(0);
        }
        places.push(place);
    }
}

impl Default for Listed {
    fn default() -> Self {
        Self { version: (0, None), pages: PageList::Tiff(Vec::new()), is_cut: false }
    }
}

impl Listed {
    /// Whether there are several pictures, or were before the file was cut short.
    fn has_pages(&self) -> bool {
        self.pages.count() > u64::from(!self.is_cut)
    }

    /// Lists up to `most` pictures. `None` if the file is of a format with one picture a file.
    fn read(path: &Path, most: usize) -> Result<Option<Self>, PictureError> {
        let (mut file, metadata) = open(path)?;
        let mut magic = Vec::new();
        file.by_ref().take(MAGIC_BYTES).read_to_end(&mut magic)?;
        let format = PictureFormat::of(&magic)?;
        file.rewind()?;
        let pages = contained(|| match format {
            PictureFormat::Tiff => {
                let (pages, is_cut) = tiff::pages(file, most)?;
                Ok(Some((PageList::Tiff(pages), is_cut)))
            }
            PictureFormat::Gif | PictureFormat::WebP => {
                let (count, is_cut) = animation::count(format, file, metadata.len(), most as u64)?;
                Ok(Some((PageList::Animation(format, count), is_cut)))
            }
            _ => Ok(None),
        })?;
        Ok(pages.map(|(pages, is_cut)| Self { version: version(&metadata), pages, is_cut }))
    }
}

impl PageList {
    fn count(&self) -> u64 {
        match self {
            Self::Tiff(pages) => pages.len() as u64,
            Self::Animation(_, count) => *count,
        }
    }
}

impl std::fmt::Debug for Pages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages").field("path", &self.path).field("listed", &self.listed).finish_non_exhaustive()
    }
}

fn version(metadata: &Metadata) -> Version {
    (metadata.len(), metadata.modified().ok())
}

fn length(metadata: &Metadata) -> usize {
    usize::try_from(metadata.len()).unwrap_or(usize::MAX)
}
