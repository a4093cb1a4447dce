//! Navigation that is made up from a seed, for demonstrations, benchmarks and tests without recordings.
//!
//! A seed gives the same navigation on every machine. For this the generator of random numbers is part of the crate,
//! times are whole microseconds, and fractions are computed with `+ − × ÷` only, which IEEE 754 defines exactly.

mod chance;
mod drag;
mod habits;
mod person;
mod walk;

use super::hints::PersonHints;
use super::trace::Trace;
use crate::random::{Random, mix};
use walk::Walk;

pub use person::{Person, UnknownPerson};

/// After how many moves [`Person::Mix`] changes the habit.
const STRETCH: usize = 200;
/// Habits of [`Person::Mix`], in the order in which they follow each other.
const MIXED: [Person; 5] = [Person::Hold, Person::Jumps, Person::Drag, Person::Errors, Person::Review];

impl Person {
    /// Makes up a trace of `rows` moves over the keys 0 to `frames` − 1, and what the window would tell a predictor
    /// about this person. Each seed gives another person with this habit. There are at least two frames, even if
    /// `frames` is less, because each row is a move to another frame.
    pub fn navigation(self, seed: u64, rows: usize, frames: u64) -> (Trace, PersonHints) {
        let mut random = Random::new(mix(seed) ^ mix(self as u64 + 1));
        let mut habits = habits::Traits::new(&mut random, frames.max(2));
        let mut walk = Walk::new(random, frames.max(2));
        while walk.len() < rows {
            let before = walk.len();
            let habit = if self == Self::Mix { MIXED[before / STRETCH % MIXED.len()] } else { self };
            habits.round(habit, &mut walk);
            if walk.len() == before {
                // At an end of a short sequence a habit may not move at all.
                walk.step(1, 500);
                walk.step(-1, 500);
            }
        }
        (walk.trace(self.name(), rows), habits.hints(self))
    }
}

#[cfg(test)]
mod tests;
