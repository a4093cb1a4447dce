//! Predicts where a drag of the scrubber goes, from the shape of aimed movements.

mod bell;
mod gaussian;
mod grid;
mod hand;
mod motion;
mod refined;

#[cfg(test)]
pub(super) use bell::bell;
pub(super) use hand::{HandModel, shifted};
pub(super) use motion::{Motion, WINDOW};
