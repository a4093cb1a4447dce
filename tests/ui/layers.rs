//! Layers in the window: listed, shown, styled, added, made main; pictures chosen and shifted; what is remarked.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::{self, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable};
use image::{Rgb, RgbImage};
use motscope::app::{Start, Window};
use motscope::mot::TrackId;
use motscope::sequence::ActivePairing;

use crate::window::{self, Dropped, click, settle};

/// A sequence of six frames: pictures numbered from `first`, ground truth of ids 1 and 2, detections without ids.
fn sequence(folder: &Path, first: u64) -> PathBuf {
    let path = folder.join("SEQ-01");
    for part in ["img1", "gt", "det"] {
        fs::create_dir_all(path.join(part)).unwrap();
    }
    let picture = RgbImage::from_pixel(320, 240, Rgb([90; 3]));
    (first..first + 6).for_each(|at| picture.save(path.join(format!("img1/{at:06}.png"))).unwrap());
    let rows = |row: &dyn Fn(u64) -> String| (1..=6).map(row).collect::<String>();
    let gt = |frame| format!("{frame},1,{},50,40,80,1,1,1\n{frame},2,200,50,40,80,1,1,1\n", 50 + frame);
    let det = |frame| format!("{frame},-1,{},51,40,80,0.9\n{frame},-1,201,51,40,80,0.4\n", 51 + frame);
    fs::write(path.join("gt/gt.txt"), rows(&gt)).unwrap();
    fs::write(path.join("det/det.txt"), rows(&det)).unwrap();
    path
}

fn results(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    let rows = |frame| format!("{frame},7,{},52,40,80,0.8\n", 52 + frame);
    fs::write(&path, (1..=6).map(rows).collect::<String>()).unwrap();
    path
}

fn open(path: &Path, layers: Vec<PathBuf>) -> Harness<'static, Window> {
    let start = Start { path: Some(path.to_owned()), layers, frame: Some(1), ..Start::default() };
    window::start(start, [1280.0, 800.0])
}

fn canvas(harness: &Harness<'_, Window>) -> String {
    harness.get_by_label("Canvas").value().unwrap_or_default()
}

/// The names of the layers shown, the main one first.
fn shown(harness: &Harness<'_, Window>) -> Vec<String> {
    let document = harness.state().view().document.unwrap();
    document.layers.iter().map(|layer| layer.name.clone()).collect()
}

#[test]
fn layers_found_beside_a_sequence_are_shown_by_a_click() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(&sequence(folder.path(), 1), Vec::new());
    assert_eq!(shown(&harness), ["gt.txt"]);
    assert_eq!(canvas(&harness), "frame 1, 2 boxes");
    click(&mut harness, "Show det.txt");
    assert_eq!(shown(&harness), ["gt.txt", "det.txt"]);
    assert_eq!(canvas(&harness), "frame 1, 2 boxes · det.txt 2");
    click(&mut harness, "Layer det.txt");
    assert_eq!(canvas(&harness), "frame 1, 2 boxes");
    click(&mut harness, "Layer gt.txt");
    assert!(canvas(&harness).starts_with("frame 1, 0 boxes"));
    click(&mut harness, "Picture layer");
    assert!(!harness.state().view().state.settings.picture.shown);
}

#[test]
fn how_a_layer_is_drawn_is_remembered_for_its_kind() {
    let folder = tempfile::tempdir().unwrap();
    let path = sequence(folder.path(), 1);
    let layers = vec![results(folder.path(), "a.txt"), results(folder.path(), "b.txt")];
    let mut harness = open(&path, layers);
    let results_style = |harness: &Harness<'_, Window>| harness.state().view().state.settings.layers.results;
    assert!(!results_style(&harness).dashed);
    click(&mut harness, "Style of a.txt");
    click(&mut harness, "Dashed");
    click(&mut harness, "By confidence");
    assert!(results_style(&harness).dashed);
    let view = harness.state().view();
    let look = |place| view.look(place).unwrap();
    assert!(look(1).style.dashed && look(1).style != look(2).style, "the other one keeps its own");
    assert!(!view.state.settings.layers.alone.dashed);
}

#[test]
fn a_layer_made_main_is_the_one_whose_tracks_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    let path = sequence(folder.path(), 1);
    let mut harness = open(&path, vec![results(folder.path(), "a.txt")]);
    harness.get_by_label("Track 1");
    click(&mut harness, "Track 1");
    click(&mut harness, "Style of a.txt");
    click(&mut harness, "Make main");
    assert_eq!(shown(&harness), ["a.txt", "gt.txt"]);
    assert_eq!(harness.state().view().state.selected, None);
    harness.get_by_label("Track 7");
    assert_eq!(canvas(&harness), "frame 1, 1 box · gt.txt 2");
    click(&mut harness, "Style of gt.txt");
    click(&mut harness, "Remove");
    assert_eq!(shown(&harness), ["a.txt"]);
    harness.get_by_label("Show gt.txt");
}

#[test]
fn a_layer_is_added_by_its_path_and_by_a_drop_with_shift() {
    let folder = tempfile::tempdir().unwrap();
    let path = sequence(folder.path(), 1);
    let (a, b) = (results(folder.path(), "a.txt"), results(folder.path(), "b.txt"));
    let mut harness = open(&path, Vec::new());
    window::press(&mut harness, Modifiers::COMMAND, Key::L);
    // What is typed replaces the path that is selected there.
    harness.get_by_label("Path").type_text(&a.to_string_lossy());
    settle(&mut harness);
    click(&mut harness, "Add as layer");
    assert_eq!(shown(&harness), ["gt.txt", "a.txt"]);
    let drop = |harness: &mut Harness<'_, Window>, modifiers: Modifiers| {
        harness.event(egui::Event::ModifiersChanged(modifiers));
        harness.input_mut().dropped_files.push(Arc::new(Dropped(b.clone())));
        harness.step();
        harness.event(egui::Event::ModifiersChanged(Modifiers::NONE));
        settle(harness);
    };
    drop(&mut harness, Modifiers::SHIFT);
    assert_eq!(shown(&harness), ["gt.txt", "a.txt", "b.txt"]);
    drop(&mut harness, Modifiers::NONE);
    assert_eq!(shown(&harness), ["b.txt"]);
}

#[test]
fn a_file_that_is_a_layer_already_stays_one_and_that_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = sequence(folder.path(), 1);
    let (a, b) = (results(folder.path(), "a.txt"), results(folder.path(), "b.txt"));
    let mut harness = open(&path, vec![a.clone()]);
    let drop = |harness: &mut Harness<'_, Window>, paths: &[PathBuf]| {
        harness.event(egui::Event::ModifiersChanged(Modifiers::SHIFT));
        for path in paths {
            harness.input_mut().dropped_files.push(Arc::new(Dropped(path.clone())));
        }
        harness.step();
        harness.event(egui::Event::ModifiersChanged(Modifiers::NONE));
        settle(harness);
    };
    // A file may be named by another path than that of its layer.
    let other = path.join("..").join("a.txt");
    for (paths, told, layers) in [
        (&[a.clone()][..], "a.txt is already a layer", &["gt.txt", "a.txt"][..]),
        (&[path.join("gt/gt.txt")], "gt.txt is already a layer", &["gt.txt", "a.txt"]),
        (&[other, b.clone()], "a.txt is already a layer", &["gt.txt", "a.txt", "b.txt"]),
        (&[a, b], "a.txt and b.txt are already layers", &["gt.txt", "a.txt", "b.txt"]),
    ] {
        drop(&mut harness, paths);
        harness.get_by_label(told);
        assert_eq!(shown(&harness), layers, "{told}");
        click(&mut harness, "Dismiss");
    }
}

#[test]
fn a_layer_that_cannot_be_read_is_told_and_can_be_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let gone = folder.path().join("gone.txt");
    let mut harness = open(&sequence(folder.path(), 1), vec![gone]);
    assert_eq!(shown(&harness), ["gt.txt"]);
    harness.get_by_label_contains("gone.txt: not shown");
    click(&mut harness, "1 remark");
    assert!(harness.query_all_by_label_contains("gone.txt").count() > 1);
    click(&mut harness, "Remove gone.txt");
    assert!(harness.query_by_label_contains("gone.txt").is_none());
    assert!(harness.query_by_label("1 remark").is_none());
}

#[test]
fn a_click_goes_through_the_boxes_of_further_layers() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(&sequence(folder.path(), 1), vec![results(folder.path(), "a.txt")]);
    let place = harness.get_by_label("Canvas").rect();
    // Track 1 and the box of a.txt lie at the left, both 40 wide of 320.
    let scale = (place.width() * 0.96 / 320.0).min(place.height() * 0.96 / 240.0);
    let at = |x: f32, y: f32| place.center() + egui::vec2(x - 160.0, y - 120.0) * scale;
    let press = |harness: &mut Harness<'_, Window>, at: egui::Pos2| {
        harness.hover_at(at);
        harness.step();
        for pressed in [true, false] {
            let button = egui::PointerButton::Primary;
            harness.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
            harness.step();
        }
        settle(harness);
    };
    press(&mut harness, at(70.0, 90.0));
    assert_eq!(harness.state().view().state.selected, Some(TrackId(1)));
    assert_eq!(harness.query_all_by_label("a.txt").count(), 2, "it is told under the pointer, too");
    // The main layer hidden: the other one is told, and nothing is selected by it.
    window::press(&mut harness, Modifiers::NONE, Key::Escape);
    click(&mut harness, "Layer gt.txt");
    press(&mut harness, at(75.0, 90.0));
    assert_eq!(harness.query_all_by_label("a.txt").count(), 2);
    assert_eq!(harness.state().view().state.selected, None);
}

#[test]
fn an_offset_that_was_found_out_is_told_and_can_be_overridden() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(&sequence(folder.path(), 0), Vec::new());
    let pairing = |harness: &Harness<'_, Window>| harness.state().view().document.unwrap().sequence.pairing();
    assert_eq!(pairing(&harness), ActivePairing::Offset(-1));
    harness.get_by_label("1 remark");
    click(&mut harness, "View");
    click(&mut harness, "Pictures");
    harness.get_by_label("Now picture = frame − 1 (automatic)");
    click(&mut harness, "Pictures: Offset +1");
    assert_eq!(pairing(&harness), ActivePairing::Offset(1));
    harness.get_by_label("1 remark");
    assert_eq!(window::position(&harness), 1);
}

#[test]
fn labels_of_every_fifth_frame_are_offered_their_pictures_and_the_choice_is_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let path = sequence(folder.path(), 0);
    let rows = [0, 5, 10, 15, 20, 25].map(|frame| format!("{frame},1,50,50,40,80,1,1,1\n")).concat();
    fs::write(path.join("gt/gt.txt"), rows).unwrap();
    fs::remove_dir_all(path.join("det")).unwrap();
    let mut harness = open(&path, Vec::new());
    let picture =
        |harness: &Harness<'_, Window>, frame| harness.state().view().document.unwrap().sequence.picture_of(frame);
    assert_eq!(picture(&harness, 25), None);
    harness.get_by_label("1 remark");
    click(&mut harness, "View");
    click(&mut harness, "Pictures");
    click(&mut harness, "Pictures: every 5th: frames 0, 5 … show pictures 0, 1 …");
    assert_eq!([5, 25].map(|frame| picture(&harness, frame)), [Some(1), Some(5)]);
    assert!(harness.query_by_label("1 remark").is_none());
    window::press(&mut harness, Modifiers::CTRL, Key::R);
    settle(&mut harness);
    assert_eq!(picture(&harness, 25), Some(5));
}

#[test]
fn a_single_file_without_pictures_has_no_list_of_layers() {
    let folder = tempfile::tempdir().unwrap();
    let harness = open(&results(folder.path(), "a.txt"), Vec::new());
    assert!(harness.query_by_label("Layers").is_none());
    assert!(harness.query_by_label("Layer a.txt").is_none());
    assert!(harness.get_by_label("Canvas").accesskit_node().value().is_some());
}
