//! Results compared with ground truth while both are open as layers: what is compared, how, and what came out.

mod choice;
mod event_kinds;
mod events;
mod judgement;
mod known;
mod listed;
mod order;
mod pairs;
mod settings;
mod verdict;
mod words;

pub use choice::JudgingChoice;
pub use event_kinds::EventKinds;
pub use judgement::Judgement;
pub use known::Judging;
pub use listed::{Listed, is_of, place_in, source};
pub use order::EventOrder;
pub use pairs::{Pairs, pairs};
pub use settings::JudgingSettings;
pub use verdict::{Verdict, overlap};
pub use words::{told, what};
