//! Going from event to event.

use super::{EventKinds, EventOrder, Judgement};
use crate::provider::KeySet;

impl Judgement {
    /// The frame that shows an event: its first one, or the nearest frame that there is.
    pub fn frame_of(&self, place: usize, keys: &KeySet) -> Option<u64> {
        keys.nearest(self.events.get(place)?.first.into())
    }

    /// The place of the event of `order` and of these kinds that is next, or that is previous. `current` is the event that the user went to last. It
    /// counts only while its frame is at `position`. Several events of one frame come one after the other. If none is current, the first
    /// one of the frame at `position` is next: it may not have been noticed.
    pub fn step(
        &self,
        (order, kinds): (&EventOrder, EventKinds),
        current: Option<usize>,
        (position, keys): (u64, &KeySet),
        is_forward: bool,
    ) -> Option<usize> {
        let current = current.filter(|&place| self.frame_of(place, keys) == Some(position));
        // Frames that are not there count as the nearest one that is.
        let begin = |limit: u64| {
            self.events.partition_point(|event| keys.nearest(event.first.into()).is_some_and(|at| at < limit))
        };
        if is_forward {
            let from = current.map_or_else(|| begin(position), |place| place + 1);
            order.next(kinds, from)
        } else {
            order.previous(kinds, current.unwrap_or_else(|| begin(position)))
        }
    }

    /// The frames of events of `order` and of these kinds around a frame, rising: at most `most` before it and `most` behind it.
    pub fn frames_around(&self, (order, kinds): (&EventOrder, EventKinds), frame: u64, most: usize) -> Vec<u64> {
        let begin = |limit: u64| self.events.partition_point(|event| u64::from(event.first) < limit);
        let first = |place: usize| self.events.get(place).map(|event| u64::from(event.first));
        let before = |frame: u64| first(order.previous(kinds, begin(frame))?);
        let behind = |frame: u64| first(order.next(kinds, begin(frame.checked_add(1)?))?);
        let mut frames: Vec<u64> = std::iter::successors(before(frame), |&frame| before(frame)).take(most).collect();
        frames.reverse();
        let here = first(order.next(kinds, begin(frame)).unwrap_or(usize::MAX)).filter(|&first| first == frame);
        frames.extend(here);
        frames.extend(std::iter::successors(behind(frame), |&frame| behind(frame)).take(most));
        frames
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::judging::EventOrder;
    use crate::app::model::judging::order::tests::event;
    use crate::metrics::{Evaluation, Event, EventKind, Options};
    use proptest::prelude::*;

    /// A judgement with these events only.
    fn judgement(mut events: Vec<Event>) -> Judgement {
        events.sort_by_key(|event| event.first);
        let evaluation = Evaluation { classes: Vec::new(), remarks: Vec::new() };
        let mut judgement = Judgement::new((0, 1), Default::default(), &Options::default(), evaluation, None);
        (judgement.order, judgement.events) = (EventOrder::new(&events), events);
        judgement
    }

    fn some_events() -> impl Strategy<Value = Vec<Event>> {
        let one = (0..EventKind::ALL.len(), 1_u32..60);
        prop::collection::vec(one.prop_map(|(kind, first)| event(EventKind::ALL[kind], first)), 0..50)
    }

    proptest! {
        #[test]
        fn pressing_again_and_again_goes_to_every_event_of_the_kinds_once_and_back(
            events in some_events(), on in prop::collection::vec(any::<bool>(), 10), start in 0_u64..70,
            gap in 10_u64..30,
        ) {
            // Some frames are missing.
            let keys = KeySet::from_runs([1..=gap, gap + 8..=50]);
            let judgement = judgement(events);
            let mut kinds = EventKinds::of(&[]);
            EventKind::ALL.into_iter().zip(on).for_each(|(kind, is_on)| kinds.set(kind, is_on));
            let start = keys.nearest(start).unwrap();
            for is_forward in [true, false] {
                let (mut position, mut current, mut seen) = (start, None, Vec::new());
                while let Some(place) = judgement.step((&judgement.order, kinds), current, (position, &keys), is_forward) {
                    prop_assert!(seen.len() <= judgement.events.len());
                    seen.push(place);
                    (position, current) = (judgement.frame_of(place, &keys).unwrap(), Some(place));
                }
                let at = |place: usize| keys.nearest(judgement.events[place].first.into()).unwrap();
                let is_ahead = |place: &usize| if is_forward { at(*place) >= start } else { at(*place) < start };
                let mut expected: Vec<usize> = (0..judgement.events.len())
                    .filter(|&place| kinds.has(judgement.events[place].kind)).filter(is_ahead).collect();
                if !is_forward {
                    expected.reverse();
                }
                prop_assert_eq!(seen, expected);
            }
        }

        #[test]
        fn the_frames_around_are_the_nearest_ones_of_all(
            events in some_events(), on in prop::collection::vec(any::<bool>(), 10), frame in 0_u64..70, most in 0_usize..8,
        ) {
            let judgement = judgement(events);
            let mut kinds = EventKinds::of(&[]);
            EventKind::ALL.into_iter().zip(on).for_each(|(kind, is_on)| kinds.set(kind, is_on));
            let mut all: Vec<u64> = judgement.events.iter().filter(|event| kinds.has(event.kind))
                .map(|event| event.first.into()).collect();
            all.dedup();
            let before = all.iter().filter(|&&at| at < frame).count();
            let behind = all.iter().filter(|&&at| at <= frame).count();
            let expected = &all[before.saturating_sub(most)..(behind + most).min(all.len())];
            prop_assert_eq!(judgement.frames_around((&judgement.order, kinds), frame, most), expected);
        }
    }
}
