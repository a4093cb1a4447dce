//! TIFF files of all kinds, made for tests.
#![allow(dead_code, clippy::unwrap_used, clippy::struct_excessive_bools)]

use std::io::Write as _;

/// What a TIFF file is like. The samples of a pixel are grey, or red, green and blue.
#[derive(Clone, Copy, Debug)]
pub struct TiffKind {
    pub is_big_endian: bool,
    pub is_big: bool,
    /// 8 or 16.
    pub bits: u16,
    /// 1 or 3.
    pub samples: u16,
    /// 1, 5, 8 or 32773.
    pub compression: u16,
    pub has_differences: bool,
    pub is_planar: bool,
    /// Height of a strip, or width and height of a tile.
    pub rows: u32,
    pub tile: Option<u32>,
    pub orientation: u16,
}

impl Default for TiffKind {
    fn default() -> Self {
        Self {
            is_big_endian: false,
            is_big: false,
            bits: 8,
            samples: 3,
            compression: 1,
            has_differences: false,
            is_planar: false,
            rows: 7,
            tile: None,
            orientation: 1,
        }
    }
}

/// A picture: its size, and the samples of a pixel.
pub type Content<'a> = (u32, u32, &'a dyn Fn(u32, u32) -> [u16; 3]);

/// A file with these pictures.
pub fn tiff(kind: TiffKind, pictures: &[Content<'_>]) -> Vec<u8> {
    let mut file = File { kind, bytes: Vec::new() };
    file.bytes.extend(if kind.is_big_endian { b"MM" } else { b"II" });
    file.put(if kind.is_big { 43 } else { 42 }, 2);
    if kind.is_big {
        file.put(8, 2);
        file.put(0, 2);
    }
    let mut link = file.bytes.len();
    file.offset(0);
    for &picture in pictures {
        let (directory, next) = file.picture(picture);
        file.patch(link, directory);
        link = next;
    }
    file.bytes
}

struct File {
    kind: TiffKind,
    bytes: Vec<u8>,
}

impl File {
    fn number(&self, value: u64, size: usize) -> Vec<u8> {
        if self.kind.is_big_endian {
            value.to_be_bytes()[8 - size..].to_vec()
        } else {
            value.to_le_bytes()[..size].to_vec()
        }
    }

    fn put(&mut self, value: u64, size: usize) {
        let bytes = self.number(value, size);
        self.bytes.extend(bytes);
    }

    fn offset_size(&self) -> usize {
        if self.kind.is_big { 8 } else { 4 }
    }

    fn offset(&mut self, value: u64) {
        self.put(value, self.offset_size());
    }

    fn patch(&mut self, at: usize, value: u64) {
        let bytes = self.number(value, self.offset_size());
        self.bytes[at..at + bytes.len()].copy_from_slice(&bytes);
    }

    /// Adds a picture. Returns where its directory is, and where the place of the next one is to be written.
    fn picture(&mut self, (width, height, pixel): Content<'_>) -> (u64, usize) {
        let kind = self.kind;
        let (part_width, part_height) = kind.tile.map_or((width, kind.rows.min(height)), |side| (side, side));
        let planes = if kind.is_planar { kind.samples } else { 1 };
        let mut parts = Vec::new();
        for plane in 0..planes {
            for top in (0..height).step_by(part_height as usize) {
                for left in (0..width).step_by(part_width as usize) {
                    let rows = if kind.tile.is_some() { part_height } else { part_height.min(height - top) };
                    let mut plain = Vec::new();
                    for y in top..top + rows {
                        plain.extend(self.row(left, part_width, y, (width, height), plane, pixel));
                    }
                    let packed = packed(kind.compression, &plain);
                    parts.push((self.bytes.len() as u64, packed.len() as u64));
                    self.bytes.extend(packed);
                }
            }
        }
        let mut list = |values: Vec<u64>| {
            let at = self.bytes.len() as u64;
            values.iter().for_each(|&value| self.put(value, 4));
            (at, values.len() as u64)
        };
        let begins = list(parts.iter().map(|part| part.0).collect());
        let lengths = list(parts.iter().map(|part| part.1).collect());
        let one = |value: u64| (value, 1);
        let mut entries = vec![
            (256, 4, one(width.into())),
            (257, 4, one(height.into())),
            (258, 3, one(kind.bits.into())),
            (259, 3, one(kind.compression.into())),
            (262, 3, one(if kind.samples == 3 { 2 } else { 1 })),
            (274, 3, one(kind.orientation.into())),
            (277, 3, one(kind.samples.into())),
            (284, 3, one(if kind.is_planar { 2 } else { 1 })),
            (317, 3, one(if kind.has_differences { 2 } else { 1 })),
        ];
        let value_of = |(at, count): (u64, u64), first: u64| if count == 1 { (first, 1) } else { (at, count) };
        let (begins, lengths) = (value_of(begins, parts[0].0), value_of(lengths, parts[0].1));
        if kind.tile.is_some() {
            entries.extend([
                (322, 4, one(part_width.into())),
                (323, 4, one(part_height.into())),
                (324, 4, begins),
                (325, 4, lengths),
            ]);
        } else {
            entries.extend([(273, 4, begins), (278, 4, one(part_height.into())), (279, 4, lengths)]);
        }
        entries.sort_by_key(|entry| entry.0);
        let directory = self.bytes.len() as u64;
        self.put(entries.len() as u64, if kind.is_big { 8 } else { 2 });
        for (tag, form, (value, count)) in entries {
            self.put(tag, 2);
            self.put(form, 2);
            self.offset(count);
            let field = self.offset_size();
            let size = if form == 3 { 2 } else { 4 };
            // Lists of two small numbers would be in the entry itself; in a large file, those of two are.
            if count == 1 {
                self.put(value, size);
                self.bytes.extend(vec![0; field - size]);
            } else if count * size as u64 <= field as u64 {
                let inside = self.bytes[value as usize..][..count as usize * size].to_vec();
                self.bytes.extend(&inside);
                self.bytes.extend(vec![0; field - inside.len()]);
            } else {
                self.offset(value);
            }
        }
        let next = self.bytes.len();
        self.offset(0);
        (directory, next)
    }

    /// The bytes of a row of a part. What is outside of the picture is its border.
    fn row(
        &self,
        left: u32,
        width: u32,
        y: u32,
        size: (u32, u32),
        plane: u16,
        pixel: &dyn Fn(u32, u32) -> [u16; 3],
    ) -> Vec<u8> {
        let kind = self.kind;
        let mut samples = Vec::new();
        for x in left..left + width {
            let all = pixel(x.min(size.0 - 1), y.min(size.1 - 1));
            if kind.is_planar {
                samples.push(all[plane as usize]);
            } else {
                samples.extend(&all[..kind.samples as usize]);
            }
        }
        if kind.has_differences {
            let step = if kind.is_planar { 1 } else { kind.samples as usize };
            for at in (step..samples.len()).rev() {
                samples[at] = samples[at].wrapping_sub(samples[at - step]);
            }
        }
        samples.iter().flat_map(|&sample| self.number(sample.into(), kind.bits as usize / 8)).collect()
    }
}

fn packed(compression: u16, plain: &[u8]) -> Vec<u8> {
    match compression {
        5 => weezl::encode::Encoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8).encode(plain).unwrap(),
        8 => {
            let mut deflated = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
            deflated.write_all(plain).unwrap();
            deflated.finish().unwrap()
        }
        32_773 => plain.chunks(100).flat_map(|part| [&[part.len() as u8 - 1], part].concat()).collect(),
        _ => plain.to_vec(),
    }
}
