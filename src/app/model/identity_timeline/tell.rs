//! What the timeline says in words.

use super::rows::{RowId, Rows, Subject};
use crate::app::model::format::counted;
use crate::metrics::tracks::TruthState;

/// The name of a row: `gt 23`, or `id 7` without ground truth.
pub fn name(rows: &Rows, row: RowId) -> String {
    let id = rows.id(row).unwrap_or_default();
    match &rows.subject {
        Subject::Judged(_) => format!("gt {id}"),
        Subject::Tracks(_) => format!("id {id}"),
    }
}

/// What a row has in a frame: `gt 23, frame 92: id 25 (was 0)`. With several strips, it is one line for each, which begins with
/// the name of its results.
pub fn at_frame(rows: &Rows, row: RowId, frame: u64, results: &[&str]) -> Vec<String> {
    let name = name(rows, row);
    if matches!(rows.subject, Subject::Tracks(_)) {
        return vec![format!("{name}, frame {frame}")];
    }
    match results {
        [_, _, ..] => {
            let lines = results
                .iter()
                .enumerate()
                .map(|(strip, result)| format!("{result}: {}", covered(rows, row, strip, frame)));
            std::iter::once(format!("{name}, frame {frame}")).chain(lines).collect()
        }
        _ => vec![format!("{name}, frame {frame}: {}", covered(rows, row, 0, frame))],
    }
}

/// What covers a row in a frame: `id 25 (was 0)`.
fn covered(rows: &Rows, row: RowId, strip: usize, frame: u64) -> String {
    let Some(strip) = rows.strip(row, strip) else { return "not judged".to_owned() };
    let id = match strip.at(frame) {
        None => return "not there".to_owned(),
        Some(TruthState::Missed) => return "missed".to_owned(),
        Some(TruthState::Matched(id)) => id,
    };
    match strip.switch(frame) {
        Some(switch) if u64::from(switch.frame) == frame => format!("id {id} (was {})", switch.from),
        Some(switch) => format!("id {id} since frame {} (was {})", switch.frame, switch.from),
        None => format!("id {id}"),
    }
}

/// What is counted of a row: `2 switches, 12 missed frames, in 300 frames from 1 to 310`.
pub fn counts(rows: &Rows, row: RowId, strip: usize) -> String {
    let Some(strip) = rows.strip(row, strip) else { return "not judged".to_owned() };
    let facts = strip.facts;
    let length =
        format!("in {} from {} to {}", counted(facts.length.into(), "frame", "frames"), facts.first, facts.last);
    match &rows.subject {
        Subject::Judged(_) => format!(
            "{}, {}, {length}",
            counted(facts.switches.into(), "switch", "switches"),
            counted(facts.missed.into(), "missed frame", "missed frames")
        ),
        Subject::Tracks(_) if facts.missed > 0 => {
            format!("{length}, absent in {} between", counted(facts.missed.into(), "frame", "frames"))
        }
        Subject::Tracks(_) => length,
    }
}
