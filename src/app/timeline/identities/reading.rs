//! Reads in which frames the tracks in view are, and how well they are seen there. A thread reads the frames directly from the
//! file, so that this does not count as moves in the cache.

use std::ops::RangeInclusive;
use std::sync::Arc;

use eframe::egui;
use rustc_hash::FxHashMap;

use crate::app::model::identity_timeline::{Levels, RowId, Rows};
use crate::app::session::background::Newest;
use crate::mot::MotFile;
use crate::provider::KeySet;

/// The most frames that are read for the rows in view. Of more, only some are.
const MOST_FRAMES: u64 = 20_000;

/// What is to be read.
#[derive(Clone)]
pub struct Wanted {
    /// The file of the tracks.
    pub file: Arc<MotFile>,
    /// Increases when the file changes.
    pub content: u64,
    /// All frames of the sequence.
    pub keys: Arc<KeySet>,
    /// The ids of the tracks, sorted.
    pub ids: Vec<u64>,
    /// The ranks of the frames.
    pub ranks: RangeInclusive<u64>,
}

impl Wanted {
    /// What is to be read of these rows in frames with these ranks. `None` if it is nothing.
    pub fn of(
        rows: &Rows,
        wanted: &[RowId],
        (file, content): (&Arc<MotFile>, u64),
        keys: &Arc<KeySet>,
        ranks: (u64, u64),
    ) -> Option<Self> {
        let mut ids: Vec<u64> = wanted.iter().filter_map(|row| rows.id(*row)).collect();
        ids.sort_unstable();
        ids.dedup();
        let rank = |frame: u32| keys.rank_of(keys.nearest(frame.into())?);
        let first = wanted.iter().map(|row| rows.facts(*row).first).min().and_then(rank)?;
        let last = wanted.iter().map(|row| rows.facts(*row).last).max().and_then(rank)?;
        let ranks = first.max(ranks.0)..=last.min(ranks.1);
        (!ranks.is_empty()).then(|| Self { file: Arc::clone(file), content, keys: Arc::clone(keys), ids, ranks })
    }

    /// The ranks of these frames and of some around them, up to `last`, so that a small pan needs no further reading.
    pub fn wider(&self, last: u64) -> (u64, u64) {
        let span = self.ranks.end() - self.ranks.start();
        let most = if self.stride() == 1 { MOST_FRAMES - 1 - span } else { span };
        let by = (most / 2).min(span / 2);
        (self.ranks.start().saturating_sub(by), (self.ranks.end() + by).min(last))
    }

    /// Every how many frames one is read.
    pub fn stride(&self) -> u64 {
        self.ranks.end().saturating_sub(*self.ranks.start()) / MOST_FRAMES + 1
    }

    /// Whether what is read for this is enough for `other`.
    fn covers(&self, other: &Self) -> bool {
        let is_of_same_file = Arc::ptr_eq(&self.file, &other.file) && self.content == other.content;
        let has = |rank: &u64| self.ranks.contains(rank);
        is_of_same_file
            && Arc::ptr_eq(&self.keys, &other.keys)
            && has(other.ranks.start())
            && has(other.ranks.end())
            && self.stride() <= other.stride() * 2
            && other.ids.iter().all(|id| self.ids.binary_search(id).is_ok())
    }

    /// Reads the frames. `None` if a newer question waits.
    fn read(self, is_overtaken: &dyn Fn() -> bool) -> Option<Read> {
        let has_visibility = self.file.layout().has_visibility;
        let mut levels: Vec<Levels> = vec![Levels::default(); self.ids.len()];
        let stride = self.stride();
        let mut rank = *self.ranks.start();
        while rank <= *self.ranks.end() {
            if is_overtaken() {
                return None;
            }
            let Some(key) = self.keys.key_at(rank) else { break };
            let next = self.keys.key_at(rank + stride).filter(|next| stride > 1 || *next == key + 1);
            for row in &self.file.frame(key).detections {
                let place = row.id.and_then(|id| self.ids.binary_search(&id.0).ok());
                if let Some(levels) = place.and_then(|place| levels.get_mut(place)) {
                    let visibility = if has_visibility { row.columns.get(9) } else { None };
                    levels.push(key, next.unwrap_or(key + 1), visibility);
                }
            }
            rank += stride;
        }
        let levels = self.ids.iter().copied().zip(levels).collect();
        Some(Read { of: self, levels })
    }
}

/// What was read.
pub struct Read {
    /// What it was read for.
    pub of: Wanted,
    levels: FxHashMap<u64, Levels>,
}

impl Read {
    /// What is known of a track. `None` if it was not looked for.
    pub fn track(&self, id: u64) -> Option<&Levels> {
        self.levels.get(&id)
    }
}

/// The thread that reads.
pub struct Reader {
    worker: Newest<Wanted, Read>,
    asked: Option<Wanted>,
    read: Option<Read>,
}

impl Reader {
    /// Starts the thread. It ends when this value is dropped.
    pub fn start(ctx: &egui::Context) -> Self {
        let worker =
            Newest::start("motscope-visibility", ctx, |wanted: Wanted, is_overtaken| wanted.read(is_overtaken));
        Self { worker, asked: None, read: None }
    }

    /// Takes in what was read. If that is not enough for `needed`, asks for what `wider` returns if it covers that.
    pub fn update(&mut self, needed: &Wanted, wider: impl FnOnce() -> Option<Wanted>) {
        if let Some(read) = self.worker.answers().last() {
            self.read = Some(read);
        }
        if !self.asked.as_ref().is_some_and(|asked| asked.covers(needed)) {
            let wanted = wider().filter(|wider| wider.covers(needed)).unwrap_or_else(|| needed.clone());
            self.worker.ask(wanted.clone());
            self.asked = Some(wanted);
        }
    }

    /// What was read last of this file. While a file grows, it is shown until what is new has been read.
    pub fn read(&self, file: &Arc<MotFile>) -> Option<&Read> {
        self.read.as_ref().filter(|read| Arc::ptr_eq(&read.of.file, file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::identity_timeline::FULL;
    use crate::metrics::tracks::Stretch;
    use crate::provider::DataProvider as _;

    fn wanted(ids: &[u64], ranks: RangeInclusive<u64>) -> Wanted {
        let text = "1,5,0,0,9,9,1,1,1\n1,6,0,0,9,9,1,1,0.5\n2,5,0,0,9,9,1,1,1\n4,5,0,0,9,9,1,1,0.25\n";
        let file = Arc::new(MotFile::from_bytes("gt.txt", text.as_bytes().to_vec()).unwrap());
        Wanted { keys: file.keys(), file, content: 0, ids: ids.to_vec(), ranks }
    }

    #[test]
    fn what_is_read_are_the_levels_of_the_tracks_that_are_asked_for() {
        let read = wanted(&[5, 7], 0..=3).read(&|| false).unwrap();
        let run = |first, last, state| Stretch { first, last, state };
        assert_eq!(read.track(5).unwrap().runs(), [run(1, 2, FULL), run(4, 4, 2)]);
        assert_eq!(read.track(7).unwrap().runs(), []);
        assert!(read.track(6).is_none() && wanted(&[5], 0..=3).read(&|| true).is_none());
    }

    #[test]
    fn of_very_many_frames_some_are_read() {
        let rows: Vec<String> = (1..=50_000).map(|frame| format!("{frame},1,0,0,9,9,1,1,0.5\n")).collect();
        let file = Arc::new(MotFile::from_bytes("gt.txt", rows.concat().into_bytes()).unwrap());
        let all = Wanted { keys: file.keys(), file, content: 0, ids: vec![1], ranks: 0..=49_999 };
        assert_eq!(all.stride(), 3);
        let read = all.clone().read(&|| false).unwrap();
        assert_eq!(read.track(1).unwrap().runs().first().map(|run| (run.first, run.state)), Some((1, 4)));
        assert!(read.of.file.stats().bytes_read < read.of.file.bytes() / 2);
        let few = Wanted { ranks: 10..=20, ..all.clone() };
        assert!(
            all.covers(&all)
                && !all.covers(&few)
                && few.wider(100) == (5, 25)
                && few.covers(&Wanted { ranks: 12..=20, ..all.clone() })
        );
        assert!(
            !few.covers(&Wanted { ids: vec![1, 2], ..few.clone() })
                && !few.covers(&Wanted { content: 1, ..few.clone() })
        );
    }
}
