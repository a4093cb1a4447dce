//! Follows a video while its frames are found out: they can be shown as soon as they are known.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::background;
use super::caching::caches::Caches;
use super::opening::image_track::ImageTrack;
use crate::mot::Progress;
use crate::provider::KeySet;
use crate::sequence::Sequence;

/// How long to wait for further frames before looking whether the sequence is still open.
const WAIT: Duration = Duration::from_millis(200);

/// The frames of a video that is shown, and who has to learn of more of them.
pub(super) struct VideoGrowth {
    pub images: ImageTrack,
    pub sequence: Arc<Sequence>,
    pub caches: Caches,
    /// Is cancelled once the sequence is closed.
    pub progress: Arc<Progress>,
    /// Tells the window of changes.
    pub tell: Box<dyn Fn() + Send>,
}

impl VideoGrowth {
    /// Follows it on a thread, which ends once all frames are known. Pictures that are all known need no thread.
    pub(super) fn follow(self) {
        self.learn();
        if self.images.source.wait_more(self.images.source.numbers().len(), Duration::ZERO) {
            background::spawn("motscope-video-growth", move || self.run());
        }
    }

    fn run(&self) {
        while !self.progress.is_cancelled() && self.images.source.wait_more(self.learn(), WAIT) {}
        self.learn();
        // That there are no more of them is news, too.
        (self.tell)();
    }

    /// Tells the caches and the window of frames that they do not know. Returns how many frames there are.
    fn learn(&self) -> u64 {
        let now = self.images.source.numbers().len();
        let told = self.images.told.swap(now, Ordering::Relaxed);
        if now != told {
            // Frames that are counted anew may all be others. New ones may have been loaded without their picture.
            let first = if now > told { told + 1 } else { 1 };
            let changed = KeySet::from_runs([first..=now.max(told)]);
            self.caches.replaced(&self.sequence.frames_of(&changed));
            (self.tell)();
        }
        now
    }
}
