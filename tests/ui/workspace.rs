//! Workspaces: what is shown is saved to a file, and the file shows exactly that.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use eframe::egui::{self, Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable};
use motscope::app::{Start, Window};
use serde_json::{Value, json};

use crate::errors::files;
use crate::small::{open, small_file, type_into};
use crate::storage::Stored;
use crate::window::{self, Dropped, click, position, press, settle, until};

const SIZE: [f32; 2] = [1280.0, 820.0];

/// Saves the workspace under this name, and waits until it is written.
fn save(harness: &mut Harness<'_, Window>, path: &Path) {
    press(harness, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::S);
    harness.get_by_label("Workspace path").type_text(path.to_str().unwrap());
    settle(harness);
    press(harness, Modifiers::NONE, Key::Enter);
    until(harness, "saved", |window| window.view().state.note.is_some());
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Opens a path as the command line does.
fn opened(path: &Path) -> Harness<'static, Window> {
    window::start(Start { path: Some(path.to_owned()), ..Start::default() }, SIZE)
}

/// Ground truth and results, with a hidden layer, a filter, a camera, a frame and bookmarks.
fn arranged(folder: &Path) -> Harness<'static, Window> {
    let mut harness = crate::errors::open(files(folder), SIZE);
    let label = harness
        .query_all_by_label_contains("Layer ")
        .map(|node| node.accesskit_node().label().unwrap())
        .find(|label| label.contains("run"))
        .unwrap();
    click(&mut harness, &label);
    (0..4).for_each(|_| press(&mut harness, Modifiers::SHIFT, Key::ArrowRight));
    press(&mut harness, Modifiers::NONE, Key::Plus);
    press(&mut harness, Modifiers::NONE, Key::B);
    harness.get_by_role_and_label(Role::Button, "Bookmarks").click();
    settle(&mut harness);
    type_into(&mut harness, "Name of bookmark 21", "they meet");
    type_into(&mut harness, "Note at bookmark 21", "both turn left");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    harness
}

/// What is to be seen again.
fn seen(harness: &Harness<'_, Window>) -> (u64, f64, Vec<bool>, Vec<u64>, String, String) {
    let view = harness.state().view();
    let shown = (0..view.document.unwrap().layers.len()).map(|place| view.look(place).unwrap().shown).collect();
    let bookmarks = &view.state.bookmarks;
    (
        position(harness),
        view.state.camera.viewport.zoom(),
        shown,
        bookmarks.frames().iter().copied().collect(),
        bookmarks.name(21).unwrap_or_default().to_owned(),
        bookmarks.note(21).to_owned(),
    )
}

#[test]
fn what_was_saved_is_shown_again_wherever_its_folder_is() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().join("here");
    fs::create_dir(&here).unwrap();
    let mut harness = arranged(&here);
    let expected = seen(&harness);
    assert_eq!((expected.0, expected.2.as_slice()), (21, &[true, false][..]));
    save(&mut harness, &here.join("run"));
    let path = here.join("run.motws");
    harness.get_by_label_contains("Saved ");
    let text = read(&path);
    assert_eq!(text["open"], "gt/gt.txt");
    assert_eq!(text["layers"][1]["file"], "run.txt");
    assert_eq!(text["bookmarks"], json!([{"frame": 21, "name": "they meet", "note": "both turn left"}]));
    // Other files are not touched.
    let names = fs::read_dir(&here).unwrap().count();
    assert_eq!(names, 3);
    drop(harness);
    let there = folder.path().join("there");
    fs::rename(&here, &there).unwrap();
    let harness = opened(&there.join("run.motws"));
    assert_eq!(seen(&harness), expected);
    assert!(harness.state().view().state.failure.is_none());
    let recent = &harness.state().view().state.settings.recent;
    assert_eq!(recent.first(), Some(&there.join("run.motws")));
}

#[test]
fn the_title_names_the_workspace_and_saving_again_replaces_it_without_asking() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(small_file(folder.path()));
    let path = folder.path().join("mine.motws");
    press(&mut harness, Modifiers::COMMAND, Key::S);
    harness.get_by_label("Workspace path").type_text(path.to_str().unwrap());
    settle(&mut harness);
    harness.key_press(Key::Enter);
    let is_titled = |harness: &Harness<'_, Window>| {
        let commands = &harness.output().viewport_output[&egui::ViewportId::ROOT].commands;
        commands.contains(&egui::ViewportCommand::Title("mine.motws – motscope".to_owned()))
    };
    let mut was_titled = false;
    for _ in 0..2000 {
        harness.step();
        was_titled |= is_titled(&harness);
        if was_titled {
            break;
        }
        std::thread::yield_now();
    }
    assert!(was_titled);
    press(&mut harness, Modifiers::NONE, Key::End);
    press(&mut harness, Modifiers::COMMAND, Key::S);
    let deadline = Instant::now() + window::PATIENCE;
    while read(&path)["frame"] != 10 {
        assert!(Instant::now() < deadline);
        harness.step();
    }
    // Under a name that is taken, it asks.
    fs::write(folder.path().join("taken.motws"), "mine").unwrap();
    press(&mut harness, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::S);
    harness.get_by_label("Workspace path").type_text(folder.path().join("taken.motws").to_str().unwrap());
    settle(&mut harness);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let deadline = Instant::now() + window::PATIENCE;
    while harness.query_by_label("Replace it").is_none() {
        assert!(Instant::now() < deadline);
        harness.step();
    }
    assert_eq!(fs::read_to_string(folder.path().join("taken.motws")).unwrap(), "mine");
    click(&mut harness, "Replace it");
    let deadline = Instant::now() + window::PATIENCE;
    while fs::read_to_string(folder.path().join("taken.motws")).unwrap() == "mine" {
        assert!(Instant::now() < deadline);
        harness.step();
    }
}

#[test]
fn files_that_are_missing_are_named_and_everything_else_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = arranged(folder.path());
    let path = folder.path().join("run.motws");
    save(&mut harness, &path);
    drop(harness);
    let mut text = read(&path);
    text["layers"][1]["look"]["shown"] = json!(true);
    text["layers"].as_array_mut().unwrap().push(json!({"file": "gone/other.txt"}));
    text["mood"] = json!("fine");
    text["view"]["camera"]["tilt"] = json!(3);
    fs::write(&path, text.to_string()).unwrap();
    let harness = opened(&path);
    let view = harness.state().view();
    let failure = view.state.failure.as_ref().unwrap();
    let gone: PathBuf = ["gone", "other.txt"].iter().collect();
    assert!(failure.reason.contains(&gone.display().to_string()), "{failure:?}");
    let document = view.document.unwrap();
    assert_eq!(document.layers.len(), 2);
    for told in ["mood", "view.camera.tilt"] {
        assert!(document.remarks.iter().any(|remark| remark.contains(told)), "{told}: {:?}", document.remarks);
    }
    assert_eq!(seen(&harness).2, [true, true]);
    drop(harness);
    // Without the file that was opened, the other layer is shown.
    fs::remove_file(folder.path().join("gt/gt.txt")).unwrap();
    let harness = opened(&path);
    let view = harness.state().view();
    assert_eq!(view.document.unwrap().layers[0].file.path(), &folder.path().join("run.txt"));
    assert!(view.state.failure.as_ref().unwrap().reason.contains("gt.txt"));
}

#[test]
fn what_is_no_workspace_is_refused_with_its_line_and_what_is_open_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(small_file(folder.path()));
    let path = folder.path().join("bad.motws");
    for (text, reason) in
        [("{\n\"motscope_workspace\": 1,\n\"open\": [}", "line 3"), ("{}", "no workspace"), ("", "line 1")]
    {
        fs::write(&path, text).unwrap();
        harness.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(path.clone())));
        harness.step();
        until(&mut harness, "refused", |window| window.view().state.failure.is_some());
        let failure = harness.state().view().state.failure.clone().unwrap();
        assert!(failure.reason.contains(reason) && failure.reason.contains("bad.motws"), "{failure:?}");
        assert_eq!(harness.state().view().document.unwrap().keys.len(), 10);
        press(&mut harness, Modifiers::NONE, Key::Escape);
    }
}

#[test]
fn a_workspace_is_opened_by_dropping_it_and_is_itself_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = arranged(folder.path());
    let path = folder.path().join("run.motws");
    save(&mut harness, &path);
    drop(harness);
    let other = tempfile::tempdir().unwrap();
    let mut harness = open(small_file(other.path()));
    harness.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(path.clone())));
    harness.step();
    until(&mut harness, "opened", |window| {
        window.view().document.is_some_and(|document| document.source.workspace().is_some())
    });
    settle(&mut harness);
    assert_eq!(position(&harness), 21);
    // What is changed and not saved is still there after a restart, and not when the file is opened.
    press(&mut harness, Modifiers::NONE, Key::End);
    press(&mut harness, Modifiers::NONE, Key::B);
    let mut stored = Stored::default();
    eframe::App::save(harness.state_mut(), &mut stored);
    let start = |path: Option<PathBuf>| {
        let mut harness = Harness::builder().with_size(SIZE).build_eframe(|creation| {
            creation.storage = Some(&stored);
            Window::new(creation, Start { path, ..Start::default() }, Instant::now())
        });
        settle(&mut harness);
        harness
    };
    let bookmarks = |harness: &Harness<'_, Window>| harness.state().view().state.bookmarks.frames().len();
    let harness = start(None);
    assert_eq!((position(&harness), bookmarks(&harness)), (40, 2));
    assert_eq!(harness.state().view().document.unwrap().source.workspace(), Some(path.as_path()));
    drop(harness);
    let harness = start(Some(path.clone()));
    assert_eq!((position(&harness), bookmarks(&harness)), (21, 1));
    drop(harness);
    // The file itself has bookmarks of its own.
    let harness = start(Some(folder.path().join("gt/gt.txt")));
    assert_eq!(bookmarks(&harness), 0);
}

#[test]
fn panes_are_shown_again_with_their_layers_where_the_folder_is_now() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().join("here");
    fs::create_dir(&here).unwrap();
    let mut harness = crate::errors::open(files(&here), SIZE);
    press(&mut harness, Modifiers::NONE, Key::S);
    let sets = |harness: &Harness<'_, Window>, folder: &Path| -> Vec<Vec<PathBuf>> {
        let panes = &harness.state().view().state.panes;
        let inside = |path: &PathBuf| path.strip_prefix(folder).unwrap().to_owned();
        panes.compared().iter().map(|set| set.iter().map(inside).collect()).collect()
    };
    let expected = sets(&harness, &here);
    assert!(expected.len() >= 2, "{expected:?}");
    save(&mut harness, &here.join("run.motws"));
    drop(harness);
    let text = fs::read_to_string(here.join("run.motws")).unwrap();
    assert!(!text.contains(folder.path().to_str().unwrap()), "{text}");
    let there = folder.path().join("there");
    fs::rename(&here, &there).unwrap();
    let harness = opened(&there.join("run.motws"));
    assert_eq!(sets(&harness, &there), expected);
}
