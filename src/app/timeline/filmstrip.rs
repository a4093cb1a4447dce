//! The film strip: a small picture of the frame under the pointer on the scrubber. It uses only pictures in memory.

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{Color32, ColorImage, Rect, Sense, TextureHandle, TextureOptions, Ui, WidgetInfo, pos2, vec2};

use crate::app::model::frame::texture_image;
use crate::app::session::background::Newest;
use crate::app::session::caching::caches::Frames;
use crate::app::session::document::Document;
use crate::app::widgets::theme;
use crate::cache::PrefetchCache;
use crate::sequence::{Backdrop, Proxies, Sequence, shrunk};

/// Maximum width of a picture, in points.
const WIDTH: f32 = 160.0;
/// Maximum height of a picture, in points.
const HEIGHT: f32 = 160.0;

/// A frame of a sequence: (count of sequences opened so far, frame number).
type Place = (u64, u64);

/// A request for the picture of a frame.
struct StripRequest {
    place: Place,
    cache: Arc<PrefetchCache<Frames>>,
    sequence: Arc<Sequence>,
    proxies: Arc<Proxies>,
}

/// The picture found for a request: the number of its frame, which may be a near one, and its pixels.
struct StripImage {
    place: Place,
    picture: Option<(u64, ColorImage)>,
}

/// Draws the film strip. A thread looks up the pictures.
#[derive(Default)]
pub struct Filmstrip {
    thread: Option<Newest<StripRequest, StripImage>>,
    asked: Option<Place>,
    /// The last requested frame that was answered, and the frame of its picture.
    shown: Option<(Place, Option<u64>)>,
    texture: Option<TextureHandle>,
}

impl Filmstrip {
    /// Draws the picture of a frame in an area of constant size. Returns the frame of the picture if it is of another
    /// frame. `opened` is the count of sequences opened so far.
    pub fn show(&mut self, ui: &mut Ui, document: &Document, opened: u64, frame: u64) -> Option<u64> {
        let images = document.images.as_ref()?;
        let place = (opened, frame);
        if self.asked != Some(place) {
            self.asked = Some(place);
            let thread = self.thread.get_or_insert_with(|| {
                Newest::start("motscope-filmstrip", ui.ctx(), |question, _| Some(answer(&question)))
            });
            thread.ask(StripRequest {
                place,
                cache: Arc::clone(&document.cache),
                sequence: Arc::clone(&document.sequence),
                proxies: Arc::clone(&images.proxies),
            });
        }
        if let Some(StripImage { place, picture }) = self.thread.as_ref().and_then(|thread| thread.answers().last()) {
            self.shown = Some((place, picture.as_ref().map(|&(of, _)| of)));
            if let Some((_, image)) = picture {
                match &mut self.texture {
                    Some(texture) => texture.set(image, TextureOptions::LINEAR),
                    None => self.texture = Some(ui.ctx().load_texture("filmstrip", image, TextureOptions::LINEAR)),
                }
            }
        }
        let (width, height) = images.size.unwrap_or((4, 3));
        let (width, height) = (width.max(1) as f32, height.max(1) as f32);
        let scale = (WIDTH / width).min(HEIGHT / height);
        let (rect, response) = ui.allocate_exact_size(vec2(width * scale, height * scale), Sense::hover());
        ui.painter().rect_filled(rect, 0.0, theme::no_picture(ui.visuals().dark_mode));
        // The last picture stays until there is a newer one, if it is of this sequence.
        let of = self.shown.filter(|&((of, _), _)| of == opened).and_then(|(_, of)| of)?;
        if let Some(texture) = &self.texture {
            let all = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            ui.painter().image(texture.id(), rect, all, Color32::WHITE);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("Picture of frame {of}")));
        (of != frame).then_some(of)
    }
}

fn answer(question: &StripRequest) -> StripImage {
    let StripRequest { place, cache, sequence, proxies } = question;
    let frame = place.1;
    let resident = cache.peek(frame).and_then(|shot| match &shot.backdrop {
        Backdrop::Ready(picture) => Some((frame, small(picture.image()?))),
        _ => None,
    });
    let kept = || {
        let (number, picture) = proxies.nearest(sequence.picture_of(frame)?)?;
        Some((sequence.frame_of(number)?, texture_image::image(picture)))
    };
    StripImage { place: *place, picture: resident.or_else(kept) }
}

/// Shrinks an image to the size of previews.
fn small(image: &ColorImage) -> ColorImage {
    let [width, height] = image.size;
    if width == 0 || height == 0 {
        return image.clone();
    }
    let pixels = bytemuck::cast_slice(&image.pixels);
    let (bytes, width, height) = shrunk(pixels, (width as u32, height as u32));
    ColorImage::from_rgb([width as usize, height as usize], &bytes)
}
