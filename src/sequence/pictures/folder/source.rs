//! Pictures of files as a source of pictures by number.

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::pictures::{Files, Pictures};
use crate::provider::{KeySet, Neighbours, NoNeighbours};
use crate::sequence::pictures::decode;
use crate::sequence::pictures::error::named;
use crate::sequence::pictures::picture::{Backdrop, Picture};
use crate::sequence::pictures::pool::Pool;
use crate::sequence::pictures::read::read;
use crate::sequence::pictures::source::PictureSource;
use crate::sequence::pictures::view::PictureView;

impl PictureSource for Pictures {
    fn numbers(&self) -> Arc<KeySet> {
        match &self.files {
            Files::Folder(listing) => Arc::clone(&listing.numbers),
            Files::Pages(_, numbers) => Arc::clone(numbers),
            Files::Video(video) => video.numbers(),
        }
    }

    fn wait_more(&self, known: u64, limit: Duration) -> bool {
        match &self.files {
            Files::Video(video) => video.wait_more(known, limit),
            Files::Folder(_) | Files::Pages(..) => false,
        }
    }

    fn sparse_numbers(&self) -> Arc<KeySet> {
        match &self.files {
            Files::Video(video) => video.key_frames(),
            Files::Folder(_) | Files::Pages(..) => self.numbers(),
        }
    }

    fn load(&self, number: u64, pool: &Pool) -> Backdrop<Picture> {
        let view = *self.view.lock();
        let count = |bytes: u64| self.bytes_read.fetch_add(bytes, Ordering::Relaxed);
        let listing = match &self.files {
            Files::Folder(listing) => listing,
            Files::Video(_) => return self.load_with(number, pool, &NoNeighbours),
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

    fn load_with(&self, number: u64, pool: &Pool, neighbours: &dyn Neighbours<Picture>) -> Backdrop<Picture> {
        let Files::Video(video) = &self.files else { return self.load(number, pool) };
        let view = *self.view.lock();
        match video.load(number, view, pool, neighbours) {
            Ok(Some(picture)) => {
                // What it takes in the file is not known, but not more than its pixels.
                self.bytes_read.fetch_add(picture.bytes(), Ordering::Relaxed);
                Backdrop::Ready(picture)
            }
            Ok(None) => Backdrop::Missing,
            Err(reason) => Backdrop::Damaged(named(video.path(), &reason)),
        }
    }

    fn has_groups(&self) -> bool {
        matches!(self.files, Files::Video(_))
    }

    fn together(&self, number: u64) -> RangeInclusive<u64> {
        match &self.files {
            Files::Video(video) => video.together(number),
            Files::Folder(_) | Files::Pages(..) => number..=number,
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
            Files::Video(video) => {
                let name = video.path().file_name()?.to_string_lossy();
                video.numbers().contains(number).then(|| format!("{name}, frame {number}"))
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
            Files::Video(video) => {
                let is_it = video.path().file_name().is_some_and(|file| file == name);
                if is_it { video.numbers() } else { Arc::default() }
            }
        }
    }

    fn frame_rate(&self) -> Option<f64> {
        if let Files::Video(video) = &self.files { video.frame_rate() } else { None }
    }

    fn refusal(&self) -> Option<String> {
        self.refusal.as_ref().map(|(_, reason)| reason.clone())
    }

    fn reread(&self) -> Option<Arc<KeySet>> {
        match &self.files {
            Files::Video(video) => Some(video.reread()),
            Files::Folder(_) | Files::Pages(..) => None,
        }
    }

    fn set_view(&self, view: PictureView) {
        *self.view.lock() = view;
    }

    fn held_bytes(&self) -> u64 {
        if let Files::Video(video) = &self.files { video.kept_bytes() } else { 0 }
    }

    fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Ordering::Relaxed)
    }
}
