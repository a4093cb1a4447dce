//! The colours of a GIF: at most 255, made for several frames at once, so that one place left is for "as before".

use color_quant::NeuQuant;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::sequence::{Picture, Rgba};

/// The most colours of a palette.
const MAX_COLORS: usize = 255;
/// How coarse the palette is made, as the library has it: 1 is exact and slow, 30 is coarse and fast.
const SPEED: i32 = 10;
/// The most pixels of a frame that a palette is made from.
const MAX_SAMPLE: usize = 60_000;
/// How many bits of each channel decide which colour of the palette is nearest.
const BITS: u32 = 6;

/// Some pixels of a frame, from which a palette is made.
pub struct Sample {
    pixels: Vec<Rgba>,
    /// All colours of the frame, if a palette could hold them.
    colors: Option<FxHashSet<[u8; 3]>>,
}

impl Sample {
    /// Takes pixels from all over a picture.
    pub fn of(picture: &Picture) -> Self {
        let mut colors = FxHashSet::default();
        let few = picture.pixels.iter().all(|&pixel| {
            colors.insert(rgb(pixel));
            colors.len() <= MAX_COLORS
        });
        // An odd step, so that the sample is no single column of the picture.
        let step = (picture.pixels.len() / MAX_SAMPLE) | 1;
        let pixels = picture.pixels.iter().step_by(step).copied().collect();
        Self { pixels, colors: few.then_some(colors) }
    }
}

/// A palette.
pub struct Palette {
    colors: Vec<[u8; 3]>,
    /// The place of each colour, if the palette has all colours that it was made for.
    places: FxHashMap<[u8; 3], u8>,
    /// The place of the nearest colour, by the upper bits of the channels; empty if the palette has all colours.
    nearest: Vec<u8>,
}

impl Palette {
    /// A palette for these frames. If they have few colours, it has exactly these.
    pub fn of(samples: &[Sample]) -> Self {
        let mut all = FxHashSet::default();
        for sample in samples {
            match &sample.colors {
                Some(colors) if all.len() <= MAX_COLORS => all.extend(colors.iter().copied()),
                _ => return Self::quantized(samples),
            }
        }
        if all.len() > MAX_COLORS {
            return Self::quantized(samples);
        }
        let mut colors: Vec<[u8; 3]> = all.into_iter().collect();
        // Equal exports are equal files.
        colors.sort_unstable();
        let places = colors.iter().zip(0..).map(|(&color, place)| (color, place)).collect();
        Self { colors, places, nearest: Vec::new() }
    }

    fn quantized(samples: &[Sample]) -> Self {
        let pixels: Vec<Rgba> = samples.iter().flat_map(|sample| sample.pixels.iter().copied()).collect();
        let quantizer = NeuQuant::new(SPEED, MAX_COLORS, bytemuck::cast_slice(&pixels));
        let colors = quantizer.color_map_rgb().chunks_exact(3).map(|rgb| [rgb[0], rgb[1], rgb[2]]).collect();
        let middle = |cell: u32, channel: u32| {
            let upper = (cell >> (channel * BITS)) & ((1 << BITS) - 1);
            (upper << (8 - BITS) | 1 << (7 - BITS)) as u8
        };
        let place = |cell| quantizer.index_of(&[middle(cell, 2), middle(cell, 1), middle(cell, 0), 255]) as u8;
        Self { colors, places: FxHashMap::default(), nearest: (0..1 << (3 * BITS)).map(place).collect() }
    }

    /// The place of the colour that is nearest to a pixel.
    pub fn place(&self, pixel: Rgba) -> u8 {
        let color = rgb(pixel);
        if self.nearest.is_empty() {
            let by_distance = || (0..).zip(&self.colors).min_by_key(|(_, own)| distance(**own, color));
            return self.places.get(&color).copied().or_else(|| Some(by_distance()?.0)).unwrap_or(0);
        }
        let cell = color.iter().fold(0, |cell, &channel| cell << BITS | usize::from(channel) >> (8 - BITS));
        self.nearest[cell]
    }

    /// The colour at a place.
    pub fn color(&self, place: u8) -> [u8; 3] {
        self.colors.get(usize::from(place)).copied().unwrap_or_default()
    }

    /// The place that stands for "as before". No colour has it.
    pub fn unchanged(&self) -> u8 {
        self.colors.len() as u8
    }

    /// All colours as the file has them, with one more for "as before".
    pub fn bytes(&self) -> Vec<u8> {
        self.colors.iter().flatten().copied().chain([0; 3]).collect()
    }
}

/// The colour of a pixel. Exported pictures are opaque.
pub fn rgb(pixel: Rgba) -> [u8; 3] {
    [pixel.0[0], pixel.0[1], pixel.0[2]]
}

/// How far two colours are apart: the largest difference of a channel.
pub fn distance(one: [u8; 3], other: [u8; 3]) -> u8 {
    one.iter().zip(other).map(|(one, other)| one.abs_diff(other)).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(colors: impl Iterator<Item = [u8; 3]>) -> Picture {
        let pixels: Vec<Rgba> = colors.map(|[red, green, blue]| Rgba([red, green, blue, 255])).collect();
        Picture::new(pixels.len() as u32, 1, pixels)
    }

    #[test]
    fn few_colours_are_kept_exactly_and_many_are_near() {
        let few = picture((0..=200).map(|value| [value, 255 - value, 3]));
        let palette = Palette::of(&[Sample::of(&few), Sample::of(&few)]);
        assert!(few.pixels.iter().all(|&pixel| palette.color(palette.place(pixel)) == rgb(pixel)));
        assert_eq!((palette.unchanged(), palette.bytes().len()), (201, 202 * 3));
        let many = picture((0..40_000_u32).map(|at| [(at % 200) as u8, (at / 200) as u8, 90]));
        let palette = Palette::of(&[Sample::of(&few), Sample::of(&many)]);
        assert!(palette.unchanged() as usize <= MAX_COLORS);
        let far = many.pixels.iter().filter(|&&pixel| distance(palette.color(palette.place(pixel)), rgb(pixel)) > 24);
        assert!(far.count() < 400);
    }

    #[test]
    fn a_colour_that_was_not_expected_becomes_the_nearest() {
        let palette = Palette::of(&[Sample::of(&picture([[0; 3], [200; 3]].into_iter()))]);
        assert_eq!(palette.color(palette.place(Rgba([190, 180, 170, 255]))), [200; 3]);
        let empty = Palette::of(&[]);
        assert_eq!((empty.place(Rgba([9; 4])), empty.color(0), empty.unchanged()), (0, [0; 3], 0));
    }
}
