//! What lies near a text and is its own, and what only has its name.

use super::*;

/// A TIFF with two pictures of one pixel.
fn stack() -> Vec<u8> {
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    for page in 0..2_u32 {
        let entries: [(u16, u32); 8] = [(256, 1), (257, 1), (258, 8), (259, 1), (262, 1), (273, 0), (278, 1), (279, 1)];
        let at = bytes.len() as u32;
        let end = at + 2 + 12 * 8 + 4;
        bytes.extend(8_u16.to_le_bytes());
        for (tag, value) in entries {
            bytes.extend(tag.to_le_bytes());
            bytes.extend(4_u16.to_le_bytes());
            bytes.extend(1_u32.to_le_bytes());
            bytes.extend(if tag == 273 { end } else { value }.to_le_bytes());
        }
        bytes.extend(if page == 0 { end + 2 } else { 0 }.to_le_bytes());
        bytes.extend([7, 0]);
    }
    bytes
}

#[test]
fn a_folder_that_has_the_name_of_what_a_text_is_does_not_have_its_pictures() {
    for name in ["gt", "det", "results", "labels", "tracks", "train", "output"] {
        let root = tree(&[
            (&format!("{name}/000001.jpg"), ""),
            (&format!("{name}/000002.jpg"), ""),
            (&format!("a/{name}.txt"), ROW),
            (&format!("{name}.txt"), ROW),
        ]);
        for text in [format!("a/{name}.txt"), format!("{name}.txt")] {
            assert_eq!(parts(root.path().join(&text)).pictures, None, "{text}");
        }
    }
}

#[test]
fn a_folder_far_up_does_not_have_the_pictures_of_a_text() {
    let root =
        tree(&[("walk/000001.jpg", ""), ("x/y/z/walk.txt", ROW), ("x/y/walk.txt", ROW), ("results/a/b/walk.txt", ROW)]);
    assert_eq!(parts(root.path().join("x/y/z/walk.txt")).pictures, None);
    assert_eq!(pictures(&root, &parts(root.path().join("x/y/walk.txt"))).as_deref(), Some("walk"));
    // From a folder of results, one looks farther.
    assert_eq!(pictures(&root, &parts(root.path().join("results/a/b/walk.txt"))).as_deref(), Some("walk"));
    let root = tree(&[("walk/notes.txt", "seen on Tuesday\n"), ("walk.txt", ROW)]);
    assert_eq!(parts(root.path().join("walk.txt")).folder, None);
}

#[test]
fn a_text_among_the_files_of_another_sequence_is_of_the_one_that_it_is_named_after() {
    let root =
        tree(&[("A/img1/1.jpg", ""), ("B/img1/1.jpg", ""), ("A/B.txt", ROW), ("A/mine.txt", ROW), ("A/gt/B.txt", ROW)]);
    for (text, expected) in [("A/B.txt", "B/img1"), ("A/gt/B.txt", "B/img1"), ("A/mine.txt", "A/img1")] {
        assert_eq!(pictures(&root, &parts(root.path().join(text))).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn an_empty_folder_of_pictures_gives_way_to_a_full_one_with_a_remark() {
    for (files, expected) in [
        (&["S/img1/", "S/images/1.jpg"][..], "S/images"),
        (&["S/img1/", "S/000001.jpg", "S/000002.jpg"], "S"),
        (&["S/img1/notes.txt", "S/frames/left.jpg"], "S/frames"),
    ] {
        let mut files: Vec<(&str, &str)> = files.iter().map(|file| (*file, "")).collect();
        files.push(("S/gt/gt.txt", ROW));
        let root = tree(&files);
        for from in ["S", "S/gt/gt.txt"] {
            let found = parts(root.path().join(from));
            assert_eq!(pictures(&root, &found).as_deref(), Some(expected), "{from}");
            assert!(found.remarks.iter().any(|remark| remark.contains("img1 is empty")), "{:?}", found.remarks);
        }
    }
    let root = tree(&[("S/seqinfo.ini", "imDir=pics\n"), ("S/pics/", ""), ("S/img1/1.jpg", ""), ("S/gt/gt.txt", ROW)]);
    let found = parts(root.path().join("S"));
    assert_eq!(pictures(&root, &found).as_deref(), Some("S/img1"));
    assert!(found.remarks.iter().any(|remark| remark.contains("pics is empty")), "{:?}", found.remarks);
}

#[test]
fn a_file_with_all_pictures_is_found_beside_a_text_and_beside_the_ground_truth() {
    for (file, text) in
        [("S/S.tif", "S/gt/gt.txt"), ("S/stack.tif", "S/gt/gt.txt"), ("S.tiff", "S/gt/gt.txt"), ("d/S.tif", "d/S.txt")]
    {
        let root = tree(&[(text, ROW), ("d/other.png", "")]);
        fs::write(root.path().join(file), stack()).unwrap();
        for from in [text, file] {
            let found = parts(root.path().join(from));
            assert_eq!(pictures(&root, &found).as_deref(), Some(file), "from {from}");
            assert_eq!(
                found.layers.first().map(|layer| below(&root, &layer.path)).as_deref(),
                Some(text),
                "from {from}"
            );
        }
    }
}

#[test]
fn pictures_that_lie_beside_a_text_are_its_own_if_they_are_a_sequence() {
    let root = tree(&[("a/f_1.png", ""), ("a/f_2.png", ""), ("a/f_3.png", ""), ("a/res.txt", ROW)]);
    let found = parts(root.path().join("a/res.txt"));
    assert_eq!(pictures(&root, &found).as_deref(), Some("a"));
    assert!(found.remarks.iter().any(|remark| remark.contains("beside the text")), "{:?}", found.remarks);
    for names in [["loss.png", "curve.png"], ["plot_1.png", "plot_900.png"], ["logo.png", "a1.png"]] {
        let root = tree(&[(&format!("a/{}", names[0]), ""), (&format!("a/{}", names[1]), ""), ("a/res.txt", ROW)]);
        assert_eq!(parts(root.path().join("a/res.txt")).pictures, None, "{names:?}");
    }
    // Texts of several sequences.
    let root = tree(&[("a/plot_1.png", ""), ("a/plot_2.png", ""), ("a/MOT17-02.txt", ROW), ("a/MOT17-04.txt", ROW)]);
    assert_eq!(parts(root.path().join("a/MOT17-02.txt")).pictures, None);
}

#[test]
fn a_text_with_the_name_of_a_sequence_is_found_from_the_sequence() {
    for text in ["S.txt", "train/S.txt", "S.txt.gz"] {
        let root = tree(&[("train/S/img1/1.jpg", ""), (text, ROW)]);
        let found = parts(root.path().join("train/S"));
        assert_eq!(layers(&root, &found), [(text.to_owned(), LayerKind::Results)], "{text}");
        assert_eq!(pictures(&root, &parts(root.path().join(text))).as_deref(), Some("train/S/img1"), "{text}");
    }
}

#[test]
fn a_folder_of_files_with_several_pictures_is_a_list_of_them() {
    let root = tree(&[("d/S1.txt", ROW), ("d/S2.txt", ROW)]);
    for name in ["d/S1.tif", "d/S2.tif"] {
        fs::write(root.path().join(name), stack()).unwrap();
    }
    let PathContent::DataSet(entries) = find(&root.path().join("d"), None).unwrap() else { panic!("no list") };
    assert_eq!(entries.iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>(), ["S1.tif", "S2.tif"]);
    for (entry, text) in entries.iter().zip(["d/S1.txt", "d/S2.txt"]) {
        let found = parts(&entry.path);
        assert_eq!((found.pictures.as_ref(), found.layers.len()), (Some(&entry.path), 1));
        assert_eq!(below(&root, &found.layers[0].path), text);
    }
}

#[test]
fn a_video_and_the_text_of_its_name_belong_together_from_both_ends() {
    let root =
        tree(&[("walk.mp4", ""), ("walk.txt", ROW), ("other.txt", ROW), ("runs/walk.txt", ROW), ("RUN.MKV", "")]);
    for path in ["walk.mp4", "walk.txt"] {
        let parts = parts(root.path().join(path));
        assert_eq!(pictures(&root, &parts).as_deref(), Some("walk.mp4"), "{path}");
        assert_eq!(parts.layers.iter().map(|layer| layer.name.as_str()).collect::<Vec<_>>(), ["walk.txt"], "{path}");
    }
    assert_eq!(parts(root.path().join("other.txt")).pictures, None);
    let alone = parts(root.path().join("RUN.MKV"));
    assert_eq!((pictures(&root, &alone).as_deref(), alone.layers.len(), alone.main), (Some("RUN.MKV"), 0, None));
}

#[test]
fn a_folder_of_videos_is_a_data_set_and_a_sequence_may_have_one_video_for_its_pictures() {
    let root =
        tree(&[("clips/a.mp4", ""), ("clips/b.mov", ""), ("one/a.mp4", ""), ("S/gt/gt.txt", ROW), ("S/S.mp4", "")]);
    match find(&root.path().join("clips"), None).unwrap() {
        PathContent::DataSet(videos) => {
            assert_eq!(videos.iter().map(|video| video.name.as_str()).collect::<Vec<_>>(), ["a.mp4", "b.mov"]);
        }
        PathContent::Sequence(parts) => panic!("{parts:?}"),
    }
    assert_eq!(pictures(&root, &parts(root.path().join("one"))).as_deref(), Some("one/a.mp4"));
    let sequence = parts(root.path().join("S"));
    assert_eq!((pictures(&root, &sequence).as_deref(), sequence.layers.len()), (Some("S/S.mp4"), 1));
    let chosen = find(&root.path().join("S/gt/gt.txt"), Some(&root.path().join("clips/a.mp4"))).unwrap();
    let PathContent::Sequence(chosen) = chosen else { panic!("a data set") };
    assert_eq!(pictures(&root, &chosen).as_deref(), Some("clips/a.mp4"));
}
