//! The events of chosen kinds, one after the other.

use super::EventKinds;
use crate::metrics::{Event, EventKind};

/// The places of events by their kind. With it, the next event of chosen kinds is found at once among any number of others.
#[derive(Clone, Debug, Default)]
pub struct EventOrder {
    /// The places of each kind, rising, in the order of [`EventKind::ALL`].
    by_kind: [Vec<u32>; EventKind::ALL.len()],
}

impl EventOrder {
    /// The order of these events.
    pub fn new(events: &[Event]) -> Self {
        Self::of(events, |_| true)
    }

    /// The order of those of these events of which `is_in` is true.
    pub fn of(events: &[Event], is_in: impl Fn(&Event) -> bool) -> Self {
        let mut order = Self::default();
        for (place, event) in (0..).zip(events).filter(|(_, event)| is_in(event)) {
            let mut all = EventKind::ALL.iter().zip(&mut order.by_kind);
            all.by_ref().find(|(kind, _)| **kind == event.kind).into_iter().for_each(|(_, of)| of.push(place));
        }
        order
    }

    /// Whether the event at this place is in it, and of these kinds.
    pub fn has(&self, kinds: EventKinds, place: usize) -> bool {
        self.next(kinds, place) == Some(place)
    }

    /// The places of each kind that is switched on.
    fn on(&self, kinds: EventKinds) -> impl Iterator<Item = &[u32]> {
        EventKind::ALL.into_iter().zip(&self.by_kind).filter(move |(kind, _)| kinds.has(*kind)).map(|(_, of)| &**of)
    }

    /// How many events of these kinds there are.
    pub fn count(&self, kinds: EventKinds) -> usize {
        self.on(kinds).map(<[u32]>::len).sum()
    }

    /// How many events of these kinds come before a place.
    pub fn before(&self, kinds: EventKinds, place: usize) -> usize {
        self.on(kinds).map(|of| of.partition_point(|&at| (at as usize) < place)).sum()
    }

    /// The first event of these kinds from a place on.
    pub fn next(&self, kinds: EventKinds, from: usize) -> Option<usize> {
        let next = |of: &[u32]| of.get(of.partition_point(|&at| (at as usize) < from)).copied();
        self.on(kinds).filter_map(next).min().map(|place| place as usize)
    }

    /// The last event of these kinds before a place.
    pub fn previous(&self, kinds: EventKinds, before: usize) -> Option<usize> {
        let previous = |of: &[u32]| of[..of.partition_point(|&at| (at as usize) < before)].last().copied();
        self.on(kinds).filter_map(previous).max().map(|place| place as usize)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::metrics::events::{Cost, Repair};
    use proptest::prelude::*;

    /// An event of this kind in this frame.
    pub fn event(kind: EventKind, first: u32) -> Event {
        let (truth, other_truth, from, to) = (Some(1), None, None, None);
        let (cost, repair) = (Cost::default(), Repair::Nothing);
        Event {
            kind,
            first,
            last: first,
            boxes: 1,
            truth,
            other_truth,
            from,
            to,
            lost: 0,
            place: [0.0; 4],
            cost,
            repair,
        }
    }

    proptest! {
        #[test]
        fn the_next_event_is_the_one_that_looking_at_all_finds(
            of in prop::collection::vec(0..EventKind::ALL.len(), 0..40), on in prop::collection::vec(any::<bool>(), 10),
            place in 0_usize..45,
        ) {
            let events: Vec<Event> = of.iter().map(|&kind| event(EventKind::ALL[kind], 1)).collect();
            let mut kinds = EventKinds::of(&[]);
            EventKind::ALL.into_iter().zip(on).for_each(|(kind, is_on)| kinds.set(kind, is_on));
            let is_on = |at: &usize| kinds.has(events[*at].kind);
            let order = EventOrder::new(&events);
            prop_assert_eq!(order.next(kinds, place), (place..events.len()).find(is_on));
            prop_assert_eq!(order.previous(kinds, place), (0..place.min(events.len())).rev().find(is_on));
            prop_assert_eq!(order.count(kinds), (0..events.len()).filter(is_on).count());
            prop_assert_eq!(order.before(kinds, place), (0..place.min(events.len())).filter(is_on).count());
        }
    }
}
