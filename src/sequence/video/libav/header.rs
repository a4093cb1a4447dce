//! What the header of a video says, as the libraries tell it.

use std::f64::consts::PI;

use ffmpeg_next::Rational;
use ffmpeg_next::ffi::AVColorRange::AVCOL_RANGE_JPEG;
use ffmpeg_next::ffi::AVColorSpace::{
    AVCOL_SPC_BT709, AVCOL_SPC_BT2020_CL, AVCOL_SPC_BT2020_NCL, AVCOL_SPC_FCC, AVCOL_SPC_SMPTE240M,
};
use ffmpeg_next::packet::side_data::Type;

use super::source::Source;
use super::sys;
use crate::sequence::video::error::VideoError;
use crate::sequence::video::facts::{Stated, VideoFacts};
use crate::sequence::video::raw_frame::Matrix;

/// What the header of an open file says.
///
/// # Errors
/// If it states no size, or if the frames are too large.
pub(super) fn facts(source: &Source) -> Result<VideoFacts, VideoError> {
    let stream = source.stream()?;
    let coded = sys::coded(&stream).ok_or(VideoError::NoVideo)?;
    let turned = stream.side_data().find(|data| data.kind() == Type::DisplayMatrix);
    VideoFacts::of(Stated {
        codec: stream.parameters().id().name().to_owned(),
        container: source.container(),
        size: positive(coded.size),
        pixels: coded.pixels.map_or_else(String::new, str::to_owned),
        time_base: fraction(stream.time_base()),
        rates: [stream.avg_frame_rate(), stream.rate()].map(fraction),
        rotation: turned.and_then(|matrix| rotation(matrix.data())),
        reorders: coded.delay > 0,
        matrix: matrix(coded.matrix),
        is_full: coded.range == AVCOL_RANGE_JPEG as i32,
    })
}

fn fraction(of: Rational) -> Option<(u32, u32)> {
    positive((of.numerator(), of.denominator()))
}

/// Two numbers, if both are positive.
fn positive((one, other): (i32, i32)) -> Option<(u32, u32)> {
    let pair = (u32::try_from(one).ok()?, u32::try_from(other).ok()?);
    (pair.0 > 0 && pair.1 > 0).then_some(pair)
}

/// The weights of colours for the number of a matrix (ITU-T H.273, table 4).
fn matrix(number: i32) -> Matrix {
    let named = [
        (AVCOL_SPC_BT709, Matrix::Bt709),
        (AVCOL_SPC_BT2020_NCL, Matrix::Bt2020),
        (AVCOL_SPC_BT2020_CL, Matrix::Bt2020),
        (AVCOL_SPC_SMPTE240M, Matrix::Smpte240),
        (AVCOL_SPC_FCC, Matrix::Fcc),
    ];
    named.into_iter().find(|&(of, _)| of as i32 == number).map_or(Matrix::Bt601, |(_, matrix)| matrix)
}

/// The degrees that a display matrix turns frames by, counterclockwise. It has nine numbers of four bytes, in 1/65536
/// (ISO/IEC 14496-12, the box `tkhd`); the formula is that of `av_display_rotation_get` in `libavutil`. `None` if it shows
/// nothing of a frame.
fn rotation(matrix: &[u8]) -> Option<f64> {
    let number = |at: usize| Some(f64::from(i32::from_ne_bytes(*matrix.as_chunks::<4>().0.get(at)?)) / 65536.0);
    let (a, b, c, d) = (number(0)?, number(1)?, number(3)?, number(4)?);
    let (wide, high) = (a.hypot(c), b.hypot(d));
    (wide > 0.0 && high > 0.0).then(|| -(b / high).atan2(a / wide) * 180.0 / PI)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_display_matrix_tells_how_frames_are_turned() {
        let bytes = |numbers: [i32; 9]| numbers.map(|number| number * 65_536).concat_bytes();
        for (numbers, degrees) in [
            ([1, 0, 0, 0, 1, 0, 0, 0, 16_384], Some(0.0)),
            // A phone that was held upright states this one: its frames are turned clockwise.
            ([0, 1, 0, -1, 0, 0, 1080, 0, 16_384], Some(-90.0)),
            ([0, -1, 0, 1, 0, 0, 0, 1920, 16_384], Some(90.0)),
            ([-1, 0, 0, 0, -1, 0, 0, 0, 16_384], Some(-180.0)),
            ([2, 0, 0, 0, 3, 0, 0, 0, 16_384], Some(0.0)),
            ([0; 9], None),
        ] {
            assert_eq!(rotation(&bytes(numbers)), degrees, "{numbers:?}");
        }
        assert_eq!((rotation(&[]), rotation(&[1; 19])), (None, None));
    }

    trait ConcatBytes {
        fn concat_bytes(self) -> Vec<u8>;
    }

    impl ConcatBytes for [i32; 9] {
        fn concat_bytes(self) -> Vec<u8> {
            self.into_iter().flat_map(i32::to_ne_bytes).collect()
        }
    }

    #[test]
    fn numbers_of_matrices_mean_what_their_names_do() {
        for (number, name) in [
            (0, "gbr"),
            (1, "bt709"),
            (2, "unknown"),
            (4, "fcc"),
            (5, "bt470bg"),
            (6, "smpte170m"),
            (7, "smpte240m"),
            (9, "bt2020nc"),
            (10, "bt2020c"),
            (255, "none"),
            (-1, "none"),
        ] {
            assert_eq!(matrix(number), Matrix::of(name), "{number}");
        }
    }

    #[test]
    fn a_fraction_has_two_positive_numbers() {
        assert_eq!(fraction(Rational::new(30_000, 1001)), Some((30_000, 1001)));
        for (above, below) in [(0, 0), (0, 1), (1, 0), (-1, 1), (1, -1)] {
            assert_eq!(positive((above, below)), None);
        }
    }
}
