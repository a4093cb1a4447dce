//! Pictures of events: a part of the frame, with the boxes in it.

use std::collections::HashMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::data_set::{Question, Sequence, Tracker, open};
use crate::export::{LabelParts, Still, mark};
use crate::metrics::Event;
use crate::mot::{MotFile, OpenOptions, Progress};
use crate::provider::DataProvider as _;
use crate::render::box_style::LinePattern;
use crate::render::{Drawing, Layer, Rect, render};
use crate::sequence::{self, Parts, PathContent, Picture, PicturePairing, find};

/// The width and height of a picture in pixels.
const SIZE: (f64, f64) = (320.0, 240.0);
/// The least height that is shown around an event, in pixels of the frame.
const LEAST: f64 = 120.0;
/// A picture is as many times as high as the box that it is about.
const AROUND: f64 = 2.5;
/// The most bytes of all pictures together.
const MAX_BYTES: usize = 8 << 20;

/// Draws pictures of events. Files are opened once.
pub(super) struct Crops<'a> {
    /// Whether there is only one sequence.
    is_only: bool,
    question: &'a Question,
    /// The pictures and the ground truth of each sequence, by its name.
    sequences: HashMap<String, Option<(Option<sequence::Sequence>, MotFile)>>,
    /// The results, by the names of tracker and sequence.
    results: HashMap<(String, String), Option<MotFile>>,
    bytes: usize,
}

impl<'a> Crops<'a> {
    pub(super) fn new(is_only: bool, question: &'a Question) -> Self {
        Self { is_only, question, sequences: HashMap::new(), results: HashMap::new(), bytes: 0 }
    }

    /// The picture of an event, as JPEG in base64. `None` if its files can no longer be read, or if the pictures before it have
    /// many bytes.
    pub(super) fn of(&mut self, of: &Sequence, tracker: &Tracker, event: &Event) -> Option<String> {
        let (is_only, question) = (self.is_only, self.question);
        let opened = self.sequences.entry(of.name.clone()).or_insert_with(|| {
            let truth = open(&of.truth, of.member.clone(), &question.truth_options).ok()?;
            Some((with_pictures(of), truth))
        });
        let (sequence, truth) = opened.as_ref()?;
        let results = self.results.entry((tracker.name.clone(), of.name.clone()));
        let result = results.or_insert_with(|| tracker.open(of, is_only, &question.result_options).ok().flatten());
        let frame = sequence.as_ref().and_then(|sequence| sequence.load(event.first.into()).ok());
        let frame = frame.map(|frame| frame.map_picture(|picture| Arc::new(picture.into_picture())));
        let picture = frame.as_ref().and_then(|frame| frame.backdrop.ready());
        let drawn = draw(event, picture.map(AsRef::as_ref), truth, result.as_ref());
        let jpeg = Still::Jpeg.encode(&drawn).ok()?;
        self.bytes += jpeg.len();
        (self.bytes <= MAX_BYTES).then(|| STANDARD.encode(jpeg))
    }
}

/// The pictures of a sequence, if there are any.
fn with_pictures(of: &Sequence) -> Option<sequence::Sequence> {
    let Ok(PathContent::Sequence(parts)) = find(&of.truth, None) else { return None };
    parts.pictures.as_ref()?;
    // Boxes are read apart. With them, it is known from which number on frames are counted.
    let layers = parts.main.and_then(|main| parts.layers.get(main).cloned()).into_iter().collect::<Vec<_>>();
    let main = (!layers.is_empty()).then_some(0);
    let parts = Parts { layers, main, ..*parts };
    sequence::open(&parts, PicturePairing::default(), &OpenOptions::default(), &Progress::new()).ok()
}

/// The part of a frame around an event, with the boxes of both files.
fn draw(event: &Event, picture: Option<&Picture>, truth: &MotFile, result: Option<&MotFile>) -> Picture {
    let area = area(event, picture);
    let layer = |file: &MotFile, is_truth: bool| {
        let frame = file.frame(event.first.into());
        let layout = file.layout();
        let ids = if is_truth { [event.truth, event.other_truth] } else { [event.to, event.from] };
        let labels = LabelParts { id: true, ..LabelParts::default() };
        let near = frame.detections.iter().filter(|row| {
            let rect = Rect::at(row.left, row.top, row.width, row.height);
            rect.intersect(area).is_positive() && (!is_truth || layout.is_judged(row))
        });
        let marks = near.map(|row| {
            let mut mark = mark(row, layout, labels);
            mark.emphasised = row.id.is_some_and(|id| ids.contains(&Some(id.0)));
            if is_truth {
                mark.pattern = LinePattern::LongDashes;
                mark.color = [0xFF; 4];
                mark.label = format!("gt {}", mark.label);
            }
            mark
        });
        Layer { marks: marks.collect(), line_width: 2.0, opacity: 1.0, labels_below: is_truth }
    };
    let layers = result.map(|file| layer(file, false)).into_iter().chain([layer(truth, true)]).collect();
    let scale = SIZE.0 / area.width();
    render(&Drawing { area, scale, backdrop: picture, layers, ..Drawing::default() })
}

/// The part of a frame that is shown, in the shape of [`SIZE`].
fn area(event: &Event, picture: Option<&Picture>) -> Rect {
    let [left, top, width, height] = event.place.map(|side| if side.is_finite() { side } else { 0.0 });
    let shape = SIZE.0 / SIZE.1;
    let mut high = (height.max(width / shape) * AROUND).clamp(LEAST, 1e6);
    if let Some(picture) = picture {
        high = high.min(f64::from(picture.height)).min(f64::from(picture.width) / shape).max(1.0);
    }
    let wide = high * shape;
    let (mut x, mut y) = (left + (width - wide) / 2.0, top + (height - high) / 2.0);
    if let Some(picture) = picture {
        // The picture is not left where there is more of it to show.
        x = x.min(f64::from(picture.width) - wide).max(0.0);
        y = y.min(f64::from(picture.height) - high).max(0.0);
    }
    Rect::at(x, y, wide, high)
}
