//! The made-up persons, by name: [`Person`].

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// Sizes of the jump buttons in frames.
pub(super) const JUMPS: [u32; 3] = [5, 15, 30];

/// A made-up person with one way of looking through a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Person {
    /// Holds an arrow key down, pauses, turns round, and steps frame by frame at times.
    Hold,
    /// Presses jump buttons, each several times in a row.
    Jumps,
    /// Plays long stretches, each from another place.
    Play,
    /// Plays, goes back, and plays the same frames again.
    Review,
    /// Drags the scrubber to a target, misses it, and corrects.
    Drag,
    /// Goes back and forth between a few bookmarks.
    PingPong,
    /// Goes from landmark to landmark and looks at the frames around each.
    Errors,
    /// Goes to random frames.
    Random,
    /// Changes between five of the other habits every 200 moves.
    Mix,
}

impl Person {
    /// All persons.
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

    /// Its name on the command line, which [`FromStr`] reads.
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
}

impl fmt::Display for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The error of parsing a [`Person`]: no person has this name. Its text lists the names there are.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("there is no person \"{0}\"; choose one of {names}", names = Person::ALL.map(Person::name).join(", "))]
pub struct UnknownPerson(pub String);

impl FromStr for Person {
    type Err = UnknownPerson;

    fn from_str(name: &str) -> Result<Self, UnknownPerson> {
        Self::ALL.into_iter().find(|person| person.name() == name).ok_or_else(|| UnknownPerson(name.to_owned()))
    }
}
