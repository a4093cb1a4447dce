//! Decoded frames in the pixel format of their decoder, and how they become a picture: pure.

use yuv::{YuvBiPlanarImage, YuvConversionMode, YuvError, YuvGrayImage, YuvPlanarImage, YuvRange, YuvStandardMatrix};

use crate::sequence::pictures::Rgba;

/// The layout of the pixels of a frame, plane after plane, without gaps. Sides of chroma planes are rounded up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RawFormat {
    /// One chroma sample for 2 × 2 pixels, 8 bits.
    Yuv420,
    /// One chroma sample for two pixels beside each other, 8 bits.
    Yuv422,
    /// A chroma sample for each pixel, 8 bits.
    Yuv444,
    /// As [`Yuv420`](Self::Yuv420), 10 bits in two bytes, the low one first.
    Yuv420Deep,
    /// As [`Yuv422`](Self::Yuv422), 10 bits in two bytes, the low one first.
    Yuv422Deep,
    /// One chroma sample for 2 × 2 pixels, the two values of chroma in turn, 8 bits.
    Nv12,
    /// Brightness alone, 8 bits.
    Grey,
    /// Four bytes a pixel. The decoder converts what has another layout.
    Rgba,
}

/// What the numbers of a pixel mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Colour {
    /// The weights of red, green and blue in the brightness.
    pub matrix: Matrix,
    /// Whether the numbers use their whole range. Otherwise brightness is from 16 to 235, at 8 bits.
    pub is_full: bool,
}

/// The weights of red, green and blue in the brightness.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Matrix {
    /// ITU-R BT.601: also of what states nothing, as `cv2` 5.0 shows it.
    #[default]
    Bt601,
    /// ITU-R BT.709.
    Bt709,
    /// ITU-R BT.2020.
    Bt2020,
    /// SMPTE 240M.
    Smpte240,
    /// FCC Title 47.
    Fcc,
}

impl Matrix {
    /// The matrix of a name of `ffprobe`.
    pub(super) fn of(name: &str) -> Self {
        match name {
            "bt709" => Self::Bt709,
            "bt2020nc" | "bt2020c" => Self::Bt2020,
            "smpte240m" => Self::Smpte240,
            "fcc" => Self::Fcc,
            _ => Self::Bt601,
        }
    }

    fn weights(self) -> YuvStandardMatrix {
        match self {
            Self::Bt601 => YuvStandardMatrix::Bt601,
            Self::Bt709 => YuvStandardMatrix::Bt709,
            Self::Bt2020 => YuvStandardMatrix::Bt2020,
            Self::Smpte240 => YuvStandardMatrix::Smpte240,
            Self::Fcc => YuvStandardMatrix::Fcc,
        }
    }
}

impl RawFormat {
    /// The format for a pixel format of a decoder. Those without one of their own are converted by the decoder.
    pub(super) fn of(name: &str) -> Self {
        match name {
            "yuv420p" | "yuvj420p" => Self::Yuv420,
            "yuv422p" | "yuvj422p" => Self::Yuv422,
            "yuv444p" | "yuvj444p" => Self::Yuv444,
            "yuv420p10le" => Self::Yuv420Deep,
            "yuv422p10le" => Self::Yuv422Deep,
            "nv12" => Self::Nv12,
            "gray" => Self::Grey,
            _ => Self::Rgba,
        }
    }

    /// Width and height of a chroma plane, in samples, for a frame of this size.
    fn chroma(self, (width, height): (usize, usize)) -> (usize, usize) {
        match self {
            Self::Yuv420 | Self::Yuv420Deep | Self::Nv12 => (width.div_ceil(2), height.div_ceil(2)),
            Self::Yuv422 | Self::Yuv422Deep => (width.div_ceil(2), height),
            Self::Yuv444 => (width, height),
            Self::Grey | Self::Rgba => (0, 0),
        }
    }

    /// The bytes of a frame of this width and height, in pixels.
    pub(super) fn bytes(self, size: (u32, u32)) -> usize {
        let size = (size.0 as usize, size.1 as usize);
        let (width, height) = self.chroma(size);
        let samples = size.0 * size.1 + 2 * width * height;
        match self {
            Self::Rgba => samples * 4,
            _ if self.is_deep() => samples * 2,
            _ => samples,
        }
    }

    /// Whether a sample has two bytes.
    fn is_deep(self) -> bool {
        matches!(self, Self::Yuv420Deep | Self::Yuv422Deep)
    }

    /// Writes the pixels of a frame, which are opaque. `raw` has [`bytes`](Self::bytes) bytes, and `into` a pixel for each of
    /// the frame's.
    ///
    /// # Errors
    /// If the lengths do not fit.
    pub(super) fn convert(self, raw: &[u8], size: (u32, u32), colour: Colour, into: &mut [Rgba]) -> Result<(), String> {
        if raw.len() != self.bytes(size) || into.len() as u64 != u64::from(size.0) * u64::from(size.1) {
            return Err("a frame has another size than its pixels".to_owned());
        }
        let stride = size.0 * 4;
        let range = if colour.is_full { YuvRange::Full } else { YuvRange::Limited };
        let (matrix, mode) = (colour.matrix.weights(), YuvConversionMode::Balanced);
        let rgba: &mut [u8] = bytemuck::cast_slice_mut(into);
        let converted = match self {
            Self::Rgba => {
                rgba.copy_from_slice(raw);
                rgba.as_chunks_mut::<4>().0.iter_mut().for_each(|pixel| pixel[3] = 255);
                Ok(())
            }
            Self::Grey => {
                let image = YuvGrayImage { y_plane: raw, y_stride: size.0, width: size.0, height: size.1 };
                yuv::yuv400_to_rgba(&image, rgba, stride, range, matrix)
            }
            Self::Nv12 => {
                let (y_plane, uv_plane) = raw.split_at(size.0 as usize * size.1 as usize);
                let image = YuvBiPlanarImage {
                    y_plane,
                    y_stride: size.0,
                    uv_plane,
                    uv_stride: size.0.next_multiple_of(2),
                    width: size.0,
                    height: size.1,
                };
                yuv::yuv_nv12_to_rgba(&image, rgba, stride, range, matrix, mode)
            }
            Self::Yuv420 => yuv::yuv420_to_rgba(&self.planes(raw, size), rgba, stride, range, matrix),
            Self::Yuv422 => yuv::yuv422_to_rgba(&self.planes(raw, size), rgba, stride, range, matrix),
            Self::Yuv444 => yuv::yuv444_to_rgba(&self.planes(raw, size), rgba, stride, range, matrix),
            Self::Yuv420Deep => {
                deep(raw, |raw| yuv::i010_to_rgba(&self.planes(raw, size), rgba, stride, range, matrix))
            }
            Self::Yuv422Deep => {
                deep(raw, |raw| yuv::i210_to_rgba(&self.planes(raw, size), rgba, stride, range, matrix))
            }
        };
        converted.map_err(|error| error.to_string())
    }

    /// The three planes of a frame.
    fn planes<T: Copy + std::fmt::Debug>(self, raw: &[T], size: (u32, u32)) -> YuvPlanarImage<'_, T> {
        let (width, height) = self.chroma((size.0 as usize, size.1 as usize));
        let (y_plane, chroma) = raw.split_at(size.0 as usize * size.1 as usize);
        let (u_plane, v_plane) = chroma.split_at(width * height);
        let (u_stride, v_stride) = (width as u32, width as u32);
        YuvPlanarImage {
            y_plane,
            y_stride: size.0,
            u_plane,
            u_stride,
            v_plane,
            v_stride,
            width: size.0,
            height: size.1,
        }
    }
}

/// Hands over samples of two bytes, the low one first.
fn deep(raw: &[u8], convert: impl FnOnce(&[u16]) -> Result<(), YuvError>) -> Result<(), YuvError> {
    match bytemuck::try_cast_slice(raw) {
        Ok(samples) if cfg!(target_endian = "little") => convert(samples),
        _ => {
            let pairs = raw.as_chunks::<2>().0;
            convert(&pairs.iter().map(|&pair| u16::from_le_bytes(pair)).collect::<Vec<_>>())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [RawFormat; 8] = [
        RawFormat::Yuv420,
        RawFormat::Yuv422,
        RawFormat::Yuv444,
        RawFormat::Yuv420Deep,
        RawFormat::Yuv422Deep,
        RawFormat::Nv12,
        RawFormat::Grey,
        RawFormat::Rgba,
    ];

    /// A pixel by the formula of ITU-R BT.601 and BT.709, in floating point.
    fn naive([y, u, v]: [f64; 3], colour: Colour) -> [f64; 3] {
        let (red, blue) = match colour.matrix {
            Matrix::Bt709 => (0.2126, 0.0722),
            _ => (0.299, 0.114),
        };
        let (y, span) = if colour.is_full { (y, 255.0) } else { ((y - 16.0) * 255.0 / 219.0, 224.0) };
        let (u, v) = ((u - 128.0) * 255.0 / span, (v - 128.0) * 255.0 / span);
        let green = 1.0 - red - blue;
        [
            y + 2.0 * (1.0 - red) * v,
            y - 2.0 * (blue * (1.0 - blue) * u + red * (1.0 - red) * v) / green,
            y + 2.0 * (1.0 - blue) * u,
        ]
    }

    #[test]
    fn a_frame_of_one_colour_has_it_in_every_layout_matrix_and_range_and_odd_sides_fit() {
        let sample = [120_u8, 90, 200];
        for format in ALL.into_iter().filter(|format| !matches!(format, RawFormat::Grey | RawFormat::Rgba)) {
            for (matrix, is_full) in
                [(Matrix::Bt601, false), (Matrix::Bt709, false), (Matrix::Bt601, true), (Matrix::Bt709, true)]
            {
                let (size, colour) = ((5, 3), Colour { matrix, is_full });
                let (luma, chroma) = (15, format.bytes(size) / if format.is_deep() { 2 } else { 1 } - 15);
                let mut samples = vec![sample[0]; luma];
                if format == RawFormat::Nv12 {
                    samples.extend([sample[1], sample[2]].iter().cycle().take(chroma));
                } else {
                    samples.extend(std::iter::repeat_n(sample[1], chroma / 2));
                    samples.extend(std::iter::repeat_n(sample[2], chroma / 2));
                }
                let raw: Vec<u8> = if format.is_deep() {
                    samples.iter().flat_map(|&value| (u16::from(value) << 2).to_le_bytes()).collect()
                } else {
                    samples
                };
                let mut pixels = vec![Rgba::default(); 15];
                format.convert(&raw, size, colour, &mut pixels).unwrap();
                let expected = naive(sample.map(f64::from), colour);
                for Rgba([red, green, blue, alpha]) in pixels {
                    let off = [red, green, blue]
                        .map(f64::from)
                        .iter()
                        .zip(expected)
                        .map(|(is, due)| (is - due.clamp(0.0, 255.0)).abs())
                        .fold(0.0, f64::max);
                    assert!(
                        off <= 2.0 && alpha == 255,
                        "{format:?} {colour:?}: {red} {green} {blue}, not {expected:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn grey_and_finished_pixels_are_opaque() {
        let colour = Colour { matrix: Matrix::Bt601, is_full: true };
        let mut pixels = vec![Rgba::default(); 2];
        RawFormat::Grey.convert(&[0, 200], (2, 1), colour, &mut pixels).unwrap();
        assert_eq!(pixels, [Rgba([0, 0, 0, 255]), Rgba([200, 200, 200, 255])]);
        RawFormat::Rgba.convert(&[1, 2, 3, 0, 4, 5, 6, 7], (2, 1), colour, &mut pixels).unwrap();
        assert_eq!(pixels, [Rgba([1, 2, 3, 255]), Rgba([4, 5, 6, 255])]);
    }

    #[test]
    fn a_frame_of_another_length_is_refused() {
        let colour = Colour { matrix: Matrix::Bt601, is_full: false };
        for format in ALL {
            let raw = vec![0; format.bytes((4, 4))];
            let mut pixels = vec![Rgba::default(); 16];
            assert!(format.convert(&raw, (4, 4), colour, &mut pixels).is_ok());
            assert!(format.convert(&raw[1..], (4, 4), colour, &mut pixels).is_err());
            assert!(format.convert(&raw, (4, 4), colour, &mut pixels[1..]).is_err());
        }
    }

    #[test]
    fn a_format_without_a_conversion_of_its_own_is_converted_by_the_decoder() {
        assert_eq!(RawFormat::of("yuvj420p"), RawFormat::Yuv420);
        assert_eq!(RawFormat::of("yuva444p12le"), RawFormat::Rgba);
    }
}
