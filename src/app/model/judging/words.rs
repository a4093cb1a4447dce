//! Events in words.

use crate::app::model::format::counted;
use crate::metrics::{Event, EventKind};

/// The kind of an event and what happened, for example "switch · gt 23: 0 → 25 after 4 frames lost".
pub fn told(event: &Event) -> String {
    format!("{} · {}", event.kind.name(), what(event))
}

/// What happened, without the kind of the event.
pub fn what(event: &Event) -> String {
    let truth = named("gt", event.truth);
    let (from, to) = (number(event.from), number(event.to));
    let boxes = || counted(event.boxes.into(), "box", "boxes");
    match event.kind {
        EventKind::Switch => format!("{truth}: {from} → {to}{}", after(event.lost)),
        EventKind::Swap => format!("{truth} and {}: {from} ↔ {to}", named("gt", event.other_truth)),
        EventKind::Transfer => format!("{}: {} → {truth}", named("id", event.to), named("gt", event.other_truth)),
        EventKind::Fragmentation => format!("{truth}: found again by {}{}", named("id", event.to), after(event.lost)),
        EventKind::MissedStretch if event.from.is_none() && event.to.is_none() => {
            format!("{truth}: never found, {}", boxes())
        }
        EventKind::MissedStretch => format!("{truth}: {} missed", boxes()),
        EventKind::LateStart => format!("{truth}: first {} missed", boxes()),
        EventKind::EarlyEnd => format!("{truth}: last {} missed", boxes()),
        EventKind::GhostStretch => format!("{}: {} on nothing", named("id", event.to), boxes()),
        EventKind::Duplicate => format!("{}: {} on {truth}, which has another", named("id", event.to), boxes()),
        EventKind::LooseBox => format!("{}: {} nearly on {truth}", named("id", event.to), boxes()),
    }
}

/// For how long a track was lost. Empty if it was not.
fn after(lost: u32) -> String {
    if lost == 0 { String::new() } else { format!(" after {} lost", counted(lost.into(), "frame", "frames")) }
}

fn number(id: Option<u64>) -> String {
    id.map_or_else(|| "none".to_owned(), |id| id.to_string())
}

fn named(name: &str, id: Option<u64>) -> String {
    format!("{name} {}", number(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::events::{Cost, Repair};

    fn event(kind: EventKind) -> Event {
        Event {
            kind,
            first: 10,
            last: 13,
            boxes: 4,
            truth: Some(23),
            other_truth: Some(31),
            from: Some(0),
            to: Some(25),
            lost: 4,
            place: [0.0; 4],
            cost: Cost::default(),
            repair: Repair::Nothing,
        }
    }

    #[test]
    fn every_kind_is_told_with_its_tracks() {
        assert_eq!(told(&event(EventKind::Switch)), "switch · gt 23: 0 → 25 after 4 frames lost");
        let at_once = Event { lost: 0, ..event(EventKind::Switch) };
        assert_eq!(told(&at_once), "switch · gt 23: 0 → 25");
        let one = Event { lost: 1, ..event(EventKind::Fragmentation) };
        assert_eq!(told(&one), "fragmentation · gt 23: found again by id 25 after 1 frame lost");
        assert_eq!(told(&event(EventKind::Swap)), "swap · gt 23 and gt 31: 0 ↔ 25");
        assert_eq!(told(&event(EventKind::Transfer)), "transfer · id 25: gt 31 → gt 23");
        let never = Event { from: None, to: None, boxes: 1, ..event(EventKind::MissedStretch) };
        assert_eq!(told(&never), "missed stretch · gt 23: never found, 1 box");
        assert_eq!(told(&event(EventKind::GhostStretch)), "ghost stretch · id 25: 4 boxes on nothing");
        for kind in EventKind::ALL {
            let told = told(&Event { truth: None, other_truth: None, from: None, to: None, ..event(kind) });
            assert!(told.starts_with(kind.name()), "{told}");
        }
    }
}
