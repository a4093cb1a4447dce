//! The play head: play, pause, step, seek, loop and speed over a set of frames. It has no clock and no window.
//!
//! The owner calls [`Playback::tick`] with the current time, and again at [`Playback::next_wakeup`]. A move leads from
//! one existing frame to the next: frame numbers that do not exist take no time.
//!
//! The set of frames may change at any time ([`Playback::set_keys`]), for instance because a file is still being
//! written. [`Playback::set_follow`] keeps the play head at its end.

mod live;
mod pace;

use std::sync::Arc;
use std::time::Duration;

use crate::provider::KeySet;

/// The speeds of a menu, as factors on the frame rate, rising.
pub const SPEEDS: [f64; 6] = [0.25, 0.5, 1.0, 2.0, 4.0, 8.0];
/// The possible frame rates, in frames per second.
pub const FPS: std::ops::RangeInclusive<f64> = 1.0..=240.0;

/// The direction of playback.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// To higher frame numbers.
    #[default]
    Forward,
    /// To lower frame numbers.
    Backward,
}

/// The state of playback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Paused,
    Playing,
    /// It is time for the next move, but the current frame has not arrived yet.
    Stalled,
}

/// The play head and the state of playback.
#[derive(Clone, Debug)]
pub struct Playback {
    /// The existing frames.
    keys: Arc<KeySet>,
    /// The rank of the frame that the play head is on.
    rank: u64,
    phase: Phase,
    direction: Direction,
    /// Frames per second at speed 1.
    fps: f64,
    /// The chosen factor on the frame rate.
    speed: f64,
    /// The factor that repeated presses of J or L have added; otherwise 1.
    shuttle: f64,
    looping: bool,
    real_time: bool,
    /// First and last frame to play, as far as they are chosen.
    range: (Option<u64>, Option<u64>),
    /// When the next move is due; none before the first tick after a start.
    due: Option<Duration>,
    /// Frames skipped to keep real time, since the last start.
    skipped: u64,
    /// How many frames a move covers, smoothed over the last moves.
    pace: f64,
    /// Whether the play head stays at the end. Then `rank` is the last rank, if there are frames.
    following: bool,
    /// The frame that the play head was on when that frame disappeared. It goes back there when the frame exists again,
    /// unless it was moved meanwhile.
    lost: Option<u64>,
}

impl Playback {
    /// A paused play head on the first frame of `keys`, at 30 frames per second and speed 1.
    pub fn new(keys: Arc<KeySet>) -> Self {
        Self {
            keys,
            rank: 0,
            phase: Phase::Paused,
            direction: Direction::Forward,
            fps: 30.0,
            speed: 1.0,
            shuttle: 1.0,
            looping: false,
            real_time: false,
            range: (None, None),
            due: None,
            skipped: 0,
            pace: 1.0,
            following: false,
            lost: None,
        }
    }

    /// The frame that the play head is on; none if there are no frames.
    pub fn frame(&self) -> Option<u64> {
        self.keys.key_at(self.rank)
    }

    /// The existing frames.
    pub fn keys(&self) -> &Arc<KeySet> {
        &self.keys
    }

    /// Moves the play head to a frame, or to the existing one nearest to it, and returns that frame. If there are no
    /// frames yet, it goes there once there are.
    pub fn seek(&mut self, frame: u64) -> Option<u64> {
        let Some(rank) = self.keys.nearest(frame).and_then(|nearest| self.keys.rank_of(nearest)) else {
            self.seek_without_frames(frame);
            return None;
        };
        self.stand_at(rank);
        self.unstall();
        self.frame()
    }

    /// Moves the play head by a number of frames, negative backward, but not beyond an end. Returns the new frame; none
    /// if there are no frames.
    pub fn step(&mut self, by: i64) -> Option<u64> {
        let last = self.keys.len().checked_sub(1)?;
        self.stand_at(self.rank.saturating_add_signed(by).min(last));
        self.unstall();
        self.frame()
    }

    /// Whether it plays, or waits for a frame in order to play on.
    pub fn is_playing(&self) -> bool {
        self.phase != Phase::Paused
    }

    /// Whether it waits for a frame in order to play on.
    pub fn is_stalled(&self) -> bool {
        self.phase == Phase::Stalled
    }

    /// The direction in which it plays, or played last.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Starts playback. If the play head is at the end of the range, it begins at the other end.
    pub fn play(&mut self, direction: Direction) {
        if self.keys.is_empty() {
            return;
        }
        self.direction = direction;
        let (first, last) = self.rank_range();
        let other_end = if direction == Direction::Forward { first } else { last };
        self.stand_at(if self.next(1).is_none() { other_end } else { self.rank });
        self.start();
    }

    /// Pauses playback.
    pub fn pause(&mut self) {
        self.phase = Phase::Paused;
        self.shuttle = 1.0;
        self.due = None;
    }

    /// Pauses playback if it plays, and starts it otherwise, as the space bar does.
    pub fn toggle(&mut self) {
        if self.is_playing() { self.pause() } else { self.play(self.direction) }
    }

    /// Plays in this direction, or doubles the speed, up to 8, if it does so already: as the keys J and L do.
    pub fn shuttle(&mut self, direction: Direction) {
        if self.is_playing() && self.direction == direction {
            self.shuttle *= if self.rate() < SPEEDS[SPEEDS.len() - 1] { 2.0 } else { 1.0 };
        } else {
            self.shuttle = 1.0;
            self.play(direction);
        }
    }

    /// Frames per second at speed 1.
    pub fn fps(&self) -> f64 {
        self.fps
    }

    /// Sets the frames per second at speed 1, within [`FPS`]. NaN changes nothing.
    pub fn set_fps(&mut self, fps: f64) {
        if !fps.is_nan() {
            self.fps = fps.clamp(*FPS.start(), *FPS.end());
        }
    }

    /// The chosen speed, as a factor on the frame rate.
    pub fn speed(&self) -> f64 {
        self.speed
    }

    /// Sets the speed, within the range of [`SPEEDS`]. NaN changes nothing.
    pub fn set_speed(&mut self, speed: f64) {
        if !speed.is_nan() {
            self.speed = speed.clamp(SPEEDS[0], SPEEDS[SPEEDS.len() - 1]);
            self.shuttle = 1.0;
        }
    }

    /// The current speed: the chosen one times the factor of the keys J and L.
    pub fn rate(&self) -> f64 {
        (self.speed * self.shuttle).min(SPEEDS[SPEEDS.len() - 1])
    }

    /// Whether playback starts again at the end of the range.
    pub fn is_looping(&self) -> bool {
        self.looping
    }

    /// Sets whether playback starts again at the end of the range.
    pub fn set_looping(&mut self, looping: bool) {
        self.looping = looping;
    }

    /// Whether playback keeps real time by skipping frames that arrive too late. Otherwise it waits for each frame.
    pub fn keeps_real_time(&self) -> bool {
        self.real_time
    }

    /// Sets whether playback keeps real time.
    pub fn set_real_time(&mut self, real_time: bool) {
        self.real_time = real_time;
        self.unstall();
    }

    /// How many frames were skipped to keep real time since playback last started.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// The chosen first and last frame of the range to play; none for the ends of the sequence.
    pub fn range(&self) -> (Option<u64>, Option<u64>) {
        self.range
    }

    /// Sets the first frame of the range to play. A last frame before it is reset.
    pub fn set_in(&mut self, frame: Option<u64>) {
        self.range.0 = frame;
        self.range.1 = self.range.1.filter(|&last| frame.is_none_or(|first| first <= last));
    }

    /// Sets the last frame of the range to play. A first frame after it is reset.
    pub fn set_out(&mut self, frame: Option<u64>) {
        self.range.1 = frame;
        self.range.0 = self.range.0.filter(|&first| frame.is_none_or(|last| first <= last));
    }

    /// Advances playback to the time `now`, and returns the new frame if the play head has moved. `now` is a time on
    /// any clock that does not go backwards. `arrived` tells whether the current frame is there to be shown, or has
    /// failed.
    ///
    /// A frame that arrives late is shown at least until the next tick.
    pub fn tick(&mut self, now: Duration, arrived: bool) -> Option<u64> {
        if self.phase == Phase::Paused {
            return None;
        }
        let period = self.period();
        let due = *self.due.get_or_insert(now + period);
        if self.phase == Phase::Stalled && arrived {
            self.phase = Phase::Playing;
            self.due = Some(now.max(due));
            return None;
        }
        let late = now.checked_sub(due)?;
        if !arrived && !self.real_time {
            self.phase = Phase::Stalled;
            return None;
        }
        let (periods, rest) = (late.as_nanos() / period.as_nanos(), late.as_nanos() % period.as_nanos());
        let moves = if self.real_time { 1 + periods as u64 } else { 1 };
        // After a late tick the next moves are not made sooner: that would be faster than the chosen speed.
        let rest = if self.real_time || periods == 0 { Duration::from_nanos(rest as u64) } else { Duration::ZERO };
        self.due = Some(now.saturating_sub(rest) + period);
        let Some(rank) = self.next(moves) else {
            self.pause();
            return None;
        };
        if self.real_time {
            self.skipped += moves - 1 + u64::from(!arrived);
        }
        self.keep_pace(moves);
        self.stand_at(rank);
        self.frame()
    }

    /// When [`tick`](Self::tick) has to be called next, unless a frame arrives before; none while playback is paused or
    /// waits. Call it again after any call that may start playback.
    pub fn next_wakeup(&self) -> Option<Duration> {
        (self.phase == Phase::Playing).then_some(self.due.unwrap_or_default())
    }

    /// Starts playback in the current direction.
    fn start(&mut self) {
        if self.phase == Phase::Paused {
            self.skipped = 0;
            self.pace = 1.0;
        }
        self.phase = Phase::Playing;
        self.due = None;
    }

    /// Stops waiting, because the play head is on another frame.
    fn unstall(&mut self) {
        if self.phase == Phase::Stalled {
            self.phase = Phase::Playing;
        }
    }

    /// Time from one frame to the next.
    fn period(&self) -> Duration {
        Duration::from_secs_f64(1.0 / (self.fps * self.rate()))
    }

    /// First and last rank to play.
    fn rank_range(&self) -> (u64, u64) {
        let end = self.keys.len().saturating_sub(1);
        let rank = |frame: Option<u64>| self.keys.rank_of(self.keys.nearest(frame?)?);
        (rank(self.range.0).unwrap_or(0), rank(self.range.1).unwrap_or(end))
    }

    /// The rank after this many moves; none if the play head is at the end already.
    fn next(&self, moves: u64) -> Option<u64> {
        let (first, last) = self.rank_range();
        let forward = self.direction == Direction::Forward;
        if !(first..=last).contains(&self.rank) {
            return Some(if forward { first } else { last });
        }
        let (done, count) = (self.rank - first, last - first + 1);
        let left = if forward { count - 1 - done } else { done };
        if moves > left && !self.looping {
            return (left > 0).then_some(if forward { last } else { first });
        }
        let moves = moves % count;
        Some(first + if forward { (done + moves) % count } else { (done + count - moves) % count })
    }
}

#[cfg(test)]
mod tests;
