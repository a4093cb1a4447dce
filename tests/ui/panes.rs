//! Panes: layers that are compared side by side, with a wipe, and one after the other (blink).

use std::path::{Path, PathBuf};

use eframe::egui::{self, Event, Key, Modifiers, Pos2, Rect, TouchPhase, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::DataProvider;
use motscope::app::{Start, Window};
use motscope::mot::TrackId;

use crate::session::{first_of_two, restart};
use crate::shown_layers::{FRAMES, cost, further, loaded, resident, sequence};
use crate::window::{self, click, press, settle};

const NONE: Modifiers = Modifiers::NONE;

/// Ground truth of two people in six frames, and results of one person each in files with these names.
fn files(folder: &Path, names: &[&str]) -> Start {
    let rows = |ids: &[(u64, u64)], end: &str| -> String {
        let row = |frame| ids.iter().map(move |(id, x)| format!("{frame},{id},{x},100,60,120,1{end}\n"));
        (1..=6).flat_map(row).collect()
    };
    let truth = folder.join("gt.txt");
    std::fs::write(&truth, rows(&[(1, 100), (2, 400)], ",1,1")).unwrap();
    let layer = |(at, name): (usize, &&str)| {
        let path = folder.join(name);
        std::fs::write(&path, rows(&[(10 + at as u64, 110 + at as u64)], ",-1,-1,-1")).unwrap();
        path
    };
    let layers: Vec<PathBuf> = names.iter().enumerate().map(layer).collect();
    Start { path: Some(truth), layers, frame: Some(1), ..Start::default() }
}

pub fn open(folder: &Path, names: &[&str]) -> Harness<'static, Window> {
    window::start(files(folder, names), [1280.0, 800.0])
}

/// The mode, and the layers of each pane: `SideBySide: gt.txt | a.txt`.
pub fn panes(harness: &Harness<'_, Window>) -> String {
    let view = harness.state().view();
    let layers = &view.document.unwrap().layers;
    let shows = |pane: usize, place: usize| view.of_pane(pane).look(place).unwrap().shown;
    let pane = |pane| {
        let names = layers.iter().enumerate().filter(|(place, _)| shows(pane, *place));
        names.map(|(_, layer)| layer.name.clone()).collect::<Vec<_>>().join("+")
    };
    let each: Vec<String> = (0..view.state.panes.count()).map(pane).collect();
    format!("{:?}: {}", view.state.panes.mode(), each.join(" | "))
}

/// What a canvas says that it shows.
fn told(harness: &Harness<'_, Window>, canvas: &str) -> String {
    harness.get_by_label(canvas).value().unwrap_or_default()
}

fn camera(harness: &Harness<'_, Window>) -> (f64, (f64, f64)) {
    let state = harness.state().view().state;
    (state.camera.viewport.zoom(), state.camera.viewport.center(state.extent.area))
}

fn button(harness: &mut Harness<'_, Window>, pos: Pos2, pressed: bool) {
    harness.event(Event::PointerButton { pos, button: egui::PointerButton::Primary, pressed, modifiers: NONE });
    harness.step();
}

fn click_at(harness: &mut Harness<'_, Window>, at: Pos2) {
    harness.hover_at(at);
    harness.step();
    button(harness, at, true);
    button(harness, at, false);
    settle(harness);
}

fn drag(harness: &mut Harness<'_, Window>, from: Pos2, to: Pos2) {
    harness.hover_at(from);
    harness.step();
    button(harness, from, true);
    for share in [0.3, 0.7, 1.0] {
        harness.hover_at(from + (to - from) * share);
        harness.step();
    }
    button(harness, to, false);
    settle(harness);
}

fn scroll(harness: &mut Harness<'_, Window>, at: Pos2, y: f32) {
    harness.hover_at(at);
    harness.step();
    let (unit, phase, source) = (egui::MouseWheelUnit::Point, TouchPhase::Move, egui::MouseWheelSource::Wheel);
    harness.event(Event::MouseWheel { unit, delta: vec2(0.0, y), phase, source, modifiers: NONE });
    (0..20).for_each(|_| harness.step());
    settle(harness);
}

#[test]
fn side_by_side_begins_with_one_pane_a_layer_and_ends_as_it_was_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(folder.path(), &["a.txt"]);
    assert_eq!(panes(&harness), "Single: gt.txt+a.txt");
    let before = told(&harness, "Canvas");
    press(&mut harness, NONE, Key::S);
    assert_eq!(panes(&harness), "SideBySide: gt.txt | a.txt");
    assert_eq!(told(&harness, "Canvas 1"), "frame 1, 2 boxes");
    assert_eq!(told(&harness, "Canvas 2"), "frame 1 · a.txt 1");
    let [one, other] = ["Canvas 1", "Canvas 2"].map(|canvas| harness.get_by_label(canvas).rect());
    assert!((one.size() - other.size()).length() < 0.1 && one.right() <= other.left(), "{one} {other}");
    press(&mut harness, NONE, Key::S);
    assert_eq!((panes(&harness), told(&harness, "Canvas")), ("Single: gt.txt+a.txt".to_owned(), before));
}

#[test]
fn panes_switched_on_changed_and_closed_load_nothing_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = sequence(folder.path(), true);
    let mut harness = loaded(&path, vec![path.join("det/det.txt")]);
    let rows = |harness: &Harness<'_, Window>| {
        let layers = &harness.state().view().document.unwrap().layers;
        layers.iter().map(|layer| layer.file.stats().loads).collect::<Vec<_>>()
    };
    let (before, frames, read) = (cost(&harness), resident(&harness), rows(&harness));
    // Pictures are in one texture, which is drawn in all panes.
    let textures = |harness: &Harness<'_, Window>| harness.ctx.tex_manager().read().num_allocated();
    let textures_before = textures(&harness);
    let check = |harness: &Harness<'_, Window>, expected: &str| {
        assert_eq!(textures(harness), textures_before);
        assert_eq!(panes(harness), expected);
        assert_eq!(resident(harness), frames, "{expected}");
        assert_eq!(cost(harness), before, "{expected}");
        assert_eq!(rows(harness), read, "{expected}");
    };
    press(&mut harness, NONE, Key::S);
    check(&harness, "SideBySide: gt.txt | det.txt");
    click(&mut harness, "Layers of pane 2: det.txt");
    click(&mut harness, "Pane 2 shows gt.txt");
    check(&harness, "SideBySide: gt.txt | gt.txt+det.txt");
    assert_eq!(told(&harness, "Canvas 2"), "frame 1, 1 box · det.txt 2");
    press(&mut harness, NONE, Key::Escape);
    click(&mut harness, "Add a pane");
    press(&mut harness, NONE, Key::X);
    press(&mut harness, NONE, Key::W);
    press(&mut harness, NONE, Key::X);
    press(&mut harness, NONE, Key::S);
    click(&mut harness, "Close pane 3");
    click(&mut harness, "Close pane 1");
    assert!(panes(&harness).starts_with("Single: "));
    assert_eq!((cost(&harness), resident(&harness), rows(&harness)), (before, frames, read));
}

#[test]
fn a_layer_that_no_pane_shows_is_not_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let path = sequence(folder.path(), true);
    let begin =
        Start { path: Some(path.clone()), layers: vec![path.join("det/det.txt")], frame: Some(1), ..Start::default() };
    let mut harness = window::start(begin, [1280.0, 800.0]);
    press(&mut harness, NONE, Key::S);
    press(&mut harness, NONE, Key::S);
    click(&mut harness, "Layer det.txt");
    press(&mut harness, NONE, Key::S);
    assert_eq!(panes(&harness), "SideBySide: gt.txt | det.txt", "as it was left");
    // The list of layers acts on the active pane.
    click(&mut harness, "Pane 2");
    click(&mut harness, "Layer det.txt");
    assert_eq!(panes(&harness), "SideBySide: gt.txt | ");
    press(&mut harness, NONE, Key::End);
    assert_eq!(further(&harness, FRAMES), [None]);
    click(&mut harness, "Layer det.txt");
    assert_eq!(further(&harness, FRAMES), [Some(2)]);
}

#[test]
fn all_panes_have_one_camera_and_one_selection() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(folder.path(), &["a.txt"]);
    press(&mut harness, NONE, Key::S);
    let [one, other] = ["Canvas 1", "Canvas 2"].map(|canvas| harness.get_by_label(canvas).rect());
    let before = camera(&harness);
    scroll(&mut harness, other.center() + vec2(30.0, 20.0), 60.0);
    let zoomed = camera(&harness);
    assert!(zoomed.0 > before.0, "{zoomed:?}");
    drag(&mut harness, one.center(), one.center() + vec2(40.0, 0.0));
    let moved = camera(&harness);
    assert!(moved.0 == zoomed.0 && moved.1.0 < zoomed.1.0, "{moved:?}");
    press(&mut harness, NONE, Key::F);
    // The middle of the first box of the ground truth, which spans from 100 to 460 across, and 120 down.
    let scale = (one.width() * 0.96 / 360.0).min(one.height() * 0.96 / 120.0);
    let at = |canvas: Rect| canvas.center() + vec2(130.0 - 280.0, 0.0) * scale;
    let extent = harness.state().view().state.extent.area;
    assert_eq!((extent.left, extent.right, extent.top, extent.bottom), (100.0, 460.0, 100.0, 220.0));
    click_at(&mut harness, at(one));
    assert_eq!(harness.state().view().state.selected, Some(TrackId(1)));
    // The other pane does not show that layer.
    press(&mut harness, NONE, Key::Escape);
    click_at(&mut harness, at(other));
    assert_eq!(harness.state().view().state.selected, None);
    assert_eq!(harness.state().view().state.panes.active(), 1, "a click makes a pane the active one");
}

#[test]
fn panes_are_added_to_four_and_the_last_one_is_the_single_picture() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(folder.path(), &["a.txt", "b.txt"]);
    press(&mut harness, NONE, Key::S);
    assert_eq!(panes(&harness), "SideBySide: gt.txt | a.txt | b.txt");
    click(&mut harness, "Add a pane");
    assert_eq!(panes(&harness), "SideBySide: gt.txt | a.txt | b.txt | gt.txt");
    assert!(harness.query_by_label("Add a pane").is_none());
    for (label, left) in [
        ("Close pane 1", "SideBySide: a.txt | b.txt | gt.txt"),
        ("Close pane 3", "SideBySide: a.txt | b.txt"),
        ("Close pane 1", "Single: b.txt"),
    ] {
        click(&mut harness, label);
        assert_eq!(panes(&harness), left);
    }
    assert!(told(&harness, "Canvas").contains("b.txt 1"));
}

#[test]
fn each_press_of_x_shows_the_other_set_and_a_held_key_does_not_flash() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(folder.path(), &["a.txt", "b.txt"]);
    click(&mut harness, "Layer b.txt");
    let first = told(&harness, "Canvas");
    assert!(first.contains("a.txt 1") && !first.contains("b.txt"), "{first}");
    press(&mut harness, NONE, Key::X);
    assert_eq!(panes(&harness), "Blink: gt.txt+a.txt | gt.txt+b.txt");
    let second = told(&harness, "Canvas");
    assert_eq!(second, first.replace("a.txt", "b.txt"));
    for expected in [&first, &second] {
        press(&mut harness, NONE, Key::X);
        assert_eq!(told(&harness, "Canvas"), *expected);
    }
    for _ in 0..10 {
        let (key, physical_key) = (Key::X, None);
        harness.event(Event::Key { key, physical_key, pressed: true, repeat: true, modifiers: NONE });
        harness.step();
    }
    // One press, and its repetitions.
    assert_eq!(told(&harness, "Canvas"), first);
    click(&mut harness, "Pane 2");
    assert_eq!(told(&harness, "Canvas"), second);
    window::press(&mut harness, NONE, Key::S);
    assert_eq!(panes(&harness), "SideBySide: gt.txt+a.txt | gt.txt+b.txt");
}

#[test]
fn the_divider_of_a_wipe_is_dragged_and_each_side_has_its_layers() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(folder.path(), &["a.txt"]);
    press(&mut harness, NONE, Key::W);
    assert_eq!(panes(&harness), "Wipe: gt.txt | a.txt");
    assert_eq!(told(&harness, "Canvas"), "frame 1, 2 boxes | frame 1 · a.txt 1");
    let canvas = harness.get_by_label("Canvas").rect();
    let scale = (canvas.width() * 0.96 / 360.0).min(canvas.height() * 0.96 / 120.0);
    // The middle of the second box of the ground truth is right of the divider, where it is not seen.
    let second = canvas.center() + vec2(430.0 - 280.0, 0.0) * scale;
    click_at(&mut harness, second);
    assert_eq!(harness.state().view().state.selected, None);
    let before = camera(&harness);
    let at = harness.get_by_label("Divider").rect().center() + vec2(0.0, 60.0);
    drag(&mut harness, at, canvas.right_center() - vec2(20.0, 0.0));
    assert!(harness.get_by_label("Divider").rect().center().x > second.x);
    assert_eq!(camera(&harness), before);
    click_at(&mut harness, second);
    assert_eq!(harness.state().view().state.selected, Some(TrackId(2)));
    press(&mut harness, NONE, Key::X);
    assert_eq!(panes(&harness), "Wipe: a.txt | gt.txt");
}

#[test]
fn a_layer_that_is_added_is_shown_in_the_active_pane() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(folder.path(), &["a.txt"]);
    press(&mut harness, NONE, Key::S);
    click(&mut harness, "Pane 2");
    let new = folder.path().join("new.txt");
    std::fs::copy(folder.path().join("a.txt"), &new).unwrap();
    harness.event(Event::ModifiersChanged(Modifiers::SHIFT));
    harness.input_mut().dropped_files.push(std::sync::Arc::new(window::Dropped(new)));
    harness.step();
    harness.event(Event::ModifiersChanged(NONE));
    settle(&mut harness);
    assert_eq!(panes(&harness), "SideBySide: gt.txt | a.txt+new.txt");
}

#[test]
fn panes_come_back_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(folder.path(), &["a.txt", "b.txt"]);
    press(&mut harness, NONE, Key::S);
    click(&mut harness, "Close pane 2");
    click(&mut harness, "Layers of pane 2: b.txt");
    click(&mut harness, "Pane 2 shows gt.txt");
    press(&mut harness, NONE, Key::Escape);
    click(&mut harness, "Pane 2");
    let before = panes(&harness);
    assert_eq!(before, "SideBySide: gt.txt | gt.txt+b.txt");
    let mut harness = restart(harness, Start::default());
    assert_eq!((panes(&harness), harness.state().view().state.panes.active()), (before, 1));
    press(&mut harness, NONE, Key::W);
    let harness = restart(harness, Start::default());
    assert_eq!(panes(&harness), "Wipe: gt.txt | gt.txt+b.txt");
}

#[test]
fn a_frame_with_very_many_boxes_is_drawn_as_a_density_in_each_pane_that_shows_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.txt");
    let row = |at: u64| format!("1,{at},{},{},40,40,1,-1,-1,-1\n", at % 120 * 12, at / 120 * 9);
    std::fs::write(&path, (1..=12_000).map(row).collect::<String>()).unwrap();
    let mut harness = window::start(Start { path: Some(path), ..Start::default() }, [1280.0, 800.0]);
    press(&mut harness, NONE, Key::S);
    click(&mut harness, "Layers of pane 2: no layers");
    click(&mut harness, "Pane 2 shows many.txt");
    let deadline = std::time::Instant::now() + window::PATIENCE;
    while !["Canvas 1", "Canvas 2"].iter().all(|canvas| told(&harness, canvas).contains("12,000 boxes as density")) {
        harness.step();
        assert!(std::time::Instant::now() < deadline, "{} {}", told(&harness, "Canvas 1"), told(&harness, "Canvas 2"));
    }
}

#[test]
fn what_is_missed_is_that_of_the_results_in_the_same_pane() {
    let folder = tempfile::tempdir().unwrap();
    let mut start = files(folder.path(), &["a.txt", "b.txt"]);
    // The second tracker has both people, the first one only one of them.
    let rows = |frame| format!("{frame},10,100,100,60,120,1,-1,-1,-1\n{frame},11,400,100,60,120,1,-1,-1,-1\n");
    std::fs::write(&start.layers[1], (1..=6).map(rows).collect::<String>()).unwrap();
    start.frame = Some(2);
    let mut harness = window::start(start, [1280.0, 800.0]);
    window::until(&mut harness, "compared", |window| window.view().state.judging.judgements.len() == 2);
    press(&mut harness, NONE, Key::X);
    press(&mut harness, NONE, Key::S);
    assert_eq!(panes(&harness), "SideBySide: gt.txt+a.txt | gt.txt+b.txt");
    let view = harness.state().view();
    let results = [0, 1].map(|pane| view.of_pane(pane).judgement_of(0).unwrap().result);
    assert_eq!(results, [1, 2]);
}

#[test]
fn panes_go_along_to_the_next_sequence() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window::start(first_of_two(folder.path()), [1280.0, 800.0]);
    press(&mut harness, NONE, Key::S);
    assert_eq!(panes(&harness), "SideBySide: gt.txt | one.txt");
    harness.key_press(Key::PageDown);
    let is_next = |window: &Window| window.view().document.is_some_and(|document| document.name == "two");
    window::until(&mut harness, "at the next sequence", is_next);
    settle(&mut harness);
    assert_eq!(panes(&harness), "SideBySide: gt.txt | two.txt");
}

#[test]
fn no_header_is_cut_in_a_small_window_with_long_names() {
    let folder = tempfile::tempdir().unwrap();
    let long = |name: &str| format!("{name}-{}.txt", "a-rather-long-name-of-a-tracker-".repeat(4));
    let names = ["one", "two", "three"].map(long);
    let mut harness = open(folder.path(), &names.each_ref().map(String::as_str));
    for size in [[900.0, 600.0], [1280.0, 800.0], [640.0, 420.0]] {
        harness.set_size(size.into());
        for count in [2, 3, 4] {
            press(&mut harness, NONE, Key::S);
            for _ in count..4 {
                click(&mut harness, "Close pane 1");
            }
            let inside = Rect::from_min_size(Pos2::ZERO, size.into());
            for pane in 1..=count {
                let canvas = harness.get_by_label(&format!("Canvas {pane}")).rect();
                let names = harness.get_by_label_contains(&format!("Layers of pane {pane}:")).rect();
                let [number, close] =
                    ["Pane", "Close pane"].map(|what| harness.get_by_label(&format!("{what} {pane}")).rect());
                assert!(inside.contains_rect(canvas) && canvas.height() > 40.0, "{canvas} {size:?}");
                for part in [number, names, close] {
                    assert!(part.left() >= canvas.left() && part.right() <= canvas.right(), "{part} {canvas} {size:?}");
                    assert!(
                        part.bottom() <= canvas.top() + 0.5 && part.top() >= canvas.top() - 26.0,
                        "{part} {canvas}"
                    );
                }
                assert!(number.right() <= names.left() && names.right() <= close.left(), "{size:?} {pane}");
            }
            press(&mut harness, NONE, Key::S);
        }
    }
}
