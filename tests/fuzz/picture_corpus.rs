//! Small picture files of all formats, made here.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

use super::tiff_file::{TiffKind, tiff};

/// A picture with a structure.
fn drawing(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| Rgb([(x * 7) as u8, (y * 11) as u8, (x * y) as u8]))
}

fn encoded(image: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// One or more files of each format.
pub fn all() -> Vec<Vec<u8>> {
    let image = drawing(33, 17);
    let mut corpus: Vec<Vec<u8>> =
        [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Bmp, ImageFormat::WebP, ImageFormat::Tga]
            .into_iter()
            .map(|format| encoded(&image, format))
            .collect();
    let pixel = |x: u32, y: u32| [(x * 257) as u16, (y * 999) as u16, (x * y) as u16];
    for compression in [1, 5, 8, 32_773] {
        for (is_big, bits, is_planar, tile) in
            [(false, 8, false, None), (true, 16, true, None), (false, 16, false, Some(16))]
        {
            let kind = TiffKind { is_big, bits, compression, is_planar, tile, ..TiffKind::default() };
            corpus.push(tiff(kind, &[(33, 17, &pixel), (9, 8, &pixel)]));
        }
    }
    corpus.push(gif());
    corpus.push(webp());
    corpus.extend(
        ["P2\n# a comment\n3 2 15\n1 2 3 4 5 15\n", "P1 3 2 010 101", "P3 1 1 255 1 2 3"]
            .map(|text| text.as_bytes().to_vec()),
    );
    corpus.push([b"P6 9 8 255 ".to_vec(), vec![100; 9 * 8 * 3]].concat());
    corpus.push([b"P5 9 8 65535 ".to_vec(), vec![100; 9 * 8 * 2]].concat());
    corpus.push(cmyk());
    corpus
}

fn gif() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = gif::Encoder::new(&mut bytes, 10, 8, &[255, 0, 0, 0, 255, 0]).unwrap();
    for (index, dispose) in [(0, gif::DisposalMethod::Keep), (1, gif::DisposalMethod::Previous)] {
        let buffer = vec![index; 16].into();
        encoder
            .write_frame(&gif::Frame { left: 3, width: 4, height: 4, dispose, buffer, ..gif::Frame::default() })
            .unwrap();
    }
    drop(encoder);
    bytes
}

/// An animation of two pictures.
fn webp() -> Vec<u8> {
    let chunk = |name: &[u8; 4], content: &[u8]| {
        let pad = vec![0; content.len() % 2];
        [name, (content.len() as u32).to_le_bytes().as_slice(), content, &pad].concat()
    };
    let size = [9, 0, 0, 7, 0, 0];
    let mut chunks = chunk(b"VP8X", &[&[2, 0, 0, 0], size.as_slice()].concat());
    chunks.extend(chunk(b"ANIM", &[0; 6]));
    for _ in 0..2 {
        let still = encoded(&drawing(10, 8), ImageFormat::WebP);
        chunks.extend(chunk(b"ANMF", &[&[0; 6], size.as_slice(), &[40, 0, 0, 2], &still[12..]].concat()));
    }
    [b"RIFF", (chunks.len() as u32 + 4).to_le_bytes().as_slice(), b"WEBP", &chunks].concat()
}

/// A JPEG of four components.
fn cmyk() -> Vec<u8> {
    let mut bytes = Vec::new();
    let pixels: Vec<u8> = (0..16 * 16 * 4).map(|at| at as u8).collect();
    jpeg_encoder::Encoder::new(&mut bytes, 80).encode(&pixels, 16, 16, jpeg_encoder::ColorType::Cmyk).unwrap();
    bytes
}
