//! Rows, frames and the command line are copied to the clipboard.

use std::time::Instant;

use eframe::egui::{self, ColorImage, Key, Modifiers, OutputCommand};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::app::{Start, Window};

use crate::small::{open, small_file, start};
use crate::window::{PATIENCE, press, settle, until};

/// Opens the menu of what has this label, chooses from it, and waits for what `take` finds in the clipboard.
fn copied<T>(
    harness: &mut Harness<'_, Window>,
    label: &str,
    entry: &str,
    take: impl Fn(&OutputCommand) -> Option<T>,
) -> T {
    harness.get_by_label(label).click_secondary();
    settle(harness);
    harness.get_by_label(entry).click();
    wait(harness, take)
}

fn wait<T>(harness: &mut Harness<'_, Window>, take: impl Fn(&OutputCommand) -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        harness.step();
        if let Some(found) = harness.output().platform_output.commands.iter().find_map(&take) {
            return found;
        }
        assert!(harness.query_by_label("Nothing was copied").is_none());
        assert!(Instant::now() < deadline, "nothing is copied");
        std::thread::yield_now();
    }
}

fn text(command: &OutputCommand) -> Option<String> {
    if let OutputCommand::CopyText(text) = command { Some(text.clone()) } else { None }
}

fn picture(command: &OutputCommand) -> Option<ColorImage> {
    if let OutputCommand::CopyImage(picture) = command { Some(picture.clone()) } else { None }
}

#[test]
fn a_row_is_copied_as_it_stands_and_a_track_with_all_its_rows() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("odd.txt");
    std::fs::write(&path, "1, 7, 10.50,20,30,40,.9,-1,-1,-1\n2,7,11,20,30,40,0.8,-1,-1,-1\n2,8,1,2,3,4,0.5,-1,-1,-1\n")
        .unwrap();
    let mut harness = open(path);
    assert_eq!(copied(&mut harness, "Track 7", "Copy id", text), "7");
    assert_eq!(copied(&mut harness, "Track 7", "Copy row", text), "1, 7, 10.50,20,30,40,.9,-1,-1,-1");
    let csv = copied(&mut harness, "Track 7", "Copy track as CSV", text);
    let header = "frame,id,left,top,width,height,confidence,class,visibility";
    assert_eq!(csv, format!("{header}\n1,7,10.5,20,30,40,0.9,,\n2,7,11,20,30,40,0.8,,\n"));
    press(&mut harness, Modifiers::NONE, Key::End);
    harness.get_by_label("Track 7").click();
    settle(&mut harness);
    harness.get_by_label("Track 8").click_modifiers(Modifiers::COMMAND);
    settle(&mut harness);
    assert_eq!(copied(&mut harness, "Track 8", "Copy ids", text), "7\n8");
    assert_eq!(copied(&mut harness, "Track 8", "Copy tracks as CSV", text).lines().count(), 4);
}

#[test]
fn the_rows_of_a_frame_that_are_drawn_are_copied() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(small_file(folder.path()));
    press(&mut harness, Modifiers::SHIFT, Key::ArrowRight);
    let rows = |harness: &mut Harness<'_, Window>| {
        let csv = copied(harness, "Canvas", "Copy rows as CSV", text);
        csv.lines().skip(1).map(|line| line.split(',').nth(1).unwrap().to_owned()).collect::<Vec<_>>()
    };
    // The ground is in the middle of the scene.
    assert_eq!(rows(&mut harness), ["7", "-1", "12"]);
    harness.get_by_label("Track 7").click();
    settle(&mut harness);
    press(&mut harness, Modifiers::SHIFT, Key::H);
    assert_eq!(rows(&mut harness), ["-1", "12"]);
}

#[test]
fn a_frame_is_copied_as_a_picture_with_its_boxes() {
    let folder = tempfile::tempdir().unwrap();
    let sequence = folder.path().join("S");
    std::fs::create_dir_all(sequence.join("img1")).unwrap();
    std::fs::create_dir_all(sequence.join("gt")).unwrap();
    image::RgbImage::from_pixel(64, 48, image::Rgb([0, 90, 0])).save(sequence.join("img1/000001.png")).unwrap();
    std::fs::write(sequence.join("gt/gt.txt"), "1,3,5,5,20,20,1,1,1\n").unwrap();
    let mut harness = start(Start { path: Some(sequence), ..Start::default() });
    let copy = copied(&mut harness, "Canvas", "Copy frame as picture", picture);
    assert_eq!(copy.size, [64, 48]);
    let green = egui::Color32::from_rgb(0, 90, 0);
    assert_eq!(copy[(50, 40)], green);
    assert!(copy.pixels.iter().any(|pixel| *pixel != green), "its box is drawn");
}

#[test]
fn the_command_line_opens_the_view_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = small_file(folder.path());
    let layer = folder.path().join("it's a layer.txt");
    std::fs::write(&layer, "1,1,1,1,9,9,1,-1,-1,-1\n").unwrap();
    let mut harness = start(Start { path: Some(path.clone()), layers: vec![layer], ..Start::default() });
    harness.get_by_label("Track 12").click();
    settle(&mut harness);
    let line = copied(&mut harness, "Scrubber", "Copy command line", text);
    assert!(line.starts_with(&format!("motscope {}", path.display())), "{line}");
    let frame = line.split(" --frame ").nth(1).unwrap().split(' ').next().unwrap().to_owned();
    assert!(frame.parse::<u64>().is_ok() && line.ends_with(" --track 12"), "{line}");
    if cfg!(unix) {
        assert!(line.contains(r"it'\''s a layer.txt' --frame"), "{line}");
    }
}

#[test]
fn a_track_of_a_further_layer_is_copied_with_all_its_rows() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("gt")).unwrap();
    let (gt, run) = (folder.path().join("gt/gt.txt"), folder.path().join("run.txt"));
    let truth = |frame: u32| format!("{frame},1,100,100,50,80,1,1,1\n{frame},2,600,200,50,80,1,1,1\n");
    std::fs::write(&gt, (1..=4).map(truth).collect::<String>()).unwrap();
    let rows = |frame: u32| format!("{frame},5,300,100,50,80,1,-1,-1,-1\n");
    std::fs::write(&run, (1..=9).map(rows).collect::<String>()).unwrap();
    let mut harness = start(Start { path: Some(gt), layers: vec![run], ..Start::default() });
    until(&mut harness, "judged", |window| !window.view().state.judging.judgements.is_empty());
    settle(&mut harness);
    let state = harness.state().view().state;
    let canvas = harness.get_by_label("Canvas").rect();
    let at = state.camera.viewport.transform(state.extent.area, canvas).to_screen(325.0, 140.0);
    harness.hover_at(at);
    harness.step();
    for pressed in [true, false] {
        let (button, modifiers) = (egui::PointerButton::Secondary, Modifiers::NONE);
        harness.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers });
    }
    settle(&mut harness);
    harness.get_by_label("Copy track as CSV").click();
    assert_eq!(wait(&mut harness, text).lines().count(), 1 + 9);
}
