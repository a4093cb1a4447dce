//! The picture under the boxes: one texture that is filled again for every frame, and what is told where there is none.

use std::sync::{Arc, Weak};

use eframe::egui::{
    Align2, Color32, ColorImage, Context, FontId, Painter, Rect, TextureHandle, TextureId, TextureOptions, Ui, pos2,
    vec2,
};

use crate::app::model::camera::viewport::{Area, Transform};
use crate::app::model::frame::displayed_frame::{DisplayedFrame, UnderBoxes};
use crate::app::model::settings::picture_style::PictureStyle;
use crate::app::widgets::theme;

/// Draws pictures.
#[derive(Default)]
pub struct Underlay {
    whole: Texture,
    proxy: Texture,
    /// What was drawn last.
    drawn: Option<TextureId>,
}

impl Underlay {
    /// Draws what is under the boxes of `drawn`, in `area` of the scene.
    pub fn show(
        &mut self,
        ui: &Ui,
        painter: &Painter,
        drawn: &DisplayedFrame,
        style: &PictureStyle,
        area: Area,
        transform: Transform,
    ) {
        self.drawn = None;
        if !style.shown {
            self.clear();
            return;
        }
        let canvas = painter.clip_rect();
        let (shown, image, tint) = (drawn, drawn.image(), style.tint());
        let frame = part(area, transform, canvas);
        let dark = ui.visuals().dark_mode;
        let ground = || {
            if let Some((rect, _)) = frame {
                painter.rect_filled(rect, 0.0, theme::no_picture(dark));
            }
        };
        match shown.under_boxes() {
            UnderBoxes::Nothing => {}
            UnderBoxes::Picture(photo) => {
                self.proxy.free();
                // Sizes may vary inside a sequence.
                let area = Area::of_picture(photo.size());
                if let (Some(image), Some((rect, uv))) = (image, part(area, transform, canvas)) {
                    let pixels = transform.scale * f64::from(ui.pixels_per_point());
                    let id = self.whole.of(ui.ctx(), image, style.scaling.options(pixels));
                    painter.image(id, rect, uv, tint);
                    self.drawn = Some(id);
                }
            }
            UnderBoxes::Proxy(number, _) => {
                if let (Some(image), Some((rect, uv))) = (image, frame) {
                    let id = self.proxy.of(ui.ctx(), image, TextureOptions::LINEAR);
                    painter.image(id, rect, uv, tint);
                    self.drawn = Some(id);
                    let of = if number == shown.number() { String::new() } else { format!(" of frame {number}") };
                    mark(painter, rect.intersect(canvas), &format!("preview{of}"), dark);
                }
            }
            UnderBoxes::Coming | UnderBoxes::Damaged(_) => ground(),
            UnderBoxes::Missing => {
                ground();
                if let Some((rect, _)) = frame {
                    mark(painter, rect.intersect(canvas), &format!("no picture of frame {}", shown.number()), dark);
                }
            }
        }
    }

    /// The picture that was drawn last, if there was one in view.
    pub fn drawn(&self) -> Option<TextureId> {
        self.drawn
    }

    /// Frees what is not shown any more.
    pub fn clear(&mut self) {
        self.drawn = None;
        self.whole.free();
        self.proxy.free();
    }
}

/// The part of `area` that the canvas shows: on the screen, and as a share of the area.
fn part(area: Area, transform: Transform, canvas: Rect) -> Option<(Rect, Rect)> {
    let (left, top) = transform.to_scene(canvas.min);
    let (right, bottom) = transform.to_scene(canvas.max);
    let (left, top) = (left.max(area.left), top.max(area.top));
    let (right, bottom) = (right.min(area.right), bottom.min(area.bottom));
    if left >= right || top >= bottom {
        return None;
    }
    let share = |x: f64, y: f64| {
        let width = (area.right - area.left).max(f64::MIN_POSITIVE);
        let height = (area.bottom - area.top).max(f64::MIN_POSITIVE);
        pos2(((x - area.left) / width) as f32, ((y - area.top) / height) as f32)
    };
    let rect = Rect::from_two_pos(transform.to_screen(left, top), transform.to_screen(right, bottom));
    Some((rect, Rect::from_two_pos(share(left, top), share(right, bottom))))
}

/// Small print at the top of a picture.
fn mark(painter: &Painter, picture: Rect, text: &str, dark: bool) {
    let color = if dark { Color32::from_gray(0xD0) } else { Color32::from_gray(0x20) };
    let galley = painter.layout_no_wrap(text.to_owned(), FontId::proportional(theme::TEXT[0]), color);
    let at = Align2::CENTER_TOP.align_size_within_rect(galley.size(), picture.shrink(theme::SPACE[1]));
    painter.rect_filled(at.expand2(vec2(6.0, 2.0)), theme::RADIUS, theme::canvas(dark).gamma_multiply(0.85));
    painter.galley(at.min, galley, color);
}

/// A texture, and which image is in it.
#[derive(Default)]
struct Texture {
    handle: Option<TextureHandle>,
    of: Weak<ColorImage>,
    options: TextureOptions,
}

impl Texture {
    /// The texture with `image` in it, which is uploaded only if it is another one than before.
    fn of(&mut self, ctx: &Context, image: &Arc<ColorImage>, options: TextureOptions) -> TextureId {
        let new = Arc::downgrade(image);
        let is_same = Weak::ptr_eq(&new, &self.of) && options == self.options;
        (self.of, self.options) = (new, options);
        if let Some(handle) = &mut self.handle {
            if !is_same {
                handle.set(Arc::clone(image), options);
            }
            return handle.id();
        }
        let handle = ctx.load_texture("picture", Arc::clone(image), options);
        self.handle.insert(handle).id()
    }

    fn free(&mut self) {
        self.handle = None;
        self.of = Weak::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::camera::viewport::{FREE, Viewport};

    const CANVAS: Rect = Rect { min: pos2(0.0, 0.0), max: pos2(800.0, 600.0) };

    #[test]
    fn of_a_picture_only_what_is_in_view_is_drawn_and_at_its_place() {
        let area = Area::of_picture((1920, 1080));
        let mut view = Viewport::default();
        let (rect, uv) = part(area, view.transform(area, CANVAS), CANVAS).unwrap();
        assert!(CANVAS.contains_rect(rect));
        assert_eq!(uv, Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0)));
        view.zoom_at(pos2(10.0, 300.0), 100.0, area, CANVAS, &FREE);
        let transform = view.transform(area, CANVAS);
        let (rect, uv) = part(area, transform, CANVAS).unwrap();
        assert!(rect.width() <= 801.0 && rect.height() <= 601.0);
        assert!(uv.width() < 0.02 && uv.height() < 0.02);
        let place = transform.to_scene(rect.min);
        assert!((f64::from(uv.min.x) * 1920.0 - place.0).abs() < 0.1);
        view.pan(vec2(1e5, 0.0), area, CANVAS);
        assert_eq!(part(area, view.transform(area, CANVAS), CANVAS), None);
    }

    #[test]
    fn an_image_is_uploaded_once_and_freed_when_it_is_no_longer_shown() {
        let ctx = Context::default();
        // How many textures were filled and freed since it was asked last.
        let changes = |ctx: &Context| {
            let mut delta = ctx.tex_manager().write().take_delta();
            let counts = (delta.set.len(), delta.free.len());
            delta.clear();
            counts
        };
        let uploads = |texture: &mut Texture, image: &Arc<ColorImage>| {
            texture.of(&ctx, image, TextureOptions::LINEAR);
            changes(&ctx).0
        };
        let images = [1, 2].map(|size| Arc::new(ColorImage::filled([size, size], Color32::RED)));
        let mut texture = Texture::default();
        changes(&ctx);
        assert_eq!(uploads(&mut texture, &images[0]), 1);
        assert_eq!(uploads(&mut texture, &images[0]), 0);
        assert_eq!(uploads(&mut texture, &images[1]), 1);
        texture.free();
        assert_eq!(changes(&ctx).1, 1);
    }
}
