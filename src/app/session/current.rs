//! What is open at this moment, and what is being opened.

use super::document::Document;
use super::open::Opening;
use super::recent::Recent;

/// What is open at this moment, and what is being opened.
#[derive(Default)]
pub struct Session {
    /// The sequence on screen.
    pub document: Option<Document>,
    /// The sequence that is being opened.
    pub opening: Option<Opening>,
    /// Which recent files still exist.
    pub recent: Recent,
}
