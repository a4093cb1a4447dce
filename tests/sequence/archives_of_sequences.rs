//! Zip archives of sequences, as labelling tools write them: boxes, class names and pictures in one file.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use image::{ImageFormat, Rgb, RgbImage};
use motscope::DataProvider as _;
use motscope::mot::{ArchiveProblem, OpenOptions, OpenReason, Progress, UnpackLimit};
use motscope::sequence::{PicturePairing, PictureSource as _, Pictures, Sequence, find};
use tempfile::TempDir;

use crate::archives::zip;
use crate::opened;

const ROWS: &[u8] = b"0,1,1,1,9,9,1,2,1\n1,1,1,1,9,9,1,1,1\n";

fn picture(grey: u8) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_pixel(32, 24, Rgb([grey; 3])).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn archive(members: &[(&str, &[u8])]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("task.zip");
    fs::write(&path, zip(members)).unwrap();
    (folder, path)
}

/// The grey value of the picture that a frame shows.
fn grey(sequence: &Sequence, frame: u64) -> Option<u8> {
    sequence.load(frame).unwrap().backdrop.ready().map(|picture| picture.pixels[0].0[0])
}

fn unpacked_from(path: &Path) -> Pictures {
    Pictures::unpack(path, None, UnpackLimit::default(), &Progress::new()).unwrap()
}

#[test]
fn a_zip_of_a_labelling_tool_opens_with_class_names_and_pictures() {
    let (a, b) = (picture(10), picture(20));
    for root in ["", "task/", "task\\"] {
        let member = |name: &str| format!("{root}{name}");
        let names =
            ["gt/gt.txt", "gt/labels.txt", "img1/frame_000000.png", "img1/frame_000001.png", "README.txt"].map(member);
        let bytes: [&[u8]; 5] = [ROWS, b"bus\ntram\n", &a, &b, b"1 2 3 4 5 6\n"];
        let members: Vec<_> = names.iter().map(String::as_str).zip(bytes).collect();
        let (_folder, path) = archive(&members);
        let (parts, sequence) = opened(&path);
        assert_eq!(parts.pictures.as_deref(), Some(path.as_path()));
        assert_eq!([0, 1].map(|frame| grey(&sequence, frame)), [Some(10), Some(20)], "{root}");
        let file = &sequence.layers()[0];
        let class = |frame| file.layout().class_of(&file.frame(frame).detections[0]).unwrap();
        assert_eq!([0, 1].map(|frame| file.layout().class_label(&class(frame)).into_owned()), ["tram", "bus"]);
    }
}

#[test]
fn class_names_are_those_beside_the_text() {
    let (_folder, path) = archive(&[("a/gt.txt", ROWS), ("b/labels.txt", b"bus\n"), ("labels.txt", b"cow\n")]);
    let (_, sequence) = opened(&path);
    let file = &sequence.layers()[0];
    let class = file.layout().class_of(&file.frame(1).detections[0]).unwrap();
    assert_ne!(file.layout().class_label(&class), "bus");
    assert_ne!(file.layout().class_label(&class), "cow");
}

#[test]
fn the_folder_of_pictures_goes_with_the_dropped_pictures_and_none_stays_after_an_error() {
    let (a, temporary) = (picture(10), std::env::temp_dir());
    let (_folder, path) = archive(&[("gt.txt", ROWS), ("img1/motscope-test-0.png", &a)]);
    let is_there = || {
        let folders = fs::read_dir(&temporary).unwrap().filter_map(Result::ok);
        folders.filter(|folder| folder.path().join("motscope-test-0.png").is_file()).count()
    };
    assert_eq!(is_there(), 0);
    let pictures = unpacked_from(&path);
    assert_eq!((pictures.folder(), is_there(), pictures.numbers().len()), (path.as_path(), 1, 1));
    drop(pictures);
    assert_eq!(is_there(), 0);
    let limit = UnpackLimit { bytes: 10, ratio: 1000, always: 0 };
    let error = Pictures::unpack(&path, None, limit, &Progress::new()).unwrap_err();
    assert!(matches!(error.reason, OpenReason::Archive(ArchiveProblem::Large { .. })), "{error}");
    let cancelled = Progress::new();
    cancelled.cancel();
    let error = Pictures::unpack(&path, None, UnpackLimit::NONE, &cancelled).unwrap_err();
    assert!(matches!(error.reason, OpenReason::Cancelled), "{error}");
    assert_eq!(is_there(), 0);
}

#[test]
fn of_several_folders_the_pictures_beside_the_text_are_shown() {
    let [a, b, c] = [10, 20, 30].map(picture);
    let members: [(&str, &[u8]); 6] = [
        ("A/gt/gt.txt", ROWS),
        ("B/gt/gt.txt", ROWS),
        ("A/img1/0.png", &a),
        ("B/img1/0.png", &b),
        ("B/preview/0.png", &c),
        ("B/preview/1.png", &c),
    ];
    let (_folder, path) = archive(&members);
    let parts = find(&path, None).unwrap();
    let motscope::sequence::PathContent::Sequence(parts) = parts else { panic!("a data set") };
    for (member, expected) in [("A/gt/gt.txt", 10), ("B/gt/gt.txt", 20)] {
        let how = OpenOptions { member: Some(member.to_owned()), ..OpenOptions::default() };
        let pictures = parts.open_pictures(&how, &Progress::new()).unwrap().unwrap();
        let sequence = Sequence::new(Vec::new(), Some(std::sync::Arc::new(pictures)), None, PicturePairing::Automatic);
        assert_eq!(grey(&sequence, 0), Some(expected), "{member}");
    }
}

#[test]
fn names_in_an_archive_never_lead_out_of_the_folder_and_what_cannot_be_unpacked_is_told() {
    let a = picture(10);
    let members: [(&str, &[u8]); 9] = [
        ("gt.txt", ROWS),
        ("x/../../../escape-1.png", &a),
        ("img1/0.png", &a),
        ("img1/0.png", &a),
        ("img1/c:1.png", &a),
        ("img1/._2.png", &a),
        ("__MACOSX/img1/3.png", &a),
        ("img1/\u{1}4.png", &a),
        ("img1/5.png", b"this is no picture, and is told when it is shown"),
    ];
    let (folder, path) = archive(&members);
    let pictures = unpacked_from(&path);
    let numbers: Vec<u64> = pictures.numbers().runs().flatten().collect();
    // The one with a control character in its name is named unlike the others.
    assert_eq!(numbers, [0, 5]);
    assert!(
        pictures.remarks().iter().any(|remark| remark == "1 of 4 pictures in the archive cannot be unpacked"),
        "{:?}",
        pictures.remarks()
    );
    assert!(!folder.path().join("escape-1.png").exists() && !std::env::temp_dir().join("escape-1.png").exists());
}

#[test]
fn a_damaged_picture_does_not_hide_the_others() {
    let [a, b] = [10, 20].map(picture);
    let whole = zip(&[("gt.txt", ROWS), ("img1/0.png", &a), ("img1/1.png", &b)]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("task.zip");
    // A byte in the middle of the first picture.
    let name = b"img1/0.png";
    let at = whole.windows(name.len()).position(|window| window == name).unwrap() + name.len() + 20;
    let mut broken = whole;
    broken[at] ^= 0xFF;
    fs::write(&path, broken).unwrap();
    let pictures = unpacked_from(&path);
    assert!(pictures.numbers().contains(1));
    assert!(pictures.remarks().iter().any(|remark| remark.contains("1 of 2")), "{:?}", pictures.remarks());
}

#[test]
fn pictures_of_another_sequence_in_the_archive_are_not_shown_under_boxes_and_that_is_told() {
    let [a, b] = [10, 20].map(picture);
    for (text, pictures, is_own) in [
        ("A/gt/gt.txt", "B/img1/0.png", false),
        ("A/gt/gt.txt", "A/img1/0.png", true),
        ("train/S.txt", "test/S/0.png", false),
        ("annotations/S.txt", "sequences/S/0.png", true),
        ("S.txt", "T/0.png", false),
        ("gt/gt.txt", "T/img1/0.png", true),
        ("task/gt/gt.txt", "img1/0.png", true),
    ] {
        let (_folder, path) = archive(&[(text, ROWS), (pictures, &a)]);
        let found = unpacked_from(&path);
        assert_eq!(found.numbers().len(), u64::from(is_own), "{text} {pictures}: {:?}", found.remarks());
        let is_told = found.remarks().iter().any(|remark| remark.contains("another sequence"));
        assert_eq!(is_told, !is_own, "{text} {pictures}");
    }
    // Of two, its own is taken, though the other is as near.
    let (_folder, path) = archive(&[("annotations/S.txt", ROWS), ("sequences/R/0.png", &a), ("sequences/S/0.png", &b)]);
    let (_, sequence) = opened(&path);
    assert_eq!(grey(&sequence, 0), Some(20));
}

#[test]
fn a_few_pictures_beside_a_long_text_in_an_archive_are_not_its_frames() {
    let rows: Vec<String> = (1..=100).map(|frame| format!("{frame},1,1,1,2,2,1,-1,-1,-1\n")).collect();
    let rows = rows.concat();
    let (_folder, path) = archive(&[("results.txt", rows.as_bytes()), ("screenshots/shot1.png", &picture(9))]);
    let (parts, sequence) = opened(&path);
    assert_eq!(grey(&sequence, 1), None);
    let pictures = parts.open_pictures(&OpenOptions::default(), &Progress::new()).unwrap().unwrap();
    assert!(pictures.remarks()[0].contains("only 1 of 100"), "{:?}", pictures.remarks());
}

#[test]
fn pictures_that_a_killed_process_unpacked_are_removed_by_the_next() {
    let a = picture(10);
    let (_folder, path) = archive(&[("gt.txt", ROWS), ("img1/0.png", &a)]);
    let mut ended = std::process::Command::new(env!("CARGO_BIN_EXE_motscope"))
        .arg("--version")
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    ended.wait().unwrap();
    let left = std::env::temp_dir().join(format!(".motscope-pictures.{}.left.part", ended.id()));
    fs::create_dir(&left).unwrap();
    fs::write(left.join("0.png"), &a).unwrap();
    let pictures = unpacked_from(&path);
    assert!(pictures.numbers().contains(0) && !left.exists());
}
