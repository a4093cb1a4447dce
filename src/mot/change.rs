//! Notices that an open file has changed on disk: it may be longer, replaced, shorter or gone.

use std::fs::{self, Metadata};
use std::hash::{DefaultHasher, Hasher as _};
use std::ops::Range;
use std::path::Path;
use std::time::SystemTime;

/// How many places of a file are hashed, and how many bytes at each, to see whether the old contents are still there.
const PROBES: (usize, usize) = (64, 256);

/// How a file has changed since it was opened, or since it last grew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It has not changed.
    None,
    /// It is longer, and its old contents seem to be still there.
    Grown,
    /// It has other contents, or another file has its name now.
    Replaced,
    /// It is shorter. The value is its length now, in bytes.
    Shortened(u64),
    /// It can no longer be read. The text says why.
    Unreadable(String),
}

/// What the file system says about a file. A file with an equal stamp counts as unchanged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct FileStamp {
    /// Its length in bytes.
    len: u64,
    modified: Option<SystemTime>,
    /// Device and inode number on Unix; elsewhere the time at which the file was created.
    identity: (u64, u64),
}

impl FileStamp {
    pub(super) fn of(metadata: &Metadata) -> Self {
        Self { len: metadata.len(), modified: metadata.modified().ok(), identity: identity(metadata) }
    }

    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// Compares the file at `path` with this stamp. A file that is longer, or that was written to and is as long as before,
    /// counts as [`Change::Grown`]. Whether its old contents are still there can be checked with [`Probes`].
    pub(super) fn change_at(&self, path: &Path) -> Change {
        let metadata = match fs::metadata(path) {
            Ok(metadata) if metadata.is_file() => metadata,
            Ok(_) => return Change::Unreadable("it is no longer a regular file".to_owned()),
            Err(error) => return Change::Unreadable(in_words(&error)),
        };
        // A file may be visible in its folder, but no longer readable.
        if let Err(error) = fs::File::open(path) {
            return Change::Unreadable(in_words(&error));
        }
        let now = Self::of(&metadata);
        if now == *self {
            Change::None
        } else if now.identity != self.identity {
            Change::Replaced
        } else if now.len < self.len {
            Change::Shortened(now.len)
        } else {
            Change::Grown
        }
    }
}

/// An error of the file system as text.
fn in_words(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "the file is gone".to_owned(),
        std::io::ErrorKind::PermissionDenied => "you no longer have permission to read it".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.dev(), metadata.ino())
}

/// Systems without inode numbers: the time of creation tells files apart. This was never compiled on such a system.
#[cfg(not(unix))]
fn identity(metadata: &Metadata) -> (u64, u64) {
    let made = metadata.created().ok().and_then(|made| made.duration_since(SystemTime::UNIX_EPOCH).ok());
    made.map_or((0, 0), |made| (made.as_secs(), u64::from(made.subsec_nanos())))
}

/// Hashes of some places spread over a file. They tell a file that was rewritten from a file that has only grown or was cut,
/// without reading all of it again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Probes {
    len: usize,
    hashes: Vec<u64>,
}

impl Probes {
    /// Hashes places of the first `len` bytes.
    pub(super) fn of(bytes: &[u8], len: usize) -> Self {
        Self { len, hashes: places(len).map(|place| hash(&bytes[place])).collect() }
    }

    /// Whether `bytes` seem to begin with the contents that were hashed.
    pub(super) fn are_in(&self, bytes: &[u8]) -> bool {
        self.len <= bytes.len() && *self == Self::of(bytes, self.len)
    }

    /// Whether `bytes`, which may be fewer, seem to be the contents that were hashed, as far as they go.
    pub(super) fn agree_with(&self, bytes: &[u8]) -> bool {
        let mut left = places(self.len).zip(&self.hashes).filter(|(place, _)| place.end <= bytes.len());
        left.all(|(place, &known)| hash(&bytes[place]) == known)
    }
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

/// Places spread evenly over `len` bytes, with the first and the last bytes among them.
fn places(len: usize) -> impl Iterator<Item = Range<usize>> {
    let (count, most) = PROBES;
    // In a short file the places touch each other, so that no byte is left out.
    let size = most.min(len.div_ceil(count));
    let last = len - size;
    (0..count).map(move |number| {
        let start = (last as u128 * number as u128 / (count as u128 - 1)) as usize;
        start..start + size
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    fn what_has_become_of_a_file_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gt.txt");
        fs::write(&path, "1,2\n").unwrap();
        let state = FileStamp::of(&fs::metadata(&path).unwrap());
        assert_eq!(state.change_at(&path), Change::None);
        fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(b"3").unwrap();
        assert_eq!(state.change_at(&path), Change::Grown);
        fs::write(&path, "1").unwrap();
        assert_eq!(state.change_at(&path), Change::Shortened(1));
        let other = folder.path().join("other.txt");
        fs::write(&other, "1,2\n").unwrap();
        fs::rename(&other, &path).unwrap();
        assert_eq!(state.change_at(&path), Change::Replaced);
        fs::remove_file(&path).unwrap();
        assert_eq!(state.change_at(&path), Change::Unreadable("the file is gone".to_owned()));
        fs::create_dir(&path).unwrap();
        assert!(matches!(state.change_at(&path), Change::Unreadable(_)));
    }

    #[test]
    fn probes_see_both_ends_and_what_is_between() {
        let bytes: Vec<u8> = (0..100_000_u32).map(|at| (at % 251) as u8).collect();
        let probes = Probes::of(&bytes, 90_000);
        assert!(probes.are_in(&bytes) && probes.are_in(&bytes[..90_000]) && !probes.are_in(&bytes[..80_000]));
        for place in [0, 89_999, 45_000] {
            let mut changed = bytes.clone();
            changed[place..].iter_mut().take(2000).for_each(|byte| *byte ^= 1);
            assert!(!probes.are_in(&changed), "{place}");
        }
        assert!([0, 80_000, 100_000].iter().all(|&len| probes.agree_with(&bytes[..len])));
        for changed in [0, 40_000] {
            let mut cut = bytes[..80_000].to_vec();
            cut[changed..].iter_mut().take(2000).for_each(|byte| *byte ^= 1);
            assert!(!probes.agree_with(&cut), "{changed}");
        }
        assert!(Probes::of(b"", 0).are_in(b"any"));
        assert!(Probes::of(b"ab", 2).are_in(b"abc") && !Probes::of(b"ab", 2).are_in(b"acb"));
    }

    #[test]
    fn no_byte_of_a_short_file_is_left_out() {
        for len in [1, 2, 63, 64, 65, 1000, 16_383, 16_384] {
            let bytes = vec![0; len];
            let probes = Probes::of(&bytes, len);
            for at in [0, len / 3, len / 2, len - 1] {
                let mut changed = bytes.clone();
                changed[at] = 1;
                assert!(!probes.are_in(&changed), "{at} of {len}");
            }
        }
    }
}
