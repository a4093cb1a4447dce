//! The habits of made-up persons. Each habit is a sequence of rounds of a few moves.

use super::drag::Hand;
use super::person::{JUMPS, Person};
use super::walk::Walk;
use crate::random::Random;
use crate::sim::hints::PersonHints;

/// Mean distance between two landmarks, in frames.
const LANDMARK_EVERY: u64 = 90;
/// Number of bookmarks.
const MARKS: u64 = 8;

/// What distinguishes one made-up person from another with the same habit.
pub(super) struct Traits {
    /// Milliseconds from frame to frame while a key is held.
    repeat: f64,
    /// Milliseconds from frame to frame in playback.
    period: f64,
    /// Rising.
    landmarks: Vec<u64>,
    /// Bookmarks, rising.
    marks: Vec<u64>,
    /// The two bookmarks that the person goes between.
    pair: (u64, u64),
    hand: Hand,
}

impl Traits {
    /// Draws the traits of a person, for a sequence of that many frames.
    pub(super) fn new(random: &mut Random, frames: u64) -> Self {
        let landmarks = places(random, (frames / LANDMARK_EVERY).min(1000), frames);
        let marks = places(random, MARKS, frames);
        Self {
            repeat: random.pick(&[30.0, 33.3, 40.0, 50.0]),
            period: random.pick(&[16.7, 33.3, 40.0]),
            pair: (marks[0], marks[1]),
            hand: Hand::new(random),
            landmarks,
            marks,
        }
    }

    /// What the window would tell a predictor about this person.
    pub(super) fn hints(&self, person: Person) -> PersonHints {
        let only = |keys: &[u64], by: &[Person]| if by.contains(&person) { keys.to_vec() } else { Vec::new() };
        PersonHints {
            landmarks: only(&self.landmarks, &[Person::Errors, Person::Mix]),
            bookmarks: only(&self.marks, &[Person::PingPong]),
            jumps: JUMPS.to_vec(),
            pixels: vec![self.hand.pixels],
        }
    }

    /// Makes the moves of one round of a habit. At an end of the sequence there may be none.
    pub(super) fn round(&mut self, habit: Person, walk: &mut Walk) {
        match habit {
            Person::Hold => self.hold(walk),
            Person::Jumps => jumps(walk),
            Person::Play => self.play(walk),
            Person::Review => self.review(walk),
            Person::Drag => self.hand.drag(walk),
            Person::PingPong => self.ping_pong(walk),
            Person::Errors => self.errors(walk),
            Person::Random | Person::Mix => {
                walk.think(900.0, 0.7);
                walk.leap(0.0);
            }
        }
    }

    /// Holds an arrow key down, then perhaps steps.
    fn hold(&self, walk: &mut Walk) {
        walk.think(800.0, 0.7);
        let direction = walk.either(0.7);
        let count = walk.random.several(50.0);
        walk.hold(direction, count, self.repeat);
        if walk.random.happens(0.5) {
            walk.think(300.0, 0.5);
            walk.steps(4.0);
        }
        turn_at_the_end(walk);
    }

    /// Plays forward, then perhaps goes elsewhere.
    fn play(&self, walk: &mut Walk) {
        walk.think(500.0, 0.6);
        let count = walk.random.several(250.0);
        walk.run(1, count, self.period);
        if walk.frame == walk.last || walk.random.happens(0.3) {
            walk.leap(1500.0);
        }
    }

    /// Plays forward, then goes back over the last frames.
    fn review(&self, walk: &mut Walk) {
        walk.think(400.0, 0.6);
        let count = walk.random.several(60.0);
        walk.run(1, count, self.period);
        let back = walk.random.several(15.0).min(40);
        walk.think(600.0, 0.5);
        if walk.random.happens(0.5) {
            walk.run(-1, back, 180.0);
        } else {
            walk.hold(-1, back * 2, self.repeat);
        }
        if walk.random.happens(0.3) {
            walk.steps(4.0);
        }
        turn_at_the_end(walk);
    }

    /// Goes to the other of two bookmarks.
    fn ping_pong(&mut self, walk: &mut Walk) {
        if walk.random.happens(0.15) {
            self.pair.1 = walk.random.pick(&self.marks);
        }
        self.pair = (self.pair.1, self.pair.0);
        walk.think(800.0, 0.7);
        walk.go(self.pair.0, 0.0);
        self.look_around(walk);
    }

    /// Goes to the next landmark, sometimes to the previous one.
    fn errors(&self, walk: &mut Walk) {
        let marks = &self.landmarks;
        let after = marks.partition_point(|&mark| mark <= walk.frame);
        let before = marks.partition_point(|&mark| mark < walk.frame);
        let at = if walk.random.happens(0.85) { after } else { before.checked_sub(1).unwrap_or(marks.len() - 1) };
        walk.think(800.0, 0.6);
        walk.go(marks[at % marks.len()], 0.0);
        self.look_around(walk);
    }

    /// Looks at the frames around the current one in one of four ways.
    fn look_around(&self, walk: &mut Walk) {
        match walk.random.below(4) {
            0 => {}
            1 => {
                let count = 3 + walk.random.below(3);
                walk.think(400.0, 0.5);
                walk.run(-1, count, 200.0);
            }
            2 => walk.steps(4.0),
            _ => {
                let count = walk.random.several(15.0);
                walk.think(400.0, 0.5);
                walk.run(1, count, self.period);
            }
        }
    }
}

/// Presses a jump button several times, then perhaps steps.
fn jumps(walk: &mut Walk) {
    let size = i64::from(walk.random.pick(&JUMPS)) * walk.either(0.6);
    walk.think(900.0, 0.6);
    for _ in 0..walk.random.several(4.0) {
        let gap = walk.random.around(220.0, 0.3).max(90.0);
        walk.step(size, gap);
    }
    if walk.random.happens(0.6) {
        walk.steps(3.0);
    }
    turn_at_the_end(walk);
}

/// Goes elsewhere if the person is at an end of the sequence.
fn turn_at_the_end(walk: &mut Walk) {
    if walk.frame == 0 || walk.frame == walk.last {
        walk.leap(1000.0);
    }
}

/// Draws about `count` different frames; at least two, rising.
fn places(random: &mut Random, count: u64, frames: u64) -> Vec<u64> {
    let mut places: Vec<u64> = (0..count.max(2)).map(|_| random.below(frames)).collect();
    places.sort_unstable();
    places.dedup();
    if places.len() < 2 {
        places = vec![0, frames - 1];
    }
    places
}
