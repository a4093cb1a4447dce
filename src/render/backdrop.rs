//! Draws what is under the boxes: the adjusted picture, or one colour.

use image::imageops::{self, FilterType};
use image::{GenericImageView as _, ImageBuffer};

use super::drawing::Drawing;
use super::rect::Rect;
use crate::palette::Rgb;
use crate::sequence::{Picture, Rgba};

/// Fills all pixels of `into`, which has its size already. All become opaque.
pub fn draw(into: &mut Picture, drawing: &Drawing) {
    let [red, green, blue] = drawing.ground;
    into.pixels.fill(Rgba([red, green, blue, 255]));
    if let Some(picture) = drawing.backdrop.filter(|picture| is_whole(picture)) {
        put(into, picture, drawing);
    }
}

/// Whether a picture has at least one pixel, and as many as its width and height say.
fn is_whole(picture: &Picture) -> bool {
    let pixels = u64::from(picture.width) * u64::from(picture.height);
    pixels > 0 && picture.pixels.len() as u64 == pixels
}

/// Draws a picture where `drawing` has it.
fn put(into: &mut Picture, picture: &Picture, drawing: &Drawing) {
    let bounds = Rect::at(0.0, 0.0, into.width.into(), into.height.into());
    let whole = Rect::at(0.0, 0.0, picture.full_size.0.into(), picture.full_size.1.into());
    let seen = drawing.place_rect(whole).round().intersect(bounds);
    if !seen.is_positive() {
        return;
    }
    // The part of the picture that is seen, in its own pixels. A picture that was made smaller has fewer than its file.
    let (across, down) = (f64::from(picture.width) / whole.right, f64::from(picture.height) / whole.bottom);
    let back = |at: f64, origin: f64, share: f64| ((origin + at / drawing.scale) * share).round();
    let (left, top) = (drawing.area.left, drawing.area.top);
    let part = Rect {
        left: back(seen.left, left, across),
        top: back(seen.top, top, down),
        right: back(seen.right, left, across),
        bottom: back(seen.bottom, top, down),
    };
    let whole = Rect::at(0.0, 0.0, picture.width.into(), picture.height.into());
    let x = part.left.clamp(0.0, whole.right - 1.0);
    let y = part.top.clamp(0.0, whole.bottom - 1.0);
    let from = [x as u32, y as u32];
    let size = [(part.right.min(whole.right) - x).max(1.0) as u32, (part.bottom.min(whole.bottom) - y).max(1.0) as u32];
    let to = [seen.left as u32, seen.top as u32];
    let drawn = [seen.width() as u32, seen.height() as u32];
    if size == drawn {
        copy(into, to, picture, from, size, drawing);
    } else if let Some(resized) = resize(picture, from, size, drawn) {
        copy(into, to, &resized, [0, 0], drawn, drawing);
    }
}

/// A part of a picture, smoothly scaled to the size `drawn`.
fn resize(picture: &Picture, from: [u32; 2], size: [u32; 2], drawn: [u32; 2]) -> Option<Picture> {
    let bytes: &[u8] = bytemuck::cast_slice(&picture.pixels);
    let whole: ImageBuffer<image::Rgba<u8>, &[u8]> = ImageBuffer::from_raw(picture.width, picture.height, bytes)?;
    let part = whole.view(from[0], from[1], size[0], size[1]);
    let resized = imageops::resize(&*part, drawn[0], drawn[1], FilterType::Triangle);
    let pixels = resized.pixels().map(|pixel| Rgba(pixel.0)).collect();
    Some(Picture::new(drawn[0], drawn[1], pixels))
}

/// Copies a part of a picture, adjusted, over the ground. `to` and `from` are its top left corners, `size` its width and
/// height in pixels.
fn copy(into: &mut Picture, to: [u32; 2], picture: &Picture, from: [u32; 2], size: [u32; 2], drawing: &Drawing) {
    let table = drawing.adjustment.table();
    for row in 0..size[1] {
        let range = |picture: &Picture, at: [u32; 2]| {
            let start = (at[1] + row) as usize * picture.width as usize + at[0] as usize;
            start..start + size[0] as usize
        };
        let (target, source) = (range(into, to), range(picture, from));
        let (Some(target), Some(source)) = (into.pixels.get_mut(target), picture.pixels.get(source)) else { return };
        for (target, source) in target.iter_mut().zip(source) {
            *target = over(*source, &table, drawing.ground);
        }
    }
}

/// A pixel of a picture, its channels changed by `table`, laid over the ground by its alpha.
fn over(Rgba([red, green, blue, alpha]): Rgba, table: &[u8; 256], ground: Rgb) -> Rgba {
    let channels = [red, green, blue].map(|value| table[usize::from(value)]);
    let [red, green, blue] = if alpha == 255 {
        channels
    } else {
        let alpha = u32::from(alpha);
        let mixed =
            |at: usize| ((u32::from(channels[at]) * alpha + u32::from(ground[at]) * (255 - alpha) + 127) / 255) as u8;
        [mixed(0), mixed(1), mixed(2)]
    };
    Rgba([red, green, blue, 255])
}
