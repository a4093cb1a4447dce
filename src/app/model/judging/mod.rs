//! Results compared with ground truth while both are open as layers: what is compared, how, and what came out.

mod choice;
mod differences;
mod event_kinds;
mod event_query;
mod event_search;
mod judgement;
mod known;
pub mod names;
mod pairs;
mod settings;
pub mod words;

#[cfg(test)]
mod test_events;

pub use choice::JudgingChoice;
pub use differences::{Difference, Differences, beginning_in, differences, next_after};
pub use event_kinds::EventKinds;
pub use event_query::{EventList, EventOrder, EventQuery};
pub use event_search::EventSearch;
pub use judgement::Judgement;
pub use known::Judging;
pub use pairs::{Pairs, pairs};
pub use settings::JudgingSettings;
