//! What replays of the recorded navigation are given, and what they find out; what the cache is told of the moves to come.

pub mod replay_setup;

pub(in crate::app) mod clairvoyant_bound;
pub(in crate::app) mod hint_inputs;
