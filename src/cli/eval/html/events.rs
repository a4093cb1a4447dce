//! The events that cost most, the worst of them with pictures.

use std::fmt::Write as _;

use super::crops::Crops;
use super::escaped::escaped;
use crate::data_set::{Outcome, Question, Sequence, TrackerOutcome};
use crate::metrics::Event;

/// How many events the page lists, and how many of them have a picture.
const EVENTS: usize = 100;
const PICTURES: usize = 24;

/// An event, and where it is.
struct Place<'a> {
    tracker: &'a TrackerOutcome,
    sequence: &'a Sequence,
    event: &'a Event,
}

/// The events that cost most.
pub(super) fn worst(page: &mut String, outcome: &Outcome, question: &Question) {
    let mut all: Vec<Place> = Vec::new();
    for tracker in &outcome.trackers {
        for (sequence, evaluated) in outcome.sequences.iter().zip(&tracker.sequences) {
            let events = evaluated.classes.iter().flat_map(|class| &class.events);
            all.extend(events.map(|event| Place { tracker, sequence, event }));
        }
    }
    all.sort_by(|one, other| {
        let identity = |place: &Place| place.event.cost.identity.unwrap_or(0);
        let mota = |place: &Place| place.event.cost.mota;
        identity(other).cmp(&identity(one)).then(mota(other).total_cmp(&mota(one)))
    });
    let count = all.len();
    all.truncate(EVENTS);
    let _ = writeln!(
        page,
        "<h2>What cost most</h2><p>The {} events whose repair would gain most true positives of identity, of {count} events.</p>",
        all.len()
    );
    pictures(page, &all, outcome.sequences.len() == 1, question);
    table(page, &all);
}

/// The worst events as pictures: what is around each in its first frame.
fn pictures(page: &mut String, all: &[Place<'_>], is_only: bool, question: &Question) {
    let mut crops = Crops::new(is_only, question);
    for Place { tracker, sequence, event } in all.iter().take(PICTURES) {
        let Some(picture) = crops.of(sequence, &tracker.tracker, event) else { continue };
        let name = event.kind.name();
        let _ = writeln!(
            page,
            "<figure><img src=\"data:image/jpeg;base64,{picture}\" alt=\"{name} in frame {}\"><figcaption>{}: {}, frame {}<br>{}, \
             {}</figcaption></figure>",
            event.first,
            escaped(&sequence.name),
            name,
            event.first,
            escaped(tracker.name()),
            what(event)
        );
    }
    if all.is_empty() {
        return;
    }
    page.push_str(
        "<p>Ground truth is dashed, results are solid, each id in a colour of its own. What the event is about is filled.</p>\n",
    );
}

/// What happened, in words.
fn what(event: &Event) -> String {
    let track = |name: &str, id: Option<u64>| id.map(|id| format!("{name} {id}")).unwrap_or_default();
    let change = match (event.from, event.to) {
        (Some(from), Some(to)) if from != to => format!("id {from} → {to}"),
        (_, to) => track("id", to),
    };
    let gain = event.cost.identity.map(|gain| format!("{gain:+} IDTP")).unwrap_or_default();
    let parts = [track("gt", event.truth), change, gain];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// All of them as a table.
fn table(page: &mut String, all: &[Place<'_>]) {
    page.push_str("<table><tr><th>tracker<th>sequence<th>event<th>frames<th>truth<th>before<th>id<th>IDTP<th>MOTA");
    let id = |id: Option<u64>| id.map(|id| id.to_string()).unwrap_or_default();
    for Place { tracker, sequence, event } in all {
        let _ = writeln!(
            page,
            "<tr><td>{}<td>{}<td>{}<td>{}–{}<td>{}<td>{}<td>{}<td>{}<td>{:.3}",
            escaped(tracker.name()),
            escaped(&sequence.name),
            event.kind.name(),
            event.first,
            event.last,
            id(event.truth),
            id(event.from),
            id(event.to),
            event.cost.identity.map_or_else(String::new, |gain| format!("{gain:+}")),
            event.cost.mota
        );
    }
    page.push_str("</table>\n");
}
