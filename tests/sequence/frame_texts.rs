//! Folders with a text for each picture: one sequence, with boxes in pixels of each picture.

use std::fs;
use std::path::Path;

use image::{ImageFormat, Rgb, RgbImage};
use motscope::mot::{OpenOptions, OpenReason, Progress, TrackId};
use motscope::sequence::{PathContent, find, open_text};
use motscope::{DataProvider as _, MotFile};
use tempfile::TempDir;

use crate::opened;

fn tree(texts: &[(&str, &str)], pictures: &[(&str, u32, u32)]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    for (name, text) in texts {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    for (name, width, height) in pictures {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        RgbImage::from_pixel(*width, *height, Rgb([9; 3])).save_with_format(path, ImageFormat::Png).unwrap();
    }
    root
}

/// The boxes of a frame: id, left, top, width, height, class.
fn boxes(file: &MotFile, frame: u64) -> Vec<(Option<TrackId>, [f64; 4], String)> {
    let class = |row| file.layout().class_of(row).map(|class| file.layout().class_label(&class).into_owned());
    let frame = file.frame(frame);
    let told = frame.detections.iter();
    told.map(|row| (row.id, [row.left, row.top, row.width, row.height], class(row).unwrap_or_default())).collect()
}

#[test]
fn texts_beside_pictures_are_their_boxes_in_pixels_of_each() {
    let root = tree(
        &[
            ("frames/000001.txt", "0 0.5 0.5 0.1 0.2 4\n1 0.25 0.5 0.1 0.2\n"),
            ("frames/000002.txt", ""),
            ("frames/000003.txt", "1 0.5 0.5 0.1 0.2 4\n"),
            ("frames/classes.txt", "person\ncar, parked\n"),
        ],
        &[("frames/000001.png", 100, 50), ("frames/000002.png", 100, 50), ("frames/000003.png", 200, 100)],
    );
    for from in ["frames", "frames/000002.png", "frames/000003.txt", "frames/000002.txt"] {
        let (parts, sequence) = opened(&root.path().join(from));
        assert_eq!(parts.layers.len(), 1, "{from}");
        let file = &sequence.layers()[0];
        let person = |id, sides| (id, sides, "person".to_owned());
        let car = |id, sides| (id, sides, "car, parked".to_owned());
        let four = Some(TrackId(4));
        assert_eq!(boxes(file, 1), [person(four, [45.0, 20.0, 10.0, 10.0]), car(None, [20.0, 20.0, 10.0, 10.0])]);
        assert_eq!((boxes(file, 2), boxes(file, 3)), (Vec::new(), vec![car(four, [90.0, 40.0, 20.0, 20.0])]));
        assert_eq!(sequence.keys().len(), 3);
    }
}

#[test]
fn labels_beside_images_are_found_from_either_end() {
    for (texts, pictures) in [
        ("labels", "images"),
        ("labels/train", "images/train"),
        ("train/labels", "train/images"),
        ("labels_with_ids/train/S/img1", "images/train/S/img1"),
        ("labels_with_ids", "images"),
    ] {
        let row = if texts.starts_with("labels_with_ids") { "0 7 0.5 0.5 0.1 0.2\n" } else { "0 0.5 0.5 0.1 0.2 7\n" };
        let names = [1, 2].map(|at| (format!("{texts}/{at:06}.txt"), format!("{pictures}/{at:06}.png")));
        let root = tree(
            &names.each_ref().map(|(text, _)| (text.as_str(), row)),
            &names.each_ref().map(|(_, picture)| (picture.as_str(), 100, 50)),
        );
        for from in [texts, pictures, &names[0].0, &names[1].1] {
            let (parts, sequence) = opened(&root.path().join(from));
            assert_eq!(parts.pictures.as_deref(), Some(root.path().join(pictures).as_path()), "{from}");
            let expected = (Some(TrackId(7)), [45.0, 20.0, 10.0, 10.0], "class 0".to_owned());
            assert_eq!(boxes(&sequence.layers()[0], 2), [expected], "{from}");
        }
    }
}

#[test]
fn kitti_objects_need_no_size_and_other_labels_are_told_to_need_one() {
    let car = "Car 0.00 0 -1.57 600 150 630 190 2.85 2.63 12.34 0.47 1.49 69.44 -1.56\n";
    let root = tree(
        &[
            ("label_2/000000.txt", car),
            ("label_2/000001.txt", car),
            ("labels/a_1.txt", "0 0.5 0.5 0.1 0.2\n"),
            ("labels/a_2.txt", "0 0.5 0.5 0.1\n0 0.5 0.5 0.1 0.2\n"),
        ],
        &[],
    );
    let file = open(&root.path().join("label_2"), None).unwrap();
    assert_eq!(boxes(&file, 1), [(None, [600.0, 150.0, 30.0, 40.0], "Car".to_owned())]);
    let error = open(&root.path().join("labels"), None).unwrap_err();
    assert!(matches!(error.reason, OpenReason::NoPictureSize(_)), "{error}");
    assert!(error.to_string().contains("YOLO") && error.to_string().contains("--size"), "{error}");
}

fn open(path: &Path, size: Option<(u32, u32)>) -> Result<MotFile, motscope::mot::OpenError> {
    open_text(path, &OpenOptions { size, ..OpenOptions::default() }, &Progress::new())
}

#[test]
fn a_line_that_says_nothing_is_rejected_with_the_name_of_its_text() {
    let texts: Vec<(String, &str)> = (1..=9).map(|at| (format!("labels/a_{at}.txt"), "0 0.5 0.5 0.1 0.2\n")).collect();
    let mut texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    texts.push(("labels/b_10.txt", "0 0.5 0.5\n"));
    let root = tree(&texts, &[]);
    let file = open(&root.path().join("labels"), Some((100, 50))).unwrap();
    let summary = file.summarize(&Progress::new()).unwrap();
    assert_eq!((summary.rows, summary.rejected), (9, 1));
    assert!(summary.problems[0].message.contains("b_10.txt"), "{:?}", summary.problems);
}

#[test]
fn of_two_videos_in_a_folder_one_is_shown_and_the_boxes_of_the_other_are_rejected_by_name() {
    let texts = ["a_1", "a_2", "a_3", "b_1"].map(|name| format!("labels/{name}.txt"));
    let row = "0 0.5 0.5 0.1 0.2\n";
    let mut texts: Vec<(&str, &str)> = texts.iter().map(|name| (name.as_str(), row)).collect();
    texts.push(("labels/results.txt", "1,1,10,20,30,40,1\n"));
    let root = tree(&texts, &[]);
    let file = open(&root.path().join("labels"), Some((100, 50))).unwrap();
    let summary = file.summarize(&Progress::new()).unwrap();
    assert_eq!((summary.rows, summary.rejected, file.keys().last()), (3, 1, Some(3)));
    let told = &summary.problems[0].message;
    assert!(told.contains("b_1.txt, line 1: the text is named unlike the others"), "{told}");
}

#[test]
fn results_of_sequences_are_no_texts_of_pictures() {
    let rows = "1,1,10,20,30,40,0.9,-1,-1,-1\n";
    let root = tree(&[("T/000001.txt", rows), ("T/000002.txt", rows)], &[]);
    assert!(matches!(find(&root.path().join("T"), None).unwrap(), PathContent::DataSet(entries) if entries.len() == 2));
}

#[test]
fn a_missing_or_damaged_picture_takes_the_size_of_the_others_if_they_have_one() {
    let row = "0 0.5 0.5 0.1 0.2\n";
    let texts = ["1", "2", "3", "4"].map(|name| format!("labels/{name}.txt"));
    let texts: Vec<(&str, &str)> = texts.iter().map(|name| (name.as_str(), row)).collect();
    let root = tree(&texts, &[("images/1.png", 100, 50), ("images/2.png", 100, 50)]);
    fs::write(root.path().join("images/3.png"), "no picture").unwrap();
    let file = open(&root.path().join("labels"), None).unwrap();
    for frame in 1..=4 {
        assert_eq!(boxes(&file, frame), [(None, [45.0, 20.0, 10.0, 10.0], "class 0".to_owned())], "{frame}");
    }
    assert!(file.remark().unwrap().contains("2 texts have no picture"), "{:?}", file.remark());
    // Others of different sizes say nothing: the boxes are counted as rejected.
    RgbImage::from_pixel(30, 30, Rgb([9; 3])).save(root.path().join("images/2.png")).unwrap();
    let file = open(&root.path().join("labels"), None).unwrap();
    let summary = file.summarize(&Progress::new()).unwrap();
    assert_eq!((summary.rows, summary.rejected), (2, 2));
    assert!(summary.problems[0].message.contains("missing or damaged"), "{:?}", summary.problems);
}

#[test]
fn pictures_chosen_by_hand_give_the_size() {
    let row = "0 0.5 0.5 0.1 0.2\n";
    let root = tree(&[("mine/1.txt", row), ("mine/2.txt", row)], &[("other/1.png", 100, 50), ("other/2.png", 100, 50)]);
    let images = Some(root.path().join("other"));
    let options = OpenOptions { images: images.clone(), ..OpenOptions::default() };
    let file = open_text(&root.path().join("mine"), &options, &Progress::new()).unwrap();
    assert_eq!(boxes(&file, 2), [(None, [45.0, 20.0, 10.0, 10.0], "class 0".to_owned())]);
    assert!(matches!(find(&root.path().join("mine"), images.as_deref()).unwrap(), PathContent::Sequence(_)));
}

#[test]
fn polygons_detections_of_visdrone_and_names_without_numbers_are_texts_of_pictures() {
    for (names, texts, row, expected, class) in [
        (["1", "2"], "labels", "0 0.4 0.4 0.6 0.4 0.5 0.6\n", [40.0, 20.0, 20.0, 10.0], "class 0"),
        (["1", "2"], "labels", "0 0.5 0.5 0.1 0.2 0.75\n", [45.0, 20.0, 10.0, 10.0], "class 0"),
        (
            ["0000001_02999_d_0000005", "0000001_03499_d_0000006"],
            "annotations",
            "4,5,6,7,1,4,0,0\n",
            [4.0, 5.0, 6.0, 7.0],
            "car",
        ),
        (["left", "right"], "labels", "0 0.5 0.5 0.1 0.2\n", [45.0, 20.0, 10.0, 10.0], "class 0"),
    ] {
        let texts = names.map(|name| format!("{texts}/{name}.txt"));
        let pictures = names.map(|name| format!("images/{name}.png"));
        let root = tree(
            &texts.each_ref().map(|text| (text.as_str(), row)),
            &pictures.each_ref().map(|picture| (picture.as_str(), 100, 50)),
        );
        for from in [Path::new(&texts[0]).parent().unwrap().to_str().unwrap(), "images", &texts[0], &pictures[1]] {
            let (parts, sequence) = opened(&root.path().join(from));
            assert_eq!(parts.layers.len(), 1, "{from}");
            assert_eq!(parts.pictures.as_deref(), Some(root.path().join("images").as_path()), "{from}");
            let file = &sequence.layers()[0];
            assert_eq!(file.keys().len(), 2, "{from}");
            let frame = file.keys().first().unwrap();
            assert_eq!(boxes(file, frame), [(None, expected, class.to_owned())], "{from}");
            assert!(sequence.picture_of(frame).is_some(), "{from}");
        }
    }
}

#[test]
fn the_only_text_of_an_only_picture_is_its_boxes() {
    let root = tree(&[("labels/train/x.txt", "0 0.5 0.5 0.1 0.2\n")], &[("images/train/x.png", 100, 50)]);
    for from in ["", "labels/train", "images/train", "labels/train/x.txt", "images/train/x.png"] {
        let (_, sequence) = opened(&root.path().join(from));
        let file = &sequence.layers()[0];
        assert_eq!(boxes(file, 1), [(None, [45.0, 20.0, 10.0, 10.0], "class 0".to_owned())], "{from}");
    }
}
