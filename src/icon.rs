//! The icon of the program: two boxes in the colours of two tracks.

use tiny_skia::{LineJoin, Paint, PathBuilder, Pixmap, Rect, Stroke, Transform};

use crate::palette;

/// The side of the area in which the boxes are given.
const SIDE: f32 = 32.0;
/// The width of a box's line.
const LINE: f32 = 3.0;

/// A box: its left, top, right and bottom edge, at the middle of the line, and the track whose colour it has.
const BOXES: [([f32; 4], u64); 2] = [([3.5, 9.5, 17.5, 28.5], 1), ([13.5, 4.5, 28.5, 21.5], 2)];

/// The icon with so many pixels across and down: four bytes a pixel, red, green, blue and alpha, row by row from the top.
/// Empty if there is no memory, or if `side` is 0.
pub fn pixels(side: u32) -> Vec<u8> {
    let Some(mut pixmap) = Pixmap::new(side, side) else { return Vec::new() };
    let scale = side as f32 / SIDE;
    // Never thinner than a pixel and a half, so that it is seen at 16 pixels.
    let stroke = Stroke { width: LINE.max(1.5 / scale), line_join: LineJoin::Round, ..Stroke::default() };
    for ([left, top, right, bottom], track) in BOXES {
        let Some(rect) = Rect::from_ltrb(left, top, right, bottom) else { continue };
        let [red, green, blue] = palette::track(track);
        let mut paint = Paint { anti_alias: true, ..Paint::default() };
        paint.set_color_rgba8(red, green, blue, 255);
        let path = PathBuilder::from_rect(rect);
        pixmap.stroke_path(&path, &paint, &stroke, Transform::from_scale(scale, scale), None);
    }
    let straight = |pixel: &tiny_skia::PremultipliedColorU8| {
        let color = pixel.demultiply();
        [color.red(), color.green(), color.blue(), color.alpha()]
    };
    pixmap.pixels().iter().flat_map(straight).collect()
}

/// The icon as SVG, for packages.
#[cfg(any(feature = "cli", test))]
pub fn svg() -> String {
    let rect = |([left, top, right, bottom], track): ([f32; 4], u64)| {
        let [red, green, blue] = palette::track(track);
        let (width, height) = (right - left, bottom - top);
        format!(
            "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" stroke=\"#{red:02x}{green:02x}{blue:02x}\"/>"
        )
    };
    let rects: String = BOXES.into_iter().map(rect).collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {SIDE} {SIDE}\" fill=\"none\" stroke-width=\"{LINE}\" \
         stroke-linejoin=\"round\">{rects}</svg>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icon_has_both_colours_on_a_clear_ground_at_every_size() {
        assert!(pixels(0).is_empty());
        for side in [16, 22, 32, 256] {
            let pixels = pixels(side);
            assert_eq!(pixels.len(), (side * side * 4) as usize);
            assert_eq!(pixels[3], 0, "the corner is clear");
            for track in [1, 2] {
                let [red, green, blue] = palette::track(track);
                assert!(pixels.chunks(4).any(|pixel| pixel == [red, green, blue, 255]), "track {track} at {side}");
            }
        }
        assert!(svg().matches("<rect").count() == 2);
    }
}
