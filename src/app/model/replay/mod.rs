//! Inputs and results of replays of the recorded navigation, and what the cache is told about the next moves.

pub mod replay_setup;

pub(in crate::app) mod clairvoyant_bound;
pub(in crate::app) mod event_landmarks;
pub(in crate::app) mod hint_inputs;
