//! The names of class numbers: chosen in the menu of the format and of a layer, and remembered for the file.

use std::fs;
use std::path::{Path, PathBuf};

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::app::{Start, Window};

use crate::small::{open_menu, start};
use crate::window::click;

/// Six frames of classes 0 and 2, as trackers write those of COCO.
fn numbered(folder: &Path, name: &str) -> PathBuf {
    let row = |frame| format!("{frame},1,10,10,40,80,0.9,2,-1,-1\n{frame},2,90,10,40,80,0.8,0,-1,-1\n");
    let path = folder.join(name);
    fs::write(&path, (1..=6).map(row).collect::<String>()).unwrap();
    path
}

/// The classes of the layer at `place` in the first frame, as labels tell them.
fn classes(harness: &Harness<'_, Window>, place: usize) -> Vec<String> {
    let view = harness.state().view();
    let file = &view.document.unwrap().layers[place].file;
    let layout = file.layout();
    let named = |class: motscope::mot::Class| layout.class_label(&class).into_owned();
    file.frame(1).detections.iter().filter_map(|row| layout.class_of(row)).map(named).collect()
}

fn choose(harness: &mut Harness<'_, Window>, names: &str) {
    open_menu(harness, "File");
    for menu in ["Format", "Class names"] {
        harness.get_by_label_contains(menu).click();
        (0..3).for_each(|_| harness.step());
    }
    click(harness, names);
}

#[test]
fn names_of_a_data_set_are_chosen_for_numbers_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = start(Start { path: Some(numbered(folder.path(), "a.txt")), ..Start::default() });
    assert_eq!(classes(&harness, 0), ["class 2", "class 0"]);
    for (names, expected) in [
        ("COCO from 0", ["car", "person"]),
        ("COCO from 1", ["bicycle", "class 0"]),
        ("MOT17", ["person on vehicle", "class 0"]),
        ("VisDrone", ["people", "ignored region"]),
        ("Numbers", ["class 2", "class 0"]),
        ("COCO from 0", ["car", "person"]),
    ] {
        choose(&mut harness, names);
        assert_eq!(classes(&harness, 0), expected, "{names}");
    }
    let stored = harness.state().view().state.settings.class_sources.clone();
    choose(&mut harness, "As found");
    assert_eq!(classes(&harness, 0), ["class 2", "class 0"]);
    assert_ne!(harness.state().view().state.settings.class_sources, stored);
}

#[test]
fn an_added_layer_has_names_of_its_own_and_they_stay_when_the_layers_change() {
    let folder = tempfile::tempdir().unwrap();
    let path = Some(numbered(folder.path(), "a.txt"));
    let layers = vec![numbered(folder.path(), "b.txt")];
    let mut harness = start(Start { path, layers, ..Start::default() });
    click(&mut harness, "Style of b.txt");
    click(&mut harness, "COCO from 0");
    assert_eq!(
        (classes(&harness, 0), classes(&harness, 1)),
        (vec!["class 2".to_owned(), "class 0".to_owned()], vec!["car".to_owned(), "person".to_owned()])
    );
    // A layer that is replaced on disk is opened with them again.
    fs::write(folder.path().join("new"), "1,1,10,10,40,80,0.9,2,-1,-1\n").unwrap();
    fs::rename(folder.path().join("new"), folder.path().join("b.txt")).unwrap();
    crate::window::until(&mut harness, "reopened", |window| {
        window.view().document.is_some_and(|document| document.layers[1].file.frame(1).detections.len() == 1)
    });
    assert_eq!(classes(&harness, 1), ["car"]);
}

#[test]
fn where_the_names_of_classes_come_from_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let named = folder.path().join("named.txt");
    fs::write(&named, "1,1,10,10,40,80,0.9,car,-1,-1\n2,1,90,10,40,80,0.8,van,-1,-1\n").unwrap();
    let labelled = folder.path().join("labelled");
    fs::create_dir(&labelled).unwrap();
    fs::write(labelled.join("labels.txt"), "walker\nrider\nvan\n").unwrap();
    for (path, told) in [
        (numbered(folder.path(), "a.txt"), "none (numbers)"),
        (named, "of the file"),
        (numbered(&labelled, "a.txt"), "of labels.txt"),
    ] {
        let mut harness = start(Start { path: Some(path), ..Start::default() });
        open_menu(&mut harness, "File");
        harness.get_by_label_contains("Format").click();
        (0..3).for_each(|_| harness.step());
        harness.get_by_label(told);
    }
}
