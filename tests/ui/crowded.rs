//! Frames with more boxes than are drawn one by one.

use std::path::{Path, PathBuf};
use std::time::Instant;

use eframe::egui::{self, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::app::Window;
use motscope::mot::TrackId;

use crate::small::{canvas, open};
use crate::window::{PATIENCE, press};

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
    wait_for(&mut harness, "frame 1, 1,501 boxes, 13,500 filtered");
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
    step_until(&mut harness, &|harness| harness.state().view().state.selected == Some(TrackId(77_777)));
    harness.hover_at(at);
    step_until(&mut harness, &|harness| harness.query_by_label("77777").is_some());
}

#[test]
fn boxes_that_cannot_be_told_apart_are_a_density_though_they_are_few() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("raw.txt");
    // Raw detections: three hundred boxes about the same five objects. In frame 2, as many boxes beside each other.
    let raw = |at: u32| format!("1,{at},{},{},60,150,0.{}\n", at % 5 * 200 + at / 5 % 8, 100 + at / 40, at % 10);
    let apart = |at: u32| format!("2,{at},{},{},20,20,0.5\n", at % 20 * 50, at / 20 * 30);
    let rows: Vec<String> = (0..300).map(raw).chain((0..300).map(apart)).collect();
    std::fs::write(&path, rows.concat()).unwrap();
    let mut harness = open(path);
    wait_for(&mut harness, "frame 1, 300 boxes as density");
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    wait_for(&mut harness, "frame 2, 300 boxes");
    assert!(!canvas(&harness).contains("density"), "{}", canvas(&harness));
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    wait_for(&mut harness, "frame 1, 300 boxes as density");
    harness.get_by_label("Least confidence").set_value_accesskit(0.85);
    wait_for(&mut harness, "frame 1, 30 boxes, 270 filtered");
}

#[test]
fn boxes_that_are_filtered_and_boxes_out_of_view_are_two_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let gt = folder.path().join("gt.txt");
    let rows = |confidence: &str| -> String {
        let row = |at: u32| format!("1,{at},{},100,20,40,{confidence}{}\n", at * 40, at % 10);
        (0..40).map(row).collect::<Vec<_>>().concat()
    };
    std::fs::write(&gt, rows("0.")).unwrap();
    let other = folder.path().join("other.txt");
    std::fs::write(&other, rows("0.")).unwrap();
    let start = motscope::app::Start { path: Some(gt), layers: vec![other], ..motscope::app::Start::default() };
    let mut harness = crate::small::start(start);
    harness.get_by_label("Least confidence").set_value_accesskit(0.25);
    for _ in 0..6 {
        press(&mut harness, Modifiers::NONE, Key::Plus);
    }
    let told = canvas(&harness);
    let (main, further) = told.split_once(" · ").unwrap();
    let numbers = |text: &str| -> Vec<usize> {
        let digits = |part: &str| part.split_whitespace().find_map(|word| word.parse().ok());
        text.trim_start_matches("frame 1, ").trim_start_matches("other.txt").split(", ").filter_map(digits).collect()
    };
    let [shown, filtered, outside] = numbers(main)[..] else { panic!("{told}") };
    assert!(main.contains("filtered") && main.ends_with("out of view") && outside > 0, "{told}");
    assert_eq!((filtered, shown + filtered + outside), (12, 40), "{told}");
    let [shown, outside] = numbers(further)[..] else { panic!("{told}") };
    assert!(further.ends_with("out of view") && shown + outside == 40, "{told}");
}
