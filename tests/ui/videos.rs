//! Videos in the window.

use std::fs;
use std::path::{Path, PathBuf};

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use motscope::app::{Start, Window};

use crate::shared;
use crate::shown_layers::cost;
use crate::window::{click, press, settle, start, until};

fn canvas(harness: &Harness<'_, Window>) -> String {
    harness.get_by_label("Canvas").value().unwrap_or_default()
}

/// A folder with a shared video and a text of its name, with a box in each of 300 frames.
fn with_text(folder: &Path, first: u64) -> PathBuf {
    fs::copy(shared::folder("data/videos").join("h264.mp4"), folder.join("walk.mp4")).unwrap();
    let row = |frame: u64| format!("{frame},1,100,100,30,40,0.9,-1,-1,-1\n");
    let rows: String = (first..first + 300).map(row).collect();
    fs::write(folder.join("walk.txt"), rows).unwrap();
    folder.join("walk.txt")
}

/// The window on a path, once all frames of its video are known.
fn opened(path: PathBuf) -> Harness<'static, Window> {
    let mut harness = start(Start { path: Some(path), frame: Some(1), ..Start::default() }, [1280.0, 800.0]);
    until(&mut harness, "all frames known", |window| {
        window.view().document.is_some_and(|document| document.keys.len() == 300)
    });
    settle(&mut harness);
    harness
}

/// The number that the picture of a frame carries: 16 squares in its first row, white for 1, the lowest bit at the left.
fn carried(harness: &Harness<'_, Window>, frame: u64) -> u64 {
    let document = harness.state().view().document.unwrap();
    let loaded = document.cache.get(frame).unwrap();
    let picture = loaded.backdrop.ready().unwrap();
    let is_white = |bit: usize| picture.pixel(bit as u32 * 20 + 10, 10).unwrap().g() > 127;
    (0..16).filter(|&bit| is_white(bit)).map(|bit| 1 << bit).sum()
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn videos_open_alone_and_each_frame_is_the_nth_of_a_sequential_read() {
    let mut harness = opened(shared::folder("data/videos").join("h264.mp4"));
    assert_eq!(canvas(&harness), "frame 1, 0 boxes");
    assert_eq!([1, 2, 150, 149, 300].map(|frame| carried(&harness, frame)), [0, 1, 149, 148, 299]);
    press(&mut harness, Modifiers::NONE, Key::End);
    assert_eq!(canvas(&harness), "frame 300, 0 boxes");
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn videos_are_found_beside_a_text_and_a_text_that_counts_from_0_shows_the_frame_before() {
    for first in [1, 0] {
        let folder = tempfile::tempdir().unwrap();
        let harness = opened(with_text(folder.path(), first));
        assert_eq!([first, first + 77].map(|frame| carried(&harness, frame)), [0, 77]);
    }
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn videos_are_not_read_again_for_another_layer() {
    let folder = tempfile::tempdir().unwrap();
    let text = with_text(folder.path(), 1);
    fs::copy(&text, folder.path().join("other.txt")).unwrap();
    let layer = folder.path().join("other.txt");
    let begin = Start { path: Some(text), layers: vec![layer], frame: Some(1), ..Start::default() };
    let mut harness = start(begin, [1280.0, 800.0]);
    until(&mut harness, "all frames known", |window| {
        window
            .view()
            .document
            .and_then(|document| document.images.as_ref())
            .is_some_and(|images| images.source.numbers().len() == 300)
    });
    (1..=50).for_each(|frame| drop(harness.state().view().document.unwrap().cache.get(frame).unwrap()));
    settle(&mut harness);
    let before = cost(&harness);
    // Hidden, and removed: both open the sequence again.
    click(&mut harness, "Layer other.txt");
    click(&mut harness, "Style of other.txt");
    click(&mut harness, "Remove");
    assert_eq!(cost(&harness), before);
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn videos_that_are_written_anew_are_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let text = with_text(folder.path(), 1);
    let mut harness = opened(text);
    let videos = shared::folder("data/videos");
    // Another one takes its place: 122 frames, the first of which carries 75.
    fs::copy(videos.join("trim50.mp4"), folder.path().join("new.mp4")).unwrap();
    fs::rename(folder.path().join("new.mp4"), folder.path().join("walk.mp4")).unwrap();
    until(&mut harness, "read again", |window| {
        let images = window.view().document.unwrap().images.as_ref().unwrap();
        images.source.numbers().len() == 122
    });
    settle(&mut harness);
    assert_eq!([1, 50].map(|frame| carried(&harness, frame)), [75, 124]);
}

#[test]
fn what_is_no_video_is_told_and_the_boxes_are_shown() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("walk.mp4"), "no video").unwrap();
    fs::write(folder.path().join("walk.txt"), "1,1,100,100,30,40,0.9,-1,-1,-1\n").unwrap();
    let harness = start(Start { path: Some(folder.path().join("walk.txt")), ..Start::default() }, [1280.0, 800.0]);
    assert_eq!(canvas(&harness), "frame 1, 1 box");
    let remarks = &harness.state().view().document.unwrap().remarks;
    assert!(remarks.iter().any(|remark| remark.starts_with("walk.mp4: ")), "{remarks:?}");
}
