//! A note that is told for a while, for example what was undone.

use std::time::Duration;

/// How long a note is told.
const LASTS: Duration = Duration::from_secs(5);

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it says.
    pub text: String,
    /// Since when, on the window's clock.
    pub since: Duration,
}

impl Note {
    /// How long it is told from now on. `None` if it is over.
    pub fn rest(&self, now: Duration) -> Option<Duration> {
        LASTS.checked_sub(now.saturating_sub(self.since)).filter(|rest| !rest.is_zero())
    }
}
