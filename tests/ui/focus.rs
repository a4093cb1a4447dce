//! The keyboard focus: it is seen on every control, arrow keys step frames wherever it is but in a text field, and ↑ ↓ go along every
//! list.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use eframe::egui::{Color32, Id, Key, Memory, Modifiers, Rect, Rgba, Role, Shape, Theme};
use egui_kittest::kittest::{NodeT as _, Queryable};
use egui_kittest::{Harness, Node};
use motscope::app::{Start, Window};

use crate::errors::files;
use crate::errors_panel::wait_for;
use crate::small::{open_menu, small_file, start, type_into};
use crate::window::{click, position, press, settle, some_boxes};

fn focused(harness: &Harness<'_, Window>) -> Option<Id> {
    harness.ctx.memory(Memory::focused)
}

/// The relative luminance of a colour, as WCAG defines it.
fn luminance(color: Color32) -> f32 {
    let [red, green, blue, _] = Rgba::from(color).to_array();
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: Color32, other: Color32) -> f32 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    (one / other).max(other / one)
}

/// Whether a line at least two points wide is drawn around this part of the window, in a colour that differs from the ground.
fn has_ring(harness: &Harness<'_, Window>, rect: Rect) -> bool {
    let ground = harness.ctx.global_style().visuals.panel_fill;
    let screen = harness.ctx.content_rect();
    harness.output().shapes.iter().any(|clipped| {
        let Shape::Rect(ring) = &clipped.shape else { return false };
        let seen = ring.rect.intersect(clipped.clip_rect).intersect(screen);
        let is_around = ring.rect.expand(3.5).contains_rect(rect.intersect(screen.shrink(3.0)))
            && rect.expand(3.5).contains_rect(ring.rect);
        is_around
            && seen == ring.rect
            && ring.fill == Color32::TRANSPARENT
            && ring.stroke.width >= 2.0
            && contrast(ring.stroke.color, ground) >= 3.0
    })
}

/// Goes from control to control until all have had the focus, or so many. Returns how many were gone to.
fn walk(harness: &mut Harness<'_, Window>, modifiers: Modifiers, most: usize) -> usize {
    let mut seen = HashSet::new();
    for _ in 0..most {
        harness.key_press_modifiers(modifiers, Key::Tab);
        (0..4).for_each(|_| harness.step());
        let Some(id) = focused(harness) else { continue };
        if !seen.insert(id) {
            break;
        }
        let control = harness.ctx.read_response(id).unwrap();
        assert!(control.interact_rect.is_positive(), "control {} is out of view: {:?}", seen.len(), control.rect);
        if !has_ring(harness, control.interact_rect) {
            let node = harness.query_all(egui_kittest::kittest::By::new()).find(Node::is_focused);
            let label = node.and_then(|node| node.accesskit_node().label());
            panic!("control {} has no ring: {label:?} {:?}", seen.len(), control.rect);
        }
    }
    seen.len()
}

fn themed(harness: &mut Harness<'_, Window>, theme: &str) {
    open_menu(harness, "View");
    harness.get_by_label(theme).scroll_to_me();
    (0..30).for_each(|_| harness.step());
    click(harness, theme);
    press(harness, Modifiers::NONE, Key::Escape);
}

#[test]
fn tab_goes_to_every_control_of_every_tab_and_a_ring_shows_which_one_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = crate::errors::open(files(folder.path()), [1280.0, 820.0]);
    press(&mut harness, Modifiers::NONE, Key::B);
    for tab in ["Cache", "Tuning", "Events", "Bookmarks", "Errors"] {
        harness
            .get_all_by_label_contains(tab)
            .find(|node| node.accesskit_node().role() == Role::Button)
            .unwrap()
            .click();
        settle(&mut harness);
        let count = walk(&mut harness, Modifiers::NONE, 400);
        assert!(count > 50, "{tab}: {count} controls");
        press(&mut harness, Modifiers::NONE, Key::Escape);
    }
    themed(&mut harness, "Light");
    assert_eq!(harness.ctx.theme(), Theme::Light);
    assert!(walk(&mut harness, Modifiers::NONE, 400) > 50);
}

#[test]
fn the_ring_is_seen_in_menus_and_dialogs() {
    let mut harness = start(some_boxes());
    for theme in ["Dark", "Light"] {
        themed(&mut harness, theme);
        let all = theme == "Dark";
        for menu in ["File", "View", "Playback", "Help"].into_iter().take(if all { 4 } else { 1 }) {
            open_menu(&mut harness, menu);
            // The entries are drawn last, so they are the first from the end.
            assert!(walk(&mut harness, Modifiers::SHIFT, 6) >= 4, "{menu}");
            press(&mut harness, Modifiers::NONE, Key::Escape);
            press(&mut harness, Modifiers::NONE, Key::Escape);
        }
        let dialogs = ["export pictures", "guide", "about", "this list of shortcuts", "watch it learn", "open by path"];
        for command in dialogs.into_iter().take(if all { 6 } else { 1 }) {
            press(&mut harness, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::P);
            harness.get_by_label("Search commands").type_text(command);
            settle(&mut harness);
            press(&mut harness, Modifiers::NONE, Key::Enter);
            (0..30).for_each(|_| harness.step());
            assert!(walk(&mut harness, Modifiers::SHIFT, 8) >= 1, "{command}");
            (0..3).for_each(|_| press(&mut harness, Modifiers::NONE, Key::Escape));
        }
    }
}

/// Gives the focus to what has this role and label.
fn focus(harness: &mut Harness<'_, Window>, role: Role, label: &str) -> Id {
    harness.get_by_role_and_label(role, label).focus();
    (0..3).for_each(|_| harness.step());
    focused(harness).unwrap()
}

#[test]
fn arrow_keys_step_frames_wherever_the_focus_is_but_in_a_text_field() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = start(Start { path: Some(small_file(folder.path())), ..Start::default() });
    click(&mut harness, "Tuning");
    for (role, label) in [
        (Role::Button, "Play"),
        (Role::Button, "File"),
        (Role::Button, "Cache"),
        (Role::ComboBox, "Speed"),
        (Role::Slider, "degree"),
        (Role::ListItem, "Track 12"),
    ] {
        press(&mut harness, Modifiers::NONE, Key::Home);
        let (id, settings) = (focus(&mut harness, role, label), harness.state().view().state.settings.clone());
        press(&mut harness, Modifiers::NONE, Key::ArrowRight);
        press(&mut harness, Modifiers::NONE, Key::ArrowRight);
        press(&mut harness, Modifiers::SHIFT, Key::ArrowRight);
        press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
        assert_eq!(position(&harness), 7, "{label}");
        assert_eq!(focused(&harness), Some(id), "{label} keeps the focus");
        assert_eq!(harness.state().view().state.settings, settings, "{label} does not change");
        press(&mut harness, Modifiers::NONE, Key::End);
        assert_eq!(position(&harness), 10, "{label}");
    }
    // In a text field they move the cursor.
    type_into(&mut harness, "Search id", "12");
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(position(&harness), 10);
}

#[test]
fn up_and_down_move_a_slider() {
    let mut harness = start(some_boxes());
    click(&mut harness, "Tuning");
    let degree = |harness: &Harness<'_, Window>| harness.state().view().state.settings.cache.degree;
    let (id, before) = (focus(&mut harness, Role::Slider, "degree"), degree(&harness));
    press(&mut harness, Modifiers::NONE, Key::ArrowUp);
    assert!(degree(&harness) > before);
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    assert!(degree(&harness) < before);
    assert_eq!((focused(&harness), position(&harness)), (Some(id), 1));
}

/// The label of what has the focus.
fn label(harness: &Harness<'_, Window>) -> String {
    let node = harness.query_all(egui_kittest::kittest::By::new()).find(Node::is_focused);
    node.and_then(|node| node.accesskit_node().label()).unwrap_or_default()
}

/// A file of two hundred tracks of one box each, and as many lines that are no rows.
fn many(folder: &Path) -> Start {
    let mut text = String::new();
    for id in 1..=200 {
        writeln!(text, "{id},{id},100,100,50,80,1,-1,-1,-1\nline {id}").unwrap();
    }
    fs::write(folder.join("many.txt"), text).unwrap();
    Start { path: Some(folder.join("many.txt")), ..Start::default() }
}

#[test]
fn up_and_down_go_along_the_list_of_tracks_beyond_what_is_in_view_and_enter_selects() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = start(many(folder.path()));
    focus(&mut harness, Role::ListItem, "Track 1");
    for id in 2..=60 {
        press(&mut harness, Modifiers::NONE, Key::ArrowDown);
        assert_eq!(label(&harness), format!("Track {id}"));
    }
    assert_eq!(position(&harness), 1, "the focus alone moves");
    press(&mut harness, Modifiers::NONE, Key::ArrowUp);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(harness.state().view().state.selected.map(|id| id.0), Some(59));
    assert_eq!(position(&harness), 59);
    let row = harness.get_by_label("Track 59").rect();
    assert!(has_ring(&harness, row));
}

#[test]
fn bookmarks_events_and_tables_are_gone_along_by_keyboard_and_enter_goes_there() {
    let mut harness = start(some_boxes());
    for _ in 0..45 {
        press(&mut harness, Modifiers::NONE, Key::ArrowRight);
        press(&mut harness, Modifiers::NONE, Key::B);
    }
    click(&mut harness, "Bookmarks");
    focus(&mut harness, Role::Button, "Go to bookmark 2");
    (0..40).for_each(|_| press(&mut harness, Modifiers::NONE, Key::ArrowDown));
    assert_eq!(label(&harness), "Go to bookmark 42");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(position(&harness), 42);
    click(&mut harness, "Events");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    click(&mut harness, "Pause");
    let rows: Vec<String> = harness
        .query_all_by_label_contains(", frame ")
        .map(|row| row.accesskit_node().label().unwrap())
        .filter(|row| row.contains("hit"))
        .collect();
    focus(&mut harness, Role::Button, &rows[0]);
    (0..40).for_each(|_| press(&mut harness, Modifiers::NONE, Key::ArrowDown));
    let here = label(&harness);
    let frame: u64 = here.split(", frame ").nth(1).unwrap().split(',').next().unwrap().parse().unwrap();
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(position(&harness), frame, "{here}");
}

#[test]
fn arrow_keys_leave_the_list_of_errors_alone_while_a_dialog_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = crate::errors::open(files(folder.path()), [1280.0, 900.0]);
    harness.get_by_label_contains("Errors").click();
    settle(&mut harness);
    wait_for(&mut harness, "frame 10 · ");
    for command in ["guide", "tune for me", "watch it learn", "export pictures"] {
        press(&mut harness, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::P);
        harness.get_by_label("Search commands").type_text(command);
        settle(&mut harness);
        press(&mut harness, Modifiers::NONE, Key::Enter);
        harness.ctx.memory_mut(|memory| _ = memory.focused().map(|id| memory.surrender_focus(id)));
        press(&mut harness, Modifiers::NONE, Key::ArrowDown);
        press(&mut harness, Modifiers::NONE, Key::ArrowDown);
        assert_eq!((position(&harness), harness.state().view().state.judging.event), (1, None), "{command}");
        (0..2).for_each(|_| press(&mut harness, Modifiers::NONE, Key::Escape));
    }
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(position(&harness), 10);
}

#[test]
fn texts_name_the_keys_that_are_chosen() {
    let mut harness = start(some_boxes());
    let assign = |harness: &mut Harness<'_, Window>, action: &str, key: Key| {
        harness.event(eframe::egui::Event::Text("?".to_owned()));
        settle(harness);
        let label = format!("Key of {action}");
        harness.get_by_label(&label).scroll_to_me();
        (0..30).for_each(|_| harness.step());
        click(harness, &label);
        press(harness, Modifiers::NONE, key);
        press(harness, Modifiers::NONE, Key::Escape);
    };
    assign(&mut harness, "start of playback at this frame", Key::F7);
    assign(&mut harness, "set or remove a bookmark here", Key::F8);
    click(&mut harness, "Bookmarks");
    harness.get_by_label_contains("Bookmark this frame F8");
    press(&mut harness, Modifiers::COMMAND, Key::E);
    let at = harness.get_by_label("Playback range").rect().center();
    harness.hover_at(at);
    (0..60).for_each(|_| harness.step());
    harness.get_by_label("Set start (F7) or end (O) of playback first");
}
