//! A text of one split or benchmark is not shown over the pictures of another.

use super::*;

fn told(parts: &Parts, words: &str) -> bool {
    parts.remarks.iter().any(|remark| remark.contains(words))
}

#[test]
fn a_text_takes_the_pictures_of_its_own_split() {
    let both = |files: &[&str]| {
        let pictures = ["train/S/000001.jpg", "test/S/000001.jpg"].map(str::to_owned);
        let files = pictures.into_iter().chain(files.iter().map(|file| (*file).to_owned()));
        tree(
            &files
                .map(|file| (file, ROW))
                .collect::<Vec<_>>()
                .iter()
                .map(|(f, c)| (f.as_str(), *c))
                .collect::<Vec<_>>(),
        )
    };
    for text in [
        "annotations_mot/{}/S.txt",
        "results/{}/S.txt",
        "results/T/{}/S.txt",
        "T-{}/data/S.txt",
        "outputs/mot17_{}_half/S.txt",
        "{}/S.txt",
    ] {
        for (split, other) in [("train", "test"), ("test", "train")] {
            if text.contains("half") && split == "test" {
                continue;
            }
            let text = text.replace("{}", split);
            let root = both(&[&text]);
            let found = parts(root.path().join(&text));
            assert_eq!(pictures(&root, &found), Some(format!("{split}/S")), "{text}");
            assert_eq!(found.remarks, [""; 0], "{text}");
            // Where only the other one is there, it is not taken.
            fs::remove_dir_all(root.path().join(split).join("S")).unwrap();
            let found = parts(root.path().join(&text));
            assert_eq!(pictures(&root, &found), None, "{text}");
            assert!(told(&found, &format!("{other}/S is not taken")), "{text}: {:?}", found.remarks);
            // Nor is the text laid over it.
            let found = parts(root.path().join(other).join("S"));
            assert!(found.layers.is_empty(), "{text}: {:?}", found.layers);
        }
    }
}

#[test]
fn a_text_that_does_not_say_its_split_is_shown_with_a_remark_where_several_have_its_name() {
    for split in ["", "ing"] {
        let (train, test) = (format!("train{split}"), format!("test{split}"));
        let root = tree(&[
            (&format!("{train}/image_02/0007/000000.png"), ""),
            (&format!("{test}/image_02/0007/000000.png"), ""),
            (&format!("{train}/label_02/0007.txt"), ROW),
            ("results/T/data/0007.txt", ROW),
        ]);
        let found = parts(root.path().join("results/T/data/0007.txt"));
        assert!(found.pictures.is_some());
        assert!(told(&found, "nothing says which one"), "{:?}", found.remarks);
        let found = parts(root.path().join(&test).join("image_02/0007"));
        assert!(told(&found, "nothing says which one"), "{:?}", found.remarks);
        // Its labels are of one split, and are not laid over the other.
        assert!(found.layers.iter().all(|layer| !layer.path.starts_with(root.path().join(&train))));
        let found = parts(root.path().join(&train).join("label_02/0007.txt"));
        assert_eq!(pictures(&root, &found), Some(format!("{train}/image_02/0007")));
    }
    let root = tree(&[
        ("train/S/img1/1.jpg", ""),
        ("test/S/img1/1.jpg", ""),
        ("train/S/gt/gt.txt", ROW),
        ("test/S/gt/gt.txt", ROW),
        ("results/T/S.txt", ROW),
        ("mine/S.txt", ROW),
    ]);
    for text in ["results/T/S.txt", "mine/S.txt"] {
        let found = parts(root.path().join(text));
        assert_eq!(pictures(&root, &found).as_deref(), Some("train/S/img1"), "{text}");
        assert!(told(&found, "nothing says which one") && told(&found, "test/S"), "{text}: {:?}", found.remarks);
        let truths = found.layers.iter().filter(|layer| layer.kind == LayerKind::GroundTruth).count();
        assert_eq!(truths, 1, "{text}: {:?}", found.layers);
    }
}

#[test]
fn results_of_another_split_or_benchmark_are_not_laid_over_a_sequence() {
    let root = tree(&[
        ("VisDrone2019-MOT-val/sequences/S/0000001.jpg", ""),
        ("VisDrone2019-MOT-val/annotations/S.txt", ROW),
        ("VisDrone2019-MOT-test-dev/sequences/S/0000001.jpg", ""),
        ("VisDrone2019-MOT-test-dev/annotations/S.txt", ROW),
        ("results/test/S.txt", ROW),
        ("results/MOT17-val/S.txt", ROW),
        ("results/val/S.txt", ROW),
    ]);
    let found = parts(root.path().join("VisDrone2019-MOT-val/sequences/S"));
    let mut names: Vec<String> = layers(&root, &found).into_iter().map(|(path, _)| path).collect();
    names.sort();
    assert_eq!(names, ["VisDrone2019-MOT-val/annotations/S.txt", "results/val/S.txt"]);
    for (split, set) in [("test", "VisDrone2019-MOT-test-dev"), ("val", "VisDrone2019-MOT-val")] {
        let found = parts(root.path().join(format!("results/{split}/S.txt")));
        assert_eq!(pictures(&root, &found), Some(format!("{set}/sequences/S")));
    }
}

#[test]
fn parts_of_a_data_set_may_have_any_names() {
    let root = tree(&[
        ("set1/S/img1/1.jpg", ""),
        ("set2/S/img1/1.jpg", ""),
        ("set1/S/gt/gt.txt", ROW),
        ("set2/S/gt/gt.txt", ROW),
        ("res_set2/S.txt", ROW),
        ("res/set2/S.txt", ROW),
        ("results/set2/T/S.txt", ROW),
        ("results/T/S.txt", ROW),
    ]);
    for text in ["res_set2/S.txt", "res/set2/S.txt", "results/set2/T/S.txt"] {
        let found = parts(root.path().join(text));
        assert_eq!(pictures(&root, &found).as_deref(), Some("set2/S/img1"), "{text}");
        assert_eq!(
            found.remarks.iter().filter(|remark| remark.contains(text)).count(),
            0,
            "{text}: {:?}",
            found.remarks
        );
    }
    for (set, expected) in [("set1", 0), ("set2", 3)] {
        let found = parts(root.path().join(set).join("S"));
        let of_set =
            layers(&root, &found).into_iter().filter(|(path, _)| path.contains("set2") && path.starts_with("res"));
        assert_eq!(of_set.count(), expected, "{set}: {:?}", found.layers);
    }
    let found = parts(root.path().join("results/T/S.txt"));
    assert!(found.pictures.is_some() && told(&found, "nothing says which one"), "{:?}", found.remarks);
}
