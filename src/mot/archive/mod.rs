//! Text within archives: gzip files and members of zip archives, unpacked into a temporary file that has no name.
//!
//! Archives are recognised by their first bytes. The names in them are shown and compared, and never become a path on disk.

mod copy;
mod natural_order;
mod zip;

pub(super) mod member;
pub(super) mod problem;

use std::fs::File;
use std::io::{self, Read as _, Seek as _};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;

use self::copy::ProgressFile;
use self::problem::ArchiveProblem;
use self::zip::Zip;
use super::error::{OpenError, OpenReason};
use super::progress::Progress;

/// The formats of archives, told apart by the first bytes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ArchiveKind {
    Gzip,
    Zip,
}

/// The text that was in an archive.
#[derive(Debug)]
pub(super) struct Unpacked {
    pub(super) file: File,
    /// Which member of a zip archive it was.
    pub(super) member: Option<String>,
    /// Whether the archive has others to choose.
    pub(super) has_others: bool,
    /// What the text would be called outside of the archive.
    pub(super) name: PathBuf,
}

/// Unpacks the text in an archive: the `wanted` member of a zip archive, or else the only one. `None` if `file`, which
/// is at `path`, is no archive and nothing is wanted of it.
pub(super) fn unpack(
    path: &Path,
    file: &File,
    wanted: Option<&str>,
    progress: &Progress,
) -> Result<Option<Unpacked>, OpenError> {
    let failed = |reason| OpenError::new(path, None, reason);
    let kind = recognise(file).map_err(|error| failed(error.into()))?;
    let unpacked = match (kind, wanted) {
        (None, None) => return Ok(None),
        (None | Some(ArchiveKind::Gzip), Some(name)) => {
            return Err(failed(OpenReason::NoMember { name: name.to_owned(), members: Vec::new() }));
        }
        (Some(ArchiveKind::Gzip), None) => Unpacked {
            file: gunzip(file, progress).map_err(failed)?,
            member: None,
            has_others: false,
            name: without_gz(path),
        },
        (Some(ArchiveKind::Zip), _) => {
            let zip = Zip::open(file, progress).map_err(failed)?;
            let text = zip.choose(wanted).map_err(failed)?;
            let name = &text.member.name;
            let file = zip.unpack(text, progress).map_err(|reason| OpenError::new(path, Some(name), reason))?;
            Unpacked { file, has_others: zip.has_several(), name: name.into(), member: Some(name.clone()) }
        }
    };
    match recognise(&unpacked.file) {
        Ok(None) => Ok(Some(unpacked)),
        Ok(Some(_)) => Err(OpenError::new(path, unpacked.member.as_deref(), ArchiveProblem::Nested.into())),
        Err(error) => Err(failed(error.into())),
    }
}

fn gunzip(file: &File, progress: &Progress) -> Result<File, OpenReason> {
    let length = file.metadata()?.len();
    let watched = ProgressFile::new(file, progress)?;
    watched.begin(Some(length), u64::MAX);
    // A file may be several streams in a row, as `cat` or a parallel compressor makes them.
    copy::to_temporary(MultiGzDecoder::new(watched.range(0..length)), progress)
}

fn without_gz(path: &Path) -> PathBuf {
    let is_gz = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gz"));
    if is_gz { path.with_extension("") } else { path.to_owned() }
}

fn recognise(mut file: &File) -> io::Result<Option<ArchiveKind>> {
    file.rewind()?;
    let mut head = Vec::with_capacity(4);
    file.take(4).read_to_end(&mut head)?;
    file.rewind()?;
    Ok(kind(&head))
}

fn kind(head: &[u8]) -> Option<ArchiveKind> {
    const SIGNATURES: [(&[u8], ArchiveKind); 4] = [
        (b"\x1F\x8B", ArchiveKind::Gzip),
        (b"PK\x03\x04", ArchiveKind::Zip),
        // Without a member, and one that was meant to be split.
        (b"PK\x05\x06", ArchiveKind::Zip),
        (b"PK\x07\x08", ArchiveKind::Zip),
    ];
    SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature)).map(|&(_, kind)| kind)
}
