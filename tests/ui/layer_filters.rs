//! Each layer has a filter of its own.

use std::fs;
use std::path::{Path, PathBuf};

use eframe::egui;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use motscope::app::{Start, Window};

use crate::small::{self, canvas};
use crate::window::{click, press, settle};

/// Two results over one frame: the first with classes 1 and 2, the second with classes 1, 2 and 3 and low confidences.
fn files(folder: &Path) -> [PathBuf; 2] {
    let rows = |confidence: f64, classes: &[u32]| {
        let row = |(at, class): (usize, &u32)| {
            format!("1,{at},{},10,40,80,{},{class},-1,-1\n", 60 * at, confidence - 0.1 * at as f64)
        };
        classes.iter().enumerate().map(row).collect::<String>()
    };
    [("a.txt", rows(0.9, &[1, 2, 1])), ("b.txt", rows(0.5, &[1, 2, 3]))].map(|(name, text)| {
        fs::write(folder.join(name), text).unwrap();
        folder.join(name)
    })
}

fn open(folder: &Path) -> Harness<'static, Window> {
    let [a, b] = files(folder);
    small::start(Start { path: Some(a), layers: vec![b], ..Start::default() })
}

#[test]
fn a_further_layer_is_filtered_in_its_menu_and_the_main_layer_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(folder.path());
    assert_eq!(canvas(&harness), "frame 1, 3 boxes · b.txt 3");
    click(&mut harness, "Style of b.txt");
    click(&mut harness, "Filter");
    harness.get_by_label("Least confidence of b.txt").set_value_accesskit(0.35);
    settle(&mut harness);
    assert_eq!(canvas(&harness), "frame 1, 3 boxes · b.txt 2, 1 filtered");
    click(&mut harness, "class 2 of b.txt");
    assert_eq!(canvas(&harness), "frame 1, 3 boxes · b.txt 1, 2 filtered");
    let view = harness.state().view();
    assert!(!view.filter(0).is_active() && view.filter(1).is_active());
    click(&mut harness, "Length, size of b.txt");
    harness.get_by_label("Least height of b.txt").set_value_accesskit(79.0);
    settle(&mut harness);
    assert_eq!(canvas(&harness), "frame 1, 3 boxes · b.txt 1, 2 filtered");
    assert!(harness.query_by_label("Least length of b.txt").is_none(), "its tracks are not read");
    // The box that is hidden is not under the pointer either.
    harness.get_by_label("Filter (on)");
    click(&mut harness, "Reset filters of b.txt");
    assert_eq!(canvas(&harness), "frame 1, 3 boxes · b.txt 3");
}

#[test]
fn the_list_of_tracks_filters_the_main_layer_alone_and_a_filter_stays_with_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(folder.path());
    click(&mut harness, "class 1");
    assert_eq!(canvas(&harness), "frame 1, 1 box, 2 filtered · b.txt 3");
    click(&mut harness, "Style of b.txt");
    click(&mut harness, "Make main");
    assert_eq!(canvas(&harness), "frame 1, 3 boxes · a.txt 1, 2 filtered");
    press(&mut harness, egui::Modifiers::CTRL, egui::Key::R);
    settle(&mut harness);
    assert_eq!(canvas(&harness), "frame 1, 3 boxes · a.txt 1, 2 filtered");
}

#[test]
fn what_is_filtered_in_a_further_layer_is_not_under_the_pointer() {
    let folder = tempfile::tempdir().unwrap();
    let [a, b] = files(folder.path());
    // The box of class 3 lies apart from those of the main layer.
    fs::write(&b, "1,0,0,10,40,80,0.5,1,-1,-1\n1,9,100,10,15,80,0.5,3,-1,-1\n").unwrap();
    let mut harness = small::start(Start { path: Some(a), layers: vec![b], ..Start::default() });
    let place = harness.get_by_label("Canvas").rect();
    // The scene reaches from 0, 10 to 160, 90.
    let scale = (place.width() * 0.96 / 160.0).min(place.height() * 0.96 / 80.0);
    let at = place.center() + egui::vec2(107.0 - 80.0, 0.0) * scale;
    let is_told = |harness: &mut Harness<'_, Window>| {
        harness.hover_at(at);
        settle(harness);
        harness.query_all_by_label("b.txt").count() == 2
    };
    assert!(is_told(&mut harness));
    click(&mut harness, "Style of b.txt");
    click(&mut harness, "Filter");
    click(&mut harness, "class 3 of b.txt");
    press(&mut harness, egui::Modifiers::NONE, egui::Key::Escape);
    assert!(!is_told(&mut harness));
}
