//! The predictor that learns a person's habits while they navigate: [`AdaptivePredictor`].
//!
//! Each move is described as an action ([`actions`]): a step, a movement of the pointer along the scrubber, a step to
//! the next or previous landmark, or a jump to a place. A symbol, a small number, stands for each action. How often
//! each symbol follows on the last two is counted ([`counts`]); where jumps go is learned from earlier ones
//! ([`places`]). A beam search over both gives each frame a likelihood ([`futures`]). A drag is foretold
//! from the shape of aimed movements and from what the same hand did before ([`drag`]); what playback asks for is known ([`playback`]).
//!
//! Memory is bounded, and equal histories give exactly equal answers.

mod actions;
mod counts;
mod drag;
mod futures;
mod habits;
mod pace;
mod parameters;
mod places;
mod playback;
mod predictor;
mod session;
mod shared_habits;
mod sums;

pub use habits::Habits;
pub use parameters::Adaptive;
pub use predictor::AdaptivePredictor;
pub use shared_habits::SharedHabits;
