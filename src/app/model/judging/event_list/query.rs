//! Which events are listed, and in which order.

use std::cmp::Reverse;

use super::search::EventSearch;
use crate::app::model::judging::EventKinds;
use crate::metrics::{Event, EventKind};

/// How often a long list looks whether it is still wanted, in events.
const LOOK_EVERY: usize = 1 << 16;

/// The order of events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListOrder {
    /// By their first frame.
    #[default]
    Frame,
    /// What costs most points of MOTA comes first.
    Mota,
    /// What costs most true positives of Identity comes first; what has no such cost comes last.
    Identity,
}

/// Which events are listed, and in which order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventQuery {
    /// The kinds.
    pub kinds: EventKinds,
    /// What was typed to find them.
    pub search: String,
    /// The order. Events that are equal in it are sorted by frame.
    pub order: ListOrder,
}

/// The events that are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventPlaces {
    /// Their places among all events.
    pub places: Vec<u32>,
    /// How many events there are of each kind, in the order of [`EventKind::ALL`], whether they are listed or not.
    pub counts: [u64; EventKind::ALL.len()],
}

impl EventQuery {
    /// The events that are listed. `None` if `is_overtaken` says that they are no longer wanted.
    pub fn list(&self, events: &[Event], is_overtaken: &dyn Fn() -> bool) -> Option<EventPlaces> {
        let search = EventSearch::new(&self.search);
        let mut list = EventPlaces::default();
        for (at, (place, event)) in (0..).zip(events).enumerate() {
            if at % LOOK_EVERY == 0 && is_overtaken() {
                return None;
            }
            for (kind, count) in EventKind::ALL.iter().zip(&mut list.counts) {
                *count += u64::from(*kind == event.kind);
            }
            if self.kinds.has(event.kind) && search.finds(event) {
                list.places.push(place);
            }
        }
        let of = |place: &u32| &events[*place as usize];
        match self.order {
            ListOrder::Frame => {}
            ListOrder::Mota => list.places.sort_by(|one, other| of(other).cost.mota.total_cmp(&of(one).cost.mota)),
            ListOrder::Identity => list.places.sort_by_key(|place| Reverse(of(place).cost.identity)),
        }
        Some(list)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::app::model::judging::event_list::test_events::event;

    #[test]
    fn events_are_listed_by_kind_search_and_cost_and_all_are_counted() {
        let costing = |kind, frame, mota, identity| {
            let mut one = event(kind, frame, Some(u64::from(frame)), None);
            (one.cost.mota, one.cost.identity) = (mota, identity);
            one
        };
        let events = [
            costing(EventKind::Switch, 1, 0.1, Some(5)),
            costing(EventKind::Swap, 2, 0.1, None),
            costing(EventKind::Switch, 3, 0.3, Some(-1)),
            costing(EventKind::LooseBox, 4, 0.2, Some(9)),
        ];
        let places = |query: &EventQuery| query.list(&events, &|| false).unwrap().places;
        let mut query = EventQuery::default();
        assert_eq!(places(&query), [0, 1, 2, 3]);
        query.order = ListOrder::Mota;
        assert_eq!(places(&query), [2, 3, 0, 1]);
        query.order = ListOrder::Identity;
        assert_eq!(places(&query), [3, 0, 2, 1]);
        query.kinds = EventKinds::of(&[EventKind::Switch]);
        assert_eq!(places(&query), [0, 2]);
        query.search = "gt 3".to_owned();
        assert_eq!(places(&query), [2]);
        let counts = query.list(&events, &|| false).unwrap().counts;
        assert_eq!((counts[0], counts[1], counts[9], counts.iter().sum::<u64>()), (2, 1, 1, 4));
        assert_eq!(query.list(&events, &|| true), None);
    }

    proptest! {
        #[test]
        fn a_list_is_what_a_naive_one_is(
            rows in prop::collection::vec((0_usize..10, 0_u32..50, 0_u64..4, -3_i64..3), 0..60), order in 0_usize..3, typed in 0_u64..6,
        ) {
            let events: Vec<Event> = rows.iter().map(|&(kind, frame, truth, cost)| {
                let mut one = event(EventKind::ALL[kind], frame, Some(truth), None);
                one.cost.mota = cost as f64;
                one.cost.identity = Some(cost).filter(|cost| *cost != 0);
                one
            }).collect();
            let order = [ListOrder::Frame, ListOrder::Mota, ListOrder::Identity][order];
            let search = if typed < 4 { format!("gt {typed}") } else { String::new() };
            let kinds = EventKinds::of(&EventKind::ALL[..7]);
            let list = EventQuery { kinds, search, order }.list(&events, &|| false).unwrap().places;
            let mut naive: Vec<u32> = (0..events.len() as u32).filter(|&place| {
                let event = &events[place as usize];
                kinds.has(event.kind) && (typed >= 4 || event.truth == Some(typed))
            }).collect();
            let key = |place: &u32| {
                let cost = events[*place as usize].cost;
                match order {
                    ListOrder::Frame => 0,
                    ListOrder::Mota => -(cost.mota as i64),
                    ListOrder::Identity => cost.identity.map_or(i64::MAX, |cost| -cost),
                }
            };
            naive.sort_by_key(|place| (key(place), *place));
            prop_assert_eq!(list, naive);
        }
    }
}
