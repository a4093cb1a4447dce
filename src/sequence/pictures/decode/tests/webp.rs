//! Animated WebP: pictures that are laid over each other, and what a file claims to have.

use std::io::Cursor;

use super::*;

/// Place, size, flags and colour of a picture.
type Part = ([u8; 2], [u8; 2], u8, [u8; 4]);

/// An animated WebP of 20 × 16 pixels: pictures of one colour, each with its place, its size, its flags (1: cleared before the
/// next one, 2: not mixed with what is beneath).
fn webp_parts(parts: &[Part]) -> Vec<u8> {
    let chunk = |name: &[u8; 4], content: &[u8]| {
        let pad = vec![0; content.len() % 2];
        [name, (content.len() as u32).to_le_bytes().as_slice(), content, &pad].concat()
    };
    let mut chunks = chunk(b"VP8X", &[2 | 16, 0, 0, 0, 19, 0, 0, 15, 0, 0]);
    chunks.extend(chunk(b"ANIM", &[255, 0, 255, 255, 0, 0]));
    for &([left, top], [width, height], flags, colour) in parts {
        let still = image::RgbaImage::from_pixel(width.into(), height.into(), image::Rgba(colour));
        let still = encoded(&still.into(), ImageFormat::WebP);
        let head = [left / 2, 0, 0, top / 2, 0, 0, width - 1, 0, 0, height - 1, 0, 0, 40, 0, 0, flags];
        chunks.extend(chunk(b"ANMF", &[&head[..], &still[12..]].concat()));
    }
    [b"RIFF", (chunks.len() as u32 + 4).to_le_bytes().as_slice(), b"WEBP", &chunks].concat()
}

#[test]
fn a_picture_of_an_animated_webp_is_cleared_and_mixed_as_its_flags_say() {
    let bytes = webp_parts(&[
        ([0, 0], [20, 16], 0, [200, 40, 40, 255]),
        ([4, 4], [6, 6], 1, [0, 255, 0, 255]),
        ([12, 8], [4, 4], 0, [0, 0, 255, 128]),
        ([0, 0], [20, 16], 2, [9, 8, 7, 0]),
        ([0, 0], [20, 16], 1, [50, 60, 70, 255]),
        ([2, 2], [2, 2], 0, [255, 255, 255, 64]),
    ]);
    let mut frames = animation::Animation::new(PictureFormat::WebP, Cursor::new(&bytes), bytes.len()).unwrap();
    let mut colours = |number, places: [(u32, u32); 3]| {
        let picture = frames.picture(number, PictureView::default(), &Pool::default()).unwrap();
        places.map(|(x, y)| picture.pixel(x, y).map(|pixel| [pixel.0[0], pixel.0[1], pixel.0[2]]).unwrap())
    };
    let (red, black) = ([200, 40, 40], [0; 3]);
    assert_eq!(colours(0, [(0, 0), (5, 5), (13, 9)]), [red; 3]);
    assert_eq!(colours(1, [(0, 0), (5, 5), (13, 9)]), [red, [0, 255, 0], red]);
    // What was cleared is transparent, and its colour is black. The values are those of libwebp.
    assert_eq!(colours(2, [(0, 0), (5, 5), (13, 9)]), [red, black, [99, 19, 147]]);
    // The colour beneath is shown where a picture is transparent and not mixed.
    assert_eq!(colours(3, [(0, 0), (5, 5), (13, 9)]), [[9, 8, 7]; 3]);
    assert_eq!(colours(4, [(0, 0), (5, 5), (13, 9)]), [[50, 60, 70]; 3]);
    assert_eq!(colours(5, [(0, 0), (3, 3), (13, 9)]), [black, [255; 3], black]);
    // A picture alone is the first one, also where the chunk with the background is damaged, which is not used.
    assert_eq!(stored(&bytes).unwrap().size, (20, 16));
    let mut odd = bytes.clone();
    odd[30..34].copy_from_slice(b"ANIX");
    assert_eq!((stored(&odd).unwrap().size, decoded(&odd).unwrap().width), ((20, 16), 20));
    assert_eq!(decoded(&bytes).unwrap().pixel(5, 5), Some(Rgba([200, 40, 40, 255])));
}

#[test]
fn what_a_webp_claims_and_does_not_have_is_not_allocated() {
    let mut animated = webp_parts(&[([0, 0], [20, 16], 0, [1, 2, 3, 255])]);
    let mut large = animated.clone();
    // A canvas of 16,384 × 16,384 pixels.
    large[24..30].copy_from_slice(&[0xFF, 0x3F, 0, 0xFF, 0x3F, 0]);
    // EXIF data of nearly 4 GB behind the picture.
    animated[20] |= 8;
    animated.extend(b"EXIF\xF0\xFF\xFF\xFFMM");
    let still = encoded(&RgbImage::from_pixel(10, 8, image::Rgb([1, 2, 3])).into(), ImageFormat::WebP);
    let header = [b"VP8X".as_slice(), &[10, 0, 0, 0, 8, 0, 0, 0, 9, 0, 0, 7, 0, 0]].concat();
    let still = [b"RIFF\xFF\xFF\0\0WEBP", &header[..], &still[12..], b"EXIF\xF0\xFF\xFF\xFFMM"].concat();
    for bytes in [animated, still, large] {
        let pool = Pool::default();
        let error = decode(&bytes, PictureView::default(), &pool).unwrap_err();
        assert_eq!(pool.fresh(), 0, "{error}");
    }
}
