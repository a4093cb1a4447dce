//! Several tracks are selected, drawn alone and hidden.

use std::path::{Path, PathBuf};

use eframe::egui::{self, Key, Modifiers, Pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable};
use motscope::app::{Start, Window};
use motscope::mot::TrackId;

use crate::small::{self, canvas};
use crate::window::{click, press, settle};

/// Three frames with the tracks 1 to 6, each at its own place, and a row without identity.
fn six(folder: &Path, name: &str) -> PathBuf {
    let row = |frame: u32, id: u32| format!("{frame},{id},{},100,50,80,0.9,-1,-1,-1\n", 100 * id);
    let rows: String = (1..=3).flat_map(|frame| (1..=6).map(move |id| row(frame, id))).collect();
    let path = folder.join(name);
    std::fs::write(&path, rows + "1,-1,800,100,50,80,0.9,-1,-1,-1\n").unwrap();
    path
}

fn open(folder: &Path) -> Harness<'static, Window> {
    small::open(six(folder, "six.txt"))
}

fn click_with(harness: &mut Harness<'_, Window>, modifiers: Modifiers, label: &str) {
    harness.get_by_label(label).click_modifiers(modifiers);
    settle(harness);
}

/// The selected tracks of a layer.
fn selected(harness: &Harness<'_, Window>, place: usize) -> Vec<u64> {
    harness.state().view().selected_tracks(place).iter().map(|id| id.0).collect()
}

/// Where the middle of the box of a track is on the screen.
fn box_of(harness: &Harness<'_, Window>, id: u32) -> Pos2 {
    let state = harness.state().view().state;
    let transform = state.camera.viewport.transform(state.extent.area, harness.get_by_label("Canvas").rect());
    transform.to_screen(f64::from(100 * id + 25), 140.0)
}

fn click_box(harness: &mut Harness<'_, Window>, id: u32, modifiers: Modifiers) {
    let pos = box_of(harness, id);
    harness.hover_at(pos);
    harness.step();
    for pressed in [true, false] {
        let button = egui::PointerButton::Primary;
        harness.event_modifiers(egui::Event::PointerButton { pos, button, pressed, modifiers }, modifiers);
    }
    settle(harness);
}

/// Whether the list says that a track is hidden.
fn is_marked(harness: &Harness<'_, Window>, id: u32) -> bool {
    harness.get_by_label(&format!("Track {id}")).value().as_deref() == Some("hidden")
}

#[test]
fn ctrl_and_shift_select_several_in_the_list_and_a_click_selects_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(folder.path());
    click(&mut harness, "Track 2");
    click_with(&mut harness, Modifiers::COMMAND, "Track 5");
    assert_eq!((selected(&harness, 0), harness.state().view().state.selected), (vec![2, 5], Some(TrackId(5))));
    click_with(&mut harness, Modifiers::COMMAND, "Track 5");
    assert_eq!((selected(&harness, 0), harness.state().view().state.selected), (vec![2], Some(TrackId(2))));
    click(&mut harness, "Track 3");
    click_with(&mut harness, Modifiers::SHIFT, "Track 5");
    assert_eq!(selected(&harness, 0), [3, 4, 5]);
    click_with(&mut harness, Modifiers::SHIFT, "Track 1");
    assert_eq!(selected(&harness, 0), [1, 2, 3], "from the one that was clicked without Shift");
    click_with(&mut harness, Modifiers::SHIFT | Modifiers::COMMAND, "Track 6");
    assert_eq!(selected(&harness, 0), [1, 2, 3, 4, 5, 6]);
    let toggled = |label: &str| harness.get_by_label(label).accesskit_node().toggled();
    let is_selected = |label: &str| toggled(label) == Some(egui::accesskit::Toggled::True);
    assert!(is_selected("Track 1") && is_selected("Track 6"));
    click(&mut harness, "Track 4");
    assert_eq!(selected(&harness, 0), [4]);
    click_with(&mut harness, Modifiers::COMMAND, "Track 1");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(selected(&harness, 0).is_empty());
}

#[test]
fn ctrl_selects_several_boxes_of_any_layer_on_the_canvas() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (six(folder.path(), "a.txt"), folder.path().join("b.txt"));
    std::fs::write(&b, "1,8,100,300,50,80,0.9,-1,-1,-1\n1,9,700,100,50,80,0.9,-1,-1,-1\n").unwrap();
    let mut harness = small::start(Start { path: Some(a), layers: vec![b], ..Start::default() });
    click_box(&mut harness, 2, Modifiers::NONE);
    click_box(&mut harness, 4, Modifiers::COMMAND);
    click_box(&mut harness, 7, Modifiers::COMMAND);
    assert_eq!((selected(&harness, 0), selected(&harness, 1)), (vec![2, 4], vec![9]));
    press(&mut harness, Modifiers::SHIFT, Key::S);
    assert_eq!(canvas(&harness), "frame 1, 2 boxes, 5 hidden · b.txt 1, 1 hidden");
    harness.get_by_label("Solo: 2 tracks · b.txt 1");
    click_box(&mut harness, 2, Modifiers::COMMAND);
    click_box(&mut harness, 4, Modifiers::NONE);
    assert_eq!((selected(&harness, 0), selected(&harness, 1)), (vec![4], vec![]));
}

#[test]
fn a_solo_draws_the_selected_tracks_alone_until_its_note_is_clicked() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(folder.path());
    assert_eq!(canvas(&harness), "frame 1, 7 boxes");
    press(&mut harness, Modifiers::SHIFT, Key::S);
    assert_eq!(canvas(&harness), "frame 1, 7 boxes", "nothing is selected");
    click(&mut harness, "Track 2");
    click_with(&mut harness, Modifiers::COMMAND, "Track 3");
    press(&mut harness, Modifiers::SHIFT, Key::S);
    assert_eq!(canvas(&harness), "frame 1, 2 boxes, 5 hidden");
    assert!(!is_marked(&harness, 3) && is_marked(&harness, 4));
    // Of those that are drawn alone, one is drawn alone.
    click(&mut harness, "Track 3");
    press(&mut harness, Modifiers::SHIFT, Key::S);
    assert_eq!(canvas(&harness), "frame 1, 1 box, 6 hidden");
    press(&mut harness, Modifiers::SHIFT, Key::S);
    assert_eq!(canvas(&harness), "frame 1, 7 boxes");
    press(&mut harness, Modifiers::SHIFT, Key::S);
    click(&mut harness, "Solo: 1 track");
    assert_eq!(canvas(&harness), "frame 1, 7 boxes");
    assert!(harness.query_by_label("Solo: 1 track").is_none() && !is_marked(&harness, 4));
}

#[test]
fn hidden_tracks_are_marked_in_the_list_and_told_until_all_are_shown() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(folder.path());
    click(&mut harness, "Track 2");
    click_with(&mut harness, Modifiers::COMMAND, "Track 3");
    press(&mut harness, Modifiers::SHIFT, Key::H);
    assert_eq!(canvas(&harness), "frame 1, 5 boxes, 2 hidden");
    assert!(is_marked(&harness, 2) && is_marked(&harness, 3) && !is_marked(&harness, 4));
    // What is filtered is told beside it.
    harness.get_by_label("2 tracks hidden");
    click(&mut harness, "Track 4");
    press(&mut harness, Modifiers::SHIFT, Key::H);
    click(&mut harness, "3 tracks hidden");
    assert_eq!(canvas(&harness), "frame 1, 7 boxes");
    press(&mut harness, Modifiers::SHIFT, Key::H);
    press(&mut harness, Modifiers::NONE, Key::U);
    assert_eq!(canvas(&harness), "frame 1, 7 boxes");
    // Hidden tracks stay hidden when the file is opened again, and are forgotten with another file.
    press(&mut harness, Modifiers::SHIFT, Key::H);
    press(&mut harness, Modifiers::COMMAND, Key::R);
    assert_eq!(canvas(&harness), "frame 1, 6 boxes, 1 hidden");
}
