//! Videos as pictures by number: frame n is the nth that a reader gets who reads the video from its beginning, as
//! `cv2.VideoCapture` does.
//!
//! | file | what is in it |
//! |---|---|
//! | `recognise.rs` | which files are videos |
//! | `facts.rs` | what the header says: size, pixel format, colours, how frames are turned |
//! | `index.rs`, `packets.rs`, `indexing.rs` | which frame is the nth: from the times of the packets, or by counting |
//! | `order.rs` | from which key frame a frame is decoded |
//! | `decoder.rs` | what a decoder does, whoever decodes |
//! | `ffmpeg.rs`, `process.rs`, `stamps.rs` | the programs `ffmpeg` and `ffprobe` as decoder |
//! | `libav/` | the libraries of `ffmpeg` as decoder, in this process: with the feature `libav` |
//! | `frames.rs`, `kept.rs` | open decoders, and frames that were decoded on the way to others |
//! | `raw_frame.rs` | decoded pixels become those of a picture |

mod decoder;
mod error;
mod facts;
mod ffmpeg;
mod frames;
mod index;
mod indexing;
mod kept;
#[cfg(feature = "libav")]
mod libav;
mod order;
mod packets;
mod process;
mod raw_frame;
mod recognise;
mod stamps;
#[cfg(test)]
mod tests;

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use parking_lot::Mutex;

use decoder::Backend;
pub(super) use error::VideoError;
use facts::VideoFacts;
use ffmpeg::Ffmpeg;
use frames::{Frames, OnTheWay};
use order::Order;
pub(super) use recognise::is_video;
pub(crate) use recognise::{ENDINGS as VIDEO_ENDINGS, has_video_ending};

use super::pictures::{Orientation, Picture, PictureView, Pool, Rgba};
use crate::ffmpeg::{to_pictures, tools};
use crate::mot::Progress;
use crate::provider::{KeySet, Neighbours};

/// The most bytes of frames that were decoded on the way to others and are kept.
const KEPT_BYTES: usize = 192 << 20;
/// The most decoders that stay open without work.
const MAX_IDLE: usize = 3;
/// How many frames a decoder holds, about: those that others refer to, and one a thread.
const HELD_FRAMES: usize = 24;
/// The most bytes that decoders without work hold together, about.
const IDLE_BYTES: usize = 256 << 20;

/// Who decodes a video.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Decoding {
    /// The programs `ffmpeg` and `ffprobe`.
    #[cfg_attr(not(feature = "libav"), default)]
    Programs,
    /// The libraries of `ffmpeg`, in this process.
    #[cfg(feature = "libav")]
    #[default]
    InProcess,
}

impl Decoding {
    /// Opens a file: what reads it, and what its header says.
    ///
    /// # Errors
    /// If there is no decoder, or if the file cannot be read as a video.
    fn open(self, path: &Path) -> Result<(Arc<dyn Backend>, VideoFacts), VideoError> {
        match self {
            Self::Programs => {
                let tools = tools().ok_or(VideoError::NoDecoder)?;
                // Without permission, `ffmpeg` would say so in words of its own.
                std::fs::File::open(path)?;
                let backend = Ffmpeg::open(tools, path)?;
                let facts = backend.facts().clone();
                Ok((Arc::new(backend), facts))
            }
            #[cfg(feature = "libav")]
            Self::InProcess => {
                let backend = libav::Libav::open(path)?;
                let facts = backend.facts().clone();
                Ok((Arc::new(backend), facts))
            }
        }
    }
}

/// A video file whose frames are decoded when they are asked for. They are numbered from 1.
pub(super) struct Video {
    path: PathBuf,
    decoding: Decoding,
    opened: Mutex<Arc<Opened>>,
    /// Why the file cannot be read any more since it has changed.
    lost: Mutex<Option<VideoError>>,
    /// The numbers of the frames that are known, made when they were asked for last.
    numbers: Mutex<Arc<KeySet>>,
}

/// The file as it was when it was opened.
struct Opened {
    version: Version,
    facts: VideoFacts,
    frames: Arc<Frames>,
    is_closed: Arc<AtomicBool>,
}

/// Length and time of the last change: another pair stands for another content.
type Version = (u64, Option<SystemTime>);

fn version(path: &Path) -> std::io::Result<Version> {
    std::fs::metadata(path).map(|metadata| (metadata.len(), metadata.modified().ok()))
}

impl std::fmt::Debug for Video {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Video").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        self.is_closed.store(true, Ordering::Relaxed);
    }
}

/// What is known of a video.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct VideoSummary {
    /// The name of the codec, such as `h264`.
    pub codec: String,
    /// The names of the container's format, such as `mov,mp4,m4a,3gp,3g2,mj2`.
    pub container: String,
    /// Frames a second, as the file states them. Where the rate varies, this is an average.
    pub frame_rate: Option<f64>,
    /// The command that writes its frames as pictures, in the words of a shell.
    pub to_pictures: String,
    /// Whether frames are in the file that it tells to discard, as an edit list does.
    pub has_discarded: bool,
    /// The largest distance between key frames, in frames. `None` if it is not known.
    pub gop: Option<u64>,
    /// Whether the distances of the frames in time differ.
    pub has_variable_rate: bool,
    /// Whether the frames had to be counted by decoding all of them, because their packets have no times.
    pub is_counted: bool,
}

impl Opened {
    /// Reads the header, and begins to find out which frames there are, on a thread.
    fn begin(path: &Path, decoding: Decoding) -> Result<Self, VideoError> {
        let version = version(path)?;
        let (backend, facts) = decoding.open(path)?;
        let frame = facts.format.bytes(facts.size).max(1);
        let most_idle = (IDLE_BYTES / (frame * HELD_FRAMES)).clamp(1, MAX_IDLE);
        let frames = Arc::new(Frames::new(backend, KEPT_BYTES, most_idle));
        let is_closed = Arc::new(AtomicBool::new(false));
        indexing::start(Arc::clone(&frames), Arc::clone(&is_closed))?;
        Ok(Self { version, facts, frames, is_closed })
    }

    /// How its frames are turned in this view.
    fn orientation(&self, view: PictureView) -> Orientation {
        if view.turn { self.facts.orientation } else { Orientation::AsStored }
    }

    /// Why no frame of it can be shown, if none can.
    fn trouble(&self) -> Option<VideoError> {
        match self.frames.known() {
            (0, true) => Some(self.frames.failure().unwrap_or(VideoError::NoVideo)),
            _ => None,
        }
    }
}

impl Video {
    /// Reads the header of a video, and begins to find out which frames it has, on a thread.
    ///
    /// # Errors
    /// If there is no decoder, or if the file cannot be read as a video.
    pub(super) fn begin(path: &Path, decoding: Decoding) -> Result<Self, VideoError> {
        let opened = Mutex::new(Arc::new(Opened::begin(path, decoding)?));
        Ok(Self { path: path.to_owned(), decoding, opened, lost: Mutex::default(), numbers: Mutex::default() })
    }

    fn opened(&self) -> Arc<Opened> {
        Arc::clone(&self.opened.lock())
    }

    /// Reads the file again if it has changed, and waits until all of its frames are known. Returns the numbers whose frames may
    /// be others now.
    pub(super) fn reread(&self) -> Arc<KeySet> {
        let before = self.opened();
        if version(&self.path).is_ok_and(|version| version == before.version) && self.lost.lock().is_none() {
            return Arc::default();
        }
        let opened = Opened::begin(&self.path, self.decoding).and_then(|opened| {
            opened.frames.wait_known(|_| false, || true);
            opened.trouble().map_or(Ok(opened), Err)
        });
        let old = self.numbers();
        let opened = match opened {
            Ok(opened) => opened,
            Err(error) => {
                *self.lost.lock() = Some(error);
                return old;
            }
        };
        let was_lost = self.lost.lock().take().is_some();
        let same = before.frames.with_order(|before| opened.frames.with_order(|now| before.is_beginning_of(now)));
        let is_longer = same && before.facts == opened.facts && !was_lost;
        let replaced = std::mem::replace(&mut *self.opened.lock(), Arc::new(opened));
        drop(replaced);
        let last = self.numbers().last().unwrap_or(0);
        let first = if is_longer { old.last().unwrap_or(0) + 1 } else { 1 };
        let last = if is_longer { last } else { last.max(old.last().unwrap_or(0)) };
        Arc::new(KeySet::from_runs((first <= last).then_some(first..=last)))
    }

    /// Waits until all frames are known.
    ///
    /// # Errors
    /// If the video cannot be read, or `progress` was cancelled.
    pub(super) fn complete(&self, progress: &Progress) -> Result<(), VideoError> {
        self.wait(|_| false, progress)
    }

    /// Waits until the first frame is known.
    ///
    /// # Errors
    /// If the video cannot be read, or `progress` was cancelled.
    pub(super) fn begun(&self, progress: &Progress) -> Result<(), VideoError> {
        self.wait(|known| known > 0, progress)
    }

    fn wait(&self, is_enough: impl Fn(usize) -> bool, progress: &Progress) -> Result<(), VideoError> {
        self.opened().frames.wait_known(is_enough, || !progress.is_cancelled());
        if progress.is_cancelled() {
            return Err(VideoError::Cancelled);
        }
        self.trouble().map_or(Ok(()), Err)
    }

    /// Why no frame of it can be shown, if none can.
    pub(super) fn trouble(&self) -> Option<VideoError> {
        self.lost.lock().clone().or_else(|| self.opened().trouble())
    }

    /// Its file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Width and height of the stored frames, in pixels, and how they are turned to be upright.
    pub(super) fn stored(&self) -> ((u32, u32), Orientation) {
        let facts = &self.opened().facts;
        (facts.size, facts.orientation)
    }

    /// Frames a second, as the file states them.
    pub(super) fn frame_rate(&self) -> Option<f64> {
        self.opened().facts.frame_rate
    }

    /// Whether all frames are known.
    pub(super) fn is_complete(&self) -> bool {
        self.opened().frames.known().1
    }

    /// What is known of its frames. Looks at all of them.
    pub(super) fn summary(&self) -> VideoSummary {
        let opened = self.opened();
        let VideoFacts { codec, container, frame_rate, .. } = &opened.facts;
        let to_pictures = to_pictures(&self.path);
        opened.frames.with_order(|order| VideoSummary {
            codec: codec.clone(),
            container: container.clone(),
            frame_rate: *frame_rate,
            to_pictures,
            has_discarded: order.has_discarded(),
            gop: order.longest_gop().map(|frames| frames as u64),
            has_variable_rate: order.has_variable_rate(),
            is_counted: matches!(order, Order::Counted(_)),
        })
    }

    /// Waits until there are other frames than `known`, and not longer than `limit`. Returns false if all are known.
    pub(super) fn wait_more(&self, known: u64, limit: Duration) -> bool {
        let until = Instant::now() + limit;
        let frames = Arc::clone(&self.opened().frames);
        frames.wait_known(|now| now as u64 != known, || Instant::now() < until);
        let (now, is_complete) = frames.known();
        !is_complete || now as u64 != known
    }

    /// The numbers of the frames that decoding can begin at. All frames where these are not known.
    pub(super) fn key_frames(&self) -> Arc<KeySet> {
        let places = self.opened().frames.with_order(Order::key_places);
        places.map_or_else(
            || self.numbers(),
            |places| Arc::new(KeySet::from_keys(places.iter().map(|&place| place as u64 + 1))),
        )
    }

    /// The numbers of the frames that are known, from 1.
    pub(super) fn numbers(&self) -> Arc<KeySet> {
        let (count, _) = self.opened().frames.known();
        let mut numbers = self.numbers.lock();
        if numbers.len() != count as u64 {
            *numbers = Arc::new(KeySet::from_runs((count > 0).then_some(1..=count as u64)));
        }
        Arc::clone(&numbers)
    }

    /// The memory of frames that were decoded on the way to others, in bytes.
    pub(super) fn kept_bytes(&self) -> u64 {
        self.opened().frames.bytes()
    }

    /// The numbers of the frames from one key frame to the next that this frame is among. All frames where key frames are not
    /// known: then one decoder gives them in turn.
    pub(super) fn together(&self, number: u64) -> RangeInclusive<u64> {
        let place = number.saturating_sub(1) as usize;
        let group = self.opened().frames.with_order(|order| order.group(place));
        group.start as u64 + 1..=(group.end as u64).max(number)
    }

    /// Decodes the frame of this number. `None` if there is no such frame. Frames that are decoded on the way are handed over.
    ///
    /// # Errors
    /// If it cannot be decoded.
    pub(super) fn load(
        &self,
        number: u64,
        view: PictureView,
        pool: &Pool,
        neighbours: &dyn Neighbours<Picture>,
    ) -> Result<Option<Picture>, VideoError> {
        if let Some(lost) = self.lost.lock().clone() {
            return Err(lost);
        }
        let opened = self.opened();
        let place = number.checked_sub(1).filter(|&place| place < opened.frames.known().0 as u64);
        let Some(place) = place else { return Ok(None) };
        let others = HandedOver { opened: &opened, view, pool, neighbours };
        let raw = opened.frames.frame(place as usize, &others)?;
        let picture = opened.picture(&raw, view, pool);
        opened.frames.give_back(raw);
        picture.map(Some)
    }
}

/// Makes pictures of frames on the way that are wanted.
struct HandedOver<'a> {
    opened: &'a Opened,
    view: PictureView,
    pool: &'a Pool,
    neighbours: &'a dyn Neighbours<Picture>,
}

impl OnTheWay for HandedOver<'_> {
    fn wants(&self, place: usize) -> bool {
        self.neighbours.wants(place as u64 + 1)
    }

    fn give(&self, place: usize, raw: &[u8]) {
        // A frame for which there is no memory is decoded again if it is asked for.
        if let Ok(picture) = self.opened.picture(raw, self.view, self.pool) {
            self.neighbours.offer(place as u64 + 1, picture);
        }
    }
}

impl Opened {
    /// A decoded frame as a picture.
    fn picture(&self, raw: &[u8], view: PictureView, pool: &Pool) -> Result<Picture, VideoError> {
        let (size, orientation) = (self.facts.size, self.orientation(view));
        let pixels = size.0 as usize * size.1 as usize;
        let no_memory = || VideoError::Undecodable("there is not enough memory".to_owned());
        let mut decoded = pool.try_take(pixels).ok_or_else(no_memory)?;
        if let Err(reason) = self.facts.format.convert(raw, size, self.facts.colour, &mut decoded) {
            pool.give(decoded);
            return Err(VideoError::Undecodable(reason));
        }
        if orientation.swaps_sides() {
            let Some(mut turned) = pool.try_take(pixels) else {
                pool.give(decoded);
                return Err(no_memory());
            };
            orientation.write_swapped::<Rgba>(&decoded, size.0 as usize, &mut turned);
            pool.give(std::mem::replace(&mut decoded, turned));
        } else {
            orientation.apply(&mut decoded, size.0 as usize);
        }
        let (width, height) = orientation.size(size);
        Ok(Picture { orientation, ..Picture::new(width, height, decoded) })
    }
}
