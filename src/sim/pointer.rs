//! The pointer that drags the scrubber in a replay: [`Pointer`].

use std::time::Duration;

use crate::predict::DragHint;

/// A shorter time between two samples counts as this, so that no speed is infinite.
const SHORTEST: Duration = Duration::from_millis(4);

/// The pointer that drags the scrubber in a replay. A trace does not tell about the pointer, so a move to a key that is
/// under a pixel counts as a drag. It tells what the window would tell: nothing of what comes later in the trace.
#[derive(Clone, Debug)]
pub(super) struct Pointer {
    /// The last pixel and the last rank; none without a scrubber.
    scrubber: Option<(u64, u64)>,
    /// The last position.
    drag: Option<DragHint>,
    /// When the last sample came.
    at: Duration,
}

impl Pointer {
    /// A pointer over a scrubber of this many pixels and ranks, if there is one. If each rank has a pixel, nothing tells
    /// a drag from a step by keyboard, so there are no drags then.
    pub(super) fn new(pixels: Option<u32>, ranks: u64) -> Self {
        let scrubber = pixels.map(u64::from).filter(|&pixels| pixels >= 2 && pixels < ranks);
        Self { scrubber: scrubber.map(|pixels| (pixels - 1, ranks - 1)), drag: None, at: Duration::ZERO }
    }

    /// The play head moves to a key of this rank. Returns the drag under way, if any.
    pub(super) fn moved(&mut self, key: u64, rank: Option<u64>, now: Duration) -> Option<DragHint> {
        let (pixels, ranks) = self.scrubber?;
        let before = std::mem::replace(&mut self.at, now);
        let is_under_pixel = rank.is_some_and(|rank| {
            let pixel = (u128::from(rank) * u128::from(pixels) * 2 + u128::from(ranks)) / (2 * u128::from(ranks));
            (pixel * u128::from(ranks) * 2 + u128::from(pixels)) / (2 * u128::from(pixels)) == u128::from(rank)
        });
        let position = key as f64;
        let seconds = now.saturating_sub(before).max(SHORTEST).as_secs_f64();
        let speed = self.drag.map_or(0.0, |last| (position - last.position) / seconds);
        self.drag = is_under_pixel.then_some(DragHint { position, speed });
        self.drag
    }

    /// When the pointer comes to rest if it does not move; none if it rests, or drags nothing.
    pub(super) fn rests_at(&self) -> Option<Duration> {
        self.drag.filter(|drag| drag.speed != 0.0).map(|_| self.at.saturating_add(DragHint::RESTS))
    }

    /// The pointer rests. Returns the drag under way, if any.
    pub(super) fn rest(&mut self) -> Option<DragHint> {
        if let Some(drag) = &mut self.drag {
            drag.speed = 0.0;
        }
        self.drag
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn a_move_to_a_pixel_is_a_drag_with_its_speed_until_it_rests() {
        let mut pointer = Pointer::new(Some(1000), 10_000);
        let mut go = |rank, millis| (pointer.moved(rank, Some(rank), ms(millis)), pointer.rests_at());
        assert_eq!(go(5005, 100), (Some(DragHint { position: 5005.0, speed: 0.0 }), None));
        assert_eq!(go(5105, 200), (Some(DragHint { position: 5105.0, speed: 1000.0 }), Some(ms(400))));
        assert_eq!(pointer.rest(), Some(DragHint { position: 5105.0, speed: 0.0 }));
        assert_eq!(pointer.rests_at(), None);
        assert_eq!(pointer.moved(5106, Some(5106), ms(900)), None, "a step by keyboard");
        assert_eq!(pointer.rests_at(), None);
    }

    #[test]
    fn where_each_rank_has_a_pixel_nothing_is_taken_for_a_drag() {
        for pixels in [None, Some(0), Some(1), Some(100), Some(u32::MAX)] {
            assert_eq!(Pointer::new(pixels, 100).moved(50, Some(50), ms(1)), None);
        }
    }
}
