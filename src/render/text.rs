//! Draws text in the monospaced font of the window.

use std::sync::LazyLock;

use ab_glyph::{Font as _, FontRef, PxScale, ScaleFont as _};

use super::surface::Surface;
use crate::palette::Rgb;

/// Width of every character, as a share of the text size.
const ADVANCE: f64 = 0.602;
/// The smallest and the greatest text size in pixels.
const SIZES: std::ops::RangeInclusive<f32> = 4.0..=256.0;

/// The monospaced font, and another one for characters that it lacks. Both are part of the program.
static FONTS: LazyLock<Vec<FontRef<'static>>> = LazyLock::new(|| {
    let fonts = [epaint_default_fonts::HACK_REGULAR, epaint_default_fonts::UBUNTU_LIGHT];
    fonts.into_iter().filter_map(|bytes| FontRef::try_from_slice(bytes).ok()).collect()
});

/// The text size nearest to `size` that can be drawn; 12 if `size` is not a number.
pub fn sane(size: f32) -> f32 {
    if size.is_nan() { 12.0 } else { size.clamp(*SIZES.start(), *SIZES.end()) }
}

/// The width of a text in pixels.
pub fn width(text: &str, size: f32) -> f64 {
    text.chars().count() as f64 * ADVANCE * f64::from(size)
}

/// The number of characters that fit into `width` pixels.
pub fn fitting(width: f64, size: f32) -> usize {
    (width / (ADVANCE * f64::from(size))).max(0.0) as usize
}

/// Draws one line of text that begins at `x`, with the middle of its height at `y`.
pub fn draw(surface: &mut Surface, text: &str, x: f64, y: f64, size: f32, color: Rgb) {
    let Some(first) = FONTS.first() else { return };
    let line = first.as_scaled(scale(first, size));
    // On a whole pixel, so that text is equally sharp everywhere.
    let baseline = (y + f64::from(line.ascent() + line.descent()) / 2.0).round();
    let width = surface.bounds().right;
    for (at, character) in text.chars().enumerate() {
        let left = x + at as f64 * ADVANCE * f64::from(size);
        if left > width {
            break;
        }
        // Control characters, for example tabs, are shown as a replacement character.
        let character = if character.is_control() { '\u{fffd}' } else { character };
        let font = FONTS.iter().find(|font| font.glyph_id(character).0 != 0).unwrap_or(first);
        let place = ab_glyph::point(left as f32, baseline as f32);
        let glyph = font.glyph_id(character).with_scale_and_position(scale(font, size), place);
        if let Some(outline) = font.outline_glyph(glyph) {
            let corner = outline.px_bounds().min;
            let (left, top) = (corner.x as i64, corner.y as i64);
            outline.draw(|x, y, coverage| surface.cover(left + i64::from(x), top + i64::from(y), coverage, color));
        }
    }
}

/// The size for the rasteriser, which is the height of a line. `size` is the height of an em, as in the window.
fn scale(font: &FontRef, size: f32) -> PxScale {
    PxScale::from(size * font.height_unscaled() / font.units_per_em().unwrap_or(1000.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_fonts_are_there_and_all_characters_are_as_wide_as_is_counted_with() {
        assert_eq!(FONTS.len(), 2);
        let font = FONTS[0].as_scaled(scale(&FONTS[0], 100.0));
        for character in "0123456789 .WMiabc−✓".chars() {
            let advance = font.h_advance(font.glyph_id(character));
            assert!((f64::from(advance) - 100.0 * ADVANCE).abs() < 0.1, "{character}: {advance}");
        }
        assert!((width("12", 10.0) - 12.04).abs() < 1e-9);
        assert_eq!(fitting(width("1234", 12.0) + 0.1, 12.0), 4);
    }
}
