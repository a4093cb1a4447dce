//! Every dialog in a small window.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use eframe::egui::{self, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::app::{Start, Window};

use super::{ZOOMS, fits, on_file, opened};
use crate::archives;
use crate::small::open_menu;
use crate::window::{click, press, settle, some_boxes};

/// A name that does not fit a dialog.
const LONG: &str = "a very long name of a sequence that somebody made from the day and the place of the recording and from \
                    the names of those who were there";

fn menu_item(harness: &mut Harness<'_, Window>, menu: &str, item: &str) {
    open_menu(harness, menu);
    harness.get_all_by_label_contains(item).last().unwrap().click();
    settle(harness);
}

#[test]
fn the_list_of_shortcuts_is_not_cut_off() {
    for zoom in ZOOMS {
        let mut harness = opened(some_boxes(), zoom);
        harness.event(egui::Event::Text("?".to_owned()));
        settle(&mut harness);
        harness.get_by_label("Shortcuts");
        fits(&mut harness, "shortcuts");
    }
}

#[test]
fn no_page_of_the_guide_is_cut_off() {
    // The pages are long to lay out, so one zoom has to do.
    let mut harness = opened(some_boxes(), ZOOMS[1]);
    menu_item(&mut harness, "Help", "Guide");
    let titles = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/guide")).unwrap().map(|page| {
        let text = fs::read_to_string(page.unwrap().path()).unwrap();
        text.lines().next().unwrap().trim_start_matches(['#', ' ']).to_owned()
    });
    for title in titles {
        harness.get_all_by_role_and_label(egui::Role::Button, &title).last().unwrap().click();
        settle(&mut harness);
        fits(&mut harness, &title);
    }
}

#[test]
fn the_field_for_a_path_is_not_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    for zoom in ZOOMS {
        let file = folder.path().join(format!("{LONG}.txt"));
        fs::write(&file, "1,1,10,10,20,20,1\n").unwrap();
        let mut harness = on_file(&file, zoom);
        press(&mut harness, Modifiers::COMMAND, Key::L);
        fits(&mut harness, "path field");
    }
}

#[test]
fn no_form_of_the_export_is_cut_off() {
    for zoom in ZOOMS {
        let mut harness = opened(Start::default(), zoom);
        press(&mut harness, Modifiers::NONE, Key::I);
        press(&mut harness, Modifiers::COMMAND, Key::E);
        for form in ["This frame as PNG", "Frames as PNG, in a folder", "Animated GIF", "Video (MP4)"] {
            click(&mut harness, form);
            fits(&mut harness, form);
        }
    }
}

#[test]
fn the_export_of_a_table_is_not_cut_off() {
    for zoom in ZOOMS {
        let mut harness = opened(some_boxes(), zoom);
        press(&mut harness, Modifiers::NONE, Key::ArrowRight);
        click(&mut harness, "Cache");
        click(&mut harness, "Export CSV…");
        fits(&mut harness, "export of a table");
    }
}

#[test]
fn neither_the_search_for_settings_nor_the_demonstration_is_cut_off() {
    for zoom in ZOOMS {
        let mut harness = opened(some_boxes(), zoom);
        for _ in 0..30 {
            press(&mut harness, Modifiers::NONE, Key::ArrowRight);
        }
        click(&mut harness, "Tuning");
        harness.get_all_by_label_contains("Tune for me").next().unwrap().click();
        (0..60).for_each(|_| harness.step());
        fits(&mut harness, "tune for me");
        press(&mut harness, Modifiers::NONE, Key::Escape);
        menu_item(&mut harness, "Help", "Watch it learn");
        crate::window::until(&mut harness, "ready for the demonstration", |_| true);
        (0..60).for_each(|_| harness.step());
        fits(&mut harness, "watch it learn");
    }
}

#[test]
fn no_question_about_a_file_is_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    for (name, path) in
        [("member", many(folder.path())), ("columns", columns(folder.path())), ("unpack", large(folder.path()))]
    {
        for zoom in ZOOMS {
            let mut harness = on_file(&path, zoom);
            // Asked from the card, whose button has to be in view however long the reason is.
            if harness.query_by_label("Assign columns…").is_some() {
                click(&mut harness, "Assign columns…");
            }
            assert!(harness.state().view().state.question.is_some(), "{name}");
            fits(&mut harness, name);
        }
    }
}

/// An archive of many texts with long names.
fn many(folder: &Path) -> PathBuf {
    let names: Vec<String> = (0..60).map(|at| format!("set/{LONG}-{at}.txt")).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"1,1,1,1,9,9,1\n"[..])).collect();
    let path = folder.join(format!("{LONG}.zip"));
    fs::write(&path, archives::zip(&members)).unwrap();
    path
}

/// A table of many columns, which cannot be read without saying what they are.
fn columns(folder: &Path) -> PathBuf {
    let mut text = String::new();
    let _ = writeln!(text, "{}", (0..20).map(|at| format!("{}{at}", "alpha".repeat(20))).collect::<Vec<_>>().join(","));
    for row in 1..6 {
        let _ = writeln!(text, "{}", (0..20).map(|at| (row * (at + 1)).to_string()).collect::<Vec<_>>().join(","));
    }
    let path = folder.join("columns.csv");
    fs::write(&path, text).unwrap();
    path
}

/// A text that becomes much larger when it is unpacked.
fn large(folder: &Path) -> PathBuf {
    let path = folder.join(format!("{LONG}.txt.gz"));
    fs::write(&path, archives::gzip(&b"5,1,10,100,50,80,0.9\n".repeat(60_000))).unwrap();
    path
}
