//! The window, driven by accessible label: Escape does one thing at a time, and a dialog keeps the keys.

use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::app::{Start, Window};
use motscope::mot::TrackId;

use crate::small::{open, open_menu, small_file, start, type_into};
use crate::window::{click, position, press, settle, some_boxes};

/// A selected track in a view that is zoomed in.
fn selected_and_zoomed() -> (tempfile::TempDir, Harness<'static, Window>) {
    let folder = tempfile::tempdir().unwrap();
    let path = small_file(folder.path());
    let mut harness = start(Start { path: Some(path), track: Some(TrackId(7)), ..Start::default() });
    press(&mut harness, Modifiers::NONE, Key::Plus);
    (folder, harness)
}

fn selected(harness: &Harness<'_, Window>) -> Option<TrackId> {
    harness.state().view().state.selected
}

fn zoom(harness: &Harness<'_, Window>) -> f64 {
    harness.state().view().state.camera.viewport.zoom()
}

fn escape(harness: &mut Harness<'_, Window>) {
    press(harness, Modifiers::NONE, Key::Escape);
}

#[test]
fn escape_closes_the_menu_then_the_dialog_then_clears_the_selection_then_fits_the_picture() {
    let (_folder, mut harness) = selected_and_zoomed();
    open_menu(&mut harness, "Help");
    click(&mut harness, "Guide");
    open_menu(&mut harness, "View");
    assert!(harness.query_by_label("Tracks (T)").is_some());
    escape(&mut harness);
    assert!(harness.query_by_label("Tracks (T)").is_none(), "the menu is closed");
    assert!(harness.query_by_label("Guide").is_some(), "and nothing else");
    escape(&mut harness);
    assert!(harness.query_by_label("Guide").is_none() && selected(&harness) == Some(TrackId(7)));
    escape(&mut harness);
    assert!(selected(&harness).is_none() && zoom(&harness) > 1.0);
    escape(&mut harness);
    assert_eq!(zoom(&harness), 1.0);
}

#[test]
fn of_two_dialogs_escape_closes_the_upper_one() {
    let (_folder, mut harness) = selected_and_zoomed();
    open_menu(&mut harness, "Help");
    click(&mut harness, "Guide");
    harness.event(Event::Text("?".to_owned()));
    settle(&mut harness);
    assert!(harness.query_by_label("Shortcuts").is_none(), "keys of the window are off while a dialog is open");
    open_menu(&mut harness, "Help");
    click(&mut harness, "Shortcuts ?");
    escape(&mut harness);
    assert!(harness.query_by_label("Shortcuts").is_none() && harness.query_by_label("Guide").is_some());
    escape(&mut harness);
    assert!(harness.query_by_label("Guide").is_none() && selected(&harness) == Some(TrackId(7)));
}

#[test]
fn escape_in_a_list_of_a_panel_or_in_a_text_field_leaves_the_selection_alone() {
    let (_folder, mut harness) = selected_and_zoomed();
    click(&mut harness, "Speed");
    assert!(harness.query_by_label("8×").is_some());
    escape(&mut harness);
    assert!(harness.query_by_label("8×").is_none() && selected(&harness) == Some(TrackId(7)));
    type_into(&mut harness, "Search id", "7");
    escape(&mut harness);
    assert_eq!(selected(&harness), Some(TrackId(7)));
    escape(&mut harness);
    assert_eq!(selected(&harness), None);
}

#[test]
fn escape_in_a_question_closes_the_question_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness =
        start(Start { path: Some(small_file(folder.path())), track: Some(TrackId(7)), ..Start::default() });
    let path = folder.path().join("set.zip");
    std::fs::write(&path, crate::archives::zip(&[("a.txt", b"1,1,0,0,9,9,1\n"), ("b.txt", b"1,1,0,0,9,9,1\n")]))
        .unwrap();
    press(&mut harness, Modifiers::COMMAND, Key::L);
    harness.get_by_label("Path").type_text(path.to_str().unwrap());
    settle(&mut harness);
    click(&mut harness, "Open");
    assert!(harness.state().view().state.question.is_some());
    escape(&mut harness);
    assert!(harness.state().view().state.question.is_none());
    assert_eq!(selected(&harness), Some(TrackId(7)));
}

#[test]
fn keys_of_the_window_are_off_while_a_dialog_or_a_menu_is_open() {
    let mut harness = start(some_boxes());
    let settings = |harness: &Harness<'_, Window>| format!("{:?}", harness.state().view().state.settings);
    let before = settings(&harness);
    let pressed = |harness: &mut Harness<'_, Window>| {
        for key in [Key::ArrowRight, Key::Space, Key::End, Key::T, Key::P, Key::V, Key::Y, Key::B, Key::L, Key::I] {
            press(harness, Modifiers::NONE, key);
        }
        let view = harness.state().view();
        assert_eq!((view.position(), view.state.bookmarks.frames().len()), (Some(1), 0));
        assert!(!view.document.unwrap().playback().is_playing());
    };
    for (menu, item) in
        [("Help", "Guide"), ("Help", "Shortcuts ?"), ("File", "Export… Ctrl+E"), ("Help", "Watch it learn")]
    {
        open_menu(&mut harness, menu);
        pressed(&mut harness);
        if harness.query_by_label(item).is_none() {
            open_menu(&mut harness, menu);
        }
        click(&mut harness, item);
        pressed(&mut harness);
        escape(&mut harness);
    }
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    assert_eq!((position(&harness), settings(&harness)), (2, before));
}

#[test]
fn the_question_mark_closes_the_list_of_shortcuts_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(small_file(folder.path()));
    for is_open in [true, false] {
        harness.event(Event::Text("?".to_owned()));
        settle(&mut harness);
        assert_eq!(harness.query_by_label("Shortcuts").is_some(), is_open);
    }
}
