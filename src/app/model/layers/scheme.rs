//! The colours of boxes: by track, class, confidence or layer.

use eframe::egui::Color32;

use super::Scheme;
use crate::mot::{Class, Detection, Layout, TrackId};
use crate::palette;
use crate::render::box_style;

/// The colours for layers in one colour. Colour-blind people can tell them apart (palette of Okabe and Ito). The
/// colours that differ most come first.
const LAYER_COLORS: [Color32; 6] = [
    Color32::from_rgb(0xE6, 0x9F, 0x00),
    Color32::from_rgb(0x56, 0xB4, 0xE9),
    Color32::from_rgb(0xCC, 0x79, 0xA7),
    Color32::from_rgb(0x00, 0x9E, 0x73),
    Color32::from_rgb(0xF0, 0xE4, 0x42),
    Color32::from_rgb(0xD5, 0x5E, 0x00),
];
/// The colours of the least and the greatest confidence. Nearly everybody can tell blue from yellow.
const CONFIDENCE: [Color32; 2] = [Color32::from_rgb(0x4A, 0x6C, 0xE0), Color32::from_rgb(0xFD, 0xE7, 0x25)];

/// The colour of boxes without an identity.
pub const NO_IDENTITY: Color32 = opaque(palette::NO_IDENTITY);

/// The colour of ground truth beside other layers.
pub const GROUND_TRUTH: Color32 = opaque(palette::GROUND_TRUTH);

/// The colour of a track. It is the same in the canvas, in lists and in exports.
pub fn track_color(id: u64) -> Color32 {
    opaque(palette::track(id))
}

const fn opaque([red, green, blue]: palette::Rgb) -> Color32 {
    Color32::from_rgb(red, green, blue)
}

/// The colour that stands for this place in the list of layers. Place 0 is the main layer.
pub fn color_of_place(place: usize) -> Color32 {
    LAYER_COLORS[place.wrapping_sub(1) % LAYER_COLORS.len()]
}

/// How the boxes of a layer are coloured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paint {
    /// What the colours mean.
    pub scheme: Scheme,
    /// The colour of all boxes, with [`Scheme::One`].
    pub one: Color32,
    /// Whether that is the neutral colour of ground truth, which has a dark edge.
    pub is_neutral: bool,
    /// The opacity, from 0 (invisible) to 1 (opaque).
    pub opacity: f32,
    /// The least and the greatest confidence of the layer, if they are known.
    pub confidence: Option<(f64, f64)>,
}

impl Default for Paint {
    fn default() -> Self {
        Self { scheme: Scheme::Track, one: color_of_place(1), is_neutral: false, opacity: 1.0, confidence: None }
    }
}

impl Paint {
    /// The colour of a detection. Detections that evaluation ignores are more transparent.
    pub fn color(&self, detection: &Detection, layout: Layout) -> Color32 {
        let color = match self.scheme {
            Scheme::One => self.one,
            Scheme::Track => detection.id.map_or(NO_IDENTITY, |id| track_color(id.0)),
            Scheme::Class => layout.class_of(detection).map_or(NO_IDENTITY, |class| of_class(&class)),
            Scheme::Confidence => detection.confidence.map_or(NO_IDENTITY, |confidence| self.of_confidence(confidence)),
        };
        let share = box_style::opacity(self.opacity, layout.is_judged(detection));
        if share < 1.0 { color.gamma_multiply(share) } else { color }
    }

    /// The colour that stands for a track in lists, in its trail and on the minimap.
    pub fn track(&self, id: TrackId) -> Color32 {
        if self.is_neutral { self.one } else { track_color(id.0) }
    }

    fn of_confidence(&self, confidence: f64) -> Color32 {
        // Most confidences are from 0 to 1. All such layers have this scale, so that they can be compared.
        let (low, high) = match self.confidence {
            Some((low, high)) if (low < 0.0 || high > 1.0) && low < high => (low, high),
            _ => (0.0, 1.0),
        };
        let level = ((confidence - low) / (high - low)).clamp(0.0, 1.0) as f32;
        if level.is_nan() { NO_IDENTITY } else { confidence_color(level) }
    }
}

/// The colour of a confidence. `level` is 0 for the least and 1 for the greatest confidence.
pub fn confidence_color(level: f32) -> Color32 {
    CONFIDENCE[0].lerp_to_gamma(CONFIDENCE[1], level)
}

/// The colour of a class, from the colours of tracks.
fn of_class(class: &Class) -> Color32 {
    track_color(match class {
        Class::Number(number) => number.unsigned_abs(),
        // FNV-1a, a hash that is equal in every run and on every machine.
        Class::Name(name) => name
            .bytes()
            .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mot::MotFile;
    use proptest::prelude::*;

    fn colors(rows: &str, paint: Paint) -> Vec<Color32> {
        let file = MotFile::from_bytes("gt.txt", rows.as_bytes().to_vec()).unwrap();
        file.frame(1).detections.iter().map(|row| paint.color(row, file.layout())).collect()
    }

    const ROWS: &str = "1,3,1,1,5,5,1,1,1\n1,4,1,1,5,5,1,1,1\n1,5,1,1,5,5,1,3,1\n1,6,1,1,5,5,0,1,1\n";

    #[test]
    fn colours_tell_track_class_or_layer() {
        let of = |scheme| colors(ROWS, Paint { scheme, ..Paint::default() });
        let by_track = of(Scheme::Track);
        assert_eq!(by_track[..2], [track_color(3), track_color(4)]);
        let by_class = of(Scheme::Class);
        assert_eq!(by_class[0], by_class[1]);
        assert_ne!(by_class[0], by_class[2]);
        let one = of(Scheme::One);
        assert_eq!(one[..3], [color_of_place(1); 3]);
        // What evaluation ignores is transparent in every scheme.
        for colors in [by_track, by_class, one] {
            assert!(colors[3].a() < 128, "{colors:?}");
        }
    }

    #[test]
    fn rows_without_what_the_colour_stands_for_are_grey() {
        let rows = "1,-1,1,1,5,5\n";
        for scheme in [Scheme::Track, Scheme::Class, Scheme::Confidence] {
            assert_eq!(colors(rows, Paint { scheme, ..Paint::default() }), [NO_IDENTITY]);
        }
    }

    #[test]
    fn confidences_that_are_shares_have_one_scale_and_others_that_of_their_file() {
        let of =
            |rows: &str, confidence| colors(rows, Paint { scheme: Scheme::Confidence, confidence, ..Paint::default() });
        let rows = "1,1,1,1,5,5,0.0\n1,1,1,1,5,5,0.4\n1,1,1,1,5,5,1.0\n";
        let shares = of(rows, Some((0.2, 0.9)));
        assert_eq!([shares[0], shares[2]], CONFIDENCE);
        assert_eq!(shares, of(rows, None));
        let rows = "1,1,1,1,5,5,-2\n1,1,1,1,5,5,5\n1,1,1,1,5,5,30\n1,1,1,1,5,5,31\n";
        let others = of(rows, Some((-2.0, 30.0)));
        assert_eq!([others[0], others[2], others[3]], [CONFIDENCE[0], CONFIDENCE[1], CONFIDENCE[1]]);
        assert_ne!(others[1], others[0]);
    }

    #[test]
    fn neighbouring_layers_have_different_colours() {
        for place in 1..20 {
            assert_ne!(color_of_place(place), color_of_place(place + 1));
        }
    }

    proptest! {
        #[test]
        fn any_confidence_in_any_range_has_a_colour(low in any::<f64>(), high in any::<f64>(), value in any::<f64>()) {
            let paint = Paint { confidence: Some((low, high)), ..Paint::default() };
            prop_assert!(paint.of_confidence(value).is_opaque());
        }
    }
}
