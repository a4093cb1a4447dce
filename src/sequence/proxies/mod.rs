//! Small pictures of many frames, for what has to be shown at once.

use std::sync::Arc;

use super::pictures::{Picture, PictureSource};
use crate::provider::KeySet;

/// Small pictures of every k-th frame of a sequence, made in idle time.
pub struct Proxies {}

impl Proxies {
    /// Begins to make small pictures of `numbers` on a thread of its own, whenever `idle` says so, within `budget_bytes`.
    pub fn start(
        source: Arc<dyn PictureSource>,
        numbers: Arc<KeySet>,
        idle: impl Fn() -> bool + Send + 'static,
        budget_bytes: u64,
    ) -> Self {
        let _ = (source, numbers, idle(), budget_bytes);
        Self {}
    }

    /// Says that it may be idle now.
    pub fn nudge(&self) {}

    /// Takes a picture that is decoded anyway, if it is wanted.
    pub fn offer(&self, number: u64, picture: &Picture) {
        let _ = (number, picture);
    }

    /// The stored picture nearest to `number`, and its own number.
    pub fn nearest(&self, number: u64) -> Option<(u64, Picture)> {
        let _ = number;
        None
    }

    /// The largest distance, in pictures of the sequence, between two neighbours that are stored; `None` while there are none.
    pub fn spacing(&self) -> Option<u64> {
        None
    }

    /// How much of what is planned is done, from 0 to 1.
    pub fn progress(&self) -> f32 {
        1.0
    }

    /// Bytes of the pictures stored.
    pub fn bytes(&self) -> u64 {
        0
    }
}
