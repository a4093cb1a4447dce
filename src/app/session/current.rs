//! The sequence that is open now, and the sequence that is being opened.

use super::document::Document;
use super::evaluating::Evaluating;
use super::judging::{Differ, Finder, Judge};
use super::opening::open::Opening;
use super::recent::Recent;

/// The sequence that is open now, and the sequence that is being opened.
#[derive(Default)]
pub struct Session {
    /// The sequence on screen.
    pub document: Option<Document>,
    /// The sequence that is being opened.
    pub opening: Option<Opening>,
    /// The thread that compares layers, once there were layers to compare.
    pub judge: Option<Judge>,
    /// The thread that finds where two trackers differ, once there were two to compare.
    pub differ: Option<Differ>,
    /// The evaluation of a data set in progress.
    pub evaluating: Option<Evaluating>,
    /// The thread that finds events, once the user searched for some.
    pub finder: Option<Finder>,
    /// Which recent files still exist.
    pub recent: Recent,
}
