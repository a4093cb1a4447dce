//! Text in archives: gzip files and members of zip archives. The text is unpacked into a temporary file without a name.
//!
//! Pictures in a zip archive are unpacked into a temporary folder, which is removed when they are no longer used.
//!
//! Archives are recognised by their first bytes. For safety, the names inside an archive never become a path on disk: of a
//! picture, only the name of the file is used.

mod copy;
mod gzip;
mod natural_order;
mod zip;

pub(super) mod limit;
pub(super) mod member;
pub(crate) mod names;
pub(crate) mod pictures;
pub(super) mod problem;

use std::fs::File;
use std::io::{self, Read as _, Seek as _};
use std::path::{Path, PathBuf};

use self::limit::{Allowance, UnpackLimit};
use self::problem::ArchiveProblem;
use self::zip::Zip;
use super::class_names::ClassList;
use super::error::OpenError;
use super::progress::Progress;
use crate::shown::ShowPath as _;

/// The formats of archives, told apart by the first bytes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ArchiveKind {
    Gzip,
    Zip,
}

/// The text that was in an archive.
#[derive(Debug)]
pub(super) struct Unpacked {
    /// The temporary file with the text.
    pub(super) file: File,
    /// The name of the member, if the archive is a zip archive.
    pub(super) member: Option<String>,
    /// Whether the archive has other text files.
    pub(super) has_others: bool,
    /// The name of the text without the archive: that of the member, or that of the gzip file without `.gz`.
    pub(super) name: PathBuf,
    /// The class names that lie beside the text in the archive.
    pub(super) labels: Option<ClassList>,
    /// What the user should know about the archive.
    pub(super) remark: Option<String>,
}

/// Unpacks the text in the archive `file`, which was opened from `path`. Of a zip archive, that is the member `wanted`, or
/// the only text file, or the only one with rows of boxes. `None` if the file is no archive. Whether a file that is no zip
/// archive has what is wanted is up to the caller.
pub(super) fn unpack(
    path: &Path,
    file: &File,
    wanted: Option<&str>,
    limit: UnpackLimit,
    progress: &Progress,
) -> Result<Option<Unpacked>, OpenError> {
    let failed = |reason| OpenError::new(path, None, reason);
    let kind = recognise(file).map_err(|error| failed(error.into()))?;
    let unpacked = match (kind, wanted) {
        (None, _) => return Ok(None),
        (Some(ArchiveKind::Gzip), _) => {
            let packed = file.metadata().map_err(|error| failed(error.into()))?.len();
            let (text, rest) = gzip::unpack(file, &Allowance::new(limit, packed), progress).map_err(failed)?;
            let remark = (rest > 0).then(|| {
                let bytes = if rest == 1 { "byte" } else { "bytes" };
                format!("{}: {rest} {bytes} after the compressed text were ignored", path.shown())
            });
            Unpacked { file: text, member: None, has_others: false, name: without_gz(path), labels: None, remark }
        }
        (Some(ArchiveKind::Zip), _) => {
            let zip = Zip::open(file, |_| false, progress).map_err(failed)?;
            let text = zip.choose(wanted, progress).map_err(failed)?;
            let name = &text.member.name;
            let labels = zip.labels_of(text);
            let file = zip.unpack(text, limit, progress);
            Unpacked {
                labels,
                file: file.map_err(|reason| OpenError::new(path, Some(name), reason))?,
                has_others: zip.has_several(),
                name: text.path().into(),
                member: Some(name.clone()),
                remark: None,
            }
        }
    };
    match recognise(&unpacked.file) {
        Ok(None) => Ok(Some(unpacked)),
        Ok(Some(_)) => Err(OpenError::new(path, unpacked.member.as_deref(), ArchiveProblem::Nested.into())),
        Err(error) => Err(failed(error.into())),
    }
}

/// The files of a zip archive whose names, without folders, are wanted: their paths in it, and their first bytes, at most `most` of
/// each. Empty if it is no zip archive or cannot be read.
pub(crate) fn files_in_zip(path: &Path, is_wanted: fn(&str) -> bool, most: usize) -> Vec<(String, Vec<u8>)> {
    let Ok(file) = super::file_bytes::open(path) else { return Vec::new() };
    let progress = Progress::new();
    let Ok(zip) = Zip::open(&file, is_wanted, &progress) else { return Vec::new() };
    let read = |stored: &zip::Stored| Some((stored.path.clone(), zip.beginning(stored, most)?));
    zip.pictures().iter().filter_map(read).collect()
}

/// The path of a gzip file without the extension `.gz`.
fn without_gz(path: &Path) -> PathBuf {
    let is_gz = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gz"));
    if is_gz { path.with_extension("") } else { path.to_owned() }
}

/// The format of the archive `file`; `None` if it is no archive.
fn recognise(mut file: &File) -> io::Result<Option<ArchiveKind>> {
    file.rewind()?;
    let mut head = Vec::with_capacity(4);
    file.take(4).read_to_end(&mut head)?;
    file.rewind()?;
    Ok(kind(&head))
}

/// The format of an archive that begins with these bytes.
fn kind(head: &[u8]) -> Option<ArchiveKind> {
    const SIGNATURES: [(&[u8], ArchiveKind); 4] = [
        (b"\x1F\x8B", ArchiveKind::Gzip),
        (b"PK\x03\x04", ArchiveKind::Zip),
        // An archive without files, and an archive in several parts.
        (b"PK\x05\x06", ArchiveKind::Zip),
        (b"PK\x07\x08", ArchiveKind::Zip),
    ];
    SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature)).map(|&(_, kind)| kind)
}
