//! The window on a small file, and what several tests do with it.

use std::path::{Path, PathBuf};

use eframe::egui;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::app::{Start, Window};

use crate::window::{self, settle};

pub fn start(start: Start) -> Harness<'static, Window> {
    window::start(start, [1280.0, 800.0])
}

pub fn open(path: impl Into<PathBuf>) -> Harness<'static, Window> {
    start(Start { path: Some(path.into()), ..Start::default() })
}

pub fn type_into(harness: &mut Harness<'_, Window>, label: &str, text: &str) {
    harness.get_by_label(label).focus();
    harness.step();
    harness.get_by_label(label).type_text(text);
    settle(harness);
}

/// What the canvas says it shows.
pub fn canvas(harness: &Harness<'_, Window>) -> String {
    harness.get_by_label("Canvas").value().unwrap_or_default()
}

/// Ten frames, numbered from 1: track 7 in all of them, track 12 in 4 to 6, and a row without identity in each.
pub fn small_file(folder: &Path) -> PathBuf {
    let mut rows = Vec::new();
    for frame in 1..=10 {
        rows.push(format!("{frame},7,{},100,50,80,0.9,-1,-1,-1", 100 + frame));
        rows.push(format!("{frame},-1,300,100,50,80,0.3,-1,-1,-1"));
        if (4..=6).contains(&frame) {
            rows.push(format!("{frame},12,500,100,50,80,0.5,-1,-1,-1"));
        }
    }
    let path = folder.join("small.txt");
    std::fs::write(&path, rows.join("\n")).unwrap();
    path
}

/// Opens a menu of the menu bar.
pub fn open_menu(harness: &mut Harness<'_, Window>, menu: &str) {
    harness.get_by_role_and_label(egui::Role::Button, menu).click();
    (0..3).for_each(|_| harness.step());
}
