//! Zip archives: finds the files that may be text, and unpacks one of them.

use std::collections::HashSet;
use std::fs::File;

use flate2::bufread::DeflateDecoder;
use rawzip::{
    CompressionMethod, MAX_CENTRAL_DIRECTORY_RECORD_SIZE, ZipArchive, ZipArchiveEntryWayfinder, ZipFileHeaderRecord,
    ZipLocator,
};

use super::copy::{self, ProgressFile};
use super::limit::{Allowance, UnpackLimit};
use super::member::Member;
use super::natural_order;
use super::problem::ArchiveProblem;
use crate::mot::error::OpenReason;
use crate::mot::progress::Progress;

/// The longest list of files that is read, in bytes. It is enough for half a million files with long names, and takes a
/// few times as much memory.
const MAX_LIST: u64 = 64 << 20;

/// A zip archive whose list of files has been read.
pub(super) struct Zip<'a> {
    archive: ZipArchive<ProgressFile<'a>>,
    /// How many files the archive has, of any kind.
    files: usize,
    /// The files that may be text, in natural order.
    texts: Vec<TextMember>,
}

/// A file that may be text, and its place in the archive.
pub(super) struct TextMember {
    pub(super) member: Member,
    /// Its path inside the archive, without the number that tells it from others of the same name.
    pub(super) path: String,
    place: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    encrypted: bool,
}

impl<'a> Zip<'a> {
    /// Reads the list of files of a zip archive.
    pub(super) fn open(file: &File, progress: &'a Progress) -> Result<Self, OpenReason> {
        let length = file.metadata()?.len();
        let watched = ProgressFile::new(file, progress)?;
        watched.begin(None, MAX_LIST);
        let mut buffer = vec![0; MAX_CENTRAL_DIRECTORY_RECORD_SIZE];
        let located = ZipLocator::new().locate_in_reader(watched, &mut buffer, length);
        let archive = located.map_err(|(_, error)| unread(error, progress))?;
        let (mut files, mut texts) = (0, Vec::new());
        let mut entries = archive.entries(&mut buffer);
        let mut count = 0;
        while let Some(entry) = entries.next_entry().map_err(|error| unread(error, progress))? {
            count += 1;
            files += usize::from(!entry.is_dir());
            texts.extend(TextMember::new(&entry));
        }
        if count != archive.entries_hint() {
            return Err(ArchiveProblem::Damaged("its list of files is not complete".to_owned()).into());
        }
        // Files of one name stay in the order of the archive.
        texts.sort_by(|a, b| natural_order::compare(&a.path, &b.path));
        number_equal_names(&mut texts);
        Ok(Self { archive, files, texts })
    }

    /// Whether there is more than one file to choose from.
    pub(super) fn has_several(&self) -> bool {
        self.texts.len() > 1
    }

    /// Finds the member `wanted`, or the only text file if no name is wanted.
    pub(super) fn choose(&self, wanted: Option<&str>) -> Result<&TextMember, OpenReason> {
        let members = || self.texts.iter().map(|text| text.member.clone()).collect();
        match (wanted, &self.texts[..]) {
            (_, []) if self.files == 0 => Err(ArchiveProblem::Empty.into()),
            (_, []) => Err(ArchiveProblem::NoText(self.files).into()),
            (Some(name), texts) => texts
                .iter()
                .find(|text| text.member.name == name)
                .ok_or_else(|| OpenReason::NoMember { name: name.to_owned(), members: members() }),
            (None, [only]) => Ok(only),
            (None, _) => Err(OpenReason::ChooseMember(members())),
        }
    }

    /// Unpacks one member into a temporary file.
    pub(super) fn unpack(
        &self,
        text: &TextMember,
        limit: UnpackLimit,
        progress: &Progress,
    ) -> Result<File, OpenReason> {
        if text.encrypted {
            return Err(ArchiveProblem::Encrypted.into());
        }
        let allowance = Allowance::new(limit, text.place.compressed_size_hint());
        allowance.check_stated(text.member.bytes.unwrap_or_default())?;
        let watched = self.archive.get_ref();
        watched.begin(Some(text.place.compressed_size_hint()), u64::MAX);
        let entry = self.archive.get_entry(text.place).map_err(|error| unread(error, progress))?;
        let (begin, end) = entry.compressed_data_range();
        let packed = watched.range(begin..end);
        match text.method {
            CompressionMethod::STORE => copy::to_temporary(entry.verifying_reader(packed), &allowance, progress),
            CompressionMethod::DEFLATE => {
                copy::to_temporary(entry.verifying_reader(DeflateDecoder::new(packed)), &allowance, progress)
            }
            other => {
                let name = other.name().map_or_else(|| format!("method {}", other.as_u16()), str::to_owned);
                Err(ArchiveProblem::Method(name).into())
            }
        }
    }
}

impl TextMember {
    /// `None` if the name is not that of a text file, or if the entry is not a regular file.
    fn new(entry: &ZipFileHeaderRecord<'_>) -> Option<Self> {
        const KIND: u32 = 0o170_000;
        const REGULAR: u32 = 0o100_000;
        let mode = entry.mode().value() & KIND;
        let name = shown_name(entry.file_path().as_bytes());
        (matches!(mode, 0 | REGULAR) && may_be_text(&name)).then(|| Self {
            member: Member { name: name.clone(), bytes: Some(entry.uncompressed_size_hint()) },
            path: name,
            place: entry.wayfinder(),
            method: entry.compression_method(),
            encrypted: entry.flags().is_encrypted(),
        })
    }
}

/// Adds a number to the names of files that have the name of an earlier one. `texts` are sorted by name.
fn number_equal_names(texts: &mut [TextMember]) {
    let taken: HashSet<String> = texts.iter().map(|text| text.path.clone()).collect();
    for equal in texts.chunk_by_mut(|one, next| one.path == next.path) {
        let mut number = 1_usize;
        for text in &mut equal[1..] {
            // A file may really have such a name.
            text.member.name = loop {
                number += 1;
                let name = format!("{}#{number}", text.path);
                if !taken.contains(&name) {
                    break name;
                }
            };
        }
    }
}

/// The name of a member as it is shown and compared. Control characters are replaced.
fn shown_name(name: &[u8]) -> String {
    let shown = |character: char| if character.is_control() { char::REPLACEMENT_CHARACTER } else { character };
    String::from_utf8_lossy(name).chars().map(shown).collect()
}

/// Whether a file has the name of a text file, and is neither hidden nor in a hidden folder.
fn may_be_text(name: &str) -> bool {
    // Some archivers on Windows write backslashes.
    let mut parts = name.rsplit(['/', '\\']);
    let file = parts.next().unwrap_or_default();
    let is_text = match file.rsplit_once('.') {
        None => !file.is_empty(),
        Some((_, extension)) => ["txt", "csv"].iter().any(|text| extension.eq_ignore_ascii_case(text)),
    };
    is_text && !file.starts_with('.') && !parts.any(|part| part == "__MACOSX" || is_hidden(part))
}

/// Whether a folder is hidden, as `.git` is. The folders `.` and `..` are not.
fn is_hidden(folder: &str) -> bool {
    folder.starts_with('.') && folder != "." && folder != ".."
}

/// Turns an error of the zip reader into the reason why the archive does not open.
fn unread(error: rawzip::Error, progress: &Progress) -> OpenReason {
    match error.into_kind() {
        rawzip::ErrorKind::IO(error) => copy::unread(error, progress),
        other => ArchiveProblem::Damaged(other.to_string()).into(),
    }
}
