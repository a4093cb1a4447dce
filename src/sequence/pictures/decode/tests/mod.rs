mod formats;
#[path = "../../../../../tests/support/tiff_file.rs"]
mod tiff_file;
mod webp;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ExtendedColorType, ImageEncoder as _, ImageFormat, RgbImage, RgbaImage};
use proptest::prelude::*;

use super::*;
use crate::sequence::Orientation;
use crate::sequence::pictures::picture::Rgba;

/// Something with a structure, so that it takes some bytes.
fn drawing(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let noise = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(69_069) >> 24;
        image::Rgb([(x * 3) as u8, (y * 5) as u8, (noise / 4) as u8])
    })
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    encoded(&drawing(width, height).into(), ImageFormat::Jpeg)
}

fn decoded(bytes: &[u8]) -> Result<Picture, String> {
    let pool = Pool::default();
    let result = decode(bytes, PictureView::default(), &pool).map_err(|error| error.to_string());
    assert_eq!(pool.in_use(), u64::from(result.is_ok()), "every buffer is a picture or back in the pool");
    result
}

fn assert_near(picture: &Picture, x: u32, y: u32, expected: [u8; 3], tolerance: u8) {
    let Rgba([colour @ .., alpha]) = picture.pixel(x, y).unwrap();
    let near = colour.iter().zip(expected).all(|(is, expected)| is.abs_diff(expected) <= tolerance);
    assert!(near && alpha == 255, "({x}, {y}): {colour:?}, not {expected:?}");
}

#[test]
fn every_format_has_its_pixels_whatever_its_ending_says() {
    let image = drawing(61, 43);
    for format in [ImageFormat::Png, ImageFormat::Bmp, ImageFormat::WebP] {
        let picture = decoded(&encoded(&image.clone().into(), format)).unwrap();
        assert_eq!((picture.width, picture.height), (61, 43));
        for (x, y, pixel) in image.enumerate_pixels() {
            assert_near(&picture, x, y, pixel.0, 0);
        }
    }
    let smooth = RgbImage::from_fn(61, 43, |x, y| image::Rgb([x as u8 * 4, y as u8 * 5, 90]));
    let picture = decoded(&encoded(&smooth.clone().into(), ImageFormat::Jpeg)).unwrap();
    for (x, y, pixel) in smooth.enumerate_pixels() {
        assert_near(&picture, x, y, pixel.0, 12);
    }
}

#[test]
fn the_size_is_told_by_the_first_bytes() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Bmp, ImageFormat::WebP] {
        let bytes = encoded(&drawing(300, 200).into(), format);
        assert_eq!(stored(&bytes[..bytes.len().min(1000)]).unwrap().size, (300, 200), "{format:?}");
    }
}

/// The promise that half a file is never shown as a picture with a grey rest.
#[test]
fn a_jpeg_cut_anywhere_is_damaged() {
    for (width, height) in [(16, 16), (120, 7), (7, 120), (200, 150)] {
        let bytes = jpeg(width, height);
        assert!(decoded(&bytes).is_ok());
        for len in 0..bytes.len() {
            assert!(decoded(&bytes[..len]).is_err(), "{len} of {} bytes", bytes.len());
            // A file that is made in full length first, and filled then.
            if len < bytes.len() - 2 {
                let mut filled = bytes[..len].to_vec();
                filled.resize(bytes.len(), 0);
                assert!(decoded(&filled).is_err(), "{len} of {} bytes, then zeros", bytes.len());
            }
        }
    }
}

/// A buffer is used again, so a row that is left out would show another picture.
#[test]
fn a_jpeg_with_another_segment_within_its_data_is_damaged_or_has_all_its_pixels() {
    let bytes = jpeg(33, 70);
    let tables: Vec<usize> = (0..bytes.len() - 4).filter(|&at| bytes[at..at + 2] == [0xFF, 0xC4]).collect();
    let data = bytes.windows(2).rposition(|two| two == [0xFF, 0xDA]).unwrap() + 14;
    for &table in &tables {
        let segment = &bytes[table..table + 2 + usize::from(u16::from_be_bytes([bytes[table + 2], bytes[table + 3]]))];
        for at in data..bytes.len() - 2 {
            let changed = [&bytes[..at], segment, &bytes[at..]].concat();
            if let Ok(picture) = decoded(&changed) {
                assert!(picture.pixels.iter().all(|pixel| pixel.0[3] == 255), "at {at}");
            }
        }
    }
}

#[test]
fn a_picture_whose_decoder_leaves_out_a_row_is_damaged() {
    let pool = Pool::default();
    let need = buffer::Need {
        size: (3, 5),
        orientation: Orientation::AsStored,
        file_bytes: 100,
        pixels_per_byte: 100,
        work_bytes: 0,
    };
    for left_out in 0..5 {
        // The buffer of the picture before.
        pool.give(vec![Rgba([9, 9, 9, 255]); 15]);
        let mut pending = buffer::PendingPicture::new(&pool, &need).unwrap();
        for (row, pixels) in pending.pixels().chunks_mut(3).enumerate() {
            if row != left_out {
                pixels.fill(Rgba([1, 2, 3, 255]));
            }
        }
        assert!(matches!(pending.done(), Err(PictureError::CutOff)), "row {left_out}");
    }
}

#[test]
fn other_formats_cut_anywhere_are_damaged_or_whole() {
    for format in [ImageFormat::Png, ImageFormat::Bmp, ImageFormat::WebP] {
        let bytes = encoded(&drawing(40, 30).into(), format);
        let whole = decoded(&bytes).unwrap();
        let mut cut = 0;
        for len in 0..bytes.len() {
            match decoded(&bytes[..len]) {
                Ok(picture) => assert_eq!(picture, whole, "{format:?}, {len} of {} bytes", bytes.len()),
                Err(_) => cut += 1,
            }
        }
        assert!(cut >= bytes.len() - 20, "{format:?}");
    }
}

#[test]
fn grey_pictures_are_grey_and_transparency_is_ignored() {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 95).write_image(&[200; 256], 16, 16, ExtendedColorType::L8).unwrap();
    assert_near(&decoded(&bytes).unwrap(), 8, 8, [200; 3], 2);

    let transparent = RgbaImage::from_pixel(4, 4, image::Rgba([200, 100, 50, 128]));
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let picture = decoded(&encoded(&transparent.clone().into(), format)).unwrap();
        assert_near(&picture, 1, 1, [200, 100, 50], 0);
    }
    let image = DynamicImage::from(transparent);
    for image in [DynamicImage::from(image.to_rgba16()), image.clone()] {
        assert_near(&decoded(&encoded(&image, ImageFormat::Png)).unwrap(), 3, 3, [200, 100, 50], 0);
    }
    for image in [DynamicImage::from(image.to_rgb16()), image.to_rgb8().into()] {
        assert_near(&decoded(&encoded(&image, ImageFormat::Png)).unwrap(), 3, 3, [200, 100, 50], 1);
    }
    let grey = decoded(&encoded(&image.to_luma16().into(), ImageFormat::Png)).unwrap();
    assert_eq!(grey.pixel(0, 0).map(|pixel| pixel.0[0] == pixel.0[1]), Some(true));
}

#[test]
fn a_png_that_would_take_too_much_memory_is_made_smaller() {
    let image = drawing(61, 43);
    let bytes = encoded(&image.clone().into(), ImageFormat::Png);
    let pool = Pool::default();
    for factor in 1..8_u32 {
        let most = u64::from(61_u32 * 43).div_ceil((factor * factor).into()) * 4;
        let picture = png::decode_within(most, &bytes, PictureView::default(), &pool).unwrap();
        assert_eq!((picture.width, picture.height), (61_u32.div_ceil(factor), 43_u32.div_ceil(factor)));
        assert_eq!((picture.full_size, pool.work_bytes()), ((61, 43), 0));
        for (x, y) in (0..picture.height).flat_map(|y| (0..picture.width).map(move |x| (x, y))) {
            let columns = x * factor..(x * factor + factor).min(61);
            let rows = y * factor..(y * factor + factor).min(43);
            let all: Vec<_> = rows.flat_map(|y| columns.clone().map(move |x| (x, y))).collect();
            let mean = |channel: usize| {
                let sum: u32 = all.iter().map(|&(x, y)| u32::from(image.get_pixel(x, y).0[channel])).sum();
                (sum / all.len() as u32) as u8
            };
            assert_near(&picture, x, y, [mean(0), mean(1), mean(2)], 0);
        }
    }
}

#[test]
fn an_interlaced_png_has_its_pixels() {
    // Made with Adam7 interlacing: 3 × 2 pixels of grey, 10 20 30 and 40 50 60. Stored, not compressed.
    let rows: [&[u8]; 4] = [&[0, 10], &[0, 30], &[0, 20], &[0, 40, 50, 60]];
    let bytes = interlaced(3, 2, &rows.concat());
    let picture = decoded(&bytes).unwrap();
    let greys: Vec<u8> = picture.pixels.iter().map(|pixel| pixel.0[0]).collect();
    assert_eq!(greys, [10, 20, 30, 40, 50, 60]);
}

/// A PNG of 8-bit grey with Adam7 interlacing, from the bytes of its passes.
fn interlaced(width: u32, height: u32, passes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([8, 0, 0, 0, 1]);
    let mut data = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    data.write_all(passes).unwrap();
    for (name, content) in [(b"IHDR", header), (b"IDAT", data.finish().unwrap()), (b"IEND", Vec::new())] {
        bytes.extend((content.len() as u32).to_be_bytes());
        let start = bytes.len();
        bytes.extend(name);
        bytes.extend(content);
        let mut crc = flate2::Crc::new();
        crc.update(&bytes[start..]);
        bytes.extend(crc.sum().to_be_bytes());
    }
    bytes
}

#[test]
fn what_would_take_too_much_memory_and_cannot_be_made_smaller_is_told() {
    let mut bytes = jpeg(16, 16);
    let frame = memchr::memmem::find(&bytes, &[0xFF, 0xC0]).unwrap();
    bytes[frame + 5..frame + 7].copy_from_slice(&16_000_u16.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&16_000_u16.to_be_bytes());
    // As many bytes as a picture of this size has at least.
    let end = bytes.split_off(bytes.len() - 2);
    bytes.resize(16_000 * 16_000 / 512 + 1000, 0);
    bytes.extend(end);
    let reason = decoded(&bytes).unwrap_err();
    assert_eq!(reason, "16000 × 16000 pixels take 977 MB to decode, which is too much");
}

#[test]
fn pictures_that_would_take_too_much_together_are_decoded_in_turn() {
    let pool = Pool::default();
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        let first = pool.work(1 << 30);
        scope.spawn(|| {
            let second = pool.work(1 << 20);
            tell.send(pool.work_bytes()).unwrap();
            drop(second);
        });
        assert!(told.try_recv().is_err());
        assert_eq!(pool.work_bytes(), 1 << 30);
        drop(first);
        assert_eq!(told.recv().unwrap(), 1 << 20, "it began when the first had ended");
    });
}

#[test]
fn what_is_no_picture_is_told_as_such() {
    assert_eq!(decoded(b""), Err("the file is empty".to_owned()));
    for bytes in [&b"1,1,10,20,30,40"[..], b"\xFF", b"RIFF....WAVE", &[0; 100]] {
        assert_eq!(decoded(bytes), Err("it is no JPEG, PNG, BMP, WebP, TIFF, GIF, PNM or TGA picture".to_owned()));
    }
}

#[test]
fn a_header_alone_allocates_nothing() {
    let claims = |width: u16, height: u16| {
        let mut bytes = jpeg(16, 16);
        let frame = memchr::memmem::find(&bytes, &[0xFF, 0xC0]).unwrap();
        bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
        bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
        let pool = Pool::default();
        let reason = decode(&bytes, PictureView::default(), &pool).unwrap_err().to_string();
        assert_eq!(pool.fresh(), 0, "{reason}");
        reason
    };
    assert_eq!(claims(16_000, 16_000), "the file ends before the picture does");
    assert!(claims(60_000, 60_000).contains("16384"));
    assert_eq!(claims(0, 16), "it has no pixels");

    let mut png = encoded(&drawing(16, 16).into(), ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0x3F, 0, 0, 0, 0x3F, 0]);
    // The checksum of the header, so that it is believed.
    let mut crc = flate2::Crc::new();
    crc.update(&png[12..29]);
    png[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    let pool = Pool::default();
    assert!(matches!(decode(&png, PictureView::default(), &pool), Err(PictureError::CutOff)));
    assert_eq!(pool.fresh(), 0);
}

#[test]
fn a_decoder_that_panics_is_contained() {
    assert!(matches!(contained::<()>(|| panic!("on purpose")), Err(PictureError::DecoderPanicked)));
}

#[test]
fn a_preview_that_ends_is_not_taken_for_the_end_of_the_picture() {
    let preview = jpeg(16, 16);
    let whole = jpeg(64, 64);
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE3];
    bytes.extend_from_slice(&(preview.len() as u16 + 2).to_be_bytes());
    bytes.extend_from_slice(&preview);
    bytes.extend_from_slice(&whole[2..]);
    assert_eq!(decoded(&bytes), decoded(&whole));
    assert_eq!(decoded(&bytes[..bytes.len() - 2]), Err("the file ends before the picture does".to_owned()));
    // What other programs append is no damage.
    bytes.extend_from_slice(b"appended");
    assert_eq!(decoded(&bytes), decoded(&whole));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn arbitrary_bytes_never_panic(
        magic in prop::sample::select(vec![
            &b"\xFF\xD8\xFF"[..], b"\x89PNG\r\n\x1a\n", b"BM", b"RIFF\x10\0\0\0WEBPVP8L", b"GIF89a\x10\0\x10\0\x80\0\0", b"P5 9 9 ",
            b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08", b"MM\0+\0\x08\0\0\0\0\0\0\0\0\0\x10", b"\0\0\x02\0\0\0\0\0", b"",
        ]),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let _ = decoded(&[magic, &bytes].concat());
    }

    #[test]
    fn changed_bytes_never_panic(
        format in prop::sample::select(vec![ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Bmp, ImageFormat::WebP]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = encoded(&drawing(33, 17).into(), format);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        let _ = decoded(&bytes);
    }
}
