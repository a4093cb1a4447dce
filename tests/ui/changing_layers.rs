//! The window on further layers and pictures that other programs cut, write anew, remove and replace.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use image::{Rgb, RgbImage};
use motscope::app::{Start, Window};

use crate::window::{click, press, settle, start, until};

/// Enough frames for a file of several pages, so that a cut takes whole pages away.
const FRAMES: u64 = 600;
/// How often a layer is cut and restored. The promise is meant for 200 rounds, which take a minute; these show it, too.
const ROUNDS: u64 = 40;

/// A row of track `id` in each of these frames.
fn rows(frames: std::ops::RangeInclusive<u64>, id: u64) -> String {
    let mut text = String::new();
    for frame in frames {
        let _ = writeln!(text, "{frame},{id},{},20,30,40,0.9,-1,-1,-1", 10 * id);
    }
    text
}

/// The window on a file of [`FRAMES`] frames with a layer of as many over it.
fn open(folder: &Path) -> (Harness<'static, Window>, PathBuf) {
    let (path, layer) = (folder.join("tracker.txt"), folder.join("lay.txt"));
    fs::write(&path, rows(1..=FRAMES, 1)).unwrap();
    fs::write(&layer, rows(1..=FRAMES, 2)).unwrap();
    let layers = vec![layer.clone()];
    (start(Start { path: Some(path), layers, frame: Some(1), ..Start::default() }, [1280.0, 800.0]), layer)
}

/// Cuts a file to this many bytes.
fn cut_to(path: &Path, bytes: usize) {
    OpenOptions::new().write(true).open(path).unwrap().set_len(bytes as u64).unwrap();
}

/// Cuts a file in the middle of a row.
fn cut(path: &Path) {
    cut_to(path, 1000);
}

/// The number of the frame on screen and of its boxes of the main layer; of the further one, `None` if it failed or is
/// hidden.
fn shown(window: &Window) -> Option<(u64, usize, Option<usize>)> {
    let frame = window.view().state.displayed.as_ref()?;
    let further = frame.further_boxes().first()?.as_ref().ok();
    Some((frame.number(), frame.boxes().detections.len(), further.map(|boxes| boxes.detections.len())))
}

/// Whether the frame under the play head could not be loaded.
fn has_failed(harness: &Harness<'_, Window>) -> bool {
    format!("{:?}", harness.state().view().state.wanted).starts_with("Failed")
}

#[test]
fn a_layer_that_is_cut_is_missing_and_marked_until_it_is_whole_again() {
    let folder = tempfile::tempdir().unwrap();
    let (mut harness, layer) = open(folder.path());
    cut(&layer);
    press(&mut harness, Modifiers::NONE, Key::End);
    until(&mut harness, "without the layer", |window| shown(window) == Some((FRAMES, 1, None)));
    assert!(!has_failed(&harness));
    until(&mut harness, "marked", |window| {
        window.view().layer_trouble(1).is_some_and(|reason| reason.contains("The file was shortened"))
    });
    harness.get_by_label("lay.txt: cannot be read");
    // What a second run of a tracker does.
    fs::write(&layer, rows(1..=FRAMES, 2)).unwrap();
    until(&mut harness, "whole again", |window| shown(window) == Some((FRAMES, 1, Some(1))));
    until(&mut harness, "without a mark", |window| window.view().layer_trouble(1).is_none());
    assert!(harness.query_by_label("lay.txt: cannot be read").is_none());
}

#[test]
fn a_layer_with_other_rows_takes_the_place_of_the_old_one_and_brings_its_frames() {
    let folder = tempfile::tempdir().unwrap();
    let (mut harness, layer) = open(folder.path());
    let opened = harness.state().view().state.opened;
    fs::write(&layer, rows(1..=FRAMES + 5, 3) + &rows(1..=FRAMES + 5, 4)).unwrap();
    until(&mut harness, "with other rows", |window| shown(window) == Some((1, 1, Some(2))));
    press(&mut harness, Modifiers::NONE, Key::End);
    until(&mut harness, "at the new end", |window| shown(window) == Some((FRAMES + 5, 0, Some(2))));
    assert_eq!(harness.state().view().state.opened, opened, "the main file stays open");
}

#[test]
fn a_layer_with_other_and_fewer_rows_takes_the_place_of_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let (mut harness, layer) = open(folder.path());
    fs::write(&layer, rows(1..=FRAMES / 2, 3)).unwrap();
    until(&mut harness, "shorter", |window| {
        let layer = &window.view().document.unwrap().layers[1];
        layer.trouble.is_none() && motscope::DataProvider::keys(&*layer.file).len() == FRAMES / 2
    });
    press(&mut harness, Modifiers::NONE, Key::End);
    until(&mut harness, "at the end", |window| shown(window) == Some((FRAMES, 1, Some(0))));
}

#[test]
fn a_layer_that_stays_short_is_opened_by_retry_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let (mut harness, layer) = open(folder.path());
    cut_to(&layer, rows(1..=5, 2).len());
    until(&mut harness, "marked", |window| window.view().layer_trouble(1).is_some());
    click(&mut harness, "Retry lay.txt");
    until(&mut harness, "without a mark", |window| window.view().layer_trouble(1).is_none());
    press(&mut harness, Modifiers::NONE, Key::End);
    until(&mut harness, "at the end", |window| shown(window) == Some((FRAMES, 1, Some(0))));
}

#[test]
fn a_hidden_layer_is_not_loaded_until_it_is_shown_again() {
    let folder = tempfile::tempdir().unwrap();
    let (mut harness, _) = open(folder.path());
    let loads = |harness: &Harness<'_, Window>| {
        let file = &harness.state().view().document.unwrap().layers[1].file;
        motscope::DataProvider::stats(&**file).loads
    };
    click(&mut harness, "Layer lay.txt");
    let before = loads(&harness);
    press(&mut harness, Modifiers::NONE, Key::End);
    until(&mut harness, "without the layer", |window| shown(window) == Some((FRAMES, 1, None)));
    assert_eq!(loads(&harness), before);
    click(&mut harness, "Layer lay.txt");
    until(&mut harness, "with the layer", |window| shown(window) == Some((FRAMES, 1, Some(1))));
}

#[test]
fn a_layer_that_is_cut_and_restored_while_scrubbing_never_takes_the_main_layer_away() {
    let folder = tempfile::tempdir().unwrap();
    let (mut harness, layer) = open(folder.path());
    let whole = rows(1..=FRAMES, 2);
    let check = |harness: &Harness<'_, Window>| {
        assert!(!has_failed(harness), "{:?}", harness.state().view().state.wanted);
        assert_eq!(shown(harness.state()).map(|(_, main, _)| main), Some(1));
    };
    for round in 0..ROUNDS {
        cut(&layer);
        for key in [Key::End, Key::Home, Key::ArrowRight, Key::PageDown] {
            harness.key_press_modifiers(Modifiers::NONE, key);
            harness.step();
            check(&harness);
        }
        // In place, or by a rename, as programs do it.
        if round % 2 == 0 {
            fs::write(&layer, &whole).unwrap();
        } else {
            let other = folder.path().join("new.txt");
            fs::write(&other, &whole).unwrap();
            fs::rename(&other, &layer).unwrap();
        }
        harness.step();
        check(&harness);
    }
    until(&mut harness, "whole again", |window| window.view().layer_trouble(1).is_none());
    for (key, frame) in [(Key::Home, 1), (Key::End, FRAMES)] {
        press(&mut harness, Modifiers::NONE, key);
        until(&mut harness, "with all boxes", |window| shown(window) == Some((frame, 1, Some(1))));
    }
    // No frame in memory was left without the boxes of the layer.
    let cache = std::sync::Arc::clone(&harness.state().view().document.unwrap().cache);
    settle(&mut harness);
    let lacking =
        |frame: &u64| cache.get(*frame).unwrap().overlays[0].as_ref().map_or(0, |boxes| boxes.detections.len()) == 0;
    assert_eq!((1..=FRAMES).filter(lacking).count(), 0);
}

#[test]
fn a_layer_that_could_not_be_opened_is_shown_once_it_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let (path, layer) = (folder.path().join("tracker.txt"), folder.path().join("lay.txt"));
    fs::write(&path, rows(1..=5, 1)).unwrap();
    let begin = Start { path: Some(path), layers: vec![layer.clone()], frame: Some(3), ..Start::default() };
    let mut harness = start(begin, [1280.0, 800.0]);
    harness.get_by_label("lay.txt: not shown");
    let other = folder.path().join("new.txt");
    fs::write(&other, rows(1..=5, 2)).unwrap();
    fs::rename(&other, &layer).unwrap();
    until(&mut harness, "with the layer", |window| shown(window) == Some((3, 1, Some(1))));
}

/// A grey picture.
fn picture(path: &Path, grey: u8) {
    RgbImage::from_pixel(64, 48, Rgb([grey; 3])).save(path).unwrap();
}

#[test]
fn a_picture_that_is_replaced_is_shown_and_gets_another_small_one() {
    let folder = tempfile::tempdir().unwrap();
    let pictures = folder.path().join("img1");
    fs::create_dir(&pictures).unwrap();
    (1..=9).for_each(|number| picture(&pictures.join(format!("{number:06}.png")), 50));
    let mut harness = start(Start { path: Some(folder.path().to_owned()), ..Start::default() }, [1280.0, 800.0]);
    let grey = |window: &Window| {
        let displayed = window.view().state.displayed.as_ref()?;
        Some(displayed.loaded()?.backdrop.ready()?.image()?.pixels[0].r())
    };
    let small = |window: &Window, number| {
        let (of, picture) = window.view().document?.images.as_ref()?.proxies.nearest(number)?;
        (of == number).then(|| picture.pixels[0].0[0])
    };
    let is_near = |grey: Option<u8>, wanted: u8| grey.is_some_and(|grey| grey.abs_diff(wanted) <= 3);
    until(&mut harness, "shown", |window| grey(window) == Some(50) && is_near(small(window, 7), 50));
    // Beside its place first, as most programs write it, and in its place.
    picture(&folder.path().join("new.png"), 200);
    fs::rename(folder.path().join("new.png"), pictures.join("000001.png")).unwrap();
    until(&mut harness, "shown anew", |window| grey(window) == Some(200));
    let loads = harness.state().view().document.unwrap().sequence.picture_stats().decoded;
    picture(&pictures.join("000007.png"), 200);
    until(&mut harness, "small anew", |window| is_near(small(window, 7), 200));
    settle(&mut harness);
    let loaded = harness.state().view().document.unwrap().sequence.picture_stats().decoded - loads;
    assert!(loaded <= 2, "only the frame that changed is loaded again, not {loaded}");
}
