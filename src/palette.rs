//! The colours of tracks, in the window and in exported pictures.

/// A colour in sRGB: red, green and blue, each from 0 to 255.
pub type Rgb = [u8; 3];

/// The colour of boxes without an identity.
pub const NO_IDENTITY: Rgb = [0x9A; 3];

/// The colour of ground truth beside other layers. No track has a colour near it. It is drawn with a dark edge, so that it is
/// seen on any ground.
pub const GROUND_TRUTH: Rgb = [0xFF; 3];

/// The background where there is no picture, for a dark or a light theme.
pub fn ground(dark: bool) -> Rgb {
    if dark { [0x10; 3] } else { [0xE4; 3] }
}

/// The colour of a track, by its id. Hues are spread by id at a constant lightness of 0.76 and chroma of 0.14 in OKLCH,
/// so that tracks with neighbouring ids have different hues and all are readable on pictures.
pub fn track(id: u64) -> Rgb {
    // Multiples of the golden angle, 2.39996 radians, are spread evenly for any number of tracks.
    let hue = (id % 1_000_003) as f32 * 2.399_963_2;
    oklch(0.76, 0.14, hue)
}

/// The colour of text on the colour of a track.
pub fn on_track(color: Rgb) -> Rgb {
    if luminance(color) > 90.0 { [0x0A; 3] } else { [0xF4; 3] }
}

/// The luma of a colour, from 0 to 255, with the weights of Rec. 709.
fn luminance([red, green, blue]: Rgb) -> f32 {
    0.2126 * f32::from(red) + 0.7152 * f32::from(green) + 0.0722 * f32::from(blue)
}

/// Converts OKLCH (hue in radians) to sRGB. The matrices are those of Björn Ottosson, "A perceptual color space for
/// image processing", 2020.
#[allow(clippy::many_single_char_names, reason = "the names of the source")]
fn oklch(lightness: f32, chroma: f32, hue: f32) -> Rgb {
    let (a, b) = (chroma * hue.cos(), chroma * hue.sin());
    let cubed = |value: f32| value * value * value;
    let l = cubed(lightness + 0.396_337_78 * a + 0.215_803_76 * b);
    let m = cubed(lightness - 0.105_561_346 * a - 0.063_854_17 * b);
    let s = cubed(lightness - 0.089_484_18 * a - 1.291_485_5 * b);
    let linear = [
        4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_94 * s,
        -1.268_438 * l + 2.609_757_4 * m - 0.341_319_4 * s,
        -0.004_196_086_3 * l - 0.703_418_6 * m + 1.707_614_7 * s,
    ];
    linear.map(|value| {
        let value = value.clamp(0.0, 1.0);
        let gamma = if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
        (gamma * 255.0).round() as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_tracks_are_told_apart_and_keep_their_colour() {
        let distance = |a: Rgb, b: Rgb| a.iter().zip(b).map(|(a, b)| u32::from(a.abs_diff(b))).sum::<u32>();
        for id in 0..500 {
            assert!(distance(track(id), track(id + 1)) > 60, "{id}");
            assert_eq!(track(id), track(id));
        }
    }

    #[test]
    fn no_track_has_a_colour_near_that_of_ground_truth_or_of_boxes_without_identity() {
        // Grey and white have no chroma, and all tracks have much.
        let chroma = |color: Rgb| color.iter().max().zip(color.iter().min()).map(|(most, least)| most - least);
        assert_eq!([GROUND_TRUTH, NO_IDENTITY].map(chroma), [Some(0); 2]);
        assert!((0..50_000).all(|id| chroma(track(id)).is_some_and(|chroma| chroma > 60)));
    }

    #[test]
    fn tracks_are_readable_on_dark_pictures_and_their_labels_on_them() {
        for id in 0..1000 {
            let color = track(id);
            assert!(luminance(color) > 110.0, "{id}: {color:?}");
            assert!((luminance(color) - luminance(on_track(color))).abs() > 80.0, "{id}: {color:?}");
        }
    }
}
