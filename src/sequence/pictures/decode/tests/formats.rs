//! TIFF, GIF, PNM and animated WebP, rare kinds of JPEG, and what is done to a picture when it is decoded.

use std::io::Cursor;

use image::ImageEncoder as _;

use super::tiff_file::{TiffKind, tiff};
use super::*;
use crate::sequence::pictures::orientation::Orientation;

fn viewed(bytes: &[u8], view: PictureView) -> Picture {
    decode(bytes, view, &Pool::default()).unwrap()
}

/// The samples of a pixel of a made-up picture.
fn samples(x: u32, y: u32) -> [u16; 3] {
    [(x * 3 + y) as u16, (x + y * 5) as u16, (x * y) as u16].map(|value| value & 255)
}

/// A picture with 16 bits a sample: the upper 8 bits are those of 8-bit samples.
fn wide(x: u32, y: u32) -> [u16; 3] {
    samples(x, y).map(|value| value << 8 | 0x5A)
}

#[test]
fn a_tiff_of_any_kind_has_its_pixels() {
    let (width, height) = (45, 31);
    let mut kinds = 0;
    for compression in [1, 5, 8, 32_773] {
        for (bits, samples_each) in [(8, 1), (8, 3), (16, 1), (16, 3)] {
            for (has_differences, is_planar, tile) in [
                (false, false, None),
                (compression == 5, false, Some(16)),
                (compression == 8, samples_each == 3, None),
                (false, samples_each == 3, Some(16)),
            ] {
                for (is_big_endian, is_big) in [(false, false), (true, false), (false, true), (true, true)] {
                    let kind = TiffKind {
                        is_big_endian,
                        is_big,
                        bits,
                        samples: samples_each,
                        compression,
                        has_differences,
                        is_planar,
                        tile,
                        ..TiffKind::default()
                    };
                    let pixel: &dyn Fn(u32, u32) -> [u16; 3] = if bits == 16 { &wide } else { &samples };
                    let picture = decoded(&tiff(kind, &[(width, height, pixel)]))
                        .unwrap_or_else(|error| panic!("{kind:?}: {error}"));
                    assert_eq!((picture.width, picture.height), (width, height));
                    for (x, y) in (0..height).flat_map(|y| (0..width).map(move |x| (x, y))) {
                        let [red, green, blue] = samples(x, y).map(|value| value as u8);
                        let expected = if samples_each == 1 { [red; 3] } else { [red, green, blue] };
                        assert_near(&picture, x, y, expected, 0);
                    }
                    kinds += 1;
                }
            }
        }
    }
    assert_eq!(kinds, 256);
}

#[test]
fn each_page_of_a_tiff_is_read_by_itself() {
    for is_big in [false, true] {
        let level = |level: u16| move |_: u32, _: u32| [level; 3];
        let (one, two, three) = (level(10), level(20), level(30));
        let kind = TiffKind { is_big, ..TiffKind::default() };
        let bytes = tiff(kind, &[(9, 8, &one), (9, 8, &two), (7, 5, &three)]);
        let (pages, is_cut) = tiff::pages(Cursor::new(&bytes), usize::MAX).unwrap();
        assert!(!is_cut);
        assert_eq!(tiff::pages(Cursor::new(&bytes), 2).unwrap(), (pages[..2].to_vec(), false));
        let shown: Vec<_> = pages
            .iter()
            .map(|&at| tiff::picture(Cursor::new(&bytes), at, PictureView::default(), &Pool::default()).unwrap())
            .map(|picture| (picture.width, picture.height, picture.pixels[0].0[0]))
            .collect();
        assert_eq!(shown, [(9, 8, 10), (9, 8, 20), (7, 5, 30)]);
        assert_eq!(decoded(&bytes).unwrap().pixels[0].0[0], 10);
    }
}

#[test]
fn a_chain_of_pages_that_bites_its_tail_ends() {
    let mut bytes = tiff(TiffKind::default(), &[(9, 8, &samples)]);
    let first = bytes[4..8].to_vec();
    let end = bytes.len();
    bytes[end - 4..].copy_from_slice(&first);
    assert_eq!(tiff::pages(Cursor::new(&bytes), usize::MAX).unwrap().0.len(), 1);
}

#[test]
fn pages_that_share_a_long_list_of_parts_are_not_read_for_ever() {
    let (directories, parts) = (500_u32, 50_000_u32);
    let (size, begin) = (2 + 2 * 12 + 4, 8 + 4 * parts);
    let mut bytes = b"II*\0".to_vec();
    bytes.extend(begin.to_le_bytes());
    bytes.extend(vec![0; 4 * parts as usize]);
    for directory in 1..=directories {
        bytes.extend(2_u16.to_le_bytes());
        for tag in [273_u16, 279] {
            bytes.extend([tag.to_le_bytes(), 4_u16.to_le_bytes()].concat());
            bytes.extend([parts, 8].map(u32::to_le_bytes).concat());
        }
        let next = if directory < directories { begin + directory * size } else { 0 };
        bytes.extend(next.to_le_bytes());
    }
    let (pages, is_cut) = tiff::pages(Cursor::new(&bytes), usize::MAX).unwrap();
    assert!(is_cut && pages.len() < 10, "{} pages", pages.len());
}

#[test]
fn a_tiff_cut_anywhere_is_damaged_or_whole() {
    for compression in [1, 5, 8, 32_773] {
        let bytes = tiff(TiffKind { compression, ..TiffKind::default() }, &[(20, 20, &samples)]);
        let whole = decoded(&bytes).unwrap();
        for len in 0..bytes.len() {
            if let Ok(picture) = decoded(&bytes[..len]) {
                assert_eq!(picture, whole, "{len} of {} bytes", bytes.len());
            }
        }
    }
}

#[test]
fn pictures_are_turned_as_their_orientation_says_unless_that_is_off() {
    let upright = TiffKind { orientation: 6, ..TiffKind::default() };
    let bytes = tiff(upright, &[(20, 10, &samples)]);
    let picture = decoded(&bytes).unwrap();
    assert_eq!((picture.width, picture.height, picture.full_size), (10, 20, (10, 20)));
    assert_eq!(picture.orientation, Orientation::Clockwise);
    let [red, green, blue] = samples(3, 9).map(|value| value as u8);
    assert_near(&picture, 0, 3, [red, green, blue], 0);
    let as_stored = viewed(&bytes, PictureView { turn: false, ..PictureView::default() });
    assert_eq!((as_stored.width, as_stored.height, as_stored.orientation), (20, 10, Orientation::AsStored));
    assert_eq!(stored(&bytes).unwrap(), Stored { size: (20, 10), orientation: Orientation::Clockwise });
}

/// EXIF data with nothing but an orientation.
fn exif(orientation: u8) -> Vec<u8> {
    [&b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"[..], &[orientation], &[0; 6]].concat()
}

#[test]
fn jpeg_png_and_webp_are_turned_by_their_exif_orientation() {
    let image = drawing(40, 24);
    let plain = jpeg(40, 24);
    let data = [b"Exif\0\0", exif(6).as_slice()].concat();
    let jpeg = [&plain[..2], &[0xFF, 0xE1], &(data.len() as u16 + 2).to_be_bytes(), &data, &plain[2..]].concat();
    let encode = |format: ImageFormat| {
        let mut bytes = Vec::new();
        if format == ImageFormat::Png {
            let mut encoder = image::codecs::png::PngEncoder::new(&mut bytes);
            encoder.set_exif_metadata(exif(6)).unwrap();
            encoder.write_image(&image, 40, 24, ExtendedColorType::Rgb8).unwrap();
        } else {
            let mut encoder = image::codecs::webp::WebPEncoder::new_lossless(&mut bytes);
            encoder.set_exif_metadata(exif(6)).unwrap();
            encoder.write_image(&image, 40, 24, ExtendedColorType::Rgb8).unwrap();
        }
        bytes
    };
    for bytes in [jpeg, encode(ImageFormat::Png), encode(ImageFormat::WebP)] {
        let turned = decoded(&bytes).unwrap();
        assert_eq!((turned.width, turned.height, turned.orientation), (24, 40, Orientation::Clockwise));
        let as_stored = viewed(&bytes, PictureView { turn: false, ..PictureView::default() });
        for (x, y) in (0..24).flat_map(|y| (0..40).map(move |x| (x, y))) {
            assert_eq!(turned.pixel(23 - y, x), as_stored.pixel(x, y));
        }
        assert_eq!(stored(&bytes).unwrap(), Stored { size: (40, 24), orientation: Orientation::Clockwise });
        // The orientation of a WebP comes last: its size is not told without it.
        if let Ok(stored) = stored(&bytes[..bytes.len() - 30]) {
            assert_eq!(stored.orientation, Orientation::Clockwise);
        }
    }
}

#[test]
fn sixteen_bits_are_stretched_on_request() {
    let narrow = |x: u32, _: u32| [1000 + x as u16; 3];
    let tiff = tiff(TiffKind { bits: 16, samples: 1, ..TiffKind::default() }, &[(11, 3, &narrow)]);
    let values: Vec<u16> = (0..33).map(|at| 1000 + at % 11).collect();
    let png = encoded(
        &image::ImageBuffer::<image::Luma<u16>, _>::from_raw(11, 3, values.clone()).unwrap().into(),
        ImageFormat::Png,
    );
    let pgm = [b"P5\n11 3\n65535\n".to_vec(), values.iter().flat_map(|value| value.to_be_bytes()).collect()].concat();
    for bytes in [tiff, png, pgm] {
        let greys = |stretch: bool| -> Vec<u8> {
            let picture = viewed(&bytes, PictureView { stretch, ..PictureView::default() });
            picture.pixels.iter().take(11).map(|pixel| pixel.0[1]).collect()
        };
        assert_eq!(greys(false), [3; 11]);
        assert_eq!(greys(true), [0, 25, 51, 76, 102, 127, 153, 178, 204, 229, 255]);
    }
}

#[test]
fn pnm_is_read_as_text_and_as_bytes() {
    let grey = [0, 100, 255, 7, 8, 9];
    let levels = |bytes: &[u8]| -> Vec<u8> { decoded(bytes).unwrap().pixels.iter().map(|pixel| pixel.0[0]).collect() };
    assert_eq!(levels(&[b"P5 3 2 255\n".as_slice(), &grey].concat()), grey);
    assert_eq!(levels(b"P2\n# made by hand\n3 2\n255\n0 100 255\n7 8 9 # the end"), grey);
    assert_eq!(levels(b"P2 2 1 15 0 15"), [0, 255]);
    assert_eq!(levels(b"P1 3 2\n010 1 01"), [255, 0, 255, 0, 255, 0]);
    assert_eq!(levels(b"P4 3 2\n\x40\xA0"), [255, 0, 255, 0, 255, 0]);
    assert_eq!(decoded(b"P6 1 1 255 \x01\x02\x03").unwrap().pixels, [Rgba([1, 2, 3, 255])]);
    assert_eq!(decoded(b"P3 1 1 255 1 2 3").unwrap().pixels, [Rgba([1, 2, 3, 255])]);
    assert_eq!(decoded(b"P5 1 1 65535 \x12\xFF").unwrap().pixels, [Rgba([0x12, 0x12, 0x12, 255])]);
    assert_eq!(decoded(b"P5 3 2 255 12345"), Err("the file ends before the picture does".to_owned()));
    assert!(decoded(b"P2 1 1 255 x").unwrap_err().contains("a number is expected"));
}

/// An animation of three pictures: all red, a green square over it, and a blue one in its place.
pub fn gif() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = gif::Encoder::new(&mut bytes, 10, 8, &[255, 0, 0, 0, 255, 0, 0, 0, 255]).unwrap();
    let frame = |index: u8, left, width, height, dispose| gif::Frame {
        left,
        width,
        height,
        dispose,
        buffer: vec![index; usize::from(width) * usize::from(height)].into(),
        ..gif::Frame::default()
    };
    encoder.write_frame(&frame(0, 0, 10, 8, gif::DisposalMethod::Keep)).unwrap();
    encoder.write_frame(&frame(1, 1, 4, 4, gif::DisposalMethod::Previous)).unwrap();
    encoder.write_frame(&frame(2, 6, 2, 2, gif::DisposalMethod::Keep)).unwrap();
    drop(encoder);
    bytes
}

#[test]
fn pictures_of_a_gif_are_drawn_over_each_other() {
    let bytes = gif();
    assert_eq!(
        animation::count(PictureFormat::Gif, Cursor::new(&bytes), bytes.len() as u64, u64::MAX).unwrap(),
        (3, false)
    );
    let colours = |number: u64| {
        let mut frames = animation::Animation::new(PictureFormat::Gif, Cursor::new(&bytes), bytes.len()).unwrap();
        let picture = frames.picture(number, PictureView::default(), &Pool::default()).unwrap();
        [picture.pixel(0, 0), picture.pixel(2, 2), picture.pixel(6, 1)].map(|pixel| pixel.unwrap().0)
    };
    let (red, green, blue) = ([255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255]);
    assert_eq!(colours(0), [red, red, red]);
    assert_eq!(colours(1), [red, green, red]);
    assert_eq!(colours(2), [red, red, blue]);
    assert_eq!(decoded(&bytes).unwrap().pixel(2, 2), Some(Rgba(red)));
}

/// An animated WebP of one picture in each of these colours.
pub fn webp(colours: &[[u8; 3]]) -> Vec<u8> {
    let chunk = |name: &[u8; 4], content: &[u8]| {
        let pad = vec![0; content.len() % 2];
        [name, (content.len() as u32).to_le_bytes().as_slice(), content, &pad].concat()
    };
    let size = [[9, 0, 0], [7, 0, 0]].concat();
    let mut chunks = chunk(b"VP8X", &[&[2, 0, 0, 0], size.as_slice()].concat());
    chunks.extend(chunk(b"ANIM", &[0; 6]));
    for &colour in colours {
        let still = encoded(&RgbImage::from_pixel(10, 8, image::Rgb(colour)).into(), ImageFormat::WebP);
        let frame = [&[0; 6], size.as_slice(), &[40, 0, 0, 0], &still[12..]].concat();
        chunks.extend(chunk(b"ANMF", &frame));
    }
    [b"RIFF", (chunks.len() as u32 + 4).to_le_bytes().as_slice(), b"WEBP", &chunks].concat()
}

#[test]
fn pictures_of_an_animated_webp_are_read_in_turn() {
    let colours = [[10, 20, 30], [200, 100, 50], [1, 2, 3]];
    let bytes = webp(&colours);
    assert_eq!(
        animation::count(PictureFormat::WebP, Cursor::new(&bytes), bytes.len() as u64, u64::MAX).unwrap(),
        (3, false)
    );
    let mut frames = animation::Animation::new(PictureFormat::WebP, Cursor::new(&bytes), bytes.len()).unwrap();
    for (number, colour) in (0..).zip(colours) {
        let picture = frames.picture(number, PictureView::default(), &Pool::default()).unwrap();
        assert_near(&picture, 4, 4, colour, 1);
    }
    assert!(frames.picture(3, PictureView::default(), &Pool::default()).is_err());
    assert_near(&decoded(&bytes).unwrap(), 4, 4, colours[0], 1);
}

#[test]
fn four_components_and_rgb_jpeg_have_their_colours() {
    use jpeg_encoder::{ColorType, Encoder};
    let encode = |colour: &[u8], kind: ColorType| {
        let mut bytes = Vec::new();
        Encoder::new(&mut bytes, 98).encode(&colour.repeat(32 * 24), 32, 24, kind).unwrap();
        bytes
    };
    // The encoder stores ink inverted, with an Adobe segment, as most programs do.
    let inks = [20, 60, 100, 40];
    let Rgba([red, green, blue, _]) = buffer::ink(inks);
    for kind in [ColorType::Cmyk, ColorType::CmykAsYcck] {
        assert_near(&decoded(&encode(&inks, kind)).unwrap(), 9, 9, [red, green, blue], 3);
    }
    // Three components named R, G, B: their values are the colours.
    let mut bytes = encode(&[128, 128, 128], ColorType::Ycbcr);
    for marker in [0xC0, 0xDA] {
        let at = memchr::memmem::find(&bytes, &[0xFF, marker]).unwrap();
        let (first, step) = if marker == 0xC0 { (at + 10, 3) } else { (at + 5, 2) };
        (0..3).for_each(|component| bytes[first + component * step] = b"RGB"[component]);
    }
    let jfif = memchr::memmem::find(&bytes, b"JFIF").unwrap();
    bytes[jfif..jfif + 4].copy_from_slice(b"none");
    assert_near(&decoded(&bytes).unwrap(), 9, 9, [128; 3], 1);
}

#[test]
fn what_is_not_read_is_named() {
    for (bytes, name) in [
        (&b"\0\0\0\x20ftypavif\0\0\0\0"[..], "AVIF pictures are not read"),
        (b"\0\0\0\x0CjP  \r\n\x87\n", "JPEG 2000 pictures are not read"),
        (b"\xFF\x0A\x11\x22", "JPEG XL pictures are not read"),
    ] {
        let reason = decoded(bytes).unwrap_err();
        assert!(reason.starts_with(name) && reason.contains("convert"), "{reason}");
    }
    for (marker, name) in [(0xC9, "arithmetic"), (0xC5, "hierarchically")] {
        let mut bytes = jpeg(16, 16);
        let at = memchr::memmem::find(&bytes, &[0xFF, 0xC0]).unwrap();
        bytes[at + 1] = marker;
        assert!(decoded(&bytes).unwrap_err().contains(name));
    }
    let mut bytes = tiff(TiffKind::default(), &[(9, 8, &samples)]);
    let at = memchr::memmem::find(&bytes, &[3, 1, 3, 0]).unwrap();
    bytes[at + 8..at + 10].copy_from_slice(&50_000_u16.to_le_bytes());
    assert_eq!(decoded(&bytes), Err("it is a TIFF compressed with Zstandard, which is not read".to_owned()));
}

#[test]
fn headers_of_new_formats_alone_allocate_nothing() {
    let mut small = tiff(TiffKind::default(), &[(9, 8, &samples)]);
    for tag in [256_u16, 257] {
        let at = memchr::memmem::find(&small, &[&tag.to_le_bytes()[..], &[4, 0]].concat()).unwrap();
        small[at + 8..at + 12].copy_from_slice(&16_000_u32.to_le_bytes());
    }
    let gif = [b"GIF89a", &16_000_u16.to_le_bytes()[..], &16_000_u16.to_le_bytes(), &[0, 0, 0, b';']].concat();
    for bytes in [small, gif, b"P5 16000 16000 255 ".to_vec(), b"P1 9999999999 1 ".to_vec()] {
        let pool = Pool::default();
        let error = decode(&bytes, PictureView::default(), &pool).unwrap_err();
        assert_eq!(pool.fresh(), 0, "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn changed_bytes_of_new_formats_never_panic(
        which in 0_usize..8,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let kind = |compression, tile| TiffKind { compression, tile, ..TiffKind::default() };
        let two: &[_] = &[(33, 17, &samples as &dyn Fn(u32, u32) -> [u16; 3]), (9, 8, &samples)];
        let mut bytes = match which {
            0 => gif(),
            1 => webp(&[[1, 2, 3], [4, 5, 6]]),
            2 => [b"P6 16 8 255 ".to_vec(), vec![7; 16 * 8 * 3]].concat(),
            3 => tiff(kind(1, None), two),
            4 => tiff(kind(5, None), two),
            5 => tiff(kind(8, Some(16)), two),
            6 => tiff(TiffKind { is_big: true, is_planar: true, bits: 16, ..kind(32_773, None) }, two),
            _ => encoded(&drawing(33, 17).into(), ImageFormat::Tga),
        };
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let _ = decoded(&bytes);
        let _ = stored(&bytes);
        if let Ok(format @ (PictureFormat::Gif | PictureFormat::WebP)) = PictureFormat::of(&bytes) {
            let count = contained(|| animation::count(format, Cursor::new(&bytes), bytes.len() as u64, u64::MAX));
            let _ = contained(|| animation::Animation::new(format, Cursor::new(&bytes), bytes.len())?.picture(1, PictureView::default(), &Pool::default()));
            prop_assert!(count.is_err() || count.is_ok_and(|(count, _)| count <= bytes.len() as u64));
        }
        for at in contained(|| tiff::pages(Cursor::new(&bytes), usize::MAX)).unwrap_or_default().0 {
            let _ = contained(|| tiff::picture(Cursor::new(&bytes), at, PictureView { stretch: true, turn: true }, &Pool::default()));
        }
    }
}
