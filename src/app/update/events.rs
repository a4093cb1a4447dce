//! Goes to events: where the tracker went wrong.

use eframe::egui;

use super::controller::Controller;
use crate::app::model::camera::Reveal;
use crate::app::session::judging::{Finder, let_go};
use crate::metrics::EventKind;
use crate::mot::TrackId;
use crate::playback::Playback;

impl Controller {
    /// Goes to the event that is next in time, or to the one before, among those that the search finds and of the kinds that are
    /// switched on. Several events of one frame come one after the other.
    pub(super) fn step_event(&mut self, is_forward: bool) {
        let Some(document) = &self.session.document else { return };
        let judging = &self.state.judging;
        let Some((judgement, order)) = judging.judgement().zip(judging.order()) else { return };
        let here = (document.position(), &*document.keys);
        let among = (order, self.state.settings.judging.kinds);
        let next = judgement.step(among, judging.event, here, is_forward);
        if let Some(next) = next {
            self.go_to_event(next);
        }
    }

    /// Has the events found that the search is for.
    pub(super) fn find_events(&mut self, ctx: &egui::Context) {
        let judging = &mut self.state.judging;
        let judgement = judging.judgement().filter(|_| !judging.search.trim().is_empty()).cloned();
        let Some(judgement) = judgement else {
            let old = (judging.found.take(), self.session.finder.take());
            if old.0.is_some() || old.1.is_some() {
                let_go(old);
            }
            return;
        };
        let finder = self.session.finder.get_or_insert_with(|| Finder::start(ctx));
        judging.found = finder.found(&judgement, &judging.search);
    }

    /// Goes to the first frame of an event, selects its track, and lets the camera go to its place. Playback pauses: what was looked
    /// for would be gone at once.
    pub(super) fn go_to_event(&mut self, place: usize) {
        let Some(judgement) = self.state.judging.judgement() else { return };
        let Some(event) = judgement.events.get(place) else { return };
        let frame = event.first.into();
        // The camera can follow the track only if its box is in this frame.
        let (track, is_there) = match () {
            () if judgement.truth == 0 => (event.truth, event.truth.is_some()),
            () if judgement.result == 0 => {
                let is_there = !is_missed(event.kind) && event.to.is_some();
                (if is_there { event.to } else { event.from.or(event.to) }, is_there)
            }
            () => (self.state.selected.map(|id| id.0), false),
        };
        let area = self.view().area_of(judgement, event);
        self.state.judging.event = Some(place);
        self.state.judging.at_difference = None;
        self.state.hints.goes_by_events = true;
        self.state.selected = track.map(TrackId);
        if self.state.settings.judging.camera_goes {
            let camera = &mut self.state.camera;
            if camera.lock.is_none() || !is_there {
                camera.lock = None;
                camera.reveal = Some(Reveal::Area(area));
            }
        }
        if self.session.document.as_ref().is_some_and(|document| document.playback().is_playing()) {
            self.navigate(Playback::pause);
        }
        // The cache plans during the move, so it has to know the landmarks before it.
        self.tell();
        self.seek(frame);
    }
}

/// Whether the tracker has no box where an event of this kind is.
fn is_missed(kind: EventKind) -> bool {
    matches!(kind, EventKind::MissedStretch | EventKind::LateStart | EventKind::EarlyEnd)
}
