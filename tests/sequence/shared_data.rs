//! Real sequence folders, held against what is expected of them.

use std::fs;
use std::path::Path;

use motscope::sequence::{Backdrop, PathContent, find};
use motscope::{DataProvider as _, KeySet};

use crate::{opened, shared};

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn seq_dirs_show_what_is_expected_of_them() {
    let root = shared::folder("data/seq_dirs");
    let expected: serde_json::Value = serde_json::from_slice(&fs::read(root.join("expected.json")).unwrap()).unwrap();
    let expected = expected.as_object().unwrap();
    assert!(!expected.is_empty());
    for (name, expected) in expected {
        // The folder, and its text: both lead to the same.
        for path in [root.join(name), root.join(name).join("gt/gt.txt")] {
            let (parts, sequence) = opened(&path);
            assert_eq!(parts.frame_rate(), expected.get("fps").and_then(serde_json::Value::as_f64), "{name}");
            let frames = expected["frames"].as_array().unwrap();
            let number = |frame: &serde_json::Value| frame["frame"].as_u64().unwrap();
            assert_eq!(*sequence.keys(), KeySet::from_keys(frames.iter().map(number)), "{name}");
            for frame in frames {
                let loaded = sequence.load(number(frame)).unwrap();
                let Some(grey) = frame["gray"].as_u64() else {
                    assert_eq!(loaded.backdrop, Backdrop::Missing, "{name}, {frame}");
                    continue;
                };
                let picture = loaded.backdrop.ready().unwrap();
                let near = |x: u32, y: u32, value: u64, tolerance: u64| {
                    let is = picture.pixel(x, y).unwrap().0;
                    assert!(
                        is[..3].iter().all(|&is| u64::from(is).abs_diff(value) <= tolerance),
                        "{name}, {frame}: {is:?}"
                    );
                };
                near(picture.width - 1, picture.height - 1, grey, 3);
                // On the corners of the rectangle, inside, and outside on all sides, farther than a JPEG smears.
                let left = 10 + 8 * frame["box_on_image"].as_u64().unwrap() as u32;
                for (x, y) in [(left, 40), (left + 19, 40), (left, 89), (left + 19, 89)] {
                    near(x, y, 255, 12);
                }
                for (x, y) in [(left - 9, 60), (left + 29, 60), (left + 10, 31), (left + 10, 99), (left + 10, 65)] {
                    near(x, y, grey, 12);
                }
                if let Some(one) = loaded.boxes.detections.first() {
                    assert_eq!((one.left, one.top, one.width, one.height), (f64::from(left), 40.0, 20.0, 50.0));
                }
            }
        }
    }
}

/// The names of what is in a folder.
fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

#[test]
#[ignore = "needs MOTSCOPE_SHARED"]
fn mot15_results_lie_over_the_pictures_of_their_sequence() {
    let root = shared::folder("data/MOT15");
    let sequences = names(&root.join("train"));
    assert!(matches!(find(&root, None).unwrap(), PathContent::DataSet(entries) if entries.len() == sequences.len()));
    let mut opened_with_pictures = 0;
    for (tracker, name) in
        names(&root.join("results")).iter().flat_map(|tracker| sequences.iter().map(move |name| (tracker, name)))
    {
        let (result, pictures) = (
            root.join("results").join(tracker).join(name).with_extension("txt"),
            root.join("train").join(name).join("img1"),
        );
        if !result.is_file() || !pictures.is_dir() {
            continue;
        }
        let files = names(&pictures);
        let (parts, sequence) = opened(&result);
        assert_eq!(&parts.name, name);
        assert_eq!(
            sequence.pictures().unwrap().size(),
            Some(image::image_dimensions(pictures.join(&files[0])).unwrap())
        );
        assert!(sequence.load(files.len() as u64).unwrap().backdrop.ready().is_some(), "{tracker}, {name}");
        opened_with_pictures += 1;
    }
    assert!(opened_with_pictures > 0);
}
