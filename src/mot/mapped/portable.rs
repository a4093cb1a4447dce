//! Mapping for systems other than Unix: the file is copied into a temporary file without a name, and the copy is mapped.
//!
//! The copy takes time when a file is opened. On Unix this module is compiled for tests only. It was never compiled on
//! another system.

use std::fs::File;
use std::io;
use std::ops::{Deref, Range};

use memmap2::Mmap;

/// The bytes of a file as they were when it was mapped.
#[derive(Debug)]
pub(in crate::mot) struct Mapped(Mmap);

impl Mapped {
    /// Maps the whole file, which must not be empty.
    pub(in crate::mot) fn new(mut file: &File) -> io::Result<Self> {
        let mut copy = tempfile::tempfile()?;
        io::copy(&mut file, &mut copy)?;
        // SAFETY: the copy has no name and its only handle is here, so nobody changes or shortens it.
        #[allow(unsafe_code)]
        let map = unsafe { Mmap::map(&copy) }?;
        Ok(Self(map))
    }

    /// Whether all bytes read so far came from the file. For a copy this is always true.
    #[allow(clippy::unused_self, reason = "the interface is that of the guarded map")]
    pub(in crate::mot) fn is_intact(&self) -> bool {
        true
    }

    /// Does nothing: a copy that was just written is in memory already.
    #[allow(clippy::unused_self, reason = "the interface is that of the guarded map")]
    pub(in crate::mot) fn will_read(&self, _: Range<usize>) {}
}

impl Deref for Mapped {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Seek as _, Write as _};

    #[test]
    fn a_copy_stays_whole_when_the_file_is_shortened() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&[7; 10_000]).unwrap();
        file.rewind().unwrap();
        let mapped = Mapped::new(&file).unwrap();
        mapped.will_read(0..10_000);
        file.set_len(0).unwrap();
        assert!(mapped.iter().all(|&byte| byte == 7) && mapped.len() == 10_000 && mapped.is_intact());
    }
}
