//! Events as a list: which are listed, in which order, in which words, and as CSV.

mod listing;
mod query;
mod search;
pub mod words;

#[cfg(test)]
mod test_events;

pub use listing::Listing;
pub use query::{EventPlaces, EventQuery, ListOrder};
pub use search::EventSearch;
