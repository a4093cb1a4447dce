//! Goes to events: where the tracker went wrong.

use super::controller::Controller;

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

    /// Goes to the first frame of an event.
    pub(super) fn go_to_event(&mut self, place: usize) {
        let judgement = self.state.judging.judgement();
        let Some(event) = judgement.and_then(|judgement| judgement.events.get(place)) else { return };
        let frame = event.first.into();
        self.state.judging.event = Some(place);
        self.seek(frame);
    }
}
