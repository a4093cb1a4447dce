//! The errors panel: scores, events, matching, and two results side by side.

use std::fs;
use std::path::{Path, PathBuf};

use eframe::egui::{self, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable};
use motscope::app::model::judging::Judgement;
use motscope::app::{Start, Window};
use motscope::metrics::{Benchmark, EventKind};

use crate::small::type_into;
use crate::window::{self, click, position, press, settle, until};

/// Boxes of 10 × 10, one row a frame from 1 on: the id in each frame at the place of its track. No box where the id is 0.
/// Those of ground truth have a flag, a class and a visibility.
fn rows(tracks: &[(u32, &[u64])], is_truth: bool) -> String {
    let rest = if is_truth { "1,1,1" } else { "0.9,-1,-1,-1" };
    let mut rows = Vec::new();
    for (left, ids) in tracks {
        for (frame, id) in (1..).zip(*ids).filter(|(_, id)| **id > 0) {
            rows.push(format!("{frame},{id},{left},0,10,10,{rest}\n"));
        }
    }
    rows.concat()
}

/// A sequence of two persons over 12 frames. Tracker `one` switches person 1 in frame 5, `two` misses person 2 in frames 7 to 9.
fn sequence(folder: &Path) -> PathBuf {
    let path = folder.join("SEQ");
    fs::create_dir_all(path.join("gt")).unwrap();
    fs::write(path.join("gt/gt.txt"), rows(&[(0, &[1; 12]), (100, &[2; 12])], true)).unwrap();
    let one = [8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 9, 9];
    fs::write(folder.join("one.txt"), rows(&[(0, &one), (100, &[7; 12])], false)).unwrap();
    let two = [7, 7, 7, 7, 7, 7, 0, 0, 0, 7, 7, 7];
    fs::write(folder.join("two.txt"), rows(&[(0, &[5; 12]), (100, &two)], false)).unwrap();
    path
}

fn open(path: PathBuf, layers: Vec<PathBuf>, size: [f32; 2]) -> Harness<'static, Window> {
    let mut harness = window::start(Start { path: Some(path), layers, frame: Some(1), ..Start::default() }, size);
    harness.get_by_label_contains("Errors").click();
    settle(&mut harness);
    harness
}

/// A sequence with the results of these trackers, compared.
fn compared(folder: &Path, trackers: &[&str], size: [f32; 2]) -> Harness<'static, Window> {
    let path = sequence(folder);
    let layers = trackers.iter().map(|name| folder.join(format!("{name}.txt"))).collect();
    let mut harness = open(path, layers, size);
    judged(&mut harness, |_| true);
    harness
}

/// Steps until the judgement that is looked at is such a one, and is drawn.
fn judged(harness: &mut Harness<'_, Window>, is_so: impl Fn(&Judgement) -> bool) {
    until(harness, "compared", |window| {
        let judging = &window.view().state.judging;
        !judging.is_working && judging.judgement().is_some_and(|judgement| is_so(judgement))
    });
}

/// Steps until something has a label that contains this.
pub fn wait_for(harness: &mut Harness<'_, Window>, text: &str) {
    let deadline = std::time::Instant::now() + window::PATIENCE;
    while harness.query_by_label_contains(text).is_none() {
        assert!(std::time::Instant::now() < deadline, "nothing says “{text}”");
        harness.step();
        std::thread::yield_now();
    }
}

fn copied(harness: &Harness<'_, Window>) -> Option<String> {
    harness.output().platform_output.commands.iter().find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    })
}

#[test]
fn without_ground_truth_the_panel_offers_the_one_beside_the_results() {
    let folder = tempfile::tempdir().unwrap();
    let path = sequence(folder.path());
    fs::write(path.join("seqinfo.ini"), "[Sequence]\nname=SEQ\nseqLength=12\n").unwrap();
    fs::write(path.join("one.txt"), fs::read(folder.path().join("one.txt")).unwrap()).unwrap();
    let mut harness = open(path.join("one.txt"), Vec::new(), [1280.0, 800.0]);
    harness.get_by_label("Add a layer of ground truth to see where the tracker went wrong.");
    let offer = harness.get_by_label_contains("Add gt");
    offer.click();
    settle(&mut harness);
    judged(&mut harness, |_| true);
    wait_for(&mut harness, "frame 5 · switch · gt 1: 8 → 9");
}

#[test]
fn without_results_the_panel_says_what_to_add() {
    let folder = tempfile::tempdir().unwrap();
    let harness = open(sequence(folder.path()), Vec::new(), [1280.0, 800.0]);
    harness.get_by_label("Add a layer of results to see where the tracker went wrong.");
    harness.get_by_label("Add a file…");
}

#[test]
fn scores_are_those_of_all_frames_of_those_so_far_and_of_the_last_ones() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = compared(folder.path(), &["one"], [1280.0, 900.0]);
    harness.get_by_label_contains("rules of MOT17 (guessed)");
    wait_for(&mut harness, "IDSW: 1, so far 0, last 100 frames 0");
    wait_for(&mut harness, "IDF1: 83.33, so far 100.00");
    press(&mut harness, Modifiers::NONE, Key::End);
    wait_for(&mut harness, "IDSW: 1, so far 1, last 100 frames 1");
    wait_for(&mut harness, "IDF1: 83.33, so far 83.33, last 100 frames 83.33");
    harness.get_by_label("MOTA: 95.83, so far 95.83, last 100 frames 95.83");
}

#[test]
fn an_event_is_gone_to_by_a_click_and_marked() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = compared(folder.path(), &["one"], [1280.0, 800.0]);
    let label = "frame 5 · switch · gt 1: 8 → 9";
    wait_for(&mut harness, label);
    let is_marked = |harness: &Harness<'_, Window>| {
        harness.get_by_label_contains(label).accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)
    };
    assert!(!is_marked(&harness));
    harness.get_by_label_contains(label).click();
    settle(&mut harness);
    assert_eq!(position(&harness), 5);
    assert!(is_marked(&harness));
}

#[test]
fn kinds_and_search_say_which_events_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = compared(folder.path(), &["two"], [1280.0, 800.0]);
    wait_for(&mut harness, "· missed stretch · gt 2: 3 frames");
    wait_for(&mut harness, "· fragmentation · gt 2 after 3 frames lost");
    // The first click on a kind leaves only this one.
    click(&mut harness, "Show missed stretch: 1");
    until(&mut harness, "listed", |_| true);
    assert!(!harness.state().view().state.settings.judging.kinds.has(EventKind::Fragmentation));
    wait_for(&mut harness, "1 of 2");
    assert!(harness.query_by_label_contains("· fragmentation ·").is_none());
    click(&mut harness, "Identity only");
    wait_for(&mut harness, "No errors of the kinds switched on.");
    click(&mut harness, "All kinds");
    wait_for(&mut harness, "· fragmentation ·");
    type_into(&mut harness, "Search events", "gt 1");
    wait_for(&mut harness, "No errors found by this search");
}

#[test]
fn events_are_copied_as_the_command_line_writes_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = compared(folder.path(), &["one"], [1280.0, 800.0]);
    wait_for(&mut harness, "frame 5 · switch");
    harness.get_by_label("Copy events").click();
    let deadline = std::time::Instant::now() + window::PATIENCE;
    let text = loop {
        harness.step();
        if let Some(text) = copied(&harness) {
            break text;
        }
        assert!(std::time::Instant::now() < deadline, "nothing was copied");
        std::thread::yield_now();
    };
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("tracker,sequence,class,kind,first_frame,"), "{text}");
    assert!(lines.iter().any(|line| line.starts_with("one,SEQ,pedestrian,switch,5,5,1,1,,8,9,0,")), "{text}");
}

#[test]
fn events_are_written_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = compared(folder.path(), &["one"], [1280.0, 800.0]);
    wait_for(&mut harness, "frame 5 · switch");
    click(&mut harness, "Save events as CSV");
    let path = folder.path().join("events.csv");
    let field = harness.get_by_label("Export path");
    assert_eq!(field.value().as_deref(), Some("SEQ-one-events.csv"));
    field.set_text_value_accesskit(path.to_str().unwrap());
    harness.step();
    harness.get_by_label("Write").click();
    wait_for(&mut harness, "Written to");
    assert!(fs::read_to_string(path).unwrap().contains("\none,SEQ,pedestrian,switch,5,5,"));
}

#[test]
fn other_rules_and_another_overlap_act_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = compared(folder.path(), &["one"], [1280.0, 900.0]);
    click(&mut harness, "Matching");
    until(&mut harness, "open", |_| true);
    harness.get_by_label("Rules").click();
    (0..3).for_each(|_| harness.step());
    harness.get_by_label("none: every row counts").click();
    judged(&mut harness, |judgement| judgement.benchmark == Benchmark::None);
    harness.get_by_label_contains("every row counts, IoU");
    harness.get_by_role_and_label(egui::Role::Slider, "least IoU").set_value_accesskit(0.8);
    judged(&mut harness, |judgement| judgement.threshold == 0.8);
    harness.get_by_label_contains("IoU ≥ 0.8");
}

#[test]
fn two_results_are_compared_and_where_they_differ_is_gone_to() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = compared(folder.path(), &["one", "two"], [1280.0, 1000.0]);
    click(&mut harness, "Compare two results");
    wait_for(&mut harness, "IDSW: A 1, B 0, difference −1, B is better");
    wait_for(&mut harness, "FN: A 0, B 3, difference +3, A is better");
    press(&mut harness, Modifiers::NONE, Key::A);
    assert_eq!(position(&harness), 7, "A finds person 2, B does not");
    wait_for(&mut harness, "here: gt 2");
    press(&mut harness, Modifiers::NONE, Key::Home);
    press(&mut harness, Modifiers::SHIFT, Key::A);
    assert_eq!(position(&harness), 5, "A switches person 1, B does not");
    press(&mut harness, Modifiers::SHIFT, Key::A);
    assert_eq!(position(&harness), 5, "there is no other such frame");
    wait_for(&mut harness, "lasts 1 frame");
    // Other results are looked at.
    harness.get_by_label("Results looked at").click();
    (0..3).for_each(|_| harness.step());
    harness.get_all_by_label("two").last().unwrap().click();
    settle(&mut harness);
    assert_eq!(harness.state().view().state.judging.looked_at, 1);
    wait_for(&mut harness, "· missed stretch · gt 2");
}

#[test]
fn the_panel_fits_a_small_window() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = compared(folder.path(), &["one", "two"], [900.0, 600.0]);
    wait_for(&mut harness, "frame 5 · switch");
    let window = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(900.0, 600.0));
    for label in ["Results looked at", "Search events", "Copy events", "Save events as CSV", "Sort by IDTP"] {
        let rect = harness.get_by_label(label).rect();
        assert!(window.contains_rect(rect), "{label}: {rect:?}");
    }
}

#[test]
fn in_a_low_panel_two_results_take_the_place_of_the_list_with_the_buttons_to_go_first() {
    let folder = tempfile::tempdir().unwrap();
    for size in [[1280.0, 800.0], [900.0, 600.0]] {
        let mut harness = compared(folder.path(), &["one", "two"], size);
        wait_for(&mut harness, "frame 5 · switch");
        press(&mut harness, Modifiers::NONE, Key::Y);
        toggle(&mut harness, "Compare two results");
        wait_for(&mut harness, "Next: A right, B wrong");
        (0..5).for_each(|_| harness.step());
        let below = harness.get_by_label_contains("Problems: ").rect().top();
        for label in ["Next: A right, B wrong", "Next: B right, A wrong"] {
            let rect = harness.get_by_label(label).rect();
            assert!(rect.bottom() <= below && rect.right() <= size[0], "{size:?}, {label}: {rect:?}");
        }
        assert!(harness.query_by_label("Search events").is_none());
        // It is there again after a restart, and the list comes back with a click.
        assert!(harness.state().view().state.settings.judging.show_compare);
        click(&mut harness, "Back to the list of errors");
        wait_for(&mut harness, "frame 5 · switch");
    }
}

/// Clicks one of the buttons above the list of errors. In a low panel they are in a menu.
pub fn toggle(harness: &mut Harness<'_, Window>, label: &str) {
    if harness.query_by_label("More about the errors").is_some() {
        click(harness, "More about the errors");
    }
    click(harness, label);
}

#[test]
fn the_lowest_panel_still_tells_the_main_scores() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = compared(folder.path(), &["one"], [900.0, 600.0]);
    press(&mut harness, Modifiers::NONE, Key::Y);
    wait_for(&mut harness, "IDSW 1");
    (0..5).for_each(|_| harness.step());
    let scores = harness.get_by_label_contains("IDSW 1").rect();
    let first = harness.get_by_label("Search events").rect();
    assert!(scores.right() <= 900.0 && scores.bottom() <= first.top(), "{scores:?} above {first:?}");
    toggle(&mut harness, "Shows all scores");
    wait_for(&mut harness, "AssA: ");
}

#[test]
fn a_comparison_at_rest_asks_for_no_repaint() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = compared(folder.path(), &["one", "two"], [1280.0, 800.0]);
    click(&mut harness, "Compare two results");
    let deadline = std::time::Instant::now() + window::PATIENCE;
    let mut calm = 0;
    while calm < 10 {
        harness.step();
        let delay = harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
        calm = if delay == std::time::Duration::MAX { calm + 1 } else { 0 };
        assert!(std::time::Instant::now() < deadline, "it does not come to rest");
        std::thread::yield_now();
    }
}

#[test]
fn results_without_ids_are_told_beside_the_scores() {
    let folder = tempfile::tempdir().unwrap();
    let path = sequence(folder.path());
    fs::write(folder.path().join("none.txt"), "1,-1,0,0,10,10,0.9,-1,-1,-1\n2,-1,0,0,10,10,0.9,-1,-1,-1\n").unwrap();
    fs::write(folder.path().join("some.txt"), "1,-1,0,0,10,10,0.9,-1,-1,-1\n2,4,0,0,10,10,0.9,-1,-1,-1\n").unwrap();
    for (name, told) in [
        ("none", "The results have no ids (−1), so no row counts: everything is missed"),
        ("some", "results: 1 row has no id: left out"),
    ] {
        let mut harness = open(path.clone(), vec![folder.path().join(format!("{name}.txt"))], [1280.0, 800.0]);
        judged(&mut harness, |_| true);
        wait_for(&mut harness, told);
        click(&mut harness, told);
        until(&mut harness, "open", |_| true);
        harness.get_by_label("What was odd, and what was done");
    }
}

#[test]
fn boxes_are_compared_as_they_are_scaled() {
    let folder = tempfile::tempdir().unwrap();
    let path = sequence(folder.path());
    // Person 1 and person 2 as seen in pictures of half the size.
    let row = |frame: u32| format!("{frame},1,0,0,5,5,0.9,-1,-1,-1\n{frame},2,50,0,5,5,0.9,-1,-1,-1\n");
    fs::write(folder.path().join("half.txt"), (1..=12).map(row).collect::<String>()).unwrap();
    let mut harness = open(path, vec![folder.path().join("half.txt")], [1280.0, 900.0]);
    judged(&mut harness, |judgement| judgement.scores.clear.true_positives == 0);
    click(&mut harness, "Style of half.txt");
    for factor in ["Factor across", "Factor down"] {
        harness.get_by_label(factor).set_value_accesskit(2.0);
        settle(&mut harness);
    }
    judged(&mut harness, |judgement| judgement.scores.clear.true_positives == 24);
    wait_for(&mut harness, "IoU ≥ 0.5, results × 2");
}
