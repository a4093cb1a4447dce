//! A frame drawn as a picture for the clipboard, on a thread.

use std::sync::Arc;

use eframe::egui::{self, ColorImage, Rect};

use super::as_seen::{self, AsSeen, Look};
use super::choice::Choice;
use crate::app::model::camera::viewport::Viewport;
use crate::app::session::copying::{Copying, NotCopied};
use crate::app::session::view::View;
use crate::sequence::Picture;

/// The most pixels of a picture that is copied. A larger one is made smaller, because the clipboard takes long to take it.
const MOST: f64 = 4e6;

/// The frame that is being drawn. Another one takes its place.
#[derive(Default)]
pub struct CopiedPicture(pub Copying<Box<ColorImage>>);

impl CopiedPicture {
    /// Begins to draw a frame as it is exported.
    pub fn start(&mut self, view: &View<'_>, frame: u64, canvas: Rect, ctx: &egui::Context) {
        self.0.stop();
        let (Some(document), Some(offer)) = (view.document, as_seen::offer(view, canvas)) else { return };
        // Without a picture, boxes are as large as on the screen: their coordinates may be shares of a picture.
        let on_screen = Viewport::default().transform(view.state.extent.area, canvas).scale;
        let points = if view.state.extent.is_picture { 1.0 } else { on_screen * f64::from(ctx.pixels_per_point()) };
        let area = offer.whole.width() * offer.whole.height();
        let scale = scale(area, points);
        let choice = Choice { scale, picture: view.state.settings.picture.shown, ..Choice::default() };
        let dark = ctx.global_style().visuals.dark_mode;
        let look = Look::new(view, document, &choice, &offer, (canvas, dark));
        let seen = AsSeen::new(document, Arc::new(look));
        self.0.start(view, ctx, move |_| {
            let drawn = seen.draw(frame).map_err(|error| NotCopied::Because(error.to_string()))?;
            Ok(Box::new(image(&drawn)))
        });
    }
}

/// The scale at which an area is drawn: the usual one, or that divided by the least whole number with which it is not too large.
fn scale(area: f64, usual: f64) -> f64 {
    let factor = (usual * (area / MOST).sqrt()).ceil();
    if factor > 1.0 { usual / factor } else { usual }
}

fn image(picture: &Picture) -> ColorImage {
    let pixels = picture.pixels.iter().map(|pixel| {
        let [red, green, blue, alpha] = pixel.0;
        egui::Color32::from_rgba_unmultiplied(red, green, blue, alpha)
    });
    ColorImage::new([picture.width as usize, picture.height as usize], pixels.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_picture_is_copied_smaller_by_a_whole_factor() {
        assert_eq!(scale(1920.0 * 1080.0, 1.0), 1.0);
        assert_eq!(scale(3840.0 * 2160.0, 1.0), 0.5);
        assert_eq!(scale(12_000.0 * 9000.0, 1.0), 1.0 / 6.0);
        assert_eq!(scale(0.0, 1.5), 1.5);
    }
}
