//! Videos on the command line.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::{motscope, shared, text};

/// The program where no `ffmpeg` is found.
fn without_ffmpeg(arguments: &[&str]) -> Output {
    let nothing = tempfile::tempdir().unwrap();
    Command::new(env!("CARGO_BIN_EXE_motscope")).args(arguments).env("PATH", nothing.path()).output().unwrap()
}

#[test]
fn without_ffmpeg_the_boxes_are_there_and_a_message_says_what_to_install() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("walk.mp4"), "no video").unwrap();
    let output = without_ffmpeg(&["info", &path("walk.mp4")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).contains("walk.mp4: videos are decoded by the programs ffmpeg and ffprobe"),
        "{output:?}"
    );
    fs::write(path("walk.txt"), "1,1,10,20,30,40,0.9,-1,-1,-1\n").unwrap();
    let output = without_ffmpeg(&["info", &path("walk.txt")]);
    assert!(output.status.success(), "{output:?}");
    let said = text(&output.stdout);
    assert!(said.contains("rows         1\n") && said.contains("Install ffmpeg"), "{said}");
    let output = without_ffmpeg(&["export", &path("walk.txt"), "--frames", "1", "-o", &path("walk.png")]);
    assert!(output.status.success() && text(&output.stderr).contains("Install ffmpeg"), "{output:?}");
}

/// What `info --json` says of a file of the shared videos.
fn info(folder: &Path, name: &str) -> Value {
    let output = motscope(&["info", folder.join(name).to_str().unwrap(), "--json"]);
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn videos_info_tells_the_frames_of_a_sequential_read() {
    let folder = shared::folder("data/videos");
    let expected: Value = serde_json::from_slice(&fs::read(folder.join("expected.json")).unwrap()).unwrap();
    for (name, expected) in expected.as_object().unwrap() {
        let told = info(&folder, name);
        let frames = &expected["frames"];
        assert_eq!(told["frames"], json!({ "count": frames, "first": 1, "last": frames }), "{name}");
        assert_eq!((&told["pictures"]["count"], told["video"]["codec"].is_string()), (frames, true), "{name}");
        if let Some(size) = expected["size"].as_array() {
            assert_eq!([&told["pictures"]["width"], &told["pictures"]["height"]], [&size[0], &size[1]], "{name}");
        }
    }
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn videos_are_exported_under_the_boxes_of_a_text() {
    let shared = shared::folder("data/videos");
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    // Beside the text, and elsewhere.
    fs::copy(shared.join("h264.mp4"), path("walk.mp4")).unwrap();
    fs::write(path("walk.txt"), "6,1,100,100,30,40,0.9,-1,-1,-1\n").unwrap();
    fs::create_dir(path("elsewhere")).unwrap();
    fs::copy(path("walk.txt"), path("elsewhere/other.txt")).unwrap();
    for (text_name, video) in [("walk.txt", None), ("elsewhere/other.txt", Some(path("walk.mp4")))] {
        let (from, to) = (path(text_name), path("frame.png"));
        let mut arguments = vec!["export", &from, "--frames", "6", "-o", &to, "--force"];
        arguments.extend(video.iter().flat_map(|video| ["--video", video]));
        let output = motscope(&arguments);
        assert!(output.status.success(), "{output:?}");
        let picture = image::open(&to).unwrap().to_rgb8();
        assert_eq!(picture.dimensions(), (320, 240));
        // Frame 6 carries the number 5: the lowest bit is at the left.
        let is_white = |bit: u32| picture.get_pixel(bit * 20 + 10, 10).0[1] > 127;
        assert_eq!([0, 1, 2, 3].map(is_white), [true, false, true, false], "{text_name}");
    }
}
