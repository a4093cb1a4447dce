//! Frames that come and go while the play head stands or moves, and following the end of what grows.

use std::sync::Arc;

use super::Playback;
use crate::provider::KeySet;

impl Playback {
    /// Replaces the frames there are, as after a file has grown, shrunk or was written again.
    ///
    /// - [Following](Self::set_follow), the play head goes to the last frame.
    /// - Otherwise it stays on its frame. If that is gone, it goes to the nearest one, and back once the frame is there
    ///   again, unless it was moved meanwhile: so a file that is written again from the start costs no position.
    /// - Playing goes on, with what is left of the frame's time; the ends of the range and of the loop are where the
    ///   new set has them. What has reached the end and paused stays paused; playing on then continues from there.
    /// - Without any frames it pauses.
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

    /// Whether the play head stays at the end: it stands on the last frame and moves on with it.
    pub fn is_following(&self) -> bool {
        self.following
    }

    /// Follows the end, or stops following, and answers the frame under the play head. To follow, it pauses and goes to
    /// the last frame there is, whatever the range; [`set_keys`](Self::set_keys) then keeps it there. Any move to another
    /// frame, by seeking, stepping or playing, ends it; coming back to the last frame does not begin it again.
    pub fn set_follow(&mut self, follow: bool) -> Option<u64> {
        self.following = follow;
        if follow {
            self.pause();
            self.stand_at(self.keys.len().saturating_sub(1));
        }
        self.frame()
    }

    /// Moves the play head, on somebody's wish or because it plays.
    pub(super) fn stand_at(&mut self, rank: u64) {
        self.rank = rank;
        self.following &= rank == self.keys.len().saturating_sub(1);
        self.lost = None;
    }

    /// Remembers where to go once there are frames.
    pub(super) fn seek_without_frames(&mut self, frame: u64) {
        self.lost = Some(frame);
        self.following = false;
    }
}

#[cfg(test)]
mod tests;
