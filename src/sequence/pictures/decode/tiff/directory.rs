//! The directories of a TIFF file: one for each picture, with all that is known of it as numbers under tags.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek, SeekFrom};

use crate::sequence::pictures::decode::buffer::bytes as reserved;
use crate::sequence::pictures::error::PictureError;

/// The most entries of a directory that are looked at. Real ones have a few dozen.
const MAX_ENTRIES: u64 = 4096;
/// The most numbers under one tag: a picture has at most so many parts.
const MAX_NUMBERS: u64 = 1 << 21;
/// The most directories of a file that are read.
const MAX_DIRECTORIES: usize = 1 << 22;
/// How often all bytes of a file may be read to list its pictures. Directories that share their lists could be read for ever.
const MAX_READS: u64 = 4;
/// The tags of places and lengths of the parts of a picture: of bands, and of tiles.
const PARTS: [(u16, u16); 2] = [(273, 279), (324, 325)];
/// The tag that says what kind of picture it is. Its lowest bit stands for a small version of another picture.
const KIND: u16 = 254;

/// Reads the numbers of a file, in its byte order.
pub(super) struct Numbers<R> {
    reader: R,
    is_big_endian: bool,
    /// Whether offsets have 64 bits.
    is_big: bool,
    /// How many bytes were read.
    bytes_read: u64,
}

/// The entries of a directory.
pub(super) struct Directory {
    entries: BTreeMap<u16, Entry>,
    /// Where the next directory is; 0 if there is none, and `None` if that is not in the file.
    next: Option<u64>,
}

/// Numbers under a tag.
#[derive(Clone, Copy)]
struct Entry {
    /// Bytes of a number. 0 for what is not a whole number.
    size: u64,
    count: u64,
    /// Where the numbers are.
    at: u64,
}

impl<R: Read + Seek> Numbers<R> {
    /// Reads the header. Returns the place of the first directory, too.
    pub(super) fn new(reader: R) -> Result<(Self, u64), PictureError> {
        let mut numbers = Self { reader, is_big_endian: false, is_big: false, bytes_read: 0 };
        numbers.is_big_endian = numbers.raw::<2>(0)? == *b"MM";
        numbers.is_big = numbers.number(2, 2)? == 43;
        let first = if numbers.is_big { numbers.number(8, 8)? } else { numbers.number(4, 4)? };
        Ok((numbers, first))
    }

    fn raw<const N: usize>(&mut self, at: u64) -> Result<[u8; N], PictureError> {
        let mut bytes = [0; N];
        self.read(at, &mut bytes)?;
        Ok(bytes)
    }

    /// Fills `bytes` from a place in the file.
    pub(super) fn read(&mut self, at: u64, bytes: &mut [u8]) -> Result<(), PictureError> {
        self.reader.seek(SeekFrom::Start(at))?;
        self.reader.read_exact(bytes)?;
        self.bytes_read += bytes.len() as u64;
        Ok(())
    }

    /// The size of the file in bytes.
    pub(super) fn file_bytes(&mut self) -> Result<u64, PictureError> {
        Ok(self.reader.seek(SeekFrom::End(0))?)
    }

    pub(super) fn is_big_endian(&self) -> bool {
        self.is_big_endian
    }

    /// A number of at most 8 bytes.
    fn number(&mut self, at: u64, size: usize) -> Result<u64, PictureError> {
        let mut bytes = [0; 8];
        self.read(at, &mut bytes[..size])?;
        Ok(self.value(&bytes[..size]))
    }

    fn value(&self, bytes: &[u8]) -> u64 {
        let add = |value: u64, byte: &u8| value << 8 | u64::from(*byte);
        if self.is_big_endian { bytes.iter().fold(0, add) } else { bytes.iter().rev().fold(0, add) }
    }

    /// The directory at a place.
    pub(super) fn directory(&mut self, at: u64) -> Result<Directory, PictureError> {
        let (count_size, entry_size, field) = if self.is_big { (8, 20, 8) } else { (2, 12, 4) };
        let count = self.number(at, count_size)?;
        if count > MAX_ENTRIES {
            return Err(PictureError::DamagedTiff("a directory has too many entries"));
        }
        let begin = at.saturating_add(count_size as u64);
        let mut bytes = reserved(count as usize * entry_size)?;
        self.read(begin, &mut bytes)?;
        let mut entries = BTreeMap::new();
        for (place, entry) in (0..).zip(bytes.chunks_exact(entry_size)) {
            let tag = self.value(&entry[..2]) as u16;
            let size: u64 = match self.value(&entry[2..4]) {
                1 | 7 => 1,
                3 => 2,
                4 | 13 => 4,
                16 | 18 => 8,
                _ => 0,
            };
            let count = self.value(&entry[4..4 + field]);
            // A few numbers are in the entry itself.
            let value = begin + place * entry_size as u64 + 4 + field as u64;
            let is_inside = size.saturating_mul(count) <= field as u64;
            let at = if is_inside { value } else { self.value(&entry[4 + field..]) };
            entries.entry(tag).or_insert(Entry { size, count, at });
        }
        let next = self.number(begin + count * entry_size as u64, field).ok();
        Ok(Directory { entries, next })
    }

    /// The first `most` numbers under a tag; empty if there are none.
    pub(super) fn all(&mut self, directory: &Directory, tag: u16, most: u64) -> Result<Vec<u64>, PictureError> {
        let Some(&Entry { size: size @ 1.., count, at }) = directory.entries.get(&tag) else { return Ok(Vec::new()) };
        let count = count.min(most);
        // A count that the file cannot hold allocates nothing.
        if count > MAX_NUMBERS || at.saturating_add(count * size) > self.file_bytes()? {
            return Err(PictureError::CutOff);
        }
        let mut bytes = reserved((count * size) as usize)?;
        self.read(at, &mut bytes)?;
        Ok(bytes.chunks_exact(size as usize).map(|bytes| self.value(bytes)).collect())
    }

    /// Where the last part of the pixels of a picture ends; `None` if the list of its parts is not in the file.
    fn end(&mut self, directory: &Directory) -> Option<u64> {
        let mut end = 0;
        for (begins, lengths) in PARTS {
            let begins = self.all(directory, begins, MAX_NUMBERS).ok()?;
            let lengths = self.all(directory, lengths, MAX_NUMBERS).ok()?;
            end = begins.iter().zip(lengths).map(|(begin, length)| begin.saturating_add(length)).fold(end, u64::max);
        }
        Some(end)
    }

    /// The first number under a tag.
    pub(super) fn one(&mut self, directory: &Directory, tag: u16) -> Result<Option<u64>, PictureError> {
        Ok(self.all(directory, tag, 1)?.first().copied())
    }
}

/// The places of the directories of the first `most` pictures, without small versions of others, and whether the file is cut
/// short. A picture that is not wholly in the file is left out. A chain of directories that is damaged ends there.
pub(super) fn pages<R: Read + Seek>(reader: R, most: usize) -> Result<(Vec<u64>, bool), PictureError> {
    let (mut numbers, mut at) = Numbers::new(reader)?;
    let file_bytes = numbers.file_bytes()?;
    let (mut pages, mut seen, mut is_cut) = (Vec::new(), BTreeSet::new(), false);
    while at != 0 && pages.len() < most && seen.len() < MAX_DIRECTORIES && seen.insert(at) {
        let directory = numbers.directory(at);
        let Some(directory) = directory.ok().filter(|_| numbers.bytes_read / MAX_READS <= file_bytes) else {
            is_cut = true;
            break;
        };
        if numbers.one(&directory, KIND).ok().flatten().unwrap_or(0) & 1 == 0 {
            if numbers.end(&directory).is_some_and(|end| end <= file_bytes) {
                pages.push(at);
            } else {
                is_cut = true;
            }
        }
        is_cut |= directory.next.is_none();
        at = directory.next.unwrap_or(0);
    }
    Ok((pages, is_cut))
}
