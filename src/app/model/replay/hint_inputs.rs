//! What the window knows about the next moves. The cache gets it as hints.

use std::sync::Arc;

use super::event_landmarks::EventLandmarks;
use crate::app::model::settings::cache_settings::CacheSettings;
use crate::predict::{DragHint, Hints};

/// What widgets know about the next moves, and the hints that the cache already has.
#[derive(Clone, Debug, Default)]
pub struct HintInputs {
    /// The drag of the scrubber, while the pointer drags it.
    pub drag: Option<DragHint>,
    /// The width of the scrubber in pixels.
    pub scrubber_pixels: Option<u32>,
    /// The first frames of the tracks that a search in the list of tracks has found.
    pub found_tracks: Arc<[u64]>,
    /// Whether the user goes from event to event: these are landmarks then, and nothing else is. Else the next landmark would often
    /// be none of them.
    pub goes_by_events: bool,
    /// The events around the play head, while the user goes by events.
    pub events: EventLandmarks,
    /// The hints that were last given to the cache.
    pub told: Hints,
}

/// The distances that buttons and arrow keys jump, in frames: the jumps of the settings, and one frame each way.
pub fn jumps(settings: &CacheSettings) -> Vec<i64> {
    rising(settings.predictor.dynamic_data.possible_jumps.iter().copied().chain([-1, 1]))
}

/// The numbers in rising order, each once.
pub fn rising<T: Ord>(numbers: impl Iterator<Item = T>) -> Vec<T> {
    let mut numbers: Vec<T> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jumps_are_those_of_the_buttons_and_of_the_arrow_keys() {
        let mut settings = CacheSettings::default();
        assert_eq!(jumps(&settings), [-15, -5, -1, 1, 5, 15]);
        settings.predictor.dynamic_data.possible_jumps = vec![30, -4];
        assert_eq!(jumps(&settings), [-4, -1, 1, 30]);
    }
}
