//! Reading an archive with progress, and copying its text into a temporary file.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read, Write};
use std::ops::Range;

use rawzip::{FileReader, RangeReader, ReaderAt};

use super::limit::Allowance;
use super::problem::ArchiveProblem;
use crate::mot::error::OpenReason;
use crate::mot::index;
use crate::mot::progress::Progress;

/// How many bytes are read or written at once. A cancelled pass ends after the current block.
pub(super) const BLOCK: usize = 128 << 10;

/// A file that a decoder reads. Every read counts as progress, and reading stops at a limit.
#[derive(Debug)]
pub(super) struct ProgressFile<'a> {
    file: FileReader,
    progress: &'a Progress,
    /// Bytes read in this pass.
    done: Cell<u64>,
    /// The most bytes that this pass may read.
    limit: Cell<u64>,
}

impl<'a> ProgressFile<'a> {
    pub(super) fn new(file: &File, progress: &'a Progress) -> io::Result<Self> {
        Ok(Self { file: file.try_clone()?.into(), progress, done: Cell::new(0), limit: Cell::new(u64::MAX) })
    }

    /// What counts the bytes that are read, and may cancel.
    pub(super) fn progress(&self) -> &'a Progress {
        self.progress
    }

    /// Begins a pass over `total` bytes (`None` if unknown). The pass fails after it has read more than `limit` bytes.
    pub(super) fn begin(&self, total: Option<u64>, limit: u64) {
        self.progress.begin(total.unwrap_or(0));
        self.done.set(0);
        self.limit.set(limit);
    }

    /// Returns a reader for a range of the file, which is read once and in order.
    pub(super) fn range(&self, range: Range<u64>) -> BufReader<RangeReader<&Self>> {
        BufReader::with_capacity(BLOCK, RangeReader::new(self, range))
    }
}

impl ReaderAt for ProgressFile<'_> {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        if self.progress.is_cancelled() {
            return Err(io::Error::other("cancelled"));
        }
        let read = self.file.read_at(buffer, offset)?;
        let done = self.done.get() + read as u64;
        self.done.set(done);
        if done > self.limit.get() {
            return Err(io::Error::new(
                ErrorKind::FileTooLarge,
                "the list of files in the archive is too long to read",
            ));
        }
        let _ = self.progress.reach(done.min(self.progress.total()));
        Ok(read)
    }
}

/// Copies a text into a temporary file. The file has no name, so nothing stays on the disk after an error.
pub(super) fn to_temporary(text: impl Read, allowance: &Allowance, progress: &Progress) -> Result<File, OpenReason> {
    let mut file = tempfile::tempfile().map_err(ArchiveProblem::Temporary)?;
    copy(text, &mut file, &mut 0, allowance, progress)?;
    Ok(file)
}

/// Copies bytes block by block, until their end, until more are copied than allowed, or until cancelled. `length` counts the
/// bytes of all copies that share an allowance.
pub(super) fn copy(
    mut text: impl Read,
    mut to: impl Write,
    length: &mut u64,
    allowance: &Allowance,
    progress: &Progress,
) -> Result<(), OpenReason> {
    let mut block = vec![0; BLOCK];
    loop {
        if progress.is_cancelled() {
            return Err(OpenReason::Cancelled);
        }
        let read = match text.read(&mut block) {
            Ok(0) => return Ok(()),
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(unread(error, progress)),
        };
        *length += read as u64;
        if *length > index::MAX_BYTES {
            return Err(OpenReason::TooLarge);
        }
        allowance.check(*length)?;
        to.write_all(&block[..read]).map_err(ArchiveProblem::Temporary)?;
    }
}

/// Turns an error of a decoder or of the file system into the reason why an archive does not open.
pub(super) fn unread(error: io::Error, progress: &Progress) -> OpenReason {
    if progress.is_cancelled() {
        return OpenReason::Cancelled;
    }
    match error.kind() {
        ErrorKind::UnexpectedEof => ArchiveProblem::Damaged("it ends too early".to_owned()).into(),
        ErrorKind::InvalidData | ErrorKind::InvalidInput => ArchiveProblem::Damaged(error.to_string()).into(),
        _ => OpenReason::Io(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mot::archive::limit::UnpackLimit;
    use std::io::repeat;

    const ANY: UnpackLimit = UnpackLimit::NONE;

    /// Endless text that asks to be cancelled in its third block.
    struct Impatient<'a>(&'a Progress, u32);

    impl Read for Impatient<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.1 += 1;
            if self.1 == 3 {
                self.0.cancel();
            }
            repeat(b'1').read(buffer)
        }
    }

    #[test]
    fn a_cancelled_copy_ends_within_a_block() {
        let progress = Progress::new();
        let mut copied = Vec::new();
        let answer = copy(Impatient(&progress, 0), &mut copied, &mut 0, &Allowance::new(ANY, 1), &progress);
        assert!(matches!(answer, Err(OpenReason::Cancelled)), "{answer:?}");
        assert!(copied.len() <= 3 * BLOCK, "{}", copied.len());
    }

    /// A disk with room for this many bytes.
    struct Disk(usize);

    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.0 == 0 {
                return Err(ErrorKind::StorageFull.into());
            }
            let written = bytes.len().min(self.0);
            self.0 -= written;
            Ok(written)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_is_told_with_the_folder() {
        let answer =
            copy(repeat(b'1').take(1000), Disk(999), &mut 0, &Allowance::new(ANY, 1), &Progress::new()).unwrap_err();
        let OpenReason::Archive(ArchiveProblem::Temporary(error)) = &answer else { panic!("{answer:?}") };
        assert_eq!(error.kind(), ErrorKind::StorageFull);
        let told = crate::mot::error::OpenError::new("a.txt.gz".as_ref(), None, answer).to_string();
        let folder = std::env::temp_dir().display().to_string();
        assert!(told.starts_with("a.txt.gz: ") && told.contains(&folder), "{told}");
        assert!(copy(repeat(b'1').take(1000), Disk(1000), &mut 0, &Allowance::new(ANY, 1), &Progress::new()).is_ok());
    }

    #[test]
    fn a_text_longer_than_allowed_is_not_written_to_its_end() {
        let mut copied = Vec::new();
        let limit = UnpackLimit { bytes: 3 * BLOCK as u64, ratio: 1000, always: 0 };
        let allowance = Allowance::new(limit, 1000);
        let answer = copy(repeat(b'1'), &mut copied, &mut 0, &allowance, &Progress::new());
        assert!(matches!(answer, Err(OpenReason::Archive(ArchiveProblem::Large { packed: 1000, .. }))), "{answer:?}");
        assert_eq!(copied.len(), 3 * BLOCK);
    }

    #[test]
    fn what_is_read_is_progress_up_to_the_total_and_no_more_than_the_limit() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&[b'1'; 1000]).unwrap();
        let progress = Progress::new();
        let watched = ProgressFile::new(&file, &progress).unwrap();
        watched.begin(Some(900), 950);
        for done in [300, 600, 900] {
            watched.read_exact_at(&mut [0; 300], 100).unwrap();
            assert_eq!(progress.done(), done);
        }
        let error = watched.read_at(&mut [0; 100], 0).unwrap_err();
        assert!(matches!(unread(error, &progress), OpenReason::Io(_)));
        assert_eq!(progress.done(), 900);
        watched.begin(Some(1000), u64::MAX);
        let mut text = Vec::new();
        watched.range(200..700).read_to_end(&mut text).unwrap();
        assert_eq!((text.len(), progress.done()), (500, 500));
        progress.cancel();
        let error = watched.range(200..700).read(&mut [0; 100]).unwrap_err();
        assert!(matches!(unread(error, &progress), OpenReason::Cancelled));
    }
}
