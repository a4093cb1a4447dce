//! What is going on, in words. Pure.

use super::lane::Lane;
use crate::app::model::format;
use crate::cache::{LastMove, Snapshot, Verdict};
use crate::sim::Person;

/// How many of the likeliest frames are named.
const EXPECTED: usize = 3;

/// What a person does.
pub fn about(person: Person) -> &'static str {
    match person {
        Person::Hold => "holds an arrow key down, pauses, turns round, steps singly",
        Person::Jumps => "presses jump buttons, the same one several times",
        Person::Play => "plays long stretches, then plays on from elsewhere",
        Person::Review => "plays, goes back over what was just seen, plays it again",
        Person::Drag => "drags the scrubber to a target, overshoots, corrects",
        Person::PingPong => "goes to and fro between a few marked places",
        Person::Errors => "goes from one landmark to the next and looks around each",
        Person::Random => "asks for anything at all: nothing can be learned",
        Person::Mix => "changes the habit every 200 moves",
    }
}

/// How the last move went.
pub fn outcome(snapshot: &Snapshot) -> String {
    let Some(LastMove { key, verdict, asked_by, .. }) = snapshot.last_move else { return String::new() };
    match (verdict, asked_by) {
        (Verdict::Hit, Some(term)) => format!("Frame {key} was ready: “{term}” had asked for it."),
        (Verdict::Hit, None) => format!("Frame {key} was still there."),
        (Verdict::Late, _) => format!("Frame {key} was on its way."),
        (Verdict::Miss, _) => format!("Frame {key} had to be waited for."),
    }
}

/// What is expected next, the likeliest first.
pub fn expected(lane: &Lane) -> String {
    let snapshot = &lane.snapshot;
    let Some(from) = snapshot.planned_for.and_then(|key| lane.keys.rank_of(key)) else { return String::new() };
    let mut likely: Vec<_> = snapshot.candidates.iter().collect();
    likely.sort_by(|one, other| other.score.total_cmp(&one.score));
    let likely = likely.iter().take(EXPECTED).filter_map(|candidate| {
        let rank = lane.keys.rank_of(candidate.key)?;
        Some(format!("{} ({})", signed(rank as i64 - from as i64), candidate.why()))
    });
    let likely: Vec<String> = likely.collect();
    if likely.is_empty() { "Expects nothing.".to_owned() } else { format!("Expects {}.", likely.join(", ")) }
}

/// Moves made so far, and the last of them.
pub fn moves(progress: (usize, usize), distances: &[i64]) -> String {
    let last: Vec<String> = distances.iter().map(|&by| signed(by)).collect();
    let (made, all) = (format::count(progress.0 as u64), format::count(progress.1 as u64));
    format!("move {made} of {all}: {}", last.join("  "))
}

fn signed(number: i64) -> String {
    if number < 0 { format!("−{}", number.unsigned_abs()) } else { format!("+{number}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn how_a_move_went_is_told_in_a_sentence() {
        let told = |verdict, asked_by| {
            let last_move = Some(LastMove { key: 31, verdict, asked_by, at: Duration::ZERO, wait: None });
            outcome(&Snapshot { last_move, ..Snapshot::default() })
        };
        assert_eq!(told(Verdict::Hit, Some("jump")), "Frame 31 was ready: “jump” had asked for it.");
        assert_eq!(told(Verdict::Miss, None), "Frame 31 had to be waited for.");
        assert_eq!(outcome(&Snapshot::default()), "");
        assert_eq!(moves((3, 1200), &[15, -5]), "move 3 of 1,200: +15  −5");
    }
}
