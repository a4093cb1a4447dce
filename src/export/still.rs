//! Single pictures as PNG or JPEG.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder as _};

use super::error::ExportReason;
use crate::sequence::Picture;

/// Quality of JPEG: thin lines and small text show no fringes yet.
const QUALITY: u8 = 92;

/// A form of single pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Still {
    /// Exact.
    Png,
    /// Smaller.
    Jpeg,
}

impl Still {
    /// What the names of its files end with.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
        }
    }

    /// The bytes of a file.
    pub(super) fn encode(self, picture: &Picture) -> Result<Vec<u8>, ExportReason> {
        let (width, height) = (picture.width, picture.height);
        let colors: Vec<u8> = picture.pixels.iter().flat_map(|pixel| [pixel.0[0], pixel.0[1], pixel.0[2]]).collect();
        let mut bytes = Vec::new();
        match self {
            Self::Png => PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Adaptive)
                .write_image(&colors, width, height, ExtendedColorType::Rgb8),
            Self::Jpeg if width.max(height) > u32::from(u16::MAX) => {
                return Err(ExportReason::TooLarge(width, height));
            }
            Self::Jpeg => JpegEncoder::new_with_quality(&mut bytes, QUALITY).write_image(
                &colors,
                width,
                height,
                ExtendedColorType::Rgb8,
            ),
        }
        .map_err(|error| ExportReason::Encoding(error.to_string()))?;
        Ok(bytes)
    }
}
