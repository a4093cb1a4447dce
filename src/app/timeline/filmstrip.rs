//! The film strip: what is to be seen at the place of the scrubber under the pointer. Only what is in memory is shown.

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{Color32, ColorImage, Rect, Sense, TextureHandle, TextureOptions, Ui, WidgetInfo, pos2, vec2};

use crate::app::model::frame::texture_image;
use crate::app::session::background::Newest;
use crate::app::session::caches::Frames;
use crate::app::session::document::Document;
use crate::app::widgets::theme;
use crate::cache::PrefetchCache;
use crate::sequence::{Backdrop, Proxies, Sequence, shrunk};

/// Width of a picture, in points.
const WIDTH: f32 = 160.0;
/// It is never higher.
const HEIGHT: f32 = 160.0;

/// A place of the scrubber: how many sequences had been opened, and the frame.
type Place = (u64, u64);

struct Question {
    place: Place,
    cache: Arc<PrefetchCache<Frames>>,
    sequence: Arc<Sequence>,
    proxies: Arc<Proxies>,
}

/// What there is for a place: the frame it is of, and its pixels.
struct Answer {
    place: Place,
    picture: Option<(u64, ColorImage)>,
}

/// Shows pictures of frames that are not on screen.
#[derive(Default)]
pub struct Filmstrip {
    thread: Option<Newest<Question, Answer>>,
    asked: Option<Place>,
    /// The last answer, and which frame its picture is of.
    shown: Option<(Place, Option<u64>)>,
    texture: Option<TextureHandle>,
}

impl Filmstrip {
    /// Draws what there is of a frame, in room that is always the same. Answers which frame the picture is of, if it is
    /// another one. `opened` is how many sequences have been opened.
    pub fn show(&mut self, ui: &mut Ui, document: &Document, opened: u64, frame: u64) -> Option<u64> {
        let images = document.images.as_ref()?;
        let place = (opened, frame);
        if self.asked != Some(place) {
            self.asked = Some(place);
            let thread = self.thread.get_or_insert_with(|| {
                Newest::start("motscope-filmstrip", ui.ctx(), |question, _| Some(answer(&question)))
            });
            thread.ask(Question {
                place,
                cache: Arc::clone(&document.cache),
                sequence: Arc::clone(&document.sequence),
                proxies: Arc::clone(&images.proxies),
            });
        }
        if let Some(Answer { place, picture }) = self.thread.as_ref().and_then(|thread| thread.answers().last()) {
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
        // The one before is shown until there is a newer one, as long as it is of this sequence.
        let of = self.shown.filter(|&((of, _), _)| of == opened).and_then(|(_, of)| of)?;
        if let Some(texture) = &self.texture {
            let all = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            ui.painter().image(texture.id(), rect, all, Color32::WHITE);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("Picture of frame {of}")));
        (of != frame).then_some(of)
    }
}

fn answer(question: &Question) -> Answer {
    let Question { place, cache, sequence, proxies } = question;
    let frame = place.1;
    let resident = cache.peek(frame).and_then(|shot| match &shot.backdrop {
        Backdrop::Ready(picture) => Some((frame, small(picture.image()?))),
        _ => None,
    });
    let kept = || {
        let (number, picture) = proxies.nearest(sequence.picture_of(frame)?)?;
        Some((sequence.frame_of(number)?, texture_image::image(picture)))
    };
    Answer { place: *place, picture: resident.or_else(kept) }
}

/// The same as small as small pictures are.
fn small(image: &ColorImage) -> ColorImage {
    let [width, height] = image.size;
    if width == 0 || height == 0 {
        return image.clone();
    }
    let pixels = bytemuck::cast_slice(&image.pixels);
    let (bytes, width, height) = shrunk(pixels, (width as u32, height as u32));
    ColorImage::from_rgb([width as usize, height as usize], &bytes)
}
