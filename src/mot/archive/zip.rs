//! Zip archives: finds the files that may be text, and unpacks one of them.

use std::collections::HashSet;
use std::fs::File;
use std::io::Read;

use flate2::bufread::DeflateDecoder;
use rawzip::{
    CompressionMethod, MAX_CENTRAL_DIRECTORY_RECORD_SIZE, ZipArchive, ZipArchiveEntryWayfinder, ZipFileHeaderRecord,
    ZipLocator,
};

use super::copy::{self, ProgressFile};
use super::limit::{Allowance, UnpackLimit};
use super::member::Member;
use super::names::{self, MemberKind};
use super::natural_order;
use super::problem::ArchiveProblem;
use crate::mot::class_names::ClassList;
use crate::mot::error::OpenReason;
use crate::mot::progress::Progress;

/// The longest list of files that is read, in bytes. It is enough for half a million files with long names, and takes a
/// few times as much memory.
const MAX_LIST: u64 = 64 << 20;
/// The name of a file with class names.
const LABELS: &str = "labels.txt";
/// Endings of archives, in lower case.
const ARCHIVES: [&str; 7] = [".zip", ".gz", ".tgz", ".tar", ".7z", ".rar", ".bz2"];
/// How many texts are looked into to find the one with boxes.
const MAX_LOOKED_INTO: usize = 64;

/// A zip archive whose list of files has been read.
pub(super) struct Zip<'a> {
    archive: ZipArchive<ProgressFile<'a>>,
    /// How many files the archive has, of any kind.
    files: usize,
    /// The files that may be text, in natural order.
    texts: Vec<TextMember>,
    /// The first file whose name says that it has no boxes, and how many there are.
    set_aside: Option<(String, usize)>,
    /// The first archive in the archive.
    nested: Option<String>,
    /// The files named `labels.txt`.
    labels: Vec<Stored>,
    /// The files that were taken for pictures.
    pictures: Vec<Stored>,
}

/// A file in an archive, and its place there.
pub(super) struct Stored {
    /// Its path inside the archive.
    pub(super) path: String,
    /// Its unpacked size in bytes, as the archive states it.
    pub(super) bytes: u64,
    place: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    encrypted: bool,
}

/// A file that may be text.
pub(super) struct TextMember {
    pub(super) member: Member,
    stored: Stored,
    is_document: bool,
}

impl<'a> Zip<'a> {
    /// Reads the list of files of a zip archive. Files whose names `is_picture` takes for those of pictures, or of
    /// what else is wanted, are listed, too.
    pub(super) fn open(file: &File, is_picture: fn(&str) -> bool, progress: &'a Progress) -> Result<Self, OpenReason> {
        let length = file.metadata()?.len();
        let watched = ProgressFile::new(file, progress)?;
        watched.begin(None, MAX_LIST);
        let mut buffer = vec![0; MAX_CENTRAL_DIRECTORY_RECORD_SIZE];
        let located = ZipLocator::new().locate_in_reader(watched, &mut buffer, length);
        let archive = located.map_err(|(_, error)| unread(error, progress))?;
        let (mut files, mut texts, mut labels, mut pictures) = (0, Vec::new(), Vec::new(), Vec::new());
        let (mut set_aside, mut nested) = (None::<(String, usize)>, None);
        let mut entries = archive.entries(&mut buffer);
        let mut count = 0;
        while let Some(entry) = entries.next_entry().map_err(|error| unread(error, progress))? {
            count += 1;
            files += usize::from(!entry.is_dir());
            let Some(stored) = Stored::new(&entry) else { continue };
            let name = stored.path.rsplit(['/', '\\']).next().unwrap_or_default();
            let kind = names::member_kind(&stored.path);
            if kind == MemberKind::SetAside {
                set_aside.get_or_insert_with(|| (stored.path.clone(), 0)).1 += 1;
            }
            if name.eq_ignore_ascii_case(LABELS) {
                labels.push(stored);
            } else if is_picture(name) {
                pictures.push(stored);
            } else if matches!(kind, MemberKind::Text | MemberKind::Document) {
                let member = Member { name: stored.path.clone(), bytes: Some(stored.bytes), may_have_boxes: true };
                texts.push(TextMember { member, stored, is_document: kind == MemberKind::Document });
            } else if ARCHIVES.iter().any(|ending| name.to_lowercase().ends_with(ending)) {
                nested.get_or_insert(stored.path);
            }
        }
        if count != archive.entries_hint() {
            return Err(ArchiveProblem::Damaged("its list of files is not complete".to_owned()).into());
        }
        // Files of one name stay in the order of the archive.
        texts.sort_by(|a, b| natural_order::compare(a.path(), b.path()));
        number_equal_names(&mut texts);
        Ok(Self { archive, files, texts, set_aside, nested, labels, pictures })
    }

    /// Whether there is more than one file to choose from.
    pub(super) fn has_several(&self) -> bool {
        self.texts.len() > 1
    }

    /// The files that were taken for pictures, in the order of the archive.
    pub(super) fn pictures(&self) -> &[Stored] {
        &self.pictures
    }

    /// Finds the member `wanted`. If no name is wanted, finds the only text file, or the only one that has rows of boxes.
    pub(super) fn choose(&self, wanted: Option<&str>, progress: &Progress) -> Result<&TextMember, OpenReason> {
        let members = || self.texts.iter().map(|text| text.member.clone()).collect();
        match (wanted, &self.texts[..]) {
            (_, []) => Err(self.without_text().into()),
            (Some(name), texts) => texts
                .iter()
                .find(|text| text.member.name == name)
                .ok_or_else(|| OpenReason::NoMember { name: name.to_owned(), members: members() }),
            (None, [only]) => Ok(only),
            (None, texts) if self.are_of_pictures(texts) => Err(ArchiveProblem::TextsOfPictures(texts.len()).into()),
            (None, texts) => match self.with_boxes(texts, progress)?.as_slice() {
                [only] => Ok(only),
                found => {
                    let may_have_boxes = |text: &TextMember| found.iter().any(|other| std::ptr::eq(*other, text));
                    let told =
                        |text: &TextMember| Member { may_have_boxes: may_have_boxes(text), ..text.member.clone() };
                    Err(OpenReason::ChooseMember(texts.iter().map(told).collect()))
                }
            },
        }
    }

    /// What the archive has in place of a text.
    fn without_text(&self) -> ArchiveProblem {
        match (&self.nested, &self.set_aside) {
            _ if self.files == 0 => ArchiveProblem::Empty,
            (Some(nested), _) => ArchiveProblem::OnlyArchives(nested.clone()),
            (None, Some((name, count))) => {
                ArchiveProblem::SetAside { files: self.files, name: name.clone(), count: *count }
            }
            (None, None) => ArchiveProblem::NoText(self.files),
        }
    }

    /// Those of some texts that begin like rows of boxes or like a document of them; all of them if they are too many to look
    /// into.
    fn with_boxes<'z>(&self, texts: &'z [TextMember], progress: &Progress) -> Result<Vec<&'z TextMember>, OpenReason> {
        if texts.len() > MAX_LOOKED_INTO {
            return Ok(texts.iter().collect());
        }
        let mut found = Vec::new();
        for text in texts {
            let is_it = if text.is_document { names::looks_like_document } else { names::looks_like_rows };
            // One that cannot be read may have boxes, too.
            if self.beginning(&text.stored, names::SAMPLE).is_none_or(|head| is_it(&head)) {
                found.push(text);
            }
            if progress.is_cancelled() {
                return Err(OpenReason::Cancelled);
            }
        }
        Ok(if found.is_empty() { texts.iter().collect() } else { found })
    }

    /// Whether there are several texts, and each has the boxes of one picture as shares of it.
    fn are_of_pictures(&self, texts: &[TextMember]) -> bool {
        let heads = texts.iter().take(MAX_LOOKED_INTO).filter_map(|text| self.beginning(&text.stored, names::SAMPLE));
        let filled: Vec<Vec<u8>> = heads.filter(|head| !head.trim_ascii().is_empty()).collect();
        filled.len() > 1 && filled.iter().all(|head| names::looks_like_shares(head))
    }

    /// The first bytes of a file. `None` if it cannot be read.
    pub(super) fn beginning(&self, stored: &Stored, most: usize) -> Option<Vec<u8>> {
        self.archive.get_ref().begin(None, u64::MAX);
        let mut head = Vec::new();
        self.reader(stored).ok()?.take(most as u64).read_to_end(&mut head).ok()?;
        Some(head)
    }

    /// The class names that lie beside a text.
    pub(super) fn labels_of(&self, text: &TextMember) -> Option<ClassList> {
        let folder = |path: &str| path.rfind(['/', '\\']).map_or(0, |at| at + 1);
        let own = &text.path()[..folder(text.path())];
        let beside = self.labels.iter().find(|labels| &labels.path[..folder(&labels.path)] == own)?;
        ClassList::with_names(&self.beginning(beside, ClassList::MAX_BYTES)?)
    }

    /// Begins to read members of `packed` bytes together.
    pub(super) fn begin(&self, packed: u64) {
        self.archive.get_ref().begin(Some(packed), u64::MAX);
    }

    /// Unpacks one member into a temporary file.
    pub(super) fn unpack(
        &self,
        text: &TextMember,
        limit: UnpackLimit,
        progress: &Progress,
    ) -> Result<File, OpenReason> {
        let allowance = Allowance::new(limit, text.stored.packed());
        let reader = self.reader(&text.stored)?;
        allowance.check_stated(text.stored.bytes)?;
        self.begin(text.stored.packed());
        copy::to_temporary(reader, &allowance, progress)
    }

    /// Reads a member. At its end, the reader checks its length and its checksum.
    pub(super) fn reader(&self, stored: &Stored) -> Result<Box<dyn Read + '_>, OpenReason> {
        if stored.encrypted {
            return Err(ArchiveProblem::Encrypted.into());
        }
        let watched = self.archive.get_ref();
        let entry = self.archive.get_entry(stored.place).map_err(|error| unread(error, watched.progress()))?;
        let (begin, end) = entry.compressed_data_range();
        let packed = watched.range(begin..end);
        match stored.method {
            CompressionMethod::STORE => Ok(Box::new(entry.verifying_reader(packed))),
            CompressionMethod::DEFLATE => Ok(Box::new(entry.verifying_reader(DeflateDecoder::new(packed)))),
            other => {
                let name = other.name().map_or_else(|| format!("method {}", other.as_u16()), str::to_owned);
                Err(ArchiveProblem::Method(name).into())
            }
        }
    }
}

impl Stored {
    /// `None` if the entry is not a regular file.
    fn new(entry: &ZipFileHeaderRecord<'_>) -> Option<Self> {
        const KIND: u32 = 0o170_000;
        const REGULAR: u32 = 0o100_000;
        let mode = entry.mode().value() & KIND;
        (matches!(mode, 0 | REGULAR) && !entry.is_dir()).then(|| Self {
            path: shown_name(entry.file_path().as_bytes()),
            bytes: entry.uncompressed_size_hint(),
            place: entry.wayfinder(),
            method: entry.compression_method(),
            encrypted: entry.flags().is_encrypted(),
        })
    }

    /// How many bytes it has in the archive.
    pub(super) fn packed(&self) -> u64 {
        self.place.compressed_size_hint()
    }
}

impl TextMember {
    /// Its path inside the archive, without the number that tells it from others of the same name.
    pub(super) fn path(&self) -> &str {
        &self.stored.path
    }
}

/// Adds a number to the names of files that have the name of an earlier one. `texts` are sorted by name.
fn number_equal_names(texts: &mut [TextMember]) {
    let taken: HashSet<String> = texts.iter().map(|text| text.path().to_owned()).collect();
    for equal in texts.chunk_by_mut(|one, next| one.path() == next.path()) {
        let mut number = 1_usize;
        for text in &mut equal[1..] {
            // A file may really have such a name.
            text.member.name = loop {
                number += 1;
                let name = format!("{}#{number}", text.path());
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

/// Turns an error of the zip reader into the reason why the archive does not open.
fn unread(error: rawzip::Error, progress: &Progress) -> OpenReason {
    match error.into_kind() {
        rawzip::ErrorKind::IO(error) => copy::unread(error, progress),
        other => ArchiveProblem::Damaged(other.to_string()).into(),
    }
}
