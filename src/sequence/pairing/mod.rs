//! Which picture a frame shows: by its number, by its place in the order, or by every n-th number; and what to offer where
//! labels and pictures do not meet.
//!
//! | file | what is in it |
//! |---|---|
//! | `choice.rs` | [`PicturePairing`]: what a person can choose |
//! | `active.rs` | [`ActivePairing`]: what follows from the choice and the files; pure |
//! | `automatic.rs` | from which number pictures and frames are counted; pure |
//! | `meeting.rs` | [`Meeting`]: how many labelled frames have no picture, and which pairings would fit; pure |
//! | `state.rs` | the pairing of an open sequence, whose files may grow |

mod active;
mod automatic;
mod choice;
mod meeting;
mod state;

pub use active::ActivePairing;
pub use choice::{PicturePairing, PictureStep, UnknownPairing};
pub use meeting::Meeting;
pub(super) use meeting::most_met;
pub(crate) use state::OtherTexts;
pub(super) use state::{PairingState, labels_of};
