//! The opened file or sequence that is drawn.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;
use thiserror::Error;

use crate::cli::frame_range::FrameRange;
use crate::cli::info::UnreadFile;
use crate::export::{LabelParts, mark, named, short_names, truth_mark};
use crate::mot::{Frame, MotFile, OpenError, OpenOptions, Progress};
use crate::provider::{BoxError, DataProvider, KeySet};
use crate::render::box_style::LINE_WIDTH;
use crate::render::{Drawing, Layer, Rect, render};
use crate::sequence::{
    self, Backdrop, LayerFile, LayerKind, Parts, PathContent, Picture, PicturePairing, Sequence, SequenceFrame,
};
use crate::shown::ShowPath as _;

/// Frames a second of a sequence that does not state a frame rate.
const FPS: f64 = 30.0;
/// How many frames without a picture are named one by one.
const SHOWN: usize = 5;

/// How frames are drawn.
#[derive(Clone, Copy, Debug)]
pub struct ExportStyle {
    /// What the labels show.
    pub labels: LabelParts,
    /// Width of the outlines in pixels of the output. `None` for a width that depends on the size of the picture.
    pub line_width: Option<f32>,
    /// Pixels of the output for each pixel of the picture.
    pub scale: f64,
    /// Whether pictures are drawn under the boxes.
    pub picture: bool,
}

/// What an export is made of.
#[derive(Clone, Copy, Debug)]
pub struct Sought<'a> {
    /// The path with the main MOT file.
    pub path: &'a Path,
    /// The folder of the pictures, if they are not to be looked for.
    pub images: Option<&'a Path>,
    /// Further MOT files.
    pub layers: &'a [PathBuf],
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

/// The file or sequence that an export draws.
pub struct ExportSource {
    sequence: Sequence,
    style: ExportStyle,
    /// What each layer is, and its short name.
    layers: Vec<(LayerKind, String)>,
    /// The area that is drawn of a frame without a picture, in pixels.
    area: Rect,
    fps: f64,
    /// The files that are read: texts, and the file that all pictures are in.
    inputs: Vec<PathBuf>,
    remarks: Vec<String>,
    /// Frames without a picture in a sequence with pictures, each with a message.
    missing: Mutex<Vec<(u64, String)>>,
}

impl ExportSource {
    /// Opens the main MOT file of a path, further files, and the pictures. `options` say how the main file is read, and what
    /// each archive may unpack to.
    pub fn open(
        sought: &Sought<'_>,
        style: ExportStyle,
        pairing: PicturePairing,
        options: &OpenOptions,
        progress: &Progress,
    ) -> Result<Self, BoxError> {
        let parts = parts(sought)?;
        let sequence = sequence::open(&parts, pairing, options, progress).map_err(with_hint)?;
        let of_pictures = sequence.pictures().and_then(|pictures| pictures.size());
        let size = of_pictures.or_else(|| parts.stated_size(sequence.layers().iter().map(AsRef::as_ref)));
        let area = match size {
            Some((width, height)) => Rect::at(0.0, 0.0, width.into(), height.into()),
            None => extent(&sequence.layers(), progress)?,
        };
        let kind = |(layer, file): (&LayerFile, &Arc<MotFile>)| layer.kind.with_rows(file.layout().kind);
        let kinds: Vec<_> = parts.layers.iter().zip(sequence.layers().iter()).map(kind).collect();
        let layers = kinds.iter().copied().zip(short_names(&kinds)).collect();
        let of_video = sequence.pictures().and_then(|pictures| pictures.frame_rate());
        let fps = parts.frame_rate().or(of_video).unwrap_or(FPS);
        let files = parts.layers.iter().map(|layer| &layer.path).chain(&parts.pictures);
        let inputs = files.filter_map(|path| path.canonicalize().ok()).filter(|path| path.is_file()).collect();
        let mut remarks = parts.remarks;
        remarks.extend(sequence.pictures().and_then(|pictures| pictures.refusal()));
        remarks.extend(sequence.pairing_remark());
        remarks.extend(sequence.meeting().map(|meeting| meeting.remark()));
        let guess = |layer: &Arc<MotFile>| Some(format!("{}: {}", layer.path().shown(), layer.columns()?.guess()?));
        remarks.extend(sequence.layers().iter().filter_map(guess));
        let doubt = |layer: &Arc<MotFile>| Some(format!("{}: {}", layer.path().shown(), layer.doubt()?));
        remarks.extend(sequence.layers().iter().filter_map(doubt));
        Ok(Self { sequence, style, layers, area, fps, inputs, remarks, missing: Mutex::default() })
    }

    /// Whether this is a file that is read.
    pub fn is_input(&self, path: &Path) -> bool {
        path.canonicalize().is_ok_and(|path| self.inputs.contains(&path))
    }

    /// Remarks about the sequence that the user should know.
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// The frame rate in frames a second.
    pub fn fps(&self) -> f64 {
        self.fps
    }

    /// The frames of the sequence that are in `range`.
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

    /// Draws a frame. May be called on several threads at once.
    pub fn draw(&self, number: u64) -> Result<Picture, BoxError> {
        let frame = if self.style.picture {
            self.sequence.load(number)?.map_picture(|picture| Arc::new(picture.into_picture()))
        } else {
            self.sequence.boxes_of(number)?.map_picture(|()| Arc::default())
        };
        let SequenceFrame { boxes, overlays, backdrop } = frame;
        // A picture without the boxes of a layer would look as if the layer had none there.
        let overlays = overlays.into_iter().collect::<Result<Vec<_>, _>>().map_err(|reason| reason.to_string())?;
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
                "{width:.0} × {height:.0} pixels, scaled by {}, are too many to draw; choose a smaller --scale",
                self.style.scale
            )
            .into());
        };
        // Labels and outlines grow with the picture, so that they are readable in a large one and do not fill a small one.
        let height = height as f32;
        drawing.label_size = (height / 64.0).round().clamp(11.0, 48.0);
        let line_width = self.style.line_width.unwrap_or((height / 400.0).round().clamp(2.0, 12.0));
        // Dashes are longer where lines are wider, as on a screen with more pixels.
        drawing.pixels_per_point = line_width / LINE_WIDTH;
        let all = std::iter::once(&boxes).chain(&overlays);
        let drawn = all.enumerate().map(|(at, frame)| (self.is_truth_beside(at), self.layer(at, frame, line_width)));
        // Ground truth has dashes. What agrees with it is seen through the gaps.
        let (above, below): (Vec<_>, Vec<_>) = drawn.partition(|(is_truth, _)| *is_truth);
        let ordered = below.into_iter().chain(above).map(|(_, layer)| layer);
        // Labels of the first layer are placed first. Those of others that agree with it have no room there.
        drawing.layers = ordered.enumerate().map(|(at, layer)| Layer { labels_below: at > 0, ..layer }).collect();
        Ok(render(&drawing))
    }

    /// The boxes of one layer as they are drawn.
    fn layer(&self, at: usize, frame: &Frame, line_width: f32) -> Layer {
        let layers = self.sequence.layers();
        let Some(file) = layers.get(at) else {
            return Layer { marks: Vec::new(), line_width, opacity: 1.0, labels_below: false };
        };
        let layout = file.layout();
        // If there are several layers, ground truth has dashed outlines of one colour. They are thin, so that boxes below that
        // agree with it are seen.
        let is_truth = self.is_truth_beside(at);
        let line_width = if is_truth { (line_width / 2.0).max(1.0) } else { line_width };
        let mark = if is_truth { truth_mark } else { mark };
        let mut marks: Vec<_> = frame.detections.iter().map(|row| mark(row, layout, self.style.labels)).collect();
        if let Some((_, name)) = self.layers.get(at) {
            marks.iter_mut().for_each(|mark| mark.label = named(name, std::mem::take(&mut mark.label)));
        }
        Layer { marks, line_width, opacity: 1.0, labels_below: false }
    }

    /// Whether the layer at this place is ground truth beside another one.
    fn is_truth_beside(&self, at: usize) -> bool {
        self.layers.len() > 1 && self.layers.get(at).is_some_and(|(kind, _)| *kind == LayerKind::GroundTruth)
    }

    /// Messages about the drawn frames that have no picture.
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

/// Finds what a path holds. Its layers are the main MOT file and the further files.
fn parts(sought: &Sought<'_>) -> Result<Parts, BoxError> {
    let Sought { path, images, layers } = *sought;
    let mut parts = match sequence::find(path, images)? {
        PathContent::Sequence(parts) => *parts,
        PathContent::DataSet(entries) => {
            let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
            let names = names.join("\n  ");
            return Err(format!("{}: this folder has several sequences, choose one:\n  {names}", path.shown()).into());
        }
    };
    let main = parts.main.and_then(|main| parts.layers.get(main).cloned());
    let more = layers.iter().map(|path| LayerFile {
        path: path.clone(),
        kind: LayerKind::of(path),
        name: path.shown().to_string(),
    });
    parts.layers = main.into_iter().chain(more).collect();
    parts.main = (!parts.layers.is_empty()).then_some(0);
    Ok(parts)
}

/// An error of opening, with the option that helps.
fn with_hint(error: BoxError) -> BoxError {
    match error.downcast::<OpenError>() {
        Ok(error) => {
            let unread = UnreadFile::from(*error);
            let members = unread.members.iter().map(|member| format!("\n  {}", member.name));
            (unread.message + &members.collect::<String>()).into()
        }
        Err(error) => error,
    }
}

/// The rectangle around all boxes, rounded to whole pixels. It is drawn if the size of the picture is unknown.
fn extent(layers: &[Arc<MotFile>], progress: &Progress) -> Result<Rect, BoxError> {
    let mut around: Option<Rect> = None;
    for layer in layers {
        let named = |error| format!("{}: {error}", layer.path().shown());
        let summary = layer.summarize(progress).map_err(named)?;
        if let Some(extent) = summary.extent {
            let rect = Rect { left: extent.left, top: extent.top, right: extent.right, bottom: extent.bottom };
            around = Some(around.map_or(rect, |around| around.union(rect)));
        }
    }
    // Half of the width of an outline lies outside of its box.
    Ok(around.map_or_else(|| Rect::at(0.0, 0.0, 640.0, 360.0), |around| around.round_out().expand(4.0)))
}
