//! The table of images: which frame of which video each image is.

use std::collections::HashMap;

use rustc_hash::FxHashMap;

use super::items::Image;
use crate::mot::foreign::json::loose::Loose;
use crate::mot::foreign::stated_size::StatedSize;

/// No frame number is stated.
const NO_FRAME: u32 = u32::MAX;

/// An image: a frame of a video.
#[derive(Clone, Copy, Debug)]
struct Entry {
    video: u32,
    frame: u32,
}

/// An image that was found by its id.
#[derive(Clone, Copy, Debug)]
pub(super) struct FoundImage {
    /// The place of its video among those of the images.
    pub(super) video: usize,
    pub(super) frame: u32,
}

/// A video that images belong to.
#[derive(Debug)]
struct VideoEntry {
    /// Its id as text; empty if its images state none.
    id: String,
    /// Its name in the images.
    name: Option<String>,
    /// The size of its images.
    size: StatedSize,
}

/// All images of a document, in its order.
#[derive(Debug, Default)]
pub(super) struct Images {
    by_number: FxHashMap<i64, u32>,
    by_text: FxHashMap<Box<str>, u32>,
    entries: Vec<Entry>,
    videos: Vec<VideoEntry>,
    video_places: FxHashMap<String, u32>,
    /// The place of the video of the latest image. Most images belong to the video of the image before.
    latest: usize,
    /// The field that states the frame numbers.
    frame_field: Option<&'static str>,
}

/// An id as a key of a table.
pub(super) fn key(id: &Loose<'_>) -> String {
    match id {
        Loose::Text(text) => text.to_string(),
        id => id.whole().map_or_else(String::new, |number| number.to_string()),
    }
}

impl Images {
    /// Adds an image. If two images have one id, the first keeps it.
    pub(super) fn add(&mut self, image: &Image<'_>) {
        let video = self.video_of(image);
        let frame = image.frame();
        if let Some((_, field)) = frame {
            self.frame_field.get_or_insert(field);
        }
        if let (Some(width), Some(height)) = (image.width.number(), image.height.number()) {
            self.videos[video as usize].size.add(width, height);
        }
        let place = self.entries.len() as u32;
        match &image.id {
            Loose::Text(text) => _ = self.by_text.entry(text.as_ref().into()).or_insert(place),
            id => {
                if let Some(number) = id.whole() {
                    self.by_number.entry(number).or_insert(place);
                }
            }
        }
        self.entries.push(Entry { video, frame: frame.map_or(NO_FRAME, |(frame, _)| frame) });
    }

    /// The place of the video of an image.
    fn video_of(&mut self, image: &Image<'_>) -> u32 {
        let is_latest = match (self.videos.get(self.latest), &image.video_id) {
            (Some(latest), Loose::Text(text)) => latest.id == *text,
            _ => false,
        };
        if is_latest {
            return self.latest as u32;
        }
        let id = key(&image.video_id);
        let next = self.videos.len() as u32;
        let place = *self.video_places.entry(id).or_insert_with_key(|id| {
            let name = if let Loose::Text(name) = &image.video { Some(name.to_string()) } else { None };
            self.videos.push(VideoEntry { id: id.clone(), name, size: StatedSize::default() });
            next
        });
        self.latest = place as usize;
        place
    }

    /// How many videos there are.
    pub(super) fn videos(&self) -> usize {
        self.videos.len()
    }

    /// The names of all videos. Each name is there once.
    pub(super) fn names(&self, known: &FxHashMap<String, String>) -> Vec<String> {
        let mut counts: HashMap<String, usize> = HashMap::new();
        let name = |video: &VideoEntry| {
            let name = known.get(&video.id).or(video.name.as_ref()).cloned();
            name.unwrap_or_else(|| {
                if video.id.is_empty() { "images without a video".to_owned() } else { format!("video {}", video.id) }
            })
        };
        let mut names: Vec<String> = self.videos.iter().map(name).collect();
        names.iter().for_each(|name| *counts.entry(name.clone()).or_default() += 1);
        for (name, video) in names.iter_mut().zip(&self.videos) {
            if counts.get(name).is_some_and(|&count| count > 1) {
                *name = format!("{name} ({})", video.id);
            }
        }
        names
    }

    /// The size of the images of a video.
    pub(super) fn size(&self, video: usize) -> StatedSize {
        self.videos.get(video).map_or_else(StatedSize::default, |video| video.size.clone())
    }

    /// Numbers the frames of a video in the order of its images, from 1, unless a field states a number of its own for each
    /// of them. Returns what the user should know about that.
    pub(super) fn number(&mut self, video: usize) -> Option<String> {
        let video = video as u32;
        let mut frames: Vec<u32> =
            self.entries.iter().filter(|entry| entry.video == video).map(|entry| entry.frame).collect();
        frames.sort_unstable();
        let are_stated = frames.last() != Some(&NO_FRAME);
        let are_distinct = frames.is_sorted_by(|one, next| one < next);
        if frames.is_empty() || are_stated && are_distinct {
            let field = self.frame_field?;
            return Some(format!("frame numbers are those of {field}"));
        }
        let mut next = 0;
        for entry in self.entries.iter_mut().filter(|entry| entry.video == video) {
            next += 1;
            entry.frame = next;
        }
        let order = "frames are numbered in the order of the images, from 1";
        Some(match self.frame_field {
            Some(field) if are_stated => format!("{order}, as several images have one {field}"),
            Some(field) => format!("{order}, as not all images have a {field}"),
            None => format!("{order}, as no field states their numbers"),
        })
    }

    /// The image with this id.
    pub(super) fn find(&self, id: &Loose<'_>) -> Option<FoundImage> {
        let by_text = if let Loose::Text(text) = id { self.by_text.get(text.as_ref()) } else { None };
        let place = by_text.or_else(|| self.by_number.get(&id.whole()?))?;
        let entry = self.entries.get(*place as usize)?;
        Some(FoundImage { video: entry.video as usize, frame: entry.frame })
    }
}
