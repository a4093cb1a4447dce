//! Writes frames as pictures, as an animated GIF or as a video.
//!
//! Frames are drawn and encoded on all cores and written in order, with at most two frames per core in memory. The output is
//! written under a temporary name and renamed at the end, so an export that is cancelled or fails leaves no file behind.
//!
//! ```
//! use motscope::export::{Job, Kind, Still, export};
//! use motscope::mot::Progress;
//! use motscope::render::{Drawing, Rect, render};
//! use motscope::KeySet;
//!
//! # let folder = tempfile::tempdir()?;
//! # let output = folder.path().join("three");
//! let job = Job { kind: Kind::Pictures(Still::Png), output, replace: false, fps: 30.0 };
//! let draw = |_frame| Ok(render(&Drawing { area: Rect::at(0.0, 0.0, 64.0, 48.0), ..Drawing::default() }));
//! let written = export(&job, &KeySet::from_runs([8..=10]), draw, &Progress::new())?;
//! assert_eq!(written.frames, 3); // 000008.png, 000009.png, 000010.png
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod animation;
mod error;
mod estimate;
mod marks;
mod palette;
mod pipeline;
mod short_names;
mod still;
#[cfg(test)]
mod tests;
mod video;

use std::fs;
use std::io::{BufWriter, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use animation::Animation;
pub use error::{ExportError, ExportReason};
pub use estimate::estimate;
pub use marks::{LabelParts, label, mark, named, truth_mark};
use palette::{Palette, Sample};
pub use short_names::short_names;
pub use still::Still;

pub use crate::ffmpeg::find as ffmpeg;
use crate::mot::Progress;
use crate::provider::{BoxError, KeySet};
use crate::render::{Drawing, Rect, render};
use crate::sequence::Picture;
use crate::unfinished::Unfinished;

/// How many frames of a GIF share a palette.
const PALETTE_FRAMES: u64 = 256;
/// From how many of them at most the palette is made.
const PALETTE_SAMPLES: u64 = 12;

/// The form of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One frame as one file.
    Picture(Still),
    /// A folder with one file per frame, named by the frame number: `000001.png`.
    Pictures(Still),
    /// An animated GIF that repeats for ever.
    Gif,
    /// An MP4 video, made by the [`ffmpeg`] program.
    Mp4,
}

/// What to export, and where to.
#[derive(Clone, Debug)]
pub struct Job {
    /// The form of the output.
    pub kind: Kind,
    /// The file, or the folder, to write.
    pub output: PathBuf,
    /// Whether existing files are replaced: the file itself, or files of equal names in the folder.
    pub replace: bool,
    /// Frames per second of GIF and MP4. A value outside [`FPS`](crate::playback::FPS) is changed to the nearest one inside. A
    /// GIF has at most 50.
    pub fps: f64,
}

/// The size of a finished export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Number of frames.
    pub frames: u64,
    /// Size of all files in bytes.
    pub bytes: u64,
}

/// Writes `frames`. `draw` makes the picture of a frame; it is called on several threads. `progress` counts frames and can
/// cancel the export. All frames of a GIF or MP4 have the size of the first one: frames of another size are scaled to fit
/// and centred.
///
/// # Errors
/// If a frame cannot be drawn, the output exists or cannot be written, or the export is cancelled. No file is left then.
pub fn export(
    job: &Job,
    frames: &KeySet,
    draw: impl Fn(u64) -> Result<Picture, BoxError> + Sync,
    progress: &Progress,
) -> Result<Written, ExportError> {
    let run = Run { job, fps: fps(job), frames, draw: &draw, progress };
    run.write().map_err(|reason| reason.at(&job.output))
}

/// The rate of an export, within its range.
fn fps(job: &Job) -> f64 {
    let range = crate::playback::FPS;
    if job.fps.is_nan() { 30.0 } else { job.fps.clamp(*range.start(), *range.end()) }
}

/// An export that is running.
struct Run<'a, D> {
    job: &'a Job,
    fps: f64,
    frames: &'a KeySet,
    draw: &'a D,
    progress: &'a Progress,
}

impl<D: Fn(u64) -> Result<Picture, BoxError> + Sync> Run<'_, D> {
    fn write(&self) -> Result<Written, ExportReason> {
        let count = self.frames.len();
        if count == 0 {
            return Err(ExportReason::NoFrames);
        }
        self.progress.begin(count);
        let bytes = match self.job.kind {
            Kind::Picture(_) if count > 1 => return Err(ExportReason::ManyFrames(count)),
            Kind::Picture(still) => self.picture(still)?,
            Kind::Pictures(still) => self.pictures(still)?,
            Kind::Gif => self.gif()?,
            Kind::Mp4 => self.mp4(&ffmpeg().ok_or(ExportReason::NoFfmpeg)?)?,
        };
        Ok(Written { frames: count, bytes })
    }

    fn picture(&self, still: Still) -> Result<u64, ExportReason> {
        let (unfinished, mut file) = Unfinished::file(&self.job.output, self.job.replace)?;
        let bytes = still.encode(&self.drawn(0)?)?;
        file.write_all(&bytes)?;
        drop(file);
        self.advance()?;
        unfinished.finish()?;
        Ok(bytes.len() as u64)
    }

    fn pictures(&self, still: Still) -> Result<u64, ExportReason> {
        let unfinished = Unfinished::folder(&self.job.output, self.job.replace)?;
        let file = |at: u64| -> Result<u64, ExportReason> {
            let bytes = still.encode(&self.drawn(at)?)?;
            let name = format!("{:06}.{}", self.number(at), still.extension());
            fs::write(unfinished.part().join(name), &bytes)?;
            Ok(bytes.len() as u64)
        };
        let mut total = 0;
        self.each(0..self.frames.len(), file, |bytes| {
            total += bytes;
            self.advance()
        })?;
        unfinished.finish()?;
        Ok(total)
    }

    fn gif(&self) -> Result<u64, ExportReason> {
        let (unfinished, file) = Unfinished::file(&self.job.output, self.job.replace)?;
        let size = self.size()?;
        animation::size(size)?;
        let mut animation = Animation::new(BufWriter::new(file));
        let count = self.frames.len();
        for first in (0..count).step_by(PALETTE_FRAMES as usize) {
            let range = first..count.min(first + PALETTE_FRAMES);
            let step = (range.end - range.start).div_ceil(PALETTE_SAMPLES);
            let places: Vec<u64> = range.clone().step_by(step as usize).collect();
            let palette = self.palette(&places, size)?;
            let frame = |at| animation::reduce(fit(self.drawn(at)?, size), &palette, animation::delay(at, self.fps));
            self.each(range, frame, |frame| {
                animation.add(&frame)?;
                self.advance()
            })?;
        }
        animation.finish()?;
        finish(unfinished)
    }

    fn mp4(&self, program: &Path) -> Result<u64, ExportReason> {
        let (unfinished, file) = Unfinished::file(&self.job.output, self.job.replace)?;
        drop(file);
        let size = self.size()?;
        let even = (size.0.next_multiple_of(2), size.1.next_multiple_of(2));
        video::write(program, unfinished.part(), even, self.fps, self.progress, |stdin| {
            let picture = |at| Ok(fit(self.drawn(at)?, size));
            self.each(0..self.frames.len(), picture, |picture| {
                video::feed_even(&picture, stdin)?;
                self.advance()
            })
        })?;
        finish(unfinished)
    }

    /// A palette for the frames with these indices.
    fn palette(&self, places: &[u64], size: (u32, u32)) -> Result<Arc<Palette>, ExportReason> {
        let at = |place: u64| places.get(place as usize).copied().unwrap_or_default();
        let mut samples = Vec::new();
        self.each(
            0..places.len() as u64,
            |place| Ok(Sample::of(&fit(self.drawn(at(place))?, size))),
            |sample| {
                samples.push(sample);
                Ok(())
            },
        )?;
        Ok(Arc::new(Palette::of(&samples)))
    }

    /// Calls `make` with each index of a range, on all cores, and `take` with the results, in order.
    fn each<T: Send>(
        &self,
        range: Range<u64>,
        make: impl Fn(u64) -> Result<T, ExportReason> + Sync,
        take: impl FnMut(T) -> Result<(), ExportReason>,
    ) -> Result<(), ExportReason> {
        let reason = |number| ExportReason::Frame { number, reason: "drawing it failed unexpectedly".to_owned() };
        let from = range.start;
        pipeline::ordered(range.end - from, |at| make(from + at), |at| reason(self.number(from + at)), take)
    }

    fn advance(&self) -> Result<(), ExportReason> {
        if self.progress.advance(1) { Ok(()) } else { Err(ExportReason::Cancelled) }
    }

    /// The number of the frame with index `at`.
    fn number(&self, at: u64) -> u64 {
        self.frames.key_at(at).unwrap_or_default()
    }

    /// The picture of the frame with index `at`.
    fn drawn(&self, at: u64) -> Result<Picture, ExportReason> {
        if self.progress.is_cancelled() {
            return Err(ExportReason::Cancelled);
        }
        let number = self.number(at);
        let frame = |reason: String| ExportReason::Frame { number, reason };
        let picture = (self.draw)(number).map_err(|error| frame(error.to_string()))?;
        let pixels = u64::from(picture.width) * u64::from(picture.height);
        if pixels == 0 || picture.pixels.len() as u64 != pixels {
            return Err(frame("there is nothing to draw, or more than fits a picture".to_owned()));
        }
        Ok(picture)
    }

    /// Width and height of all frames of an animation. The first frame is drawn to learn it, and drawn again later: that is
    /// simpler than keeping it.
    fn size(&self) -> Result<(u32, u32), ExportReason> {
        self.drawn(0).map(|first| (first.width, first.height))
    }
}

/// Puts a finished file in its place and returns its size in bytes.
fn finish(unfinished: Unfinished) -> Result<u64, ExportReason> {
    let bytes = unfinished.part().metadata()?.len();
    unfinished.finish()?;
    Ok(bytes)
}

/// Scales a picture to fit another size, and centres it.
fn fit(picture: Picture, (width, height): (u32, u32)) -> Picture {
    if (picture.width, picture.height) == (width, height) {
        return picture;
    }
    let [own_width, own_height, width, height] = [picture.width, picture.height, width, height].map(f64::from);
    let scale = (width / own_width).min(height / own_height);
    let (seen_width, seen_height) = (width / scale, height / scale);
    let area = Rect::at((own_width - seen_width) / 2.0, (own_height - seen_height) / 2.0, seen_width, seen_height);
    render(&Drawing { area, scale, backdrop: Some(&picture), ..Drawing::default() })
}
