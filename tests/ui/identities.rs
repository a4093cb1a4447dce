//! The timeline of identities: what it tells, and what the pointer and the keyboard do in it.

use std::fmt::Write as _;
use std::path::Path;

use eframe::egui::{self, Event, Key, Modifiers, PointerButton, Pos2, TouchPhase};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use motscope::app::{Start, Window};
use motscope::mot::TrackId;

use crate::small::{canvas, open_menu, small_file, type_into};
use crate::window::{self, click, position, press, settle, until};

/// Rows of boxes of 10 × 10: frames, id, and place.
fn rows(of: &[(std::ops::RangeInclusive<u32>, u64, u32)]) -> String {
    let mut text = String::new();
    for (frames, id, place) in of {
        frames.clone().for_each(|frame| writeln!(text, "{frame},{id},{},100,40,80,1,1,1", 100 * place).unwrap());
    }
    text
}

/// Ground truth of 100 frames: track 23 in all of them, and track 9 in frames 41 to 60. Two trackers: "run" calls track 23 first 0,
/// loses it in frames 51 to 60, and then calls it 25; "other" finds only track 9.
fn judged(folder: &Path, size: [f32; 2], trackers: &[&str]) -> Harness<'static, Window> {
    std::fs::create_dir_all(folder.join("gt")).unwrap();
    std::fs::write(folder.join("gt/gt.txt"), rows(&[(1..=100, 23, 1), (41..=60, 9, 5)])).unwrap();
    std::fs::write(folder.join("run.txt"), rows(&[(1..=50, 0, 1), (61..=100, 25, 1), (41..=60, 4, 5)])).unwrap();
    std::fs::write(folder.join("other.txt"), rows(&[(41..=60, 77, 5)])).unwrap();
    let layers = trackers.iter().map(|name| folder.join(format!("{name}.txt"))).collect();
    let start = Start { path: Some(folder.join("gt/gt.txt")), layers, ..Start::default() };
    let mut harness = window::start(start, size);
    until(&mut harness, "judged", |window| window.view().state.judging.judgements.len() == trackers.len());
    harness
}

const SIZE: [f32; 2] = [1280.0, 800.0];

#[test]
fn scrubber_lanes_and_timeline_have_the_same_edges_as_long_as_it_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    for size in [SIZE, [900.0, 600.0]] {
        let mut harness = judged(folder.path(), size, &["run"]);
        let wide = harness.get_by_label("Scrubber").rect().x_range();
        show(&mut harness, "gt 23");
        let x = |label: &str| harness.get_by_label(label).rect().x_range();
        for label in ["Scrubber", "Error lanes"] {
            assert_eq!(x(label), x("Identity timeline"), "{size:?}, {label}");
        }
        // A place of the scrubber is that of its frame in the rows.
        let at = egui::pos2(place(&harness, "gt 23", 70).x, harness.get_by_label("Scrubber").rect().center().y);
        harness.drag_at(at);
        harness.step();
        harness.drop_at(at);
        settle(&mut harness);
        assert_eq!(position(&harness), 70);
        press(&mut harness, Modifiers::NONE, Key::Y);
        assert_eq!(harness.get_by_label("Scrubber").rect().x_range(), wide);
    }
}

#[test]
fn rows_are_found_by_true_tracks_and_by_the_ids_that_cover_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = judged(folder.path(), SIZE, &["run", "other"]);
    show(&mut harness, "gt 23");
    for (text, expected) in [
        ("gt 9", &["gt 9"][..]),
        ("r25", &["gt 23"]),
        ("id 77", &["gt 9"]),
        ("4", &["gt 9"]),
        ("2", &["gt 23"]),
        ("r2", &[]),
    ] {
        harness.get_by_label("Find identity").focus();
        harness.step();
        harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        harness.get_by_label("Find identity").type_text(text);
        // Rows are found on a thread.
        let deadline = std::time::Instant::now() + window::PATIENCE;
        while order(&harness) != expected {
            assert!(std::time::Instant::now() < deadline, "{text}: {:?}", order(&harness));
            harness.step();
            std::thread::yield_now();
        }
    }
}

#[test]
fn the_timeline_says_what_its_marks_mean_and_how_to_move_in_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = judged(folder.path(), SIZE, &["run"]);
    show(&mut harness, "gt 23");
    for mark in ["covered by an id of the results", "partly hidden"] {
        harness.get_by_label(mark);
    }
    let how = "drag: range to play · Ctrl + wheel: zoom · Shift + wheel, middle button: move in time";
    harness.get_by_label(how);
    let at = place(&harness, "gt 23", 20);
    hover(&mut harness, at);
    assert_eq!(harness.get_all_by_label(how).count(), 2, "it is told beside the pointer, too");
}

/// Shows the timeline, and waits until it has this row.
fn show(harness: &mut Harness<'_, Window>, row: &str) {
    press(harness, Modifiers::NONE, Key::Y);
    wait_for(harness, row);
}

fn wait_for(harness: &mut Harness<'_, Window>, label: &str) {
    let deadline = std::time::Instant::now() + window::PATIENCE;
    while harness.query_by_label(label).is_none() {
        assert!(std::time::Instant::now() < deadline, "there is no {label}");
        harness.step();
        std::thread::yield_now();
    }
    (0..3).for_each(|_| harness.step());
}

/// Where a frame of the 100 is in a row, if all are in view.
fn place(harness: &Harness<'_, Window>, row: &str, frame: u32) -> Pos2 {
    let strips = harness.get_by_label("Identity timeline").rect();
    let y = harness.get_by_label(row).rect().center().y;
    egui::pos2(strips.left() + (frame as f32 - 0.5) / 100.0 * strips.width(), y)
}

fn hover(harness: &mut Harness<'_, Window>, at: Pos2) {
    harness.hover_at(at);
    // Nothing is told before the pointer rests.
    (0..60).for_each(|_| harness.step());
}

fn told(harness: &Harness<'_, Window>, row: &str) -> String {
    harness.get_by_label(row).value().unwrap_or_default()
}

fn range(harness: &Harness<'_, Window>) -> (Option<u64>, Option<u64>) {
    harness.state().view().document.unwrap().playback().range()
}

/// The labels of the rows, from the top.
fn order(harness: &Harness<'_, Window>) -> Vec<String> {
    let mut rows: Vec<_> = harness
        .query_all_by_label_contains("gt ")
        .filter(|node| node.accesskit_node().role() == egui::Role::ListItem)
        .map(|node| (node.rect().top(), node.accesskit_node().label().unwrap_or_default()))
        // Rows of the list of errors name true tracks, too.
        .filter(|(_, label)| label.starts_with("gt "))
        .collect();
    rows.sort_by(|one, other| one.0.total_cmp(&other.0));
    rows.into_iter().map(|(_, label)| label).collect()
}

#[test]
fn the_timeline_is_shown_and_hidden_and_tells_what_is_counted_of_each_track() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = judged(folder.path(), SIZE, &["run"]);
    assert!(harness.query_by_label("Identity timeline").is_none());
    show(&mut harness, "gt 23");
    assert_eq!(told(&harness, "gt 23"), "1 switch, 10 missed frames, in 100 frames from 1 to 100");
    assert_eq!(told(&harness, "gt 9"), "0 switches, 0 missed frames, in 20 frames from 41 to 60");
    press(&mut harness, Modifiers::NONE, Key::Y);
    assert!(harness.query_by_label("Identity timeline").is_none());
    open_menu(&mut harness, "View");
    click(&mut harness, "Identity timeline (Y)");
    wait_for(&mut harness, "gt 9");
}

#[test]
fn the_pointer_is_told_the_id_and_the_one_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = judged(folder.path(), SIZE, &["run"]);
    show(&mut harness, "gt 23");
    for (row, frame, expected) in [
        ("gt 23", 20, "gt 23, frame 20: id 0"),
        ("gt 23", 55, "gt 23, frame 55: missed"),
        ("gt 23", 61, "gt 23, frame 61: id 25 (was 0)"),
        ("gt 23", 90, "gt 23, frame 90: id 25 since frame 61 (was 0)"),
        ("gt 9", 30, "gt 9, frame 30: not there"),
    ] {
        let at = place(&harness, row, frame);
        hover(&mut harness, at);
        harness.get_by_label(expected);
    }
}

#[test]
fn a_click_goes_to_the_frame_and_selects_the_track_and_a_drag_sets_the_range() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = judged(folder.path(), SIZE, &["run"]);
    show(&mut harness, "gt 23");
    let at = place(&harness, "gt 9", 57);
    harness.hover_at(at);
    harness.step();
    harness.drag_at(at);
    harness.drop_at(at);
    settle(&mut harness);
    assert_eq!((position(&harness), harness.state().view().state.selected), (57, Some(TrackId(9))));
    let (from, to) = (place(&harness, "gt 23", 80), place(&harness, "gt 23", 31));
    harness.drag_at(from);
    harness.step();
    for step in 1..=10 {
        harness.hover_at(from + (to - from) * (step as f32 / 10.0));
        harness.step();
    }
    harness.drop_at(to);
    settle(&mut harness);
    assert_eq!(range(&harness), (Some(31), Some(80)));
    assert_eq!(position(&harness), 57, "a drag moves nothing");
    click(&mut harness, "gt 23");
    assert_eq!((position(&harness), harness.state().view().state.selected), (1, Some(TrackId(23))));
}

#[test]
fn a_row_is_drawn_alone_followed_and_gone_to_by_its_menu() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = judged(folder.path(), SIZE, &["run"]);
    show(&mut harness, "gt 23");
    click(&mut harness, "gt 9");
    assert_eq!(position(&harness), 41);
    assert_eq!(canvas(&harness), "frame 41, 2 boxes · run.txt 2");
    let choose = |harness: &mut Harness<'_, Window>, row: &str, item: &str| {
        harness.get_by_label(row).click_secondary();
        (0..3).for_each(|_| harness.step());
        click(harness, item);
    };
    choose(&mut harness, "gt 9", "Solo Shift+S");
    let shown = canvas(&harness);
    assert!(shown.starts_with("frame 41, 1 box, 1 hidden"), "{shown}");
    let only = harness.state().view().shown_tracks(1).solo.unwrap_or_default();
    assert_eq!(only.iter().copied().collect::<Vec<_>>(), [TrackId(4)]);
    click(&mut harness, "Solo: 1 track · run.txt 1");
    assert_eq!(canvas(&harness), "frame 41, 2 boxes · run.txt 2");
    choose(&mut harness, "gt 9", "Go to end ]");
    assert_eq!(position(&harness), 60);
    choose(&mut harness, "gt 23", "Follow C");
    let state = harness.state().view().state;
    assert!(state.selected == Some(TrackId(23)) && state.camera.lock.is_some());
    harness.get_by_label("gt 9").click_secondary();
    (0..3).for_each(|_| harness.step());
    harness.get_by_label("Copy id").click();
    let copied = |command: &egui::OutputCommand| matches!(command, egui::OutputCommand::CopyText(text) if text == "9");
    let was_copied = |harness: &mut Harness<'_, Window>| {
        harness.step();
        harness.output().platform_output.commands.iter().any(copied)
    };
    assert!((0..5).any(|_| was_copied(&mut harness)));
}

#[test]
fn rows_are_sorted_searched_and_limited_to_those_in_the_frame() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = judged(folder.path(), SIZE, &["run"]);
    show(&mut harness, "gt 23");
    assert_eq!(order(&harness), ["gt 23", "gt 9"], "by birth");
    let until_order = |harness: &mut Harness<'_, Window>, expected: &[&str]| {
        let deadline = std::time::Instant::now() + window::PATIENCE;
        while order(harness) != expected {
            assert!(std::time::Instant::now() < deadline, "{:?} instead of {expected:?}", order(harness));
            harness.step();
            std::thread::yield_now();
        }
    };
    click(&mut harness, "Reverse order of identities");
    until_order(&mut harness, &["gt 9", "gt 23"]);
    click(&mut harness, "Sort identities");
    click(&mut harness, "switches");
    until_order(&mut harness, &["gt 23", "gt 9"]);
    click(&mut harness, "in this frame");
    until_order(&mut harness, &["gt 23"]);
    press(&mut harness, Modifiers::NONE, Key::End);
    for _ in 0..4 {
        press(&mut harness, Modifiers::COMMAND, Key::ArrowLeft);
    }
    assert_eq!(position(&harness), 40);
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    until_order(&mut harness, &["gt 23", "gt 9"]);
    click(&mut harness, "in this frame");
    type_into(&mut harness, "Find identity", "9");
    until_order(&mut harness, &["gt 9"]);
    type_into(&mut harness, "Find identity", "9");
    wait_for(&mut harness, "No track matches.");
}

#[test]
fn ctrl_and_the_wheel_zoom_at_the_pointer_and_a_double_click_shows_all() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = judged(folder.path(), SIZE, &["run"]);
    show(&mut harness, "gt 23");
    let (near, far) = (place(&harness, "gt 23", 30), place(&harness, "gt 23", 70));
    hover(&mut harness, near);
    for _ in 0..5 {
        let (unit, delta) = (egui::MouseWheelUnit::Line, egui::vec2(0.0, 3.0));
        let source = egui::MouseWheelSource::Unknown;
        harness.event(Event::MouseWheel {
            unit,
            delta,
            phase: TouchPhase::Move,
            source,
            modifiers: Modifiers::COMMAND,
        });
        (0..20).for_each(|_| harness.step());
    }
    hover(&mut harness, near);
    harness.get_by_label("gt 23, frame 30: id 0");
    hover(&mut harness, far);
    assert!(harness.query_by_label_contains("gt 23, frame 70").is_none());
    harness.get_by_label_contains("gt 23, frame 3");
    // The play head is brought into view wherever it goes.
    press(&mut harness, Modifiers::NONE, Key::End);
    hover(&mut harness, far);
    assert!(harness.query_by_label_contains("gt 23, frame 3").is_none());
    for _ in 0..2 {
        for pressed in [true, false] {
            let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
            harness.event(Event::PointerButton { pos: far, button, pressed, modifiers });
            harness.step();
        }
    }
    settle(&mut harness);
    hover(&mut harness, near);
    harness.get_by_label("gt 23, frame 30: id 0");
    hover(&mut harness, far);
    harness.get_by_label("gt 23, frame 70: id 25 since frame 61 (was 0)");
}

#[test]
fn rows_are_reached_by_keyboard() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = judged(folder.path(), SIZE, &["run"]);
    show(&mut harness, "gt 9");
    harness.get_by_label("gt 9").focus();
    settle(&mut harness);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!((position(&harness), harness.state().view().state.selected), (41, Some(TrackId(9))));
    press(&mut harness, Modifiers::NONE, Key::CloseBracket);
    assert_eq!(position(&harness), 60);
}

#[test]
fn two_results_are_two_strips_and_either_can_be_above() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = judged(folder.path(), SIZE, &["run", "other"]);
    show(&mut harness, "gt 23");
    let at = place(&harness, "gt 9", 50);
    hover(&mut harness, at);
    for expected in ["gt 9, frame 50", "run.txt: id 4", "other.txt: id 77"] {
        harness.get_by_label(expected);
    }
    assert_eq!(told(&harness, "gt 23"), "1 switch, 10 missed frames, in 100 frames from 1 to 100");
    harness.remove_cursor();
    click(&mut harness, "Upper results");
    harness.get_by_role_and_label(egui::Role::Button, "other.txt").click();
    settle(&mut harness);
    let deadline = std::time::Instant::now() + window::PATIENCE;
    while told(&harness, "gt 23") != "0 switches, 100 missed frames, in 100 frames from 1 to 100" {
        assert!(std::time::Instant::now() < deadline, "{}", told(&harness, "gt 23"));
        harness.step();
        std::thread::yield_now();
    }
}

#[test]
fn without_ground_truth_the_tracks_of_the_main_layer_are_shown() {
    let folder = tempfile::tempdir().unwrap();
    let start = Start { path: Some(small_file(folder.path())), ..Start::default() };
    let mut harness = window::start(start, SIZE);
    show(&mut harness, "id 12");
    harness.get_by_label("no ground truth");
    assert_eq!(told(&harness, "id 12"), "in 3 frames from 4 to 6");
    click(&mut harness, "id 12");
    assert_eq!((position(&harness), harness.state().view().state.selected), (4, Some(TrackId(12))));
}

#[test]
fn a_file_without_ids_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none.txt");
    std::fs::write(&path, "1,-1,0,0,9,9,1\n2,-1,0,0,9,9,1\n").unwrap();
    let mut harness = window::start(Start { path: Some(path), ..Start::default() }, SIZE);
    show(&mut harness, "There are no tracks with an id.");
}

#[test]
fn the_canvas_keeps_its_height_and_a_low_window_says_why_there_is_no_timeline() {
    let folder = tempfile::tempdir().unwrap();
    for size in [[900.0, 600.0], [1280.0, 800.0], [2560.0, 1440.0]] {
        let mut harness = judged(folder.path(), size, &["run", "other"]);
        show(&mut harness, "gt 23");
        let window = egui::Rect::from_min_size(Pos2::ZERO, size.into()).expand(0.5);
        for label in ["Identity timeline", "gt 9", "Sort identities", "Find identity", "Lower results", "Scrubber"] {
            let rect = harness.get_by_label(label).rect();
            assert!(window.contains_rect(rect), "{label} at {rect} in {size:?}");
        }
        let canvas = harness.get_by_label("Canvas").rect();
        assert!(canvas.height() >= 200.0, "{canvas} in {size:?}");
    }
    let mut harness = judged(folder.path(), [640.0, 400.0], &["run"]);
    show(&mut harness, "The window is too low for the identity timeline (Y).");
    assert!(harness.get_by_label("Canvas").rect().height() >= 180.0);
}

#[test]
fn an_idle_timeline_asks_for_no_repaint() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = judged(folder.path(), SIZE, &["run"]);
    show(&mut harness, "gt 23");
    harness.remove_cursor();
    // Panics if the window keeps asking for repaints.
    harness.run();
    let viewport = harness.output().viewport_output.values().next().unwrap();
    assert_eq!(viewport.repaint_delay, std::time::Duration::MAX);
}

#[test]
fn the_timeline_follows_results_that_grow() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = judged(folder.path(), SIZE, &["run"]);
    show(&mut harness, "gt 23");
    let more = rows(&[(51..=60, 25, 1)]);
    let path = folder.path().join("run.txt");
    let old = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, old + &more).unwrap();
    let deadline = std::time::Instant::now() + window::PATIENCE;
    while told(&harness, "gt 23") != "1 switch, 0 missed frames, in 100 frames from 1 to 100" {
        assert!(std::time::Instant::now() < deadline, "{}", told(&harness, "gt 23"));
        harness.step();
        std::thread::yield_now();
    }
}
