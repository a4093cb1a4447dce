//! Zip archives: which of their files may be text, and the text of one.

use std::fs::File;
use std::io::BufReader;
use std::sync::Arc;

use zip::read::{ZipArchiveMetadata, ZipFileEntry};
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive, ZipReadOptions};

use super::super::Progress;
use super::super::source::OpenReason;
use super::copy::{self, Watched};
use super::{ArchiveProblem, Member, natural};

/// The longest list of files that is read, in bytes. In memory it takes about six times as much; half a million files
/// with long names fit.
const MAX_LIST: u64 = 64 << 20;

/// A zip archive whose list of files has been read.
pub(super) struct Zip<'a> {
    file: &'a File,
    list: Arc<ZipArchiveMetadata>,
    /// The files that may be text, in natural order, each with its place in the list.
    texts: Vec<(usize, Member)>,
}

impl<'a> Zip<'a> {
    pub(super) fn open(file: &'a File, progress: &Progress) -> Result<Self, OpenReason> {
        progress.begin(0);
        let reader = BufReader::with_capacity(copy::BLOCK, Watched::new(file, progress, MAX_LIST));
        let archive = ZipArchive::new(reader).map_err(|error| unread(error, progress))?;
        let list = archive.metadata();
        let entries = (0..list.len()).filter_map(|index| Some((index, list.entry(index).ok()?)));
        let mut texts: Vec<_> = entries
            .filter_map(|(index, entry)| {
                let name = shown_name(&entry);
                (is_regular(&entry) && may_be_text(&name)).then(|| (index, Member { name, bytes: entry.size() }))
            })
            .collect();
        texts.sort_by(|(_, a), (_, b)| natural::compare(&a.name, &b.name));
        Ok(Self { file, list, texts })
    }

    /// Whether there is more than one file to choose from.
    pub(super) fn has_several(&self) -> bool {
        self.texts.len() > 1
    }

    /// The place and name of the `wanted` member, or of the only one.
    pub(super) fn choose(&self, wanted: Option<&str>) -> Result<(usize, String), OpenReason> {
        let members = || self.texts.iter().map(|(_, member)| member.clone()).collect();
        let found = match (wanted, &self.texts[..]) {
            (_, []) if self.list.is_empty() => return Err(ArchiveProblem::Empty.into()),
            (_, []) => {
                let entries = (0..self.list.len()).filter_map(|index| self.list.entry(index).ok());
                let files = entries.filter(|entry| !entry.is_dir()).count();
                return Err(ArchiveProblem::NoText(files).into());
            }
            (Some(name), texts) => texts
                .iter()
                .find(|(_, member)| member.name == name)
                .ok_or_else(|| OpenReason::NoMember { name: name.to_owned(), members: members() })?,
            (None, [only]) => only,
            (None, _) => return Err(OpenReason::ChooseMember(members())),
        };
        Ok((found.0, found.1.name.clone()))
    }

    /// Unpacks the member at a place in the list.
    pub(super) fn unpack(&self, index: usize, progress: &Progress) -> Result<File, OpenReason> {
        let entry = self.list.entry(index).map_err(|error| unread(error, progress))?;
        if entry.encrypted() {
            return Err(ArchiveProblem::Encrypted.into());
        }
        if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(ArchiveProblem::Method(entry.compression().to_string()).into());
        }
        progress.begin(entry.compressed_size());
        let mut reader = BufReader::with_capacity(copy::BLOCK, Watched::new(self.file, progress, u64::MAX));
        let text = entry.with_reader(&mut reader, ZipReadOptions::new()).map_err(|error| unread(error, progress))?;
        copy::to_temporary(text, progress)
    }
}

/// A name to be shown and compared.
fn shown_name(entry: &ZipFileEntry<'_>) -> String {
    let name = entry.name().unwrap_or_else(|_| String::from_utf8_lossy(entry.name_raw()));
    name.chars().map(|character| if character.is_control() { char::REPLACEMENT_CHARACTER } else { character }).collect()
}

/// Whether it is neither folder nor link nor anything else that Unix knows.
fn is_regular(entry: &ZipFileEntry<'_>) -> bool {
    !entry.is_dir() && entry.unix_mode().is_none_or(|mode| matches!(mode & 0o170_000, 0 | 0o100_000))
}

/// Whether a file is called like a text, and not hidden or in a hidden folder.
fn may_be_text(name: &str) -> bool {
    // Some archivers of Windows write backslashes.
    let mut parts = name.rsplit(['/', '\\']);
    let file = parts.next().unwrap_or_default();
    let is_text = match file.rsplit_once('.') {
        None => !file.is_empty(),
        Some((_, extension)) => ["txt", "csv"].iter().any(|text| extension.eq_ignore_ascii_case(text)),
    };
    is_text && !file.starts_with('.') && !parts.any(|part| part == "__MACOSX" || is_hidden(part))
}

/// Folders such as `.git`; a name may begin with `.` or `..` for where it is.
fn is_hidden(folder: &str) -> bool {
    folder.starts_with('.') && folder != "." && folder != ".."
}

fn unread(error: ZipError, progress: &Progress) -> OpenReason {
    match error {
        ZipError::Io(error) => copy::unread(error, progress),
        _ if progress.is_cancelled() => OpenReason::Cancelled,
        ZipError::InvalidArchive(what) => ArchiveProblem::Damaged(what.into_owned()).into(),
        other => ArchiveProblem::Damaged(other.to_string()).into(),
    }
}
