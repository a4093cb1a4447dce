//! Every card over the canvas in a small window. A card lies within the canvas.

use std::fs;

use eframe::egui::Rect;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::app::Window;
use tempfile::TempDir;

use super::{ZOOMS, fits, on_file};
use crate::window::{settle, until};

/// A folder with a long name.
fn folder() -> TempDir {
    let name = "a-folder-whose-name-is-so-long-that-no-line-of-a-card-can-hold-it-and-which-has-no-space-in-it-either";
    tempfile::Builder::new().prefix(name).tempdir().unwrap()
}

/// Fails if what has one of these labels is not within the canvas, or anything is cut off.
fn lies_within_the_canvas(harness: &mut Harness<'_, Window>, labels: &[&str]) {
    fits(harness, labels[0]);
    let canvas: Rect = harness.get_by_label("Canvas").rect().expand(1.0);
    for label in labels {
        let node = harness.query_all_by_label_contains(label).last().unwrap_or_else(|| panic!("no {label}"));
        assert!(canvas.contains_rect(node.rect()), "{label} at {:?}, the canvas at {canvas:?}", node.rect());
    }
}

#[test]
fn a_failure_and_what_to_do_then_fit() {
    let folder = folder();
    for zoom in ZOOMS {
        let mut harness = on_file(folder.path().join("no/such/file.txt"), zoom);
        lies_within_the_canvas(
            &mut harness,
            &["Dismiss", "Open folder…", "Nothing is open", "Open the demo", "file.txt"],
        );
    }
}

#[test]
fn a_failure_over_an_open_file_fits() {
    let folder = folder();
    let file = folder.path().join("a.txt");
    fs::write(&file, "1,1,10,10,20,20,1\n").unwrap();
    for zoom in ZOOMS {
        let mut harness = on_file(&file, zoom);
        harness.key_press_modifiers(eframe::egui::Modifiers::COMMAND, eframe::egui::Key::L);
        settle(&mut harness);
        crate::small::type_into(&mut harness, "Path", "/no/such/file");
        crate::window::click(&mut harness, "Open");
        lies_within_the_canvas(&mut harness, &["Dismiss", "Open folder…"]);
    }
}

#[test]
fn a_file_without_rows_fits() {
    let folder = folder();
    let file = folder.path().join("a_file_of_only_comments_with_a_long_name_that_is_too_long_for_one_line.txt");
    fs::write(&file, "# nothing\n").unwrap();
    for zoom in ZOOMS {
        let mut harness = on_file(&file, zoom);
        lies_within_the_canvas(&mut harness, &["has no frames", "Open folder…"]);
    }
}

#[test]
fn a_picture_that_cannot_be_shown_fits() {
    let folder = folder();
    fs::create_dir_all(folder.path().join("img1")).unwrap();
    fs::create_dir_all(folder.path().join("gt")).unwrap();
    fs::write(folder.path().join("img1/000001.jpg"), "no picture").unwrap();
    fs::write(folder.path().join("gt/gt.txt"), "1,1,10,10,20,20,1,1,1\n").unwrap();
    for zoom in ZOOMS {
        let mut harness = on_file(folder.path(), zoom);
        lies_within_the_canvas(&mut harness, &["The picture of frame 1 cannot be shown", "Retry"]);
    }
}

#[test]
fn a_file_that_has_changed_fits() {
    for zoom in ZOOMS {
        let folder = folder();
        let file = folder.path().join("a.txt");
        fs::write(&file, "1,1,10,10,20,20,1\n2,1,10,10,20,20,1\n").unwrap();
        let mut harness = on_file(&file, zoom);
        fs::remove_file(&file).unwrap();
        until(&mut harness, "told of the change", |window| window.view().document.unwrap().trouble.is_some());
        lies_within_the_canvas(&mut harness, &["a.txt has changed", "Reload"]);
    }
}

#[test]
fn a_card_is_no_higher_than_a_low_canvas() {
    let folder = folder();
    let file = folder.path().join("a.txt");
    fs::write(&file, "1,1,10,10,20,20,1\n").unwrap();
    for zoom in ZOOMS {
        let mut harness = on_file(&file, zoom);
        // The timeline of identities takes room from the canvas.
        crate::window::press(&mut harness, eframe::egui::Modifiers::NONE, eframe::egui::Key::Y);
        harness.key_press_modifiers(eframe::egui::Modifiers::COMMAND, eframe::egui::Key::L);
        settle(&mut harness);
        crate::small::type_into(&mut harness, "Path", &format!("/no/{}", "such/file/".repeat(40)));
        crate::window::click(&mut harness, "Open");
        fits(&mut harness, "a long reason");
    }
}
