//! The window on a sequence with pictures, driven by accessible label: figures, memory, frame rate, and the film strip.

use std::fs;
use std::path::Path;

use eframe::egui::{self, Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use image::{Rgb, RgbImage};
use motscope::app::{Start, Window};
use tempfile::TempDir;

use crate::window::{self, PATIENCE, click, press, until};

/// A sequence of 60 frames with a box each, and a picture each but for frame 30; `info` is its seqinfo.ini.
fn sequence(info: Option<&str>) -> TempDir {
    let folder = TempDir::with_prefix("motscope-window").unwrap();
    let pictures = folder.path().join("img1");
    fs::create_dir_all(&pictures).unwrap();
    fs::create_dir_all(folder.path().join("gt")).unwrap();
    for frame in (1..=60_u8).filter(|&frame| frame != 30) {
        let picture = RgbImage::from_pixel(320, 240, Rgb([frame * 4; 3]));
        picture.save(pictures.join(format!("{frame:06}.jpg"))).unwrap();
    }
    let rows: Vec<String> = (1..=60).map(|frame| format!("{frame},1,100,80,40,60,1,1,1")).collect();
    fs::write(folder.path().join("gt/gt.txt"), rows.join("\n")).unwrap();
    if let Some(info) = info {
        fs::write(folder.path().join("seqinfo.ini"), info).unwrap();
    }
    folder
}

fn open(path: &Path) -> Harness<'static, Window> {
    window::start(Start { path: Some(path.to_owned()), ..Start::default() }, [1280.0, 800.0])
}

/// Steps until somewhere there is a text that begins so, and answers it.
fn wait_for(harness: &mut Harness<'_, Window>, text: &str) -> String {
    let deadline = std::time::Instant::now() + PATIENCE;
    loop {
        harness.step();
        if let Some(found) = label(harness, text) {
            return found;
        }
        assert!(std::time::Instant::now() < deadline, "no {text}");
        std::thread::yield_now();
    }
}

fn label(harness: &Harness<'_, Window>, text: &str) -> Option<String> {
    let mut texts = harness.query_all_by_label_contains(text).filter_map(|node| {
        let node = node.accesskit_node();
        node.label().or_else(|| node.value())
    });
    texts.find(|found| found.starts_with(text))
}

fn fps(harness: &Harness<'_, Window>) -> f64 {
    harness.state().view().document.unwrap().playback().fps()
}

fn set_fps(harness: &mut Harness<'_, Window>, text: &str) {
    harness.get_by_label("Frame rate").click();
    harness.step();
    harness.step();
    harness.get_by_label("Frame rate").type_text(text);
    press(harness, Modifiers::NONE, Key::Enter);
}

#[test]
fn the_panel_tells_what_pictures_cost_and_how_many_fit() {
    let folder = sequence(None);
    let mut harness = open(folder.path());
    click(&mut harness, "Cache");
    assert_ne!(wait_for(&mut harness, "decode mean: "), "decode mean: –");
    assert_ne!(wait_for(&mut harness, "decode last: "), "decode last: –");
    wait_for(&mut harness, "read: ");
    let resident = wait_for(&mut harness, "resident: ");
    assert!(resident.contains(" / ≈") && !resident.contains("18.4 E"), "{resident}");
    assert!(wait_for(&mut harness, "memory: ").contains(" / "));
    let small = wait_for(&mut harness, "small pictures: all");
    assert!(small.ends_with('B'), "{small}");
    // Once they are made, all is at rest.
    until(&mut harness, "at rest", |window| window.view().document.unwrap().events.is_empty());
}

#[test]
fn without_pictures_nothing_is_told_of_them() {
    let folder = sequence(None);
    let text = folder.path().join("alone.txt");
    fs::write(&text, "1,1,100,80,40,60,1\n2,1,100,80,40,60,1\n").unwrap();
    fs::remove_dir_all(folder.path().join("img1")).unwrap();
    let mut harness = open(&text);
    click(&mut harness, "Cache");
    assert_eq!(wait_for(&mut harness, "resident: "), "resident: 2 / 100");
    assert_eq!(label(&harness, "decode mean"), None);
    assert_eq!(label(&harness, "small pictures"), None);
}

#[test]
fn memory_rules_where_there_are_pictures_and_its_three_ways_act_at_once() {
    let folder = sequence(None);
    let mut harness = open(folder.path());
    click(&mut harness, "Tuning");
    let capacity = |harness: &Harness<'_, Window>| harness.state().view().state.snapshot.stats.capacity_bytes;
    let automatic = capacity(&harness);
    assert!(automatic <= 1_000_000_000);
    wait_for(&mut harness, "Holds as many frames as fit");
    assert!(harness.query_by_role_and_label(Role::Slider, "frames").is_none());
    for (way, megabytes) in [("at most", Some(512)), ("leave free", None), ("automatic", Some(automatic / 1_000_000))] {
        harness.get_by_role_and_label(Role::ComboBox, "memory").click();
        harness.step();
        harness.step();
        harness.get_by_role_and_label(Role::Button, way).click();
        (0..3).for_each(|_| harness.step());
        let engine = &harness.state().view().state.settings.cache;
        assert_eq!(engine.keep_free_mb.is_some(), way == "leave free");
        press(&mut harness, Modifiers::NONE, Key::ArrowRight);
        if let Some(megabytes) = megabytes {
            assert_eq!(capacity(&harness) / 1_000_000, megabytes, "{way}");
        }
        assert_eq!(harness.state().view().state.snapshot.stats.capacity_entries, usize::MAX);
    }
}

#[test]
fn a_sequence_plays_at_its_own_rate_and_a_change_is_for_it_alone() {
    let folder = sequence(Some("[Sequence]\nimDir=img1\nframeRate=12\n"));
    let mut harness = open(folder.path());
    assert_eq!((fps(&harness), harness.state().view().state.settings.play.fps), (12.0, 30.0));
    set_fps(&mut harness, "20");
    assert_eq!((fps(&harness), harness.state().view().state.settings.play.fps), (20.0, 30.0));
}

#[test]
fn an_unknown_rate_is_assumed_until_somebody_chooses() {
    let folder = sequence(None);
    let mut harness = open(folder.path());
    let assumed = |harness: &Harness<'_, Window>| harness.state().view().document.unwrap().assumes_fps();
    assert!(assumed(&harness) && fps(&harness) == 30.0);
    set_fps(&mut harness, "25");
    assert_eq!((fps(&harness), harness.state().view().state.settings.play.fps), (25.0, 25.0));
    assert!(!assumed(&harness));
}

#[test]
fn hovering_the_scrubber_shows_what_is_there_and_moves_nothing() {
    let folder = sequence(None);
    let mut harness = open(folder.path());
    click(&mut harness, "Cache");
    wait_for(&mut harness, "small pictures: all");
    let moves = harness.state().view().state.snapshot.stats.moves();
    let scrubber = harness.get_by_label("Scrubber").rect();
    let place = |frame: f32| egui::pos2(scrubber.left() + (frame - 0.5) / 60.0 * scrubber.width(), scrubber.center().y);
    harness.hover_at(place(50.0));
    wait_for(&mut harness, "Picture of frame 50");
    wait_for(&mut harness, "frame 50");
    // Frame 30 has no picture, and gets nobody else's.
    harness.hover_at(place(30.0));
    wait_for(&mut harness, "frame 30");
    let deadline = std::time::Instant::now() + PATIENCE;
    while label(&harness, "Picture of frame").is_some() {
        assert!(std::time::Instant::now() < deadline, "another frame's picture stays");
        harness.step();
        std::thread::yield_now();
    }
    assert_eq!(harness.state().view().state.snapshot.stats.moves(), moves);
}

/// A JPEG that a camera held upright has made: its file says to turn it by 90° clockwise.
fn upright(width: u32, height: u32) -> Vec<u8> {
    let mut plain = std::io::Cursor::new(Vec::new());
    RgbImage::from_pixel(width, height, Rgb([90; 3])).write_to(&mut plain, image::ImageFormat::Jpeg).unwrap();
    let plain = plain.into_inner();
    let exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    [&plain[..2], &[0xFF, 0xE1], &(exif.len() as u16 + 2).to_be_bytes(), exif, &plain[2..]].concat()
}

#[test]
fn a_picture_is_turned_as_its_file_says_until_that_is_turned_off() {
    let folder = sequence(None);
    for frame in 1..=60 {
        fs::write(folder.path().join(format!("img1/{frame:06}.jpg")), upright(320, 240)).unwrap();
    }
    let mut harness = open(folder.path());
    let shown = |size: (f64, f64)| {
        move |window: &Window| {
            let extent = &window.view().state.extent;
            extent.is_picture && (extent.area.right - extent.area.left, extent.area.bottom - extent.area.top) == size
        }
    };
    until(&mut harness, "the turned picture", shown((240.0, 320.0)));
    // The canvas is drawn anew once the frame is loaded.
    let told = |harness: &mut Harness<'_, Window>| {
        window::settle(harness);
        harness.get_by_label("Canvas").value().unwrap_or_default()
    };
    assert!(told(&mut harness).starts_with("frame 1, 1 box, picture turned by 90° clockwise (EXIF)"));
    click(&mut harness, "Picture");
    harness.get_by_label("Turn as the file says (EXIF)").scroll_to_me();
    (0..30).for_each(|_| harness.step());
    click(&mut harness, "Turn as the file says (EXIF)");
    until(&mut harness, "the picture as stored", shown((320.0, 240.0)));
    assert!(told(&mut harness).starts_with("frame 1, 1 box") && !told(&mut harness).contains("EXIF"));
}
