//! The play head: play, pause, step, seek, loop and speed over a set of frames. No window, and no clock of its own.
//!
//! Whoever owns it calls [`Playback::tick`] with the time, and again at [`Playback::next_wakeup`]. A move is one frame
//! that exists to the next: frames that the set leaves out take no time.
//!
//! The set may change at any time ([`Playback::set_keys`]), as that of a file does which is still being written;
//! [`Playback::set_follow`] keeps the play head at its end.

mod live;
mod pace;

use std::sync::Arc;
use std::time::Duration;

use crate::provider::KeySet;

/// Speeds that are offered, as factors on the frame rate.
pub const SPEEDS: [f64; 6] = [0.25, 0.5, 1.0, 2.0, 4.0, 8.0];
/// Frame rates that make sense, in frames per second.
pub const FPS: std::ops::RangeInclusive<f64> = 1.0..=240.0;

/// Which way it plays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// To higher frame numbers.
    #[default]
    Forward,
    /// To lower frame numbers.
    Backward,
}

/// Whether it plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Paused,
    Playing,
    /// The frame was due to be left, but has not arrived.
    Stalled,
}

/// The play head and how it moves.
#[derive(Clone, Debug)]
pub struct Playback {
    keys: Arc<KeySet>,
    rank: u64,
    phase: Phase,
    direction: Direction,
    fps: f64,
    speed: f64,
    /// Factor that pressing J or L again has added; 1 unless shuttling.
    shuttle: f64,
    looping: bool,
    real_time: bool,
    /// First and last frame to play, where chosen.
    range: (Option<u64>, Option<u64>),
    /// When the next move is due; none until the first tick after a start.
    due: Option<Duration>,
    skipped: u64,
    /// Frames that a move covers, smoothed over the last moves.
    pace: f64,
    /// Whether it stays at the end: then `rank` is the last, if there are frames.
    following: bool,
    /// The frame it stood on when that went; it goes back there once it is back, unless it was moved meanwhile.
    lost: Option<u64>,
}

impl Playback {
    /// Paused on the first frame of `keys`, at 30 frames per second, ×1.
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

    /// The frame under the play head; none if there are no frames.
    pub fn frame(&self) -> Option<u64> {
        self.keys.key_at(self.rank)
    }

    /// The frames there are.
    pub fn keys(&self) -> &Arc<KeySet> {
        &self.keys
    }

    /// Moves to a frame, or to the one nearest to it, and answers which that is. Without frames the wish is remembered
    /// until there are some.
    pub fn seek(&mut self, frame: u64) -> Option<u64> {
        let Some(rank) = self.keys.nearest(frame).and_then(|nearest| self.keys.rank_of(nearest)) else {
            self.seek_without_frames(frame);
            return None;
        };
        self.stand_at(rank);
        self.unstall();
        self.frame()
    }

    /// Moves by a number of frames, as far as there are any, and answers where to.
    pub fn step(&mut self, by: i64) -> Option<u64> {
        let last = self.keys.len().checked_sub(1)?;
        self.stand_at(self.rank.saturating_add_signed(by).min(last));
        self.unstall();
        self.frame()
    }

    /// Whether it plays.
    pub fn is_playing(&self) -> bool {
        self.phase != Phase::Paused
    }

    /// Whether it plays but waits for its frame to arrive.
    pub fn is_stalled(&self) -> bool {
        self.phase == Phase::Stalled
    }

    /// Which way it plays, or played last.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Plays, from the other end of the range if the play head stands at the end.
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

    /// Stops where it is.
    pub fn pause(&mut self) {
        self.phase = Phase::Paused;
        self.shuttle = 1.0;
        self.due = None;
    }

    /// Plays or pauses, as the space bar does.
    pub fn toggle(&mut self) {
        if self.is_playing() { self.pause() } else { self.play(self.direction) }
    }

    /// What J and L do: plays this way; if it does already, twice as fast, up to ×8. (K is [`pause`](Self::pause).)
    pub fn shuttle(&mut self, direction: Direction) {
        if self.is_playing() && self.direction == direction {
            self.shuttle *= if self.rate() < SPEEDS[SPEEDS.len() - 1] { 2.0 } else { 1.0 };
        } else {
            self.shuttle = 1.0;
            self.play(direction);
        }
    }

    /// Frames per second at ×1.
    pub fn fps(&self) -> f64 {
        self.fps
    }

    /// Sets frames per second at ×1, within [`FPS`]; what is no number changes nothing.
    pub fn set_fps(&mut self, fps: f64) {
        if !fps.is_nan() {
            self.fps = fps.clamp(*FPS.start(), *FPS.end());
        }
    }

    /// The chosen speed, a factor on the frame rate.
    pub fn speed(&self) -> f64 {
        self.speed
    }

    /// Sets the speed, within [`SPEEDS`]; what is no number changes nothing.
    pub fn set_speed(&mut self, speed: f64) {
        if !speed.is_nan() {
            self.speed = speed.clamp(SPEEDS[0], SPEEDS[SPEEDS.len() - 1]);
            self.shuttle = 1.0;
        }
    }

    /// The speed in force: the chosen one times what J and L have added.
    pub fn rate(&self) -> f64 {
        (self.speed * self.shuttle).min(SPEEDS[SPEEDS.len() - 1])
    }

    /// Whether it starts over at the end of the range.
    pub fn is_looping(&self) -> bool {
        self.looping
    }

    /// Sets whether it starts over at the end of the range.
    pub fn set_looping(&mut self, looping: bool) {
        self.looping = looping;
    }

    /// Whether it keeps real time, and skips frames that do not arrive in time, instead of waiting for each.
    pub fn keeps_real_time(&self) -> bool {
        self.real_time
    }

    /// Sets whether it keeps real time.
    pub fn set_real_time(&mut self, real_time: bool) {
        self.real_time = real_time;
        self.unstall();
    }

    /// Frames that were skipped to keep real time, since playing last started.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// First and last frame to play, where chosen.
    pub fn range(&self) -> (Option<u64>, Option<u64>) {
        self.range
    }

    /// Chooses where playing begins; an end before it is given up.
    pub fn set_in(&mut self, frame: Option<u64>) {
        self.range.0 = frame;
        self.range.1 = self.range.1.filter(|&last| frame.is_none_or(|first| first <= last));
    }

    /// Chooses where playing ends; a begin after it is given up.
    pub fn set_out(&mut self, frame: Option<u64>) {
        self.range.1 = frame;
        self.range.0 = self.range.0.filter(|&first| frame.is_none_or(|last| first <= last));
    }

    /// Tells the time, and whether the frame under the play head has arrived (or failed, which is as much as will
    /// come). Answers the frame to move to, if a move is due. Times are on any clock that does not run backwards.
    ///
    /// A frame that arrives late is left at the tick after the one that heard of it, so that it can be seen.
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
        // A late tick does not make the following ones hurry: they would be played faster than asked.
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

    /// When [`tick`](Self::tick) has to be called next, if nothing arrives before; none while it waits or is paused. Ask
    /// again after whatever may have started it.
    pub fn next_wakeup(&self) -> Option<Duration> {
        (self.phase == Phase::Playing).then_some(self.due.unwrap_or_default())
    }

    fn start(&mut self) {
        if self.phase == Phase::Paused {
            self.skipped = 0;
            self.pace = 1.0;
        }
        self.phase = Phase::Playing;
        self.due = None;
    }

    /// What it waited for is no longer what it needs.
    fn unstall(&mut self) {
        if self.phase == Phase::Stalled {
            self.phase = Phase::Playing;
        }
    }

    /// Time from frame to frame.
    fn period(&self) -> Duration {
        Duration::from_secs_f64(1.0 / (self.fps * self.rate()))
    }

    /// First and last rank to play.
    fn rank_range(&self) -> (u64, u64) {
        let end = self.keys.len().saturating_sub(1);
        let rank = |frame: Option<u64>| self.keys.rank_of(self.keys.nearest(frame?)?);
        (rank(self.range.0).unwrap_or(0), rank(self.range.1).unwrap_or(end))
    }

    /// The rank that many moves on; none if playing ends before the first of them.
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
