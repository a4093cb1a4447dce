//! The window itself: its tabs, its lists, its menus, and how much of it the picture has.

use egui_kittest::kittest::Queryable;
use motscope::app::Start;

use super::{SMALL, ZOOMS, fits, opened};
use crate::small::open_menu;
use crate::window::{click, settle, some_boxes};

#[test]
fn the_picture_keeps_at_least_half_of_a_small_window() {
    for zoom in ZOOMS {
        for start in [some_boxes(), Start::default()] {
            let harness = opened(start, zoom);
            let canvas = harness.get_by_label("Canvas").rect();
            assert!(canvas.width() >= SMALL[0] / zoom / 2.0, "{canvas:?} at zoom {zoom}");
        }
    }
}

#[test]
fn no_tab_is_cut_off_in_a_small_window() {
    for zoom in ZOOMS {
        let mut harness = opened(Start::default(), zoom);
        for tab in ["Cache", "Tuning", "Events", "Errors", "Bookmarks"] {
            harness.get_all_by_label_contains(tab).next().unwrap().click();
            settle(&mut harness);
            fits(&mut harness, tab);
        }
        if harness.query_by_label("Picture").is_some() {
            click(&mut harness, "Picture");
            fits(&mut harness, "the section of the picture");
        }
    }
}

#[test]
fn no_menu_is_cut_off_in_a_small_window() {
    for zoom in ZOOMS {
        let mut harness = opened(Start::default(), zoom);
        for menu in ["File", "View", "Playback", "Help"] {
            open_menu(&mut harness, menu);
            fits(&mut harness, menu);
            harness.key_press(eframe::egui::Key::Escape);
            settle(&mut harness);
        }
    }
}
