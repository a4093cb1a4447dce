//! Takes in the news from the threads that read on in the files.

use std::sync::Arc;

use super::Document;
use crate::app::session::companions::CompanionNews;
use crate::app::session::reading::FileNews;
use crate::provider::DataProvider as _;

/// What has changed since the last call of [`Document::receive`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Received {
    /// Whether there are more frames, or other rows or pictures in frames.
    pub has_grown: bool,
    /// Whether there is a new summary.
    pub has_summary: bool,
}

impl Document {
    /// Takes in the news about the files. With `follow`, a play head at the end stays at the end while the file grows.
    pub fn receive(&mut self, follow: bool) -> Received {
        let mut received = Received::default();
        while let Some(news) = self.reading.next() {
            match news {
                FileNews::Growth(growth, is_written) => {
                    if is_written && (!follow || self.playback.frame() == self.keys.last()) {
                        self.playback.set_follow(follow);
                    }
                    // If the rows are not sorted by frame, a new first frame may be indexed later.
                    let is_at_start = !is_written && self.playback.frame() == self.keys.first();
                    self.take_keys();
                    if is_at_start && let Some(first) = self.keys.first() {
                        self.playback.seek(first);
                    }
                    self.go_to_awaited(growth.is_complete);
                    received.has_grown = true;
                }
                FileNews::Summary(summary, version) => {
                    (self.summary, self.summed) = (Some(Arc::new(*summary)), version);
                    received.has_summary = true;
                }
                FileNews::NoSummary => self.summary = None,
                FileNews::Trouble(reason) => self.trouble = Some(reason),
                FileNews::NoTrouble => self.trouble = None,
                FileNews::Replaced => self.is_outdated = true,
            }
        }
        while let Some(news) = self.companions.next() {
            received.has_grown |= self.receive_companion(news);
        }
        self.take_damaged(received.has_grown);
        received
    }

    /// Whether the summary has all rows that the main file has now. While a file is written, the summary is behind.
    pub fn is_summed_up(&self) -> bool {
        self.summary.is_some() && self.file.is_complete() && self.summed == self.file.version()
    }

    /// Takes in news about the files beside the main one. Returns whether frames have changed.
    fn receive_companion(&mut self, news: CompanionNews) -> bool {
        match news {
            CompanionNews::Changed => {}
            CompanionNews::Reopened(place, file, sample) => {
                if let Some(layer) = self.layers.get_mut(place) {
                    (layer.file, layer.sample, layer.trouble) = (file, sample, None);
                }
            }
            CompanionNews::Trouble(place, reason) => {
                if let Some(layer) = self.layers.get_mut(place) {
                    layer.trouble = Some(reason);
                }
                return false;
            }
            CompanionNews::NoTrouble(place) => {
                if let Some(layer) = self.layers.get_mut(place) {
                    layer.trouble = None;
                }
            }
            CompanionNews::Appeared => {
                self.is_outdated = true;
                return false;
            }
        }
        self.take_keys();
        self.go_to_awaited(self.file.is_complete());
        true
    }

    /// Goes to the frame that is waited for if it is there now, or if there will be no further frames. `is_indexed` says whether
    /// the main file is indexed to its end.
    fn go_to_awaited(&mut self, is_indexed: bool) {
        if let Some(frame) = self.awaited
            && (is_indexed && self.frames_found().is_none() || self.keys.last().is_some_and(|last| frame <= last))
        {
            self.awaited = None;
            self.playback.seek(frame);
        }
    }

    /// Takes the frames that there are now. Pictures and further layers may have frames after the end of the main file.
    pub(super) fn take_keys(&mut self) {
        self.keys = self.sequence.keys();
        self.playback.set_keys(Arc::clone(&self.keys));
    }
}
