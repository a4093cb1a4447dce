//! Frames that come and go, and a play head that follows the end of a growing sequence.

use std::sync::Arc;

use super::Playback;
use crate::provider::KeySet;

impl Playback {
    /// Replaces the set of frames, for instance after a file has grown, has shrunk or was written again.
    ///
    /// - If the play head [follows](Self::set_follow) the end, it goes to the last frame.
    /// - Otherwise it stays on its frame. If this frame is gone, it goes to the nearest one. When the frame exists
    ///   again, it goes back, unless it was moved meanwhile. So the position survives a file that is written again.
    /// - Playback goes on, now within the new frames. If it had paused at the end, it stays paused; when it is started
    ///   again, it continues from there.
    /// - If there are no frames, playback pauses.
    pub fn set_keys(&mut self, keys: Arc<KeySet>) {
        let before = self.frame();
        let target = self.lost.or(before);
        self.keys = keys;
        let nearest = if self.following { self.keys.last() } else { self.keys.nearest(target.unwrap_or(0)) };
        self.rank = nearest.and_then(|nearest| self.keys.rank_of(nearest)).unwrap_or(0);
        self.lost = target.filter(|_| !self.following && nearest != target);
        if nearest.is_none() {
            self.pause();
        } else if nearest != before {
            self.unstall();
        }
    }

    /// Whether the play head follows the end: it is on the last frame and goes on to each new last frame.
    pub fn is_following(&self) -> bool {
        self.following
    }

    /// Starts or stops following the end, and returns the frame that the play head is on.
    ///
    /// To start, playback pauses and the play head goes to the last frame, even outside the range. From then on
    /// [`set_keys`](Self::set_keys) keeps it at the end. Any move to another frame, by seek, step or playback, stops
    /// following. To come back to the last frame does not start it again.
    pub fn set_follow(&mut self, follow: bool) -> Option<u64> {
        self.following = follow;
        if follow {
            self.pause();
            self.stand_at(self.keys.len().saturating_sub(1));
        }
        self.frame()
    }

    /// Moves the play head to a rank, because of a seek, a step or playback.
    pub(super) fn stand_at(&mut self, rank: u64) {
        self.rank = rank;
        self.following &= rank == self.keys.len().saturating_sub(1);
        self.lost = None;
    }

    /// Notes the frame to go to once there are frames.
    pub(super) fn seek_without_frames(&mut self, frame: u64) {
        self.lost = Some(frame);
        self.following = false;
    }
}

#[cfg(test)]
mod tests;
