//! How the picture is looked at: hidden, dimmed, adjusted, at its own size, followed, with the whole small in a corner.

use std::fs;
use std::path::Path;
use std::time::Instant;

use eframe::egui::accesskit::Role;
use eframe::egui::{self, Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use image::{Rgb, RgbImage};
use motscope::app::{Start, Window};
use motscope::mot::TrackId;
use tempfile::TempDir;

use crate::window::{self, PATIENCE, click, position, press, settle, until};

/// Ten frames of 640 × 480: frame k is k times ten grey. Track 1 moves by ten pixels a frame and is not in frame 5;
/// track 2 stands still.
fn sequence() -> TempDir {
    let folder = TempDir::with_prefix("motscope-view").unwrap();
    fs::create_dir_all(folder.path().join("img1")).unwrap();
    fs::create_dir_all(folder.path().join("gt")).unwrap();
    let mut rows = Vec::new();
    for frame in 1..=10_u8 {
        let name = folder.path().join(format!("img1/{frame:06}.png"));
        RgbImage::from_pixel(640, 480, Rgb([frame * 10; 3])).save(name).unwrap();
        let left = 100 + 10 * u32::from(frame);
        if frame != 5 {
            rows.push(format!("{frame},1,{left},200,40,80,1,1,1"));
        }
        rows.push(format!("{frame},2,500,100,20,20,1,1,1"));
    }
    fs::write(folder.path().join("gt/gt.txt"), rows.join("\n")).unwrap();
    folder
}

fn open(path: &Path, track: Option<u64>) -> Harness<'static, Window> {
    let start = Start { path: Some(path.to_owned()), frame: Some(1), track: track.map(TrackId), ..Start::default() };
    window::start(start, [1280.0, 800.0])
}

fn canvas(harness: &Harness<'_, Window>) -> String {
    harness.get_by_label("Canvas").value().unwrap_or_default()
}

/// Where the box of a track's row is on the screen, and how wide.
fn place(harness: &Harness<'_, Window>, left: f64, width: f64) -> (egui::Pos2, f32) {
    let rect = harness.get_by_label("Canvas").rect();
    let state = harness.state().view().state;
    let transform = state.camera.viewport.transform(state.extent.area, rect);
    let (min, max) = (transform.to_screen(left, 200.0), transform.to_screen(left + width, 280.0));
    (min + (max - min) / 2.0, max.x - min.x)
}

fn wheel(harness: &mut Harness<'_, Window>, by: f32) {
    let at = harness.get_by_label("Canvas").rect().center();
    harness.event(Event::PointerMoved(at));
    harness.step();
    harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, by),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    settle(harness);
    // The wheel is smoothed over some passes.
    (0..30).for_each(|_| harness.step());
}

fn drag(harness: &mut Harness<'_, Window>, from: egui::Pos2, to: egui::Pos2) {
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    for event in [Event::PointerMoved(from), button(from, true), Event::PointerMoved(to), button(to, false)] {
        harness.event(event);
        harness.step();
    }
    settle(harness);
}

#[test]
fn keys_hide_and_dim_the_picture_and_the_menu_has_both() {
    let folder = sequence();
    let mut harness = open(folder.path(), None);
    press(&mut harness, Modifiers::NONE, Key::H);
    assert!(!harness.state().view().state.settings.picture.shown);
    press(&mut harness, Modifiers::NONE, Key::H);
    press(&mut harness, Modifiers::NONE, Key::D);
    let style = harness.state().view().state.settings.picture;
    assert!(style.shown && style.dimmed);
    click(&mut harness, "Picture (adjusted)");
    harness.get_by_label("Reset picture").scroll_to_me();
    settle(&mut harness);
    click(&mut harness, "Reset picture");
    assert!(!harness.state().view().state.settings.picture.dimmed);
    click(&mut harness, "Show picture (H)");
    assert!(!harness.state().view().state.settings.picture.shown);
}

#[test]
fn without_pictures_nothing_is_offered_for_them() {
    let folder = sequence();
    let file = folder.path().join("alone.txt");
    fs::copy(folder.path().join("gt/gt.txt"), &file).unwrap();
    fs::remove_dir_all(folder.path().join("img1")).unwrap();
    let mut harness = open(&file, None);
    assert!(harness.query_by_label("Picture").is_none());
    press(&mut harness, Modifiers::NONE, Key::H);
    assert!(harness.state().view().state.settings.picture.shown);
}

#[test]
fn with_adjustments_every_frame_that_is_asked_for_is_drawn() {
    let folder = sequence();
    let mut harness = open(folder.path(), None);
    click(&mut harness, "Picture");
    harness.get_by_role_and_label(Role::Slider, "brightness").focus();
    harness.step();
    press(&mut harness, Modifiers::NONE, Key::ArrowUp);
    assert!(!harness.state().view().state.settings.picture.tone().is_identity());
    for frame in 2..=10 {
        click(&mut harness, "Forward 1");
        let deadline = Instant::now() + PATIENCE;
        while !canvas(&harness).starts_with(&format!("frame {frame}, ")) {
            assert!(Instant::now() < deadline, "{}", canvas(&harness));
            harness.step();
        }
    }
}

#[test]
fn one_pixel_of_the_picture_is_one_of_the_screen_and_no_more_than_32() {
    let folder = sequence();
    let mut harness = open(folder.path(), None);
    let scale = |harness: &Harness<'_, Window>| place(harness, 0.0, 100.0).1 / 100.0;
    assert!(scale(&harness) < 1.2);
    press(&mut harness, Modifiers::NONE, Key::Num1);
    assert!((scale(&harness) - 1.0).abs() < 1e-3);
    for _ in 0..30 {
        press(&mut harness, Modifiers::NONE, Key::Plus);
    }
    assert!((scale(&harness) - 32.0).abs() < 0.1, "{}", scale(&harness));
    press(&mut harness, Modifiers::NONE, Key::F);
    assert!(harness.state().view().state.camera.viewport.is_fit());
}

#[test]
fn the_minimap_is_there_when_zoomed_in_and_moves_the_view() {
    let folder = sequence();
    let mut harness = open(folder.path(), None);
    assert!(harness.query_by_label("Minimap").is_none());
    (0..8).for_each(|_| press(&mut harness, Modifiers::NONE, Key::Plus));
    let map = harness.get_by_label("Minimap").rect();
    let center = |harness: &Harness<'_, Window>| {
        let state = harness.state().view().state;
        state.camera.viewport.center(state.extent.area)
    };
    assert_eq!(center(&harness), (320.0, 240.0));
    drag(&mut harness, map.center(), map.min + vec2(map.width() / 4.0, map.height() / 4.0));
    let (x, y) = center(&harness);
    assert!((x - 160.0).abs() < 4.0 && (y - 120.0).abs() < 4.0, "{x} {y}");
    click(&mut harness, "View");
    click(&mut harness, "Minimap when zoomed in");
    harness.step();
    assert!(harness.query_by_label("Minimap").is_none());
}

#[test]
fn menus_in_which_something_is_set_stay_open_while_it_is_set() {
    let folder = sequence();
    let mut harness = open(folder.path(), None);
    let settings = |harness: &Harness<'_, Window>| format!("{:?}", harness.state().view().state.settings);
    click(&mut harness, "View");
    click(&mut harness, "Light");
    click(&mut harness, "Boxes");
    click(&mut harness, "Confidence");
    let set = settings(&harness);
    assert!(set.contains("theme: Light") && set.contains("confidence: true"), "{set}");
    click(&mut harness, "Fit F");
    assert!(harness.query_by_label("Light").is_none(), "what is done closes the menu");
    click(&mut harness, "Playback");
    click(&mut harness, "2×");
    click(&mut harness, "Keep real time");
    let set = settings(&harness);
    assert!(set.contains("speed: 2.0") && set.contains("real_time: true"), "{set}");
}

#[test]
fn the_camera_follows_the_selected_track_through_gaps_and_at_one_size() {
    let folder = sequence();
    let mut harness = open(folder.path(), Some(1));
    press(&mut harness, Modifiers::NONE, Key::C);
    harness.get_by_label("Following track 1");
    let middle = harness.get_by_label("Canvas").rect().center();
    let (at, width) = place(&harness, 110.0, 40.0);
    assert!((at - middle).length() < 0.1);
    for frame in 2..=7 {
        press(&mut harness, Modifiers::NONE, Key::ArrowRight);
        // Frame 5 has no box: the place of frame 4 is held.
        let left = if frame == 5 { 140 } else { 100 + 10 * frame };
        let (at, same) = place(&harness, left.into(), 40.0);
        assert!((at - middle).length() < 0.1 && (same - width).abs() < 0.1, "frame {frame}");
        assert_eq!(harness.query_by_label_contains("no box in frame 5").is_some(), frame == 5);
    }
    wheel(&mut harness, 200.0);
    let (at, larger) = place(&harness, 170.0, 40.0);
    assert!((at - middle).length() < 0.1 && larger > 1.5 * width);
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    assert!((place(&harness, 180.0, 40.0).1 - larger).abs() < 0.1);
}

/// The window on a sequence with a selected track that ends in frame `last` of ten.
fn with_track_until(folder: &Path, last: u32) -> Harness<'static, Window> {
    let row = |frame: u32, id: u32| format!("{frame},{id},100,200,40,80,1,1,1\n");
    let rows: String = (1..=last).map(|frame| row(frame, 7)).chain((1..=10).map(|frame| row(frame, 2))).collect();
    fs::write(folder.join("gt/gt.txt"), rows).unwrap();
    let mut harness = open(folder, Some(7));
    until(&mut harness, "summed up", |window| window.view().selected_ends().is_some());
    harness
}

fn is_playing(window: &Window) -> bool {
    window.view().document.is_some_and(|document| document.playback().is_playing())
}

#[test]
fn playback_stops_where_the_followed_track_ends_and_goes_on_when_asked_again() {
    let folder = sequence();
    let mut harness = with_track_until(folder.path(), 4);
    press(&mut harness, Modifiers::NONE, Key::C);
    press(&mut harness, Modifiers::NONE, Key::Space);
    until(&mut harness, "stopped", |window| !is_playing(window));
    assert_eq!(position(&harness), 4);
    press(&mut harness, Modifiers::NONE, Key::Space);
    until(&mut harness, "at the end", |window| !is_playing(window));
    assert_eq!(position(&harness), 10);
}

#[test]
fn playback_that_skips_frames_goes_back_to_where_the_followed_track_ends() {
    let folder = sequence();
    let mut harness = with_track_until(folder.path(), 3);
    click(&mut harness, "Playback");
    // Four frames are due in each pass.
    click(&mut harness, "8×");
    click(&mut harness, "Keep real time");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    press(&mut harness, Modifiers::NONE, Key::C);
    press(&mut harness, Modifiers::NONE, Key::Space);
    until(&mut harness, "stopped", |window| !is_playing(window));
    assert_eq!(position(&harness), 3);
}

#[test]
fn there_are_ways_out_of_following() {
    let folder = sequence();
    let mut harness = open(folder.path(), Some(1));
    let is_locked = |harness: &Harness<'_, Window>| harness.state().view().state.camera.lock.is_some();
    for way in 0..4 {
        press(&mut harness, Modifiers::NONE, Key::C);
        assert!(is_locked(&harness), "{way}");
        match way {
            0 => press(&mut harness, Modifiers::NONE, Key::C),
            1 => click(&mut harness, "Release"),
            2 => press(&mut harness, Modifiers::NONE, Key::F),
            _ => drag(&mut harness, pos2(640.0, 200.0), pos2(700.0, 220.0)),
        }
        assert!(!is_locked(&harness), "{way}");
        assert_eq!(harness.state().view().state.selected, Some(TrackId(1)));
        assert!(harness.query_by_label("Following track 1").is_none());
    }
    press(&mut harness, Modifiers::NONE, Key::Escape);
    press(&mut harness, Modifiers::NONE, Key::C);
    assert!(!is_locked(&harness));
    assert_eq!(position(&harness), 1);
}
