//! Undo of settings: one step for each gesture, told in a note, and never for moves or files.

use std::path::Path;

use eframe::egui::{Key, Modifiers, Rect, Role, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable};
use motscope::app::Window;

use crate::errors::files;
use crate::panes::{self, panes};
use crate::small::{open, open_menu, small_file, start, type_into};
use crate::window::{click, position, press, settle, some_boxes};

fn undo(harness: &mut Harness<'_, Window>) {
    press(harness, Modifiers::COMMAND, Key::Z);
}

fn redo(harness: &mut Harness<'_, Window>) {
    press(harness, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
}

fn degree(harness: &Harness<'_, Window>) -> usize {
    harness.state().view().state.settings.cache.degree
}

fn theme(harness: &Harness<'_, Window>) -> String {
    format!("{:?}", harness.state().view().state.settings.theme)
}

fn drag(harness: &mut Harness<'_, Window>, rect: Rect, shares: [f32; 2]) {
    let place = |share: f32| pos2(rect.left() + share * rect.width(), rect.center().y);
    harness.drag_at(place(shares[0]));
    harness.step();
    for part in 1..=6 {
        harness.hover_at(place(shares[0] + (shares[1] - shares[0]) * part as f32 / 6.0));
        harness.step();
    }
    harness.drop_at(place(shares[1]));
    settle(harness);
}

#[test]
fn a_drag_of_a_slider_is_one_step_that_is_undone_and_done_again_and_told() {
    let mut harness = start(some_boxes());
    click(&mut harness, "Tuning");
    let before = degree(&harness);
    let slider = harness.get_by_role_and_label(Role::Slider, "degree").rect();
    drag(&mut harness, slider, [0.5, 0.9]);
    let first = degree(&harness);
    drag(&mut harness, slider, [0.9, 0.7]);
    let second = degree(&harness);
    assert!(first != before && second != first);
    undo(&mut harness);
    assert_eq!(degree(&harness), first);
    harness.get_by_label(&format!("Undone: degree {second} → {first}"));
    undo(&mut harness);
    assert_eq!(degree(&harness), before);
    undo(&mut harness);
    assert_eq!(degree(&harness), before, "there is nothing more");
    redo(&mut harness);
    assert_eq!(degree(&harness), first);
    harness.get_by_label(&format!("Redone: degree {before} → {first}"));
    press(&mut harness, Modifiers::COMMAND, Key::Y);
    assert_eq!(degree(&harness), second);
    // The note goes by itself.
    (0..400).for_each(|_| harness.step());
    assert!(harness.query_by_label_contains("Redone:").is_none());
}

#[test]
fn themes_panels_the_scale_and_the_layout_are_undone_in_turn_and_moves_are_not() {
    let mut harness = start(some_boxes());
    press(&mut harness, Modifiers::NONE, Key::T);
    press(&mut harness, Modifiers::COMMAND, Key::Plus);
    open_menu(&mut harness, "View");
    harness.get_by_label("Light").scroll_to_me();
    (0..30).for_each(|_| harness.step());
    click(&mut harness, "Light");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    press(&mut harness, Modifiers::NONE, Key::End);
    let tracks = |harness: &Harness<'_, Window>| harness.state().view().state.settings.show_tracks;
    assert_eq!((theme(&harness).as_str(), tracks(&harness)), ("Light", false));
    undo(&mut harness);
    assert_eq!(theme(&harness), "Dark");
    harness.get_by_label("Undone: theme light → dark");
    undo(&mut harness);
    assert_eq!(harness.ctx.zoom_factor(), 1.0);
    harness.get_by_label("Undone: scale 110 % → 100 %");
    undo(&mut harness);
    assert!(tracks(&harness));
    undo(&mut harness);
    assert_eq!(position(&harness), 600);
    (0..3).for_each(|_| redo(&mut harness));
    assert_eq!((theme(&harness).as_str(), harness.ctx.zoom_factor()), ("Light", 1.1));
}

#[test]
fn a_panel_that_was_resized_has_its_size_again() {
    let mut harness = start(some_boxes());
    let canvas = harness.get_by_label("Canvas").rect();
    let edge = pos2(canvas.left() - 1.0, canvas.center().y);
    harness.drag_at(edge);
    harness.step();
    for part in 1..=5 {
        harness.hover_at(edge + vec2(part as f32 * 20.0, 0.0));
        harness.step();
    }
    harness.drop_at(edge + vec2(100.0, 0.0));
    settle(&mut harness);
    assert!(harness.get_by_label("Canvas").rect().left() > canvas.left() + 50.0);
    undo(&mut harness);
    (0..5).for_each(|_| harness.step());
    assert!((harness.get_by_label("Canvas").rect().left() - canvas.left()).abs() < 2.0);
    harness.get_by_label("Undone: places of the panels");
}

#[test]
fn filters_and_looks_are_undone_while_their_file_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = crate::errors::open(files(folder.path()), [1280.0, 820.0]);
    let name = |harness: &Harness<'_, Window>| {
        let box_of_layer = harness.query_all_by_label_contains("Layer ").find(|node| {
            node.accesskit_node().role() == Role::CheckBox && node.accesskit_node().label().unwrap().contains("run")
        });
        box_of_layer.unwrap().accesskit_node().label().unwrap()
    };
    let shown = |harness: &Harness<'_, Window>| harness.state().view().look(1).unwrap().shown;
    let label = name(&harness);
    click(&mut harness, &label);
    assert!(!shown(&harness));
    undo(&mut harness);
    assert!(shown(&harness));
    harness.get_by_label_contains("hidden → shown");
    redo(&mut harness);
    assert!(!shown(&harness));

    let other = tempfile::tempdir().unwrap();
    let mut harness = open(small_file(other.path()));
    let slider = harness.get_by_role_and_label(Role::Slider, "Least confidence").rect();
    drag(&mut harness, slider, [0.3, 0.6]);
    let filter = |harness: &Harness<'_, Window>| harness.state().view().filter(0).min_confidence;
    assert!(filter(&harness).is_some());
    undo(&mut harness);
    assert_eq!(filter(&harness), None);
    harness.get_by_label_contains("Undone: confidence ");
    redo(&mut harness);
    assert!(filter(&harness).is_some());
    // In another file, it is nothing to undo.
    press(&mut harness, Modifiers::COMMAND, Key::L);
    open_path(&mut harness, &folder.path().join("run.txt"));
    undo(&mut harness);
    assert!(harness.query_by_label_contains("Undone: ").is_none());
}

fn open_path(harness: &mut Harness<'_, Window>, path: &Path) {
    harness.get_by_label("Path").type_text(&path.display().to_string());
    settle(harness);
    press(harness, Modifiers::NONE, Key::Enter);
}

#[test]
fn in_a_text_field_the_key_is_of_the_text() {
    let mut harness = start(some_boxes());
    press(&mut harness, Modifiers::NONE, Key::T);
    press(&mut harness, Modifiers::NONE, Key::T);
    press(&mut harness, Modifiers::NONE, Key::Y);
    let timeline = |harness: &Harness<'_, Window>| harness.state().view().state.settings.judging.show_timeline;
    assert!(timeline(&harness));
    type_into(&mut harness, "Search id", "12");
    undo(&mut harness);
    assert!(timeline(&harness));
    press(&mut harness, Modifiers::NONE, Key::Escape);
    undo(&mut harness);
    assert!(!timeline(&harness));
}

#[test]
fn undo_leaves_what_panes_show_also_if_another_pane_is_active() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = panes::open(folder.path(), &["a.txt"]);
    let width = |harness: &Harness<'_, Window>| harness.state().view().look(1).unwrap().style.width;
    press(&mut harness, Modifiers::NONE, Key::S);
    click(&mut harness, "Style of a.txt");
    let before = width(&harness);
    let slider = harness.get_by_role_and_label(Role::Slider, "× line width").rect();
    drag(&mut harness, slider, [0.3, 0.8]);
    assert!(width(&harness) != before);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    click(&mut harness, "Layer a.txt");
    assert_eq!(panes(&harness), "SideBySide: gt.txt+a.txt | a.txt");
    click(&mut harness, "Pane 2");
    undo(&mut harness);
    assert_eq!(width(&harness), before);
    assert_eq!(panes(&harness), "SideBySide: gt.txt+a.txt | a.txt");
    click(&mut harness, "Layer a.txt");
    click(&mut harness, "Pane 1");
    undo(&mut harness);
    redo(&mut harness);
    assert_eq!(panes(&harness), "SideBySide: gt.txt+a.txt | ");
}
