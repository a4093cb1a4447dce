//! Goes to events: where the tracker went wrong.

use super::controller::Controller;
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
        // The cache plans during the move, so it has to know the landmarks before it.
        self.tell();
        self.seek(frame);
    }
}

/// Whether the tracker has no box where an event of this kind is.
fn is_missed(kind: EventKind) -> bool {
    matches!(kind, EventKind::MissedStretch | EventKind::LateStart | EventKind::EarlyEnd)
}
