//! The real program on sequences: `motscope info` of folders, and of files with pictures.

use std::fs;
use std::path::Path;
use std::process::Output;

use image::{ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::motscope;

fn info(path: &Path) -> (Value, String, Output) {
    let path = path.to_str().unwrap();
    let output = motscope(&["info", path, "--json"]);
    let json = serde_json::from_slice(&output.stdout).unwrap();
    let spoken = motscope(&["info", path]);
    (json, String::from_utf8(spoken.stdout).unwrap(), output)
}

/// Two sequences below `train`; `A` has pictures from 0 on and labels from 1 on.
fn data_set() -> TempDir {
    let root = TempDir::with_prefix("motscope-cli").unwrap();
    for name in ["A", "B"] {
        let folder = root.path().join("train").join(name);
        fs::create_dir_all(folder.join("gt")).unwrap();
        fs::write(folder.join("gt/gt.txt"), "1,1,10,20,30,40,1,1,1\n2,1,11,20,30,40,1,1,1\n").unwrap();
    }
    let folder = root.path().join("train/A");
    fs::write(folder.join("seqinfo.ini"), "[Sequence]\nname=Walk\nframeRate=25\nseqLength=2\nimWidth=9\n").unwrap();
    fs::create_dir(folder.join("img1")).unwrap();
    for number in 0..2 {
        let path = folder.join(format!("img1/{number:06}.png"));
        RgbImage::from_pixel(32, 24, Rgb([9; 3])).save_with_format(path, ImageFormat::Png).unwrap();
    }
    root
}

#[test]
fn info_of_a_sequence_tells_pictures_frame_rate_layers_and_remarks() {
    let root = data_set();
    // A picture is as good as its folder.
    let picture = info(&root.path().join("train/A/img1/000001.png"));
    let (json, spoken, output) = info(&root.path().join("train/A"));
    assert!(output.status.success() && picture.1.starts_with("sequence     Walk"));
    for (pointer, expected) in [
        ("/sequence", json!("Walk")),
        ("/frame_rate", json!(25.0)),
        ("/frames", json!({ "count": 2, "first": 1, "last": 2 })),
        ("/pictures/count", json!(2)),
        ("/pictures/first", json!(0)),
        ("/pictures/width", json!(32)),
        ("/pictures/offset", json!(-1)),
        ("/layers/0/rows", json!(2)),
        ("/layers/0/ground_truth", json!(true)),
        ("/remarks/0", json!("seqinfo.ini says 9 × ? pixels, the pictures have 32 × 24")),
        ("/errors", json!([])),
    ] {
        assert_eq!(json.pointer(pointer), Some(&expected), "{pointer} of {json}");
    }
    for line in ["sequence     Walk", "frame shows picture f − 1", "25 a second", "remark       seqinfo.ini says"] {
        assert!(spoken.replace("frame f shows", "frame shows").contains(line), "{line} in {spoken}");
    }
}

#[test]
fn info_of_a_data_set_lists_its_sequences() {
    let root = data_set();
    let (json, spoken, _) = info(root.path());
    let names: Vec<&Value> = json["sequences"].as_array().unwrap().iter().map(|entry| &entry["name"]).collect();
    assert_eq!(names, [&json!("train/A"), &json!("train/B")]);
    assert!(spoken.contains("train/A: with pictures, 2 frames") && spoken.contains("train/B: without pictures"));
}

#[test]
fn info_of_a_file_tells_pictures_only_where_there_are_some() {
    let root = data_set();
    let with = info(&root.path().join("train/A/gt/gt.txt"));
    assert_eq!((&with.0["pictures"]["count"], with.1.contains("\npictures     2 in ")), (&json!(2), true));
    let without = info(&root.path().join("train/B/gt/gt.txt"));
    assert_eq!((&without.0["pictures"], without.1.contains("pictures")), (&Value::Null, false));
    let (text, images) = (root.path().join("train/B/gt/gt.txt"), root.path().join("train/A/img1"));
    let output = motscope(&["info", text.to_str().unwrap(), "--images", images.to_str().unwrap()]);
    assert!(String::from_utf8(output.stdout).unwrap().contains("\npictures     2 in "));
}

#[test]
fn info_of_what_holds_no_sequence_fails_with_the_reason() {
    let root = TempDir::new().unwrap();
    let (json, _, output) = info(root.path());
    assert!(!output.status.success() && json["error"].as_str().unwrap().contains("no sequence"), "{json}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("no sequence"));
}

#[test]
fn info_of_a_text_tells_its_pictures_and_the_other_texts_of_the_sequence() {
    let root = data_set();
    let results = root.path().join("mine/A.txt");
    fs::create_dir(root.path().join("mine")).unwrap();
    fs::write(&results, "1,1,10,20,30,40,0.9,-1,-1,-1\n").unwrap();
    let (json, spoken, _) = info(&results);
    let gt = root.path().join("train/A/gt/gt.txt");
    assert_eq!(json["others"], json!([{ "path": gt.to_str().unwrap(), "kind": "ground truth" }]));
    assert_eq!(json.pointer("/pictures/count"), Some(&json!(2)));
    assert!(spoken.contains(&format!("other text   {} (ground truth)", gt.display())), "{spoken}");
}

#[test]
fn info_tells_how_many_labelled_frames_have_no_picture_and_what_would_fit() {
    let root = data_set();
    let path = root.path().join("train/A");
    fs::write(path.join("gt/gt.txt"), "10,1,10,20,30,40,1,1,1\n15,1,11,20,30,40,1,1,1\n").unwrap();
    let (json, spoken, _) = info(&path);
    let remark = "2 of 2 labelled frames have no picture: labels are at frames 10 to 15, pictures are numbered 0 to 1";
    assert!(spoken.contains(remark) && spoken.contains("(--pairing step=5,10,0)"), "{spoken}");
    assert_eq!(json.pointer("/pictures/meeting/without_picture"), Some(&json!(2)));
    assert_eq!(json.pointer("/pictures/meeting/offers/0/pairing"), Some(&json!("step=5,10,0")));
    for rule in ["step=5,10,0", "order"] {
        let output = motscope(&["info", path.to_str().unwrap(), "--pairing", rule]);
        assert!(!String::from_utf8(output.stdout).unwrap().contains("no picture"), "{rule}");
    }
    let output = motscope(&["info", path.to_str().unwrap(), "--pairing", "by name"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("write automatic, order"), "{output:?}");
}

#[test]
fn info_of_a_folder_of_results_lists_them() {
    let root = TempDir::new().unwrap();
    for name in ["A.txt", "B.txt"] {
        fs::write(root.path().join(name), "1,1,10,20,30,40,0.9,-1,-1,-1\n").unwrap();
    }
    let (json, spoken, output) = info(root.path());
    let names: Vec<&Value> = json["sequences"].as_array().unwrap().iter().map(|entry| &entry["name"]).collect();
    assert!(output.status.success() && names == [&json!("A.txt"), &json!("B.txt")], "{json}");
    assert!(spoken.contains("A.txt: without pictures"), "{spoken}");
}

#[test]
fn labels_of_pictures_need_a_size_that_can_be_stated() {
    let root = TempDir::new().unwrap();
    for at in 1..=2 {
        fs::write(root.path().join(format!("a_{at}.txt")), "0 0.5 0.5 0.1 0.2 7\n").unwrap();
    }
    let (json, _, output) = info(root.path());
    let said = json.to_string() + &String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("YOLO") && said.contains("--size 1920x1080"), "{said}");
    let output = motscope(&["info", root.path().to_str().unwrap(), "--size", "100x50", "--json"]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&json["rows"], &json["tracks"], output.status.success()), (&json!(2), &json!(1), true), "{json}");
    let output = motscope(&["info", root.path().to_str().unwrap(), "--size", "wide"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("1920x1080"), "{output:?}");
}

#[cfg(unix)]
#[test]
fn control_characters_of_names_never_reach_the_terminal() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("a\u{1b}[31m\u{7f}b\nc\u{9b}2J");
    fs::create_dir_all(folder.join("img1")).unwrap();
    fs::create_dir_all(folder.join("gt")).unwrap();
    let rows = "1,1,10,20,30,40,1\n2,1,10,20,30,40,1\n";
    let text = folder.join("gt/x\u{1b}]0;y\u{7}.txt");
    fs::write(&text, rows).unwrap();
    fs::write(folder.join("gt/gt.txt"), rows).unwrap();
    for name in ["000001.png", "000002.png", "pre\u{1b}view.png"] {
        image::RgbImage::new(8, 8).save(folder.join("img1").join(name)).unwrap();
    }
    fs::write(folder.join("junk\u{1b}.txt"), "no rows\n").unwrap();
    fs::write(folder.join("many\u{1b}.zip"), "PK\u{5}\u{6}").unwrap();
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    let (folder_name, text_name) = (path(&folder), path(&text));
    let (junk, zip, gone) =
        (path(&folder.join("junk\u{1b}.txt")), path(&folder.join("many\u{1b}.zip")), path(&folder.join("g\u{1b}")));
    let output = path(&folder.join("out\u{1b}.gif"));
    for arguments in [
        &["info", &folder_name][..],
        &["info", "--json", &folder_name],
        &["info", &text_name],
        &["info", "--json", &text_name],
        &["info", &path(root.path())],
        &["info", "--json", &path(root.path())],
        &["info", &junk],
        &["info", "--json", &junk],
        &["info", &zip],
        &["info", &gone],
        &["info", "--json", &gone],
        &["convert", &text_name, &path(&folder.join("o\u{1b}.xml"))],
        &["convert", &gone, &path(&folder.join("p.xml"))],
        &["convert", &text_name, &path(&folder.join("q\u{1b}.unknown"))],
        &["export", &text_name, "-o", &output],
        &["export", &text_name, "-o", &output],
        &["export", &gone, "-o", &output],
    ] {
        let output = motscope(arguments);
        for bytes in [&output.stdout, &output.stderr] {
            let told = String::from_utf8(bytes.clone()).unwrap();
            assert!(!told.contains(|letter: char| letter.is_control() && letter != '\n'), "{arguments:?}: {told:?}");
            assert!(!told.contains("b\nc"), "{arguments:?}: {told:?}");
        }
        if arguments[1] == "--json" {
            let json: Value = serde_json::from_slice(&output.stdout).unwrap();
            assert!(json["path"].is_string() || json["folder"].is_string(), "{json}");
        }
    }
}
