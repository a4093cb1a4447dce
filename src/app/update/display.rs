//! Chooses which of the loaded frames is shown, and records the state of the cache.

use std::time::Duration;

use super::controller::Controller;
use crate::app::model::camera::Area;
use crate::app::model::frame::displayed_frame::{DisplayedFrame, UnderBoxes};
use crate::app::model::frame::extent::KnownSizes;
use crate::app::model::frame::whole_frame::WholeFrame;
use crate::app::model::state::{PICTURE_GRACE, WantedFrame};
use crate::app::model::stats::latency_stats::{Cause, DrawnFrame};
use crate::app::session::background::let_go;
use crate::app::session::document::Document;
use crate::cache::Request;

impl Controller {
    /// Updates the state from the cache, after a move by the user or a change of the content.
    pub(super) fn refresh(&mut self) {
        self.refresh_after(Cause::Person);
    }

    /// Updates the state from the cache: the frame to show, the progress of the wanted frame, and the snapshot. `cause`
    /// is why the play head moved, if it did.
    pub(super) fn refresh_after(&mut self, cause: Cause) {
        let Some(document) = &self.session.document else { return };
        let asked = document.ask();
        if let Some(frame) = document.playback().frame() {
            self.state.navigation.record(self.state.now, frame);
        }
        let displayed = self.arrived(document, asked.as_ref());
        // While new frames keep coming on screen, the waiting time starts again, so that only a still picture is
        // dimmed.
        let number = |frame: &Option<DisplayedFrame>| frame.as_ref().map(DisplayedFrame::number);
        let stands = number(&displayed) == number(&self.state.displayed);
        self.state.wanted = match asked {
            None | Some(Request::Ready(_)) => WantedFrame::Shown,
            Some(Request::Failed(error)) => WantedFrame::Failed(error.to_string()),
            Some(Request::Pending) => match &self.state.wanted {
                pending @ WantedFrame::Pending(_) if stands => pending.clone(),
                _ => WantedFrame::Pending(self.state.now),
            },
        };
        if let Some(old) = std::mem::replace(&mut self.state.displayed, displayed) {
            let_go(old);
        }
        self.observe(cause);
        self.measure();
    }

    /// Takes the events of the cache. Returns whether there were any.
    pub(super) fn take_events(&mut self) -> bool {
        let Some(document) = &self.session.document else { return false };
        let mut any = false;
        for event in document.events.try_iter() {
            any = true;
            self.state.telemetry.push(&event);
        }
        any
    }

    /// Takes a snapshot of the cache, and adds a sample to the charts.
    fn observe(&mut self, cause: Cause) {
        let Some(document) = &self.session.document else { return };
        document.cache.snapshot_into(&mut self.state.snapshot);
        self.state.snapshot_version += 1;
        self.state.telemetry.sample(document.cache.uptime(), &self.state.snapshot.stats);
        self.state.stats.saw(&self.state.snapshot, cause);
    }

    /// Updates the rectangle that the canvas fits into the window.
    pub(super) fn measure(&mut self) {
        let Some(document) = &self.session.document else { return };
        let (displayed, summary) = (self.state.displayed.as_ref(), document.summary.as_deref());
        let known = KnownSizes { picture: document.picture, stated: document.stated_size.map(Area::of_picture) };
        self.state.extent = self.state.extent.measured(displayed, known, summary);
    }

    /// The frame that can be shown now: the wanted frame, otherwise its boxes, otherwise the newest loaded frame.
    fn arrived(&self, document: &Document, asked: Option<&Request<WholeFrame>>) -> Option<DisplayedFrame> {
        let whole = || document.latest();
        let Some(wanted) = document.playback().frame() else { return whole() };
        if !document.has_pictures() || !matches!(asked, Some(Request::Pending)) {
            return whole();
        }
        match document.preview(wanted) {
            Some(preview) if self.is_due(&preview) => Some(preview),
            // A preview on screen is newer than all whole frames, so it stays until something newer is loaded.
            _ => match &self.state.displayed {
                Some(displayed) if !displayed.is_whole() => Some(displayed.clone()),
                _ => whole(),
            },
        }
    }

    /// Whether boxes are shown before their picture. Over a small picture they are shown at once. Without one they wait
    /// [`PICTURE_GRACE`], because most pictures arrive within that time, and an empty background in between would
    /// flicker.
    fn is_due(&self, preview: &DisplayedFrame) -> bool {
        match (preview.under_boxes(), &self.state.wanted) {
            (UnderBoxes::Coming, WantedFrame::Pending(since)) => self.state.now.saturating_sub(*since) >= PICTURE_GRACE,
            (UnderBoxes::Coming, _) => self.state.displayed.is_none(),
            _ => true,
        }
    }

    /// Counts what a pass has drawn, for the pace of playback and for `--stats`. The pass ended at `at` on the window's clock.
    pub fn drew(&mut self, displayed: Option<&DisplayedFrame>, at: Duration) {
        let drawn = displayed.map(|displayed| self.drawn(displayed));
        let is_playing = self.session.document.as_ref().is_some_and(|document| document.playback().is_playing());
        match displayed.filter(|_| is_playing) {
            Some(displayed) => self.state.pace.showed(displayed.number(), at),
            None => self.state.pace.rest(),
        }
        self.state.stats.latency.drew(drawn, at);
    }

    /// What counts as drawn of the displayed frame.
    fn drawn(&self, displayed: &DisplayedFrame) -> DrawnFrame {
        let spacing = || self.session.document.as_ref()?.images.as_ref()?.proxies.spacing();
        let has_picture = match displayed.under_boxes() {
            UnderBoxes::Nothing | UnderBoxes::Picture(_) | UnderBoxes::Missing | UnderBoxes::Damaged(_) => true,
            UnderBoxes::Proxy(of, _) => spacing().is_some_and(|spacing| of.abs_diff(displayed.number()) <= spacing),
            UnderBoxes::Coming => false,
        };
        DrawnFrame { frame: displayed.number(), is_whole: displayed.is_whole(), has_picture }
    }
}
