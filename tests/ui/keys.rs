//! Commands by name and by key, driven by keyboard: the command palette, keys that are changed, scale and full screen.

use std::time::Instant;

use eframe::egui::{Event, Key, Modifiers, ViewportCommand};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable};
use motscope::app::{Start, Window};

use crate::small::{open_menu, start};
use crate::storage::Stored;
use crate::window::{click, position, press, settle, some_boxes};

const PALETTE: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

fn palette(harness: &mut Harness<'_, Window>, search: &str) {
    press(harness, PALETTE, Key::P);
    harness.get_by_label("Search commands").type_text(search);
    settle(harness);
}

fn is_open(harness: &Harness<'_, Window>) -> bool {
    harness.query_by_label("Search commands").is_some()
}

fn help(harness: &mut Harness<'_, Window>) {
    harness.event(Event::Text("?".to_owned()));
    settle(harness);
    harness.get_by_label("Shortcuts");
}

/// Clicks the key of an action in the list of shortcuts, which may have to be scrolled for that.
fn change(harness: &mut Harness<'_, Window>, action: &str) {
    let label = format!("Key of {action}");
    harness.get_by_label(&label).scroll_to_me();
    settle(harness);
    (0..30).for_each(|_| harness.step());
    click(harness, &label);
    harness.get_by_label_contains("Press the key to use");
}

#[test]
fn every_command_is_found_by_its_name_and_run_by_keyboard_alone() {
    let mut harness = start(some_boxes());
    palette(&mut harness, "last frame");
    // The last frame of a track needs a selected track, the other one does not.
    harness.get_by_label("Command: last frame of the selected track");
    let found = harness.query_all_by_label_contains("Command: ").count();
    assert!((2..6).contains(&found), "{found}");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(!is_open(&harness) && position(&harness) == 600);
    // Arrow keys choose another row, and its key is shown.
    palette(&mut harness, "theme");
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(format!("{:?}", harness.state().view().state.settings.theme).contains("Light"));
    // What does nothing now is not run, and Escape closes the palette only.
    palette(&mut harness, "follow the selected");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(is_open(&harness), "without a selected track there is nothing to follow");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!is_open(&harness));
    press(&mut harness, PALETTE, Key::P);
    press(&mut harness, PALETTE, Key::P);
    assert!(!is_open(&harness), "the key that shows it hides it");
}

#[test]
fn a_key_is_changed_shown_in_menus_kept_and_reset() {
    let mut harness = start(some_boxes());
    help(&mut harness);
    change(&mut harness, "fit the picture");
    press(&mut harness, Modifiers::COMMAND, Key::Q);
    harness.get_by_label("Ctrl+Q is the key of: quit.");
    click(&mut harness, "Keep it there");
    change(&mut harness, "fit the picture");
    press(&mut harness, Modifiers::SHIFT, Key::Z);
    harness.get_by_label("Reset the key of fit the picture");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    open_menu(&mut harness, "View");
    harness.get_by_label("Fit Shift+Z");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    let zoom = |harness: &Harness<'_, Window>| harness.state().view().state.camera.viewport.zoom();
    press(&mut harness, Modifiers::NONE, Key::Plus);
    press(&mut harness, Modifiers::NONE, Key::F);
    assert!(zoom(&harness) > 1.0, "the former key does nothing");
    press(&mut harness, Modifiers::SHIFT, Key::Z);
    assert_eq!(zoom(&harness), 1.0);
    // It is kept.
    let mut storage = Stored::default();
    eframe::App::save(harness.state_mut(), &mut storage);
    let mut harness = Harness::builder().with_size([1280.0, 800.0]).build_eframe(|creation| {
        creation.storage = Some(&storage);
        Window::new(creation, some_boxes(), Instant::now())
    });
    settle(&mut harness);
    press(&mut harness, Modifiers::NONE, Key::Plus);
    press(&mut harness, Modifiers::SHIFT, Key::Z);
    assert_eq!(zoom(&harness), 1.0);
    help(&mut harness);
    harness.get_by_label("Reset the key of fit the picture").scroll_to_me();
    (0..30).for_each(|_| harness.step());
    click(&mut harness, "Reset the key of fit the picture");
    assert!(harness.get_by_label("Reset all keys").accesskit_node().is_disabled());
    press(&mut harness, Modifiers::NONE, Key::Escape);
    press(&mut harness, Modifiers::NONE, Key::Plus);
    press(&mut harness, Modifiers::NONE, Key::F);
    assert_eq!(zoom(&harness), 1.0);
}

#[test]
fn a_key_that_another_action_has_moves_only_when_told() {
    let mut harness = start(some_boxes());
    help(&mut harness);
    change(&mut harness, "fit the picture");
    press(&mut harness, Modifiers::NONE, Key::B);
    harness.get_by_label("B is the key of: set or remove a bookmark here.");
    click(&mut harness, "Use it here instead");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    press(&mut harness, Modifiers::NONE, Key::B);
    assert!(harness.state().view().state.bookmarks.frames().is_empty());
    help(&mut harness);
    click(&mut harness, "Reset all keys");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    press(&mut harness, Modifiers::NONE, Key::B);
    assert_eq!(harness.state().view().state.bookmarks.frames().len(), 1);
}

#[test]
fn scale_and_full_screen_have_keys_and_places_in_the_menu() {
    let mut harness = start(Start { ..some_boxes() });
    let scale = |harness: &Harness<'_, Window>| harness.ctx.zoom_factor();
    press(&mut harness, Modifiers::COMMAND, Key::Plus);
    assert_eq!(scale(&harness), 1.1);
    press(&mut harness, Modifiers::COMMAND, Key::Minus);
    press(&mut harness, Modifiers::COMMAND, Key::Minus);
    assert_eq!(scale(&harness), 0.9);
    press(&mut harness, Modifiers::COMMAND, Key::Num0);
    assert_eq!(scale(&harness), 1.0);
    open_menu(&mut harness, "View");
    click(&mut harness, "Scale: larger");
    assert_eq!(scale(&harness), 1.1);
    press(&mut harness, Modifiers::COMMAND, Key::Num0);
    harness.get_by_label("Full screen F11");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    harness.event(Event::Key {
        key: Key::F11,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    });
    harness.step();
    let commands = &harness.output().viewport_output[&eframe::egui::ViewportId::ROOT].commands;
    assert!(commands.contains(&ViewportCommand::Fullscreen(true)), "{commands:?}");
}
