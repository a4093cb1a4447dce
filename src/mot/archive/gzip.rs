//! Gzip files: one compressed stream or several, and what follows them.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;
use rawzip::{RangeReader, ReaderAt as _};

use super::copy::{self, ProgressFile};
use super::limit::Allowance;
use crate::mot::error::OpenReason;
use crate::mot::progress::Progress;

/// The first two bytes of a stream.
const MAGIC: [u8; 2] = [0x1F, 0x8B];

/// Unpacks a gzip file. Also returns how many bytes follow the last stream: backups and tapes add zeros, and `gzip` ignores
/// what is no stream, too.
pub(super) fn unpack(file: &File, allowance: &Allowance, progress: &Progress) -> Result<(File, u64), OpenReason> {
    let length = file.metadata()?.len();
    let watched = ProgressFile::new(file, progress)?;
    watched.begin(Some(length), u64::MAX);
    let mut streams = Streams::new(&watched, length);
    let text = copy::to_temporary(&mut streams, allowance, progress)?;
    Ok((text, streams.rest))
}

/// Reads the text of all streams of a file. A gzip file may have several streams, one after the other: `cat` and parallel
/// compressors make such files.
struct Streams<'a> {
    file: &'a ProgressFile<'a>,
    /// The length of the file in bytes.
    length: u64,
    /// The stream that is being read. `None` after the last one.
    stream: Option<GzDecoder<Counted<'a>>>,
    /// How many bytes follow the last stream. Known at the end.
    rest: u64,
}

impl<'a> Streams<'a> {
    fn new(file: &'a ProgressFile<'a>, length: u64) -> Self {
        let packed = Counted { reader: file.range(0..length), count: 0 };
        Self { file, length, stream: Some(GzDecoder::new(packed)), rest: 0 }
    }

    /// Whether another stream begins at this place. The bytes are read beside the decoder, which must not lose them.
    fn begins_at(&self, place: u64) -> io::Result<bool> {
        let mut magic = [0; MAGIC.len()];
        if self.length - place < magic.len() as u64 {
            return Ok(false);
        }
        self.file.read_exact_at(&mut magic, place).map(|()| magic == MAGIC)
    }
}

impl Read for Streams<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(stream) = &mut self.stream {
            let read = stream.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            let end = stream.get_ref().count;
            let begins = self.begins_at(end)?;
            self.stream = match self.stream.take() {
                Some(stream) if begins => Some(GzDecoder::new(stream.into_inner())),
                _ => None,
            };
            self.rest = self.length - end;
        }
        Ok(0)
    }
}

/// A reader of packed bytes that counts the bytes that the decoder has taken.
struct Counted<'a> {
    reader: BufReader<RangeReader<&'a ProgressFile<'a>>>,
    count: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.count += read as u64;
        Ok(read)
    }
}

impl BufRead for Counted<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.reader.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.reader.consume(amount);
        self.count += amount as u64;
    }
}
