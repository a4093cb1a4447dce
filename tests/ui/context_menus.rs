//! The menus of boxes, tracks, frames and times, opened with the right button or by keyboard.

use eframe::egui::{self, Event, Key, Modifiers, PointerButton, Pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable};
use motscope::app::{Start, Window};
use motscope::mot::TrackId;

use crate::panes;
use crate::small::{canvas, open, small_file, start};
use crate::window::{Dropped, click, position, press, settle, until};

fn right_click_at(harness: &mut Harness<'_, Window>, pos: Pos2) {
    harness.hover_at(pos);
    harness.step();
    for pressed in [true, false] {
        let (button, modifiers) = (PointerButton::Secondary, Modifiers::NONE);
        harness.event(Event::PointerButton { pos, button, pressed, modifiers });
    }
    settle(harness);
}

fn right_click(harness: &mut Harness<'_, Window>, label: &str) {
    let at = harness.get_by_label(label).rect().center();
    right_click_at(harness, at);
}

/// Opens the menu of what has this label, and chooses from it.
fn choose(harness: &mut Harness<'_, Window>, label: &str, entry: &str) {
    right_click(harness, label);
    click(harness, entry);
}

/// Where a place of the scene is on the screen.
fn on_canvas(harness: &Harness<'_, Window>, x: f64, y: f64) -> Pos2 {
    let state = harness.state().view().state;
    let canvas = harness.get_by_label("Canvas").rect();
    state.camera.viewport.transform(state.extent.area, canvas).to_screen(x, y)
}

/// Where a frame of ten is on the scrubber.
fn on_scrubber(harness: &Harness<'_, Window>, frame: u64) -> Pos2 {
    let scrubber = harness.get_by_label("Scrubber").rect();
    egui::pos2(scrubber.left() + (frame as f32 - 0.5) / 10.0 * scrubber.width(), scrubber.center().y)
}

fn range(harness: &Harness<'_, Window>) -> (Option<u64>, Option<u64>) {
    harness.state().view().document.unwrap().playback().range()
}

fn bookmarks(harness: &Harness<'_, Window>) -> Vec<u64> {
    harness.state().view().state.bookmarks.frames().iter().copied().collect()
}

fn is_there(harness: &Harness<'_, Window>, label: &str) -> bool {
    harness.query_by_label(label).is_some()
}

#[test]
fn a_row_of_the_list_has_the_menu_of_its_track() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(small_file(folder.path()));
    choose(&mut harness, "Track 12", "Go to end ]");
    assert_eq!((position(&harness), harness.state().view().state.selected), (6, Some(TrackId(12))));
    choose(&mut harness, "Track 7", "Hide Shift+H");
    assert_eq!(canvas(&harness), "frame 6, 2 boxes, 1 hidden");
    choose(&mut harness, "Track 7", "Show all tracks U");
    choose(&mut harness, "Track 7", "Solo Shift+S");
    assert_eq!(canvas(&harness), "frame 6, 1 box, 2 hidden");
    choose(&mut harness, "Track 7", "End solo Shift+S");
    choose(&mut harness, "Track 7", "Follow C");
    let state = harness.state().view().state;
    assert!(state.selected == Some(TrackId(7)) && state.camera.lock.is_some());
    right_click(&mut harness, "Track 7");
    assert!(is_there(&harness, "track 7, frame 6"));
    click(&mut harness, "Go to start [");
    assert_eq!(position(&harness), 1);
    choose(&mut harness, "Track 12", "Set end here O");
    assert_eq!(range(&harness), (None, Some(1)));
}

#[test]
fn a_menu_is_of_all_selected_tracks_if_its_track_is_one_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(small_file(folder.path()));
    press(&mut harness, Modifiers::SHIFT, Key::ArrowRight);
    click(&mut harness, "Track 7");
    harness.get_by_label("Track 12").click_modifiers(Modifiers::COMMAND);
    settle(&mut harness);
    choose(&mut harness, "Track 7", "Hide Shift+H");
    assert_eq!(canvas(&harness), "frame 6, 1 box, 2 hidden");
    press(&mut harness, Modifiers::NONE, Key::U);
    right_click(&mut harness, "Track 12");
    assert!(is_there(&harness, "2 tracks selected, frame 6") && !is_there(&harness, "Follow C"));
    press(&mut harness, Modifiers::NONE, Key::Escape);
    click(&mut harness, "Track 7");
    choose(&mut harness, "Track 12", "Hide Shift+H");
    assert_eq!(canvas(&harness), "frame 6, 2 boxes, 1 hidden", "what was not selected is meant alone");
}

#[test]
fn the_canvas_has_the_menu_of_the_box_under_the_pointer_or_that_of_the_frame() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(small_file(folder.path()));
    let at = on_canvas(&harness, 126.0, 140.0);
    right_click_at(&mut harness, at);
    assert!(is_there(&harness, "track 7, frame 1"));
    // The menu stays that of the box while the pointer is in it.
    click(&mut harness, "Solo Shift+S");
    assert_eq!(canvas(&harness), "frame 1, 1 box, 1 hidden");
    let ground = on_canvas(&harness, 220.0, 140.0);
    right_click_at(&mut harness, ground);
    assert!(is_there(&harness, "Frame 1") && !is_there(&harness, "Solo Shift+S"));
    click(&mut harness, "Show all tracks U");
    assert_eq!(canvas(&harness), "frame 1, 2 boxes");
    right_click_at(&mut harness, ground);
    click(&mut harness, "Bookmark this frame B");
    assert_eq!(bookmarks(&harness), [1]);
    press(&mut harness, Modifiers::NONE, Key::Plus);
    let ground = on_canvas(&harness, 220.0, 140.0);
    right_click_at(&mut harness, ground);
    click(&mut harness, "Reset the camera F");
    assert_eq!(harness.state().view().state.camera.viewport.zoom(), 1.0);
    assert!(!is_there(&harness, "Frame 1"), "a command closes the menu");
}

#[test]
fn a_menu_is_of_the_pane_that_it_is_opened_in_also_while_that_of_another_pane_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = panes::open(folder.path(), &["a.txt"]);
    press(&mut harness, Modifiers::NONE, Key::S);
    let active = |harness: &Harness<'_, Window>| harness.state().view().state.panes.active();
    let ground = harness.get_by_label("Canvas 2").rect().center_bottom() - egui::vec2(0.0, 60.0);
    right_click_at(&mut harness, ground);
    assert!(is_there(&harness, "Frame 1") && active(&harness) == 1);
    let state = harness.state().view().state;
    let canvas = harness.get_by_label("Canvas 1").rect();
    let of_box = state.camera.viewport.transform(state.extent.area, canvas).to_screen(130.0, 160.0);
    right_click_at(&mut harness, of_box);
    assert!(is_there(&harness, "gt.txt: track 1, frame 1") && active(&harness) == 0);
}

#[test]
fn a_click_beside_an_open_menu_closes_it_and_selects_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(small_file(folder.path()));
    let (ground, of_box) = (on_canvas(&harness, 300.0, 170.0), on_canvas(&harness, 126.0, 110.0));
    right_click_at(&mut harness, ground);
    assert!(is_there(&harness, "Frame 1"));
    for pressed in [true, false] {
        harness.hover_at(of_box);
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        harness.event(Event::PointerButton { pos: of_box, button, pressed, modifiers });
        harness.step();
    }
    settle(&mut harness);
    assert!(!is_there(&harness, "Frame 1") && harness.state().view().state.selected.is_none());
}

#[test]
fn the_scrubber_has_the_menu_of_the_frame_under_the_pointer_and_does_not_move() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(small_file(folder.path()));
    let mut at = |frame: u64, entry: &str| {
        let pos = on_scrubber(&harness, frame);
        right_click_at(&mut harness, pos);
        let before = position(&harness);
        assert!(is_there(&harness, &format!("Frame {frame}")));
        click(&mut harness, entry);
        (before, position(&harness), range(&harness), bookmarks(&harness))
    };
    assert_eq!(at(8, "Set end here O"), (1, 1, (None, Some(8)), vec![]));
    assert_eq!(at(3, "Set start here I"), (1, 1, (Some(3), Some(8)), vec![]));
    assert_eq!(at(5, "Bookmark this frame B"), (1, 1, (Some(3), Some(8)), vec![5]));
    assert_eq!(at(5, "Remove the bookmark B"), (1, 1, (Some(3), Some(8)), vec![]));
    assert_eq!(at(5, "Play all frames"), (1, 1, (None, None), vec![]));
    assert_eq!(at(7, "Go here"), (1, 7, (None, None), vec![]));
    let pos = on_scrubber(&harness, 2);
    right_click_at(&mut harness, pos);
    let next = harness.get_by_label("Next error from here E");
    assert!(next.accesskit_node().is_disabled(), "nothing is compared");
}

#[test]
fn errors_are_gone_to_from_a_place_on_the_scrubber() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("gt")).unwrap();
    let row = |frame: u32| format!("{frame},1,100,100,50,80,1,1,1\n");
    let (gt, run) = (folder.path().join("gt/gt.txt"), folder.path().join("run.txt"));
    std::fs::write(&gt, (1..=10).map(row).collect::<String>()).unwrap();
    // The track is missed in the frames 3 and 8.
    std::fs::write(&run, (1..=10).filter(|frame| ![3, 8].contains(frame)).map(row).collect::<String>()).unwrap();
    let mut harness = start(Start { path: Some(gt), layers: vec![run], ..Start::default() });
    until(&mut harness, "judged", |window| !window.view().state.judging.judgements.is_empty());
    let pos = on_scrubber(&harness, 5);
    right_click_at(&mut harness, pos);
    click(&mut harness, "Next error from here E");
    assert_eq!(position(&harness), 8);
    right_click_at(&mut harness, pos);
    click(&mut harness, "Previous error from here Shift+E");
    assert_eq!(position(&harness), 3);
}

#[test]
fn a_bookmark_is_set_with_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(small_file(folder.path()));
    let pos = on_scrubber(&harness, 4);
    right_click_at(&mut harness, pos);
    click(&mut harness, "Bookmark with a name… Ctrl+B");
    assert!(harness.get_by_label("Name of the bookmark").is_focused());
    harness.get_by_label("Name of the bookmark").type_text("they meet");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let name = |harness: &Harness<'_, Window>| harness.state().view().state.bookmarks.name(4).map(str::to_owned);
    assert_eq!((bookmarks(&harness), name(&harness).as_deref()), (vec![4], Some("they meet")));
    assert!(!is_there(&harness, "Name of the bookmark"));
    right_click_at(&mut harness, pos);
    click(&mut harness, "Name the bookmark… Ctrl+B");
    assert_eq!(harness.get_by_label("Name of the bookmark").value().as_deref(), Some("they meet"));
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!is_there(&harness, "Name of the bookmark") && bookmarks(&harness) == [4]);
}

#[test]
fn the_keyboard_opens_the_menu_of_what_has_the_focus_or_is_selected() {
    let folder = tempfile::tempdir().unwrap();
    for (modifiers, key) in [(Modifiers::SHIFT, Key::F10), (Modifiers::NONE, Key::Menu)] {
        let mut harness = open(small_file(folder.path()));
        press(&mut harness, modifiers, key);
        assert!(is_there(&harness, "Copy frame as picture"), "nothing is selected: {key:?}");
        press(&mut harness, Modifiers::NONE, Key::Escape);
        assert!(!is_there(&harness, "Copy frame as picture"));
        harness.get_by_label("Track 12").focus();
        settle(&mut harness);
        press(&mut harness, modifiers, key);
        assert!(is_there(&harness, "track 12, frame 1"));
        // The first entry has the focus.
        press(&mut harness, Modifiers::NONE, Key::Enter);
        let state = harness.state().view().state;
        assert!(state.selected == Some(TrackId(12)) && state.camera.lock.is_some());
        assert!(!is_there(&harness, "track 12, frame 1"));
        // A button has no menu, so it is that of the selected track.
        harness.get_by_label("Sort by id").focus();
        settle(&mut harness);
        press(&mut harness, modifiers, key);
        assert!(is_there(&harness, "track 12, frame 1"));
        press(&mut harness, Modifiers::NONE, Key::Escape);
        harness.get_by_label("Scrubber").focus();
        settle(&mut harness);
        press(&mut harness, modifiers, key);
        assert!(is_there(&harness, "Go here"));
        press(&mut harness, Modifiers::NONE, Key::Escape);
        harness.get_by_label("Search id").focus();
        settle(&mut harness);
        press(&mut harness, modifiers, key);
        assert!(!is_there(&harness, "track 12, frame 1"), "a text field has no menu");
    }
}

#[test]
fn every_menu_fits_into_a_small_window() {
    let folder = tempfile::tempdir().unwrap();
    let start = Start { path: Some(small_file(folder.path())), ..Start::default() };
    let mut harness = crate::window::start(start, [900.0, 600.0]);
    let window = egui::Rect::from_min_size(Pos2::ZERO, egui::vec2(900.0, 600.0));
    for (label, last) in
        [("Track 12", "Set end here O"), ("Canvas", "Export… Ctrl+E"), ("Scrubber", "Copy command line")]
    {
        right_click(&mut harness, label);
        let rect = harness.get_by_label(last).rect();
        assert!(window.contains_rect(rect), "{last} of {label} at {rect}");
        press(&mut harness, Modifiers::NONE, Key::Escape);
    }
}

#[test]
fn a_menu_closes_when_another_sequence_opens_under_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(small_file(folder.path()));
    right_click(&mut harness, "Track 12");
    assert!(is_there(&harness, "track 12, frame 1"));
    let other = folder.path().join("other.txt");
    std::fs::write(&other, "1,12,1,1,9,9,1,-1,-1,-1\n1,13,1,1,9,9,1,-1,-1,-1\n").unwrap();
    harness.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(other.clone())));
    until(&mut harness, "opened", |window| window.view().document.unwrap().file.path() == other);
    until(&mut harness, "listed", |window| window.view().document.unwrap().summary.is_some());
    settle(&mut harness);
    assert!(is_there(&harness, "Track 13") && !is_there(&harness, "track 12, frame 1"));
    choose(&mut harness, "Track 13", "Hide Shift+H");
    assert_eq!(canvas(&harness), "frame 1, 1 box, 1 hidden");
}
