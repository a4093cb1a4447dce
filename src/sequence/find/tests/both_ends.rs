//! A text and its sequence are found from both ends, and what does not belong together from neither without a remark.

use super::*;

/// Whether the sequence at `folder` has `text` as a layer.
fn has_layer(root: &Tree, folder: &str, text: &str) -> bool {
    layers(root, &parts(root.path().join(folder))).iter().any(|(path, _)| path == text)
}

#[test]
fn what_the_text_finds_the_folder_finds_and_the_reverse() {
    let mut trees: Vec<(String, String, String)> = [
        ("data/val/S/img1", "data/val/S", "results/S.txt"),
        ("testing/image_02/0031", "testing/image_02/0031", "testing/results/0031.txt"),
        ("sequences/uavZ", "sequences/uavZ", "results/uavZ.txt"),
        ("training/image_02/0031", "training/image_02/0031", "0031.txt"),
        ("images/val/S/img1", "images/val/S", "results/exp/S.txt"),
        ("datasets/MOT17/train/S/img1", "datasets/MOT17/train/S", "results/S.txt"),
        ("images/S1", "images/S1", "annotations/train/S1.txt"),
        ("JPEGImages/S1", "JPEGImages/S1", "Annotations/S1.txt"),
        ("S/img1", "S", "gt/S/gt.txt"),
        ("gt/B-test/Z/img1", "gt/B-test/Z", "trackers/B-test/T/data/Z.txt"),
        ("m/MOT17-02-FRCNN/img1", "m/MOT17-02-FRCNN", "m/res/MOT17-02-FRCNN.csv"),
        ("S/img1", "S", "Results/S.TXT"),
    ]
    .map(|(pictures, folder, text)| (pictures.to_owned(), folder.to_owned(), text.to_owned()))
    .to_vec();
    for name in ["gt", "annotations", "labels", "label", "det", "tracks", "res", "txt", "data", "T1"] {
        trees.push(("r/S77/img1".to_owned(), "r/S77".to_owned(), format!("r/{name}/S77.txt")));
    }
    for (folder_of_pictures, folder, text) in trees {
        let root = tree(&[(&format!("a/b/{folder_of_pictures}/000001.jpg"), ""), (&format!("a/b/{text}"), ROW)]);
        let (text, expected) = (format!("a/b/{text}"), format!("a/b/{folder_of_pictures}"));
        assert_eq!(pictures(&root, &parts(root.path().join(&text))), Some(expected), "{text}");
        assert!(has_layer(&root, &format!("a/b/{folder}"), &text), "{text} from {folder}");
    }
}

#[test]
fn a_text_that_has_a_sequence_of_its_own_is_no_layer_of_another_with_its_name() {
    for (own, other, text) in [
        ("data/street/cam1", "data/shop/cam1", "data/street/cam1.txt"),
        ("projA/MOT17-04", "projB/MOT17-04", "projA/MOT17-04.txt"),
        ("r/S3", "r", "r/S3.txt"),
    ] {
        let root = tree(&[
            (&format!("{own}/img1/1.jpg"), ""),
            (&format!("{other}/img1/1.jpg"), ""),
            (&format!("{other}/gt/gt.txt"), ROW),
            (text, ROW),
        ]);
        assert!(has_layer(&root, own, text) && !has_layer(&root, other, text), "{text}");
        assert_eq!(pictures(&root, &parts(root.path().join(text))), Some(format!("{own}/img1")));
    }
}

#[test]
fn of_two_sequences_of_one_name_both_say_that_the_text_may_be_of_the_other() {
    for (one, other, text) in [("A/S1", "B/S1", "S1.txt"), ("train/cam1", "test/cam1", "out/cam1.txt")] {
        let root = tree(&[(&format!("{one}/img1/1.jpg"), ""), (&format!("{other}/img1/1.jpg"), ""), (text, ROW)]);
        for from in [one, other, text] {
            let found = parts(root.path().join(from));
            let doubts = found.remarks.iter().filter(|remark| remark.contains("nothing says which")).count();
            let shown = found.layers.is_empty() || found.pictures.is_none();
            assert!(shown || doubts > 0, "{from}: {:?}", found.remarks);
        }
    }
    // Far away, nothing is taken.
    let root = tree(&[("a/x/S/1.jpg", ""), ("a/y/S/1.jpg", ""), ("a/mine/S.txt", ROW)]);
    let found = parts(root.path().join("a/mine/S.txt"));
    assert_eq!(found.pictures, None);
    assert!(found.remarks.iter().any(|remark| remark.contains("nothing says which one")), "{:?}", found.remarks);
}

#[test]
fn a_text_named_after_another_sequence_in_a_sequence_folder_is_told() {
    let root = tree(&[("MOT17-02/img1/1.jpg", ""), ("MOT17-02/gt/gt.txt", ROW), ("MOT17-02/MOT17-05.txt", ROW)]);
    for from in ["MOT17-02", "MOT17-02/MOT17-05.txt"] {
        let found = parts(root.path().join(from));
        let is_told = found.remarks.iter().any(|remark| remark.contains("is named after another sequence"));
        assert!(is_told, "{from}: {:?}", found.remarks);
    }
}

#[test]
fn pictures_beside_a_text_that_are_not_its_frames_are_shown_from_neither_end() {
    let rows: Vec<String> = (1..=100).map(|frame| format!("{frame},1,10,20,30,40,1,1,1\n")).collect();
    let rows = rows.concat();
    let root = tree(&[("d/shot 1.png", ""), ("d/shot 2.png", ""), ("d/shot 3.png", ""), ("d/results.txt", &rows)]);
    for from in ["d", "d/results.txt"] {
        let found = parts(root.path().join(from));
        assert_eq!((found.layers.len(), &found.pictures), (1, &None), "{from}");
        assert!(found.remarks.iter().any(|remark| remark.contains("--images")), "{from}: {:?}", found.remarks);
    }
    // Asked for a picture, the pictures are shown, and not under the boxes.
    let found = parts(root.path().join("d/shot 1.png"));
    assert_eq!((found.layers.len(), pictures(&root, &found).as_deref()), (0, Some("d")));
    fs::rename(root.path().join("d/results.txt"), root.path().join("d/gt.txt")).unwrap();
    for from in ["d", "d/gt.txt"] {
        assert_eq!(pictures(&root, &parts(root.path().join(from))).as_deref(), Some("d"), "{from}");
    }
}

#[test]
fn screenshots_named_by_a_clock_are_no_frames_of_a_text_beside_them() {
    let names = ["d/shot 2024-01-01 at 10.11.10.png", "d/shot 2024-01-02 at 10.11.11.png"];
    let root = tree(&[(names[0], ""), (names[1], ""), ("d/results.txt", ROW)]);
    for from in ["d", "d/results.txt"] {
        let found = parts(root.path().join(from));
        assert_eq!((found.layers.len(), &found.pictures), (1, &None), "{from}");
        assert!(found.remarks.iter().any(|remark| remark.contains("--images")), "{from}: {:?}", found.remarks);
    }
}

#[test]
fn names_of_pictures_that_state_another_video_are_heeded() {
    let files = |videos: &[&str]| -> Vec<(String, &str)> {
        let names =
            videos.iter().flat_map(|video| (1..4).map(move |number| format!("d/images/{video}_{number:04}.jpg")));
        names.map(|name| (name, "")).chain([("d/S2.txt".to_owned(), ROW)]).collect()
    };
    let made = |videos: &[&str]| {
        let files = files(videos);
        tree(&files.iter().map(|(name, text)| (name.as_str(), *text)).collect::<Vec<_>>())
    };
    let root = made(&["S1"]);
    assert_eq!(parts(root.path().join("d/S2.txt")).pictures, None);
    assert!(parts(root.path().join("d")).layers.is_empty());
    let root = made(&["S1", "S2"]);
    let found = parts(root.path().join("d/S2.txt"));
    assert_eq!((pictures(&root, &found).as_deref(), found.picture_names.as_deref()), (Some("d/images"), Some("s2")));
    let root = made(&["S2"]);
    assert_eq!(parts(root.path().join("d/S2.txt")).picture_names, None);
}

#[test]
fn the_only_folder_of_pictures_beside_the_ground_truth_is_that_of_the_sequence() {
    for name in
        ["rgb", "image", "imgs", "frame", "color", "JPEGImages", "pictures", "jpg", "input", "png", "raw", "own"]
    {
        let root = tree(&[(&format!("S/{name}/1.jpg"), ""), ("S/gt/gt.txt", ROW), ("S/other/notes.txt", "")]);
        for from in ["S", "S/gt/gt.txt"] {
            assert_eq!(pictures(&root, &parts(root.path().join(from))), Some(format!("S/{name}")), "{from}");
        }
    }
    let root = tree(&[("S/rgb/1.jpg", ""), ("S/depth/1.jpg", ""), ("S/gt/gt.txt", ROW)]);
    let found = parts(root.path().join("S"));
    assert_eq!(pictures(&root, &found).as_deref(), Some("S/rgb"));
    assert!(found.remarks.iter().any(|remark| remark.contains("several folders")), "{:?}", found.remarks);
    let root = tree(&[("S/a/1.jpg", ""), ("S/b/1.jpg", ""), ("S/gt/gt.txt", ROW)]);
    assert_eq!(parts(root.path().join("S")).pictures, None);
}

#[test]
fn bins_of_deleted_files_are_not_searched() {
    for name in ["$RECYCLE.BIN", ".Trash-1000", "__MACOSX", "@eaDir"] {
        let root = tree(&[
            (&format!("a/{name}/S/img1/1.jpg"), ""),
            (&format!("a/{name}/b/S.txt"), ROW),
            ("a/r/S.txt", ROW),
            ("a/T/img1/1.jpg", ""),
        ]);
        assert_eq!(parts(root.path().join("a/r/S.txt")).pictures, None, "{name}");
        assert_eq!(parts(root.path().join("a/T")).layers.len(), 0);
        assert_eq!(parts(root.path().join("a")).name, "T", "{name}");
    }
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_list_each_sequence_once() {
    let root = tree(&[("S/img1/1.jpg", ""), ("T/img1/1.jpg", ""), ("c/notes.md", "")]);
    for (link, to) in [("loop", "."), ("c/up", ".."), ("S2", "S")] {
        std::os::unix::fs::symlink(root.path().join(to), root.path().join(link)).unwrap();
    }
    let PathContent::DataSet(entries) = find(root.path(), None).unwrap() else { panic!("no data set") };
    assert_eq!(entries.len(), 2, "{entries:?}");
}
