//! How a picture has to be turned and mirrored to be upright.

use std::fmt;

/// How many rows are turned at once: 16 pixels of a column fill one line of the processor's cache.
const BAND: usize = 16;

/// How the pixels of a file have to be turned and mirrored to be shown upright. Cameras store it as EXIF orientation. Displays
/// as what was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Orientation {
    /// As stored: EXIF 1.
    #[default]
    AsStored,
    /// Left and right are exchanged: EXIF 2.
    Mirrored,
    /// Turned by 180°: EXIF 3.
    UpsideDown,
    /// Top and bottom are exchanged: EXIF 4.
    Flipped,
    /// Rows become columns: EXIF 5.
    Transposed,
    /// Turned by 90° clockwise: EXIF 6.
    Clockwise,
    /// Turned by 90° clockwise, then turned by 180° around the diagonal: EXIF 7.
    Transverse,
    /// Turned by 90° counterclockwise: EXIF 8.
    Counterclockwise,
}

impl Orientation {
    /// The orientation with this number in EXIF. Numbers that mean nothing count as 1, as stored.
    pub(super) fn from_number(number: u16) -> Self {
        match number {
            2 => Self::Mirrored,
            3 => Self::UpsideDown,
            4 => Self::Flipped,
            5 => Self::Transposed,
            6 => Self::Clockwise,
            7 => Self::Transverse,
            8 => Self::Counterclockwise,
            _ => Self::AsStored,
        }
    }

    /// The orientation in EXIF data: a TIFF header and what follows it. As stored if there is none.
    pub(super) fn from_exif(exif: &[u8]) -> Self {
        image::metadata::Orientation::from_exif_chunk(exif)
            .map_or(Self::AsStored, |orientation| Self::from_number(orientation.to_exif().into()))
    }

    /// Whether width and height are exchanged.
    pub(in crate::sequence) fn swaps_sides(self) -> bool {
        matches!(self, Self::Transposed | Self::Clockwise | Self::Transverse | Self::Counterclockwise)
    }

    /// Width and height of a picture that is stored with this width and height.
    pub(in crate::sequence) fn size(self, (width, height): (u32, u32)) -> (u32, u32) {
        if self.swaps_sides() { (height, width) } else { (width, height) }
    }

    /// Turns and mirrors pixels in their place. Only for orientations that do not [swap the sides](Self::swaps_sides).
    pub(in crate::sequence) fn apply<P>(self, pixels: &mut [P], width: usize) {
        match self {
            Self::Mirrored => pixels.chunks_exact_mut(width.max(1)).for_each(<[P]>::reverse),
            Self::UpsideDown => pixels.reverse(),
            Self::Flipped => {
                let rows = pixels.len() / width.max(1);
                for row in 0..rows / 2 {
                    let (upper, lower) = pixels.split_at_mut((rows - 1 - row) * width);
                    upper[row * width..(row + 1) * width].swap_with_slice(&mut lower[..width]);
                }
            }
            _ => {}
        }
    }

    /// Writes the pixels `from`, rows of `width`, to `into` with the sides swapped. Both have as many pixels.
    pub(in crate::sequence) fn write_swapped<P: Copy>(self, from: &[P], width: usize, into: &mut [P]) {
        let height = from.len() / width.max(1);
        let (from_right, from_bottom) = match self {
            Self::Clockwise => (false, true),
            Self::Transverse => (true, true),
            Self::Counterclockwise => (true, false),
            _ => (false, false),
        };
        for (band, rows) in from.chunks(width.max(1) * BAND).enumerate() {
            let top = band * BAND;
            for x in 0..width {
                let line = (if from_right { width - 1 - x } else { x }) * height;
                for (y, pixel) in (top..).zip(rows.iter().skip(x).step_by(width)) {
                    into[line + if from_bottom { height - 1 - y } else { y }] = *pixel;
                }
            }
        }
    }
}

impl fmt::Display for Orientation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AsStored => "as stored",
            Self::Mirrored => "mirrored left to right",
            Self::UpsideDown => "turned by 180°",
            Self::Flipped => "mirrored top to bottom",
            Self::Transposed => "turned by 90° clockwise and mirrored left to right",
            Self::Clockwise => "turned by 90° clockwise",
            Self::Transverse => "turned by 90° clockwise and mirrored top to bottom",
            Self::Counterclockwise => "turned by 90° counterclockwise",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Orientation; 8] = [
        Orientation::AsStored,
        Orientation::Mirrored,
        Orientation::UpsideDown,
        Orientation::Flipped,
        Orientation::Transposed,
        Orientation::Clockwise,
        Orientation::Transverse,
        Orientation::Counterclockwise,
    ];

    /// The pixels as `orientation` shows them.
    fn shown(orientation: Orientation, pixels: &[u8], width: usize) -> Vec<u8> {
        let mut from = pixels.to_vec();
        if orientation.swaps_sides() {
            let mut into = vec![0; from.len()];
            orientation.write_swapped(&from, width, &mut into);
            from = into;
        } else {
            orientation.apply(&mut from, width);
        }
        from
    }

    #[test]
    fn every_orientation_shows_what_exif_means() {
        // The letters of F, so that no two orientations look alike: rows "ab", "cd", "ef".
        let expected = [*b"abcdef", *b"badcfe", *b"fedcba", *b"efcdab", *b"acebdf", *b"ecafdb", *b"fdbeca", *b"bdface"];
        for (number, (orientation, expected)) in (1..).zip(ALL.into_iter().zip(expected)) {
            assert_eq!(Orientation::from_number(number), orientation);
            assert_eq!(shown(orientation, b"abcdef", 2), expected, "{orientation}");
        }
        assert_eq!(Orientation::from_number(0), Orientation::AsStored);
        assert_eq!(Orientation::from_number(9), Orientation::AsStored);
    }

    proptest! {
        #[test]
        fn large_pictures_are_turned_as_small_ones(width in 1_usize..40, height in 1_usize..40, which in 0_usize..8) {
            let pixels: Vec<u8> = (0..width * height).map(|at| at as u8).collect();
            let orientation = ALL[which];
            let turned = shown(orientation, &pixels, width);
            let at = |x: usize, y: usize| match orientation {
                Orientation::AsStored => (x, y),
                Orientation::Mirrored => (width - 1 - x, y),
                Orientation::UpsideDown => (width - 1 - x, height - 1 - y),
                Orientation::Flipped => (x, height - 1 - y),
                Orientation::Transposed => (y, x),
                Orientation::Clockwise => (y, height - 1 - x),
                Orientation::Transverse => (width - 1 - y, height - 1 - x),
                Orientation::Counterclockwise => (width - 1 - y, x),
            };
            let (across, down) = if orientation.swaps_sides() { (height, width) } else { (width, height) };
            for (x, y) in (0..down).flat_map(|y| (0..across).map(move |x| (x, y))) {
                let (from_x, from_y) = at(x, y);
                prop_assert_eq!(turned[y * across + x], pixels[from_y * width + from_x]);
            }
        }

        #[test]
        fn arbitrary_exif_never_panics(exif in prop::collection::vec(any::<u8>(), 0..60)) {
            Orientation::from_exif(&exif);
            Orientation::from_exif(&[b"MM\0*\0\0\0\x08", &exif[..]].concat());
        }
    }
}
