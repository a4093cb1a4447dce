//! An opened MOT file, and how its frames are read.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use parking_lot::{Mutex, RwLock};

use super::form::{self, Stated};
use super::indexed::{Indexed, Torn};
use super::names::Names;
use crate::mot::change::{FileStamp, Probes};
use crate::mot::columns::{ColumnMap, ColumnSample, Role, Roles};
use crate::mot::detection::{Columns, Frame};
use crate::mot::foreign::Converted;
use crate::mot::format::Format;
use crate::mot::index::{Index, Unplaced};
use crate::mot::layout::Layout;
use crate::mot::line::{self, LineKind, Separator};
use crate::mot::progress::Demand;
use crate::provider::{BoxError, DataProvider, KeySet, ProviderStats};
use crate::shown::ShowPath as _;

/// An opened MOT file: a [`DataProvider`] of its frames.
///
/// The keys run from the first to the last frame that has rows. Frames without rows between them are empty, but more than
/// [`MAX_EMPTY_FRAMES`](super::MAX_EMPTY_FRAMES) of them in a row are left out. The file is mapped, and never written.
///
/// ```
/// use motscope::{DataProvider, mot::MotFile};
/// let file = MotFile::from_bytes("two.txt", b"1,7,10,20,30,40,0.9\n3,7,11,20,30,40,0.8\n".to_vec())?;
/// assert_eq!(file.keys().len(), 3);
/// assert_eq!(file.frame(1).detections[0].width, 30.0);
/// assert!(file.frame(2).detections.is_empty());
/// # Ok::<(), motscope::mot::OpenError>(())
/// ```
///
/// A large file can be used while it is being indexed: see [`begin`](Self::begin) and [`index_rest`](Self::index_rest). A
/// file that is being written can be followed: see [`change`](Self::change) and [`grow`](Self::grow). If a file is shortened,
/// rewritten or taken away, loads of the missing part fail with a message. The program never ends because of it.
#[derive(Debug)]
pub struct MotFile {
    pub(super) path: PathBuf,
    /// Whether the text was unpacked from an archive, or made of a document.
    pub(super) is_unpacked: bool,
    /// What is known of the document that the text was made of.
    pub(super) converted: Option<Converted>,
    /// The name of the member of a zip archive or of the video of a document that this file is, and whether the archive has other members.
    pub(super) member: Option<(String, bool)>,
    /// What the user should know about how the file was opened.
    pub(super) remark: Option<String>,
    /// What the user states about the lines. What is not stated is guessed.
    pub(super) stated: Stated,
    /// The names of class numbers that are not in the file.
    pub(super) names: Names,
    /// The size of a chunk of the index in bytes.
    pub(super) chunk: usize,
    /// The part of the file that is indexed so far.
    pub(super) indexed: RwLock<Arc<Indexed>>,
    pub(super) seen: Mutex<LastSeen>,
    /// Held while the file is looked at for growth: two threads may follow one file.
    pub(super) growing: Mutex<()>,
    /// How often what is read from the file has changed.
    pub(super) version: AtomicU64,
    pub(super) demand: Demand,
    pub(super) index_nanos: AtomicU64,
    pub(super) loads: AtomicU64,
    pub(super) errors: AtomicU64,
    pub(super) bytes_read: AtomicU64,
    pub(super) busy_nanos: AtomicU64,
}

/// The file on disk as it was when it was last read, to notice that it has changed.
#[derive(Debug, Default)]
pub(super) struct LastSeen {
    /// `None` for bytes in memory, which never change.
    pub(super) stamp: Option<FileStamp>,
    pub(super) probes: Probes,
}

impl MotFile {
    /// The file's path, or the name given to bytes in memory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The name of the member of a zip archive, or of the video of a document, that this file is. `None` for all other files.
    pub fn member(&self) -> Option<&str> {
        self.member.as_ref().map(|(name, _)| name.as_str())
    }

    /// Whether the archive has other text files than this one, or the document other videos.
    pub fn has_other_members(&self) -> bool {
        self.member.as_ref().is_some_and(|(_, others)| *others)
    }

    /// What the user should know about how the file was opened, such as bytes after the end of an archive. `None` if there is
    /// nothing to say.
    pub fn remark(&self) -> Option<&str> {
        self.remark.as_deref()
    }

    /// The format of its lines.
    pub fn format(&self) -> Format {
        self.indexed().reader().format()
    }

    /// The format that its lines look like, even if another format was stated when it was opened.
    pub fn guessed_format(&self) -> Format {
        let indexed = self.indexed();
        form::guess_format(&indexed.bytes, indexed.body_start(), &self.path)
    }

    /// What its columns mean, if it is not read by the order of `MOTChallenge`, KITTI or oriented boxes.
    pub fn columns(&self) -> Option<Arc<ColumnMap>> {
        self.indexed().reader().map().map(Arc::clone)
    }

    /// What each column means, as the file is read. In KITTI, oriented boxes and tables with several boxes a line, no column can
    /// be told apart in this way.
    pub fn roles(&self) -> Roles {
        let indexed = self.indexed();
        let layout = indexed.layout;
        let count = layout.columns;
        match (indexed.reader().map(), indexed.reader().format()) {
            (Some(map), _) => map.roles(count),
            (None, Format::Mot) => Roles::of_motchallenge(count, layout.class_column.is_some(), layout.has_visibility),
            (None, _) => Roles(vec![Role::Ignored; count.min(Columns::MAX_COLUMNS) as usize]),
        }
    }

    /// The name of a column in the header, if the file is read by it. Columns are counted from 1.
    pub fn column_name(&self, column: u32) -> Option<String> {
        self.indexed().reader().map()?.column_name(column).map(str::to_owned)
    }

    /// Its first columns, as its first lines show them. None if it is no text with columns, such as a document.
    pub fn column_samples(&self) -> Vec<ColumnSample> {
        let indexed = self.indexed();
        let has_columns = self.converted.is_none() && !indexed.bytes.is_empty();
        if has_columns { form::column_samples(&indexed.bytes, indexed.body_start(), &self.stated) } else { Vec::new() }
    }

    /// The size of the file in bytes; of an archive, the size of the unpacked text.
    pub fn bytes(&self) -> u64 {
        self.indexed().bytes.len() as u64
    }

    /// A number that grows whenever what is read from the file has changed. From one file with one number come the same rows.
    pub fn version(&self) -> u64 {
        self.version.load(Ordering::Acquire)
    }

    /// How many bytes of the file are indexed so far.
    pub fn indexed_bytes(&self) -> u64 {
        let indexed = self.indexed();
        if indexed.is_complete { indexed.bytes.len() as u64 } else { indexed.sealed as u64 }
    }

    /// Whether the whole file is indexed.
    pub fn is_complete(&self) -> bool {
        self.indexed().is_complete
    }

    /// What its columns mean, as guessed from its first rows.
    pub fn layout(&self) -> Layout {
        self.indexed().layout
    }

    /// Whether its class numbers have the names in the `labels.txt` beside it, unless the user chooses others.
    pub fn has_labels(&self) -> bool {
        self.names.are_of_labels()
    }

    /// Why its rows may be read wrongly although they look like rows of `MOTChallenge`, with the way out. `None` if nothing
    /// speaks against it.
    pub fn doubt(&self) -> Option<Arc<str>> {
        self.indexed().reader.doubt().cloned()
    }

    /// The separator of its first row; `None` if it has no rows. Other lines may have other separators.
    pub fn separator(&self) -> Option<Separator> {
        self.indexed().separator
    }

    /// The index of all lines with line ends.
    pub fn index(&self) -> Index {
        self.indexed().index.clone()
    }

    /// The lines with data in which no frame number can be read, as far as the file is indexed: how many there are, and where the
    /// first of them begins, in bytes. `None` if there are none. A title is none of them.
    pub(crate) fn lines_without_frame(&self) -> Option<(u64, u64)> {
        let indexed = self.indexed();
        let Unplaced { lines, first: [first, second] } = indexed.index.unplaced();
        let body = indexed.body_bytes();
        let is_title = |line: &[u8]| indexed.reader.may_be_header(line);
        let begins_there = |first: usize| {
            // Before a title, there are only blank lines and comments.
            let before = body.get(indexed.start..first)?;
            let mut before = before.split(|byte| *byte == b'\n').map(line::trim);
            before.all(|line| line::kind(line) != LineKind::Data).then(|| line::first(&body[first..]))
        };
        let has_title = lines > 0 && usize::try_from(first).ok().and_then(begins_there).is_some_and(is_title);
        let (lines, first) = if has_title { (lines - 1, second) } else { (lines, first) };
        (lines > 0).then_some((lines, first))
    }

    /// The frame numbers at the start of its lines, sorted, each once.
    pub fn frames(&self) -> Vec<u32> {
        self.indexed().frames()
    }

    /// How long indexing has taken so far.
    pub fn index_time(&self) -> Duration {
        Duration::from_nanos(self.index_nanos.load(Ordering::Relaxed))
    }

    /// Whether the last line has no line end and looks incomplete, because the file is still being written.
    pub fn has_pending_last_line(&self) -> bool {
        self.indexed().has_pending_last_line()
    }

    /// The rows of one frame; empty if it has none. Rows that can no longer be read are left out without notice, whereas
    /// [`load`](DataProvider::load) fails.
    pub fn frame(&self, number: u64) -> Frame {
        self.read(number).0
    }

    /// Reads the rows of one frame in place of what `frame` had, whose memory is used again. `false` if the file was changed or
    /// shortened, or can no longer be read.
    pub fn frame_into(&self, number: u64, frame: &mut Frame) -> bool {
        frame.number = number;
        frame.detections.clear();
        frame.rejected = 0;
        self.read_into(frame).is_ok()
    }

    /// The number of the line that begins at or before this place in the file, counted from 1. `None` if the lines are those of
    /// a text that was made of a document. This counts all lines before it.
    pub fn line_at(&self, offset: u64) -> Option<u64> {
        let indexed = self.indexed();
        let before = indexed.body_bytes().get(..usize::try_from(offset).ok()?)?;
        self.converted.is_none().then(|| memchr::memchr_iter(b'\n', before).count() as u64 + 1)
    }

    /// The indexed part of the file at this moment.
    pub(in crate::mot) fn indexed(&self) -> Arc<Indexed> {
        Arc::clone(&self.indexed.read())
    }

    /// Reads the rows of a frame, and says whether its lines were intact.
    fn read(&self, number: u64) -> (Frame, Result<(), Torn>) {
        let mut frame = Frame { number, detections: Vec::new(), rejected: 0 };
        let result = self.read_into(&mut frame);
        frame.detections.shrink_to_fit();
        (frame, result)
    }

    /// Reads the rows of the frame `frame.number` to the end of `frame`, and says whether its lines were intact.
    fn read_into(&self, frame: &mut Frame) -> Result<(), Torn> {
        let (bytes_read, result) = self.indexed().read(frame);
        self.bytes_read.fetch_add(bytes_read, Ordering::Relaxed);
        result
    }

    /// Counts the time since `began` as time spent on indexing.
    pub(super) fn add_index_time(&self, began: Instant) {
        self.index_nanos.fetch_add(began.elapsed().as_nanos() as u64, Ordering::Relaxed);
    }
}

impl DataProvider for MotFile {
    type Value = Frame;

    fn keys(&self) -> Arc<KeySet> {
        Arc::clone(&self.indexed.read().keys)
    }

    fn load(&self, key: u64) -> Result<Frame, BoxError> {
        let started = Instant::now();
        let path = self.path.shown();
        if !self.indexed.read().keys.contains(key) {
            return Err(format!("{path}: there is no frame {key}").into());
        }
        let demanded = self.demand.begin();
        let (frame, result) = self.read(key);
        drop(demanded);
        self.loads.fetch_add(1, Ordering::Relaxed);
        self.busy_nanos.fetch_add(started.elapsed().as_nanos() as u64, Ordering::Relaxed);
        result.map(|()| frame).map_err(|Torn| {
            self.errors.fetch_add(1, Ordering::Relaxed);
            let what = "the file was changed or shortened, or can no longer be read; open it again";
            format!("{path}: frame {key}: {what}").into()
        })
    }

    fn weight(&self, value: &Frame) -> u64 {
        value.bytes()
    }

    fn stats(&self) -> ProviderStats {
        ProviderStats {
            loads: self.loads.load(Ordering::Relaxed),
            errors: self.errors.load(Ordering::Relaxed),
            bytes_read: self.bytes_read.load(Ordering::Relaxed),
            busy: Duration::from_nanos(self.busy_nanos.load(Ordering::Relaxed)),
        }
    }
}
