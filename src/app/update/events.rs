//! Goes to events: where the tracker went wrong.

use super::controller::Controller;
use crate::app::model::judging::{EventKinds, Judgement};
use crate::metrics::Event;

impl Controller {
    /// Goes to the next event of the kinds that are switched on, or to the previous one. Several events of one frame come one
    /// after the other.
    pub(super) fn step_event(&mut self, is_forward: bool) {
        let Some(position) = self.view().position() else { return };
        let judging = &self.state.judging;
        let Some(judgement) = judging.judgement() else { return };
        let next = step(judgement, self.state.settings.judging.kinds, judging.event, position, is_forward);
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

/// The place of the event that is next. `current` is the event that the user went to last. It counts only while its frame is still
/// on screen.
fn step(
    judgement: &Judgement,
    kinds: EventKinds,
    current: Option<usize>,
    position: u64,
    is_forward: bool,
) -> Option<usize> {
    let events = &judgement.events;
    let is_on = |place: &usize| kinds.has(events[*place].kind);
    let at = |event: &Event| u64::from(event.first);
    let current = current.filter(|place| events.get(*place).is_some_and(|event| at(event) == position));
    if is_forward {
        let begin = current.map_or_else(|| events.partition_point(|event| at(event) <= position), |place| place + 1);
        (begin..events.len()).find(is_on)
    } else {
        let end = current.unwrap_or_else(|| events.partition_point(|event| at(event) < position));
        (0..end).rev().find(is_on)
    }
}
