//! Navigation made up from a seed: plausible persons, for demonstrations, benchmarks and tests without recordings.
//!
//! The same seed gives the same navigation on every machine: whole numbers come from an own generator, times are whole
//! microseconds, and fractions use only `+ − × ÷`, which IEEE 754 rounds in one way.

mod chance;
mod drag;
mod habits;
mod walk;

use std::fmt;
use std::str::FromStr;

use super::hints::PersonHints;
use super::trace::Trace;
use crate::random::{Random, mix};
use walk::Walk;

/// Moves after which [`Person::Mix`] changes the habit.
const STRETCH: usize = 200;
/// Habits of [`Person::Mix`], in the order in which they follow each other.
const MIXED: [Person; 5] = [Person::Hold, Person::Jumps, Person::Drag, Person::Errors, Person::Review];
/// Sizes of the jump buttons.
const JUMPS: [u32; 3] = [5, 15, 30];

/// Somebody with one way of looking through a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Person {
    /// Holds a key down, pauses, turns round, steps singly where it matters.
    Hold,
    /// Presses jump buttons, the same one several times in a row.
    Jumps,
    /// Plays long stretches, then plays on from elsewhere.
    Play,
    /// Plays, goes back over what it just saw, plays it again.
    Review,
    /// Drags the scrubber to a target, overshoots, corrects.
    Drag,
    /// Goes to and fro between a few marked places.
    PingPong,
    /// Goes from one landmark to the next and looks around each.
    Errors,
    /// Asks for anything at all.
    Random,
    /// Changes the habit every 200 moves.
    Mix,
}

impl Person {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Hold,
        Self::Jumps,
        Self::Play,
        Self::Review,
        Self::Drag,
        Self::PingPong,
        Self::Errors,
        Self::Random,
        Self::Mix,
    ];

    /// Its name, as [`FromStr`] reads it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Jumps => "jumps",
            Self::Play => "play",
            Self::Review => "review",
            Self::Drag => "drag",
            Self::PingPong => "ping-pong",
            Self::Errors => "errors",
            Self::Random => "random",
            Self::Mix => "mix",
        }
    }

    /// What it does, and what the window would tell of it: so many `rows` in the keys 0 to `frames` − 1. Every row is a
    /// move, so there are at least two frames, whatever is asked for. Another seed is another person of that habit.
    pub fn navigation(self, seed: u64, rows: usize, frames: u64) -> (Trace, PersonHints) {
        let mut random = Random::new(mix(seed) ^ mix(self as u64 + 1));
        let mut habits = habits::Habits::new(&mut random, frames.max(2));
        let mut walk = Walk::new(random, frames.max(2));
        while walk.len() < rows {
            let before = walk.len();
            let habit = if self == Self::Mix { MIXED[before / STRETCH % MIXED.len()] } else { self };
            habits.round(habit, &mut walk);
            if walk.len() == before {
                // Against an end of a short sequence every habit may stand still.
                walk.step(1, 500);
                walk.step(-1, 500);
            }
        }
        (walk.trace(self.name(), rows), habits.hints(self))
    }
}

impl fmt::Display for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Person {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|person| person.name() == name).ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.into_iter().map(Self::name).collect();
            format!("\"{name}\" is none of {}", names.join(", "))
        })
    }
}

#[cfg(test)]
mod tests;
