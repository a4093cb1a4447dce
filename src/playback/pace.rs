//! What playback will ask for next, for a predictor.

use std::time::Duration;

use super::{Direction, Playback};

impl Playback {
    /// How many frames one move of playback covers, negative backward. It is 1, or more if frames are skipped to keep
    /// real time; then it is a mean over the last moves.
    pub fn stride(&self) -> i64 {
        let stride = if self.real_time { (self.pace.round() as i64).max(1) } else { 1 };
        if self.direction == Direction::Forward { stride } else { -stride }
    }

    /// Time from one move of playback to the next, if it does not have to wait for a frame.
    pub fn interval(&self) -> Duration {
        self.period().saturating_mul(u32::try_from(self.stride().unsigned_abs()).unwrap_or(u32::MAX))
    }

    /// The first and last frame of the range that is played; none if there are no frames.
    pub fn bounds(&self) -> Option<(u64, u64)> {
        let (first, last) = self.rank_range();
        Some((self.keys.key_at(first)?, self.keys.key_at(last)?))
    }

    /// Updates the pace with the number of frames that a move covered. The effect is limited, since one very late tick
    /// does not mean that the next ones are late, too.
    pub(super) fn keep_pace(&mut self, moves: u64) {
        let moves = (moves as f64).min(2.0 * self.pace);
        self.pace += 0.4 * (moves - self.pace);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::KeySet;
    use std::sync::Arc;

    fn playing(real_time: bool, fps: f64) -> Playback {
        let mut playback = Playback::new(Arc::new(KeySet::from_runs([10..=19, 100..=9000])));
        playback.set_fps(fps);
        playback.set_real_time(real_time);
        playback.play(Direction::Forward);
        playback
    }

    fn tick(playback: &mut Playback, millis: std::ops::RangeInclusive<u64>, every: usize) {
        millis.step_by(every).for_each(|now| _ = playback.tick(Duration::from_millis(now), true));
    }

    #[test]
    fn the_stride_follows_what_real_time_skips_and_is_one_otherwise() {
        let mut playback = playing(true, 240.0);
        assert_eq!(playback.stride(), 1);
        tick(&mut playback, 0..=400, 25);
        assert_eq!(playback.stride(), 6);
        assert_eq!(playback.interval().as_micros(), 25_000);
        playback.set_real_time(false);
        assert_eq!(playback.stride(), 1);
        let mut playback = playing(false, 240.0);
        tick(&mut playback, 0..=400, 25);
        playback.play(Direction::Backward);
        assert_eq!(playback.stride(), -1);
    }

    #[test]
    fn one_late_tick_changes_no_stride() {
        let mut playback = playing(true, 30.0);
        tick(&mut playback, 0..=500, 17);
        tick(&mut playback, 3000..=3000, 1);
        assert_eq!(playback.stride(), 1);
    }

    #[test]
    fn the_bounds_are_frames_there_are() {
        let mut playback = playing(false, 30.0);
        assert_eq!(playback.bounds(), Some((10, 9000)));
        playback.set_in(Some(12));
        playback.set_out(Some(60));
        assert_eq!(playback.bounds(), Some((12, 100)), "the nearest to 60 is 100");
        assert_eq!(Playback::new(Arc::default()).bounds(), None);
    }
}
