//! Makes a picture small and encodes it as JPEG.

use jpeg_encoder::{ColorType, Encoder};

use crate::sequence::pictures::{Picture, Rgba};

/// The largest width and height of a small picture, in pixels.
const MAX_WIDTH: u32 = 160;
const MAX_HEIGHT: u32 = 320;
/// A small pixel is the mean of at most this many pixels in each direction. More of them make no visible difference.
const SAMPLES: u32 = 4;
/// Quality of the JPEG, from 1 to 100.
const QUALITY: u8 = 75;

/// Width and height of the small picture of one with this width and height. Keeps the aspect ratio and never enlarges.
fn size_of(width: u32, height: u32) -> (u32, u32) {
    let scale = (f64::from(MAX_WIDTH) / f64::from(width)).min(f64::from(MAX_HEIGHT) / f64::from(height)).min(1.0);
    let side = |side: u32| ((f64::from(side) * scale).round() as u32).max(1);
    (side(width), side(height))
}

/// Shrinks a picture of the given width and height. Returns red, green and blue of all small pixels, and the width and height
/// of the small picture. Each small pixel is the mean of the pixels that it covers.
pub fn shrunk(pixels: &[Rgba], (from_width, from_height): (u32, u32)) -> (Vec<u8>, u32, u32) {
    let (width, height) = size_of(from_width, from_height);
    let columns: Vec<_> = (0..width).map(|x| samples(x, width, from_width)).collect();
    let mut small = Vec::with_capacity(width as usize * height as usize * 3);
    // Row by row, as the pixels are stored in memory.
    let mut sums = vec![[0_u32; 4]; width as usize];
    for y in 0..height {
        sums.fill([0; 4]);
        for row in samples(y, height, from_height) {
            let begin = row as usize * from_width as usize;
            let row = pixels.get(begin..begin + from_width as usize).unwrap_or_default();
            for (sum, columns) in sums.iter_mut().zip(&columns) {
                for &Rgba([r, g, b, _]) in columns.clone().filter_map(|column| row.get(column as usize)) {
                    *sum = [sum[0] + u32::from(r), sum[1] + u32::from(g), sum[2] + u32::from(b), sum[3] + 1];
                }
            }
        }
        small.extend(sums.iter().flat_map(|&[r, g, b, count]| [r, g, b].map(|sum| mean(sum, count))));
    }
    (small, width, height)
}

fn mean(sum: u32, count: u32) -> u8 {
    ((sum + count / 2) / count.max(1)) as u8
}

/// The positions along a side of `large` pixels that become pixel `at` of a side of `small` pixels. If there are more than
/// [`SAMPLES`], evenly spread ones of them.
fn samples(at: u32, small: u32, large: u32) -> impl Iterator<Item = u32> + Clone {
    let edge = |at: u32| (u64::from(at) * u64::from(large) / u64::from(small)) as u32;
    let (begin, end) = (edge(at), edge(at + 1).max(edge(at) + 1));
    let step = (end - begin).div_ceil(SAMPLES);
    (begin + (step - 1) / 2..end).step_by(step as usize)
}

/// The small picture of `picture` as a JPEG file. `None` if it has no pixels.
pub(super) fn packed(picture: &Picture) -> Option<Box<[u8]>> {
    if picture.width == 0 || picture.height == 0 {
        return None;
    }
    let (pixels, width, height) = shrunk(&picture.pixels, (picture.width, picture.height));
    let mut bytes = Vec::with_capacity(8192);
    // Both sides are small.
    let encoder = Encoder::new(&mut bytes, QUALITY);
    encoder.encode(&pixels, width as u16, height as u16, ColorType::Rgb).ok()?;
    Some(bytes.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn picture(width: u32, height: u32, pixel: impl Fn(u32, u32) -> u8) -> Picture {
        let at = |at: u32| {
            let value = pixel(at % width, at / width);
            Rgba([value, value, value, 255])
        };
        Picture::new(width, height, (0..width * height).map(at).collect())
    }

    #[test]
    fn shape_is_kept_and_nothing_grows() {
        assert_eq!(size_of(1920, 1080), (160, 90));
        assert_eq!(size_of(768, 576), (160, 120));
        assert_eq!(size_of(100, 50), (100, 50));
        assert_eq!(size_of(16_384, 1), (160, 1));
        assert_eq!(size_of(10, 16_384), (1, 320));
    }

    #[test]
    fn a_small_pixel_is_the_mean_of_what_it_covers() {
        let small_of = |picture: &Picture| shrunk(&picture.pixels, (picture.width, picture.height));
        let (small, width, height) = small_of(&picture(320, 240, |x, _| if x % 2 == 0 { 0 } else { 200 }));
        assert_eq!((width, height), (160, 120));
        assert!(small.iter().all(|&value| value == 100));
        let (same, ..) = small_of(&picture(30, 20, |x, y| (x * y) as u8));
        assert!(same.chunks(3).zip(0..).all(|(pixel, at): (_, u32)| pixel[1] == (at % 30 * (at / 30)) as u8));
    }

    proptest! {
        #[test]
        fn samples_lie_in_order_within_the_side(small in 1_u32..50, more in 0_u32..500) {
            let large = small + more;
            let all: Vec<u32> = (0..small).flat_map(|at| samples(at, small, large)).collect();
            prop_assert!(all.is_sorted_by(|one, next| one < next) && all.iter().all(|&at| at < large));
            prop_assert!((0..small).all(|at| (1..=SAMPLES as usize).contains(&samples(at, small, large).count())));
        }
    }
}
