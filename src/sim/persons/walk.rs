//! The moves that all habits are made of.

use std::time::Duration;

use crate::random::Random;
use crate::sim::trace::{Move, Trace};

/// Display refreshes come so often, in milliseconds.
pub(super) const REFRESH: f64 = 16.667;

/// Somebody on the way through a sequence.
pub(super) struct Walk {
    pub(super) random: Random,
    pub(super) frame: u64,
    /// The last frame there is.
    pub(super) last: u64,
    /// Microseconds.
    now: u64,
    moves: Vec<Move>,
}

impl Walk {
    /// Begins somewhere.
    pub(super) fn new(mut random: Random, frames: u64) -> Self {
        let frame = random.below(frames);
        let moves = vec![Move { at: Duration::ZERO, key: frame }];
        Self { random, frame, last: frames - 1, now: 0, moves }
    }

    pub(super) fn len(&self) -> usize {
        self.moves.len()
    }

    /// The first `rows` moves.
    pub(super) fn trace(mut self, name: &str, rows: usize) -> Trace {
        self.moves.truncate(rows);
        Trace { name: name.to_owned(), keys: Some(0..=self.last), moves: self.moves }
    }

    /// Time passes, in milliseconds.
    pub(super) fn wait(&mut self, millis: impl Into<f64>) {
        self.now = self.now.saturating_add((millis.into() * 1000.0).round() as u64);
    }

    /// Thinks for about so long, in milliseconds.
    pub(super) fn think(&mut self, median: f64, spread: f64) {
        let millis = self.random.around(median, spread);
        self.wait(millis);
    }

    /// Goes to a frame, after some milliseconds. Going nowhere is no move.
    pub(super) fn go(&mut self, frame: u64, after: impl Into<f64>) {
        self.wait(after);
        let frame = frame.min(self.last);
        if frame != self.frame {
            self.frame = frame;
            self.moves.push(Move { at: Duration::from_micros(self.now), key: frame });
        }
    }

    /// Goes some frames ahead or back, up to the end.
    pub(super) fn step(&mut self, distance: i64, after: impl Into<f64>) {
        self.go(self.frame.saturating_add_signed(distance), after);
    }

    /// Goes anywhere.
    pub(super) fn leap(&mut self, after: impl Into<f64>) {
        let frame = self.random.below(self.last + 1);
        self.go(frame, after);
    }

    /// Single steps, one way and sometimes back.
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

    /// A key held down: one step, a pause, then a step every `period` milliseconds.
    pub(super) fn hold(&mut self, direction: i64, count: u64, period: f64) {
        self.step(direction, 0.0);
        self.wait(400.0);
        self.run(direction, count, period);
    }

    /// A step every `period` milliseconds, or about, until an end.
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

    /// Ahead with a probability, otherwise back.
    pub(super) fn either(&mut self, ahead: f64) -> i64 {
        if self.random.happens(ahead) { 1 } else { -1 }
    }
}
