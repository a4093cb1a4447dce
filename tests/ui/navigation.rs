//! The window, driven by accessible label: recorded moves, bookmarks, what the cache is told, and what the close-up tells.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use eframe::egui::{self, Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::app::{Start, Window};
use motscope::mot::TrackId;
use motscope::predict::Hints;
use motscope::sim::Trace;

use crate::window::{self, PATIENCE, click, position, press, settle, some_boxes, until};

fn start(start: Start) -> Harness<'static, Window> {
    window::start(start, [1280.0, 800.0])
}

fn choose(harness: &mut Harness<'_, Window>, menu: &str, item: &str) {
    click(harness, menu);
    click(harness, item);
}

/// Opens the recent file.
fn reopen(harness: &mut Harness<'_, Window>) {
    let opened = harness.state().view().state.opened;
    click(harness, "File");
    harness.get_by_role_and_label(Role::Button, "small.txt").click();
    until(harness, "opened again", |window| window.view().state.opened > opened);
    settle(harness);
}

fn bookmarks(harness: &Harness<'_, Window>) -> Vec<u64> {
    harness.state().view().state.bookmarks.frames().iter().copied().collect()
}

fn hints(harness: &Harness<'_, Window>) -> Hints {
    harness.state().view().state.hints.told.clone()
}

fn moves(harness: &Harness<'_, Window>) -> Vec<u64> {
    harness.state().view().trace().unwrap().moves.iter().map(|step| step.key).collect()
}

/// Frames 1 to 40: track 7 in 5 to 9, track 77 in 30 to 35, and a row without identity in each.
fn file(folder: &Path) -> PathBuf {
    let mut rows = String::new();
    for frame in 1..=40 {
        writeln!(rows, "{frame},-1,300,100,50,80,0.3").unwrap();
        if (5..=9).contains(&frame) {
            writeln!(rows, "{frame},7,100,100,50,80,0.9").unwrap();
        }
        if (30..=35).contains(&frame) {
            writeln!(rows, "{frame},77,100,100,50,80,0.9").unwrap();
        }
    }
    let path = folder.join("small.txt");
    std::fs::write(&path, rows).unwrap();
    path
}

fn open(path: PathBuf) -> Harness<'static, Window> {
    start(Start { path: Some(path), ..Start::default() })
}

#[test]
fn every_move_is_recorded_and_saved_as_a_trace() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(file(folder.path()));
    for key in [Key::ArrowRight, Key::ArrowRight, Key::Home, Key::Home, Key::End] {
        press(&mut harness, Modifiers::NONE, key);
    }
    click(&mut harness, "Back 15");
    assert_eq!(moves(&harness), [1, 2, 3, 1, 40, 25]);
    choose(&mut harness, "File", "Save trace…");
    harness.get_by_label("Write a trace of 6 moves as CSV to");
    let path = folder.path().join("trace.csv");
    harness.get_by_label("Export path").type_text(path.to_str().unwrap());
    settle(&mut harness);
    harness.get_by_label("Write").click();
    let deadline = std::time::Instant::now() + PATIENCE;
    while harness.query_by_label_contains("Written to ").is_none() {
        assert!(std::time::Instant::now() < deadline, "nothing is written");
        harness.step();
        std::thread::yield_now();
    }
    let text = std::fs::read(&path).unwrap();
    assert!(text.starts_with(b"# keys 1..40\ntime_ms,frame\n0.0,1\n"), "{}", String::from_utf8_lossy(&text));
    let trace = Trace::parse("small.txt", &text, None).unwrap();
    assert_eq!(trace, harness.state().view().trace().unwrap());
    harness.get_by_label("Write").click();
    while harness.query_by_label_contains("exists already").is_none() {
        assert!(std::time::Instant::now() < deadline, "it is not told that the file exists");
        harness.step();
        std::thread::yield_now();
    }
}

#[test]
fn playing_is_recorded_and_a_reload_keeps_what_another_file_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path());
    let mut harness = open(path.clone());
    click(&mut harness, "Play");
    until(&mut harness, "playing", |window| window.view().position() >= Some(4));
    click(&mut harness, "Pause playback");
    press(&mut harness, Modifiers::NONE, Key::B);
    let before = moves(&harness);
    assert_eq!(before, (1..=before.len() as u64).collect::<Vec<_>>());
    reopen(&mut harness);
    assert_eq!(moves(&harness)[..before.len()], before);
    assert_eq!(bookmarks(&harness), [before.len() as u64]);
    choose(&mut harness, "File", "Open the demo");
    assert_eq!(moves(&harness), [1]);
    assert!(bookmarks(&harness).is_empty());
    reopen(&mut harness);
    // It comes back at the frame where it was left.
    let left = vec![before.len() as u64];
    assert_eq!((moves(&harness), bookmarks(&harness)), (left.clone(), left));
}

#[test]
fn bookmarks_are_set_gone_to_and_taken_away() {
    let mut harness = start(some_boxes());
    for _ in 0..3 {
        press(&mut harness, Modifiers::COMMAND, Key::ArrowRight);
        press(&mut harness, Modifiers::NONE, Key::B);
    }
    assert_eq!(bookmarks(&harness), [16, 31, 46]);
    press(&mut harness, Modifiers::NONE, Key::Home);
    for (modifiers, frame) in [
        (Modifiers::NONE, 16),
        (Modifiers::NONE, 31),
        (Modifiers::NONE, 46),
        (Modifiers::NONE, 46),
        (Modifiers::SHIFT, 31),
    ] {
        press(&mut harness, modifiers, Key::N);
        assert_eq!(position(&harness), frame);
    }
    choose(&mut harness, "Playback", "Remove bookmark B");
    assert_eq!(bookmarks(&harness), [16, 46]);
    choose(&mut harness, "Playback", "Next bookmark N");
    choose(&mut harness, "Playback", "Previous bookmark Shift+N");
    assert_eq!(position(&harness), 16);
    choose(&mut harness, "Playback", "Remove all bookmarks");
    choose(&mut harness, "Playback", "Bookmark this frame B");
    assert_eq!(bookmarks(&harness), [16]);
    let scrubber = harness.get_by_label("Scrubber").rect();
    harness.hover_at(egui::pos2(scrubber.left() + 15.5 / 600.0 * scrubber.width(), scrubber.center().y));
    // Nothing is told before the pointer rests.
    (0..60).for_each(|_| harness.step());
    harness.get_by_label("bookmark, frame 16");
    harness.event(egui::Event::Text("?".to_owned()));
    settle(&mut harness);
    harness.get_by_label("next bookmark");
}

#[test]
fn the_cache_is_told_of_landmarks_jumps_and_the_scrubber() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = open(file(folder.path()));
    let told = hints(&harness);
    assert_eq!((&*told.jumps, &*told.landmarks, told.scrubber), (&[-15, -5, -1, 1, 5, 15][..], &[][..], Some(40)));
    click(&mut harness, "Track 77");
    assert_eq!(*hints(&harness).landmarks, [30, 35]);
    press(&mut harness, Modifiers::NONE, Key::Home);
    press(&mut harness, Modifiers::NONE, Key::B);
    assert_eq!(*hints(&harness).landmarks, [1, 30, 35]);
    harness.get_by_label("Search id").focus();
    harness.step();
    harness.get_by_label("Search id").type_text("7");
    settle(&mut harness);
    assert_eq!(*hints(&harness).landmarks, [1, 5, 30, 35], "both tracks that were found");
    assert_eq!(harness.state().view().state.selected, Some(TrackId(77)));
    choose(&mut harness, "File", "Open the demo");
    let told = hints(&harness);
    assert_eq!((&*told.landmarks, told.scrubber), (&[][..], Some(600)));
}

#[test]
fn the_cache_is_told_of_playback_and_of_a_drag_while_they_last() {
    let mut harness = start(some_boxes());
    press(&mut harness, Modifiers::NONE, Key::L);
    let playback = hints(&harness).playback.unwrap();
    assert_eq!((playback.stride, playback.first, playback.last, playback.looping), (1, 1, 600, false));
    press(&mut harness, Modifiers::NONE, Key::K);
    assert_eq!(hints(&harness).playback, None);

    let rect = harness.get_by_label("Scrubber").rect();
    let place = |share: f32| egui::pos2(rect.left() + share * rect.width(), rect.center().y);
    harness.drag_at(place(0.2));
    for step in 0..10 {
        harness.hover_at(place(0.2 + step as f32 * 0.01));
        harness.step();
    }
    let drag = hints(&harness).drag.unwrap();
    assert!((drag.position - position(&harness) as f64).abs() <= 0.5, "{drag:?} at {}", position(&harness));
    // Six frames in each pass of a sixtieth of a second.
    assert!((300.0..420.0).contains(&drag.speed), "{drag:?}");
    (0..20).for_each(|_| harness.step());
    assert_eq!(hints(&harness).drag.map(|drag| drag.speed), Some(0.0), "it rests");
    harness.drop_at(place(0.29));
    settle(&mut harness);
    assert_eq!(hints(&harness).drag, None);
}

#[test]
fn the_close_up_tells_why_a_frame_is_held_likely() {
    let mut harness = start(some_boxes());
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    let center = harness.get_by_label("Close-up").rect().center();
    harness.hover_at(center + egui::vec2(8.0, 10.0));
    // Nothing is told before the pointer rests.
    (0..60).for_each(|_| harness.step());
    harness.get_by_label("frame 3: prefetched");
    for label in ["likelihood", "benefit of loading it now"] {
        harness.get_by_label(label);
    }
    let snapshot = &harness.state().view().state.snapshot;
    let candidate = snapshot.candidates.iter().find(|candidate| candidate.key == 3).unwrap();
    assert!(harness.query_all_by_label(&candidate.why()).count() > 0);
    for (name, _) in snapshot.terms.iter().zip(candidate.terms).filter(|(_, part)| *part != 0.0) {
        assert!(harness.query_all_by_label(name).count() > 0, "{name}");
    }
}
