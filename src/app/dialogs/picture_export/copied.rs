//! A frame drawn as a picture for the clipboard, on a thread.

use std::sync::Arc;

use eframe::egui::{self, ColorImage, Rect};

use super::as_seen::{self, AsSeen, Look};
use super::choice::Choice;
use crate::app::model::camera::viewport::Viewport;
use crate::app::model::state::Failure;
use crate::app::session::background::Task;
use crate::app::session::view::View;
use crate::sequence::Picture;

/// The most pixels of a picture that is copied. A larger one is made smaller.
const MOST: f64 = 32e6;

/// The frame that is being drawn. Another one takes its place.
#[derive(Default)]
pub struct CopiedPicture(Option<Task<Result<Box<ColorImage>, String>>>);

impl CopiedPicture {
    /// Begins to draw a frame as it is exported.
    pub fn start(&mut self, view: &View<'_>, frame: u64, canvas: Rect, ctx: &egui::Context) {
        self.0 = None;
        let (Some(document), Some(offer)) = (view.document, as_seen::offer(view, canvas)) else { return };
        // Without a picture, boxes are as large as on the screen: their coordinates may be shares of a picture.
        let on_screen = Viewport::default().transform(view.state.extent.area, canvas).scale;
        let points = if view.state.extent.is_picture { 1.0 } else { on_screen * f64::from(ctx.pixels_per_point()) };
        let area = offer.whole.width() * offer.whole.height();
        let scale = points.min((MOST / area.max(1e-9)).sqrt());
        let choice = Choice { scale, picture: view.state.settings.picture.shown, ..Choice::default() };
        let dark = ctx.global_style().visuals.dark_mode;
        let look = Look::new(view, document, &choice, &offer, (canvas, dark));
        let seen = AsSeen::new(document, Arc::new(look));
        self.0 = Some(Task::start("motscope-copy", ctx, move |_, answer: &mut dyn FnMut(_)| {
            answer(seen.draw(frame).map(|picture| Box::new(image(&picture))).map_err(|error| error.to_string()));
        }));
    }

    /// The picture, or why there is none, once it is known.
    pub fn take(&mut self) -> Option<Result<Box<ColorImage>, Failure>> {
        let answer = self.0.as_mut()?.next()?;
        self.0 = None;
        Some(answer.map_err(|reason| Failure::new("Nothing was copied", reason)))
    }
}

fn image(picture: &Picture) -> ColorImage {
    let pixels = picture.pixels.iter().map(|pixel| {
        let [red, green, blue, alpha] = pixel.0;
        egui::Color32::from_rgba_unmultiplied(red, green, blue, alpha)
    });
    ColorImage::new([picture.width as usize, picture.height as usize], pixels.collect())
}
