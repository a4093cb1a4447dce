//! Goes to events: where the tracker went wrong.

use super::controller::Controller;
use crate::app::model::camera::Area;
use crate::metrics::EventKind;
use crate::mot::TrackId;
use crate::playback::Playback;

impl Controller {
    /// Goes to the next event of the kinds that are switched on, or to the previous one. Several events of one frame come one
    /// after the other.
    pub(super) fn step_event(&mut self, is_forward: bool) {
        let Some(document) = &self.session.document else { return };
        let judging = &self.state.judging;
        let Some(judgement) = judging.judgement() else { return };
        let here = (document.position(), &*document.keys);
        let next = judgement.step(self.state.settings.judging.kinds, judging.event, here, is_forward);
        if let Some(next) = next {
            self.go_to_event(next);
        }
    }

    /// Goes to the first frame of an event, selects its track, and lets the camera go to its place. Playback pauses: what was looked
    /// for would be gone at once.
    pub(super) fn go_to_event(&mut self, place: usize) {
        let Some(judgement) = self.state.judging.judgement() else { return };
        let Some(event) = judgement.events.get(place) else { return };
        let frame = event.first.into();
        let is_on_result = is_on_result(event.kind);
        // The camera can follow the track only if its box is in this frame.
        let (track, is_there) = match () {
            () if judgement.truth == 0 => (event.truth, event.truth.is_some()),
            () if judgement.result == 0 => {
                let is_there = !is_missed(event.kind) && event.to.is_some();
                (if is_there { event.to } else { event.from.or(event.to) }, is_there)
            }
            () => (self.state.selected.map(|id| id.0), false),
        };
        let of_place = if is_on_result { judgement.result } else { judgement.truth };
        let [left, top, width, height] = event.place;
        let scale = self.view().look(of_place).map_or([1.0; 2], |look| look.scale);
        let area = Area {
            left: left * scale[0],
            top: top * scale[1],
            right: (left + width) * scale[0],
            bottom: (top + height) * scale[1],
        };
        self.state.judging.event = Some(place);
        self.state.hints.goes_by_events = true;
        self.state.selected = track.map(TrackId);
        if self.state.settings.judging.camera_goes {
            let camera = &mut self.state.camera;
            if camera.lock.is_none() || !is_there {
                camera.lock = None;
                camera.reveal = Some(area);
            }
        }
        if self.session.document.as_ref().is_some_and(|document| document.playback().is_playing()) {
            self.navigate(Playback::pause);
        }
        self.seek(frame);
    }
}

/// Whether the place of an event of this kind is that of a box of the results.
fn is_on_result(kind: EventKind) -> bool {
    matches!(kind, EventKind::GhostStretch | EventKind::Duplicate | EventKind::LooseBox | EventKind::Transfer)
}

/// Whether the tracker has no box where an event of this kind is.
fn is_missed(kind: EventKind) -> bool {
    matches!(kind, EventKind::MissedStretch | EventKind::LateStart | EventKind::EarlyEnd)
}
