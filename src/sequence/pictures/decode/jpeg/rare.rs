//! Kinds of JPEG that are rare, read by a decoder that knows all of them.

use jpeg_decoder::{ColorTransform, Decoder, Error, ImageInfo, PixelFormat};

use super::header::Header;
use crate::sequence::pictures::decode::buffer::{MAX_BYTES, PendingPicture, ink};
use crate::sequence::pictures::error::PictureError;
use crate::sequence::pictures::picture::{Picture, Rgba};
use crate::sequence::pictures::pool::Pool;
use crate::sequence::pictures::view::PictureView;

/// What the decoder has in hand for each sample at most: coefficients of 16 bits, the samples, and what it gives back.
const BYTES_PER_SAMPLE: u64 = 8;

/// What the components of a picture mean. The rules are those of libjpeg.
fn colours(header: &Header) -> ColorTransform {
    match (header.components.len(), header.adobe) {
        (1, _) => ColorTransform::Grayscale,
        (3, _) if header.is_jfif => ColorTransform::YCbCr,
        (3, Some(0)) => ColorTransform::RGB,
        (3, None) if header.components.iter().map(|component| component.id).eq(*b"RGB") => ColorTransform::RGB,
        (3, _) => ColorTransform::YCbCr,
        (_, Some(0) | None) => ColorTransform::CMYK,
        _ => ColorTransform::YCCK,
    }
}

/// Whether the fast decoder cannot be trusted with a picture.
pub(super) fn is_rare(header: &Header) -> bool {
    let components = header.components.as_slice();
    if components.len() == 1 {
        return header.is_lossless() || header.adobe.is_some();
    }
    // It takes these three letters for red, green and blue, even in a JFIF file.
    let has_letters = components.iter().map(|component| component.id).eq(*b"RGB");
    let first = components.first().map_or((1, 1), |component| component.sampling);
    let is_even = |sampling: u8, most: u8| sampling.is_power_of_two() && sampling <= most;
    let is_usual = components
        .iter()
        .all(|component| is_even(component.sampling.0, first.0) && is_even(component.sampling.1, first.1));
    header.is_lossless()
        || colours(header) != ColorTransform::YCbCr
        || header.adobe.is_some_and(|transform| transform != 1)
        || has_letters
        || !is_usual
}

pub(super) fn decode(header: &Header, bytes: &[u8], view: PictureView, pool: &Pool) -> Result<Picture, PictureError> {
    let samples = u64::from(header.size.0) * u64::from(header.size.1) * header.components.len() as u64;
    let mut pending = PendingPicture::new(pool, &header.need(bytes.len(), view, samples * BYTES_PER_SAMPLE))?;
    let (samples, info) = samples_of(bytes, colours(header), header.size)?;
    let pixel = |samples: &[u8]| match (info.pixel_format, samples) {
        // The decoder gives 16 bits in the byte order of the machine.
        (PixelFormat::L16, &[first, second]) => grey(if cfg!(target_endian = "big") { first } else { second }),
        (PixelFormat::CMYK32, &[cyan, magenta, yellow, black]) => ink([cyan, magenta, yellow, black]),
        (_, &[red, green, blue]) => Rgba([red, green, blue, 255]),
        (_, &[value, ..]) => grey(value),
        (_, &[]) => Rgba::default(),
    };
    let pixels = samples.chunks_exact(info.pixel_format.pixel_bytes());
    pending.pixels().iter_mut().zip(pixels).for_each(|(to, samples)| *to = pixel(samples));
    pending.done()
}

fn grey(value: u8) -> Rgba {
    Rgba([value, value, value, 255])
}

/// The samples of a JPEG that is a part of another file, and how many there are for each pixel. It has to have this size.
/// Luma and chroma become red, green and blue if `is_ycbcr`.
///
/// # Errors
/// If it is damaged, has another size, or is of a kind that is not read.
pub(in crate::sequence::pictures::decode) fn part(
    bytes: &[u8],
    size: (u32, u32),
    is_ycbcr: bool,
) -> Result<(Vec<u8>, usize), PictureError> {
    let header = Header::of(bytes)?;
    header.check()?;
    let transform = match header.components.len() {
        1 => ColorTransform::Grayscale,
        3 if is_ycbcr => ColorTransform::YCbCr,
        3 => ColorTransform::RGB,
        _ => ColorTransform::CMYK,
    };
    let (mut samples, info) = samples_of(bytes, transform, size)?;
    if transform == ColorTransform::CMYK {
        // The decoder takes it for granted that ink is stored inverted, as in a file of its own.
        samples.iter_mut().for_each(|sample| *sample = 255 - *sample);
    }
    Ok((samples, info.pixel_format.pixel_bytes()))
}

/// All samples of a picture, which has to have this size.
fn samples_of(bytes: &[u8], transform: ColorTransform, size: (u32, u32)) -> Result<(Vec<u8>, ImageInfo), PictureError> {
    let mut decoder = Decoder::new(bytes);
    decoder.set_color_transform(transform);
    decoder.set_max_decoding_buffer_size(MAX_BYTES as usize);
    decoder.read_info()?;
    let info = decoder.info().ok_or(PictureError::NoSize)?;
    if (u32::from(info.width), u32::from(info.height)) != size {
        return Err(PictureError::DamagedJpeg("it tells two sizes".to_owned()));
    }
    Ok((decoder.decode()?, info))
}

impl From<Error> for PictureError {
    fn from(error: Error) -> Self {
        match error {
            Error::Io(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Self::CutOff,
            Error::Unsupported(_) => Self::UnreadJpeg("of an unusual kind"),
            error => Self::DamagedJpeg(error.to_string()),
        }
    }
}
