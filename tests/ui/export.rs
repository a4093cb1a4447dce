//! Export from the window, driven by accessible label: what is chosen is what is written, and nothing else.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use eframe::egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable};
use image::{Rgb, RgbImage};
use motscope::app::{Start, Window};
use motscope::palette;
use tempfile::TempDir;

use crate::window::{self, click, press, settle, until};

const SIZE: (u32, u32) = (320, 240);

/// A sequence of five pictures, each of another grey, the fourth missing; track 7 goes to the right by ten pixels a frame, and
/// a row without identity and of little confidence stays.
fn sequence(folder: &Path) -> PathBuf {
    let path = folder.join("walk");
    fs::create_dir_all(path.join("img1")).unwrap();
    fs::create_dir_all(path.join("gt")).unwrap();
    for frame in (1..=5_u8).filter(|&frame| frame != 4) {
        let picture = RgbImage::from_pixel(SIZE.0, SIZE.1, Rgb([frame * 20; 3]));
        picture.save(path.join(format!("img1/{frame:06}.png"))).unwrap();
    }
    let row = |frame: u32| {
        let left = 50 + 10 * frame;
        format!("{frame},7,{left},80,40,60,1,1,1\n{frame},9,200,100,40,60,0,1,1\n")
    };
    let rows: String = (1..=5).map(row).collect();
    fs::write(path.join("gt/gt.txt"), rows).unwrap();
    path
}

fn open(path: &Path, frame: u64) -> Harness<'static, Window> {
    let start = Start { path: Some(path.to_owned()), frame: Some(frame), ..Start::default() };
    window::start(start, [1280.0, 800.0])
}

/// Shows the dialog, and chooses what to write, and where.
fn choose(harness: &mut Harness<'_, Window>, form: &str, path: &Path) {
    press(harness, Modifiers::COMMAND, Key::E);
    click(harness, form);
    type_path(harness, path);
}

fn type_path(harness: &mut Harness<'_, Window>, path: &Path) {
    harness.get_by_label("Export to").focus();
    harness.step();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.step();
    harness.get_by_label("Export to").type_text(path.to_str().unwrap());
    settle(harness);
}

/// Begins to export, and waits for the end.
fn export(harness: &mut Harness<'_, Window>) {
    click(harness, "Export");
    finished(harness);
}

fn finished(harness: &mut Harness<'_, Window>) {
    until(harness, "done with the export", |window| !window.is_exporting());
}

fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

fn picture(path: &Path) -> RgbImage {
    image::open(path).unwrap().into_rgb8()
}

#[test]
fn the_dialog_opens_by_menu_and_by_key_and_is_put_away_by_escape() {
    let folder = TempDir::with_prefix("motscope-export").unwrap();
    let mut harness = open(&sequence(folder.path()), 2);
    click(&mut harness, "File");
    harness.get_by_label_contains("Export…").click();
    settle(&mut harness);
    harness.get_by_label("This frame as PNG");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(harness.query_by_label("This frame as PNG").is_none());
    press(&mut harness, Modifiers::COMMAND, Key::E);
    harness.get_by_label("This frame as PNG");
    harness.get_by_label("320 × 240 pixels");
    click(&mut harness, "Close");
    assert!(harness.query_by_label("This frame as PNG").is_none());
    assert_eq!(names(folder.path()), ["walk"]);
}

#[test]
fn the_frame_on_screen_is_written_with_its_picture_and_boxes() {
    let folder = TempDir::with_prefix("motscope-export").unwrap();
    let mut harness = open(&sequence(folder.path()), 2);
    let before = harness.state().view().document.unwrap().cache.stats();
    // The ending tells what is in it, whatever was typed.
    choose(&mut harness, "This frame as PNG", &folder.path().join("two"));
    export(&mut harness);
    harness.get_by_label_contains("two.png, 1 frame, ");
    let after = harness.state().view().document.unwrap().cache.stats();
    assert_eq!((before.loads, before.evictions, before.misses), (after.loads, after.evictions, after.misses));
    let written = picture(&folder.path().join("two.png"));
    assert_eq!(written.dimensions(), SIZE);
    assert_eq!(written.get_pixel(5, 5).0, [40; 3]);
    assert_eq!(written.get_pixel(70, 110).0, palette::track(7));
    assert_eq!(written.get_pixel(90, 110).0, [40; 3]);
    // Without the picture, and larger.
    click(&mut harness, "Picture under the boxes");
    type_path(&mut harness, &folder.path().join("plain.png"));
    export(&mut harness);
    let written = picture(&folder.path().join("plain.png"));
    assert_eq!((written.get_pixel(5, 5).0, written.get_pixel(70, 110).0), (palette::ground(true), palette::track(7)));
}

#[test]
fn a_selected_track_is_emphasised_and_has_its_trail() {
    let folder = TempDir::with_prefix("motscope-export").unwrap();
    let path = sequence(folder.path());
    let start = Start { path: Some(path), track: Some(motscope::mot::TrackId(7)), frame: Some(2), ..Start::default() };
    let mut harness = window::start(start, [1280.0, 800.0]);
    choose(&mut harness, "This frame as PNG", &folder.path().join("two.png"));
    export(&mut harness);
    let written = picture(&folder.path().join("two.png"));
    // Its box from 70 to 110 is filled lightly, and beyond it dots tell where it will be.
    assert_ne!(written.get_pixel(75, 130).0, [40; 3]);
    let dot = (117..=123).flat_map(|x| (107..=113).map(move |y| (x, y)));
    assert!(dot.clone().any(|(x, y)| written.get_pixel(x, y).0 != [40; 3]));
    press(&mut harness, Modifiers::NONE, Key::Escape);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(harness.state().view().state.selected, None);
    choose(&mut harness, "This frame as PNG", &folder.path().join("none.png"));
    export(&mut harness);
    let written = picture(&folder.path().join("none.png"));
    assert_eq!(written.get_pixel(75, 130).0, [40; 3]);
    assert!(dot.clone().all(|(x, y)| written.get_pixel(x, y).0 == [40; 3]));
}

#[test]
fn the_playback_range_is_written_into_a_folder_and_what_is_there_is_replaced_only_if_told() {
    let folder = TempDir::with_prefix("motscope-export").unwrap();
    let mut harness = open(&sequence(folder.path()), 3);
    press(&mut harness, Modifiers::NONE, Key::I);
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    press(&mut harness, Modifiers::NONE, Key::O);
    let output = folder.path().join("frames");
    choose(&mut harness, "Frames as PNG, in a folder", &output);
    click(&mut harness, "Playback range, 3 to 4");
    harness.get_by_label_contains("2 frames");
    export(&mut harness);
    harness.get_by_label_contains("frames, 2 frames, ");
    harness.get_by_label_contains("; 1 frame without a picture");
    assert_eq!(names(&output), ["000003.png", "000004.png"]);
    let [third, fourth] = [3, 4].map(|frame| picture(&output.join(format!("00000{frame}.png"))));
    assert_eq!((third.get_pixel(5, 5).0, third.get_pixel(80, 110).0), ([60; 3], palette::track(7)));
    assert_eq!((fourth.dimensions(), fourth.get_pixel(90, 110).0), (SIZE, palette::track(7)));
    // Kept, then replaced.
    fs::write(output.join("000003.png"), "mine").unwrap();
    export(&mut harness);
    click(&mut harness, "Keep existing");
    assert_eq!(fs::read(output.join("000003.png")).unwrap(), b"mine");
    export(&mut harness);
    click(&mut harness, "Replace");
    finished(&mut harness);
    assert_eq!(picture(&output.join("000003.png")), third);
    assert_eq!(names(folder.path()), ["frames", "walk"]);
}

#[test]
fn a_part_in_view_is_written_at_the_resolution_of_the_picture() {
    let folder = TempDir::with_prefix("motscope-export").unwrap();
    let mut harness = open(&sequence(folder.path()), 2);
    (0..8).for_each(|_| press(&mut harness, Modifiers::NONE, Key::Plus));
    choose(&mut harness, "This frame as PNG", &folder.path().join("part.png"));
    click(&mut harness, "Part in view");
    export(&mut harness);
    let written = picture(&folder.path().join("part.png"));
    assert!(written.width() < SIZE.0 / 3 && written.height() < SIZE.1 / 2, "{:?}", written.dimensions());
    assert!(written.pixels().any(|pixel| pixel.0 == [40; 3]));
    // Fitted again, there is no part to choose.
    press(&mut harness, Modifiers::NONE, Key::Escape);
    press(&mut harness, Modifiers::NONE, Key::F);
    choose(&mut harness, "This frame as PNG", &folder.path().join("whole.png"));
    export(&mut harness);
    assert_eq!(picture(&folder.path().join("whole.png")).dimensions(), SIZE);
}

#[test]
fn what_is_cancelled_leaves_nothing_and_the_window_goes_on_meanwhile() {
    let folder = TempDir::with_prefix("motscope-export").unwrap();
    let mut harness = window::start(Start::default(), [1280.0, 800.0]);
    choose(&mut harness, "Animated GIF", &folder.path().join("demo.gif"));
    harness.get_by_label("Export").click();
    harness.step();
    harness.step();
    assert!(harness.state().is_exporting());
    harness.get_by_label("Export progress");
    harness.get_by_label("Hide").click();
    harness.step();
    harness.step();
    let status = harness.get_by_label_contains("Exporting ");
    status.click();
    harness.step();
    harness.step();
    harness.get_by_label("Cancel").click();
    finished(&mut harness);
    harness.get_by_label("Cancelled: nothing was written.");
    assert!(names(folder.path()).is_empty(), "{:?}", names(folder.path()));
}

#[test]
fn what_goes_wrong_is_told_with_its_path() {
    let folder = TempDir::with_prefix("motscope-export").unwrap();
    let mut harness = open(&sequence(folder.path()), 2);
    let output = folder.path().join("no/such/folder/a.png");
    choose(&mut harness, "This frame as PNG", &output);
    export(&mut harness);
    harness.get_by_label_contains(&format!("{}: ", output.display()));
    assert_eq!(names(folder.path()), ["walk"]);
}

/// Names the part that a test plays in a process that it started itself.
const PART: &str = "MOTSCOPE_TEST_PART";

/// Runs one test of this program again, as a process with programs of one folder alone: a process has one `PATH`, and the
/// tests beside it are not to notice.
fn play(test: &str, part: &str, programs: &Path) {
    let mut again = Command::new(std::env::current_exe().unwrap());
    let output = again.args(["--exact", test, "--nocapture"]).env(PART, part).env("PATH", programs).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && told.contains("1 passed"), "{told}");
}

#[test]
fn a_video_is_offered_only_where_ffmpeg_is() {
    let folder = TempDir::with_prefix("motscope-export").unwrap();
    match std::env::var(PART).as_deref() {
        Ok("with ffmpeg") => a_video_is_written(folder.path()),
        Ok("without ffmpeg") => no_video_is_offered(folder.path()),
        Ok(other) => panic!("{other}"),
        Err(_) => {
            let test = "export::a_video_is_offered_only_where_ffmpeg_is";
            play(test, "without ffmpeg", folder.path());
            #[cfg(unix)]
            {
                crate::ffmpeg::stand_in(folder.path());
                play(test, "with ffmpeg", folder.path());
            }
        }
    }
}

fn a_video_is_written(folder: &Path) {
    let mut harness = open(&sequence(folder), 2);
    let output = folder.join("walk.mp4");
    choose(&mut harness, "Video (MP4)", &output);
    export(&mut harness);
    assert!(output.metadata().unwrap().len() > 0);
}

fn no_video_is_offered(folder: &Path) {
    let mut harness = open(&sequence(folder), 2);
    choose(&mut harness, "Video (MP4)", &folder.join("walk.mp4"));
    let note = "needs the program ffmpeg, which was not found";
    let deadline = std::time::Instant::now() + window::PATIENCE;
    while harness.query_by_label(note).is_none() {
        assert!(std::time::Instant::now() < deadline);
        harness.step();
    }
    harness.get_by_label("A video needs the program ffmpeg.");
    harness.get_by_label("Export").click();
    harness.step();
    harness.step();
    assert!(!harness.state().is_exporting());
    // All else can be written.
    click(&mut harness, "Animated GIF");
    export(&mut harness);
    assert_eq!(names(folder), ["walk", "walk.gif"]);
}

#[test]
fn further_layers_are_written_in_their_own_style_and_no_picture_where_the_window_shows_none() {
    let folder = TempDir::with_prefix("motscope-export").unwrap();
    let path = sequence(folder.path());
    let other = folder.path().join("other.txt");
    fs::write(&other, "2,1,220,20,60,40,0.9,-1,-1,-1\n").unwrap();
    let start = Start { path: Some(path), layers: vec![other], frame: Some(2), ..Start::default() };
    let mut harness = window::start(start, [1280.0, 800.0]);
    choose(&mut harness, "This frame as PNG", &folder.path().join("both.png"));
    export(&mut harness);
    let written = picture(&folder.path().join("both.png"));
    // Results have the colours of their tracks, and ground truth beside them one that no track has, with dashes.
    let other = palette::track(1);
    assert_eq!(written.get_pixel(220, 40).0, other);
    let left: Vec<[u8; 3]> = (100..130).map(|y| written.get_pixel(70, y).0).collect();
    assert!(left.contains(&palette::GROUND_TRUTH) && left.contains(&[40; 3]), "{left:?}");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    press(&mut harness, Modifiers::NONE, Key::H);
    choose(&mut harness, "This frame as PNG", &folder.path().join("plain.png"));
    export(&mut harness);
    let written = picture(&folder.path().join("plain.png"));
    assert_eq!((written.get_pixel(5, 5).0, written.get_pixel(220, 40).0), (palette::ground(true), other));
}

/// What is at this label, until it is there.
fn found(harness: &mut Harness<'_, Window>, label: &str) -> String {
    let deadline = std::time::Instant::now() + window::PATIENCE;
    loop {
        harness.step();
        if let Some(node) = harness.query_all_by_label_contains(label).next() {
            let node = node.accesskit_node();
            return node.label().or_else(|| node.value()).unwrap_or_default();
        }
        assert!(std::time::Instant::now() < deadline, "no {label}");
        std::thread::yield_now();
    }
}

#[test]
fn the_size_is_told_before_and_a_range_that_was_set_is_what_is_exported() {
    let folder = TempDir::with_prefix("motscope-export").unwrap();
    let mut harness = open(&sequence(folder.path()), 2);
    press(&mut harness, Modifiers::NONE, Key::I);
    press(&mut harness, Modifiers::NONE, Key::End);
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    press(&mut harness, Modifiers::NONE, Key::O);
    let path = folder.path().join("range.gif");
    choose(&mut harness, "Animated GIF", &path);
    let told = found(&mut harness, "3 frames, about ");
    assert!(told.ends_with("kB") || told.ends_with(" B"), "{told}");
    assert!(names(folder.path()) == ["walk"], "nothing is written for that");
    export(&mut harness);
    found(&mut harness, "range.gif, 3 frames, ");
    // Another range takes the place of this one, and no range gives all frames.
    for (keys, frames) in [([Key::Home, Key::I], "4 frames, about"), ([Key::Escape, Key::Num1], "4 frames, about")] {
        press(&mut harness, Modifiers::NONE, Key::Escape);
        keys.into_iter().for_each(|key| press(&mut harness, Modifiers::NONE, key));
        press(&mut harness, Modifiers::COMMAND, Key::E);
        found(&mut harness, frames);
    }
}

#[test]
fn the_buttons_stay_in_place_whatever_is_chosen_and_told() {
    let folder = TempDir::with_prefix("motscope-export").unwrap();
    let mut harness = open(&sequence(folder.path()), 2);
    press(&mut harness, Modifiers::COMMAND, Key::E);
    let place = |harness: &Harness<'_, Window>| harness.get_by_label("Export").rect();
    let before = place(&harness);
    for form in ["Frames as PNG, in a folder", "Animated GIF", "Video (MP4)", "This frame as PNG"] {
        click(&mut harness, form);
        assert_eq!(place(&harness), before, "{form}");
    }
    type_path(&mut harness, &folder.path().join("one.png"));
    export(&mut harness);
    assert_eq!(place(&harness), before);
    harness.get_by_label("Show in folder");
    export(&mut harness);
    harness.get_by_label("Replace");
    assert_eq!(place(&harness), before);
}

#[test]
fn the_size_that_is_told_follows_what_is_in_view() {
    let folder = TempDir::with_prefix("motscope-export").unwrap();
    let mut harness = open(&sequence(folder.path()), 2);
    (0..3).for_each(|_| press(&mut harness, Modifiers::NONE, Key::Plus));
    press(&mut harness, Modifiers::COMMAND, Key::E);
    click(&mut harness, "Frames as PNG, in a folder");
    click(&mut harness, "Part in view");
    let large = found(&mut harness, "5 frames, about ");
    // Zoomed without a key: the keys are the dialog's.
    let canvas = harness.get_by_label("Canvas").rect();
    harness.event(Event::PointerMoved(canvas.right_center() - vec2(20.0, 0.0)));
    harness.step();
    harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, 300.0),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    let deadline = std::time::Instant::now() + window::PATIENCE;
    while found(&mut harness, "5 frames, about ") == large {
        assert!(std::time::Instant::now() < deadline, "still {large}");
    }
}
