//! The real program: `motscope export`.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::archives;
#[cfg(unix)]
use crate::ffmpeg;

const ROWS: &str = "1,1,10,20,30,40,1\n2,1,12,20,30,40,1\n3,1,14,20,30,40,1\n3,2,40,10,20,20,1\n";

/// Runs it in a folder, without a display, and with programs of that folder alone.
fn export(folder: &Path, arguments: &[&str]) -> Output {
    export_with_path(folder, folder.as_os_str(), arguments)
}

fn export_with_path(folder: &Path, path: &OsStr, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_motscope"));
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env("PATH", path);
    command.current_dir(folder).arg("export").args(arguments).output().unwrap()
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// A sequence of three pictures of one colour, of which the third is cut off, with `ROWS` as ground truth.
fn sequence(folder: &Path) {
    fs::create_dir_all(folder.join("img1")).unwrap();
    fs::create_dir_all(folder.join("gt")).unwrap();
    fs::write(folder.join("gt/gt.txt"), ROWS).unwrap();
    fs::write(folder.join("seqinfo.ini"), "[Sequence]\nframeRate=50\nseqLength=4\n").unwrap();
    for number in 1..=3 {
        let path = folder.join(format!("img1/{number:06}.png"));
        image::RgbImage::from_pixel(100, 80, image::Rgb([10, 60, 90])).save(&path).unwrap();
        if number == 3 {
            let bytes = fs::read(&path).unwrap();
            fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        }
    }
}

fn pixel(path: &Path, x: u32, y: u32) -> [u8; 3] {
    image::open(path).unwrap().into_rgb8().get_pixel(x, y).0
}

#[test]
fn a_frame_is_written_as_a_picture_of_the_sequence_with_its_boxes() {
    let folder = tempfile::tempdir().unwrap();
    sequence(&folder.path().join("walk"));
    let output = export(folder.path(), &["walk", "--frames", "2", "-o", "two.png"]);
    assert!(output.status.success(), "{}", words(&output));
    assert!(words(&output).contains("two.png: 1 frame, "), "{}", words(&output));
    let path = folder.path().join("two.png");
    assert_eq!(image::image_dimensions(&path).unwrap(), (100, 80));
    assert_eq!((pixel(&path, 90, 70), pixel(&path, 12, 50)), ([10, 60, 90], motscope::palette::track(1)));
    let output = export(folder.path(), &["walk", "--frames", "2", "-o", "plain.png", "--no-picture", "--scale", "2"]);
    assert!(output.status.success(), "{}", words(&output));
    let path = folder.path().join("plain.png");
    assert_eq!(image::image_dimensions(&path).unwrap(), (200, 160));
    assert_eq!((pixel(&path, 180, 140), pixel(&path, 24, 100)), ([16; 3], motscope::palette::track(1)));
}

#[test]
fn all_frames_are_written_to_a_folder_and_those_without_picture_are_told() {
    let folder = tempfile::tempdir().unwrap();
    sequence(&folder.path().join("walk"));
    let output = export(folder.path(), &["walk", "--to", "jpeg", "-o", "out"]);
    assert!(output.status.success(), "{}", words(&output));
    assert_eq!(names(&folder.path().join("out")), ["000001.jpg", "000002.jpg", "000003.jpg", "000004.jpg"]);
    let told = words(&output);
    assert!(told.contains("the picture of frame 3 cannot be shown: "), "{told}");
    assert!(told.contains("frame 4 has no picture\n") && told.contains("out: 4 frames, "), "{told}");
    // It keeps its size, so that what follows can be made into a video.
    assert_eq!(image::image_dimensions(folder.path().join("out/000004.jpg")).unwrap(), (100, 80));
}

#[test]
fn a_gif_runs_as_fast_as_the_sequence_or_as_told() {
    let folder = tempfile::tempdir().unwrap();
    sequence(&folder.path().join("walk"));
    for (more, delay) in [(&[][..], 2), (&["--fps", "10"][..], 10)] {
        let output = export(folder.path(), &[&["walk", "--frames", "1-2", "--force", "-o", "a.gif"], more].concat());
        assert!(output.status.success(), "{}", words(&output));
        let mut gif =
            gif::DecodeOptions::new().read_info(fs::File::open(folder.path().join("a.gif")).unwrap()).unwrap();
        let mut delays = Vec::new();
        while let Some(frame) = gif.read_next_frame().unwrap() {
            delays.push(frame.delay);
        }
        assert_eq!(delays, [delay, delay]);
    }
}

#[test]
fn a_text_alone_is_drawn_as_large_as_its_boxes_reach() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), ROWS).unwrap();
    let output = export(folder.path(), &["a.txt", "--frames", "1", "-o", "a.png"]);
    assert!(output.status.success(), "{}", words(&output));
    // 10 to 60 and 10 to 60, and 4 pixels around.
    let path = folder.path().join("a.png");
    assert_eq!(image::image_dimensions(&path).unwrap(), (58, 58));
    assert_eq!(pixel(&path, 4, 40), motscope::palette::track(1));
}

#[test]
fn ground_truth_is_dashed_and_of_a_colour_that_no_track_has_beside_another_layer() {
    let folder = tempfile::tempdir().unwrap();
    sequence(&folder.path().join("walk"));
    fs::write(folder.path().join("mine.txt"), "1,7,50,30,30,30,0.9\n").unwrap();
    let base = ["walk", "--frames", "1", "--labels", "none"];
    assert!(export(folder.path(), &[&base[..], &["-o", "one.png"]].concat()).status.success());
    let output = export(folder.path(), &[&base[..], &["--layer", "mine.txt", "-o", "two.png"]].concat());
    assert!(output.status.success(), "{}", words(&output));
    let count = |name: &str, color: [u8; 3]| {
        let pixels = image::open(folder.path().join(name)).unwrap().into_rgb8();
        pixels.pixels().filter(|pixel| pixel.0 == color).count()
    };
    let (truth, mine) = (motscope::palette::track(1), motscope::palette::track(7));
    assert_eq!((count("one.png", mine), count("two.png", mine)), (0, 240));
    assert_eq!((count("one.png", truth), count("two.png", truth)), (280, 0));
    let neutral = motscope::palette::GROUND_TRUTH;
    let dashes = |name| count(name, neutral);
    assert_eq!(dashes("one.png"), 0);
    assert!((50..130).contains(&dashes("two.png")), "{}", dashes("two.png"));
}

#[test]
fn what_is_there_is_replaced_only_with_force() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), ROWS).unwrap();
    fs::write(folder.path().join("a.gif"), "mine").unwrap();
    let output = export(folder.path(), &["a.txt", "-o", "a.gif"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output).contains("a.gif: there is such a file already; --force replaces it"), "{}", words(&output));
    assert_eq!(fs::read(folder.path().join("a.gif")).unwrap(), b"mine");
    assert!(export(folder.path(), &["a.txt", "-o", "a.gif", "--force"]).status.success());
    assert!(fs::read(folder.path().join("a.gif")).unwrap().starts_with(b"GIF89a"));
    assert_eq!(names(folder.path()), ["a.gif", "a.txt"]);
}

#[test]
fn without_ffmpeg_a_video_is_refused_with_advice() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), ROWS).unwrap();
    let output = export(folder.path(), &["a.txt", "-o", "a.mp4"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output).contains("install ffmpeg"), "{}", words(&output));
    assert_eq!(names(folder.path()), ["a.txt"]);
}

#[cfg(unix)]
#[test]
fn an_ffmpeg_in_the_current_directory_is_never_used() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), ROWS).unwrap();
    fs::create_dir(folder.path().join("bin")).unwrap();
    ffmpeg::stand_in(folder.path());
    ffmpeg::stand_in(&folder.path().join("bin"));
    for path in ["", ".", ":", "::/nowhere", "/nowhere:", "./bin", "bin"] {
        let output = export_with_path(folder.path(), path.as_ref(), &["a.txt", "-o", "a.mp4"]);
        assert_eq!(output.status.code(), Some(1), "{path:?}");
        assert!(words(&output).contains("install ffmpeg"), "{path:?}: {}", words(&output));
        assert!(!folder.path().join("a.mp4").exists(), "{path:?}");
    }
}

#[cfg(unix)]
#[test]
fn the_ffmpeg_on_the_path_is_given_the_frames() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), ROWS).unwrap();
    ffmpeg::stand_in(folder.path());
    let output = export(folder.path(), &["a.txt", "-o", "a.mp4"]);
    assert!(output.status.success(), "{}", words(&output));
    assert_eq!(fs::metadata(folder.path().join("a.mp4")).unwrap().len(), 3 * 58 * 58 * 4);
}

#[test]
fn what_makes_no_sense_is_told_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), ROWS).unwrap();
    fs::write(folder.path().join("far.txt"), "1,1,0,0,1e9,10,1\n").unwrap();
    fs::write(folder.path().join("empty.txt"), "").unwrap();
    sequence(&folder.path().join("all/one"));
    sequence(&folder.path().join("all/two"));
    let before = names(folder.path());
    for (arguments, code, told) in [
        (&["a.txt", "-o", "a.png"][..], 2, "one picture cannot show 3 frames"),
        (&["a.txt", "-o", "a.avi"], 2, "choose a format with --to"),
        (&["a.txt", "-o", "a.gif", "--frames", "7-9"], 2, "the frames are 1 to 3"),
        (&["a.txt", "-o", "a.gif", "--frames", "9-7"], 2, "comes after the last"),
        (&["a.txt", "-o", "a.gif", "--scale", "0"], 2, "a number from 0.01 to 16"),
        (&["a.txt", "-o", "a.gif", "--fps", "NaN"], 2, "a number from 1 to 240"),
        (&["a.txt", "-o", "no/folder/a.gif"], 1, "no/folder/a.gif: "),
        (&["empty.txt", "-o", "a.gif"], 2, "there are no frames"),
        (&["far.txt", "-o", "a.gif"], 1, "choose a smaller --scale"),
        (&["nothing.txt", "-o", "a.gif"], 1, "nothing.txt: "),
        (&["a.txt", "--layer", "nothing.txt", "-o", "a.gif"], 1, "nothing.txt: "),
        (&["all", "-o", "a.gif"], 1, "several sequences, choose one:\n  "),
    ] {
        let output = export(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", words(&output));
        assert!(words(&output).contains(told), "{arguments:?}: {}", words(&output));
    }
    assert_eq!(names(folder.path()), before);
}

#[test]
fn an_archive_that_unpacks_to_far_more_than_it_has_is_unpacked_if_allowed() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt.gz"), archives::gzip(&b"1,1,1,1,9,9\n".repeat(100_000))).unwrap();
    fs::write(folder.path().join("b.txt"), "1,1,1,1,9,9\n").unwrap();
    for inputs in [&["a.txt.gz"][..], &["b.txt", "--layer", "a.txt.gz"]] {
        let arguments = [inputs, &["--no-picture", "--labels", "none", "-o", "one.png", "--force"]].concat();
        let output = export(folder.path(), &arguments);
        assert_eq!(output.status.code(), Some(1));
        assert!(words(&output).contains("; add --yes to unpack it there"), "{output:?}");
        let output = export(folder.path(), &[&arguments[..], &["--yes"]].concat());
        assert!(output.status.success(), "{output:?}");
    }
}
