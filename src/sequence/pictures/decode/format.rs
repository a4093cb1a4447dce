//! The formats of picture files.

use crate::sequence::pictures::error::PictureError;

/// The format of a picture file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sequence::pictures) enum PictureFormat {
    Jpeg,
    Png,
    Bmp,
    WebP,
    Gif,
    Tiff,
    /// PBM, PGM and PPM.
    Pnm,
    Tga,
}

/// The formats that are recognised and not read: what a file begins with after so many bytes, and the name.
const NOT_READ: [(usize, &[u8], &str); 18] = [
    (4, b"ftypavif", "AVIF"),
    (4, b"ftypavis", "AVIF"),
    (4, b"ftypheic", "HEIC"),
    (4, b"ftypheix", "HEIC"),
    (4, b"ftyphevc", "HEIC"),
    (4, b"ftypmif1", "HEIF"),
    (4, b"ftypmsf1", "HEIF"),
    (0, b"\0\0\0\x0CjP  ", "JPEG 2000"),
    (0, b"\xFF\x4F\xFF\x51", "JPEG 2000"),
    (0, b"\0\0\0\x0CJXL ", "JPEG XL"),
    (0, b"\xFF\x0A", "JPEG XL"),
    (0, b"v/1\x01", "OpenEXR"),
    (0, b"8BPS", "Photoshop"),
    (0, b"DDS ", "DDS"),
    (0, b"#?RADIANCE", "Radiance HDR"),
    (0, b"\x59\xA6\x6A\x95", "Sun raster"),
    (0, b"qoif", "QOI"),
    (0, b"Pf", "PFM"),
];

impl PictureFormat {
    /// Recognises the format of a file by its first bytes.
    ///
    /// # Errors
    /// If they are those of no format that is read.
    pub(in crate::sequence::pictures) fn of(bytes: &[u8]) -> Result<Self, PictureError> {
        match bytes {
            [] => Err(PictureError::Empty),
            [0xFF, 0xD8, ..] => Ok(Self::Jpeg),
            [0x89, b'P', b'N', b'G', ..] => Ok(Self::Png),
            [b'B', b'M', ..] => Ok(Self::Bmp),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(Self::WebP),
            [b'G', b'I', b'F', b'8', ..] => Ok(Self::Gif),
            [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Ok(Self::Tiff),
            [b'P', b'1'..=b'6', b'#' | b' ' | b'\t' | b'\r' | b'\n', ..] => Ok(Self::Pnm),
            _ => {
                let known =
                    NOT_READ.iter().find(|(at, begin, _)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(begin)));
                match known {
                    Some((_, _, name)) => Err(PictureError::NotRead(name)),
                    None if is_tga(bytes) => Ok(Self::Tga),
                    None => Err(PictureError::UnknownFormat),
                }
            }
        }
    }
}

/// Whether bytes can be the header of a TGA file. It has no magic number, but few values are allowed in it.
fn is_tga(bytes: &[u8]) -> bool {
    let &[_, 0 | 1, 1..=3 | 9..=11, _, _, _, _, entry, _, _, _, _, w0, w1, h0, h1, 8 | 15 | 16 | 24 | 32, flags, ..] =
        bytes
    else {
        return false;
    };
    matches!(entry, 0 | 15 | 16 | 24 | 32) && (w0 | w1) != 0 && (h0 | h1) != 0 && flags & 0xC0 == 0
}
