//! The moves that all habits are made of: [`Walk`].

use std::time::Duration;

use crate::random::Random;
use crate::sim::trace::{Move, Trace};

/// Time between two refreshes of the display, in milliseconds.
pub(super) const REFRESH: f64 = 16.667;

/// A made-up person on the way through a sequence, and the moves so far.
pub(super) struct Walk {
    pub(super) random: Random,
    /// The frame that the person is on.
    pub(super) frame: u64,
    /// The last frame of the sequence.
    pub(super) last: u64,
    /// Microseconds since the beginning.
    now: u64,
    moves: Vec<Move>,
}

impl Walk {
    /// Begins at a random frame.
    pub(super) fn new(mut random: Random, frames: u64) -> Self {
        let frame = random.below(frames);
        let moves = vec![Move { at: Duration::ZERO, key: frame }];
        Self { random, frame, last: frames - 1, now: 0, moves }
    }

    /// How many moves were made.
    pub(super) fn len(&self) -> usize {
        self.moves.len()
    }

    /// The first `rows` moves as a trace.
    pub(super) fn trace(mut self, name: &str, rows: usize) -> Trace {
        self.moves.truncate(rows);
        Trace { name: name.to_owned(), keys: Some(0..=self.last), moves: self.moves }
    }

    /// Lets some milliseconds pass.
    pub(super) fn wait(&mut self, millis: impl Into<f64>) {
        self.now = self.now.saturating_add((millis.into() * 1000.0).round() as u64);
    }

    /// Lets a random time pass, with this median in milliseconds.
    pub(super) fn think(&mut self, median: f64, spread: f64) {
        let millis = self.random.around(median, spread);
        self.wait(millis);
    }

    /// Goes to a frame after some milliseconds. To stay on the same frame is no move.
    pub(super) fn go(&mut self, frame: u64, after: impl Into<f64>) {
        self.wait(after);
        let frame = frame.min(self.last);
        if frame != self.frame {
            self.frame = frame;
            self.moves.push(Move { at: Duration::from_micros(self.now), key: frame });
        }
    }

    /// Goes some frames ahead, or back if `distance` is negative, but not beyond an end.
    pub(super) fn step(&mut self, distance: i64, after: impl Into<f64>) {
        self.go(self.frame.saturating_add_signed(distance), after);
    }

    /// Goes to a random frame.
    pub(super) fn leap(&mut self, after: impl Into<f64>) {
        let frame = self.random.below(self.last + 1);
        self.go(frame, after);
    }

    /// Makes about `mean` single steps in one direction, which changes at times.
    pub(super) fn steps(&mut self, mean: f64) {
        let mut direction = self.either(0.6);
        for _ in 0..self.random.several(mean) {
            if self.random.happens(0.25) {
                direction = -direction;
            }
            let gap = self.random.around(260.0, 0.5).max(80.0);
            self.step(direction, gap);
        }
    }

    /// Holds a key down: one step, a delay of 400 ms, then a step every `period` milliseconds.
    pub(super) fn hold(&mut self, direction: i64, count: u64, period: f64) {
        self.step(direction, 0.0);
        self.wait(400.0);
        self.run(direction, count, period);
    }

    /// Makes a step about every `period` milliseconds, until an end of the sequence.
    pub(super) fn run(&mut self, direction: i64, count: u64, period: f64) {
        for _ in 0..count {
            let before = self.frame;
            let gap = self.random.between(period - 1.0, period + 1.0);
            self.step(direction, gap);
            if self.frame == before {
                return;
            }
        }
    }

    /// 1 with the probability `ahead`, otherwise −1.
    pub(super) fn either(&mut self, ahead: f64) -> i64 {
        if self.random.happens(ahead) { 1 } else { -1 }
    }
}
