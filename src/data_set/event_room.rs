//! Room for the events of an evaluation, so that they take bounded memory: [`EventRoom`].

use std::collections::BTreeMap;

use parking_lot::Mutex;

use crate::metrics::Event;

/// The places of a tracker, a sequence and a class. Events are listed in the order of these places.
pub(super) type Place = (usize, usize, usize);

/// Keeps the first events of all that threads find in any order.
pub(super) struct EventRoom {
    most: usize,
    held: Mutex<Held>,
}

/// The events that are kept.
#[derive(Default)]
pub(super) struct Held {
    events: BTreeMap<Place, Vec<Event>>,
    count: usize,
    /// Whether there were more.
    pub(super) is_cut: bool,
}

impl EventRoom {
    /// Room for this many events.
    pub(super) fn new(most: usize) -> Self {
        Self { most, held: Mutex::default() }
    }

    /// Takes the events of a place. If there are too many now, those of the last places leave: there are enough before them.
    pub(super) fn add(&self, place: Place, events: Vec<Event>) {
        if events.is_empty() {
            return;
        }
        // Freed after the lock is released.
        let mut gone = Vec::new();
        let mut held = self.held.lock();
        held.count += events.len();
        held.events.insert(place, events);
        while held.count > self.most {
            held.is_cut = true;
            let surplus = held.count - self.most;
            let Some(mut last) = held.events.last_entry() else { return };
            let kept = last.get().len().saturating_sub(surplus);
            let left = last.get().len() - kept;
            if kept == 0 {
                gone.push(last.remove());
            } else {
                last.get_mut().truncate(kept);
                last.get_mut().shrink_to_fit();
            }
            held.count -= left;
        }
    }

    /// What is kept.
    pub(super) fn into_held(self) -> Held {
        self.held.into_inner()
    }
}

impl Held {
    /// The events of a place.
    pub(super) fn take(&mut self, place: Place) -> Vec<Event> {
        self.events.remove(&place).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::metrics::EventKind;
    use crate::metrics::events::{Cost, Repair};

    fn events(count: usize) -> Vec<Event> {
        let event = |first| Event {
            kind: EventKind::Switch,
            first,
            last: first,
            boxes: 1,
            truth: None,
            other_truth: None,
            from: None,
            to: None,
            lost: 0,
            place: [0.0; 4],
            cost: Cost { mota: 0.0, identity: None },
            repair: Repair::Nothing,
        };
        (0..count as u32).map(event).collect()
    }

    proptest! {
        #[test]
        fn the_first_events_are_kept_in_whatever_order_they_are_found(
            counts in prop::collection::vec(0_usize..9, 0..12), most in 0_usize..40, order: u64,
        ) {
            let mut places: Vec<usize> = (0..counts.len()).collect();
            places.sort_by_key(|place| (*place as u64).wrapping_mul(order | 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let room = EventRoom::new(most);
            for place in places {
                room.add((place / 3, place % 3, 0), events(counts[place]));
                prop_assert!(room.held.lock().count <= most);
            }
            let mut held = room.into_held();
            prop_assert_eq!(held.is_cut, counts.iter().sum::<usize>() > most);
            let mut left = most;
            for (place, count) in counts.into_iter().enumerate() {
                let kept = held.take((place / 3, place % 3, 0)).len();
                prop_assert_eq!(kept, count.min(left));
                left -= kept;
            }
        }
    }
}
