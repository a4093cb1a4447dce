//! Frames drawn as the window shows them: a copy of all that decides how, for threads that have no window.

use std::collections::BTreeSet;
use std::sync::Arc;

use eframe::egui::Rect as Canvas;
use parking_lot::Mutex;

use super::choice::{Choice, Offer};
use super::trail::Track;
use crate::app::canvas::View;
use crate::app::document::Document;
use crate::app::layers::{self, Paint};
use crate::app::state::State;
use crate::app::tracks::Filter;
use crate::export::{LabelParts, mark};
use crate::mot::{Frame, Layout, TrackId};
use crate::palette::{self, Rgb};
use crate::provider::{BoxError, DataProvider as _};
use crate::render::{Drawing, Layer, Look, Rect, render};
use crate::sequence::{Backdrop, Picture, Sequence, SequenceFrame};

/// Labels of fewer pixels cannot be read, whatever they are on screen.
const LEAST_LABEL: f32 = 8.0;

/// How the boxes of a layer look.
#[derive(Clone, Copy, Debug)]
struct Dress {
    /// What its columns mean.
    layout: Layout,
    /// What labels tell.
    labels: LabelParts,
    /// Width of outlines in points.
    line_width: f32,
    /// Whether it is drawn.
    shown: bool,
    /// Factors on the boxes, across and down.
    scale: [f64; 2],
    /// What its boxes are coloured with.
    paint: Paint,
    /// All outlines are dashed.
    dashed: bool,
}

/// How frames look.
struct Style {
    dresses: Vec<Dress>,
    /// Size of labels in points.
    label_size: f32,
    filter: Filter,
    selected: Option<TrackId>,
    track: Option<Track>,
    look: Look,
    ground: Rgb,
}

impl Style {
    /// As the window shows `document` now: the one place that reads settings.
    fn of(state: &State, document: &Document, dark: bool) -> Self {
        let boxes = state.settings.boxes;
        let own = LabelParts { id: boxes.id, confidence: boxes.confidence, class: boxes.class };
        let dress = |(place, layer): (usize, &crate::app::stage::Layer)| {
            let layers::Look { shown, scale, style } = state.look(document, place).unwrap_or_default();
            let told = style.labels;
            let theirs = LabelParts { id: told.id, confidence: told.confidence, class: told.class };
            Dress {
                layout: layer.file.layout(),
                labels: if place == 0 { own } else { theirs },
                line_width: boxes.line_width * style.width,
                shown,
                scale,
                paint: layers::paint(document, place, style),
                dashed: style.dashed,
            }
        };
        let track = |id| Track::new(Arc::clone(&document.file), document.sequence.keys(), id, boxes.trail);
        Self {
            dresses: document.layers.iter().enumerate().map(dress).collect(),
            label_size: boxes.label_size,
            filter: state.filter.clone(),
            selected: state.selected,
            track: state.selected.map(track),
            look: state.settings.picture.look(),
            ground: palette::ground(dark),
        }
    }

    /// The boxes of a layer, at so many pixels a point.
    fn layer(&self, place: usize, frame: &Frame, per_point: f32) -> Option<Layer> {
        let dress = self.dresses.get(place).filter(|dress| dress.shown)?;
        let Dress { layout, labels, line_width, scale, paint, dashed, .. } = *dress;
        // What is filtered is the main layer alone.
        let rows = frame.detections.iter().filter(|row| place > 0 || self.filter.passes(row, layout));
        let marks = rows.map(|row| {
            let mut mark = mark(row, layout, labels);
            mark.rect = stretched(mark.rect, scale);
            mark.corners = mark.corners.map(|corners| corners.map(|(x, y)| (x * scale[0], y * scale[1])));
            mark.color = paint.color(row, layout).to_srgba_unmultiplied();
            mark.dashed |= dashed;
            mark.emphasised = place == 0 && self.selected.is_some() && row.id == self.selected;
            mark
        });
        Some(Layer { marks: marks.collect(), line_width: (line_width * per_point).max(1.0), opacity: 1.0 })
    }
}

/// A box of a picture that was resized, where it is in the whole one.
fn stretched(rect: Rect, [x, y]: [f64; 2]) -> Rect {
    Rect { left: rect.left * x, top: rect.top * y, right: rect.right * x, bottom: rect.bottom * y }
}

/// Draws frames.
pub struct AsSeen {
    sequence: Arc<Sequence>,
    style: Style,
    /// Whether there are pictures under the boxes.
    picture: bool,
    /// The part that is drawn; all if there is none.
    part: Option<Rect>,
    /// What is drawn of a frame that has no picture.
    whole: Rect,
    scale: f64,
    /// Pixels drawn for a point of the screen.
    per_point: f32,
    /// Frames whose picture is missing or damaged.
    without: Mutex<BTreeSet<u64>>,
}

impl AsSeen {
    /// What is chosen of `document`, as the window shows it now.
    pub fn new(state: &State, document: &Document, choice: &Choice, offer: &Offer, dark: bool) -> Self {
        let part = choice.part(offer);
        // Of a part, lines are as wide as they are on it; of the whole, as they are where all of it is in view.
        let view = if part.is_some() { state.view } else { View::default() };
        let points = view.transform(state.scene.area, state.canvas).scale;
        Self {
            sequence: Arc::clone(&document.sequence),
            style: Style::of(state, document, dark),
            picture: choice.picture && document.has_pictures(),
            part,
            whole: offer.whole,
            scale: choice.scale,
            per_point: (choice.scale / points) as f32,
            without: Mutex::default(),
        }
    }

    /// Draws a frame. Called on several threads.
    ///
    /// # Errors
    /// If it cannot be read, or is too large.
    pub fn draw(&self, number: u64) -> Result<Picture, BoxError> {
        // From the sequence, not from the cache: what somebody looks at stays in there.
        let frame = if self.picture {
            self.sequence.load(number)?.map_picture(|picture| Arc::new(picture.into_picture()))
        } else {
            self.sequence.boxes_of(number)?.map_picture(|()| Arc::default())
        };
        let SequenceFrame { boxes, overlays, backdrop } = frame;
        let backdrop = if self.picture { backdrop } else { Backdrop::None };
        let note = match &backdrop {
            Backdrop::None | Backdrop::Ready(_) => String::new(),
            Backdrop::Missing => format!("frame {number} has no picture"),
            Backdrop::Damaged(reason) => format!("the picture of frame {number} cannot be shown: {reason}"),
        };
        if !note.is_empty() {
            self.without.lock().insert(number);
        }
        let picture = backdrop.ready().map(AsRef::as_ref);
        let own = |picture: &Picture| Rect::at(0.0, 0.0, picture.width.into(), picture.height.into());
        let all = std::iter::once(&boxes).chain(&overlays).enumerate();
        let drawing = Drawing {
            area: self.part.or_else(|| picture.map(own)).unwrap_or(self.whole),
            scale: self.scale,
            backdrop: picture,
            ground: self.style.ground,
            look: self.style.look,
            note,
            trails: self.style.track.as_ref().and_then(|track| track.at(number)).into_iter().collect(),
            layers: all.filter_map(|(place, frame)| self.style.layer(place, frame, self.per_point)).collect(),
            label_size: (self.style.label_size * self.per_point).max(LEAST_LABEL),
        };
        if drawing.size().is_none() {
            let (width, height) = (drawing.area.width() * self.scale, drawing.area.height() * self.scale);
            return Err(format!("{width:.0} × {height:.0} pixels are too many: choose a smaller scale").into());
        }
        Ok(render(&drawing))
    }

    /// How many of the frames drawn have no picture though others have.
    pub fn without_picture(&self) -> u64 {
        self.without.lock().len() as u64
    }
}

/// What there is to choose from, if there is anything.
pub fn offer(state: &State) -> Option<Offer> {
    let document = state.document.as_ref()?;
    let area = state.scene.area;
    let scene = Rect { left: area.left, top: area.top, right: area.right, bottom: area.bottom };
    // Half of the outline of an outermost box lies outside of it.
    let whole = if state.scene.known { scene } else { scene.round_out().expand(4.0) };
    Some(Offer {
        keys: Arc::clone(&document.keys),
        position: document.playback().frame(),
        range: document.playback().range(),
        fps: document.fps.unwrap_or(state.settings.play.fps),
        whole,
        view: in_view(state, state.canvas, whole),
    })
}

/// What `canvas` shows of `whole`, on whole pixels; none if that is all or nothing.
fn in_view(state: &State, canvas: Canvas, whole: Rect) -> Option<Rect> {
    let transform = state.view.transform(state.scene.area, canvas);
    let (left, top) = transform.to_scene(canvas.min);
    let (right, bottom) = transform.to_scene(canvas.max);
    let seen = Rect { left, top, right, bottom }.round_out().intersect(whole);
    (seen.is_positive() && seen != whole).then_some(seen)
}
