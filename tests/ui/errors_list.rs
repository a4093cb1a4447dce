//! The list of errors and the keys: what is searched and switched on is what the keys go to, and arrow keys go along the list.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Instant;

use eframe::egui::{self, Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable};
use motscope::app::{Start, Window};

use crate::errors::{files, landmarks, open};
use crate::errors_panel::{toggle, wait_for};
use crate::small::type_into;
use crate::storage::Stored;
use crate::window::{self, click, position, press, settle, until};

/// The files of the other tests, with the list of errors in view.
fn listed(folder: &Path, size: [f32; 2]) -> Harness<'static, Window> {
    let mut harness = open(files(folder), size);
    harness.get_by_label_contains("Errors").click();
    settle(&mut harness);
    wait_for(&mut harness, "frame 10 · ");
    harness
}

fn search(harness: &mut Harness<'_, Window>, text: &str) {
    type_into(harness, "Search events", text);
    until(harness, "searched", |window| window.view().state.judging.order().is_some());
    // The keys act in the window again.
    let canvas = harness.get_by_label("Canvas").rect();
    harness.drag_at(canvas.left_top() + vec2(5.0, 5.0));
    harness.step();
    harness.drop_at(canvas.left_top() + vec2(5.0, 5.0));
    settle(harness);
}

/// The rows of the list of errors that can be seen, from the top.
fn rows(harness: &Harness<'_, Window>) -> Vec<(f32, String)> {
    let area = harness.get_by_label("Sort by MOTA").rect();
    let bottom = harness.get_by_label_contains("Problems: ").rect().top();
    let rows = harness.query_all_by_label_contains("MOTA").filter(|node| {
        let rect = node.rect();
        node.accesskit_node().role() == egui::Role::ListItem
            && rect.top() >= area.top()
            && rect.bottom() <= bottom + 1.0
    });
    let mut rows: Vec<_> =
        rows.map(|node| (node.rect().top(), node.accesskit_node().label().unwrap_or_default())).collect();
    rows.sort_by(|one, other| one.0.total_cmp(&other.0));
    rows
}

#[test]
fn the_key_goes_only_to_errors_that_the_search_finds_in_time_and_the_note_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = listed(folder.path(), [1280.0, 800.0]);
    search(&mut harness, "gt 2");
    let mut seen = Vec::new();
    for _ in 0..3 {
        press(&mut harness, Modifiers::NONE, Key::E);
        seen.push(position(&harness));
    }
    assert_eq!(seen, [10, 15, 15], "person 1 and what is on nothing are not found");
    harness.get_by_label("2 of 2 · found by “gt 2”");
    assert_eq!(landmarks(&harness), [10, 15]);
    // The tab need not be open.
    harness.get_by_label("Cache").click();
    settle(&mut harness);
    press(&mut harness, Modifiers::SHIFT, Key::E);
    assert_eq!(position(&harness), 10);
}

#[test]
fn the_note_says_which_error_it_is_in_time_however_the_list_is_sorted() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = listed(folder.path(), [1280.0, 800.0]);
    click(&mut harness, "Sort by MOTA");
    press(&mut harness, Modifiers::NONE, Key::E);
    assert_eq!(position(&harness), 10);
    press(&mut harness, Modifiers::NONE, Key::E);
    assert_eq!(position(&harness), 15);
    harness.get_by_label("2 of 4");
}

#[test]
fn arrow_keys_go_along_the_list_in_its_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = listed(folder.path(), [1280.0, 900.0]);
    click(&mut harness, "Sort by MOTA");
    until(&mut harness, "sorted", |_| true);
    let order: Vec<u64> =
        rows(&harness).iter().map(|(_, row)| row.split(' ').nth(1).unwrap().parse().unwrap()).collect();
    assert_eq!(order.len(), 4);
    assert!(!order.is_sorted(), "{order:?}");
    let mut seen = Vec::new();
    for _ in 0..5 {
        press(&mut harness, Modifiers::NONE, Key::ArrowDown);
        seen.push(position(&harness));
    }
    assert_eq!(seen, [order.clone(), vec![order[3]]].concat());
    press(&mut harness, Modifiers::NONE, Key::ArrowUp);
    assert_eq!(position(&harness), order[2]);
    // Other keys act as always.
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(position(&harness), order[2] + 1);
}

#[test]
fn arrow_keys_go_along_the_list_while_one_of_its_rows_has_the_focus_and_the_focus_goes_along() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = listed(folder.path(), [1280.0, 900.0]);
    let label = |harness: &Harness<'_, Window>, at: usize| rows(harness)[at].1.clone();
    let first = label(&harness, 0);
    harness.get_by_label(&first).focus();
    harness.step();
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(position(&harness), 15);
    let second = label(&harness, 1);
    until(&mut harness, "focused", |_| true);
    assert!(harness.get_by_label(&second).accesskit_node().is_focused());
}

#[test]
fn kinds_that_are_off_are_told_beside_the_error_and_are_on_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = listed(folder.path(), [1280.0, 800.0]);
    click(&mut harness, "Identity only");
    press(&mut harness, Modifiers::NONE, Key::E);
    assert_eq!(position(&harness), 20);
    harness.get_by_label("1 of 1 · 3 of 10 kinds");
    let mut stored = Stored::default();
    eframe::App::save(harness.state_mut(), &mut stored);
    let start = files(folder.path());
    let mut again = Harness::builder().with_size([1280.0, 800.0]).with_step_dt(1.0 / 60.0).build_eframe(|creation| {
        let mut creation = eframe::CreationContext::_new_kittest(creation.egui_ctx.clone());
        creation.storage = Some(&stored);
        Window::new(&creation, start, Instant::now())
    });
    settle(&mut again);
    until(&mut again, "compared", |window| window.view().state.judging.judgement().is_some());
    press(&mut again, Modifiers::NONE, Key::Home);
    press(&mut again, Modifiers::NONE, Key::E);
    assert_eq!(position(&again), 10);
}

/// Ground truth of twelve persons and of boxes of seven other classes; a tracker that misses each person for a while, and one that
/// switches them.
fn crowd(folder: &Path) -> Start {
    let (mut truth, mut one, mut two) = (String::new(), String::new(), String::new());
    for frame in 1..=30 {
        for id in 1..=12 {
            let left = 60 * id;
            writeln!(truth, "{frame},{id},{left},100,40,80,1,1,1").unwrap();
            if !(id..id + 5).contains(&frame) {
                writeln!(one, "{frame},{id},{left},100,40,80,1,-1,-1,-1").unwrap();
            }
            writeln!(two, "{frame},{},{left},100,40,80,1,-1,-1,-1", if frame < 15 { id } else { id + 20 }).unwrap();
        }
        for class in 2..=8 {
            writeln!(truth, "{frame},{},{},300,40,80,0,{class},1", 50 + class, 60 * class).unwrap();
        }
    }
    fs::create_dir_all(folder.join("MOT17-02/gt")).unwrap();
    let truth_path = folder.join("MOT17-02/gt/gt.txt");
    fs::write(&truth_path, truth).unwrap();
    let layers = [("one.txt", one), ("two.txt", two)].map(|(name, rows)| {
        fs::write(folder.join(name), rows).unwrap();
        folder.join(name)
    });
    Start { path: Some(truth_path), layers: layers.to_vec(), frame: Some(1), ..Start::default() }
}

#[test]
fn a_low_window_shows_five_errors_and_five_tracks_whatever_was_open_above() {
    let folder = tempfile::tempdir().unwrap();
    // The second click closes what the first one has opened.
    for opened in [&[][..], &["Compare two results"; 2], &["Matching"; 2], &["Shows all scores"]] {
        let mut harness = window::start(crowd(folder.path()), [900.0, 600.0]);
        harness.get_by_label_contains("Errors").click();
        settle(&mut harness);
        wait_for(&mut harness, "frame 1 · ");
        for label in opened {
            toggle(&mut harness, label);
        }
        (0..10).for_each(|_| harness.step());
        let seen = rows(&harness).len();
        assert!(seen >= 5, "{opened:?}: {seen} rows");
        let transport = harness.get_by_label("Scrubber").rect().top();
        for label in ["Search events", "Copy events", "Sort by IDTP", "Problems: "] {
            let rect = harness.get_by_label_contains(label).rect();
            assert!(rect.bottom() <= transport && rect.right() <= 900.0, "{opened:?}, {label}: {rect:?}");
        }
        let is_seen = |rect: egui::Rect| rect.bottom() <= transport - 40.0;
        let tracks = harness.query_all_by_label_contains("Track ");
        assert!(tracks.filter(|track| is_seen(track.rect())).count() >= 5, "{opened:?}");
    }
}

#[test]
fn arrow_keys_are_of_text_fields_and_menus_while_these_are_in_use() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = listed(folder.path(), [1280.0, 800.0]);
    let before = position(&harness);
    harness.get_by_label("Search events").focus();
    harness.step();
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(position(&harness), before);
}

#[test]
fn a_low_window_shows_five_errors_over_the_identity_timeline() {
    let folder = tempfile::tempdir().unwrap();
    // A window of 900×600 without its title.
    let mut harness = window::start(crowd(folder.path()), [900.0, 578.0]);
    harness.get_by_label_contains("Errors").click();
    settle(&mut harness);
    wait_for(&mut harness, "frame 1 · ");
    press(&mut harness, Modifiers::NONE, Key::Y);
    settle(&mut harness);
    (0..10).for_each(|_| harness.step());
    let timeline = harness.get_by_label("Identity timeline").rect();
    let seen = rows(&harness).into_iter().filter(|(top, _)| top + 16.0 <= timeline.top()).count();
    let problems = harness.get_by_label_contains("Problems: ").rect();
    assert!(seen >= 5 && problems.bottom() <= timeline.top(), "{seen} rows, {problems:?}, {timeline:?}");
}
