//! The window, driven by accessible label: opening, stepping, playing, tuning, and what is told when something is wrong.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::{self, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::app::{Start, Window};
use motscope::mot::TrackId;

use crate::window::{self, Dropped, PATIENCE, click, position, press, settle, some_boxes};

fn start(start: Start) -> Harness<'static, Window> {
    window::start(start, [1280.0, 800.0])
}

fn open(path: impl Into<PathBuf>) -> Harness<'static, Window> {
    start(Start { path: Some(path.into()), ..Start::default() })
}

fn type_into(harness: &mut Harness<'_, Window>, label: &str, text: &str) {
    harness.get_by_label(label).focus();
    harness.step();
    harness.get_by_label(label).type_text(text);
    settle(harness);
}

fn assert_open(harness: &Harness<'_, Window>, name: &str) {
    let frames = if name == "demo" { "· 600 frames · " } else { "· 10 frames · 2 tracks" };
    harness.get_by_label(name);
    harness.get_by_label_contains(frames);
}

/// What the canvas says it shows.
fn canvas(harness: &Harness<'_, Window>) -> String {
    harness.get_by_label("Canvas").value().unwrap_or_default()
}

/// Ten frames, numbered from 1: track 7 in all of them, track 12 in 4 to 6, and a row without identity in each.
fn small_file(folder: &Path) -> PathBuf {
    let mut rows = Vec::new();
    for frame in 1..=10 {
        rows.push(format!("{frame},7,{},100,50,80,0.9,-1,-1,-1", 100 + frame));
        rows.push(format!("{frame},-1,300,100,50,80,0.3,-1,-1,-1"));
        if (4..=6).contains(&frame) {
            rows.push(format!("{frame},12,500,100,50,80,0.5,-1,-1,-1"));
        }
    }
    let path = folder.join("small.txt");
    std::fs::write(&path, rows.join("\n")).unwrap();
    path
}

#[test]
fn without_a_file_the_demo_is_opened_at_its_first_frame() {
    let harness = start(Start::default());
    harness.get_by_label("demo");
    harness.get_by_label_contains("· 600 frames · ");
    assert!(canvas(&harness).starts_with("frame 1, "), "{}", canvas(&harness));
}

#[test]
fn a_file_is_opened_at_the_frame_and_with_the_track_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = Some(small_file(folder.path()));
    let harness = start(Start { path: path.clone(), frame: Some(5), ..Start::default() });
    assert_open(&harness, "small.txt");
    assert_eq!(canvas(&harness), "frame 5, 3 boxes");
    let harness = start(Start { path: path.clone(), track: Some(TrackId(12)), ..Start::default() });
    assert_eq!((position(&harness), harness.state().state().selected), (4, Some(TrackId(12))));
    let harness = start(Start { path: path.clone(), track: Some(TrackId(12)), frame: Some(6), ..Start::default() });
    assert_eq!((position(&harness), harness.state().state().selected), (6, Some(TrackId(12))));
    let harness = start(Start { path, track: Some(TrackId(99)), ..Start::default() });
    harness.get_by_label_contains("small.txt has no track 99");
}

#[test]
fn keys_step_and_jump() {
    let mut harness = start(some_boxes());
    let none = Modifiers::NONE;
    for (modifiers, key, frame) in [
        (none, Key::ArrowRight, 2),
        (Modifiers::SHIFT, Key::ArrowRight, 7),
        (Modifiers::COMMAND, Key::ArrowRight, 22),
        (none, Key::ArrowLeft, 21),
        (Modifiers::SHIFT, Key::ArrowLeft, 16),
        (Modifiers::COMMAND, Key::ArrowLeft, 1),
        (none, Key::ArrowLeft, 1),
        (none, Key::End, 600),
        (none, Key::ArrowRight, 600),
        (none, Key::Home, 1),
    ] {
        press(&mut harness, modifiers, key);
        assert_eq!(position(&harness), frame, "{key:?}");
        assert!(canvas(&harness).starts_with(&format!("frame {frame}, ")));
    }
}

#[test]
fn a_held_key_is_served_at_every_repeat() {
    let mut harness = start(some_boxes());
    for _ in 0..40 {
        let event = egui::Event::Key {
            key: Key::ArrowRight,
            physical_key: None,
            pressed: true,
            repeat: true,
            modifiers: Modifiers::NONE,
        };
        harness.event(event);
        harness.step();
    }
    assert_eq!(position(&harness), 41);
    settle(&mut harness);
    assert!(canvas(&harness).starts_with("frame 41, "));
}

#[test]
fn buttons_step_and_jump() {
    let mut harness = start(some_boxes());
    for (label, frame) in [
        ("Forward 15", 16),
        ("Forward 5", 21),
        ("Forward 1", 22),
        ("Back 1", 21),
        ("Back 5", 16),
        ("Back 15", 1),
        ("Last frame", 600),
        ("First frame", 1),
    ] {
        click(&mut harness, label);
        assert_eq!(position(&harness), frame, "{label}");
    }
}

#[test]
fn a_frame_is_gone_to_by_number() {
    let mut harness = start(some_boxes());
    press(&mut harness, Modifiers::NONE, Key::G);
    assert!(harness.get_by_label("Frame").is_focused());
    harness.get_by_label("Frame").type_text("321");
    harness.step();
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(canvas(&harness).starts_with("frame 321, "), "{}", canvas(&harness));
}

#[test]
fn play_moves_on_at_its_rate_and_pause_stops() {
    let mut harness = start(some_boxes());
    click(&mut harness, "Play");
    let first = position(&harness);
    // Thirty passes are half a second on the harness's clock: fifteen frames at 30 a second, all of them resident.
    for _ in 0..30 {
        let document = harness.state().state().document.as_ref().unwrap();
        assert!(document.cache.wait_idle(PATIENCE));
        harness.step();
    }
    let moved = position(&harness) - first;
    assert!((13..=16).contains(&moved), "{moved}");
    click(&mut harness, "Pause playback");
    let stopped = position(&harness);
    (0..10).for_each(|_| harness.step());
    assert_eq!(position(&harness), stopped);
    press(&mut harness, Modifiers::NONE, Key::J);
    (0..10).for_each(|_| harness.step());
    press(&mut harness, Modifiers::NONE, Key::K);
    assert!(position(&harness) < stopped);
}

#[test]
fn a_slider_changes_the_running_cache_at_once() {
    let mut harness = start(some_boxes());
    click(&mut harness, "Tuning");
    let stats = |harness: &Harness<'_, Window>| harness.state().state().document.as_ref().unwrap().cache.stats();
    assert_eq!(stats(&harness).capacity_entries, 100);
    assert!(stats(&harness).resident > 2);
    harness.get_by_role_and_label(egui::Role::Slider, "frames").set_value_accesskit(2.0);
    settle(&mut harness);
    assert_eq!(stats(&harness).capacity_entries, 2);
    assert!(stats(&harness).resident <= 2);
}

#[test]
fn the_buttons_follow_the_jump_sizes_that_are_set() {
    let mut harness = start(some_boxes());
    click(&mut harness, "Tuning");
    type_into(&mut harness, "jumps", ", 50");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    click(&mut harness, "Forward 50");
    assert_eq!(position(&harness), 51);
}

#[test]
fn a_file_that_cannot_be_opened_is_named_with_the_reason_and_the_window_stays_usable() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.txt");
    let mut harness = open(&missing);
    harness.get_by_label("Could not open missing.txt");
    harness.get_by_label_contains(&format!("{}: no such file", missing.display()));
    harness.get_by_label("Nothing is open");
    click(&mut harness, "Open the demo");
    assert_open(&harness, "demo");
    assert!(harness.query_by_label("Could not open missing.txt").is_none());

    let picture = folder.path().join("picture.png");
    std::fs::write(&picture, b"\x89PNG\r\n\x1a\n").unwrap();
    open_by_path(&mut harness, &picture);
    harness.get_by_label_contains("a PNG picture");
    assert!(canvas(&harness).starts_with("frame 1, "), "the sequence on screen stays");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.query_by_label_contains("a PNG picture").is_none());
}

fn open_by_path(harness: &mut Harness<'_, Window>, path: &Path) {
    press(harness, Modifiers::COMMAND, Key::L);
    assert!(harness.get_by_label("Path").is_focused());
    // What was in the field is selected, so that typing replaces it.
    harness.get_by_label("Path").type_text(path.to_str().unwrap());
    harness.step();
    press(harness, Modifiers::NONE, Key::Enter);
}

#[test]
fn a_path_can_be_typed_and_the_field_can_be_left() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = start(some_boxes());
    open_by_path(&mut harness, &small_file(folder.path()));
    assert_open(&harness, "small.txt");
    assert!(harness.query_by_label("Path").is_none());
    press(&mut harness, Modifiers::COMMAND, Key::L);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.query_by_label("Path").is_none());
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(position(&harness), 2);
}

#[test]
fn a_file_dropped_on_the_window_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = start(some_boxes());
    harness.input_mut().dropped_files.push(Arc::new(Dropped(small_file(folder.path()))));
    harness.step();
    harness.input_mut().dropped_files.clear();
    settle(&mut harness);
    assert_open(&harness, "small.txt");
}

#[test]
fn files_without_a_row_say_why() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("empty.txt");
    std::fs::write(&path, "").unwrap();
    let harness = open(&path);
    harness.get_by_label("empty.txt has no frames");
    harness.get_by_label("The file is empty.");
    std::fs::write(&path, "frame\none two three\nfour five six\n").unwrap();
    let harness = open(&path);
    harness.get_by_label_contains("No rows: 2 lines hold none. Line 2: ");
}

#[test]
fn lines_that_cannot_be_read_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bad.txt");
    std::fs::write(&path, "1,1,0,0,9,9,1\n1,2,x,0,9,9,1\n2,1,0,0,9,9,1\n").unwrap();
    let mut harness = open(&path);
    assert_eq!(canvas(&harness), "frame 1, 1 box, 1 line cannot be read");
    press(&mut harness, Modifiers::NONE, Key::End);
    click(&mut harness, "1 problem");
    harness.get_by_label("1 of 1 shown");
    harness.get_by_label_contains("line 2, rejected: bad box").click();
    settle(&mut harness);
    assert_eq!((position(&harness), harness.state().state().selected), (1, None));
}

#[test]
fn letters_typed_into_a_field_are_no_shortcuts() {
    let mut harness = start(some_boxes());
    type_into(&mut harness, "Search id", "l5?");
    let state = harness.state().state();
    assert_eq!(state.tracks.search, "l5?");
    assert!(!state.document.as_ref().unwrap().playback().is_playing() && !state.overlays.help);
    assert_eq!(position(&harness), 1);
}

#[test]
fn a_track_is_selected_in_the_list_and_its_ends_are_gone_to() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(small_file(folder.path()));
    click(&mut harness, "Track 12");
    assert_eq!((position(&harness), harness.state().state().selected), (4, Some(TrackId(12))));
    press(&mut harness, Modifiers::NONE, Key::CloseBracket);
    assert_eq!(position(&harness), 6);
    press(&mut harness, Modifiers::NONE, Key::OpenBracket);
    assert_eq!(position(&harness), 4);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(harness.state().state().selected, None);
    type_into(&mut harness, "Search id", "12");
    assert!(harness.query_by_label("Track 7").is_none() && harness.query_by_label("Track 12").is_some());
}

#[test]
fn a_filter_acts_on_canvas_and_list_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(small_file(folder.path()));
    assert_eq!(canvas(&harness), "frame 1, 2 boxes");
    harness.get_by_label("Least confidence").set_value_accesskit(0.7);
    settle(&mut harness);
    assert_eq!(canvas(&harness), "frame 1, 1 box, 1 filtered or out of view");
    assert!(harness.query_by_label("Track 12").is_none() && harness.query_by_label("Track 7").is_some());
    click(&mut harness, "Show all");
    assert_eq!(canvas(&harness), "frame 1, 2 boxes");
}

#[test]
fn dragging_the_scrubber_seeks_and_the_last_place_is_shown() {
    let mut harness = start(some_boxes());
    let rect = harness.get_by_label("Scrubber").rect();
    let place = |share: f32| egui::pos2(rect.left() + share * rect.width(), rect.center().y);
    harness.drag_at(place(0.2));
    for step in 0..10 {
        harness.hover_at(place(0.2 + step as f32 * 0.03));
        harness.step();
    }
    // Moved on and let go between two passes, as happens when a pass takes long.
    harness.hover_at(place(0.6));
    harness.drop_at(place(0.77));
    settle(&mut harness);
    let frame = position(&harness);
    assert!((460..=465).contains(&frame), "{frame}");
    assert!(canvas(&harness).starts_with(&format!("frame {frame}, ")));
}

#[test]
fn a_box_is_selected_by_clicking_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one.txt");
    std::fs::write(&path, "1,5,0,0,100,100,1\n2,5,0,0,100,100,1\n").unwrap();
    let mut harness = open(&path);
    click(&mut harness, "Canvas");
    assert_eq!(harness.state().state().selected, Some(TrackId(5)));
}

#[test]
fn an_idle_window_asks_for_no_repaint() {
    let mut harness = start(some_boxes());
    harness.remove_cursor();
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    // Panics if the window keeps asking for repaints.
    harness.run();
    let viewport = harness.output().viewport_output.values().next().unwrap();
    assert_eq!(viewport.repaint_delay, Duration::MAX);
}

#[test]
fn help_lists_the_shortcuts() {
    let mut harness = start(some_boxes());
    harness.event(egui::Event::Text("?".to_owned()));
    settle(&mut harness);
    harness.get_by_label("first, last frame of the selected track");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.query_by_label("Shortcuts").is_none());
}

#[test]
fn every_part_stays_inside_a_small_window() {
    for size in [[640.0, 400.0], [900.0, 600.0], [1280.0, 800.0], [3840.0, 2160.0]] {
        let harness = window::start(some_boxes(), size);
        let window = egui::Rect::from_min_size(egui::Pos2::ZERO, size.into()).expand(0.5);
        for label in ["First frame", "Last frame", "Play", "Frame", "Scrubber", "Canvas", "resident", "not loaded"] {
            let rect = harness.get_by_label(label).rect();
            assert!(window.contains_rect(rect), "{label} at {rect} in {size:?}");
        }
        let canvas = harness.get_by_label("Canvas").rect();
        assert!(canvas.width() >= 300.0 && canvas.height() >= 180.0, "{canvas} in {size:?}");
        assert_eq!(harness.query_by_label("Search id").is_some(), size[0] >= 800.0);
    }
}

#[test]
fn panels_keep_their_width_when_nothing_changes() {
    let mut harness = start(some_boxes());
    let width = |harness: &Harness<'_, Window>| harness.get_by_label("Canvas").rect().width();
    // Sections that open at first may take some passes to unfold.
    (0..30).for_each(|_| harness.step());
    let before = width(&harness);
    (0..30).for_each(|_| harness.step());
    assert_eq!(width(&harness), before);
}

#[test]
fn confidences_between_the_steps_of_the_slider_are_not_filtered_from_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fine.txt");
    std::fs::write(&path, "1,1,10,10,20,40,0.509123\n1,2,50,10,20,40,0.987654\n2,1,10,10,20,40,0.7\n").unwrap();
    let harness = open(path);
    assert_eq!(canvas(&harness), "frame 1, 2 boxes");
    assert!(!harness.state().state().filter.is_active());
}

#[test]
fn a_format_that_is_told_is_not_guessed() {
    use motscope::mot::Format;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("oriented.txt");
    std::fs::write(&path, "1,1,10,10,30,10,30,20,10,20,0.9,0,0\n2,1,10,10,30,10,30,20,10,20,0.9,0,0\n").unwrap();
    for (format, expected) in [(None, Format::Obb), (Some(Format::Mot), Format::Mot)] {
        let harness = start(Start { path: Some(path.clone()), format, ..Start::default() });
        assert_eq!(harness.state().state().document.as_ref().unwrap().file.format(), expected);
        assert_eq!(canvas(&harness), "frame 1, 1 box");
    }
}

/// Opens a menu of the menu bar.
fn open_menu(harness: &mut Harness<'_, Window>, menu: &str) {
    harness.get_by_role_and_label(egui::Role::Button, menu).click();
    (0..3).for_each(|_| harness.step());
}

fn choose_format(harness: &mut Harness<'_, Window>, format: &str) {
    open_menu(harness, "File");
    harness.get_by_label_contains("Format").click();
    (0..3).for_each(|_| harness.step());
    click(harness, format);
}

fn format(harness: &Harness<'_, Window>) -> motscope::mot::Format {
    harness.state().state().document.as_ref().unwrap().file.format()
}

/// Twenty frames of an oriented box, which are MOT rows as well.
fn oriented_file(folder: &Path) -> PathBuf {
    let rows: Vec<String> = (1..=20).map(|frame| format!("{frame},3,10,10,30,10,30,20,10,20,0.9,0,0\n")).collect();
    let path = folder.join("oriented.txt");
    std::fs::write(&path, rows.concat()).unwrap();
    path
}

#[test]
fn another_format_can_be_chosen_and_frame_and_selection_stay() {
    use motscope::mot::Format;
    let folder = tempfile::tempdir().unwrap();
    let path = Some(oriented_file(folder.path()));
    let mut harness = start(Start { path, frame: Some(7), track: Some(TrackId(3)), ..Start::default() });
    assert_eq!(format(&harness), Format::Obb);
    choose_format(&mut harness, "MOT");
    assert_eq!(format(&harness), Format::Mot);
    assert_eq!((position(&harness), harness.state().state().selected), (7, Some(TrackId(3))));
    choose_format(&mut harness, "as guessed (oriented boxes)");
    assert_eq!(format(&harness), Format::Obb);
    assert_eq!((position(&harness), harness.state().state().selected), (7, Some(TrackId(3))));
}

#[test]
fn a_wrong_format_says_so_in_the_canvas_and_a_button_goes_back() {
    use motscope::mot::Format;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("seven.txt");
    let rows: Vec<String> = (1..=20).map(|frame| format!("{frame},3,10,10,30,10,1\n")).collect();
    std::fs::write(&path, rows.concat()).unwrap();
    let mut harness = start(Start { path: Some(path), frame: Some(7), track: Some(TrackId(3)), ..Start::default() });
    choose_format(&mut harness, "KITTI tracking");
    harness.get_by_label("seven.txt: no rows as KITTI tracking");
    harness.get_by_label("As guessed it is MOT.");
    harness.get_by_label_contains("No rows: 20 lines hold none. Line 1: too few columns");
    click(&mut harness, "Open as guessed (MOT)");
    assert_eq!(format(&harness), Format::Mot);
    assert_eq!((position(&harness), harness.state().state().selected), (7, Some(TrackId(3))));
}

#[test]
fn a_selected_track_that_the_other_format_does_not_have_is_let_go() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ids.txt");
    // As MOT the third line is a row of another track; as oriented boxes it is too short.
    std::fs::write(&path, "1,3,10,10,30,10,30,20,10,20,0.9,0,0\n2,3,10,10,30,10,30,20,10,20,0.9,0,0\n2,4,1,1,5,5,1\n")
        .unwrap();
    let format = Some(motscope::mot::Format::Mot);
    let mut harness = start(Start { path: Some(path), format, track: Some(TrackId(4)), ..Start::default() });
    assert_eq!(harness.state().state().selected, Some(TrackId(4)));
    choose_format(&mut harness, "oriented boxes");
    assert_eq!((position(&harness), harness.state().state().selected), (2, None));
}

#[test]
fn what_was_guessed_is_told_and_nothing_is_offered_for_the_demo() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(oriented_file(folder.path()));
    open_menu(&mut harness, "File");
    harness.get_by_label_contains("Format").click();
    (0..3).for_each(|_| harness.step());
    for told in ["oriented boxes (guessed)", "comma", "13", "no", "results", "of the file"] {
        harness.get_by_label(told);
    }
    let mut harness = start(Start::default());
    open_menu(&mut harness, "File");
    harness.get_by_label("Open the demo");
    assert!(harness.query_by_label_contains("Format").is_none());
}

#[test]
fn opening_a_file_moves_no_part_of_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(folder.path().join("missing.txt"));
    let rect = |harness: &Harness<'_, Window>| harness.get_by_label("Canvas").rect().round();
    let before = rect(&harness);
    click(&mut harness, "Open the demo");
    assert_eq!(rect(&harness), before);
}

#[test]
fn the_first_frame_of_what_was_asked_for_is_timed() {
    let harness = start(some_boxes());
    let stats = &harness.state().state().stats;
    assert!(stats.first_frame_ms.unwrap() >= stats.first_paint_ms && stats.first_paint_ms > 0.0, "{stats:?}");
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(folder.path().join("missing.txt"));
    click(&mut harness, "Open the demo");
    assert_eq!(harness.state().state().stats.first_frame_ms, None);
}

/// A frame of more boxes than are drawn one by one, all in the left half but one in the right half, and a usual frame.
fn crowded_file(folder: &Path) -> PathBuf {
    let small = |at: u32| format!("1,{at},{},{},4,4,0.{}\n", at % 120 * 4, at / 120 * 5, at % 10);
    let rows: Vec<String> = (0..15_000).map(small).collect();
    let path = folder.join("crowded.txt");
    std::fs::write(&path, rows.concat() + "1,77777,700,200,200,300,0.95\n2,1,0,0,4,4,0.95\n").unwrap();
    path
}

/// Steps until the canvas tells something.
fn wait_for(harness: &mut Harness<'_, Window>, told: &str) {
    let deadline = Instant::now() + PATIENCE;
    while !canvas(harness).contains(told) {
        assert!(Instant::now() < deadline, "{} instead of {told}", canvas(harness));
        harness.step();
        std::thread::yield_now();
    }
}

#[test]
fn a_frame_with_very_many_boxes_is_shown_as_a_density_until_few_enough_are_in_view() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(crowded_file(folder.path()));
    wait_for(&mut harness, "frame 1, 15,001 boxes as density");
    for _ in 0..12 {
        press(&mut harness, Modifiers::NONE, Key::Plus);
    }
    wait_for(&mut harness, " boxes, ");
    assert!(!canvas(&harness).contains("density"), "{}", canvas(&harness));
    press(&mut harness, Modifiers::NONE, Key::F);
    wait_for(&mut harness, "15,001 boxes as density");
    harness.get_by_label("Least confidence").set_value_accesskit(0.85);
    wait_for(&mut harness, "frame 1, 1,501 boxes, 13,500 filtered or out of view");
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    wait_for(&mut harness, "frame 2, 1 box");
}

#[test]
fn a_box_among_very_many_is_told_and_selected_under_the_pointer() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(crowded_file(folder.path()));
    wait_for(&mut harness, "density");
    let rect = harness.get_by_label("Canvas").rect();
    let at = rect.center() + egui::vec2(rect.width() * 0.4, 0.0);
    let deadline = Instant::now() + PATIENCE;
    let step_until = |harness: &mut Harness<'_, Window>, holds: &dyn Fn(&Harness<'_, Window>) -> bool| {
        while !holds(harness) {
            assert!(Instant::now() < deadline, "nothing was pointed at or selected");
            harness.step();
            std::thread::yield_now();
        }
    };
    // The click comes with the first move there: which box it hits is found later.
    harness.hover_at(at);
    harness.drag_at(at);
    harness.drop_at(at);
    step_until(&mut harness, &|harness| harness.state().state().selected == Some(TrackId(77_777)));
    harness.hover_at(at);
    step_until(&mut harness, &|harness| harness.query_by_label("77777").is_some());
}

#[test]
fn a_track_far_down_a_long_list_is_brought_into_view() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.txt");
    let rows: Vec<String> = (1..=30_000).map(|id| format!("{},{id},0,0,9,9,1\n", id / 100 + 1)).collect();
    std::fs::write(&path, rows.concat()).unwrap();
    let mut harness = start(Start { path: Some(path), track: Some(TrackId(29_990)), ..Start::default() });
    let deadline = Instant::now() + PATIENCE;
    while harness.query_by_label("Track 29990").is_none() {
        assert!(Instant::now() < deadline, "the track is not listed");
        harness.step();
        std::thread::yield_now();
    }
    assert!(harness.query_all_by_label_contains("Track ").count() < 100, "only those in view are laid out");
    type_into(&mut harness, "Search id", "1234");
    while harness.query_by_label("Track 29990").is_some() || harness.query_by_label("Track 1234").is_none() {
        assert!(Instant::now() < deadline, "the search found nothing");
        harness.step();
        std::thread::yield_now();
    }
}
