//! Lists of events of several trackers and sequences, as `motscope eval --events` writes them.
//!
//! A list is a CSV file with a header. Columns are found by their names, so a list that was made elsewhere needs only `kind` and
//! `first_frame`. May import `events`.

mod error;
mod list;
mod read;
mod run;
mod write;

pub use error::EventListError;
pub use list::{EventList, MAX_EVENTS};
pub use run::Run;
pub use write::EventWriter;

pub(crate) use read::long_field;
