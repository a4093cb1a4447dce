//! The window, driven by accessible label: pictures that cannot be read are marked and listed, wherever they were met.

use std::fs;
use std::path::{Path, PathBuf};

use eframe::egui::pos2;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use image::{Rgb, RgbImage};
use motscope::app::{Start, Window};

use crate::window::{click, position, settle, start, until};

/// A sequence of 40 frames, the pictures of some of which are cut.
fn sequence(folder: &Path, cut: &[u8]) -> PathBuf {
    let pictures = folder.join("img1");
    fs::create_dir_all(&pictures).unwrap();
    fs::create_dir_all(folder.join("gt")).unwrap();
    for frame in 1..=40_u8 {
        let path = pictures.join(format!("{frame:06}.jpg"));
        RgbImage::from_pixel(320, 240, Rgb([frame * 4; 3])).save(&path).unwrap();
        if cut.contains(&frame) {
            let bytes = fs::read(&path).unwrap();
            fs::write(&path, &bytes[..200]).unwrap();
        }
    }
    let rows: Vec<String> = (1..=40).map(|frame| format!("{frame},1,100,80,40,60,1,1,1")).collect();
    fs::write(folder.join("gt/gt.txt"), rows.join("\n")).unwrap();
    pictures
}

/// What the scrubber tells of a frame.
fn told_of(harness: &mut Harness<'_, Window>, frame: u64) -> bool {
    let scrubber = harness.get_by_label("Scrubber").rect();
    harness.hover_at(pos2(scrubber.left() + (frame as f32 - 0.5) / 40.0 * scrubber.width(), scrubber.center().y));
    (0..60).for_each(|_| harness.step());
    harness.get_by_label(&format!("frame {frame}"));
    harness.query_by_label_contains("failed: ").is_some()
}

#[test]
fn pictures_that_cannot_be_read_are_marked_and_listed_before_anybody_goes_there() {
    let folder = tempfile::tempdir().unwrap();
    let pictures = sequence(folder.path(), &[20, 37]);
    let path = Some(folder.path().to_owned());
    let mut harness = start(Start { path, ..Start::default() }, [1280.0, 800.0]);
    until(&mut harness, "aware of both", |window| window.view().document.unwrap().damaged().count == 2);
    settle(&mut harness);
    assert_eq!(position(&harness), 1);
    click(&mut harness, "2 problems");
    harness.get_by_label("Pictures that cannot be read: 2");
    assert!(told_of(&mut harness, 37) && told_of(&mut harness, 20) && !told_of(&mut harness, 30));
    harness.get_by_label_contains("frame 37: 000037.jpg").click();
    settle(&mut harness);
    assert_eq!(position(&harness), 37);
    // It is read again once its file has changed.
    fs::copy(pictures.join("000036.jpg"), pictures.join("000037.jpg")).unwrap();
    until(&mut harness, "aware of one", |window| window.view().document.unwrap().damaged().frames == [20]);
    assert!(!told_of(&mut harness, 37));
    harness.get_by_label("Pictures that cannot be read: 1");
}

#[test]
fn a_sequence_whose_pictures_can_all_be_read_has_no_list_of_them() {
    let folder = tempfile::tempdir().unwrap();
    sequence(folder.path(), &[]);
    let path = Some(folder.path().to_owned());
    let mut harness = start(Start { path, ..Start::default() }, [1280.0, 800.0]);
    click(&mut harness, "Errors");
    harness.get_by_label("Problems: none");
    assert!(harness.query_by_label_contains("Pictures that cannot be read").is_none());
}
