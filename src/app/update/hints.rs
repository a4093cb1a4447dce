//! What the window knows of the moves to come, told to the cache as far as it has changed.

use std::sync::Arc;

use crate::app::model::cache_settings::EngineSettings;
use crate::app::model::state::State;
use crate::app::model::strip;
use crate::app::panels::track_list::TrackList;
use crate::playback::Playback;
use crate::predict::{AccessHint, DragHint, Hints, PlaybackHint};

/// So many tracks that a search found count as landmarks, by their first frames.
const MAX_FOUND: usize = 256;

/// What widgets know of the moves to come, and what the cache has been told.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The scrubber is being dragged.
    pub drag: Option<DragHint>,
    /// Width of the scrubber in pixels.
    pub pixels: Option<u32>,
    told: Hints,
}

impl Known {
    /// What the cache has been told.
    pub fn told(&self) -> &Hints {
        &self.told
    }

    /// There is another cache, which has been told nothing.
    pub fn forget(&mut self) {
        self.told = Hints::default();
    }
}

impl State {
    /// Tells the cache what is known and was not told yet.
    pub fn tell(&mut self) {
        let hints = self.hints();
        if let Some(document) = &self.document {
            for hint in changes(&self.known.told, &hints) {
                document.cache.hint(hint);
            }
            self.known.told = hints;
        }
    }

    fn hints(&self) -> Hints {
        let Some(document) = &self.document else { return Hints::default() };
        let ends = self.selected_ends().map_or([None; 2], |(first, last)| [Some(first), Some(last)]);
        let marks = self.bookmarks.frames().iter().copied();
        let landmarks = rising(ends.into_iter().flatten().chain(marks).chain(found(&self.tracks)));
        let told = &self.known.told;
        Hints {
            playback: playback(document.playback()),
            drag: self.known.drag,
            landmarks: shared(&told.landmarks, landmarks),
            jumps: shared(&told.jumps, jumps(&self.settings.engine)),
            scrubber: self.known.pixels.and_then(|pixels| strip::places(pixels, document.keys.len())),
        }
    }
}

/// `new` to be shared; as it is shared already, if it is what there was.
fn shared<T: PartialEq>(old: &Arc<[T]>, new: Vec<T>) -> Arc<[T]> {
    if **old == *new { Arc::clone(old) } else { new.into() }
}

/// What `new` says that `old` does not.
fn changes(old: &Hints, new: &Hints) -> Vec<AccessHint> {
    new.each().into_iter().filter(|hint| !old.says(hint)).collect()
}

/// Playback under way. One that waits for a frame goes on once it is there.
fn playback(playback: &Playback) -> Option<PlaybackHint> {
    let (first, last) = playback.bounds().filter(|_| playback.is_playing())?;
    Some(PlaybackHint {
        stride: playback.stride(),
        period: playback.interval(),
        looping: playback.is_looping(),
        first,
        last,
    })
}

/// Where buttons and arrow keys lead: the jumps that are set, and one frame each way.
pub fn jumps(settings: &EngineSettings) -> Vec<i64> {
    rising(settings.predictor.dynamic_data.possible_jumps.iter().copied().chain([-1, 1]))
}

/// The first frames of the tracks that a search found.
fn found(tracks: &TrackList) -> impl Iterator<Item = u64> + '_ {
    let listing = tracks.listing().filter(|_| !tracks.search.trim().is_empty());
    let rows = listing.map_or(0, |listing| listing.len().min(MAX_FOUND));
    (0..rows).filter_map(move |row| Some(listing?.track(row)?.first.into()))
}

/// Rising, each once.
fn rising<T: Ord>(numbers: impl Iterator<Item = T>) -> Vec<T> {
    let mut numbers: Vec<T> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playback::Direction;
    use crate::provider::KeySet;
    use std::time::Duration;

    #[test]
    fn only_what_has_changed_is_told() {
        let old = Hints { jumps: Arc::from([-1, 1]), ..Hints::default() };
        assert!(changes(&old, &old.clone()).is_empty());
        let drag = Some(DragHint { position: 3.5, speed: -20.0 });
        let new = Hints { landmarks: Arc::from([4, 9]), drag, scrubber: Some(800), ..old.clone() };
        let mut told = old.clone();
        for hint in changes(&old, &new) {
            assert!(!told.says(&hint), "nothing is told that was known");
            told.replace(hint);
        }
        assert_eq!(told, new);
        assert_eq!(changes(&new, &old).len(), 3, "what is no longer so is told as well");
    }

    #[test]
    fn playback_is_told_while_it_plays_with_its_range() {
        let mut head = Playback::new(Arc::new(KeySet::from_runs([0..=99])));
        head.set_looping(true);
        head.set_in(Some(10));
        assert_eq!(playback(&head), None);
        head.play(Direction::Backward);
        let period = Duration::from_secs_f64(1.0 / 30.0);
        assert_eq!(playback(&head), Some(PlaybackHint { stride: -1, period, looping: true, first: 10, last: 99 }));
        [0, 40].into_iter().for_each(|now| _ = head.tick(Duration::from_millis(now), false));
        assert!(head.is_stalled() && playback(&head).is_some());
        head.pause();
        assert_eq!(playback(&head), None);
    }

    #[test]
    fn jumps_are_those_of_the_buttons_and_of_the_arrow_keys() {
        let mut settings = EngineSettings::default();
        assert_eq!(jumps(&settings), [-15, -5, -1, 1, 5, 15]);
        settings.predictor.dynamic_data.possible_jumps = vec![30, -4];
        assert_eq!(jumps(&settings), [-4, -1, 1, 30]);
    }
}
