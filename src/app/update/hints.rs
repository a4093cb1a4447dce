//! Gives the cache hints about the next moves, if they have changed.

use std::sync::Arc;

use super::controller::Controller;
use crate::app::model::replay::hint_inputs::{jumps, rising};
use crate::app::model::strip;
use crate::app::session::document::Document;
use crate::playback::Playback;
use crate::predict::{AccessHint, Hints, PlaybackHint};

impl Controller {
    /// Gives the cache the hints that differ from those it already has.
    pub fn tell(&mut self) {
        self.choose_event_landmarks();
        let hints = self.hints();
        if let Some(document) = &self.session.document {
            for hint in changes(&self.state.hints.told, &hints) {
                document.cache.hint(hint);
            }
            self.state.hints.told = hints;
        }
    }

    /// All hints about the next moves, from what is known now.
    fn hints(&self) -> Hints {
        let Some(document) = &self.session.document else { return Hints::default() };
        if let Some(landmarks) = self.event_landmarks() {
            return Hints { landmarks, ..self.hints_without_landmarks(document) };
        }
        let ends = self.view().selected_ends().map_or([None; 2], |(first, last)| [Some(first), Some(last)]);
        let bookmarks = self.state.bookmarks.frames().iter().copied();
        let inputs = &self.state.hints;
        let found = inputs.found_tracks.iter().copied();
        let landmarks = rising(ends.into_iter().flatten().chain(bookmarks).chain(found));
        let landmarks = shared(&inputs.told.landmarks, landmarks);
        Hints { landmarks, ..self.hints_without_landmarks(document) }
    }

    /// The frames of events, if the user goes from event to event.
    fn event_landmarks(&self) -> Option<Arc<[u64]>> {
        let inputs = &self.state.hints;
        let is_known = inputs.goes_by_events && self.state.judging.judgement().is_some();
        is_known.then(|| inputs.events.frames())
    }

    /// Chooses the events around the play head, if the user goes from event to event.
    fn choose_event_landmarks(&mut self) {
        let Some(position) = self.view().position() else { return };
        let (judging, kinds) = (&self.state.judging, self.state.settings.judging.kinds);
        if self.state.hints.goes_by_events {
            self.state.hints.events.choose(position, judging, kinds);
        }
    }

    /// All hints about the next moves but the landmarks.
    fn hints_without_landmarks(&self, document: &Document) -> Hints {
        let inputs = &self.state.hints;
        Hints {
            playback: playback(document.playback()),
            drag: inputs.drag,
            landmarks: Arc::default(),
            jumps: shared(&inputs.told.jumps, jumps(&self.state.settings.cache)),
            scrubber: inputs.scrubber_pixels.and_then(|pixels| strip::places(pixels, document.keys.len())),
        }
    }
}

/// `new` as a shared slice. If it is equal to `old`, returns `old`, to save an allocation.
fn shared<T: PartialEq>(old: &Arc<[T]>, new: Vec<T>) -> Arc<[T]> {
    if **old == *new { Arc::clone(old) } else { new.into() }
}

/// The hints of `new` that differ from `old`.
fn changes(old: &Hints, new: &Hints) -> Vec<AccessHint> {
    new.each().into_iter().filter(|hint| !old.says(hint)).collect()
}

/// The hint about playback, also while it waits for a frame. `None` if it is paused.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playback::Direction;
    use crate::predict::DragHint;
    use crate::provider::KeySet;
    use std::time::Duration;

    #[test]
    fn only_hints_that_have_changed_are_given() {
        let old = Hints { jumps: Arc::from([-1, 1]), ..Hints::default() };
        assert!(changes(&old, &old.clone()).is_empty());
        let drag = Some(DragHint { position: 3.5, speed: -20.0 });
        let new = Hints { landmarks: Arc::from([4, 9]), drag, scrubber: Some(800), ..old.clone() };
        let mut told = old.clone();
        for hint in changes(&old, &new) {
            assert!(!told.says(&hint), "no hint is given twice");
            told.replace(hint);
        }
        assert_eq!(told, new);
        assert_eq!(changes(&new, &old).len(), 3, "hints that end are given as well");
    }

    #[test]
    fn playback_is_a_hint_with_its_range_while_it_plays() {
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
}
