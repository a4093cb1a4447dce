//! What is drawn: the frames of a file or a sequence.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;
use thiserror::Error;

use super::output::FrameRange;
use crate::export::{LabelParts, mark};
use crate::mot::{FileKind, Frame, MotFile, Progress};
use crate::provider::{BoxError, DataProvider, KeySet};
use crate::render::box_style::{LINE_WIDTH, LinePattern};
use crate::render::{Drawing, Layer, Rect, render};
use crate::sequence::{
    self, Backdrop, LayerFile, LayerKind, Parts, PathContent, Picture, PictureOffset, Sequence, SequenceFrame,
};

/// Frames a second of what does not tell.
const FPS: f64 = 30.0;
/// Frames without a picture that are told one by one.
const SHOWN: usize = 5;

/// How frames are drawn.
#[derive(Clone, Copy, Debug)]
pub struct ExportStyle {
    /// What labels tell.
    pub labels: LabelParts,
    /// Width of outlines in pixels drawn.
    pub line_width: Option<f32>,
    /// Pixels drawn for each of the picture.
    pub scale: f64,
    /// Whether there are pictures under the boxes.
    pub picture: bool,
}

/// Why there is no frame to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoFramesError {
    /// The file or the sequence has no frame.
    #[error("there are no frames to write")]
    Empty,
    /// No frame is in the range asked for. The values are the first and the last frame that exist.
    #[error("no frame is in the range of --frames; the frames are {0} to {1}")]
    OutOfRange(u64, u64),
}

/// What an export draws from, open.
pub struct ExportSource {
    sequence: Sequence,
    style: ExportStyle,
    /// What is drawn of a frame that has no picture.
    area: Rect,
    fps: f64,
    remarks: Vec<String>,
    /// Frames that have no picture though others have, and what is told of them.
    missing: Mutex<Vec<(u64, String)>>,
}

impl ExportSource {
    /// Opens the main file of boxes of `path`, the files of `layers`, and the pictures found, or those in `images`.
    pub fn open(
        path: &Path,
        images: Option<&Path>,
        layers: &[PathBuf],
        style: ExportStyle,
        progress: &Progress,
    ) -> Result<Self, BoxError> {
        let parts = parts(path, images, layers)?;
        let sequence = sequence::open(&parts, PictureOffset::Automatic, progress)?;
        let told = parts.info.as_ref().and_then(|info| info.im_width.zip(info.im_height));
        let size = sequence.pictures().and_then(|pictures| pictures.size()).or(told);
        let area = match size {
            Some((width, height)) => Rect::at(0.0, 0.0, width.into(), height.into()),
            None => extent(sequence.layers(), progress)?,
        };
        let fps = parts.frame_rate().unwrap_or(FPS);
        Ok(Self { sequence, style, area, fps, remarks: parts.remarks, missing: Mutex::default() })
    }

    /// What is worth telling of the sequence.
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// Frames a second.
    pub fn fps(&self) -> f64 {
        self.fps
    }

    /// Those of the frames there are that are in `range`.
    pub fn frames(&self, range: FrameRange) -> Result<KeySet, NoFramesError> {
        let keys = self.sequence.keys();
        let (Some(first), Some(last)) = (keys.first(), keys.last()) else {
            return Err(NoFramesError::Empty);
        };
        let chosen =
            KeySet::from_runs(keys.runs().map(|run| (*run.start()).max(range.first)..=(*run.end()).min(range.last)));
        if chosen.is_empty() {
            return Err(NoFramesError::OutOfRange(first, last));
        }
        Ok(chosen)
    }

    /// Draws a frame. Called on several threads.
    pub fn draw(&self, number: u64) -> Result<Picture, BoxError> {
        let frame = if self.style.picture {
            self.sequence.load(number)?.map_picture(|picture| Arc::new(picture.into_picture()))
        } else {
            self.sequence.boxes_of(number)?.map_picture(|()| Arc::default())
        };
        let SequenceFrame { boxes, overlays, backdrop } = frame;
        let backdrop = if self.style.picture { backdrop } else { Backdrop::None };
        let note = match &backdrop {
            Backdrop::None | Backdrop::Ready(_) => String::new(),
            Backdrop::Missing => format!("frame {number} has no picture"),
            Backdrop::Damaged(reason) => format!("the picture of frame {number} cannot be shown: {reason}"),
        };
        if !note.is_empty() {
            self.missing.lock().push((number, note.clone()));
        }
        let picture = backdrop.ready();
        let area = picture.map_or(self.area, |picture| Rect::at(0.0, 0.0, picture.width.into(), picture.height.into()));
        let mut drawing =
            Drawing { area, scale: self.style.scale, backdrop: picture.map(AsRef::as_ref), note, ..Drawing::default() };
        let Some((_, height)) = drawing.size() else {
            let (width, height) = (area.width(), area.height());
            return Err(format!(
                "{width:.0} × {height:.0} pixels, scaled by {}, are too many to draw: choose a smaller --scale",
                self.style.scale
            )
            .into());
        };
        // Readable in a large picture and not too much for a small one.
        let height = height as f32;
        drawing.label_size = (height / 64.0).round().clamp(11.0, 48.0);
        let line_width = self.style.line_width.unwrap_or((height / 400.0).round().clamp(2.0, 12.0));
        // Dashes are longer where lines are wider, as on a screen with more pixels.
        drawing.pixels_per_point = line_width / LINE_WIDTH;
        let all = std::iter::once(&boxes).chain(&overlays);
        drawing.layers = all.enumerate().map(|(at, frame)| self.layer(at, frame, line_width)).collect();
        Ok(render(&drawing))
    }

    fn layer(&self, at: usize, frame: &Frame, line_width: f32) -> Layer {
        let layers = self.sequence.layers();
        let Some(file) = layers.get(at) else { return Layer { marks: Vec::new(), line_width, opacity: 1.0 } };
        let layout = file.layout();
        let mut marks: Vec<_> = frame.detections.iter().map(|row| mark(row, layout, self.style.labels)).collect();
        // Beside others, what is true is told by its dashes.
        if layers.len() > 1 && layout.kind == FileKind::GroundTruth {
            let rows = frame.detections.iter().zip(&mut marks);
            rows.for_each(|(row, mark)| mark.pattern = LinePattern::of(layout.is_judged(row), true));
        }
        Layer { marks, line_width, opacity: 1.0 }
    }

    /// What is to be told of the frames drawn.
    pub fn missing_pictures(&self) -> Vec<String> {
        let mut missing = std::mem::take(&mut *self.missing.lock());
        // An animation draws its first frame twice.
        missing.sort();
        missing.dedup();
        let mut lines: Vec<String> = missing.iter().take(SHOWN).map(|(_, note)| note.clone()).collect();
        if missing.len() > SHOWN {
            lines.push(format!("… and {} more", missing.len() - SHOWN));
        }
        lines
    }
}

/// What a path holds, with the main file of boxes and those of `layers` alone.
fn parts(path: &Path, images: Option<&Path>, layers: &[PathBuf]) -> Result<Parts, BoxError> {
    let mut parts = match sequence::find(path, images)? {
        PathContent::Sequence(parts) => *parts,
        PathContent::DataSet(entries) => {
            let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
            let names = names.join("\n  ");
            return Err(format!("{}: this holds several sequences, choose one:\n  {names}", path.display()).into());
        }
    };
    let main = parts.main.and_then(|main| parts.layers.get(main).cloned());
    let more = layers.iter().map(|path| LayerFile {
        path: path.clone(),
        kind: LayerKind::Results,
        name: path.display().to_string(),
    });
    parts.layers = main.into_iter().chain(more).collect();
    parts.main = (!parts.layers.is_empty()).then_some(0);
    Ok(parts)
}

/// The rectangle around all boxes, on whole pixels: what stands for a picture whose size nobody knows.
fn extent(layers: &[Arc<MotFile>], progress: &Progress) -> Result<Rect, BoxError> {
    let mut around: Option<Rect> = None;
    for layer in layers {
        let summary = layer.summarize(progress).ok_or("cancelled")?;
        if let Some(extent) = summary.extent {
            let rect = Rect { left: extent.left, top: extent.top, right: extent.right, bottom: extent.bottom };
            around = Some(around.map_or(rect, |around| around.union(rect)));
        }
    }
    // Half of the outline of an outermost box lies outside of it.
    Ok(around.map_or_else(|| Rect::at(0.0, 0.0, 640.0, 360.0), |around| around.round_out().expand(4.0)))
}
