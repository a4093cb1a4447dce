//! The window and archives: the question for a member, its answers, and the way back to it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use eframe::egui::{self, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::app::{Start, Window};
use motscope::mot::TrackId;

use crate::archives;
use crate::window::{click, press, settle, start};

fn open(path: &Path) -> Harness<'static, Window> {
    start(Start { path: Some(path.to_owned()), ..Start::default() }, [1280.0, 800.0])
}

fn position(harness: &Harness<'_, Window>) -> Option<u64> {
    harness.state().view().position()
}

/// Whether a member is asked for.
fn is_asked(harness: &Harness<'_, Window>) -> bool {
    harness.state().view().state.question.is_some()
}

/// A zip archive of so many texts: `set/seq-N.txt` has frames N to N + 9 and the tracks 1 and N.
fn archive(folder: &Path, count: u32) -> PathBuf {
    let text = |number: u32| {
        let row = |frame: u32, id: u32| format!("{frame},{id},{},100,50,80,0.9,-1,-1,-1\n", 10 * id);
        (number..number + 10).map(|frame| row(frame, 1) + &row(frame, number)).collect::<String>()
    };
    let members: Vec<(String, String)> =
        (1..=count).map(|number| (format!("set/seq-{number}.txt"), text(number))).collect();
    let members: Vec<(&str, &[u8])> = members.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let path = folder.join("all.zip");
    std::fs::write(&path, archives::zip(&members)).unwrap();
    path
}

/// Cancels the question that a window asks, by key and by button.
fn cancelling_opens_nothing(asked: impl Fn() -> Harness<'static, Window>) {
    for by_key in [true, false] {
        let mut harness = asked();
        if by_key {
            press(&mut harness, Modifiers::NONE, Key::Escape);
        } else {
            click(&mut harness, "Cancel");
        }
        assert!(!is_asked(&harness));
        harness.get_by_label("Nothing is open");
    }
}

#[test]
fn a_text_alone_in_its_archive_is_opened_without_asking() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(&archive(folder.path(), 1));
    assert!(!is_asked(&harness));
    harness.get_by_label("all.zip / seq-1.txt");
    click(&mut harness, "File");
    assert!(harness.query_by_label("Other member…").is_none());
    // Deep, because the folders above a text are searched for its sequence, and others may have one of this name.
    let deep = folder.path().join("one/two/three/four/five/six");
    std::fs::create_dir_all(&deep).unwrap();
    let path = deep.join("seq.txt.gz");
    std::fs::write(&path, archives::gzip(b"5,1,10,100,50,80,0.9\n")).unwrap();
    let harness = open(&path);
    harness.get_by_label("seq.txt.gz");
    assert_eq!(position(&harness), Some(5));
}

#[test]
fn of_several_texts_one_is_chosen_by_key_and_later_another() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(&archive(folder.path(), 11));
    harness.get_by_label("all.zip: which file?");
    assert!(harness.query_by_label("Search name").is_none(), "a short list needs no search");
    harness.get_by_label_contains("11 files");
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(!is_asked(&harness));
    harness.get_by_label("all.zip / seq-2.txt");
    assert_eq!(position(&harness), Some(2));
    click(&mut harness, "File");
    click(&mut harness, "Other member…");
    assert!(is_asked(&harness));
    assert_eq!(position(&harness), Some(2), "what is open stays until there is an answer");
    // The one that is open was selected.
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    harness.get_by_label("all.zip / seq-3.txt");
    assert_eq!(harness.state().view().state.settings.recent.len(), 1);
}

#[test]
fn a_long_list_is_searched() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(&archive(folder.path(), 40));
    assert!(harness.get_by_label("Search name").is_focused());
    harness.get_by_label("Search name").type_text("Q-2");
    settle(&mut harness);
    harness.get_by_label_contains("11 of 40 files");
    assert!(harness.query_by_label("set/seq-1.txt").is_none());
    press(&mut harness, Modifiers::NONE, Key::PageDown);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    harness.get_by_label("all.zip / seq-29.txt");
}

#[test]
fn a_row_is_opened_by_double_click_or_button_and_the_list_is_left_by_escape_or_button() {
    let folder = tempfile::tempdir().unwrap();
    let path = archive(folder.path(), 3);
    let mut harness = open(&path);
    click(&mut harness, "set/seq-3.txt");
    assert!(is_asked(&harness), "one click selects");
    click(&mut harness, "Open");
    assert_eq!(position(&harness), Some(3));
    let mut harness = open(&path);
    let place = harness.get_by_label("set/seq-2.txt").rect().center();
    for pressed in [true, false, true, false] {
        let button = egui::PointerButton::Primary;
        harness.event(egui::Event::PointerMoved(place));
        harness.event(egui::Event::PointerButton { pos: place, button, pressed, modifiers: Modifiers::NONE });
        harness.step();
    }
    settle(&mut harness);
    assert_eq!(position(&harness), Some(2));
    cancelling_opens_nothing(|| open(&path));
}

#[test]
fn frame_track_and_member_asked_for_at_the_start_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = Some(archive(folder.path(), 3));
    let mut harness = start(Start { path: path.clone(), frame: Some(6), ..Start::default() }, [1280.0, 800.0]);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(position(&harness), Some(6));
    let member = Some("set/seq-3.txt".to_owned());
    let with_track = Start { path, member, track: Some(TrackId(3)), ..Start::default() };
    let harness = start(with_track, [1280.0, 800.0]);
    assert!(!is_asked(&harness));
    assert_eq!((position(&harness), harness.state().view().state.selected), (Some(3), Some(TrackId(3))));
}

#[test]
fn a_large_archive_is_unpacked_only_after_a_question_that_says_where() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.txt.gz");
    std::fs::write(&path, archives::gzip(&b"5,1,10,100,50,80,0.9\n".repeat(60_000))).unwrap();
    let asked = || {
        let harness = open(&path);
        assert!(is_asked(&harness));
        harness.get_by_label("Unpack large.txt.gz?");
        let temporary = std::env::temp_dir().display().to_string();
        harness.get_by_label_contains(&format!("It unpacks to more than 1.0 MB in {temporary}, from "));
        harness
    };
    let mut harness = asked();
    click(&mut harness, "Unpack");
    assert!(!is_asked(&harness));
    assert_eq!(position(&harness), Some(5));
    let mut harness = asked();
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(position(&harness), Some(5), "the button has the focus");
    cancelling_opens_nothing(asked);
}

#[test]
fn members_of_one_name_are_told_apart_in_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("all.zip");
    std::fs::write(&path, archives::zip(&[("a.txt", b"1,1,1,1,1,1\n"), ("a.txt", b"2,1,1,1,1,1\n")])).unwrap();
    let mut harness = open(&path);
    click(&mut harness, "a.txt#2");
    click(&mut harness, "Open");
    harness.get_by_label("all.zip / a.txt#2");
    assert_eq!(position(&harness), Some(2));
}

#[test]
fn a_member_that_does_not_open_is_told_with_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("all.zip");
    let rows = b"1,1,1,1,1,1\n";
    std::fs::write(&path, archives::zip(&[("a.txt", b"\x89PNG"), ("b.txt", rows), ("c.txt", rows)])).unwrap();
    let mut harness = open(&path);
    click(&mut harness, "a.txt");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    harness.get_by_label("Could not open all.zip / a.txt");
    harness.get_by_label_contains("all.zip / a.txt: this is a PNG picture");
}

#[test]
fn the_first_member_with_rows_is_selected_first() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("all.zip");
    let (prose, rows) = (b"These are the results of our tracker.\n", b"1,1,1,1,1,1\n");
    let members: [(&str, &[u8]); 4] = [("a.txt", b""), ("b.txt", prose), ("c.txt", rows), ("d.txt", rows)];
    std::fs::write(&path, archives::zip(&members)).unwrap();
    let mut harness = open(&path);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(harness.state().view().document.unwrap().file.member(), Some("c.txt"));
}

#[test]
fn the_list_stays_inside_a_small_window_and_rests() {
    let folder = tempfile::tempdir().unwrap();
    let path = archive(folder.path(), 200);
    for size in [[640.0, 400.0], [1280.0, 800.0]] {
        let mut harness = start(Start { path: Some(path.clone()), ..Start::default() }, size);
        let window = egui::Rect::from_min_size(egui::Pos2::ZERO, size.into());
        for label in ["Search name", "set/seq-1.txt", "Open", "Cancel"] {
            let rect = harness.get_by_label(label).rect();
            assert!(window.contains_rect(rect), "{label} at {rect} in {size:?}");
        }
        press(&mut harness, Modifiers::NONE, Key::PageDown);
        press(&mut harness, Modifiers::NONE, Key::PageDown);
        // The cursor in the field blinks; nothing else is drawn anew.
        harness.remove_cursor();
        settle(&mut harness);
        let viewport = harness.output().viewport_output.values().next().unwrap();
        assert!(viewport.repaint_delay >= Duration::from_millis(100), "{:?}", viewport.repaint_delay);
    }
}

#[test]
fn a_layer_that_is_a_large_archive_is_unpacked_only_after_a_question_and_can_be_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let main = folder.path().join("main.txt");
    std::fs::write(&main, b"5,1,10,100,50,80,0.9\n6,1,10,100,50,80,0.9\n").unwrap();
    let large = folder.path().join("large.txt.gz");
    std::fs::write(&large, archives::gzip(&b"5,1,10,100,50,80,0.9\n".repeat(60_000))).unwrap();
    let layers = |harness: &Harness<'_, Window>| harness.state().view().document.map(|document| document.layers.len());
    let asked = |harness: &Harness<'_, Window>| {
        assert!(is_asked(harness));
        harness.get_by_label("Unpack large.txt.gz?");
        harness.get_by_label_contains("It unpacks to more than 1.0 MB in ");
    };
    for (answer, count) in [("Unpack", 2), ("Leave it out", 1)] {
        // Named at the start.
        let start_with =
            Start { path: Some(main.clone()), layers: vec![large.clone()], frame: Some(6), ..Start::default() };
        let mut harness = start(start_with, [1280.0, 800.0]);
        asked(&harness);
        assert_eq!(layers(&harness), None);
        click(&mut harness, answer);
        assert!(!is_asked(&harness));
        assert_eq!((layers(&harness), position(&harness)), (Some(count), Some(6)), "{answer}");
        // Added to what is open.
        let mut harness = open(&main);
        press(&mut harness, Modifiers::NONE, Key::End);
        press(&mut harness, Modifiers::COMMAND, Key::L);
        harness.get_by_label("Path").type_text(&large.to_string_lossy());
        settle(&mut harness);
        click(&mut harness, "Add as layer");
        asked(&harness);
        assert_eq!(layers(&harness), Some(1), "what is open stays until there is an answer");
        click(&mut harness, answer);
        assert_eq!((layers(&harness), position(&harness)), (Some(count), Some(6)), "{answer}");
        let remarks = &harness.state().view().document.unwrap().remarks;
        assert_eq!(remarks.iter().any(|remark| remark.contains("large.txt.gz")), count == 1, "{remarks:?}");
    }
}
