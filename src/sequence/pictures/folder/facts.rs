//! What pictures look like: their size, and how they are turned.

use std::path::Path;

use super::pictures::{Files, MAX_SIZE_READS, Pictures};
use crate::sequence::pictures::decode::{self, Stored};
use crate::sequence::pictures::error::{PictureError, named};
use crate::sequence::pictures::orientation::Orientation;
use crate::sequence::pictures::read::read;
use crate::sequence::video::Video;

/// How many bytes are read of a file to learn the size of its picture. If they are too few, the whole file is read.
const HEADER_BYTES: u64 = 64 << 10;
/// How many pictures, from all over a folder, are asked how they are turned.
const MAX_ORIENTATIONS: u64 = 64;

impl Pictures {
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
        let all_turned = |what: &str, which: &str| {
            let orientation = self.orientation();
            let is_turned = orientation != Orientation::AsStored;
            is_turned.then(|| format!("{what} are {orientation}, as the {which} says"))
        };
        let listing = match &self.files {
            Files::Pages(..) => return all_turned("pictures", "orientation in their file (EXIF)"),
            Files::Video(_) => return all_turned("frames", "display matrix of the video"),
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
        if let Some((_, reason)) = &self.refusal {
            return Some(reason.clone());
        }
        self.first_stored().err().filter(|reason| !reason.is_empty())
    }

    /// Width and height of a picture as it is shown, in pixels. `None` if it cannot be read. The pictures in one file are taken
    /// to be as large as its first.
    pub(in crate::sequence) fn size_of(&self, number: u64) -> Option<(u32, u32)> {
        let stored = match &self.files {
            Files::Pages(pages, _) => pages.stored().ok()?,
            Files::Video(video) => video_stored(video),
            Files::Folder(listing) => stored(&self.folder.join(listing.name(number)?)).ok()?,
        };
        Some(self.shown_size(&stored))
    }

    /// Width and height of a picture with this header as it is shown.
    pub(super) fn shown_size(&self, stored: &Stored) -> (u32, u32) {
        if self.view.lock().turn { stored.orientation.size(stored.size) } else { stored.size }
    }

    /// The header of the first picture that has one, or why the first has none.
    pub(super) fn first_stored(&self) -> Result<Stored, String> {
        let listing = match &self.files {
            Files::Pages(pages, _) => return pages.stored().map_err(|reason| named(pages.path(), &reason)),
            Files::Video(video) => {
                return video.trouble().map_or(Ok(video_stored(video)), |reason| Err(named(video.path(), &reason)));
            }
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

/// The header of a picture file.
fn stored(path: &Path) -> Result<Stored, PictureError> {
    let header = read(path, Some(HEADER_BYTES), decode::stored);
    // Colour profiles or a preview before the size may be longer than that.
    header.or_else(|_| read(path, None, decode::stored))
}

/// What the header of a video says.
fn video_stored(video: &Video) -> Stored {
    let (size, orientation) = video.stored();
    Stored { size, orientation }
}
