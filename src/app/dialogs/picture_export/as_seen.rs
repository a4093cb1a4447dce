//! Draws frames as the window shows them, on threads without a window. Holds a copy of all settings that matter.

use std::collections::BTreeSet;
use std::sync::Arc;

use eframe::egui::Rect as Canvas;
use parking_lot::Mutex;

use super::choice::{Choice, Offer};
use super::style::Style;
use crate::app::model::camera::viewport::Viewport;
use crate::app::session::document::Document;
use crate::app::session::view::View;
use crate::mot::Frame;
use crate::provider::{BoxError, DataProvider as _};
use crate::render::{Drawing, Rect, render};
use crate::sequence::{Backdrop, Picture, Sequence, SequenceFrame, Unread};

/// Minimum label size in pixels. Smaller labels are unreadable.
const LEAST_LABEL: f32 = 8.0;

/// Draws frames as the window shows them.
pub struct AsSeen {
    sequence: Sequence,
    look: Arc<Look>,
    /// Numbers of frames whose picture is missing or damaged.
    without: Mutex<BTreeSet<u64>>,
}

/// All that decides how frames are drawn, other than what is in them. Copied from the window.
#[derive(PartialEq)]
pub struct Look {
    style: Style,
    /// Whether pictures are drawn under the boxes.
    picture: bool,
    /// The part of the scene to draw; `None` for the whole.
    part: Option<Rect>,
    /// The area to draw if a frame has no picture.
    whole: Rect,
    scale: f64,
    /// Exported pixels per point of the screen.
    per_point: f32,
}

impl Look {
    /// Copies the current look of `document`, with the choices of the dialog.
    pub fn new(
        view: &View<'_>,
        document: &Document,
        choice: &Choice,
        offer: &Offer,
        (canvas, dark): (Canvas, bool),
    ) -> Self {
        let part = choice.part(offer);
        // Line widths are as on screen: for a part at the current zoom, for the whole at the zoom that fits.
        let viewport = if part.is_some() { view.state.camera.viewport } else { Viewport::default() };
        let points = viewport.transform(view.state.extent.area, canvas).scale;
        Self {
            style: Style::of(view, document, dark),
            picture: choice.picture && document.has_pictures(),
            part,
            whole: offer.whole,
            scale: choice.scale,
            per_point: (choice.scale / points) as f32,
        }
    }
}

impl AsSeen {
    /// Draws the frames of `document` in this look.
    pub fn new(document: &Document, look: Arc<Look>) -> Self {
        // A copy, so that layers that are hidden or shown meanwhile do not change the export.
        Self { sequence: document.sequence.copy(), look, without: Mutex::default() }
    }

    /// Draws a frame. It is called on several threads.
    ///
    /// # Errors
    /// If the frame cannot be read, or the picture is too large.
    pub fn draw(&self, number: u64) -> Result<Picture, BoxError> {
        let look = &*self.look;
        // Read from the sequence, not from the cache, so that the export evicts nothing that the user views.
        let frame = if look.picture {
            self.sequence.load(number)?.map_picture(|picture| Arc::new(picture.into_picture()))
        } else {
            self.sequence.boxes_of(number)?.map_picture(|()| Arc::default())
        };
        let SequenceFrame { boxes, overlays, backdrop } = frame;
        // A picture without the boxes of a layer would look as if the layer had none there.
        let overlays = overlays.into_iter().map(|boxes| match boxes {
            // A hidden layer.
            Err(Unread::LeftOut) => Ok(Arc::new(Frame { number, detections: Vec::new(), rejected: 0 })),
            boxes => boxes,
        });
        let overlays = overlays.collect::<Result<Vec<_>, _>>().map_err(|reason| reason.to_string())?;
        let backdrop = if look.picture { backdrop } else { Backdrop::None };
        let note = match &backdrop {
            Backdrop::None | Backdrop::Ready(_) => String::new(),
            Backdrop::Missing => format!("frame {number} has no picture"),
            Backdrop::Damaged(reason) => format!("the picture of frame {number} cannot be shown: {reason}"),
        };
        if !note.is_empty() {
            self.without.lock().insert(number);
        }
        let picture = backdrop.ready().map(AsRef::as_ref);
        let own = |picture: &Picture| Rect::at(0.0, 0.0, picture.full_size.0.into(), picture.full_size.1.into());
        let layers: Vec<_> = std::iter::once(&boxes).chain(&overlays).map(AsRef::as_ref).collect();
        let drawing = Drawing {
            area: look.part.or_else(|| picture.map(own)).unwrap_or(look.whole),
            scale: look.scale,
            pixels_per_point: look.per_point,
            backdrop: picture,
            ground: look.style.ground,
            adjustment: look.style.adjustment,
            note,
            trails: look.style.trail(number).into_iter().collect(),
            layers: look.style.layers(&layers, look.per_point),
            label_size: (look.style.label_size * look.per_point).max(LEAST_LABEL),
        };
        if drawing.size().is_none() {
            let (width, height) = (drawing.area.width() * look.scale, drawing.area.height() * look.scale);
            return Err(format!("{width:.0} × {height:.0} pixels are too many: choose a smaller scale").into());
        }
        Ok(render(&drawing))
    }

    /// Number of drawn frames without a picture, if other frames have pictures.
    pub fn without_picture(&self) -> u64 {
        self.without.lock().len() as u64
    }
}

/// The possible choices for the open document; `None` if nothing is open.
pub fn offer(view: &View<'_>, canvas: Canvas) -> Option<Offer> {
    let document = view.document?;
    let area = view.state.extent.area;
    let scene = Rect { left: area.left, top: area.top, right: area.right, bottom: area.bottom };
    // Add a margin, because half of the outline of the outermost boxes lies outside of them.
    let whole = if view.state.extent.is_picture { scene } else { scene.round_out().expand(4.0) };
    Some(Offer {
        keys: Arc::clone(&document.keys),
        position: document.playback().frame(),
        range: document.playback().range(),
        fps: document.fps.unwrap_or(view.state.settings.play.fps),
        whole,
        view: in_view(view, canvas, whole),
    })
}

/// The part of `whole` that `canvas` shows, rounded to whole pixels; `None` if that is all or nothing.
fn in_view(view: &View<'_>, canvas: Canvas, whole: Rect) -> Option<Rect> {
    let transform = view.state.camera.viewport.transform(view.state.extent.area, canvas);
    let (left, top) = transform.to_scene(canvas.min);
    let (right, bottom) = transform.to_scene(canvas.max);
    let seen = Rect { left, top, right, bottom }.round_out().intersect(whole);
    (seen.is_positive() && seen != whole).then_some(seen)
}
