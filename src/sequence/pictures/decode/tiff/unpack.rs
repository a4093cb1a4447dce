//! The compressions of a TIFF file.

use flate2::{Decompress, FlushDecompress, Status};
use weezl::{BitOrder, LzwStatus};

use crate::sequence::pictures::decode::jpeg;
use crate::sequence::pictures::error::PictureError;

/// How the parts of a picture are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    None,
    Lzw,
    Jpeg,
    Deflate,
    PackBits,
}

impl Compression {
    pub(super) fn of(number: u64) -> Result<Self, PictureError> {
        let name = match number {
            1 => return Ok(Self::None),
            5 => return Ok(Self::Lzw),
            7 => return Ok(Self::Jpeg),
            8 | 32_946 => return Ok(Self::Deflate),
            32_773 => return Ok(Self::PackBits),
            2..=4 => "compressed as a fax",
            6 => "with JPEG of the old kind",
            34_712 | 33_003 | 33_005 => "with JPEG 2000 in it",
            34_925 => "compressed with LZMA",
            50_000 => "compressed with Zstandard",
            50_001 => "with WebP in it",
            50_002 | 52_546 => "with JPEG XL in it",
            _ => "of an unknown compression",
        };
        Err(PictureError::UnreadTiff(name))
    }
}

/// What is known of a part that is a JPEG: its size, and what its samples mean.
#[derive(Clone, Copy, Debug)]
pub(super) struct JpegPart<'a> {
    /// Width and height in pixels.
    pub size: (u32, u32),
    pub samples: usize,
    pub is_ycbcr: bool,
    /// The tables that all parts share.
    pub tables: &'a [u8],
}

/// Unpacks a part into `into`, which it has to fill.
pub(super) fn unpack(
    compression: Compression,
    bytes: &[u8],
    into: &mut [u8],
    jpeg_part: JpegPart<'_>,
) -> Result<(), PictureError> {
    match compression {
        Compression::None => {
            into.copy_from_slice(bytes.get(..into.len()).ok_or(PictureError::CutOff)?);
            Ok(())
        }
        Compression::Lzw => lzw(bytes, into),
        Compression::Deflate => deflate(bytes, into),
        Compression::PackBits => pack_bits(bytes, into),
        Compression::Jpeg => jpeg(bytes, into, jpeg_part),
    }
}

fn lzw(mut bytes: &[u8], mut into: &mut [u8]) -> Result<(), PictureError> {
    let mut decoder = weezl::decode::Decoder::with_tiff_size_switch(BitOrder::Msb, 8);
    while !into.is_empty() {
        let done = decoder.decode_bytes(bytes, into);
        bytes = bytes.get(done.consumed_in..).unwrap_or_default();
        into = into.get_mut(done.consumed_out..).unwrap_or_default();
        match done.status {
            Ok(LzwStatus::Ok) if done.consumed_in + done.consumed_out > 0 => {}
            Err(_) => return Err(PictureError::DamagedTiff("its LZW codes")),
            _ if into.is_empty() => {}
            _ => return Err(PictureError::CutOff),
        }
    }
    Ok(())
}

fn deflate(bytes: &[u8], into: &mut [u8]) -> Result<(), PictureError> {
    let mut decoder = Decompress::new(true);
    let status = decoder.decompress(bytes, into, FlushDecompress::Finish);
    match status {
        Ok(_) if decoder.total_out() == into.len() as u64 => Ok(()),
        Ok(Status::Ok | Status::BufError | Status::StreamEnd) => Err(PictureError::CutOff),
        Err(_) => Err(PictureError::DamagedTiff("its deflated bytes")),
    }
}

fn pack_bits(bytes: &[u8], into: &mut [u8]) -> Result<(), PictureError> {
    let (mut at, mut filled) = (0, 0);
    while filled < into.len() {
        let count = *bytes.get(at).ok_or(PictureError::CutOff)?;
        at += 1;
        // Up to 127: so many bytes follow, and one more. From 129: the next byte is repeated.
        let room = into.len() - filled;
        if count < 128 {
            let count = usize::from(count) + 1;
            let taken = bytes.get(at..at + count).ok_or(PictureError::CutOff)?;
            let taken = &taken[..count.min(room)];
            into[filled..filled + taken.len()].copy_from_slice(taken);
            (at, filled) = (at + count, filled + taken.len());
        } else if count > 128 {
            let byte = *bytes.get(at).ok_or(PictureError::CutOff)?;
            let count = (257 - usize::from(count)).min(room);
            into[filled..filled + count].fill(byte);
            (at, filled) = (at + 1, filled + count);
        }
    }
    Ok(())
}

fn jpeg(bytes: &[u8], into: &mut [u8], part: JpegPart<'_>) -> Result<(), PictureError> {
    // The tables begin and end as a file does; what they share with the part is left out.
    let tables = part.tables.strip_suffix(&[0xFF, 0xD9]).unwrap_or(part.tables);
    let whole = match bytes.strip_prefix(&[0xFF, 0xD8]) {
        Some(rest) if !tables.is_empty() => [tables, rest].concat(),
        _ => bytes.to_vec(),
    };
    let (samples, count) = jpeg::part(&whole, part.size, part.is_ycbcr)?;
    if count != part.samples || samples.len() < into.len() {
        return Err(PictureError::DamagedTiff("a JPEG in it has another number of samples"));
    }
    into.copy_from_slice(&samples[..into.len()]);
    Ok(())
}

/// Undoes the differences of a row: each sample is stored as the difference to the one of the pixel before.
pub(super) fn add_up(row: &mut [u8], samples: usize, is_wide: bool) {
    if is_wide {
        for at in (2 * samples..row.len().saturating_sub(1)).step_by(2) {
            let before = u16::from_ne_bytes([row[at - 2 * samples], row[at - 2 * samples + 1]]);
            let sum = u16::from_ne_bytes([row[at], row[at + 1]]).wrapping_add(before).to_ne_bytes();
            row[at..at + 2].copy_from_slice(&sum);
        }
    } else {
        for at in samples..row.len() {
            row[at] = row[at].wrapping_add(row[at - samples]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NO_JPEG: JpegPart<'static> = JpegPart { size: (1, 1), samples: 1, is_ycbcr: false, tables: &[] };

    #[test]
    fn packed_bits_are_runs_and_plain_bytes() {
        let mut into = [0; 9];
        unpack(Compression::PackBits, &[2, 1, 2, 3, 128, 0xFC, 7, 0, 9], &mut into, NO_JPEG).unwrap();
        assert_eq!(into, [1, 2, 3, 7, 7, 7, 7, 7, 9]);
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            which in prop::sample::select(vec![1_u64, 5, 7, 8, 32_773]),
            len in 0_usize..3000,
        ) {
            let _ = unpack(Compression::of(which).unwrap(), &bytes, &mut vec![0; len], NO_JPEG);
        }

        #[test]
        fn what_is_packed_is_unpacked(plain in prop::collection::vec(any::<u8>(), 1..3000)) {
            use std::io::Write as _;
            let mut deflated = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
            deflated.write_all(&plain).unwrap();
            let lzw = weezl::encode::Encoder::with_tiff_size_switch(BitOrder::Msb, 8).encode(&plain).unwrap();
            let packed = [(Compression::Deflate, deflated.finish().unwrap()), (Compression::Lzw, lzw)];
            for (compression, packed) in packed {
                let mut into = vec![0; plain.len()];
                unpack(compression, &packed, &mut into, NO_JPEG).unwrap();
                prop_assert_eq!(&into, &plain);
                // A few bytes may be whole in the first half.
                let cut = unpack(compression, &packed[..packed.len() / 2], &mut into, NO_JPEG);
                prop_assert!(cut.is_err() || into == plain);
            }
        }
    }
}
