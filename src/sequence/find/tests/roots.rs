//! The root folders of data sets.

use super::*;

fn listed(root: &Tree, folder: &str) -> Vec<String> {
    match find(&root.path().join(folder), None).unwrap() {
        PathContent::DataSet(entries) => entries.iter().map(|entry| entry.name.clone()).collect(),
        PathContent::Sequence(parts) => panic!("one sequence: {parts:?}"),
    }
}

#[test]
fn the_root_of_a_data_set_lists_its_sequences() {
    let box_of_picture = "0 0.5 0.5 0.1 0.2\n";
    for (files, expected) in [
        (
            &[
                ("training/image_02/0000/000000.png", ""),
                ("training/label_02/0000.txt", ROW),
                ("training/image_02/0001/000000.png", ""),
                ("training/label_02/0001.txt", ROW),
                ("training/calib/0000.txt", "P0: 1 2\n"),
                // A split without labels.
                ("testing/image_02/0000/000000.png", ""),
            ][..],
            &["testing/image_02/0000", "training/image_02/0000", "training/image_02/0001"][..],
        ),
        (
            &[
                ("VisDrone2019-MOT-val/sequences/u1/0000001.jpg", ""),
                ("VisDrone2019-MOT-val/annotations/u1.txt", ROW),
                ("VisDrone2019-MOT-val/sequences/u2/0000001.jpg", ""),
                ("VisDrone2019-MOT-val/annotations/u2.txt", ROW),
            ],
            &["VisDrone2019-MOT-val/sequences/u1", "VisDrone2019-MOT-val/sequences/u2"],
        ),
        (
            &[
                ("data/gt/mot_challenge/MOT17-train/A/gt/gt.txt", ROW),
                ("data/gt/mot_challenge/MOT17-train/B/gt/gt.txt", ROW),
                ("data/trackers/mot_challenge/MOT17-train/T/data/A.txt", ROW),
            ],
            &["data/gt/mot_challenge/MOT17-train/A", "data/gt/mot_challenge/MOT17-train/B"],
        ),
        (
            &[
                ("images/track/val/v1/v1-0000001.jpg", ""),
                ("images/track/val/v2/v2-0000001.jpg", ""),
                ("labels/box_track_20/val/v1.json", "[]"),
                ("labels/box_track_20/val/v2.json", "[]"),
            ],
            &["images/track/val/v1", "images/track/val/v2"],
        ),
        (
            &[
                ("images/train/1.jpg", ""),
                ("images/val/1.jpg", ""),
                ("labels/train/1.txt", box_of_picture),
                ("labels/train/2.txt", box_of_picture),
                ("labels/val/1.txt", box_of_picture),
                ("labels/val/2.txt", box_of_picture),
            ],
            &["images/train", "images/val"],
        ),
        (
            &[
                ("XML/v1.xml", "<sequence name=\"v1\">"),
                ("XML/v2.xml", "<sequence name=\"v2\">"),
                ("XML/web.xml", "<web>"),
            ],
            &["XML/v1.xml", "XML/v2.xml"],
        ),
        (
            &[
                ("labels_with_ids/A/img1/1.txt", "0 1 0.5 0.5 0.1 0.2\n"),
                ("labels_with_ids/A/img1/2.txt", "0 1 0.5 0.5 0.1 0.2\n"),
                ("labels_with_ids/B/img1/1.txt", "0 1 0.5 0.5 0.1 0.2\n"),
                ("labels_with_ids/B/img1/2.txt", "0 1 0.5 0.5 0.1 0.2\n"),
            ],
            &["labels_with_ids/A/img1", "labels_with_ids/B/img1"],
        ),
        // Pictures and nothing else.
        (&[("sequences/a/1.jpg", ""), ("sequences/b/1.jpg", "")], &["sequences/a", "sequences/b"]),
        (&[("a/b/c/A.txt", ROW), ("a/b/c/B.txt", ROW)], &["a/b/c/A.txt", "a/b/c/B.txt"]),
    ] {
        let root = tree(files);
        assert_eq!(listed(&root, ""), expected);
        for name in expected {
            assert!(find(&root.path().join(name), None).is_ok(), "{name}");
        }
    }
}

#[test]
fn a_root_without_anything_says_what_was_looked_for() {
    let root = tree(&[("a/b/notes.md", "words"), ("a/c/", "")]);
    let told = find(root.path(), None).unwrap_err().to_string();
    assert!(told.contains("five levels deep") && told.contains("pictures"), "{told}");
}

#[test]
fn a_root_lists_all_sequences_with_a_text_or_with_pictures() {
    for (files, expected) in [
        (
            &[
                ("S1/img1/1.jpg", ""),
                ("S1/gt/gt.txt", ROW),
                ("S2/1.jpg", ""),
                ("S2/2.jpg", ""),
                ("S3/img1/1.jpg", ""),
                ("S1.txt", ROW),
                ("S4.txt", ROW),
            ][..],
            &["S1", "S2", "S3", "S4.txt"][..],
        ),
        (&[("S1/1.jpg", ""), ("S1/2.jpg", ""), ("S2/1.jpg", ""), ("S2/2.jpg", ""), ("S1.txt", ROW)], &["S1.txt", "S2"]),
        (
            &[
                ("images/S1/1.jpg", ""),
                ("images/S2/1.jpg", ""),
                ("annotations/S1.txt", ROW),
                ("annotations/S3.txt", ROW),
            ],
            &["annotations/S3.txt", "images/S1", "images/S2"],
        ),
    ] {
        let root = tree(files);
        assert_eq!(listed(&root, ""), expected);
    }
}

#[test]
fn a_folder_with_archives_only_lists_them() {
    let root = tree(&[("d/S1.zip", "PK"), ("d/S2.zip", "PK"), ("S1/img1/1.jpg", "")]);
    assert_eq!(listed(&root, "d"), ["S1.zip", "S2.zip"]);
    assert_eq!(pictures(&root, &parts(root.path().join("d/S1.zip"))).as_deref(), Some("S1/img1"));
    fs::remove_file(root.path().join("d/S2.zip")).unwrap();
    assert_eq!(layers(&root, &parts(root.path().join("d"))), [("d/S1.zip".to_owned(), LayerKind::Results)]);
}
