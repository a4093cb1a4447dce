//! Encodes single pictures as PNG or JPEG.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder as _};
use jpeg_encoder::{ColorType, Encoder};

use super::error::ExportReason;
use crate::sequence::Picture;

/// Quality of JPEG files, from 1 to 100. At this one, thin lines and small text show no fringes.
const QUALITY: u8 = 92;

/// A format of single pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Still {
    /// PNG: exact pixels.
    Png,
    /// JPEG: smaller files.
    Jpeg,
}

impl Still {
    /// The extension of file names.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
        }
    }

    /// Encodes a picture as a file.
    pub(crate) fn encode(self, picture: &Picture) -> Result<Vec<u8>, ExportReason> {
        let (width, height) = (picture.width, picture.height);
        let mut bytes = Vec::new();
        match self {
            Self::Png => {
                let colors: Vec<u8> =
                    picture.pixels.iter().flat_map(|pixel| [pixel.0[0], pixel.0[1], pixel.0[2]]).collect();
                PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Adaptive)
                    .write_image(&colors, width, height, ExtendedColorType::Rgb8)
                    .map_err(|error| ExportReason::Encoding(error.to_string()))?;
            }
            Self::Jpeg => {
                // The format has 16 bits for each side.
                let side = |side: u32| u16::try_from(side).map_err(|_| ExportReason::TooLarge(width, height));
                let pixels = bytemuck::cast_slice(&picture.pixels);
                Encoder::new(&mut bytes, QUALITY)
                    .encode(pixels, side(width)?, side(height)?, ColorType::Rgba)
                    .map_err(|error| ExportReason::Encoding(error.to_string()))?;
            }
        }
        Ok(bytes)
    }
}
