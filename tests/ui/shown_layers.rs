//! Layers that are shown, hidden, moved and rewritten over frames that are loaded: their pictures are not loaded again, and no
//! frame has to be waited for.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use image::{Rgb, RgbImage};
use motscope::app::{Start, Window};
use motscope::cache::Snapshot;
use motscope::{CacheStats, Capacity, DataProvider, PrefetchCache};

use crate::window::{click, press, settle, start, until};

pub const FRAMES: u64 = 170;
/// How many frames are loaded before anything is done to layers.
const LOADED: u64 = 150;

/// Rows of this id in each frame.
fn rows(id: u64, count: u64) -> String {
    let row = |frame| (0..count).map(move |at| format!("{frame},{},{},20,12,18,0.9,-1,-1,-1\n", id + at, at % 3));
    (1..=FRAMES).flat_map(row).collect()
}

/// A sequence with a picture for each frame if `pictures` is true, ground truth of one box a frame, and detections of two.
pub fn sequence(folder: &Path, pictures: bool) -> PathBuf {
    let path = folder.join("SEQ-01");
    for part in ["img1", "gt", "det"].into_iter().skip(usize::from(!pictures)) {
        fs::create_dir_all(path.join(part)).unwrap();
    }
    let picture = |frame: u64| RgbImage::from_pixel(64, 48, Rgb([frame as u8; 3]));
    let frames = (1..=FRAMES).filter(|_| pictures);
    frames.for_each(|frame| picture(frame).save(path.join(format!("img1/{frame:06}.png"))).unwrap());
    fs::write(path.join("gt/gt.txt"), rows(1, 1)).unwrap();
    fs::write(path.join("det/det.txt"), rows(50, 2)).unwrap();
    path
}

/// What must not change while layers do.
#[derive(Debug, PartialEq)]
pub struct Cost {
    pub pictures: u64,
    moves: u64,
    misses: u64,
    loads: u64,
    evictions: u64,
    invalidated: u64,
}

fn stats(harness: &Harness<'_, Window>) -> CacheStats {
    harness.state().view().document.unwrap().cache.stats()
}

pub fn cost(harness: &Harness<'_, Window>) -> Cost {
    let pictures = harness.state().view().document.unwrap().sequence.picture_stats().decoded;
    let CacheStats { misses, loads, evictions, invalidated, .. } = stats(harness);
    Cost { pictures, moves: stats(harness).moves(), misses, loads, evictions, invalidated }
}

pub fn resident(harness: &Harness<'_, Window>) -> BTreeSet<u64> {
    let mut snapshot = Snapshot::default();
    harness.state().view().document.unwrap().cache.snapshot_into(&mut snapshot);
    snapshot.resident.iter().map(|entry| entry.key).collect()
}

/// The cache, to tell whether it is still the same one.
fn cache(harness: &Harness<'_, Window>) -> Arc<PrefetchCache<impl DataProvider + use<>>> {
    Arc::clone(&harness.state().view().document.unwrap().cache)
}

/// How many boxes of each further layer a resident frame has; `None` for a layer that it was loaded without.
pub fn further(harness: &Harness<'_, Window>, frame: u64) -> Vec<Option<usize>> {
    let loaded = harness.state().view().document.unwrap().cache.peek(frame).unwrap();
    loaded.overlays.iter().map(|boxes| boxes.as_ref().ok().map(|boxes| boxes.detections.len())).collect()
}

fn canvas(harness: &Harness<'_, Window>) -> String {
    harness.get_by_label("Canvas").value().unwrap_or_default()
}

fn names(harness: &Harness<'_, Window>) -> Vec<String> {
    harness.state().view().document.unwrap().layers.iter().map(|layer| layer.name.clone()).collect()
}

/// The window on the sequence, at frame 1, with [`LOADED`] frames in the cache.
pub fn loaded(path: &Path, layers: Vec<PathBuf>) -> Harness<'static, Window> {
    with_loaded(LOADED, path, layers)
}

/// The window on the sequence, at frame 1, with this many frames in the cache.
fn with_loaded(count: u64, path: &Path, layers: Vec<PathBuf>) -> Harness<'static, Window> {
    let begin = Start { path: Some(path.to_owned()), layers, frame: Some(1), ..Start::default() };
    let mut harness = start(begin, [1280.0, 800.0]);
    let cache = Arc::clone(&harness.state().view().document.unwrap().cache);
    (1..=count).rev().for_each(|frame| drop(cache.get(frame).unwrap()));
    settle(&mut harness);
    assert!(resident(&harness).is_superset(&(1..=count).collect()));
    harness
}

#[test]
fn a_layer_shown_over_loaded_frames_loads_no_picture_and_no_frame_is_missed() {
    let folder = tempfile::tempdir().unwrap();
    // Without pictures, the cache has room for a hundred frames.
    for (pictures, count) in [(true, LOADED), (false, 90)] {
        let path = sequence(&folder.path().join(pictures.to_string()), pictures);
        let mut harness = with_loaded(count, &path, Vec::new());
        assert_eq!(harness.state().view().document.unwrap().has_pictures(), pictures);
        let (before, frames, bytes) = (cost(&harness), resident(&harness), stats(&harness).bytes);
        let same = cache(&harness);
        click(&mut harness, "Show det.txt");
        assert_eq!(canvas(&harness), "frame 1, 1 box · det.txt 2");
        assert_eq!((cost(&harness), resident(&harness)), (before, frames.clone()));
        assert!(Arc::ptr_eq(&same, &cache(&harness)));
        assert!(frames.iter().all(|&frame| further(&harness, frame) == [Some(2)]));
        let after = stats(&harness);
        assert!(after.refreshed >= count && after.refresh_errors == 0, "{after:?}");
        assert!(!pictures || after.bytes < bytes + bytes / 2, "a picture is counted twice: {bytes}, {after:?}");
        // And each of these frames is there at once.
        for key in [Key::ArrowRight, Key::ArrowRight, Key::ArrowLeft] {
            let misses = stats(&harness).misses;
            press(&mut harness, Modifiers::NONE, key);
            assert_eq!(stats(&harness).misses, misses);
            assert!(canvas(&harness).ends_with("1 box · det.txt 2"), "{}", canvas(&harness));
        }
    }
}

#[test]
fn whatever_is_done_to_layers_loads_no_picture_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = sequence(folder.path(), true);
    let mut harness = loaded(&path, vec![path.join("det/det.txt")]);
    let (before, frames, same) = (cost(&harness), resident(&harness), cache(&harness));
    let check = |harness: &Harness<'_, Window>, told: &str| {
        assert_eq!(canvas(harness), told);
        assert_eq!((cost(harness), resident(harness)), (Cost { ..cost(harness) }, frames.clone()), "{told}");
        assert_eq!(cost(harness), before, "{told}");
        assert!(Arc::ptr_eq(&same, &cache(harness)), "{told}");
    };
    let both = "frame 1, 1 box · det.txt 2";
    check(&harness, both);
    for told in ["frame 1, 1 box", both] {
        click(&mut harness, "Layer det.txt");
        check(&harness, told);
    }
    click(&mut harness, "Style of det.txt");
    click(&mut harness, "Dashed");
    check(&harness, both);
    click(&mut harness, "Make main");
    assert_eq!(names(&harness), ["det.txt", "gt.txt"]);
    check(&harness, "frame 1, 2 boxes · gt.txt 1");
    click(&mut harness, "Style of gt.txt");
    click(&mut harness, "Make main");
    check(&harness, both);
    click(&mut harness, "Style of det.txt");
    click(&mut harness, "Remove");
    check(&harness, "frame 1, 1 box");
    click(&mut harness, "Show det.txt");
    check(&harness, both);
}

#[test]
fn frames_loaded_while_a_layer_was_hidden_get_its_boxes_without_their_pictures() {
    let folder = tempfile::tempdir().unwrap();
    let path = sequence(folder.path(), true);
    let begin =
        Start { path: Some(path.clone()), layers: vec![path.join("det/det.txt")], frame: Some(1), ..Start::default() };
    let mut harness = start(begin, [1280.0, 800.0]);
    click(&mut harness, "Layer det.txt");
    press(&mut harness, Modifiers::NONE, Key::End);
    let lacking: Vec<u64> =
        resident(&harness).into_iter().filter(|&frame| further(&harness, frame) == [None]).collect();
    assert!(lacking.contains(&FRAMES));
    let before = cost(&harness);
    click(&mut harness, "Layer det.txt");
    assert_eq!(cost(&harness), before);
    assert!(lacking.iter().all(|&frame| further(&harness, frame) == [Some(2)]));
    assert_eq!(canvas(&harness), format!("frame {FRAMES}, 1 box · det.txt 2"));
}

#[test]
fn a_layer_that_takes_long_to_read_holds_up_no_frame_and_is_told_to_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = loaded(&sequence(folder.path(), true), Vec::new());
    let before = cost(&harness);
    let latency = |harness: &mut Harness<'_, Window>, value| {
        harness.get_by_role_and_label(Role::Slider, "latency").set_value_accesskit(value);
        harness.step();
    };
    click(&mut harness, "Tuning");
    latency(&mut harness, 2000.0);
    harness.get_by_label("Show det.txt").click();
    while names(&harness).len() < 2 {
        harness.step();
    }
    assert_eq!(canvas(&harness), "frame 1, 1 box · reading det.txt");
    for frame in 2..6 {
        harness.key_press(Key::ArrowRight);
        harness.step();
        harness.step();
        // On a machine that is very busy, the boxes may have been read by now.
        let told = canvas(&harness);
        assert!(told.starts_with(&format!("frame {frame}, 1 box · ")) && told.contains("det.txt"), "{told}");
        let displayed = harness.state().view().state.displayed.clone().unwrap();
        assert!(displayed.is_whole() && displayed.image().is_some());
    }
    latency(&mut harness, 0.0);
    settle(&mut harness);
    assert_eq!(canvas(&harness), "frame 5, 1 box · det.txt 2");
    assert_eq!(cost(&harness), Cost { moves: before.moves + 4, ..before });
}

#[test]
fn of_a_layer_that_is_rewritten_only_its_own_boxes_are_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = sequence(folder.path(), true);
    let mut harness = loaded(&path, vec![path.join("det/det.txt")]);
    let main = |harness: &Harness<'_, Window>| {
        let layer = &harness.state().view().document.unwrap().layers[0];
        layer.file.stats().loads
    };
    let (before, frames, read) = (cost(&harness), resident(&harness), main(&harness));
    let other = folder.path().join("new.txt");
    fs::write(&other, rows(70, 3)).unwrap();
    fs::rename(&other, path.join("det/det.txt")).unwrap();
    until(&mut harness, "with other rows", |window| {
        let displayed = window.view().state.displayed.clone().unwrap();
        displayed.further_boxes()[0].as_ref().is_ok_and(|boxes| boxes.detections.len() == 3)
    });
    settle(&mut harness);
    assert!(frames.iter().all(|&frame| further(&harness, frame) == [Some(3)]));
    assert_eq!((cost(&harness), main(&harness)), (before, read));
}

#[test]
fn a_layer_shown_and_hidden_many_times_in_a_row_is_in_the_end_as_it_was_left() {
    let folder = tempfile::tempdir().unwrap();
    let path = sequence(folder.path(), true);
    let mut harness = loaded(&path, vec![path.join("det/det.txt")]);
    let before = cost(&harness);
    for _ in 0..41 {
        harness.get_by_label("Layer det.txt").click();
        harness.step();
    }
    settle(&mut harness);
    assert_eq!(canvas(&harness), "frame 1, 1 box");
    click(&mut harness, "Layer det.txt");
    assert_eq!(canvas(&harness), "frame 1, 1 box · det.txt 2");
    // Added and removed, faster than it is opened.
    for round in 0..10 {
        if harness.query_by_label("Layer det.txt").is_some() {
            click(&mut harness, "Style of det.txt");
            // A second click closes the menu.
            if let Some(remove) = harness.query_by_label("Remove") {
                remove.click();
            }
        } else if let Some(show) = harness.query_by_label("Show det.txt") {
            show.click();
        }
        (0..round % 4).for_each(|_| harness.step());
    }
    settle(&mut harness);
    if names(&harness).len() < 2 {
        click(&mut harness, "Show det.txt");
    }
    assert_eq!(canvas(&harness), "frame 1, 1 box · det.txt 2");
    assert_eq!(cost(&harness), before);
}

#[test]
fn the_memory_budget_holds_while_frames_get_the_boxes_of_another_layer() {
    let folder = tempfile::tempdir().unwrap();
    let path = sequence(folder.path(), true);
    fs::write(path.join("det/det.txt"), rows(100, 60)).unwrap();
    let mut harness = loaded(&path, Vec::new());
    let limit = stats(&harness).bytes;
    harness.state().view().document.unwrap().cache.set_capacity(Capacity::bytes(limit));
    harness.get_by_label("Show det.txt").click();
    let pictures = cost(&harness).pictures;
    until(&mut harness, "with another layer", |window| {
        let document = window.view().document.unwrap();
        let stats = document.cache.stats();
        assert!(stats.bytes <= limit, "{stats:?}");
        document.layers.len() == 2 && stats.stale == 0
    });
    settle(&mut harness);
    let after = stats(&harness);
    assert!(after.bytes <= limit && after.evictions > 0 && after.resident > 20, "{after:?}");
    assert!(cost(&harness).pictures - pictures < after.evictions, "evicted, and not all of it loaded again");
    assert_eq!(canvas(&harness), "frame 1, 1 box · det.txt 60");
}

#[test]
fn it_plays_on_while_a_layer_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = loaded(&sequence(folder.path(), true), Vec::new());
    let misses = stats(&harness).misses;
    harness.key_press(Key::Space);
    (0..10).for_each(|_| harness.step());
    harness.get_by_label("Show det.txt").click();
    until(&mut harness, "with another layer", |window| window.view().document.unwrap().layers.len() == 2);
    let document = |harness: &Harness<'_, Window>| {
        let document = harness.state().view().document.unwrap();
        (document.playback().is_playing(), document.position())
    };
    let (is_playing, position) = document(&harness);
    assert!(is_playing && position > 1);
    until(&mut harness, "further", |window| window.view().document.unwrap().position() > position + 5);
    harness.key_press(Key::Space);
    settle(&mut harness);
    assert_eq!(stats(&harness).misses, misses);
    assert!(canvas(&harness).ends_with("1 box · det.txt 2"));
}
