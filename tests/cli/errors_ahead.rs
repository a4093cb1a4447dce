//! The real program: `motscope replay` of a person who goes from error to error, with the errors as landmarks.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use motscope::MotFile;
use motscope::metrics::{Event, EventKind, Options, evaluate};
use motscope::mot::Progress;
use serde_json::{Value, json};

use crate::text;

/// Frames of the made-up sequence.
const FRAMES: u32 = 6000;
/// Milliseconds between two presses of the key.
const PAUSE: usize = 500;

/// Numbers that look random, the same ones every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// Ground truth of a few persons who stand in a row, one after the other, and a tracker that makes every kind of error.
fn files() -> (MotFile, MotFile) {
    let mut numbers = Numbers(7);
    let (mut truth, mut result) = (String::new(), String::new());
    let mut next = 100;
    let mut fresh = || {
        next += 1;
        next
    };
    // For each place in the row: the person, the id that the tracker gives, what is wrong now, and for how long.
    let mut places: Vec<(u64, u64, u64, u64)> = (0..6).map(|at| (at + 1, fresh(), 0, 0)).collect();
    let mut persons = 6;
    for frame in 1..=FRAMES {
        for at in 0..places.len() {
            let left = at as f64 * 100.0;
            let (person, id, wrong, rest) = &mut places[at];
            if *rest == 0 {
                if *wrong == 8 {
                    // The person has left, and the tracker did not see the end.
                    persons += 1;
                    (*person, *id) = (persons, fresh());
                }
                (*wrong, *rest) =
                    if numbers.below(100) == 0 { (1 + numbers.below(8), 3 + numbers.below(12)) } else { (0, 1) };
                match *wrong {
                    5 => *id = fresh(),
                    6 => {
                        (*person, *id) = {
                            persons += 1;
                            (persons, fresh())
                        }
                    }
                    7 => {
                        let other = (at + 1) % places.len();
                        (places[at].1, places[other].1) = (places[other].1, places[at].1);
                    }
                    _ => {}
                }
            }
            let (person, id, wrong, rest) = &mut places[at];
            *rest -= 1;
            writeln!(truth, "{frame},{person},{left},0,40,80,1,-1,-1,-1").unwrap();
            let off = if *wrong == 2 { 18.0 } else { 0.0 };
            if ![1, 6, 8].contains(wrong) {
                writeln!(result, "{frame},{id},{},0,40,80,1,-1,-1,-1", left + off).unwrap();
            }
            match *wrong {
                3 => writeln!(result, "{frame},{},{left},500,40,80,1,-1,-1,-1", *id + 100_000).unwrap(),
                4 => writeln!(result, "{frame},{},{},0,40,80,1,-1,-1,-1", *id + 200_000, left + 6.0).unwrap(),
                _ => {}
            }
        }
    }
    let file = |name: &str, text: String| MotFile::from_bytes(name, text.into_bytes()).unwrap();
    (file("gt.txt", truth), file("run.txt", result))
}

fn events() -> Vec<Event> {
    let (truth, result) = files();
    let options = Options { has_events: true, ..Options::default() };
    let evaluation = evaluate(&truth, Some(&result), &options, &Progress::new()).unwrap();
    evaluation.classes.into_iter().next().unwrap().events
}

/// The frames that the key goes to, one press after the other: to the end, and back. `looks` is how many frames the person steps on
/// and back around each.
fn presses(frames: &[u64], looks: u64) -> Vec<u64> {
    let there_and_back = frames.iter().chain(frames.iter().rev().skip(1));
    there_and_back
        .flat_map(|&frame| {
            let around = (1..=looks).chain((0..looks).rev());
            [frame].into_iter().chain(around.map(move |by| frame + by))
        })
        .collect()
}

/// How many requests there are, and how many of them found their frame ready, without the first two: where the person is, and the
/// first press.
fn replayed(name: &str, frames: &BTreeSet<u64>, looks: u64) -> (u64, u64) {
    let folder = tempfile::tempdir().unwrap();
    let frames: Vec<u64> = frames.iter().copied().collect();
    let mut trace = format!("# keys 1..{FRAMES}\ntime_ms,frame\n0.0,1\n");
    for (at, frame) in (1..).zip(presses(&frames, looks)) {
        writeln!(trace, "{}.0,{frame}", at * PAUSE).unwrap();
    }
    fs::write(folder.path().join("errors.csv"), trace).unwrap();
    fs::write(folder.path().join("hints.json"), json!({"errors": {"landmarks": frames}}).to_string()).unwrap();
    let arguments =
        "replay --trace errors.csv --hints hints.json --predictor adaptive --load-ms 60 --capacity 64 --workers 4";
    let output = Command::new(env!("CARGO_BIN_EXE_motscope"))
        .current_dir(folder.path())
        .args(arguments.split(' '))
        .arg("--json")
        .output()
        .unwrap();
    assert!(output.status.success(), "{name}: {}", text(&output.stderr));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let row = &answer["results"][0];
    let rows = row["rows"].as_u64().unwrap();
    let ready = (row["hit_rate"].as_f64().unwrap() * rows as f64).round() as u64;
    // The first request cannot be ready, and the second one need not be.
    (rows - 2, ready.min(rows - 2))
}

#[test]
fn errors_are_ready_when_somebody_goes_from_one_to_the_next() {
    let events = events();
    let of = |is: &dyn Fn(EventKind) -> bool| -> BTreeSet<u64> {
        events.iter().filter(|event| is(event.kind)).map(|event| event.first.into()).collect()
    };
    let mut sets: Vec<(&str, BTreeSet<u64>)> =
        EventKind::ALL.iter().map(|&kind| (kind.name(), of(&|other| other == kind))).collect();
    sets.push(("switches and swaps", of(&|kind| [EventKind::Switch, EventKind::Swap].contains(&kind))));
    sets.push(("all", of(&|_| true)));
    for looks in [0, 2] {
        let (mut all, mut ready) = (0, 0);
        for (name, frames) in &sets {
            assert!(frames.len() >= 10, "{name}: {}", frames.len());
            let (asked, found) = replayed(name, frames, looks);
            // One press at the end, where the person turns back, may be unforeseen.
            assert!(found + 2 + asked / 100 >= asked, "{name}, looks {looks}: {found} of {asked}");
            (all, ready) = (all + asked, ready + found);
        }
        assert!(all >= 200 && ready * 100 >= all * 99, "looks {looks}: {ready} of {all} ready");
        println!("looks {looks}: {ready} of {all} ready");
    }
}
