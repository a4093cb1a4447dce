//! Opening: the first part, then the rest on all cores.

use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::MotFile;
use super::indexed::Indexed;
use super::tail::Tail;
use crate::mot::change::{FileState, Probes};
use crate::mot::format::Format;
use crate::mot::index;
use crate::mot::labels::Labels;
use crate::mot::options::OpenOptions;
use crate::mot::source::{self, OpenError, OpenReason, Source};
use crate::mot::{Progress, archive};
use crate::provider::KeySet;

/// The form of a file is guessed from no more than this, even if all of it is comments.
const GUESS: usize = 256 << 20;
/// What is indexed so far is published no more often than this, and so that publishing takes a tenth of the time.
const PUBLISH: Duration = Duration::from_millis(50);

/// What of a file has to be looked up anew; told whenever more of it is indexed.
#[derive(Clone, Debug)]
pub struct Growth {
    /// The frames there are now.
    pub keys: Arc<KeySet>,
    /// Frames that may have other rows than before.
    pub changed: KeySet,
    /// Whether all of the file is indexed now.
    pub is_complete: bool,
}

impl Growth {
    pub(super) fn new(keys: Arc<KeySet>, changed: &mut Vec<u32>, is_complete: bool) -> Self {
        let changed = KeySet::from_keys(changed.drain(..).map(u64::from));
        Self { keys, changed, is_complete }
    }
}

/// What opening needs beside a path.
pub(super) struct Opening<'a> {
    pub path: &'a Path,
    pub source: Source,
    pub state: Option<FileState>,
    pub format: Option<Format>,
    pub labels: Option<Labels>,
    /// Bytes in whose range the lines of a chunk of the index begin.
    pub chunk: usize,
}

impl MotFile {
    /// Opens a file as far as it takes to show its first frames; [`index_rest`](Self::index_rest) does the rest. A file
    /// of some megabytes is complete at once.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn begin(path: impl AsRef<Path>, options: &OpenOptions, progress: &Progress) -> Result<Self, OpenError> {
        let path = path.as_ref();
        let failed = |reason| OpenError::new(path, None, reason);
        let file = source::open(path).map_err(failed)?;
        let Some(unpacked) = archive::unpack(path, &file, options.member.as_deref(), progress)? else {
            let begun = Source::map(&file).and_then(|(source, state)| {
                let labels = Labels::beside(path);
                let format = options.format;
                let opening = Opening { path, source, state: Some(state), format, labels, chunk: index::CHUNK };
                Self::begin_with(opening, progress)
            });
            return begun.map_err(failed);
        };
        // It is the archive that may change, not what was unpacked.
        let metadata = file.metadata().map_err(|error| failed(error.into()))?;
        let begun = Source::map(&unpacked.file).and_then(|(source, _)| {
            // What lies beside an archive is not for its members.
            let labels = if unpacked.member.is_none() { Labels::beside(path) } else { None };
            let state = Some(FileState::of(&metadata));
            let (path, format) = (&*unpacked.name, options.format);
            Self::begin_with(Opening { path, source, state, format, labels, chunk: index::CHUNK }, progress)
        });
        let mut begun = begun.map_err(|reason| OpenError::new(path, unpacked.member.as_deref(), reason))?;
        path.clone_into(&mut begun.path);
        begun.is_unpacked = true;
        begun.member = unpacked.member.map(|name| (name, unpacked.has_others));
        Ok(begun)
    }

    pub(super) fn begin_with(opening: Opening<'_>, progress: &Progress) -> Result<Self, OpenReason> {
        let began = Instant::now();
        let (start, format) = form_of(&opening.source, opening.format)?;
        let file = Self::of_nothing(opening, start, format);
        progress.begin(file.bytes());
        let part = file.part();
        let cancelled = || OpenReason::Cancelled;
        let sealed = index::last_line_start(&part.source, start..part.source.len(), progress).ok_or_else(cancelled)?;
        let mut part = Indexed::clone(&part);
        if sealed > start {
            let lines = start..sealed;
            let first = index::lines_that_begin_in(&part.source, &lines, start, file.chunk, progress);
            let first = first.ok_or_else(cancelled)?;
            let pass = index::Pass { threads: 1, ..file.pass(progress, &part.source) };
            let index = &mut part.index;
            let is_done = index::scan_all(&part.source, first.clone(), &pass, |_, segment| index.push(segment));
            is_done.then_some(()).ok_or_else(cancelled)?;
            part.sealed = first.end;
        }
        if part.sealed == sealed {
            file.finish(&mut part, progress)?;
        }
        if !part.source.is_intact() {
            return Err(OpenReason::Vanished);
        }
        file.publish(part, progress)?;
        file.took(began);
        Ok(file)
    }

    /// Indexes what [`begin`](Self::begin) left, on all cores; loads that somebody waits for go first. `told` hears
    /// whenever there is more, on the calling thread.
    ///
    /// # Errors
    /// If cancelled, or if the file is shortened or fails meanwhile; what was indexed before stays.
    pub fn index_rest(&self, progress: &Progress, told: &mut dyn FnMut(Growth)) -> Result<(), OpenError> {
        self.try_index_rest(progress, told).map_err(|reason| self.failed(reason))
    }

    fn try_index_rest(&self, progress: &Progress, told: &mut dyn FnMut(Growth)) -> Result<(), OpenReason> {
        let mut part = Indexed::clone(&self.part());
        if part.is_complete {
            return Ok(());
        }
        let began = Instant::now();
        let source = part.source.clone();
        progress.begin(source.len() as u64);
        let start = part.sealed;
        let _ = progress.advance(start as u64);
        let end = index::last_line_start(&source, start..source.len(), progress).ok_or(OpenReason::Cancelled)?;
        let mut changed = Vec::new();
        let (mut published, mut cost) = (Instant::now(), Duration::ZERO);
        let mut result = Ok(());
        let pass = self.pass(progress, &source);
        let is_done = index::scan_all(&source, start..end, &pass, |scanned, segment| {
            changed.extend(segment.frames());
            part.index.push(segment);
            part.sealed = part.sealed.max(scanned);
            if result.is_ok() && published.elapsed() > PUBLISH.max(cost * 10) && source.is_intact() {
                let publishing = Instant::now();
                result = self.publish(part.clone(), progress).map(|keys| told(Growth::new(keys, &mut changed, false)));
                (published, cost) = (Instant::now(), publishing.elapsed());
            }
        });
        result?;
        if !is_done {
            return Err(OpenReason::Cancelled);
        }
        part.sealed = end;
        part.index = part.index.united(progress).ok_or(OpenReason::Cancelled)?;
        self.finish(&mut part, progress)?;
        if !source.is_intact() {
            return Err(OpenReason::Vanished);
        }
        changed.extend(part.tail.frame());
        let keys = self.publish(part, progress)?;
        self.took(began);
        told(Growth::new(keys, &mut changed, true));
        Ok(())
    }

    /// Completes a part all of whose sealed lines are indexed.
    pub(super) fn finish(&self, part: &mut Indexed, progress: &Progress) -> Result<(), OpenReason> {
        let (before, last) = part.source.split_at(part.sealed);
        let tail = Tail::of(last, &before[part.start..], &part.reader, progress);
        part.tail = tail.ok_or(OpenReason::Cancelled)?;
        part.is_complete = true;
        let probes = Probes::of(&part.source, part.sealed);
        self.state.lock().probes = probes;
        Ok(())
    }

    /// Puts `part` in the place of the one in force.
    pub(super) fn publish(&self, mut part: Indexed, progress: &Progress) -> Result<Arc<KeySet>, OpenReason> {
        part.sample(&self.path, self.labels.as_ref(), &self.part());
        part.find_keys(progress).ok_or(OpenReason::Cancelled)?;
        let keys = Arc::clone(&part.keys);
        let old = std::mem::replace(&mut *self.part.write(), Arc::new(part));
        // Not under the lock.
        drop(old);
        Ok(keys)
    }

    pub(super) fn pass<'a>(&'a self, progress: &'a Progress, source: &'a Source) -> index::Pass<'a> {
        let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
        index::Pass { progress, demand: &self.demand, threads, chunk: self.chunk, source: Some(source) }
    }

    pub(super) fn failed(&self, reason: OpenReason) -> OpenError {
        OpenError::new(&self.path, self.member(), reason)
    }
}

/// Where the first line begins, and of what form all lines are.
pub(super) fn form_of(source: &Source, known: Option<Format>) -> Result<(usize, Format), OpenReason> {
    if source.len() as u64 > index::MAX_BYTES {
        return Err(OpenReason::TooLarge);
    }
    if let Some(what) = source::not_text(source) {
        return Err(OpenReason::NotText(what));
    }
    let start = source::byte_order_mark(source);
    match known.unwrap_or_else(|| guess_form(source, start)) {
        Format::Mots => Err(OpenReason::Masks),
        format => Ok((start, format)),
    }
}

/// The form that the lines from `start` on look like.
pub(super) fn guess_form(source: &Source, start: usize) -> Format {
    Format::guess(&source[start..source.len().min(start + GUESS)])
}
