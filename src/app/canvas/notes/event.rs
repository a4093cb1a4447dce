//! The event that the user has gone to.

use super::note::Note;
use crate::app::model::camera::Area;
use crate::app::model::format::{count, counted};
use crate::app::model::judging::words::told;
use crate::app::session::view::View;

/// So many frames before and behind an event, its note is still there.
const NEAR: u64 = 30;

/// Where the event is, if the frame with this number shows it.
pub fn area(view: &View<'_>, number: u64) -> Option<Area> {
    let judging = &view.state.judging;
    let (judgement, place, document) = (judging.judgement()?, judging.event?, view.document?);
    let event = judgement.events.get(place)?;
    (judgement.frame_of(place, &document.keys) == Some(number)).then(|| view.area_of(judgement, event))
}

/// What happened, and which of how many events it is.
pub fn note(view: &View<'_>) -> Option<Note> {
    let judging = &view.state.judging;
    let (judgement, place, position) = (judging.judgement()?, judging.event?, view.position()?);
    let event = judgement.events.get(place)?;
    let (first, last) = (u64::from(event.first), u64::from(event.last));
    let distance = first.saturating_sub(position).max(position.saturating_sub(last));
    if distance > NEAR {
        return None;
    }
    let away = match position.cmp(&first) {
        std::cmp::Ordering::Less => format!("{} before it", counted(first - position, "frame", "frames")),
        std::cmp::Ordering::Equal => String::new(),
        std::cmp::Ordering::Greater if position <= last => {
            format!("frame {} of {}", count(position - first + 1), count(last - first + 1))
        }
        std::cmp::Ordering::Greater => format!("{} after it", counted(distance, "frame", "frames")),
    };
    let more: Vec<String> = [place_among(view, place), away].into_iter().filter(|text| !text.is_empty()).collect();
    Some(Note { title: told(event), more: more.join(" · "), ..Note::default() })
}

/// Which one in time it is among those that the keys go to: `3 of 42 · 4 of 10 kinds · found by “gt 23”`. Empty if it is none of them.
fn place_among(view: &View<'_>, place: usize) -> String {
    let (judging, kinds) = (&view.state.judging, view.state.settings.judging.kinds);
    let Some(order) = judging.order().filter(|order| order.has(kinds, place)) else { return String::new() };
    let (before, all) = (order.before(kinds, place) as u64, order.count(kinds) as u64);
    let search = judging.search.trim();
    let found = (!search.is_empty()).then(|| format!("found by “{search}”"));
    let among = [Some(format!("{} of {}", count(before + 1), count(all))), kinds.told(), found];
    among.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
