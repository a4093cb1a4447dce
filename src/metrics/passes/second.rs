//! The second pass: HOTA.

use parking_lot::Mutex;

use super::failure::{Failure, STEP};
use super::first::First;
use crate::metrics::error::EvaluateError;
use crate::metrics::frames::{Ids, Judged, KeptFrame, Preparer, Remarks, SlotCache, Sources};
use crate::metrics::hota::{HotaMatch, HotaMatcher, HotaRun};
use crate::parallel;

/// What a thread needs to match frames.
struct Worker<'a> {
    preparer: Preparer<'a>,
    frame: Judged,
    cache: SlotCache,
    slots: Vec<u32>,
    matcher: HotaMatcher,
}

/// The matches of some frames, and where those of each frame end.
#[derive(Default)]
struct Chunk {
    matches: Vec<HotaMatch>,
    ends: Vec<usize>,
}

/// Matches all frames. The alignment of tracks must be known.
pub(super) fn pass(
    sources: Sources<'_>,
    frames: &[u32],
    first: &mut First,
    threads: usize,
) -> Result<HotaRun, EvaluateError> {
    let mut hota = HotaRun::default();
    let failure = Failure::default();
    let workers = Mutex::new(Vec::new());
    let mut records = std::mem::take(&mut first.records);
    let known = &*first;
    let read = |range: std::ops::Range<usize>| {
        if failure.is_there() || !sources.progress.advance(range.len() as u64) {
            return None;
        }
        let popped = workers.lock().pop();
        let mut worker = popped.unwrap_or_else(|| Worker::new(sources));
        let mut chunk = Chunk::default();
        let matched = range.into_iter().try_for_each(|at| worker.add(sources, at, frames[at], known, &mut chunk));
        workers.lock().push(worker);
        failure.unless(matched).map(|()| chunk)
    };
    let take = |_, chunk: Chunk| {
        let mut begin = 0;
        for end in chunk.ends {
            records.push_hota(hota.add(&chunk.matches[begin..end], &known.tracks));
            begin = end;
        }
    };
    let done = parallel::in_order(0..frames.len(), STEP, threads, read, take);
    failure.told(done)?;
    first.records = records;
    Ok(hota)
}

impl<'a> Worker<'a> {
    fn new(sources: Sources<'a>) -> Self {
        Self {
            preparer: Preparer::new(sources),
            frame: Judged::default(),
            cache: SlotCache::default(),
            slots: Vec::new(),
            matcher: HotaMatcher::default(),
        }
    }

    /// Matches a frame, which is the one at this place in the list of all frames.
    fn add(
        &mut self,
        sources: Sources<'_>,
        at: usize,
        number: u32,
        known: &First,
        chunk: &mut Chunk,
    ) -> Result<(), EvaluateError> {
        let kept = known.kept.get(at);
        if kept.is_none() {
            // What is odd about it was told in the first pass.
            let frame = &mut self.frame;
            self.preparer.prepare(number, frame, &mut Remarks::default())?;
            let is_known = number_all(&frame.truth_ids, &known.truth, &mut frame.truth_tracks)
                && number_all(&frame.result_ids, &known.result, &mut frame.result_tracks)
                && known.tracks.find(frame, &mut self.cache, &mut self.slots);
            if !is_known {
                return Err(EvaluateError::Changed { path: sources.truth_file().path().to_owned(), frame: number });
            }
        }
        let frame = kept.unwrap_or_else(|| KeptFrame {
            size: (self.frame.truth_ids.len(), self.frame.result_ids.len()),
            pairs: &self.frame.pairs,
            slots: &self.slots,
        });
        let go_on = || sources.go_on();
        let added = self.matcher.add(frame, &known.tracks, &mut chunk.matches, go_on);
        added.map_err(|failed| sources.unmatched(failed, number))?;
        chunk.ends.push(chunk.matches.len());
        Ok(())
    }
}

/// Gives boxes the numbers that their tracks got in the first pass. `false` if an id was not there then.
fn number_all(ids: &[u64], known: &Ids, tracks: &mut Vec<u32>) -> bool {
    tracks.extend(ids.iter().map_while(|&id| known.number(id)));
    tracks.len() == ids.len()
}
