//! The window, driven by accessible label: what ends with the program, and what comes back after a restart.

use std::path::Path;
use std::time::Instant;

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::app::{Start, Window};
use motscope::mot::TrackId;

use crate::small::{canvas, open_menu, small_file};
use crate::storage::Stored;
use crate::window::{self, click, position, press, settle, some_boxes, until};

/// Ends the program, and starts it again.
pub fn restart(mut harness: Harness<'_, Window>, start: Start) -> Harness<'static, Window> {
    let mut stored = Stored::default();
    eframe::App::save(harness.state_mut(), &mut stored);
    drop(harness);
    begin(&stored, start)
}

/// Starts the program with what it has stored.
fn begin(stored: &Stored, start: Start) -> Harness<'static, Window> {
    let mut harness = Harness::builder().with_size([1280.0, 800.0]).with_step_dt(1.0 / 60.0).build_eframe(|creation| {
        let mut creation = eframe::CreationContext::_new_kittest(creation.egui_ctx.clone());
        creation.storage = Some(stored);
        Window::new(&creation, start, Instant::now())
    });
    settle(&mut harness);
    harness
}

#[test]
fn simulated_latency_is_marked_is_ended_by_a_click_and_ends_with_the_program() {
    let mut harness = window::start(some_boxes(), [1280.0, 1000.0]);
    assert!(harness.query_by_label_contains("simulated").is_none());
    click(&mut harness, "Tuning");
    harness.get_by_role_and_label(eframe::egui::Role::Slider, "latency").set_value_accesskit(60.0);
    settle(&mut harness);
    let latency = |harness: &Harness<'_, Window>| harness.state().view().state.settings.cache.latency_ms;
    assert_eq!(latency(&harness), 60.0);
    click(&mut harness, "+60 ms simulated");
    assert_eq!(latency(&harness), 0.0);
    assert!(harness.query_by_label_contains("ms simulated").is_none());
    click(&mut harness, "object store");
    harness.get_by_label("+80 ms ± 50 % simulated");
    let harness = restart(harness, some_boxes());
    assert_eq!(latency(&harness), 0.0);
    assert!(harness.query_by_label_contains("ms simulated").is_none());
}

#[test]
fn a_chip_is_inside_the_smallest_window() {
    let mut harness = window::start(some_boxes(), [1280.0, 1000.0]);
    click(&mut harness, "Tuning");
    click(&mut harness, "object store");
    let mut stored = Stored::default();
    eframe::App::save(harness.state_mut(), &mut stored);
    for size in [[640.0, 400.0], [900.0, 600.0]] {
        harness.set_size(size.into());
        (0..5).for_each(|_| harness.step());
        let rect = harness.get_by_label("+80 ms ± 50 % simulated").rect();
        let others = ["First frame", "Last frame", "Frame"].map(|label| harness.get_by_label(label).rect());
        assert!(rect.right() <= size[0] && others.iter().all(|other| !other.intersects(rect)), "{rect} in {size:?}");
    }
}

/// What a person would look at to see whether all is as it was.
#[derive(Debug, PartialEq)]
struct Seen {
    name: String,
    frame: u64,
    selected: Option<TrackId>,
    layers: Vec<(String, bool)>,
    styles: Vec<String>,
    zoom: f64,
    center: (f64, f64),
    shows_tracks: bool,
    tab: String,
}

fn seen(harness: &Harness<'_, Window>) -> Seen {
    let view = harness.state().view();
    let document = view.document.unwrap();
    let layers =
        (0..document.layers.len()).map(|place| (document.layers[place].name.clone(), view.look(place).unwrap()));
    let layers: Vec<_> = layers.collect();
    Seen {
        name: document.name.clone(),
        frame: document.position(),
        selected: view.state.selected,
        styles: layers.iter().map(|(_, look)| format!("{:?}", look.style)).collect(),
        layers: layers.into_iter().map(|(name, look)| (name, look.shown)).collect(),
        zoom: view.state.camera.viewport.zoom(),
        center: view.state.camera.viewport.center(view.state.extent.area),
        shows_tracks: view.state.settings.show_tracks,
        tab: format!("{:?}", view.state.settings.tab),
    }
}

/// Opens a file with two further layers, one of them hidden, and changes all that can come back.
fn worked_on(folder: &Path) -> Harness<'static, Window> {
    let path = small_file(folder);
    let layers: Vec<_> = ["one.txt", "two.txt"].map(|name| folder.join(name)).into();
    layers.iter().for_each(|layer| _ = std::fs::copy(&path, layer).unwrap());
    let mut harness = window::start(Start { path: Some(path), layers, ..Start::default() }, [1280.0, 800.0]);
    press(&mut harness, Modifiers::SHIFT, Key::ArrowRight);
    click(&mut harness, "Track 7");
    harness.get_by_label("Canvas").click();
    settle(&mut harness);
    for key in [Key::Plus, Key::Plus] {
        press(&mut harness, Modifiers::NONE, key);
    }
    harness.get_by_label("Layer two.txt").click();
    settle(&mut harness);
    click(&mut harness, "Events");
    press(&mut harness, Modifiers::NONE, Key::T);
    harness
}

#[test]
fn after_a_restart_all_is_as_it_was_left() {
    let folder = tempfile::tempdir().unwrap();
    let harness = worked_on(folder.path());
    let before = seen(&harness);
    assert_eq!((before.frame, before.layers.len()), (6, 3));
    assert!(before.zoom > 1.2 && !before.shows_tracks && !before.layers[2].1, "{before:?}");
    let harness = restart(harness, Start::default());
    assert_eq!(seen(&harness), before);
    // What the command line says comes first, and the rest comes back.
    let path = Some(folder.path().join("small.txt"));
    let harness = restart(harness, Start { path, frame: Some(2), ..Start::default() });
    assert_eq!(seen(&harness), Seen { frame: 2, ..before });
}

#[test]
fn a_file_that_is_opened_again_comes_back_as_it_was_left() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = worked_on(folder.path());
    let before = seen(&harness);
    open_menu(&mut harness, "File");
    click(&mut harness, "Open the demo");
    assert_ne!(seen(&harness).name, before.name);
    press(&mut harness, Modifiers::NONE, Key::T);
    press(&mut harness, Modifiers::NONE, Key::Plus);
    let opened = harness.state().view().state.opened;
    open_menu(&mut harness, "File");
    harness.get_by_role_and_label(eframe::egui::Role::Button, "small.txt").click();
    until(&mut harness, "opened again", |window| window.view().state.opened > opened);
    settle(&mut harness);
    assert_eq!(seen(&harness), before);
}

#[test]
fn the_demo_opens_only_while_nothing_is_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let harness = begin(&Stored::default(), Start::default());
    assert_eq!(seen(&harness).name, "demo");
    let harness = restart(harness, Start::default());
    assert_eq!(seen(&harness).name, "demo");
    let path = small_file(folder.path());
    let mut harness = restart(harness, Start { path: Some(path.clone()), ..Start::default() });
    open_menu(&mut harness, "File");
    click(&mut harness, "Open the demo");
    let mut harness = restart(harness, Start::default());
    assert_eq!(seen(&harness).name, "small.txt");
    // A file that is gone is told, and the window stays usable.
    let mut stored = Stored::default();
    eframe::App::save(harness.state_mut(), &mut stored);
    drop(harness);
    std::fs::remove_file(&path).unwrap();
    let mut harness = begin(&stored, Start::default());
    harness.get_by_label_contains("Could not open small.txt");
    click(&mut harness, "Open the demo");
    assert_eq!((seen(&harness).name.as_str(), position(&harness)), ("demo", 1));
    assert!(canvas(&harness).starts_with("frame 1, "));
}

/// The first of two sequences, `one` and `two`, with results of both beside their data set.
pub fn first_of_two(folder: &Path) -> Start {
    let rows = "1,1,0,0,9,9,1,1,1\n2,1,0,0,9,9,1,1,1\n";
    for name in ["one", "two"] {
        let sequence = folder.join("set").join(name);
        std::fs::create_dir_all(sequence.join("gt")).unwrap();
        std::fs::write(sequence.join("gt/gt.txt"), rows).unwrap();
        std::fs::write(folder.join(format!("{name}.txt")), rows).unwrap();
    }
    Start { path: Some(folder.join("set/one")), layers: vec![folder.join("one.txt")], ..Start::default() }
}

#[test]
fn page_down_opens_the_next_sequence_of_the_data_set_with_the_same_layers() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window::start(first_of_two(folder.path()), [1280.0, 800.0]);
    harness.get_by_label("Layer one.txt").click();
    settle(&mut harness);
    let go = |harness: &mut Harness<'_, Window>, key: Key, name: &str| {
        harness.key_press(key);
        until(harness, name, |window| window.view().document.is_some_and(|document| document.name == name));
        settle(harness);
    };
    go(&mut harness, Key::PageDown, "two");
    let now = seen(&harness);
    assert_eq!((now.layers[1].0.as_str(), now.layers[1].1), ("two.txt", false), "{now:?}");
    harness.key_press(Key::PageDown);
    until(&mut harness, "at the end", |window| window.view().state.failure.is_some());
    harness.get_by_label_contains("two is the last of 2 sequences");
    go(&mut harness, Key::PageUp, "one");
    assert_eq!(seen(&harness).layers[1].0, "one.txt");
}

#[test]
fn a_file_opens_though_the_pictures_it_was_left_with_are_gone() {
    let folder = tempfile::tempdir().unwrap();
    let (path, images) = (folder.path().join("gt.txt"), folder.path().join("elsewhere"));
    std::fs::write(&path, "1,1,10,10,20,20,1\n2,1,10,10,20,20,1\n").unwrap();
    std::fs::create_dir(&images).unwrap();
    for frame in 1..=2 {
        image::RgbImage::new(64, 48).save(images.join(format!("{frame:06}.png"))).unwrap();
    }
    let stated = Start { path: Some(path.clone()), images: Some(images.clone()), ..Start::default() };
    let harness = begin(&Stored::default(), stated);
    assert!(harness.state().view().has_pictures());
    std::fs::remove_dir_all(&images).unwrap();
    let harness = restart(harness, Start::default());
    let document = harness.state().view().document.expect("it is open");
    assert!(document.name.ends_with("gt.txt"), "{}", document.name);
    let told = |remark: &String| remark.contains("elsewhere") && remark.contains("not there any more");
    assert!(document.remarks.iter().any(told), "{:?}", document.remarks);
}
