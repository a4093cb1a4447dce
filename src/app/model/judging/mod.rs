//! Results compared with ground truth while both are open as layers: what is compared, how, and what came out.

mod choice;
mod differences;
mod event_kinds;
mod event_list;
mod events;
mod found;
mod judgement;
mod known;
mod listed;
pub mod names;
mod order;
mod pairs;
mod score;
mod settings;
mod verdict;

pub use choice::JudgingChoice;
pub use differences::{AtDifference, Difference, Differences, beginning_in, differences, next_after};
pub use event_kinds::EventKinds;
pub use event_list::{EventPlaces, EventQuery, EventSearch, ListOrder, Listing, words};
pub use found::Found;
pub use judgement::Judgement;
pub use known::Judging;
pub use listed::{Listed, is_of, place_in, source, subject};
pub use order::EventOrder;
pub use pairs::{Pairs, pairs};
pub use score::Score;
pub use settings::JudgingSettings;
pub use verdict::{Verdict, overlap};
