//! The first pass: CLEAR, the counts of each frame, and which tracks go together.

use parking_lot::Mutex;

use super::failure::{Failure, STEP};
use crate::metrics::assignment::Assigner;
use crate::metrics::clear::ClearRun;
use crate::metrics::error::EvaluateError;
use crate::metrics::events::History;
use crate::metrics::frames::{Ids, Judged, Kept, Preparer, Remarks, SlotCache, Sources, TrackPairs};
use crate::metrics::options::Options;
use crate::metrics::records::FrameRecords;
use crate::parallel;

/// What is known after the first pass.
pub(super) struct First {
    pub truth: Ids,
    pub result: Ids,
    pub clear: ClearRun,
    pub tracks: TrackPairs,
    pub records: FrameRecords,
    pub kept: Kept,
    /// What events are found in, if they are asked for.
    pub history: Option<History>,
    cache: SlotCache,
    assigner: Assigner,
    slots: Vec<u32>,
    threshold: f64,
}

/// Prepared frames, and what was odd about them.
#[derive(Default)]
struct Chunk {
    frames: Vec<Judged>,
    remarks: Remarks,
}

impl First {
    /// Reads all frames.
    pub(super) fn pass(
        sources: Sources<'_>,
        frames: &[u32],
        options: &Options,
        remarks: &mut Remarks,
    ) -> Result<Self, EvaluateError> {
        let mut first = Self {
            truth: Ids::default(),
            result: Ids::default(),
            clear: ClearRun::new(options.threshold),
            tracks: TrackPairs::default(),
            records: FrameRecords::default(),
            kept: Kept::default(),
            history: options.has_events.then(History::default),
            cache: SlotCache::default(),
            assigner: Assigner::default(),
            slots: Vec::new(),
            threshold: options.threshold,
        };
        let failure = Failure::default();
        let (preparers, chunks) = (Mutex::new(Vec::new()), Mutex::new(Vec::<Chunk>::new()));
        let read = |range: std::ops::Range<usize>| {
            if failure.is_there() || !sources.progress.advance(range.len() as u64) {
                return None;
            }
            let mut chunk = chunks.lock().pop().unwrap_or_default();
            let popped = preparers.lock().pop();
            let mut reader = popped.unwrap_or_else(|| Preparer::new(sources));
            chunk.frames.resize_with(range.len(), Judged::default);
            let prepared = frames[range]
                .iter()
                .zip(&mut chunk.frames)
                .try_for_each(|(&number, frame)| reader.prepare(number, frame, &mut chunk.remarks));
            preparers.lock().push(reader);
            failure.unless(prepared).map(|()| chunk)
        };
        let take = |range: std::ops::Range<usize>, mut chunk: Chunk| {
            remarks.merge(std::mem::take(&mut chunk.remarks));
            if options.is_strict
                && failure.unless(remarks.refuse(sources.truth_file(), sources.result_file())).is_none()
            {
                return;
            }
            for (at, frame) in range.zip(&mut chunk.frames) {
                if failure.unless(first.add(sources, at, frame)).is_none() {
                    return;
                }
            }
            chunks.lock().push(chunk);
        };
        let done = parallel::in_order(0..frames.len(), STEP, options.threads, read, take);
        failure.told(done)?;
        Ok(first)
    }

    /// Adds the next frame.
    fn add(&mut self, sources: Sources<'_>, at: usize, frame: &mut Judged) -> Result<(), EvaluateError> {
        frame.truth_tracks.extend(frame.truth_ids.iter().map(|&id| self.truth.count(id)));
        frame.result_tracks.extend(frame.result_ids.iter().map(|&id| self.result.count(id)));
        let go_on = || sources.go_on();
        let added = self.clear.add(frame, &mut self.assigner, go_on);
        added.map_err(|failed| sources.unmatched(failed, frame.number))?;
        self.tracks.add(frame, self.threshold, &mut self.cache, &mut self.slots);
        let matches = &self.clear.matches;
        let switches = matches.iter().filter(|matched| matched.is_switch).count();
        let counts = [frame.truth_ids.len(), frame.result_ids.len(), matches.len(), switches];
        let similarity = matches.iter().map(|matched| matched.similarity).sum();
        self.records.push(frame.number, counts.map(|count| count as u32), similarity);
        if let Some(history) = &mut self.history {
            history.add(frame, matches, &self.slots, self.threshold);
        }
        self.kept.keep(at, frame, &self.slots);
        Ok(())
    }
}
