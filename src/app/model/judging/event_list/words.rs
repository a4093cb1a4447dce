//! Events in a few words.

use crate::app::model::format::{NONE, counted};
use crate::metrics::{Benchmark, Event, EventKind};

/// What happened, to be read after the name of the kind: `gt 23: 0 → 25 after 4 frames lost`. In short, it is
/// `gt 23: 0 → 25, 4 lost`.
pub fn what(event: &Event, is_short: bool) -> String {
    let id = |id: Option<u64>| id.map_or_else(|| NONE.to_owned(), |id| id.to_string());
    let (truth, other) = (id(event.truth), id(event.other_truth));
    let (from, to) = (id(event.from), id(event.to));
    let frames = |count: u32| counted(count.into(), "frame", "frames");
    let after = match event.lost {
        0 => String::new(),
        lost if is_short => format!(", {lost} lost"),
        lost => format!(" after {} lost", frames(lost)),
    };
    let boxes = frames(event.boxes);
    match event.kind {
        EventKind::Switch => format!("gt {truth}: {from} → {to}{after}"),
        EventKind::Swap => format!("gt {truth} and {other} exchange {from} and {to}"),
        EventKind::Transfer => format!("id {to}: gt {other} → {truth}"),
        EventKind::Fragmentation => format!("gt {truth}{after}"),
        EventKind::MissedStretch if event.from.is_none() && event.to.is_none() => {
            if is_short {
                format!("gt {truth}: never found")
            } else {
                format!("gt {truth}: never found, {boxes}")
            }
        }
        EventKind::MissedStretch | EventKind::LateStart | EventKind::EarlyEnd => format!("gt {truth}: {boxes}"),
        EventKind::GhostStretch => format!("id {to}: {boxes}"),
        EventKind::Duplicate => format!("id {to} on gt {truth}: {boxes}"),
        EventKind::LooseBox => format!("id {to} near gt {truth}: {boxes}"),
    }
}

/// The kind of an event and what happened: `switch · gt 23: 0 → 25 after 4 frames lost`.
pub fn told(event: &Event) -> String {
    format!("{} · {}", event.kind.name(), what(event, false))
}

/// What repairing it alone would gain in points of MOTA: `0.054`.
pub fn mota(event: &Event) -> String {
    signed(event.cost.mota, if event.cost.mota.abs() < 10.0 { 3 } else { 2 }).trim_start_matches('+').to_owned()
}

/// What repairing it alone would gain in true positives of Identity.
pub fn identity(event: &Event) -> String {
    event
        .cost
        .identity
        .map_or_else(|| NONE.to_owned(), |gain| signed(gain as f64, 0).trim_start_matches('+').to_owned())
}

/// All of it in one line.
pub fn sentence(event: &Event) -> String {
    let identity = event.cost.identity.map_or_else(String::new, |_| format!(" · {} IDTP", identity(event)));
    let (frame, kind) = (event.first, event.kind.name());
    format!("frame {frame} · {kind} · {} · {} MOTA{identity}", what(event, false), mota(event))
}

/// A number with its sign and so many decimals. What is rounded to 0 has no sign.
pub fn signed(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let sign = if is_zero {
        ""
    } else if value < 0.0 {
        "−"
    } else {
        "+"
    };
    format!("{sign}{text}")
}

/// The rules of a benchmark by the name that people give it.
pub fn benchmark(benchmark: Benchmark) -> &'static str {
    match benchmark {
        Benchmark::Mot15 => "MOT15",
        Benchmark::Mot16 => "MOT16",
        Benchmark::Mot17 => "MOT17",
        Benchmark::Mot20 => "MOT20",
        Benchmark::Kitti => "KITTI",
        Benchmark::VisDrone => "VisDrone",
        Benchmark::None => "none: every row counts",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::judging::event_list::test_events::event;

    #[test]
    fn a_sentence_says_when_what_and_what_it_costs() {
        let mut switch = Event { to: Some(25), lost: 4, ..event(EventKind::Switch, 92, Some(23), Some(0)) };
        (switch.cost.mota, switch.cost.identity) = (0.02, Some(31));
        assert_eq!(sentence(&switch), "frame 92 · switch · gt 23: 0 → 25 after 4 frames lost · 0.020 MOTA · 31 IDTP");
        let ghost = Event { to: Some(7), boxes: 1, ..event(EventKind::GhostStretch, 3, None, None) };
        assert_eq!(sentence(&ghost), "frame 3 · ghost stretch · id 7: 1 frame · 0.000 MOTA");
        let missed = event(EventKind::MissedStretch, 3, Some(1), None);
        assert_eq!(what(&missed, false), "gt 1: never found, 1 frame");
    }

    #[test]
    fn no_kind_is_without_words() {
        for kind in EventKind::ALL {
            let words = what(&event(kind, 1, Some(1), Some(2)), true);
            assert!(words.contains('1') || words.contains("frame"), "{words}");
        }
    }
}
