//! Keeps the house in order: which part of `src` may use which other part. Every test tells all that is wrong at once.
//!
//! Parts that are compiled for tests only are free to use whatever they want.

use std::path::Path;
use std::sync::LazyLock;

use support::source::{Files, Import, Row, Source};
use support::source::{circles, crowded_folders, forbidden_external, forbidden_imports, foreign_mutation};

mod support {
    pub mod source;
}

/// The floors of the house, from the ground up. Each may use those that are named behind it, and they stand above it in
/// this table.
#[rustfmt::skip]
const FLOORS: &[Row] = &[
    ("random", &[]),
    ("palette", &[]),
    ("icon", &["palette"]),
    ("shown", &[]),
    ("parallel", &[]),
    ("unfinished", &["shown"]),
    ("workspace", &["shown", "unfinished"]),
    ("ffmpeg", &[]),
    ("stderr", &["shown"]),
    ("provider", &[]),
    ("predict", &["provider"]),
    ("cache", &["provider", "predict"]),
    ("mot", &["random", "parallel", "shown", "unfinished", "provider"]),
    ("sequence", &["shown", "unfinished", "ffmpeg", "provider", "mot"]),
    ("metrics", &["parallel", "shown", "provider", "mot"]),
    ("data_set", &["parallel", "shown", "mot", "sequence", "metrics"]),
    ("telemetry", &["cache"]),
    ("playback", &["provider"]),
    ("sim", &["random", "provider", "predict", "cache"]),
    ("scene", &["random", "provider", "mot", "sequence"]),
    ("render", &["palette", "sequence"]),
    ("export", &["palette", "shown", "unfinished", "ffmpeg", "provider", "mot", "sequence", "playback", "render"]),
    ("cli", &[
        "icon", "parallel", "shown", "unfinished", "stderr", "provider", "predict", "cache", "mot", "sequence", "metrics", "data_set", "playback", "sim",
        "scene", "render", "export", "workspace",
    ]),
    ("app", &[
        "palette", "icon", "stderr", "ffmpeg", "provider", "predict", "cache", "mot", "sequence", "metrics", "data_set", "telemetry", "playback",
        "sim", "scene", "render", "export", "workspace",
    ]),
    // The front page of the library shows the most important names.
    ("lib", &["provider", "predict", "cache", "mot", "telemetry", "playback"]),
    ("main", &["cli", "app"]),
];

/// The rooms of the window. Each may use those that are named behind it, and all floors below the window.
#[rustfmt::skip]
const ROOMS: &[Row] = &[
    ("app/model", &[]),
    ("app/command", &["app/model"]),
    ("app/session", &["app/model"]),
    ("app/update", &["app/model", "app/command", "app/session"]),
    ("app/widgets", &["app/model"]),
    ("app/context_menu", &["app/model", "app/command", "app/session", "app/widgets"]),
    ("app/panels", DRAWING),
    ("app/canvas", DRAWING),
    ("app/timeline", DRAWING),
    ("app/menu", DRAWING),
    ("app/dialogs", DRAWING),
    ("app/dock", &["app/model", "app/command", "app/session", "app/widgets", "app/panels", "app/canvas"]),
    // The files directly in the folder wire all of it together.
    ("app", &[
        "app/model", "app/command", "app/session", "app/update", "app/widgets", "app/panels", "app/canvas",
        "app/timeline", "app/menu", "app/dialogs", "app/dock", "app/context_menu",
    ]),
];

/// What draws reads what there is, and answers with commands.
const DRAWING: &[&str] = &["app/model", "app/command", "app/session", "app/widgets", "app/context_menu"];

/// The crates that make a window.
const WINDOW_SYSTEM: &[&str] = &["egui", "eframe", "egui_plot", "egui_tiles", "rfd"];

/// Who may name what of them, by the beginnings of paths. Nobody else names anything of them.
#[rustfmt::skip]
const WINDOW_NAMES: &[Row] = &[
    ("app", WINDOW_SYSTEM),
    ("app/model", PLAIN_DATA),
    ("app/command", PLAIN_DATA),
    ("app/session", WITH_CONTEXT),
    ("app/update", WITH_CONTEXT),
];

/// Places, colours, pictures, keys and settings: no widget, no window.
#[rustfmt::skip]
const PLAIN_DATA: &[&str] = &[
    "egui::Pos2", "egui::pos2", "egui::Vec2", "egui::vec2", "egui::Rect", "egui::Color32", "egui::ColorImage",
    "egui::TextureOptions", "egui::TextureFilter", "egui::ThemePreference", "egui::Key", "egui::Modifiers",
    "eframe::Storage", "eframe::get_value", "eframe::set_value",
];

/// Whoever works beside the window asks it for a repaint, and tells it its title; nothing is drawn there.
#[rustfmt::skip]
const WITH_CONTEXT: &[&str] = &[
    "egui::Context", "egui::ViewportCommand",
    "egui::Pos2", "egui::pos2", "egui::Vec2", "egui::vec2", "egui::Rect", "egui::Color32", "egui::ColorImage",
    "egui::TextureOptions", "egui::TextureFilter", "egui::ThemePreference",
    "eframe::Storage", "eframe::get_value", "eframe::set_value",
];

/// Who may change the state of the window: what applies commands, and its owner, who hands it there.
const CHANGES_STATE: &[&str] = &["app/update", "app/window"];

/// How many files a folder holds at most: as many as can be taken in at a glance.
const MOST_FILES: usize = 16;

static FILES: LazyLock<Files> = LazyLock::new(|| Files::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")));
static SOURCE: LazyLock<Source> = LazyLock::new(|| Source::parse(&FILES, "motscope"));
static IMPORTS: LazyLock<Vec<Import>> = LazyLock::new(|| SOURCE.imports());

/// Fails with all violations.
#[track_caller]
fn none(violations: &[String]) {
    assert!(violations.is_empty(), "{} violations:\n{}", violations.len(), violations.join("\n"));
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    none(&circles(&IMPORTS));
}

#[test]
fn every_floor_uses_only_what_is_below_it() {
    for (at, (floor, allowed)) in FLOORS.iter().enumerate() {
        for below in *allowed {
            assert!(FLOORS[..at].iter().any(|(name, _)| name == below), "{floor} uses {below}, which is not below it");
        }
    }
    none(&forbidden_imports(IMPORTS.iter(), FLOORS));
}

#[test]
fn every_room_of_the_window_uses_only_what_its_row_names() {
    let is_inside = |import: &&Import| import.from.starts_with("app/") && import.to.starts_with("app/");
    none(&forbidden_imports(IMPORTS.iter().filter(is_inside), ROOMS));
}

#[test]
fn every_room_of_the_window_is_there() {
    let missing = ROOMS.iter().filter(|(room, _)| !FILES.is_there(room));
    none(&missing.map(|(room, _)| format!("src/{room} is in the table, but not there")).collect::<Vec<_>>());
}

#[test]
fn only_the_window_names_the_window_system() {
    none(&forbidden_external(&SOURCE.externals(), WINDOW_SYSTEM, WINDOW_NAMES));
}

#[test]
fn only_the_update_changes_the_state_of_the_window() {
    none(&foreign_mutation(&SOURCE, ("app/", "State"), CHANGES_STATE));
}

#[test]
fn no_folder_holds_more_files_than_can_be_taken_in_at_a_glance() {
    none(&crowded_folders(&FILES, MOST_FILES));
}
