//! Panels that are placed: two layouts, tabs, what is kept, and what is reset.

use std::time::Instant;

use eframe::egui::{Key, Modifiers, Rect, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::app::{Start, Window};

use crate::small::{open_menu, start};
use crate::storage::Stored;
use crate::window::{click, press, settle, some_boxes};

fn choose(harness: &mut Harness<'_, Window>, item: &str) {
    open_menu(harness, "View");
    harness.get_by_label(item).scroll_to_me();
    (0..30).for_each(|_| harness.step());
    click(harness, item);
    press(harness, Modifiers::NONE, Key::Escape);
}

fn rect(harness: &Harness<'_, Window>, label: &str) -> Rect {
    harness.get_by_label(label).rect()
}

/// The tab of this name.
fn tab(harness: &Harness<'_, Window>, name: &str) -> Rect {
    harness.get_by_role_and_label(Role::Button, name).rect()
}

/// Drags what is at a place to another one.
fn drag(harness: &mut Harness<'_, Window>, from: eframe::egui::Pos2, to: eframe::egui::Pos2) {
    harness.drag_at(from);
    harness.step();
    for part in 1..=4 {
        harness.hover_at(from + (to - from) * (part as f32 / 4.0));
        harness.step();
    }
    harness.drop_at(to);
    settle(harness);
}

#[test]
fn review_shows_errors_and_the_cache_in_one_row_and_engine_all_charts_and_tuning() {
    let mut harness = start(some_boxes());
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    for cell in ["live cache hit rate: ", "live queue: ", "live evictions: "] {
        harness.get_by_label_contains(cell);
    }
    let canvas = rect(&harness, "Canvas");
    assert!(rect(&harness, "Search id").right() <= canvas.left(), "the lists are at the left");
    assert!(tab(&harness, "Errors").left() >= canvas.right(), "the errors are at the right");
    assert!(harness.query_by_label_contains("Hit rate chart").is_none(), "the charts lie under the errors");
    choose(&mut harness, "Layout: Engine");
    harness.get_by_label_contains("Hit rate chart");
    harness.get_by_label("Reset all");
    assert!(harness.query_by_label_contains("live cache hit rate: ").is_none());
    assert!(rect(&harness, "Canvas").width() >= 640.0);
    choose(&mut harness, "Layout: Review");
    assert_eq!(rect(&harness, "Canvas"), canvas);
}

#[test]
fn a_panel_that_was_dragged_stays_there_after_a_restart_until_the_layout_is_reset() {
    let mut harness = start(some_boxes());
    click(&mut harness, "Cache");
    let canvas = rect(&harness, "Canvas");
    // To the lower edge of the picture.
    let from = tab(&harness, "Cache").center();
    drag(&mut harness, from, canvas.center_bottom() - eframe::egui::vec2(0.0, 20.0));
    let moved = tab(&harness, "Cache");
    assert!(moved.top() > canvas.center().y && canvas.x_range().contains(moved.center().x), "{moved} {canvas}");
    let mut stored = Stored::default();
    eframe::App::save(harness.state_mut(), &mut stored);
    let mut harness = Harness::builder().with_size([1280.0, 800.0]).build_eframe(|creation| {
        creation.storage = Some(&stored);
        Window::new(creation, Start { ..some_boxes() }, Instant::now())
    });
    settle(&mut harness);
    assert!((tab(&harness, "Cache").center() - moved.center()).length() < 4.0);
    choose(&mut harness, "Reset layout");
    assert!((rect(&harness, "Canvas").size() - canvas.size()).length() < 4.0);
    assert!(tab(&harness, "Cache").left() >= rect(&harness, "Canvas").right());
}

#[test]
fn a_tab_that_is_chosen_is_the_one_that_is_kept_and_keys_hide_the_panels() {
    let mut harness = start(some_boxes());
    let chosen = |harness: &Harness<'_, Window>| format!("{:?}", harness.state().view().state.settings.tab);
    assert_eq!(chosen(&harness), "Errors");
    for name in ["Tuning", "Events", "Cache"] {
        click(&mut harness, name);
        assert_eq!(chosen(&harness), name);
    }
    let narrow = rect(&harness, "Canvas").width();
    press(&mut harness, Modifiers::NONE, Key::P);
    assert!(harness.query_by_label("Tuning").is_none() && rect(&harness, "Canvas").width() > narrow + 250.0);
    press(&mut harness, Modifiers::NONE, Key::T);
    assert!(harness.query_by_label("Search id").is_none() && rect(&harness, "Canvas").width() > 1270.0);
    press(&mut harness, Modifiers::NONE, Key::P);
    press(&mut harness, Modifiers::NONE, Key::T);
    assert_eq!(rect(&harness, "Canvas").width(), narrow);
    harness.get_by_label("Export CSV…");
}

#[test]
fn the_edge_between_picture_and_panels_is_dragged_and_the_picture_keeps_half() {
    let mut harness = start(some_boxes());
    let canvas = rect(&harness, "Canvas");
    let edge = canvas.right_center() + eframe::egui::vec2(1.0, 60.0);
    drag(&mut harness, edge, edge - eframe::egui::vec2(40.0, 0.0));
    let narrower = rect(&harness, "Canvas");
    assert!((canvas.width() - narrower.width() - 40.0).abs() < 3.0, "{canvas} {narrower}");
    let edge = narrower.right_center() + eframe::egui::vec2(1.0, 60.0);
    drag(&mut harness, edge, edge - eframe::egui::vec2(400.0, 0.0));
    assert!(rect(&harness, "Canvas").width() >= 640.0);
}

#[test]
fn no_window_is_too_narrow_for_the_panels() {
    for width in (60..=1000).step_by(47) {
        let mut harness = crate::window::start(some_boxes(), [width as f32, 300.0]);
        (0..3).for_each(|_| harness.step());
    }
    let mut harness = start(some_boxes());
    for zoom in [1.0, 2.0, 3.0, 5.0] {
        harness.ctx.set_zoom_factor(zoom);
        (0..5).for_each(|_| harness.step());
    }
}
