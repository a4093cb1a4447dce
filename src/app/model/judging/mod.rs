//! Results compared with ground truth while both are open as layers: what is compared, how, and what came out.

mod choice;
mod differences;
mod event_kinds;
mod event_list;
mod judgement;
mod known;
pub mod names;
mod pairs;
mod score;
mod settings;

pub use choice::JudgingChoice;
pub use differences::{Difference, Differences, beginning_in, differences, next_after};
pub use event_kinds::EventKinds;
pub use event_list::{EventList, EventOrder, EventQuery, EventSearch, Listing, words};
pub use judgement::Judgement;
pub use known::Judging;
pub use pairs::{Pairs, pairs};
pub use score::Score;
pub use settings::JudgingSettings;
