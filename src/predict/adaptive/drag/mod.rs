//! Predicts where a drag of the scrubber goes: from the shape of aimed movements, and from what the same hand did before.

mod bell;
mod foretold;
mod gaussian;
mod grid;
mod hand;
mod kernel;
mod motion;
mod recall;
mod refined;
mod typical;
mod under_way;

#[cfg(test)]
pub(super) use bell::bell;
pub(super) use hand::{HandModel, shifted};
pub(super) use recall::Recall;
pub(super) use under_way::Drag;
