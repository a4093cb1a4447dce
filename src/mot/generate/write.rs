//! Writes rows as text. For speed, digits go into a buffer directly instead of through the formatting of std.

use std::io::{self, Write};

use super::motion::SeenBox;
use crate::mot::progress::Progress;

/// How many bytes are collected before they are written.
const BUFFER: usize = 256 << 10;
/// More bytes than any row has: two numbers of 10 digits, four of 11, and the text between them.
const MAX_ROW: usize = 128;

/// Writes rows, and counts rows and bytes.
pub(super) struct RowWriter<'a, W> {
    out: W,
    buffer: Vec<u8>,
    rows: u64,
    bytes: u64,
    progress: &'a Progress,
}

impl<'a, W: Write> RowWriter<'a, W> {
    pub(super) fn new(out: W, progress: &'a Progress) -> Self {
        Self { out, buffer: Vec::with_capacity(BUFFER + MAX_ROW), rows: 0, bytes: 0, progress }
    }

    pub(super) fn write(&mut self, frame: u32, id: u32, seen: SeenBox) -> io::Result<()> {
        let mut row = Digits { bytes: [0; MAX_ROW], start: MAX_ROW };
        row.text(b",-1,-1,-1\n");
        for value in [seen.confidence, seen.height, seen.width, seen.top, seen.left] {
            row.hundredths(value);
            row.text(b",");
        }
        row.whole(id);
        row.text(b",");
        row.whole(frame);
        self.buffer.extend_from_slice(&row.bytes[row.start..]);
        self.rows += 1;
        if self.buffer.len() >= BUFFER { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.buffer)?;
        self.bytes += self.buffer.len() as u64;
        self.buffer.clear();
        if self.progress.reach(self.rows) {
            Ok(())
        } else {
            Err(io::Error::new(io::ErrorKind::Interrupted, "generating was cancelled"))
        }
    }

    /// Writes what is left in the buffer. Returns how many bytes were written in all.
    pub(super) fn finish(mut self) -> io::Result<u64> {
        self.flush()?;
        self.out.flush()?;
        Ok(self.bytes)
    }
}

/// Text that is written from its end to its beginning, because the last digit of a number is computed first.
struct Digits {
    bytes: [u8; MAX_ROW],
    start: usize,
}

impl Digits {
    #[inline]
    fn byte(&mut self, byte: u8) {
        self.start -= 1;
        self.bytes[self.start] = byte;
    }

    #[inline]
    fn text(&mut self, text: &[u8]) {
        self.start -= text.len();
        self.bytes[self.start..self.start + text.len()].copy_from_slice(text);
    }

    #[inline]
    fn whole(&mut self, mut value: u32) {
        loop {
            self.byte(b'0' + (value % 10) as u8);
            value /= 10;
            if value == 0 {
                return;
            }
        }
    }

    /// Writes a number given in hundredths, with two decimals.
    #[inline]
    fn hundredths(&mut self, value: u32) {
        self.byte(b'0' + (value % 10) as u8);
        self.byte(b'0' + (value / 10 % 10) as u8);
        self.byte(b'.');
        self.whole(value / 100);
    }
}
